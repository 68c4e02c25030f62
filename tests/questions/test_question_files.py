"""The front matter of a question, and what a wrong one is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from policygraph.core.errors import DataError
from policygraph.core.namespaces import (
    IRI,
    POL,
)
from policygraph.core.prefixes import PREFIXES
from policygraph.questions.question import parse_question, read_question

WHOLE = """\
#+ title: {ja: 題, en: Title}
#+ question:
#+   ja: 何か。
#+   en: What?
#+ tags: [one, two]
#+ params:
#+   actor: {type: iri, of: [actor, pol:Measure], example: sme}
#+ columns: {actor: iri, number: integer}
SELECT ?actor ?number WHERE { VALUES ?actor { 1 } }
"""


def write(folder: Path, text: str, name: str = "a-question.rq") -> Path:
    path = folder / "topic" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_whole_front_matter_is_read(tmp_path: Path) -> None:
    question = read_question(write(tmp_path, WHOLE))
    assert (question.id, question.topic, question.tags) == ("a-question", "topic", ("one", "two"))
    assert question.title == {"ja": "題", "en": "Title"}
    assert question.params[0].of == (IRI(PREFIXES["actor"]), POL.Measure)
    assert question.columns == {"actor": "iri", "number": "integer"}
    # Empty lines stand for the front matter, so that an engine counts lines as the file does.
    query = "SELECT ?actor ?number WHERE { VALUES ?actor { 1 } }"
    assert question.sparql.splitlines().index(query) == WHOLE.splitlines().index(query)
    assert question.sparql.strip() == query


@pytest.mark.parametrize(
    ("found", "instead", "said"),
    [
        ("#+ tags: [one, two]", "#+ tag: [one]", 'unknown key "tag"'),
        ("#+ tags: [one, two]\n", "", 'lacks the key "tags"'),
        ("#+ title: {ja: 題, en: Title}", "#+ title: {ja: 題}", 'title lacks the key "en"'),
        ("#+ title: {ja: 題, en: Title}", "#+ title: Title", "title needs a text in ja"),
        ("#+   en: What?", "#+   en: ''", "question in en is empty"),
        ("number: integer", "number: int", 'no type "int"'),
        ("type: iri", "type: uri", 'no type "uri"'),
        ("example: sme", "example: sme, default: x", 'unknown key "default"'),
        (", example: sme", "", 'lacks the key "example"'),
        ("pol:Measure", "Measure", '"Measure" is neither'),
        ("actor: {type", "graph: {type", 'cannot be called "graph"'),
        ("tags: [one, two]", "tags: [one, two", ":5: not YAML"),
        ("tags: [one, two]", "tags: [yes]", "tags is not a list of words"),
    ],
)
def test_a_wrong_front_matter_says_what_is_wrong(
    tmp_path: Path, found: str, instead: str, said: str
) -> None:
    assert found in WHOLE
    with pytest.raises(DataError) as raised:
        read_question(write(tmp_path, WHOLE.replace(found, instead)))
    assert said in str(raised.value)
    assert str(raised.value).startswith("a-question.rq")
    assert "\n" not in str(raised.value)


def test_a_file_of_the_catalogue_is_named_in_lower_case_with_hyphens(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="the stem is the id"):
        read_question(write(tmp_path, WHOLE, "A_Question.rq"))


def test_a_query_of_ones_own_needs_no_front_matter() -> None:
    question = parse_question("SELECT * { ?s ?p ?o }", name="mine.rq")
    assert (question.params, question.columns, question.title) == ((), {}, {})


def test_a_file_that_is_not_utf_8_is_an_error_with_its_place(tmp_path: Path) -> None:
    path = write(tmp_path, WHOLE)
    path.write_bytes(b"#+ title: \x92")
    with pytest.raises(DataError, match="not UTF-8 at byte 10"):
        read_question(path)
