"""Vocabulary files as a spreadsheet and back, for those who know terms and not Turtle.

A row is a term. A cell holds several values on lines of their own (Alt+Enter); a pattern stands between
slashes. What a sheet has no column for stays in the file as it is. Mappings travel as SSSOM, too
(Simple Standard for Sharing Ontological Mappings, https://mapping-commons.github.io/sssom/).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from policygraph.annotation.term_files import Block, TermFile
from policygraph.core.errors import DataError

_PATTERN: Final = "pol:Pattern"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the sheet.

    Attributes:
        name: its heading.
        property: whose values it holds, as written in Turtle.
        language: of its literals; empty for none.
        resource: its values are things, written as CURIEs.
    """

    name: str
    property: str
    language: str = ""
    resource: bool = False


COLUMNS: Final = (
    Column("type", "a", resource=True),
    Column("scheme", "skos:inScheme", resource=True),
    Column("broader", "skos:broader", resource=True),
    Column("notation", "skos:notation"),
    Column("label_ja", "skos:prefLabel", "ja"),
    Column("label_en", "skos:prefLabel", "en"),
    Column("reading", "pol:reading"),
    Column("other_ja", "skos:altLabel", "ja"),
    Column("other_en", "skos:altLabel", "en"),
    Column("hidden_ja", "skos:hiddenLabel", "ja"),
    Column("tag", "pol:tagLabel"),
    Column("denotes", "pol:denotes", resource=True),
    Column("not_within", "pol:notWithin"),
    Column("only_within", "pol:onlyWithin"),
    Column("definition_ja", "skos:definition", "ja"),
    Column("definition_en", "skos:definition", "en"),
    Column("part_of", "org:subOrganizationOf", resource=True),
    Column("exact_match", "skos:exactMatch", resource=True),
    Column("close_match", "skos:closeMatch", resource=True),
    Column("broad_match", "skos:broadMatch", resource=True),
    Column("narrow_match", "skos:narrowMatch", resource=True),
    Column("related_match", "skos:relatedMatch", resource=True),
)
_MATCHES: Final = tuple(c.property for c in COLUMNS if c.name.endswith("_match"))
_SSSOM: Final = (
    "subject_id", "subject_label", "predicate_id", "object_id", "object_label",
    "mapping_justification",
)  # fmt: skip
_LITERAL: Final = re.compile(
    r'"(?P<text>(?:[^"\\]|\\.)*)"(?:@(?P<language>[\w-]+)|\^\^(?P<type>\S+))?', re.DOTALL
)
_ESCAPES: Final = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}


def _plain(text: str) -> str:
    return re.sub(r"\\(.)", lambda match: _ESCAPES.get(match[1], match[0]), text)


