"""The vocabulary is looked over as it is read."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from policygraph.annotation.lexicon import Lexicon, read_lexicon
from policygraph.annotation.slow_patterns import is_slow
from policygraph.annotation.term_files import find_line
from policygraph.core.errors import PolicygraphError
from policygraph.core.namespaces import BASE, IRI, POL
from policygraph.core.resources import find_vocabulary, vocabulary_files
from policygraph.core.terms import Literal, text

SME = IRI(f"{BASE}concept/actor/sme")


def lexicon_with(folder: Path, added: str) -> tuple[Lexicon, int]:
    """The shipped vocabulary with a line behind its actors, and that line's number."""
    actors = next(path for path in vocabulary_files() if path.name == "actors.ttl")
    own = folder / "actors.ttl"
    shutil.copy(actors, own)
    with own.open("a", encoding="utf-8") as file:
        file.write(f"\n{added}\n")
    return read_lexicon(find_vocabulary(folder).files), len(own.read_text("utf-8").splitlines())


def test_the_shipped_vocabulary_has_no_problem() -> None:
    assert read_lexicon(find_vocabulary().files).problems == ()


@pytest.mark.parametrize(
    ("label", "key"),
    [
        pytest.param('" 港湾商会"@ja', "label-padded", id="padded before"),
        pytest.param('"港湾商会　"@ja', "label-padded", id="padded with an ideographic space"),
        pytest.param('"港湾商会"', "label-untagged", id="untagged"),
        pytest.param('"港湾商会"@jp', "label-wrong-tag", id="a country for a language"),
        pytest.param('"港湾商会"@ja-JP', "label-wrong-tag", id="a region"),
        pytest.param('"港湾商会"@en', "label-wrong-tag", id="Japanese said to be English"),
        pytest.param('"港湾 商会"@ja', "label-space", id="a space between kanji"),
        pytest.param('"ABC 商会"@ja', "label-space", id="a space beside kanji"),
        pytest.param('"harbour  firms"@en', "label-space", id="two spaces"),
        pytest.param('"大学"@ja', "label-shared", id="the label of another concept"),
    ],
)
def test_a_label_that_is_not_found_or_means_two_things_is_told_with_its_line(
    label: str, key: str, tmp_path: Path
) -> None:
    lexicon, line = lexicon_with(tmp_path, f"actor:sme skos:altLabel {label} .")
    found = [problem for problem in lexicon.problems if problem.key == key]
    if key == "label-shared":  # whichever of the two stands behind the other
        assert len(found) == 1
        assert "大学" in found[0].words("en")
    else:
        assert [problem.place for problem in found] == [f"{tmp_path / 'actors.ttl'}:{line}"]
    assert all("actor:sme" in problem.words("ja") for problem in found)


@pytest.mark.parametrize(
    "label",
    [
        pytest.param('"港湾商会"@ja', id="plain"),
        pytest.param('"Harbour Firm"@ja', id="a space between Latin words"),
        pytest.param('"Hafenfirma"@de', id="another language"),
    ],
)
def test_a_label_that_can_be_found_is_no_problem(label: str, tmp_path: Path) -> None:
    assert lexicon_with(tmp_path, f"actor:sme skos:altLabel {label} .")[0].problems == ()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        pytest.param('skos:altLabel ""@ja', "empty label of actor:sme", id="an empty label"),
        pytest.param('skos:hiddenLabel "　"@ja', "empty label of actor:sme", id="a blank one"),
        pytest.param(
            'skos:altLabel "\\u200B"@ja', "empty label of actor:sme", id="one that nobody sees"
        ),
        pytest.param('pol:notWithin "(あ+)+う"^^pol:Pattern', "is slow", id="nested repeats"),
        pytest.param('pol:notWithin "(い"^^pol:Pattern', "(い", id="no pattern"),
    ],
)
def test_what_breaks_the_reading_is_an_error_with_its_place(
    said: str, words: str, tmp_path: Path
) -> None:
    with pytest.raises(PolicygraphError) as raised:
        lexicon_with(tmp_path, f"actor:sme {said} .")
    assert words in raised.value.words("en")


@pytest.mark.parametrize(
    ("pattern", "slow"),
    [
        pytest.param("(a+)+b", True, id="nested"),
        pytest.param("(ab|a|b)*c", True, id="branches that overlap"),
        pytest.param("あ+あ+あ+あ+あ+あ+い", True, id="neighbours"),
        pytest.param("[^。]{0,20}港", False, id="bounded"),
        pytest.param("(?:港|町)+の", False, id="branches that do not overlap"),
        pytest.param("(?:港町[、・]?)+の", False, id="a mark between"),
        pytest.param("(", False, id="no pattern"),
    ],
)
def test_a_pattern_whose_time_explodes_is_slow(pattern: str, slow: bool) -> None:
    assert is_slow(pattern) is slow


def test_a_line_is_found_by_subject_and_value(tmp_path: Path) -> None:
    path = tmp_path / "terms.ttl"
    path.write_text(
        "@prefix a: <https://example.org/> .\n"
        '# "港"@ja in a comment\n'
        'a:x a:p "港"@ja .\n'
        'a:y a:p "山"@ja ,\n  """港"""@ja ;\n  a:q "\\u6E2F" .\n',
        encoding="utf-8",
    )
    found = {
        (name, value): find_line(path, IRI(f"https://example.org/{name}"), value)
        for name in ("x", "y", "z")
        for value in (text("港", "ja"), text("港"))
    }
    assert list(found.values()) == [3, None, 5, 6, None, None]
    assert find_line(path, IRI("https://example.org/x"), Literal("港", POL.Pattern)) is None
