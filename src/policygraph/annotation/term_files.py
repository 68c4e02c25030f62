"""Vocabulary files as a steward edits them: Turtle with comments, in one layout.

What is written is read again and compared, so that a layout never changes a statement. The files hold
no blank nodes and no lists; what else Turtle allows (RDF 1.1 Turtle, section 6.5) is read here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from policygraph.core.errors import DataError
from policygraph.core.namespaces import BASE, IRI
from policygraph.core.terms import Literal, parse_turtle

_WIDTH: Final = 100  # characters of a line, beyond which its values go on below
_TOKEN: Final = re.compile(
    r"""(?P<space>\s+)|(?P<comment>\#[^\n]*)|(?P<iri><[^<>"{}|^`\\\s]*>)
    |(?P<literal>(?:\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"|"(?:[^"\\\n]|\\.)*")
        (?:@[A-Za-z][A-Za-z0-9-]*|\^\^(?:<[^<>\s]*>|[\w-]*:[\w.-]*))?)
    |(?P<directive>@prefix|@base)|(?P<mark>[.;,](?=\s|\#|$))
    |(?P<name>[+-]?\d[\d.eE+-]*(?=[\s;,])|[\w-]*:(?:[\w%:-]|\.(?=[\w-]))*|a(?=\s)|true|false)""",
    re.VERBOSE | re.DOTALL,
)
# Properties in the order in which a reader wants them; all others follow by name.
_ORDER: Final = (
    "a", "skos:inScheme", "skos:topConceptOf", "skos:broader", "dcterms:isPartOf", "skos:notation",
    "pol:order", "dcterms:title", "skos:prefLabel", "pol:reading", "skos:altLabel",
    "skos:hiddenLabel", "pol:tagLabel", "pol:denotes", "pol:notWithin", "pol:onlyWithin",
    "pol:cueBefore", "pol:cueAfter", "pol:cueAfterBody", "skos:definition",
)  # fmt: skip
_LANGUAGES: Final = {"ja": 0, "en": 1}
_IN_ORDER: Final = ("a", "skos:hasTopConcept", "skos:member")  # kept as they were written


@dataclass(slots=True)
class Property:
    """A property of a block.

    Attributes:
        name: the predicate, as written.
        values: its objects, as written.
        comments: the lines above it.
    """

    name: str
    values: list[str]
    comments: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Block:
    """What a file says of one subject.

    Attributes:
        headings: paragraphs of comments that a blank line parts from the block: they head what follows.
        subject: as written; empty for comments at the end of the file.
        remarks: the comment lines that touch the block.
    """

    headings: list[list[str]]
    subject: str
    remarks: list[str] = field(default_factory=list)
    properties: list[Property] = field(default_factory=list)

    def values(self, name: str) -> list[str]:
        """The values of a property, as written."""
        return next((found.values for found in self.properties if found.name == name), [])

    def replace(self, name: str, values: list[str]) -> None:
        """Give a property other values; without any it goes."""
        found = next((entry for entry in self.properties if entry.name == name), None)
        if found is None and values:
            self.properties.append(Property(name, values))
        elif found is not None and values:
            found.values = values
        elif found is not None:
            self.properties.remove(found)


@dataclass(slots=True)
class TermFile:
    """A vocabulary file.

    Attributes:
        head: the comments above the prefixes.
        prefixes: by name, with their IRIs in angle brackets.
    """

    path: Path
    head: list[list[str]]
    prefixes: dict[str, str]
    blocks: list[Block]

    def iri(self, block: Block) -> IRI:
        """The IRI that the subject of a block stands for."""
        return IRI(_full(block.subject, {name: iri[1:-1] for name, iri in self.prefixes.items()}))


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    line: int
    blank_before: bool


def _tokens(text: str, path: Path) -> Iterator[_Token]:
    position, line, blank = 0, 1, False
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            raise DataError(
                "not-vocabulary-turtle", place=f"{path}:{line}",
                words=repr(text[position : position + 20]),
            )  # fmt: skip
        kind, found = str(match.lastgroup), match.group()
        if kind == "space":
            blank = found.count("\n") > 1
        else:
            yield _Token(kind, found, line, blank)
            blank = False
        line += found.count("\n")
        position = match.end()


def read_term_file(path: Path) -> TermFile:
    """Read a vocabulary file.

    Raises:
        DataError: not Turtle, or Turtle with blank nodes or lists (file, line).
    """
    text = path.read_text(encoding="utf-8-sig")
    found = TermFile(path, [], {}, [])
    tokens = iter(_tokens(text, path))
    comments: list[list[str]] = []
    for token in tokens:
        if token.kind == "comment":
            if token.blank_before or not comments:
                comments.append([])
            comments[-1].append(token.text.rstrip())
        elif token.kind == "directive":
            prefix = next(tokens).text
            found.prefixes[prefix] = next(tokens).text
            next(tokens)
            if not found.blocks:
                found.head, comments = [*found.head, *comments], []
        else:
            found.blocks.append(_block(token, tokens, comments, path))
            comments = []
    if comments:
        found.blocks.append(Block(comments, ""))
    return found


def _block(subject: _Token, tokens: Iterator[_Token], above: list[list[str]], path: Path) -> Block:
    remarks = above.pop() if above and not subject.blank_before else []
    block = Block(above, subject.text, remarks)
    comments: list[str] = []
    current: Property | None = None
    for token in tokens:
        if token.kind == "comment":
            comments.append(token.text.rstrip())
        elif token.text == "." and token.kind == "mark":
            block.remarks += comments
            return block
        elif token.text == ";" and token.kind == "mark":
            current = None
        elif token.kind == "mark":
            continue
        elif current is None:
            current = Property(token.text, [], comments)
            comments = []
            block.properties.append(current)
        else:
            current.values.append(token.text)
    raise DataError("no-full-stop", place=f"{path}:{subject.line}", term=subject.text)


_LITERAL: Final = re.compile(
    r'(?:"""(?P<long>.*)"""|"(?P<short>.*)")(?:@(?P<language>[\w-]+)|\^\^\S+)?', re.DOTALL
)
_ESCAPE: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_ESCAPED: Final = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}


def find_line(path: Path, subject: IRI, value: Literal) -> int | None:
    """The line in which a vocabulary file says something, or ``None`` if it is not found.

    An RDF parser gives no lines, so that they are looked for among the words of the file.

    Args:
        path: a Turtle file; one with blank nodes or lists is searched up to these.
        subject: of which it is said; elsewhere the same words do not count.
        value: what is said.
    """
    prefixes: dict[str, str] = {}
    current = ""
    starts = True
    tokens = _tokens(path.read_text(encoding="utf-8-sig"), path)
    try:
        for token in tokens:
            if token.kind == "directive":
                name = next(tokens).text
                iri = name if token.text == "@base" else next(tokens).text
                prefixes["" if token.text == "@base" else name] = iri[1:-1]
            elif token.kind == "mark":
                starts = token.text == "."
            elif token.kind == "literal":
                if current == subject and _is_written(token.text, value):
                    return token.line
            elif token.kind != "comment" and starts:
                current, starts = _full(token.text, prefixes), False
    except (DataError, StopIteration):
        pass
    return None


def _full(name: str, prefixes: dict[str, str]) -> str:
    if name.startswith("<"):
        inner = name[1:-1]
        return inner if ":" in inner else prefixes.get("", BASE) + inner
    prefix, _, local = name.partition(":")
    return prefixes.get(f"{prefix}:", "") + local


def _is_written(token: str, value: Literal) -> bool:
    match = _LITERAL.fullmatch(token)
    if match is None or (match["language"] or "").lower() != value.language:
        return False
    written = match["short"] if match["long"] is None else match["long"]
    return _ESCAPE.sub(_unescaped, written) == value.value


def _unescaped(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else _ESCAPED.get(match[3], match[3])


def _value_key(value: str) -> tuple[int, str, str]:
    language = re.search(r"\"@([A-Za-z-]+)$", value)
    tag = language[1].lower() if language else ""
    return _LANGUAGES.get(tag, 2 if tag else -1), tag, value


def _property_lines(entry: Property, *, last: bool) -> Iterator[str]:
    values = entry.values if entry.name in _IN_ORDER else sorted(set(entry.values), key=_value_key)
    yield from (f"    {comment}" for comment in entry.comments)
    line = f"    {entry.name} {values[0]}"
    for value in values[1:]:
        if len(line) + len(value) + 3 > _WIDTH:
            yield f"{line} ,"
            line = f"        {value}"
        else:
            line += f" , {value}"
    yield f"{line} {'.' if last else ';'}"


def _block_lines(block: Block) -> Iterator[str]:
    yield from block.remarks
    if not block.subject:
        return
    yield block.subject
    entries = sorted(
        block.properties,
        key=lambda p: (_ORDER.index(p.name) if p.name in _ORDER else len(_ORDER), p.name),
    )
    for entry in entries:
        yield from _property_lines(entry, last=entry is entries[-1])


@dataclass(frozen=True, slots=True)
class _Section:
    headings: list[list[str]]
    blocks: list[Block]


def _sections(blocks: list[Block]) -> list[_Section]:
    """Blocks from one heading to the next, sorted by subject, a scheme first."""
    sections: list[_Section] = []
    for block in blocks:
        if block.headings or not sections:
            sections.append(_Section(block.headings, []))
        sections[-1].blocks.append(block)
    for section in sections:
        section.blocks.sort(key=lambda b: ("skos:ConceptScheme" not in b.values("a"), b.subject))
    return sections


def layout(file: TermFile) -> str:
    """The file in the one layout: prefixes by name, subjects sorted within each section."""
    pieces = ["\n".join(paragraph) for paragraph in file.head]
    pieces.append(
        "\n".join(f"@prefix {name} {iri} ." for name, iri in sorted(file.prefixes.items()))
    )
    for section in _sections(file.blocks):
        pieces += ["\n".join(paragraph) for paragraph in section.headings]
        pieces += ["\n".join(_block_lines(block)) for block in section.blocks]
    return "\n\n".join(piece for piece in pieces if piece) + "\n"


def format_file(path: Path) -> str:
    """The text of a vocabulary file in the one layout.

    Raises:
        DataError: not Turtle as vocabulary files have it.
    """
    text = layout(read_term_file(path))
    check_same(path, text)
    return text


def check_same(path: Path, text: str) -> None:
    """Make sure that a text says what a file says.

    Raises:
        DataError: it does not: a fault of ours.
    """
    before = set(parse_turtle(path.read_text(encoding="utf-8-sig"), name=path))
    if set(parse_turtle(text, name=path)) != before:
        raise DataError("layout-changes", path=path)
