"""Reading is independent of layout: the whole chapter in layouts drawn at random."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from properties.relayout import Layout, paragraphs, relayout

from policygraph.document import Document, Outline, account, parse
from policygraph.sources import read_text

Signature = list[tuple[object, ...]]


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def signature(document: Document) -> Signature:
    """Paths, kinds, texts and tags: everything that a layout may not change."""
    found: Signature = []
    for part in document.walk():
        title = _fold(document.words(part.title)) if part.title else ""
        found.append((part.path, part.kind, part.order, title))
        found += [(s.path, s.role, _fold(document.words(s.span))) for s in part.sentences]
        for item in part.occurrences:
            bodies = [_fold(document.words(b)) for t in item.tags for b in t.bodies]
            words = _fold(document.words(*item.segments))
            found.append((item.path, item.kind, item.is_reprise, words, bodies))
            found += [(c.path, _fold(document.words(*c.segments))) for c in item.components]
    return found


layouts = st.builds(
    Layout,
    width=st.one_of(
        st.just(0),
        st.integers(6, 100),
        st.tuples(st.integers(2, 30), st.integers(31, 90)),
    ),
    blank_lines=st.integers(0, 2),
    newline=st.sampled_from(["\n", "\r\n"]),
    byte_order_mark=st.booleans(),
    form_feeds=st.booleans(),
    page_number=st.sampled_from(["", "{}", "- {} -", "－ {} －", "p. {}", "{} / 999"]),
    page_length=st.integers(10, 60),
    indent=st.sampled_from(["", " ", "　", "\t"]),
    after_marker=st.sampled_from(["", " ", "　"]),
    half_width_markers=st.booleans(),
    half_width_digits=st.booleans(),
    tag_place=st.sampled_from(["same line", "own line", "broken"]),
    glued_titles=st.booleans(),
    seed=st.integers(0, 2**16),
)


@settings(max_examples=150, deadline=None)
@given(layouts)
def test_the_chapter_reads_the_same_in_any_layout(
    chapter: Document, outline: Outline, layout: Layout
) -> None:
    raw = relayout(paragraphs(chapter), layout)
    document = parse(read_text(raw), outline)
    assert signature(document) == signature(chapter)
    ledger = account(document)
    assert ledger.rebuild() == raw
    assert ledger.unexplained == []


@pytest.mark.parametrize("width", range(3, 80))
def test_the_chapter_reads_the_same_at_every_width(
    chapter: Document, outline: Outline, width: int
) -> None:
    raw = relayout(paragraphs(chapter), Layout(width=width))
    assert signature(parse(read_text(raw), outline)) == signature(chapter)


def test_offsets_do_not_change_where_widths_do_not(chapter: Document, outline: Outline) -> None:
    raw = relayout(paragraphs(chapter), Layout(width=23, blank_lines=1, after_marker="　"))
    document = parse(read_text(raw), outline)
    assert document.source.text == chapter.source.text
    assert document.parts == chapter.parts


def test_the_relayouts_really_put_markers_at_line_starts(chapter: Document) -> None:
    raw = relayout(paragraphs(chapter), Layout(width=(2, 60), seed=1))
    lines = raw.splitlines()
    bullets = sum(line.startswith("・") for line in lines)
    assert bullets > len(chapter.occurrences)


@settings(max_examples=25, deadline=None)
@given(
    layouts,
    st.sampled_from(["." * 12, "・" * 9, "…" * 5, " . . . . ", "\t"]),
    st.sampled_from(["{}", "- {} -", " {}"]),
)
def test_a_table_of_contents_changes_nothing(
    chapter: Document, outline: Outline, layout: Layout, leaders: str, page: str
) -> None:
    headings = [
        f"{chapter.words(part.marker)} {chapter.words(part.title)}{leaders}{page.format(number)}"
        for number, part in enumerate(chapter.walk(), start=1)
        if part.marker and part.title
    ]
    raw = "\n".join(["目次", *headings, ""]) + relayout(paragraphs(chapter), layout).lstrip(
        "\ufeff"
    )
    document = parse(read_text(raw), outline)
    assert signature(document) == signature(chapter)
    assert account(document).rebuild() == raw


@settings(max_examples=25, deadline=None)
@given(st.integers(20, 60), st.integers(5, 200), st.integers(1, 30), st.sampled_from("1１¹"))
def test_a_footnote_changes_nothing(
    chapter: Document, outline: Outline, width: int, foot: int, above: int, mark: str
) -> None:
    lines = relayout(paragraphs(chapter), Layout(width=width)).splitlines()
    referring = max(0, foot - above)
    lines[referring] = lines[referring][:3] + "注" + mark + "に" + lines[referring][3:]
    pages = ["- 8 -", *lines[:foot], "{}", "- 9 -", *lines[foot:]]
    plain = "\n".join(line for line in pages if line != "{}")
    noted = "\n".join(pages).format(f"{mark} 別に調べた値である。\n  なお、その後も調べた。")
    read = parse(read_text(noted), outline)
    assert signature(read) == signature(parse(read_text(plain), outline))
    assert account(read).rebuild() == noted


@settings(max_examples=25, deadline=None)
@given(st.integers(15, 60), st.integers(8, 40), st.sampled_from(["{}", "- {} -", "\f", "{}\n\f"]))
def test_a_running_head_changes_nothing(
    chapter: Document, outline: Outline, width: int, length: int, page: str
) -> None:
    lines = relayout(paragraphs(chapter), Layout(width=width)).splitlines()
    pages = [lines[begin : begin + length] for begin in range(0, len(lines), length)]
    raw = "".join(
        "\n".join(["　総合戦略2017（第５章）", *page_lines, page.format(number), ""])
        for number, page_lines in enumerate(pages, start=53)
    )
    # The title page has its title, and no page break before it.
    document = parse(read_text(raw.removeprefix("　総合戦略2017（第５章）\n")), outline)
    assert signature(document) == signature(chapter)
