"""A value stays a value, whatever it holds."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policygraph.core.errors import UsageError
from policygraph.core.namespaces import IRI, XSD
from policygraph.core.terms import Literal, is_iri, text
from policygraph.questions.lookup import find_thing
from policygraph.questions.parameters import bind, spellings, to_terms
from policygraph.questions.question import Parameter, Question
from policygraph.questions.select import encode
from policygraph.questions.syntax import replace_values
from policygraph.store import OxigraphStore, Solutions, Store
from policygraph.store.remote import RemoteStore

ECHO = 'SELECT ?value ?other WHERE { VALUES ?value { "" } BIND("left alone" AS ?other) }'
EMPTY = OxigraphStore()
# Signs that could end a string, an IRI, a block or a line, and the escapes that could make them.
SIGNS = ['"', "'", "\\", "}", "{", ">", "<", "#", "\n", "\r", "\t", "`", "|", "^", "@en", "\\u0022",
         "\\U0000003E", " . ?s ?p ?o . ", "} UNION { ?s ?p ?o }", "SERVICE <http://a.example/>",
         '"""', "DROP ALL", "VALUES ?value { 1 }", "\x0b", "\u2028", "日本", "ＡＩ", "😀"]  # fmt: skip
HOSTILE = st.lists(st.sampled_from(SIGNS) | st.text(max_size=3), max_size=8).map("".join)


def echo(store: Store, term: IRI | Literal) -> object:
    answer = store.query(replace_values(ECHO, {"value": encode(term)}))
    assert isinstance(answer, Solutions)
    ((value, other),) = answer.rows
    assert other == text("left alone")
    return value


def parameter(kind: str, *of: IRI) -> Parameter:
    return Parameter("value", kind, of, "")  # type: ignore[arg-type]


@settings(deadline=None)
@given(HOSTILE)
def test_a_string_comes_back_as_it_went_in(words: str) -> None:
    try:
        terms = to_terms(EMPTY, parameter("string"), words)
    except UsageError:
        assert "\x00" in words or any(0xD800 <= ord(sign) < 0xE000 for sign in words)
        return
    assert [echo(EMPTY, term) for term in terms] == [text(words)]


@settings(deadline=None)
@given(HOSTILE)
def test_words_to_search_for_come_back_as_they_went_in(words: str) -> None:
    try:
        terms = to_terms(EMPTY, parameter("words"), words)
    except UsageError:
        return
    assert [echo(EMPTY, term) for term in terms] == terms


@settings(deadline=None)
@given(HOSTILE.map(lambda words: f"urn:x:{words}"))
def test_an_iri_comes_back_as_it_went_in_or_is_refused(words: str) -> None:
    if is_iri(words):
        assert echo(EMPTY, IRI(words)) == words
    else:
        with pytest.raises(UsageError):
            to_terms(EMPTY, parameter("iri"), words)


@settings(deadline=None)
@given(HOSTILE)
def test_a_thing_that_is_not_there_is_refused_whatever_it_is_called(words: str) -> None:
    with pytest.raises(UsageError) as raised:
        to_terms(EMPTY, parameter("iri"), words)
    assert str(raised.value).startswith("value: ")


@settings(deadline=None)
@given(HOSTILE)
def test_what_is_no_number_or_date_is_refused(words: str) -> None:
    for kind in ("integer", "date"):
        try:
            (term,) = to_terms(EMPTY, parameter(kind), words)
        except UsageError:
            continue
        assert isinstance(term, Literal)
        assert term.datatype in (XSD.integer, XSD.date)
        assert isinstance(echo(EMPTY, term), Literal)


@settings(max_examples=25, deadline=None)
@given(words=HOSTILE)
def test_a_string_reaches_virtuoso_as_it_is(words: str, virtuoso_store: RemoteStore) -> None:
    # XML 1.0 and so Virtuoso's answers hold no other control characters.
    clean = "".join(
        s for s in words if (s >= " " or s in "\t\n\r") and not "\ud800" <= s < "\ue000"
    )
    clean = clean.replace("\ufffe", "").replace("\uffff", "")
    sparql = replace_values(ECHO, {"value": encode(text(clean))})
    answer = virtuoso_store.query(sparql)
    assert isinstance(answer, Solutions)
    assert [row[0] for row in answer.rows] == [text(clean)]


@pytest.mark.parametrize(
    ("kind", "given", "term"),
    [
        ("integer", "３", Literal("3", XSD.integer)),
        ("integer", 12, Literal("12", XSD.integer)),
        ("date", "2017-06-02", Literal("2017-06-02", XSD.date)),
        ("date", datetime.date(2017, 6, 2), Literal("2017-06-02", XSD.date)),
        ("string", "a", text("a")),
    ],
)
def test_a_value_becomes_a_term_of_its_type(kind: str, given: object, term: Literal) -> None:
    assert to_terms(EMPTY, parameter(kind), given) == [term]


@pytest.mark.parametrize(
    ("kind", "given"), [("integer", "3.5"), ("integer", ""), ("date", "平成29年")]
)
def test_a_wrong_value_is_refused_with_the_name_of_its_parameter(kind: str, given: str) -> None:
    with pytest.raises(UsageError, match=r"^value: "):
        to_terms(EMPTY, parameter(kind), given)


QUESTION = Question(
    "a-question", "", "SELECT * { VALUES ?value { 1 } }",
    params=(Parameter("value", "integer", (), "1"),),
)  # fmt: skip


def test_a_missing_value_is_told_the_example() -> None:
    with pytest.raises(UsageError) as raised:
        bind(EMPTY, QUESTION, {}, "ja")
    assert "needs --param value=…, for example value=1" in str(raised.value)


def test_an_unknown_parameter_is_told_which_there_are() -> None:
    with pytest.raises(UsageError, match='no parameter "valeu"; it takes value'):
        bind(EMPTY, QUESTION, {"valeu": 1}, "ja")


def test_words_are_searched_for_in_both_widths_with_the_synonyms_of_the_vocabulary(
    oxigraph: Store,
) -> None:
    found = spellings(oxigraph, "AI")
    assert {"ai", "ａｉ", "人工知能"} <= set(found)
    assert spellings(oxigraph, "国立研究開発法人") == spellings(oxigraph, "国研")
    assert spellings(oxigraph, "そのような語はない") == ["そのような語はない"]


@pytest.mark.parametrize("typed", ["ベンチャー", "ﾍﾞﾝﾁｬｰ", "ヘ\u3099ンチャー"])
def test_the_vocabulary_is_searched_however_a_word_is_typed(typed: str) -> None:
    assert text("ベンチャー") in to_terms(EMPTY, parameter("spelling"), typed)


def test_a_ministry_is_found_by_its_name_in_radicals_and_old_forms(oxigraph: Store) -> None:
    assert find_thing(oxigraph, "⽂部科學省") == find_thing(oxigraph, "文部科学省")


def test_a_spelling_that_holds_another_is_left_out_and_so_counts_once(oxigraph: Store) -> None:
    found = spellings(oxigraph, "中小企業")
    assert "中小企業" in found
    assert "中小企業者" not in found
