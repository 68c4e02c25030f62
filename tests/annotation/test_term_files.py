"""Vocabulary files in one layout, and as a spreadsheet and back."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from click.testing import CliRunner

from policygraph.annotation.term_files import format_file, layout, read_term_file
from policygraph.cli.vocabulary import vocabulary as command
from policygraph.core.errors import DataError
from policygraph.core.resources import vocabulary_files
from policygraph.core.terms import parse_turtle

HEAD = """\
# About these terms.

@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix pol: <https://w3id.org/policygraph/ontology#> .
@prefix fish: <https://example.org/fish/> .

"""
TERMS = (
    HEAD
    + """\
# Fish of the sea

fish:tuna a skos:Concept ; skos:inScheme fish: ;
    skos:prefLabel "tuna"@en , "鮪"@ja ;
    # needed by the third report
    pol:notWithin "鮪\\"節" , "[一-鿿]鮪"^^pol:Pattern .

# eaten in spring
fish:bonito a skos:Concept ; skos:inScheme fish: ; skos:prefLabel "鰹"@ja , "bonito"@en .

# Fish of the river

fish: a skos:ConceptScheme ; skos:prefLabel "魚"@ja .
"""
)


@pytest.fixture
def fish(tmp_path: Path) -> Path:
    path = tmp_path / "fish.ttl"
    path.write_text(TERMS, encoding="utf-8")
    return path


def _run(*words: object, code: int = 0) -> str:
    result = CliRunner().invoke(command, [str(w) for w in words], standalone_mode=False)
    if isinstance(result.exception, DataError):
        return str(result.exception)
    assert (result.return_value or 0) == code, result.output
    return result.output


def _edit(sheet: str, term: str, column: str, cell: str) -> str:
    rows = list(csv.DictReader(io.StringIO(sheet)))
    next(row for row in rows if row["term"] == term)[column] = cell
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def test_a_layout_sorts_within_sections_and_keeps_comments_where_they_belong(fish: Path) -> None:
    lines = format_file(fish).splitlines()
    assert lines[0] == "# About these terms."
    assert lines.index("# Fish of the sea") < lines.index("fish:bonito") < lines.index("fish:tuna")
    assert lines[lines.index("fish:bonito") - 1] == "# eaten in spring"
    assert lines[lines.index("    # needed by the third report") + 1].startswith(
        "    pol:notWithin"
    )
    assert lines.index("fish:tuna") < lines.index("# Fish of the river") < lines.index("fish:")
    assert '    skos:prefLabel "鮪"@ja , "tuna"@en ;' in lines


def test_a_layout_changes_no_statement_and_is_the_same_the_second_time(fish: Path) -> None:
    text = format_file(fish)
    assert set(parse_turtle(text, name=fish)) == set(parse_turtle(TERMS, name=fish))
    read = read_term_file(fish)
    assert layout(read) == layout(read) == text
    fish.write_text(text, encoding="utf-8")
    assert format_file(fish) == text


@pytest.mark.parametrize("path", vocabulary_files(), ids=lambda path: path.stem)
def test_the_shipped_vocabulary_is_in_the_layout(path: Path) -> None:
    assert format_file(path) == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", vocabulary_files(), ids=lambda path: path.stem)
def test_every_exception_says_which_text_made_it_necessary(path: Path) -> None:
    for block in read_term_file(path).blocks:
        for entry in block.properties:
            if entry.name in ("pol:notWithin", "pol:onlyWithin"):
                assert entry.comments, f"{path.name}: {block.subject}: a comment above {entry.name}"


@pytest.mark.parametrize(
    ("turtle", "complaint"),
    [
        ("fish:a skos:broader [ a fish:x ] .", r"fish\.ttl:7: not in the Turtle of vocabulary"),
        ("fish:a a fish:b ;", r"fish\.ttl:7: fish:a is not ended by a full stop"),
    ],
    ids=["blank node", "cut short"],
)
def test_what_is_no_vocabulary_file_is_named_with_its_line(
    fish: Path, turtle: str, complaint: str
) -> None:
    fish.write_text(HEAD + turtle, encoding="utf-8")
    with pytest.raises(DataError, match=complaint):
        read_term_file(fish)


def test_a_sheet_that_nobody_edited_changes_nothing(tmp_path: Path) -> None:
    for kind in ("csv", "sssom"):
        sheet = tmp_path / kind
        _run("export", "--format", kind, "--out", sheet)
        assert "0 terms would be changed in 0 files" in _run(
            "import", "--format", kind, "--dry-run", sheet
        )


def test_labels_and_patterns_are_edited_in_a_sheet(fish: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "fish.csv"
    edited = _edit(_run("export", fish), "fish:tuna", "other_ja", "まぐろ\nマグロ")
    edited = _edit(edited, "fish:tuna", "not_within", '鮪"節\n/鮪[男女]/')
    sheet.write_text(edited, encoding="utf-8-sig")
    assert "1 terms changed in 1 files" in _run("import", sheet, fish)
    text = fish.read_text(encoding="utf-8")
    assert '    skos:altLabel "まぐろ"@ja , "マグロ"@ja ;' in text
    assert '    pol:notWithin "鮪[男女]"^^pol:Pattern , "鮪\\"節" .' in text
    assert "# needed by the third report" in text


def test_a_new_row_becomes_a_term_of_its_scheme(fish: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "new.csv"
    sheet.write_text(
        "term,type,scheme,label_ja\nfish:eel,skos:Concept,fish:,鰻\n", encoding="utf-8"
    )
    assert "1 terms changed in 1 files" in _run("import", sheet, fish)
    block = next(b for b in read_term_file(fish).blocks if b.subject == "fish:eel")
    assert block.values("skos:prefLabel") == ['"鰻"@ja']


def test_a_column_that_a_sheet_lacks_stays_as_it_is(fish: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "labels.csv"
    sheet.write_text("term,label_en\nfish:tuna,bluefin tuna\n", encoding="utf-8")
    _run("import", sheet, fish)
    block = next(b for b in read_term_file(fish).blocks if b.subject == "fish:tuna")
    assert set(block.values("skos:prefLabel")) == {'"鮪"@ja', '"bluefin tuna"@en'}
    assert len(block.values("pol:notWithin")) == 2


@pytest.mark.parametrize(
    ("sheet", "complaint"),
    [
        ("term,lable_ja\n", ":1: no column 'lable_ja' is known; known are term, type"),
        ("label_ja\n魚\n", ":1: there is no column 'term'"),
        ("term,label_ja\nfish:tuna,鮪\nfish:tuna,鮪\n", ":3: fish:tuna has two rows"),
        ("term,label_ja\nfish:eel,鰻\n", ":2: the new term fish:eel needs a type"),
        (
            "term,type,scheme\nfish:eel,skos:Concept,bird:\n",
            ":2: no file holds terms of scheme bird:",
        ),
        ("term,label_ja\nfish:tuna,鮪,x\n", ":2: more cells than the heading has"),
    ],
    ids=["unknown column", "no term", "twice", "no type", "no such scheme", "too many cells"],
)
def test_a_wrong_row_is_named_and_nothing_is_written(
    fish: Path, tmp_path: Path, sheet: str, complaint: str
) -> None:
    path = tmp_path / "s.csv"
    path.write_text(sheet, encoding="utf-8")
    assert complaint in _run("import", path, fish)
    assert fish.read_text(encoding="utf-8") == TERMS


def test_mappings_travel_as_sssom(fish: Path, tmp_path: Path) -> None:
    tsv = tmp_path / "m.tsv"
    tsv.write_text(
        "#curie_map:\nsubject_id\tpredicate_id\tobject_id\nfish:tuna\tskos:closeMatch\tfish:bonito\n",
        encoding="utf-8",
    )
    assert "1 terms changed in 1 files" in _run("import", "--format", "sssom", tsv, fish)
    assert (
        "fish:tuna\ttuna\tskos:closeMatch\tfish:bonito\tbonito\tsemapv:ManualMappingCuration"
        in (_run("export", "--format", "sssom", fish))
    )
