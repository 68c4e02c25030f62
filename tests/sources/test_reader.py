"""Readers of other formats, as the authors of other packages would write them."""

from __future__ import annotations

from pathlib import Path

import pytest
from third_party import Site

from policygraph.sources import LayoutRun, Place, PlacedRun, Region, find_reader, normalise

# Pages parted by lines of equals signs; the last line of a page is a note.
_PAGED = """
import hashlib

from policygraph.sources import LayoutRun, Place, PlacedRun, SourceText, normalise


def read(data: bytes, *, name: str, encoding: str) -> SourceText:
    raw, asides, places = "", [], []
    for number, page in enumerate(data.decode(encoding).split("=====\\n"), start=1):
        places.append(PlacedRun(len(raw), Place(page=number)))
        body, note = page.removesuffix("\\n").rsplit("\\n", 1)
        asides.append(LayoutRun(len(raw) + len(body) + 1, len(raw) + len(body) + 1 + len(note), "note"))
        raw += page
    return normalise(
        raw, name=name, raw_sha256=hashlib.sha256(data).hexdigest(), asides=asides, places=places
    )
"""
_PAGES = "［Ｃ］重きを置くべき取組\n・大学を支援\n脚注\n=====\nする。【内閣府】図１ 体制\n脚注\n"
_GROUP = "policygraph.source_readers"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path / "site-packages")


def test_a_reader_of_another_package_reads_the_files_with_its_suffix(
    site: Site, tmp_path: Path
) -> None:
    site.install("paged-reader", _PAGED, _GROUP, "paged = paged_reader:read")
    (tmp_path / "a.paged").write_text(_PAGES, encoding="utf-8")
    done = site.run("coverage", "a.paged", cwd=tmp_path)
    assert done.stderr == ""
    assert "a.paged:p. 2: unexplained: 図１体制" in done.stdout
    assert "note                        4" in done.stdout
    annotated = site.run("annotate", "a.paged", cwd=tmp_path)
    assert "[大学]1を[支援する]2。" in annotated.stdout


def test_a_reader_without_its_extra_says_what_to_install(site: Site, tmp_path: Path) -> None:
    site.install(
        "word-reader", "import a_library_of_words", _GROUP, "wpd = word_reader:read [word]"
    )
    (tmp_path / "a.wpd").write_bytes(b"\xffWPC")
    done = site.run("coverage", "a.wpd", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr == (
        'policygraph coverage: wpd needs what is not installed: pip install "word-reader[word]"\n'
    )


def test_a_reader_that_breaks_is_named_and_other_files_are_read(site: Site, tmp_path: Path) -> None:
    site.install("bad-reader", "", _GROUP, "bad = bad_reader:read")
    (tmp_path / "a.bad").write_text("大学である。")
    (tmp_path / "a.txt").write_text("大学である。")
    assert "the plug-in bad of bad-reader cannot be loaded" in (
        site.run("coverage", "a.bad", cwd=tmp_path).stderr
    )
    assert site.run("coverage", "a.txt", cwd=tmp_path).stderr == ""


@pytest.mark.parametrize("name", ["a.txt", "a.TXT", "a.dat", "a"])
def test_a_file_that_no_reader_claims_is_read_as_plain_text(name: str) -> None:
    source = find_reader(name)("大学\n".encode(), name=name, encoding="utf-8")
    assert (source.text, source.where(0)) == ("大学", f"{name}:1")


def test_a_media_type_tells_the_reader_where_the_suffix_does_not() -> None:
    assert find_reader("-", "text/plain")(b"a", name="-", encoding="utf-8").text == "a"


def test_every_character_knows_its_page_and_region() -> None:
    left, right = Region(50, 60, 290, 700), Region(305, 60, 545, 700)
    source = normalise(
        "一二\n12\n三四\n五",
        name="a.pdf",
        raw_sha256="",
        asides=[LayoutRun(3, 5, "page number")],
        places=[
            PlacedRun(0, Place(page=11, region=left)),
            PlacedRun(6, Place(page=12, region=left)),
            PlacedRun(9, Place(page=12, region=right)),
        ],
    )
    assert source.text == "一二三四五"
    assert [source.place(offset) for offset in (1, 2, 4)] == [
        Place(page=11, region=left),
        Place(page=12, region=left),
        Place(page=12, region=right),
    ]
    assert source.where(4) == "a.pdf:p. 12"


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (Place(line=3), "3"),
        (Place(page=3, region=Region(0, 0, 1, 1)), "p. 3"),
        (Place(paragraph=3), "paragraph 3"),
        (Place(element="#h3"), "#h3"),
    ],
    ids=["line", "page", "paragraph", "element"],
)
def test_a_place_is_said_as_a_person_looks_it_up(place: Place, words: str) -> None:
    assert str(place) == words
