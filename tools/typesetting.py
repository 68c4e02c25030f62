"""Write the shipped chapter as input of typesetters: ``python -m tools.typesetting FOLDER``.

``chapter.html`` and ``columns.html`` for browsers, ``chapter.typ`` for typst. The words are those of the
text after normalising; head, page numbers, notes and ruby are added, as they are no part of it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import NamedTuple

from policygraph.core.resources import resource
from policygraph.document import Document, find_outline, parse
from policygraph.sources import read_file

_TITLE = "科学技術イノベーション総合戦略２０１７"
_SENTENCES = 3  # in a paragraph
_NOTES = (
    "この注は、組版を試すために加えたものであり、本文ではない。",
    "注の番号は、本文の言葉の肩に小さく付く。https://www.example.jp/note/2",
    "長い注は行を改めて続く。ここまでが一つの注であり、次の行から本文に戻るのではなく、欄の終わりまで注が置かれる。",
)
_RUBY = (("緊要", "きんよう"), ("醸成", "じょうせい"), ("牽引", "けんいん"), ("俯瞰", "ふかん"))

_STYLE = """
@page { size: A4; margin: 30mm 25mm 25mm 25mm;
  @top-center { content: "%(title)s"; font-size: 9pt; font-family: IPAexGothic }
  @bottom-center { content: "- " counter(page) " -"; font-size: 9pt; font-family: IPAexGothic } }
body { font-family: IPAexGothic; font-size: 10.5pt; line-height: 1.7; text-align: justify; margin: 0 }
h1, h2, h3, h4, p { margin: 0; font-weight: normal; font-size: 10.5pt; break-inside: auto }
h1, h2, h3 { font-family: IPAexMincho } h1 { font-size: 16pt } h2 { font-size: 13pt } h3 { font-size: 11.5pt }
h1, h2, h3, h4 { break-after: avoid; text-align: left }
.text { text-indent: 1em } .item { padding-left: 1em; text-indent: -1em }
.sub { padding-left: 3em; text-indent: -1em }
sup { font-size: 6pt; line-height: 0 } rt { font-size: 5pt } .columns { column-count: 2; column-gap: 8mm }
"""


class Paragraph(NamedTuple):
    """A paragraph of the chapter: its kind (``h1`` … ``h4``, ``text``, ``item``, ``sub``) and words."""

    kind: str
    words: str


def chapter() -> Document:
    """The shipped chapter, read."""
    text = resource("data", "source", "sti-strategy-2017", "5.txt")
    return parse(read_file(text), find_outline("sti-strategy"))


def paragraphs(document: Document) -> Iterator[Paragraph]:
    """The words of a document in order; nothing is left out but white space between paragraphs."""
    text = document.source.text
    levels = {"chapter": "h1", "section": "h2", "group": "h4"}
    headings = {
        part.marker.begin: levels.get(part.kind, "h3") for part in document.walk() if part.marker
    }
    subs = {c.segments[0].begin for item in document.occurrences for c in item.walk()}
    starts: list[tuple[int, str]] = []
    sentences = 0
    for index, leaf in enumerate(document.leaves):
        if leaf.kind in ("heading number", "marker"):
            following = document.leaves[index + 1].begin
            kind = headings.get(leaf.begin) or ("sub" if following in subs else "item")
            starts.append((leaf.begin, kind))
            sentences = 0
        elif leaf.kind == "sentence":
            if sentences % _SENTENCES == 0:
                starts.append((leaf.begin, "text"))
            sentences += 1
    ends = [*(begin for begin, _ in starts), len(text)][1:]
    for (begin, kind), end in zip(starts, ends, strict=True):
        words = text[begin:end].strip()
        if kind.startswith("h"):
            number = next(leaf.end for leaf in document.leaves if leaf.begin == begin)
            words = f"{text[begin:number]}　{text[number:end].strip()}"
        yield Paragraph(kind, words)


def _with_ruby(words: str) -> str:
    for base, reading in _RUBY:
        words = words.replace(base, f"<ruby>{base}<rt>{reading}</rt></ruby>")
    return words


def as_html(written: list[Paragraph], *, columns: bool, ruby: bool) -> str:
    """A page for a browser.

    Args:
        written: the chapter.
        columns: running text and items stand in two columns, between headings across both.
        ruby: some words have their reading above them.
    """
    body: list[str] = []
    inside = False
    for kind, words in written:
        across = kind in ("h1", "h2")
        if columns and inside == across:
            body.append("</div>" if inside else '<div class="columns">')
            inside = not inside
        shown = escape(words)
        tag = kind if kind.startswith("h") else "p"
        sign = "" if kind.startswith("h") else f' class="{kind}"'
        body.append(f"<{tag}{sign}>{_with_ruby(shown) if ruby else shown}</{tag}>")
    if inside:
        body.append("</div>")
    style = _STYLE % {"title": _TITLE}
    return (
        f'<!doctype html>\n<html lang="ja"><head><meta charset="utf-8"><title>{_TITLE}</title>'
        f"<style>{style}</style></head><body>\n" + "\n".join(body) + "\n</body></html>\n"
    )


def as_typst(written: list[Paragraph]) -> str:
    """Input of typst: two columns throughout, with notes at the foot of a column."""
    lines = [
        '#set page(paper: "a4", margin: (top: 30mm, rest: 25mm), columns: 2, numbering: "1",',
        f'  header: align(center, text(size: 9pt, "{_TITLE}")))',
        "#set columns(gutter: 8mm)",
        '#set text(font: "IPAexGothic", size: 10pt, lang: "ja")',
        "#set par(justify: true, leading: 0.8em, spacing: 0.8em)",
        '#show heading: set text(font: "IPAexMincho", weight: "regular")',
        "#show heading.where(level: 1): set text(size: 15pt)",
        "#show heading.where(level: 2): set text(size: 12.5pt)",
        "#show heading.where(level: 3): set text(size: 11pt)",
        "#show heading.where(level: 4): set text(size: 10.5pt)",
        "#set super(typographic: false, baseline: -0.4em, size: 0.6em)",
        "#show footnote.entry: set text(size: 7pt)",
    ]
    notes = iter(_NOTES)
    for index, (kind, words) in enumerate(written):
        shown = "".join(f"\\{c}" if c in '#$*_`<>@\\[]"=-+/~' else c for c in words)
        if kind.startswith("h"):
            lines.append(f"#heading(level: {kind[1]})[{shown}]")
        elif kind == "text":
            note = next(notes, "") if index % 4 == 0 else ""
            mark = f"#footnote[{note}]" if note else ""
            cut = shown.index("、") if "、" in shown else len(shown)
            lines.append(
                f"#par(first-line-indent: (amount: 1em, all: true))[{shown[:cut]}{mark}{shown[cut:]}]"
            )
        else:
            amount = "1em" if kind == "item" else "3em"
            indent = "" if kind == "item" else "#h(2em)"
            lines.append(f"#par(hanging-indent: {amount})[{indent}{shown}]")
    return "\n\n".join(lines) + "\n"


def main() -> None:
    """Write the three files into a folder."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    written = list(paragraphs(chapter()))
    for name, content in (
        ("chapter.html", as_html(written, columns=False, ruby=False)),
        ("ruby.html", as_html(written, columns=False, ruby=True)),
        ("columns.html", as_html(written, columns=True, ruby=False)),
        ("chapter.typ", as_typst(written)),
    ):
        (folder / name).write_text(content, encoding="utf-8")


if __name__ == "__main__":
    main()
