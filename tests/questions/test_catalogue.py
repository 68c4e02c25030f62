"""Every saved question keeps the rules of the catalogue."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from policygraph.core.errors import DataError, UsageError
from policygraph.core.namespaces import IRI, ITSRDF, NIF, POL, RDF
from policygraph.core.prefixes import PREFIXES, short_name
from policygraph.core.resources import resource
from policygraph.core.terms import Literal
from policygraph.graph import BuiltGraph
from policygraph.questions import Question, find_question, find_questions
from policygraph.questions.asking import prepare
from policygraph.questions.catalogue import (
    headings,
    inverse_names,
    question_files,
    term_names,
    value_words,
)
from policygraph.questions.labels import find_labels
from policygraph.questions.syntax import query_form, values_blocks
from policygraph.store import Solutions, Store
from policygraph.store.syntax import tokens

QUESTIONS = find_questions()
ASKED = pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
# What issue no. 4 asks for at least, each by a question that answers it; and editions.
TOPICS = {
    "responsibility",
    "actors",
    "themes",
    "structure",
    "evidence",
    "search",
    "time",
    "lineage",
}


def test_there_are_forty_questions_at_least_on_all_topics() -> None:
    assert len(QUESTIONS) >= 40
    assert {question.topic for question in QUESTIONS} == TOPICS


def test_every_file_under_questions_is_a_question_or_known() -> None:
    folder = resource("queries", "questions")
    found = {path for path in folder.rglob("*") if path.is_file()}
    others = {"README.md", "columns.yaml", "inverses.yaml", "terms.yaml", "values.yaml"}
    assert found - set(question_files().values()) == {folder / name for name in others}


@ASKED
def test_a_question_selects_the_columns_it_declares(question: Question, oxigraph: Store) -> None:
    assert query_form(question.sparql) == "SELECT"
    answer = oxigraph.query(question.sparql)
    assert isinstance(answer, Solutions)
    assert list(answer.variables) == list(question.columns)


@ASKED
def test_a_file_holds_the_values_of_its_examples(question: Question, oxigraph: Store) -> None:
    """As it stands, a file answers what ``--example`` answers."""
    given = {parameter.name: parameter.example for parameter in question.params}
    bound = prepare(oxigraph, question, given, language="ja")
    names = {block.name for block in values_blocks(question.sparql)}
    assert {parameter.name for parameter in question.params} <= names
    if any(parameter.type == "words" for parameter in question.params):
        return  # the program adds what the vocabulary knows at the time
    assert oxigraph.query(bound) == oxigraph.query(question.sparql)


@ASKED
def test_a_question_declares_the_prefixes_it_uses_and_no_other(question: Question) -> None:
    declared = dict(re.findall(r"^PREFIX ([\w-]+): <([^>]+)>$", question.sparql, re.MULTILINE))
    assert {name: PREFIXES[name] for name in declared} == declared
    body = re.sub(r"^PREFIX .*$", "", question.sparql, flags=re.MULTILINE)
    used = {token.text.partition(":")[0] for token in tokens(body) if token.kind == "name"}
    assert used == set(declared)


@ASKED
def test_a_question_runs_on_any_endpoint(question: Question) -> None:
    """No word that only one engine knows, and the order of rows is said."""
    words = {token.text.upper() for token in tokens(question.sparql) if token.kind == "word"}
    assert not words & {"SERVICE", "FROM", "DEFINE", "BIF"}
    assert "ORDER" in words


def test_a_link_is_called_something_from_its_other_end_wherever_show_lists_it(
    built: BuiltGraph,
) -> None:
    hidden = {
        ITSRDF.taIdentRef, RDF.subject, RDF.object, POL.mentionedIn, POL.mentions, POL.evidence,
        POL.links, POL.withdrawnSubject, POL.withdrawnObject, NIF.referenceContext,
    }  # fmt: skip
    described = {quad[0] for quad in built.dataset.quads()}
    pointing = {p for _, p, value, _ in built.dataset.quads() if value in described} - hidden
    assert {short_name(p) for p in pointing} <= inverse_names().keys()


def test_columns_and_parameters_are_called_the_same_everywhere() -> None:
    used = {name for question in QUESTIONS for name in question.columns}
    used |= {parameter.name for question in QUESTIONS for parameter in question.params}
    assert set(headings()) == used
    assert list(headings()) == sorted(used)


def test_a_column_has_one_type_everywhere() -> None:
    types: dict[str, set[str]] = {}
    for question in QUESTIONS:
        for name, kind in question.columns.items():
            types.setdefault(name, set()).add(kind)
    assert {name: kinds for name, kinds in types.items() if len(kinds) > 1} == {}


def test_every_word_that_a_table_translates_is_in_the_graph(oxigraph: Store) -> None:
    """Or in a question that binds it; the vocabulary has places of all types."""
    for column, words in value_words().items():
        found = {
            cell.value
            for (cell,) in _rows(oxigraph, f"SELECT DISTINCT ?w {{ ?s pol:{column} ?w }}")
            if isinstance(cell, Literal)
        }
        for question in QUESTIONS:
            found.update(re.findall(rf'BIND\("(\w+)" AS \?{column}\)', question.sparql))
        assert found == set(words), column


def test_every_term_that_a_table_shows_has_a_name(oxigraph: Store) -> None:
    """What our graphs use as property or class; only what has a prefix is a term to us."""
    names = term_names()
    assert list(names) == sorted(names)
    used = {
        cell
        for query in ("SELECT DISTINCT ?p { ?s ?p ?o }", "SELECT DISTINCT ?c { ?s a ?c }")
        for (cell,) in _rows(oxigraph, query)
        if isinstance(cell, IRI)
    }
    labels = find_labels(oxigraph, used, "ja")
    assert [label for label in labels.values() if re.match(r"(?!https?:)[a-z]+:", label)] == []


def _rows(store: Store, sparql: str) -> list[tuple[object, ...]]:
    answer = store.query(f"PREFIX pol: <{PREFIXES['pol']}>\n{sparql}")
    assert isinstance(answer, Solutions)
    return list(answer.rows)


def test_titles_differ() -> None:
    for language in ("ja", "en"):
        titles = [question.title[language] for question in QUESTIONS]
        assert len(set(titles)) == len(titles)


def test_an_unknown_id_is_told_what_is_near() -> None:
    with pytest.raises(UsageError) as raised:
        find_question("measure-per-body")
    message = str(raised.value)
    assert message.startswith('no question "measure-per-body"; near: measures-per-body, ')


def test_two_files_of_one_id_are_an_error(tmp_path: Path) -> None:
    for topic in ("one", "two"):
        (tmp_path / topic).mkdir()
        (tmp_path / topic / "same.rq").write_text("", encoding="utf-8")
    with pytest.raises(DataError, match=r"same\.rq stands in two and one"):
        question_files(tmp_path)
