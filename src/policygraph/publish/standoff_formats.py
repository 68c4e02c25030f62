"""The formats of annotation tools: brat, CoNLL-U Plus, doccano, Label Studio, UIMA CAS."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise, zip_longest
from typing import Final, Protocol
from xml.sax.saxutils import quoteattr

from policygraph.core.prefixes import expand
from policygraph.publish.standoff import (
    OffsetKind,
    Offsets,
    StandoffMention,
    StandoffText,
    schemes_of,
)

Texts = Callable[[], Iterator[StandoffText]]  # as often as they are asked for
File = tuple[str, str]  # its name, empty where the format is one file, and its next words
CORPUS: Final = "policygraph"  # what brat calls the knowledge base of a normalisation


class StandoffWriter(Protocol):
    """Writes texts with mentions, piece by piece."""

    def __call__(self, texts: Texts, /, *, offsets: OffsetKind) -> Iterator[File]:
        """The files, or what follows in one that was begun."""


# ---- brat: https://brat.nlplab.org/standoff.html ----


def write_brat(texts: Texts, *, offsets: OffsetKind) -> Iterator[File]:
    """A ``.txt`` and an ``.ann`` a text, and the configuration of the collection.

    The scheme is the type of a text-bound annotation, the concept its normalisation.
    """
    schemes: set[str] = set()
    for text in texts():
        schemes.update(schemes_of([text]))
        yield f"{text.name}.txt", text.lines
        yield f"{text.name}.ann", "".join(_brat_lines(text, offsets))
    entities = "\n".join(sorted(schemes))
    yield (
        "annotation.conf",
        f"[entities]\n{entities}\n[relations]\n<OVERLAP> Arg1:<ENTITY>, Arg2:<ENTITY>,"
        " <OVL-TYPE>:<ANY>\n[events]\n[attributes]\n",
    )


def _brat_lines(text: StandoffText, offsets: OffsetKind) -> Iterator[str]:
    count = Offsets(text.lines, offsets)
    for number, mention in enumerate(text.mentions, 1):
        begin, end = text.in_lines(mention.begin, mention.end)
        words = text.lines[begin:end]
        yield f"T{number}\t{mention.scheme} {count.out(begin)} {count.out(end)}\t{words}\n"
        if mention.concept:
            named = mention.label or mention.concept
            yield f"N{number}\tReference T{number} {CORPUS}:{mention.concept}\t{named}\n"


# ---- CoNLL-U Plus: https://universaldependencies.org/ext-format.html ----

_TOKEN: Final = re.compile("[A-Za-z0-9]+|[Ａ-Ｚａ-ｚ０-９]+|\\S")
_FIXED: Final = ("ID", "FORM", "BEGIN", "END")


def write_conll(texts: Texts, *, offsets: OffsetKind) -> Iterator[File]:
    """A block a unit, a line a letter or Latin word, a column a scheme in BIO.

    Mentions of a scheme that overlap stand in further columns (``THEME.2``).
    """
    deepest: dict[str, int] = {}
    for text in texts():
        for _, mentions in text.of_units():
            for scheme, found in _layers(mentions).items():
                deepest[scheme] = max(deepest.get(scheme, 0), len(found))
    columns = [(scheme, n) for scheme in sorted(deepest) for n in range(deepest[scheme])]
    names = [scheme.upper() + (f".{n + 1}" if n else "") for scheme, n in columns]
    yield "", f"# global.columns = {' '.join((*_FIXED, *names))}\n"
    for text in texts():
        count = Offsets(text.text, offsets)
        for unit, mentions in text.of_units():
            words = text.text[unit.begin : unit.end]
            lines = [
                f"# document = {text.document}", f"# key = {text.key}", f"# unit = {unit.path}",
                f"# begin = {count.out(unit.begin)}", f"# text = {words}",
            ]  # fmt: skip
            layers = _layers(mentions)
            for number, (begin, end) in enumerate(_tokens(words, mentions), 1):
                tags = (_bio(layers.get(scheme, []), n, begin, end) for scheme, n in columns)
                place = (count.out(unit.begin + begin), count.out(unit.begin + end))
                lines.append("\t".join(map(str, (number, words[begin:end], *place, *tags))))
            yield "", "\n".join(lines) + "\n\n"


def _tokens(words: str, mentions: Iterable[StandoffMention]) -> Iterator[tuple[int, int]]:
    """Letters and Latin words, cut where a mention begins or ends."""
    cuts = sorted({at for mention in mentions for at in (mention.begin, mention.end)})
    for match in _TOKEN.finditer(words):
        inside = [at for at in cuts if match.start() < at < match.end()]
        edges = (match.start(), *inside, match.end())
        yield from pairwise(edges)


def _layers(mentions: Iterable[StandoffMention]) -> dict[str, list[list[list[StandoffMention]]]]:
    """By scheme, layers without overlap; mentions of the same words stand together."""
    found: dict[str, list[list[list[StandoffMention]]]] = {}
    for mention in mentions:
        layers = found.setdefault(mention.scheme, [])
        for layer in layers:
            last = layer[-1][0]
            if (last.begin, last.end) == (mention.begin, mention.end):
                layer[-1].append(mention)
                break
            if last.end <= mention.begin:
                layer.append([mention])
                break
        else:
            layers.append([[mention]])
    return found


def _bio(layers: list[list[list[StandoffMention]]], number: int, begin: int, end: int) -> str:
    for group in layers[number] if number < len(layers) else ():
        first = group[0]
        if first.begin <= begin and end <= first.end:
            concepts = "|".join(m.concept.replace(" ", "%20") for m in group)
            return f"{'B' if begin == first.begin else 'I'}-{concepts}"
    return "O"


# ---- doccano: https://doccano.github.io/doccano/ (sequence labelling, JSONL) ----


def write_doccano(texts: Texts, *, offsets: OffsetKind) -> Iterator[File]:
    """A line of JSON a unit; a label is scheme and concept with a space between them.

    What is no text or label doccano keeps as metadata, and gives back.
    """
    for text in texts():
        for unit, mentions in text.of_units():
            words = text.text[unit.begin : unit.end]
            count = Offsets(words, offsets)
            record = {
                "text": words,
                "label": [
                    [count.out(m.begin), count.out(m.end), f"{m.scheme} {m.concept}".strip()]
                    for m in mentions
                ],
                "document": text.document, "key": text.key, "unit": unit.path,
                "begin": unit.begin,
            }  # fmt: skip
            yield "", json.dumps(record, ensure_ascii=False) + "\n"


# ---- Label Studio: https://labelstud.io/guide/tasks ----


def write_label_studio(texts: Texts, *, offsets: OffsetKind) -> Iterator[File]:
    """``tasks.json``, a task a unit, and ``labels.xml``, the interface that shows them.

    The scheme is the label of a region, the concept stands in its metadata.
    """
    schemes: set[str] = set()
    between = "["
    for text in texts():
        schemes.update(schemes_of([text]))
        for unit, mentions in text.of_units():
            words = text.text[unit.begin : unit.end]
            count = Offsets(words, offsets)
            task = {
                "data": {
                    "text": words, "document": text.document, "key": text.key,
                    "unit": unit.path, "begin": unit.begin,
                },
                "annotations": [
                    {"result": [_region(n, m, words, count) for n, m in enumerate(mentions, 1)]}
                ],
            }  # fmt: skip
            yield "tasks.json", f"{between}\n{json.dumps(task, ensure_ascii=False)}"
            between = ","
    yield "tasks.json", f"{'[' if between == '[' else ''}\n]\n"
    labels = "".join(f"    <Label value={quoteattr(scheme)}/>\n" for scheme in sorted(schemes))
    yield (
        "labels.xml",
        f'<View>\n  <Labels name="label" toName="text">\n{labels}  </Labels>\n'
        '  <Text name="text" value="$text"/>\n</View>\n',
    )


def _region(number: int, mention: StandoffMention, words: str, count: Offsets) -> dict[str, object]:
    return {
        "id": f"m{number}", "from_name": "label", "to_name": "text", "type": "labels",
        "value": {
            "start": count.out(mention.begin), "end": count.out(mention.end),
            "text": words[mention.begin : mention.end], "labels": [mention.scheme],
        },
        "meta": {"text": [mention.concept] if mention.concept else []},
    }  # fmt: skip


# ---- UIMA CAS: XMI, https://docs.oasis-open.org/uima/v1.0/uima-v1.0.html ----

_DKPRO: Final = "de.tudarmstadt.ukp.dkpro.core.api"
ENTITY, SENTENCE = f"{_DKPRO}.ner.type.NamedEntity", f"{_DKPRO}.segmentation.type.Sentence"
_TYPES: Final = {ENTITY: ("value", "identifier"), SENTENCE: ("id",)}


def write_cas(texts: Texts, *, offsets: OffsetKind) -> Iterator[File]:
    """``TypeSystem.xml`` and an ``.xmi`` a text: the entities and sentences of DKPro, as INCEpTION has them.

    The scheme is an entity's value, the concept its identifier. UIMA counts UTF-16 units, whatever is asked.
    """
    yield "TypeSystem.xml", _type_system()
    for text in texts():
        yield f"{text.name}.xmi", "".join(_xmi(text))


def _type_system() -> str:
    types = "".join(
        f"<typeDescription><name>{name}</name><description/>"
        "<supertypeName>uima.tcas.Annotation</supertypeName><features>"
        + "".join(
            f"<featureDescription><name>{feature}</name><description/>"
            "<rangeTypeName>uima.cas.String</rangeTypeName></featureDescription>"
            for feature in features
        )
        + "</features></typeDescription>\n"
        for name, features in _TYPES.items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<typeSystemDescription xmlns="http://uima.apache.org/resourceSpecifier">\n'
        f"<types>\n{types}</types>\n</typeSystemDescription>\n"
    )


def _namespace(name: str) -> str:
    return f"http:///{name.rpartition('.')[0].replace('.', '/')}.ecore"


def _xmi(text: StandoffText) -> Iterator[str]:
    count = Offsets(text.lines, "utf-16")

    def span(begin: int, end: int) -> str:
        first, last = text.in_lines(begin, end)
        return f'sofa="1" begin="{count.out(first)}" end="{count.out(last)}"'

    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore"'
        ' xmlns:tcas="http:///uima/tcas.ecore"'
        f' xmlns:ner="{_namespace(ENTITY)}" xmlns:seg="{_namespace(SENTENCE)}" xmi:version="2.0">\n'
        '<cas:NULL xmi:id="0"/>\n'
        f'<tcas:DocumentAnnotation xmi:id="2" {span(0, len(text.text))} language="ja"/>\n'
    )
    members = 2
    for unit, mention in zip_longest(text.units, text.mentions):
        if unit is not None:
            members += 1
            yield (
                f'<seg:Sentence xmi:id="{members}" {span(unit.begin, unit.end)}'
                f" id={quoteattr(unit.path)}/>\n"
            )
        if mention is not None:
            members += 1
            concept = identifier(mention.concept)
            named = f" identifier={quoteattr(concept)}" if concept else ""
            yield (
                f'<ner:NamedEntity xmi:id="{members}" {span(mention.begin, mention.end)}'
                f" value={quoteattr(mention.scheme)}{named}/>\n"
            )
    words = quoteattr(text.lines, {"\n": "&#10;"})
    yield (
        f'<cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" mimeType="text" sofaString={words}/>\n'
        f'<cas:View sofa="1" members="{" ".join(map(str, range(2, members + 1)))}"/>\n</xmi:XMI>\n'
    )


def identifier(concept: str) -> str:
    """What a concept of a `StandoffMention` is called where an IRI is asked for; a value as it is."""
    full = expand(concept)
    if full is None and re.match("[a-z][a-z-]*/", concept):
        full = expand(f"<{concept}>")
    return full or concept
