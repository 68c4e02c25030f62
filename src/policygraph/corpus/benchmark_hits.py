"""What the program reads in the texts of a benchmark: whole documents, and units without their document."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from policygraph.annotation import Annotations, AnyMention, DateMention, TimeMention
from policygraph.annotation.headings import nearest_headings
from policygraph.core.errors import PolicygraphError
from policygraph.core.namespaces import IRI, POL
from policygraph.corpus.benchmark import Benchmark, GoldUnit
from policygraph.corpus.benchmark_values import NO_VALUE, Value, read_time
from policygraph.corpus.description import DocumentDescription, TextFile
from policygraph.corpus.gold import SchemeNames
from policygraph.corpus.reading import Reader, read_excerpt
from policygraph.document import DRAFT, UnitPath
from policygraph.sources import normalise

ROLE_OF_BODY: Final = "responsible-role"
# A body in a tag that is marked as leading or cooperating is a mention of its own, besides.
_PARTS: Final = {POL.leadBody: "lead", POL.cooperatingBody: "cooperating"}


@dataclass(frozen=True, slots=True)
class Hit:
    """A mention that the program made, and one of its meanings.

    Attributes:
        begin, end: code points in the file.
        concept: empty of a time and a quantity.
        label: of a thing that no vocabulary knows.
        role: its key in the vocabulary; empty where the program says none.
        cues: their keys.
        part: the property of a part by which it links its item (`pol:leadBody`, `pol:actorActs`, `pol:deadline`).
    """

    begin: int
    end: int
    scheme: str
    concept: str = ""
    label: str = ""
    role: str = ""
    value: Value = NO_VALUE
    cues: frozenset[str] = frozenset()
    part: IRI | None = None


def read_documents(
    benchmark: Benchmark, reader: Reader, schemes: SchemeNames
) -> tuple[dict[GoldUnit, list[Hit]], list[str]]:
    """Read each text as a document, with the outline that the program chooses.

    Returns:
        The mentions by the unit whose characters they have, and the documents that could not be read.
    """
    hits: dict[GoldUnit, list[Hit]] = {unit: [] for unit in benchmark.mentions}
    failed = []
    for name, path in benchmark.texts.items():
        text = TextFile(path, DocumentDescription(key=name, outline=""), name)
        try:
            reading = reader.read(text)
        except PolicygraphError:
            failed.append(name)
            continue
        if not reading.document.occurrences:  # a build refuses it
            failed.append(name)
            continue
        annotations = reading.annotations
        for hit in (*_hits(annotations, schemes, 0), *_from_headings(annotations)):
            for unit in benchmark.units[name]:
                if hit.begin < unit.end and unit.begin < hit.end:
                    hits[unit].append(hit)
                    break
    return hits, failed


def read_units(
    benchmark: Benchmark, reader: Reader, schemes: SchemeNames
) -> dict[GoldUnit, list[Hit]]:
    """Read each unit as if there was nothing else."""
    hits: dict[GoldUnit, list[Hit]] = {}
    for unit in benchmark.mentions:
        raw = unit.words
        source = normalise(raw, name=unit.key, raw_sha256=hashlib.sha256(raw.encode()).hexdigest())
        try:
            document, outline = read_excerpt(source, DRAFT)
            annotations = reader.annotator.annotate(document, outline.signs)
        except PolicygraphError:
            hits[unit] = []
            continue
        found = _hits(annotations, schemes, unit.begin)
        hits[unit] = [hit for hit in found if hit.begin < unit.end]
    return hits


def _from_headings(annotations: Annotations) -> Iterator[Hit]:
    """The themes of bullets that name none: those of the nearest heading above, as the graph infers them."""
    themes: dict[UnitPath, dict[IRI, None]] = {}
    for mention in annotations.mentions:
        if mention.link == POL.hasTheme:
            themes.setdefault(mention.unit.path, {}).update(dict.fromkeys(mention.meanings))
    source = annotations.document.source
    for occurrence, heading in nearest_headings(annotations.document, themes):
        units = (occurrence.path, *(component.path for component in occurrence.walk()))
        if occurrence.segments and not any(path in themes for path in units):
            begin, last = occurrence.segments[0].begin, occurrence.segments[-1].end - 1
            place = source.raw_offset(begin), source.raw_offset(last) + 1
            yield from (Hit(*place, "theme", theme) for theme in themes[heading])


def _hits(annotations: Annotations, schemes: SchemeNames, offset: int) -> Iterator[Hit]:
    source = annotations.document.source

    def place(mention: AnyMention) -> tuple[int, int]:
        last = max(mention.begin, mention.end - 1)
        return offset + source.raw_offset(mention.begin), offset + source.raw_offset(last) + 1

    for mention in annotations.mentions:
        role = _PARTS.get(mention.link) or _key(mention.role)
        scheme = ROLE_OF_BODY if mention.link in _PARTS else schemes.get(mention.link, "")
        label = mention.thing.label if mention.thing else ""
        cues = frozenset(map(_key, mention.cues))
        part = mention.link if mention.link in _PARTS else mention.role_link
        part = part if mention.makes_link else None
        for meaning in mention.meanings:
            yield Hit(*place(mention), scheme, meaning, label, role, cues=cues, part=part)
    head = annotations.head
    for date in (*annotations.dates, *(m for m in head if isinstance(m, DateMention))):
        value = Value(days=(date.date, date.date))
        yield Hit(*place(date), "time", role=_key(date.role), value=value, part=date.link)
    for time in (*annotations.times, *(m for m in head if isinstance(m, TimeMention))):
        part = time.link if time.makes_link else None
        yield Hit(*place(time), "time", role=_key(time.role), value=_time(time), part=part)
    for quantity in annotations.quantities:
        value = Value(number=quantity.value)
        part = quantity.link if quantity.makes_link else None
        yield Hit(*place(quantity), "quantity", role=_key(quantity.role), value=value, part=part)


def _time(time: TimeMention) -> Value:
    first, last = time.first_day or time.last_day, time.last_day or time.first_day
    if first and last:
        return Value(days=(first, last))
    if time.value is None:
        return Value()
    upper = time.upper.value if time.upper is not None else time.value.value
    return read_time(f"{time.value.value}/{upper}")


def _key(iri: IRI | None) -> str:
    return "" if iri is None else iri.rsplit("/", 1)[-1].rsplit("#", 1)[-1]
