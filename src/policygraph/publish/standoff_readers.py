"""What annotation tools give back: texts with mentions, to become a reading by hand."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree

from policygraph.core.errors import DataError, UsageError
from policygraph.core.formats import Format, Formats
from policygraph.core.namespaces import IRI
from policygraph.core.prefixes import short_name
from policygraph.publish.standoff import OffsetKind, Offsets, StandoffMention
from policygraph.publish.standoff_formats import CORPUS, ENTITY


@dataclass(frozen=True, slots=True)
class ReadText:
    """A text, or a part of one, with the mentions that an annotator left in it.

    Attributes:
        place: the file, and the line or task in it, for messages.
        text: it; ``None`` where the file does not hold it, and its offsets are those of the whole.
        mentions: in code points of ``text``.
        unit: the path of the unit that it is, if it is one.
        key: of the whole text, if it is said.
    """

    place: str
    text: str | None
    mentions: tuple[StandoffMention, ...]
    unit: str = ""
    key: str = ""


StandoffReader = Callable[[Path, OffsetKind], Iterator[ReadText]]
_BRAT_ENTITY: Final = re.compile(r"(T\d+)\t(\S+) (\d+) (\d+)\t(.*)")
_BRAT_CONCEPT: Final = re.compile(
    rf"(?:N\d+\tReference (T\d+) {CORPUS}:([^\t]+)\t?.*|#\d+\tAnnotatorNotes (T\d+)\t(\S+))"
)


def _files(path: Path, suffix: str) -> list[Path]:
    found = sorted(path.glob(f"*{suffix}")) if path.is_dir() else [path]
    if not found:
        raise UsageError("no-annotations", path=path, suffix=suffix)
    return found


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError("sheet-not-utf8", path=path, byte=error.start) from None
    except OSError as error:
        raise DataError("cannot-read", path=path, reason=error.strerror or error) from None


def read_brat(path: Path, offsets: OffsetKind) -> Iterator[ReadText]:
    """Read a folder of ``.txt`` and ``.ann``, or one ``.ann``; a note can say the concept, too.

    Raises:
        DataError: a line that cannot be read, or a stretch that is not one (file, line).
    """
    for file in _files(path, ".ann"):
        text = _read(file.with_suffix(".txt"))
        count = Offsets(text, offsets)
        found: dict[str, StandoffMention] = {}
        concepts: dict[str, str] = {}
        for number, line in enumerate(_read(file).split("\n"), 1):
            said = _BRAT_CONCEPT.fullmatch(line.strip("\r"))
            if said is not None:
                concepts[said[1] or said[3]] = said[2] or said[4]
            elif line.startswith("T"):
                match = _BRAT_ENTITY.fullmatch(line.strip("\r"))
                if match is None:
                    raise DataError("annotation-line", place=f"{file}:{number}", words=line)
                begin, end = count.back(int(match[3])), count.back(int(match[4]))
                if text[begin:end] != match[5]:
                    raise DataError(
                        "annotation-offsets", place=f"{file}:{number}", words=match[5],
                        there=text[begin:end],
                    )  # fmt: skip
                found[match[1]] = StandoffMention(begin, end, match[2], "")
        mentions = (
            StandoffMention(m.begin, m.end, m.scheme, concepts.get(name, ""))
            for name, m in found.items()
        )
        yield ReadText(str(file), text, tuple(mentions))


def read_conll(path: Path, offsets: OffsetKind) -> Iterator[ReadText]:
    """Read CoNLL-U Plus: columns by ``# global.columns``, of which those that are schemes hold BIO tags.

    Raises:
        DataError: no columns, or a line with another number of them (file, line).
    """
    for file in _files(path, ".conllup"):
        columns: list[str] = []
        said: dict[str, str] = {}
        rows: list[list[str]] = []
        begun = 1
        for number, line in enumerate([*_read(file).splitlines(), ""], 1):
            if line.startswith("#"):
                key, _, value = line[1:].partition("=")
                if key.strip() == "global.columns":
                    columns = value.split()
                said[key.strip()] = value.removeprefix(" ")
                begun = begun or number
            elif line.strip():
                if not columns or len(cells := line.split("\t")) != len(columns):
                    raise DataError("annotation-line", place=f"{file}:{number}", words=line)
                rows.append(cells)
            elif rows:
                yield _conll_unit(f"{file}:{begun or number}", columns, said, rows)
                rows, said, begun = [], {}, 0


def _conll_unit(
    place: str, columns: list[str], said: Mapping[str, str], rows: list[list[str]]
) -> ReadText:
    forms = [row[columns.index("FORM")] for row in rows]
    text = said.get("text", "".join(forms))
    spans, position = [], 0
    for form in forms:
        begin = text.find(form, position)
        if begin < 0:
            raise DataError("annotation-line", place=place, words=form)
        position = begin + len(form)
        spans.append((begin, position))
    mentions = []
    for index, name in enumerate(columns):
        if name in ("ID", "FORM", "BEGIN", "END"):
            continue
        scheme = name.lower().partition(".")[0]
        for first, last, tag in _runs([row[index] for row in rows]):
            begin, end = spans[first][0], spans[last][1]
            for concept in tag.split("|"):
                words = concept.replace("%20", " ")
                mentions.append(StandoffMention(begin, end, scheme, words))
    return ReadText(place, text, tuple(mentions), said.get("unit", ""), said.get("key", ""))


def _runs(tags: list[str]) -> Iterator[tuple[int, int, str]]:
    """The first and last token of each mention, and what its tag says."""
    first: int | None = None
    for index, tag in enumerate([*tags, "O"]):
        if first is not None and not (tag[:1] == "I" and tag[1:] == tags[first][1:]):
            yield first, index - 1, tags[first][2:]
            first = None
        if tag[:1] in ("B", "I") and first is None:
            first = index


def read_doccano(path: Path, offsets: OffsetKind) -> Iterator[ReadText]:
    """Read JSONL: ``label`` (or ``labels``, or ``entities``) of each line.

    Raises:
        DataError: a line that is no such JSON (file, line).
    """
    for file in _files(path, ".jsonl"):
        for number, line in enumerate(_read(file).split("\n"), 1):
            if line.strip():
                place = f"{file}:{number}"
                try:
                    yield _doccano_unit(json.loads(line), place, offsets)
                except (ValueError, KeyError, TypeError, AttributeError):
                    raise DataError("annotation-line", place=place, words=line[:60]) from None


def _doccano_unit(record: Mapping[str, Any], place: str, offsets: OffsetKind) -> ReadText:
    text: str = record["text"]
    count = Offsets(text, offsets)
    labels = record.get("label") or record.get("labels") or record.get("entities") or []
    mentions = []
    for label in labels:
        if isinstance(label, dict):
            begin, end, name = label["start_offset"], label["end_offset"], label["label"]
        else:
            begin, end, name = label
        scheme, _, concept = name.partition(" ")
        mentions.append(StandoffMention(count.back(begin), count.back(end), scheme, concept))
    said = record.get("meta") or record
    return ReadText(place, text, tuple(mentions), said.get("unit", ""), said.get("key", ""))


def read_label_studio(path: Path, offsets: OffsetKind) -> Iterator[ReadText]:
    """Read ``tasks.json`` or an export of it (JSON): the annotations of each task that are not cancelled.

    Raises:
        DataError: no such JSON (file, task).
    """
    for file in _files(path, ".json"):
        try:
            tasks = json.loads(_read(file))
        except ValueError as error:
            raise DataError("annotation-line", place=file, words=error) from None
        for number, task in enumerate(tasks, 1):
            place = f"{file}: {number}"
            try:
                yield _label_studio_unit(task, place, offsets)
            except (KeyError, TypeError, AttributeError):
                raise DataError("annotation-line", place=place, words=str(task)[:60]) from None


def _label_studio_unit(task: Mapping[str, Any], place: str, offsets: OffsetKind) -> ReadText:
    data = task["data"]
    count = Offsets(data["text"], offsets)
    mentions = [
        StandoffMention(
            count.back(region["value"]["start"]), count.back(region["value"]["end"]),
            scheme, "".join((region.get("meta") or {}).get("text") or [""]),
        )
        for annotation in task.get("annotations") or ()
        if not annotation.get("was_cancelled")
        for region in annotation["result"]
        if region.get("type") == "labels"
        for scheme in region["value"]["labels"]
    ]  # fmt: skip
    return ReadText(place, data["text"], tuple(mentions), data.get("unit", ""), data.get("key", ""))


def read_cas(path: Path, offsets: OffsetKind) -> Iterator[ReadText]:
    """Read ``.xmi``: the named entities. Offsets count UTF-16 units, as UIMA has them.

    Raises:
        DataError: no XMI.
    """
    del offsets
    namespace = f"{{http:///{ENTITY.rpartition('.')[0].replace('.', '/')}.ecore}}"
    for file in _files(path, ".xmi"):
        try:
            root = ElementTree.fromstring(_read(file))
        except ElementTree.ParseError as error:
            raise DataError("annotation-line", place=file, words=error) from None
        text = next(
            (s.get("sofaString", "") for s in root.iter("{http:///uima/cas.ecore}Sofa")), ""
        )
        count = Offsets(text, "utf-16")
        mentions = (
            StandoffMention(
                count.back(int(entity.get("begin", "0"))), count.back(int(entity.get("end", "0"))),
                entity.get("value") or "", short_name(entity.get("identifier") or ""),
            )
            for entity in root.iter(f"{namespace}NamedEntity")
        )  # fmt: skip
        yield ReadText(str(file), text, tuple(m for m in mentions if m.scheme))


def read_web_annotations(path: Path, offsets: OffsetKind) -> Iterator[ReadText]:
    """Read JSON-LD as ``export view web-annotation --format jsonld`` writes it.

    The scheme is not said there and follows from the concept.

    Raises:
        DataError: no such JSON.
    """
    for file in _files(path, ".jsonld"):
        found: dict[str, list[StandoffMention]] = {}
        try:
            content = json.loads(_read(file))
            for node in content.get("@graph", [content]):
                target = node["target"]
                place = next(s for s in target["selector"] if "start" in s)
                bodies = node["body"] if isinstance(node["body"], list) else [node["body"]]
                for body in bodies:
                    found.setdefault(target["source"], []).append(
                        StandoffMention(int(place["start"]), int(place["end"]), "", short_name(IRI(body)))
                    )  # fmt: skip
        except (ValueError, KeyError, TypeError, StopIteration, AttributeError):
            raise DataError("annotation-line", place=file, words="JSON-LD") from None
        for source, mentions in found.items():
            yield ReadText(str(file), None, tuple(mentions), key=source.rsplit("/", 2)[1])


STANDOFF_READERS: Final = Formats[StandoffReader](
    "annotations-in",
    Format("annotations-in", "brat", ".ann", "text/plain", read_brat),
    Format("annotations-in", "conll", ".conllup", "text/plain", read_conll),
    Format("annotations-in", "doccano", ".jsonl", "application/jsonl", read_doccano),
    Format("annotations-in", "label-studio", ".json", "application/json", read_label_studio),
    Format("annotations-in", "uima-cas", ".xmi", "application/vnd.xmi+xml", read_cas),
    Format("annotations-in", "web-annotation", ".jsonld", "application/ld+json",
           read_web_annotations),
)  # fmt: skip
