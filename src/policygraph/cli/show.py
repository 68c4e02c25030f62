"""``policygraph show``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from itertools import groupby

import click

from policygraph.core.namespaces import BASE
from policygraph.questions.describe import Description, Link, Passage, describe
from policygraph.questions.lookup import find_thing
from policygraph.store import open_store

_WORDS = {
    "ja": {
        "text": "本文", "links": "つながり", "incoming": "これを指すもの", "mentions": "本文中の言及",
        "restated": "再掲", "lines": "行", "more": "ほか{}件",
    },
    "en": {
        "text": "Text", "links": "Links", "incoming": "Linked from", "mentions": "Mentions in the text",
        "restated": "restated", "lines": "lines", "more": "{} more",
    },
}  # fmt: skip


@click.command(epilog="Example: policygraph show 中小企業; policygraph show 5-1-C-2-1 --lang en")
@click.argument("thing", metavar="IRI|LABEL")
@click.option("--graph", metavar="FILE|DIR|URL", help="The graph; the shipped one if not given.")
@click.option("--lang", type=click.Choice(["ja", "en"]), default="ja", show_default=True,
              help="Of the labels.")  # fmt: skip
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text",
              show_default=True)  # fmt: skip
@click.option("--first", type=click.IntRange(1, 1000), default=10, show_default=True, metavar="N",
              help="How many mentions, and how many things a link, are shown.")  # fmt: skip
def command(thing: str, graph: str | None, lang: str, format_: str, first: int) -> None:
    """Describe a thing: its text, its links and what they stand on, what links to it, its mentions.

    A measure, a sentence, a body, a concept, a work, a programme or a place: by its IRI, CURIE,
    notation or label, or by the end of its IRI (5-1-C-2-1, 5/1/A/s2).
    """
    store = open_store(graph)
    found = describe(store, find_thing(store, thing), language=lang, first=first)
    if format_ == "json":
        click.echo(json.dumps(asdict(found), ensure_ascii=False, indent=1))
    else:
        click.echo("\n".join(description_lines(found)))


def description_lines(found: Description) -> Iterator[str]:
    """A description for people."""
    words = _WORDS[found.language]
    other = f" / {found.other_label}" if found.other_label != found.label else ""
    yield click.style(f"{found.label}{other}", bold=True)
    yield f"{', '.join(found.classes)}  <{found.iri}>"
    if found.definition:
        yield found.definition
    for heading, lines in (
        ("text", [line for passage in found.passages for line in _passage(passage, words)]),
        ("links", _links(found.links)),
        ("incoming", _incoming(found, words)),
        ("mentions", _mentions(found, words)),
    ):
        if lines:
            yield ""
            yield click.style(words[heading], bold=True)
            yield from lines


def _passage(passage: Passage, words: dict[str, str]) -> list[str]:
    mark = f"  ({words['restated']})" if passage.restates else ""
    place = " > ".join(passage.within)
    unit = passage.unit.removeprefix(BASE)
    return [f"  {place}", f"  {passage.text}", f"  {unit}, {words['lines']} {passage.lines}{mark}"]


def _links(links: tuple[Link, ...]) -> list[str]:
    lines = []
    for name, group in groupby(links, key=lambda link: link.property):
        values = [
            f"{link.label} [{', '.join(filter(None, (link.layer, link.ground)))}]"
            if link.layer in ("inferred", "curated")
            else link.label
            for link in group
        ]
        lines.append(f"  {name}: {'; '.join(values)}")
    return lines


def _incoming(found: Description, words: dict[str, str]) -> list[str]:
    lines = []
    for incoming in found.incoming:
        left = incoming.count - len(incoming.labels)
        more = [words["more"].format(left)] if left > 0 else []
        lines.append(
            f"  {incoming.property} ({incoming.count}): {'; '.join([*incoming.labels, *more])}"
        )
    return lines


def _mentions(found: Description, words: dict[str, str]) -> list[str]:
    mark = "、" if found.language == "ja" else ", "
    several = len({quote.unit for quote in found.quotes}) > 1
    lines = []
    for quote in found.quotes:
        place = f"  ({quote.unit.removeprefix(BASE)}, {words['lines']} {quote.lines})"
        if quote.meanings:
            lines.append(
                f"  「{quote.words}」 {mark.join(quote.meanings)}{place if several else ''}"
            )
        else:
            lines.append(f"  …{_around(quote.text, quote.words)}…{place}")
    left = found.mentions - len(found.quotes)
    return [*lines, f"  {words['more'].format(left)}"] if left > 0 else lines


def _around(text: str, words: str, reach: int = 20) -> str:
    """Words with some text on both sides; a tag is no part of the text, so it stands alone."""
    at = text.find(words)
    if at < 0:
        return f"【{words}】"
    return text[max(0, at - reach) : at + len(words) + reach]
