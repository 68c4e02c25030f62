"""``policygraph show`` and ``policygraph explain``: describe a thing."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import groupby

import click

from policygraph.cli.help import command
from policygraph.cli.marks import Mark, mark_lines, marked_text
from policygraph.cli.options import graph_option, language_option
from policygraph.cli.terminal import style
from policygraph.core.errors import UsageError
from policygraph.core.messages import Messages
from policygraph.core.namespaces import BASE, DCTERMS, IRI, NIF, POL, RDF
from policygraph.core.prefixes import short_name
from policygraph.questions.describe import (
    Description,
    OutgoingLink,
    Quote,
    describe,
    outgoing_links,
)
from policygraph.questions.lookup import find_thing
from policygraph.questions.units import Unit
from policygraph.store import Store, open_store

_REACH = 20  # characters on both sides of a quotation
_LABEL = 60  # characters of a label behind a mention
# Of marked words: what is no link, or follows from the links and mentions that are shown.
_NO_LINKS = (
    RDF.type, NIF.referenceContext, DCTERMS.isPartOf, POL.links, POL.mentions, POL.evidence,
)  # fmt: skip
_PATIENCE = 120.0  # seconds that an endpoint may be waited for in all
_say = Messages("questions")


def _describing(function: Callable[..., None]) -> Callable[..., None]:
    """The argument and options of `show` and of its other name `explain`."""
    for option in (
        click.option("--wide", is_flag=True),
        click.option("--offset", type=click.IntRange(0), default=0, metavar="N"),
        click.option("--limit", "--first", type=click.IntRange(1, 1000), default=10,
                     show_default=True, metavar="N"),
        click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text",
                     show_default=True),
        language_option,
        graph_option,
        click.argument("thing", metavar="IRI|LABEL"),
    ):  # fmt: skip
        function = option(function)
    return function


@command(example="policygraph show 中小企業; policygraph show 5-1-C-2-1 --lang en")
@_describing
@click.option("--marked", is_flag=True)
def show(
    thing: str,
    graph: str | None,
    lang: str,
    format_: str,
    limit: int,
    offset: int,
    wide: bool,
    marked: bool,
) -> None:
    """Describe a thing: its text, its links and what they stand on, what links to it, its mentions."""
    _print(thing, graph, lang, format_, limit, offset, wide, marked=marked)


def _print(
    thing: str,
    graph: str | None,
    lang: str,
    format_: str,
    limit: int,
    offset: int,
    wide: bool,
    *,
    marked: bool,
) -> None:
    with open_store(graph, patience=_PATIENCE) as store:
        description = describe(
            store, find_thing(store, thing), language=lang, limit=limit, offset=offset
        )
        if format_ == "json":
            click.echo(json.dumps(description.to_json(), ensure_ascii=False, indent=1))
        elif marked:
            click.echo("\n".join(_marked_lines(store, description)))
        else:
            click.echo("\n".join(_description_lines(description, wide=wide)))


@command(example="policygraph explain 5-1-C-2-1")
@_describing
def explain(
    thing: str, graph: str | None, lang: str, format_: str, limit: int, offset: int, wide: bool
) -> None:
    """Show a unit's words with its mentions marked, then its links by named graph."""
    _print(thing, graph, lang, format_, limit, offset, wide, marked=True)


def _description_lines(found: Description, *, wide: bool) -> Iterator[str]:
    """A description for people."""
    other = f" / {found.other_label}" if found.other_label != found.label else ""
    yield style(f"{found.label}{other}", bold=True)
    yield f"{', '.join(found.classes)}  <{found.iri}>"
    if found.definition:
        yield found.definition
    for heading, lines in (
        ("text", list(_unit_lines(found))),
        ("links", list(_link_lines(found.links))),
        ("incoming", list(_incoming_lines(found))),
        ("mentions", list(_quote_lines(found, wide=wide))),
    ):
        if lines:
            yield ""
            yield style(_say(f"show-{heading}", found.language), bold=True)
            yield from lines


def _unit_lines(found: Description) -> Iterator[str]:
    """The units, each heading path once."""
    path = None
    for unit in found.units:
        if unit.heading != path:
            path = unit.heading
            yield f"  {' > '.join(part.title for part in path if part.title)}"
        yield f"  {unit.text}"
        is_restated = unit.original is not None
        mark = f"  ({_say('show-restated', found.language)})" if is_restated else ""
        yield f"  {_place(unit, found.language)}{mark}"