def _written(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _belongs(value: str, column: Column) -> bool:
    if column.resource:
        return not value.startswith('"')
    match = _LITERAL.fullmatch(value)
    if match is None:
        return False
    return (match["language"] or "").lower() == column.language and match["type"] in (
        None,
        _PATTERN,
    )


def _to_cell(value: str, column: Column) -> str:
    match = None if column.resource else _LITERAL.fullmatch(value)
    if match is None:
        return value
    words = _plain(match["text"])
    return f"/{words}/" if match["type"] else words


def _from_cell(words: str, column: Column) -> str:
    if column.resource:
        return words
    if not column.language and len(words) > 2 and words[0] == words[-1] == "/":
        return f"{_written(words[1:-1])}^^{_PATTERN}"
    return _written(words) + (f"@{column.language}" if column.language else "")


def write_sheet(files: Iterable[TermFile]) -> str:
    """The terms of some vocabulary files as CSV (RFC 4180), a row a term."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(["term", *(column.name for column in COLUMNS)])
    for file in files:
        for block in file.blocks:
            if block.subject:
                rows.writerow([block.subject, *(_cell(block, column) for column in COLUMNS)])
    return out.getvalue()


def _cell(block: Block, column: Column) -> str:
    values = (v for v in block.values(column.property) if _belongs(v, column))
    return "\n".join(_to_cell(value, column) for value in values)


def read_sheet(text: str, name: str, files: Sequence[TermFile]) -> set[str]:
    """Put the rows of a sheet into vocabulary files.

    Args:
        text: CSV with a heading; columns may be left out, and then stay as they are.
        name: the sheet's file, for messages.
        files: to be changed; a new term goes into the file that holds its scheme, or its kind.

    Returns:
        The terms that were changed or added.

    Raises:
        DataError: a row or a column that cannot be read, with its line.
    """
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    by_name = {column.name: column for column in COLUMNS}
    unknown = [n for n in rows.fieldnames or () if n not in by_name and n != "term"]
    if unknown or "term" not in (rows.fieldnames or ()):
        known_columns = ", ".join(by_name)
        if unknown:
            raise DataError("sheet-column", name=name, column=unknown[0], known=known_columns)
        raise DataError("sheet-without-terms", name=name, known=known_columns)
    known = {block.subject: block for file in files for block in file.blocks if block.subject}
    seen: set[str] = set()
    changed: set[str] = set()
    for row in rows:
        place, subject = f"{name}:{rows.line_num}", (row["term"] or "").strip()
        if not subject or subject in seen:
            raise DataError(
                "sheet-two-rows" if subject else "sheet-no-term", place=place, term=subject
            )
        seen.add(subject)
        cells = {by_name[key]: cell or "" for key, cell in row.items() if key in by_name}
        if None in row:
            raise DataError("sheet-cells", place=place)
        block = known.get(subject)
        if block is None:
            block = known[subject] = _new_block(subject, cells, files, place)
            changed.add(subject)
        for column, cell in cells.items():
            if _set(block, column, cell):
                changed.add(subject)
    return changed


def _set(block: Block, column: Column, cell: str) -> bool:
    """Give a block the values of a cell; whether that changed it."""
    wanted = [_from_cell(v.strip(), column) for v in cell.splitlines() if v.strip()]
    before = block.values(column.property)
    if {v for v in before if _belongs(v, column)} == set(wanted):
        return False
    block.replace(column.property, [v for v in before if not _belongs(v, column)] + wanted)
    return True


def _new_block(
    subject: str, cells: dict[Column, str], files: Sequence[TermFile], place: str
) -> Block:
    kinds = {c.name: cell.split() for c, cell in cells.items() if c.name in ("scheme", "type")}
    if not kinds.get("type"):
        raise DataError("sheet-no-type", place=place, term=subject)
    for name in ("scheme", "type"):
        for file in files:
            for block in file.blocks:
                column = next(c for c in COLUMNS if c.name == name)
                if set(kinds.get(name, ())) & set(block.values(column.property)):
                    made = Block([], subject)
                    file.blocks.append(made)
                    return made
        if kinds.get(name):
            raise DataError("sheet-no-file", place=place, kind=f"{name} {' '.join(kinds[name])}")
    raise AssertionError("unreachable")


def write_sssom(files: Sequence[TermFile]) -> str:
    """The mappings of some vocabulary files as SSSOM/TSV."""
    labels = {
        block.subject: next(
            (
                _to_cell(v, c)
                for c in COLUMNS[5:3:-1]
                for v in block.values(c.property)
                if _belongs(v, c)
            ),
            "",
        )
        for file in files
        for block in file.blocks
    }
    mapped = [
        (
            block.subject,
            labels[block.subject],
            link,
            value,
            labels.get(value, ""),
            "semapv:ManualMappingCuration",
        )
        for file in files
        for block in file.blocks
        for link in _MATCHES
        for value in block.values(link)
    ]
    used = {name.partition(":")[0] + ":" for row in mapped for name in (row[0], row[2], row[3])}
    prefixes = {name: iri for file in files for name, iri in file.prefixes.items() if name in used}
    head = [
        "#mapping_set_id: https://w3id.org/policygraph/mappings",
        "#license: https://creativecommons.org/licenses/by/4.0/",
        "#curie_map:",
        *(f"#  {name[:-1]}: {iri[1:-1]}" for name, iri in sorted(prefixes.items())),
        "#  semapv: https://w3id.org/semapv/vocab/",
    ]
    lines = ["\t".join(_SSSOM), *("\t".join(row) for row in sorted(mapped))]
    return "\n".join([*head, *lines]) + "\n"


def read_sssom(text: str, name: str, files: Sequence[TermFile]) -> set[str]:
    """Replace the mappings of each subject of an SSSOM file by those it gives.

    Returns:
        The terms that were changed.

    Raises:
        DataError: a subject that no file describes, or another predicate than the SKOS mappings.
    """
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    known = {block.subject: block for file in files for block in file.blocks if block.subject}
    wanted: dict[str, dict[str, list[str]]] = {}
    for row in csv.DictReader(lines, delimiter="\t"):
        subject, link, value = (
            row.get(key) or "" for key in ("subject_id", "predicate_id", "object_id")
        )
        if subject not in known:
            raise DataError("sheet-unknown-term", name=name, term=subject)
        if link not in _MATCHES or not value:
            raise DataError(
                "sheet-link", name=name, term=subject, link=link, known=", ".join(_MATCHES)
            )
        wanted.setdefault(subject, {}).setdefault(link, []).append(value)
    changed = set()
    for subject, links in wanted.items():
        for link in _MATCHES:
            if set(known[subject].values(link)) != set(links.get(link, ())):
                known[subject].replace(link, links.get(link, []))
                changed.add(subject)
    return changed
