"""The shipped chapter as four typesetters set it (``tools/typeset.sh``): the same document."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from policygraph.api import build
from policygraph.core.namespaces import FOAF, PROV, RDF, SCHEMA, VOID
from policygraph.document import Document, Outline, Part, Span, Tag, parse
from policygraph.questions.difference import compare
from policygraph.sources import read_file
from policygraph.store import write_build

TYPESET = Path(__file__).parents[1] / "fixtures" / "typeset"
DOCUMENTS = sorted(path.name for path in TYPESET.iterdir())
PAGED = [name for name in DOCUMENTS if name.endswith(".pdf")]
_LARGEST = 300_000  # bytes of a fixture


def words(document: Document, *spans: Span | None) -> tuple[str, ...]:
    return tuple(document.source.text[slice(*span)] for span in spans if span is not None)


def tagged(document: Document, tags: tuple[Tag, ...]) -> tuple[tuple[str, ...], ...]:
    return tuple(words(document, tag.span, *tag.bodies) for tag in tags)


def outlined(document: Document) -> Iterator[tuple[object, ...]]:
    """What a document says, without where it stands: parts, sentences, items, tags."""

    def of_part(part: Part) -> Iterator[tuple[object, ...]]:
        yield part.path, part.kind, part.number, words(document, part.marker, part.title)
        for sentence in part.sentences:
            yield sentence.path, sentence.role, words(document, sentence.span)
        for item in part.occurrences:
            yield item.path, item.kind, item.partial_reprise
            yield words(document, *item.segments, *item.reprise_marks)
            yield tagged(document, item.tags)
            for component in item.walk():
                yield component.path, words(document, *component.segments)
                yield tagged(document, component.tags)
        for below in part.parts:
            yield from of_part(below)

    for part in document.parts:
        yield from of_part(part)


@pytest.fixture(scope="module", params=DOCUMENTS)
def typeset(request: pytest.FixtureRequest, outline: Outline) -> Document:
    return parse(read_file(TYPESET / request.param), outline)


def test_a_typeset_chapter_has_the_parts_items_and_tags_of_its_text(
    typeset: Document, chapter: Document
) -> None:
    assert list(outlined(typeset)) == list(outlined(chapter))
    assert not typeset.problems


def test_a_typeset_chapter_has_the_characters_of_its_text(
    typeset: Document, chapter: Document
) -> None:
    assert typeset.source.text == chapter.source.text


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_graph_of_a_file_differs_from_that_of_the_text_in_provenance_and_places_only(
    name: str, trig: Path, tmp_path: Path
) -> None:
    home = tmp_path / "sti-strategy-2017"
    home.mkdir()
    (home / name).write_bytes((TYPESET / name).read_bytes())
    text = _description()
    said = text.replace('"5.txt"', f'"{name}"')
    assert said != text
    (home / "document.toml").write_text(said, encoding="utf-8")
    out = tmp_path / "graph"
    write_build(build(home).dataset.quads(), out)
    difference = compare(trig, out / "policygraph.trig")
    assert not any(difference.kinds.values()), difference.to_text()
    assert set(difference.others) <= _PROVENANCE, difference.to_text()


# The hash of the file, what took the text out of it, and how many triples there are.
_PROVENANCE = {
    SCHEMA.sha256, VOID.triples, PROV.wasDerivedFrom, PROV.wasGeneratedBy, PROV.used,
    PROV.wasAssociatedWith, RDF.type, FOAF.name, SCHEMA.softwareVersion,
}  # fmt: skip


def _description() -> str:
    home = Path(__file__).parents[2] / "data" / "source" / "sti-strategy-2017"
    return (home / "document.toml").read_text(encoding="utf-8")


def test_the_head_the_notes_and_the_ruby_are_apart(outline: Outline) -> None:
    found = {name: {a.layout_class for a in read_file(TYPESET / name).asides} for name in PAGED}
    assert found == {
        "chromium.pdf": {"running head", "page number", "ruby"},
        "libreoffice.pdf": set(),
        "typst.pdf": {"running head", "page number", "footnote", "note mark"},
        "weasyprint.pdf": {"running head", "page number"},
    }


def test_no_fixture_is_large() -> None:
    assert max(path.stat().st_size for path in TYPESET.iterdir()) < _LARGEST