def _place(unit: Unit | Quote, lang: str) -> str:
    iri = unit.iri if isinstance(unit, Unit) else unit.unit
    return ", ".join(filter(None, (short_name(iri), unit.where(lang))))


def _link_lines(links: tuple[OutgoingLink, ...]) -> Iterator[str]:
    for name, group in groupby(links, key=lambda link: link.property):
        values = [
            f"{_label(link)} [{', '.join(filter(None, (link.layer, link.ground)))}]"
            if link.layer in ("inferred", "curated")
            else _label(link)
            for link in group
        ]
        yield f"  {name}: {'; '.join(values)}"


def _incoming_lines(found: Description) -> Iterator[str]:
    for incoming in found.incoming:
        left = incoming.count - incoming.offset - len(incoming.labels)
        more = [_say("show-more", found.language, count=left)] if left > 0 else []
        labels = "; ".join([*incoming.labels, *more])
        yield f"  {incoming.property} ({incoming.count}): {labels}"


def _quote_lines(found: Description, *, wide: bool) -> Iterator[str]:
    several = len({quote.unit for quote in found.quotes}) > 1
    for quote in found.quotes:
        place = f"  ({_place(quote, found.language)})"
        if quote.meanings:
            meanings = _say("between", found.language).join(quote.meanings)
            yield f"  「{quote.words}」 {meanings}{place if several else ''}"
        else:
            yield f"  {quote.text if wide else f'…{_around(quote)}…'}{place}"
    if found.left > 0:
        yield f"  {_say('show-more', found.language, count=found.left)}"


def _around(quote: Quote) -> str:
    """Words with some text on both sides; a tag is no part of the text, so it stands alone."""
    at = quote.text.find(quote.words)
    if at < 0:
        return f"【{quote.words}】"
    return quote.text[max(0, at - _REACH) : at + len(quote.words) + _REACH]


def _marked_lines(store: Store, found: Description) -> Iterator[str]:
    """The words of units with their mentions marked, then the links by named graph."""
    if not found.units:
        raise UsageError("not-of-a-text", name=short_name(found.iri), label=found.label)
    for unit in sorted(found.units, key=lambda unit: unit.iri):
        marks = list(_marks(unit))
        place = unit.where(found.language)
        yield style(short_name(unit.iri), bold=True) + (f"  ({place})" if place else "")
        yield marked_text(unit.words, marks)
        yield from mark_lines(unit.words, marks)
        yield ""
    subjects = {iri for unit in found.units for iri in (unit.iri, unit.item) if iri is not None}
    links = [
        link
        for link in outgoing_links(store, sorted(subjects), found.language)
        if isinstance(link.value, IRI) and link.predicate not in _NO_LINKS
    ]
    for graph in sorted({link.graph for link in links}):
        yield style(graph.rpartition("/graph/")[2], bold=True)
        values = {(_local(link.predicate), _named(link.value, link.text or link.label))
                 for link in links if link.graph == graph}  # fmt: skip
        yield from (f"  {link:<20} {value}" for link, value in sorted(values))


def _label(link: OutgoingLink) -> str:
    """What a link leads to: words of a text by themselves, a unit by its place."""
    return link.text if "#" in link.label and link.text else link.label


def _marks(unit: Unit) -> Iterator[Mark]:
    """The mentions of a unit, one for each kind of link that they make."""
    marks: dict[tuple[int, int, str], set[str]] = {}
    for mention in unit.mentions:
        for meaning in mention.meanings:
            place = mention.begin, mention.end, _local(meaning.link or "")
            marks.setdefault(place, set()).add(_named(meaning.iri, meaning.label))
    return (Mark(*place, tuple(sorted(names))) for place, names in sorted(marks.items()))


def _local(iri: str) -> str:
    return iri.rpartition("#")[2].rpartition("/")[2]


def _named(iri: str, label: str) -> str:
    name = iri.removeprefix(BASE)
    cut = f"{label[:_LABEL]}…" if len(label) > _LABEL else label
    return name if label in (name, short_name(iri)) else f"{cut}  ({name})"
