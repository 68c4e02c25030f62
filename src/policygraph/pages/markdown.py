"""A document as Markdown (CommonMark): its outline, its words, and under each bullet its links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO

from policygraph.core.html import opens
from policygraph.pages.phrases_of_pages import words
from policygraph.questions.chapter import ChapterReader, Link, ReadDocument, Section, Thing, Unit
from policygraph.questions.documents import read_documents, read_shared
from policygraph.store.sorted_graph import SortedGraph

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~])")
# What CommonMark would read as the beginning of a list at the beginning of a line.
_LIST = re.compile(r"^(\s*\d*)([-+.)])(?=\s|$)")


def escape(text: str) -> str:
    """Text that CommonMark shows as it is."""
    return _LIST.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", text)).replace("&", "&amp;")


def _link(thing: Thing) -> str:
    label = escape(thing.label)
    return f"[{label}](<{thing.iri}>)" if opens(thing.iri) else label


def _links(unit: Unit, say: dict[str, str], indent: str) -> Iterator[str]:
    for group in unit.links:
        links = ", ".join(_link(link.thing) + _because(link, say) for link in group.links)
        yield f"{indent}- {escape(group.name)}: {links}"


def _because(link: Link, say: dict[str, str]) -> str:
    """What a link stands on, where it is not the text."""
    return "" if link.layer == "stated" else f" ({say[link.layer]})"


def markdown(graph: SortedGraph, out: IO[bytes], *, language: str = "en") -> None:
    """All documents as Markdown.

    Args:
        graph: with its named graphs.
        out: where it goes.
        language: of labels.
    """
    reader = ChapterReader(read_shared(graph), language)
    for number, document in enumerate(read_documents(graph)):
        page = "\n".join(_document(reader.read(document), language))
        out.write(("\n" if number else "").encode() + page.encode())


def _document(document: ReadDocument, language: str) -> Iterator[str]:
    say = words(language)
    yield f"# {escape(document.title)}\n"
    for name, value in (
        ("decided", document.issued),
        ("source", document.source),
        ("licence", document.licence),
    ):
        if value:
            shown = f"<{value}>" if opens(value) else escape(value)
            yield f"- {say[name]}: {shown}"
    yield f"\n> {escape(document.rights)}\n" if document.rights else ""
    for section in document.sections:
        for part in section.walk():
            yield from _section(part, say)


def _section(section: Section, say: dict[str, str]) -> Iterator[str]:
    heading = section.unit.words or section.kind
    number = f"{escape(section.number)} " if section.number else ""
    yield f"{'#' * min(section.depth + 2, 6)} {number}{escape(heading)}\n"
    for sentence in section.sentences:
        yield f"{escape(sentence.words)} ({say['lines']} {sentence.lines})\n"
        if sentence.links:
            yield from _links(sentence, say, "")
            yield ""
    for bullet in section.bullets:
        yield from _bullet(bullet, say, "")
        yield ""


def _bullet(unit: Unit, say: dict[str, str], indent: str) -> Iterator[str]:
    mark = f" **({say['reprise']})**" if unit.is_reprise else ""
    yield f"{indent}- {escape(unit.words)}{mark} ({say['lines']} {unit.lines})"
    inner = indent + "  "
    if unit.item:
        yield f"{inner}- {say['item']}: {_link(unit.item)}"
    if unit.original:
        yield f"{inner}- {say['original']}: <{unit.original.iri}>"
    elif unit.reason:
        yield f"{inner}- {escape(unit.reason)}"
    if unit.tag:
        bodies = ", ".join(f"{escape(printed)} → {_link(body)}" for printed, body in unit.tag)
        yield f"{inner}- {say['tag']}: {bodies}"
    yield from _links(unit, say, inner)
    for component in unit.components:
        yield from _bullet(component, say, inner)
