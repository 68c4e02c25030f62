"""A document as Markdown (CommonMark): its outline, its words, and under each bullet its links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO

from policygraph.core.html import opens
from policygraph.core.messages import Messages
from policygraph.pages.document_page import (
    LinkedThing,
    LinkedUnit,
    ReadDocument,
    Section,
    read_document,
)
from policygraph.questions.documents import read_documents, read_shared
from policygraph.questions.units import Thing
from policygraph.store.sorted_graph import SortedGraph

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~])")
# What CommonMark would read as the beginning of a list at the beginning of a line.
_LIST = re.compile(r"^(\s*\d*)([-+.)])(?=\s|$)")


def write_markdown(graph: SortedGraph, out: IO[bytes], *, language: str = "en") -> None:
    """Write all documents as Markdown.

    Args:
        graph: with its named graphs.
        out: where it goes.
        language: of labels.
    """
    shared = read_shared(graph)
    for number, document in enumerate(read_documents(graph)):
        page = "\n".join(_document(read_document(document, shared, language), language))
        out.write(("\n" if number else "").encode() + page.encode())


def escape(text: str) -> str:
    """Text that CommonMark shows as it is."""
    return _LIST.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", text)).replace("&", "&amp;")


def _link(thing: Thing) -> str:
    label = escape(thing.label)
    return f"[{label}](<{thing.iri}>)" if opens(thing.iri) else label


def _links(found: LinkedUnit, say: dict[str, str], indent: str) -> Iterator[str]:
    for group in found.links:
        links = ", ".join(_link(link.thing) + _because(link, say) for link in group.links)
        yield f"{indent}- {escape(group.name)}: {links}"


def _because(link: LinkedThing, say: dict[str, str]) -> str:
    """What a link stands on, where it is not the text."""
    return "" if link.layer == "stated" else f" ({say[link.layer]})"


def _document(document: ReadDocument, language: str) -> Iterator[str]:
    say = Messages("pages").in_language(language)
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
    for top in document.sections:
        for section in top.walk():
            yield from _section(section, say)


def _section(section: Section, say: dict[str, str]) -> Iterator[str]:
    heading = section.heading.unit.text or section.kind
    number = f"{escape(section.number)} " if section.number else ""
    yield f"{'#' * min(section.depth + 2, 6)} {number}{escape(heading)}\n"
    for sentence in section.sentences:
        yield f"{escape(sentence.unit.text)} ({say['lines']} {sentence.unit.lines})\n"
        if sentence.links:
            yield from _links(sentence, say, "")
            yield ""
    for bullet in section.bullets:
        yield from _bullet(bullet, say, "")
        yield ""


def _bullet(found: LinkedUnit, say: dict[str, str], indent: str) -> Iterator[str]:
    unit = found.unit
    mark = f" **({say['reprise']})**" if unit.is_reprise else ""
    yield f"{indent}- {escape(unit.text)}{mark} ({say['lines']} {unit.lines})"
    inner = indent + "  "
    if found.item:
        yield f"{inner}- {say['item']}: {_link(found.item)}"
    if found.original:
        yield f"{inner}- {say['original']}: <{unit.original}>"
    elif unit.reason:
        yield f"{inner}- {escape(unit.reason)}"
    if unit.responsible:
        bodies = ", ".join(
            f"{escape(mention.words)} → {_link(body)}"
            for mention in unit.responsible
            for body in mention.meanings
        )
        yield f"{inner}- {say['tag']}: {bodies}"
    yield from _links(found, say, inner)
    for component in found.components:
        yield from _bullet(component, say, inner)
