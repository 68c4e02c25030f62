"""``policygraph query`` and ``policygraph show`` as processes and as commands."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest
from command_line import run_text

from policygraph.cli import questions as command
from policygraph.cli.questions import catalogue_text
from policygraph.core.errors import StoreError, UsageError
from policygraph.core.namespaces import BASE
from policygraph.questions import find_questions
from policygraph.questions.asking import as_question

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def run(graph_folder: Path) -> Run:
    def run_(*words: str, stdin: str = "", graph: bool = True) -> subprocess.CompletedProcess[str]:
        where = ["--graph", str(graph_folder)] if graph else []
        return run_text(*words, *where, stdin=stdin)

    return run_


def test_without_an_id_the_catalogue_is_listed_by_tag(run: Run) -> None:
    done = run("query", graph=False)
    assert done.returncode == 0
    assert "\nresponsibility\n" in f"\n{done.stdout}"
    for question in find_questions():
        assert f"  {question.id} " in done.stdout
    assert done.stderr == ""


def test_a_tag_narrows_the_list_and_an_unknown_one_lists_the_tags() -> None:
    listed = catalogue_text(find_questions(), "en", "reprises")
    assert "reprises" in listed
    assert "2 questions" in listed
    with pytest.raises(UsageError, match='no tag "reprise"; there are actors, '):
        catalogue_text(find_questions(), "en", "reprise")


def test_a_question_is_answered_with_labels_in_the_language_asked_for(run: Run) -> None:
    lines = run("query", "measures-per-body", "--lang", "ja").stdout.splitlines()
    assert lines[2].split() == ["文部科学省", "23", "25"]
    english = run("query", "measures-per-body", "--lang", "en").stdout.splitlines()
    assert english[0].split("  ")[0] == "responsible body"
    assert english[2].startswith("Ministry of Education, Culture, Sports, Science and Technology")


def test_the_shipped_graph_is_asked_where_no_other_is_named(run: Run) -> None:
    done = run(
        "query", "measures-of-body", "--param", "body=内閣官房", "--format", "csv", graph=False
    )
    assert done.stdout == (
        Path(__file__).parents[1] / "queries" / "measures-of-body.csv"
    ).read_text(encoding="utf-8")


def test_a_missing_parameter_is_told_how_to_give_it(run: Run) -> None:
    done = run("query", "measures-for-actor")
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr == (
        "policygraph query: measures-for-actor needs --param actor=…, for example actor=sme;"
        " --example takes the examples of all\n"
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["measure-per-body"], 'no question "measure-per-body"; near: measures-per-body'),
        (["measures-for-actor", "--param", "actor=中小"], "near: 中小企業 (actor:sme)"),
        (["measures-for-actor", "--param", "sme"], 'write it NAME=VALUE, as in "actor=sme"'),
        (["measures-per-body", "--param", "actor=sme"], 'has no parameter "actor"; it takes none'),
        (["measures-per-body", "--param", "graph=x"], 'has no parameter "graph"; it takes none'),
        (["measures-per-body", "--format", "turtle"], "use --format table|csv"),
        (["measures-per-body", "--format", "excel"], 'there is no format "excel"; there are table'),
        (["measures-per-body", "--file", "x.rq"], "not both"),
        (["--file", "no-such-file.rq"], "no-such-file.rq: no such file"),
        (["--example"], "name a question to ask"),
        (["measures-per-body", "--tag", "count"], "--tag narrows the list"),
        (
            ["measures-of-body", "--param", "body=cas", "--param", "body=mext"],
            "body is given twice",
        ),
    ],
)
def test_a_wrong_call_is_one_line_and_exit_code_2(run: Run, words: list[str], said: str) -> None:
    done = run("query", *words)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("policygraph query: ")
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_query_comes_from_a_file_or_from_stdin(run: Run, tmp_path: Path) -> None:
    sparql = "SELECT ?n WHERE { VALUES ?n { 1 } }"
    (tmp_path / "mine.rq").write_text(sparql, encoding="utf-8")
    assert run("query", "--file", str(tmp_path / "mine.rq"), "--format", "csv").stdout == "n\n1\n"
    assert run("query", "--file", "-", "--format", "csv", stdin=sparql).stdout == "n\n1\n"


def test_a_byte_order_mark_is_no_part_of_a_query(run: Run, tmp_path: Path) -> None:
    sparql = "\ufeffSELECT ?n WHERE { VALUES ?n { 1 } }"
    (tmp_path / "mine.rq").write_text(sparql, encoding="utf-8")
    assert as_question(tmp_path / "mine.rq").sparql == sparql[1:]
    assert run("query", "--file", "-", "--format", "csv", stdin=sparql).stdout == "n\n1\n"


def test_a_graph_that_is_not_there_is_said_so(run: Run, tmp_path: Path) -> None:
    missing = tmp_path / "graph"
    done = run("query", "measures-per-body", "--graph", str(missing), graph=False)
    assert (done.returncode, done.stderr) == (2, f"policygraph query: {missing}: no such file\n")


def test_construct_gives_turtle_or_json_ld(run: Run) -> None:
    sparql = (
        "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>"
        " CONSTRUCT WHERE { <https://w3id.org/policygraph/org/mext> skos:notation ?notation }"
    )
    turtle = run("query", "--file", "-", stdin=sparql).stdout
    assert turtle.endswith('<https://w3id.org/policygraph/org/mext> skos:notation "mext" .\n')
    (node,) = json.loads(run("query", "--file", "-", "--format", "jsonld", stdin=sparql).stdout)
    assert node["@id"] == f"{BASE}org/mext"


def test_an_endless_query_from_stdin_is_ended(run: Run) -> None:
    sparql = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    done = run("query", "--file", "-", "--timeout", "2", stdin=sparql)
    assert done.returncode == 2
    assert "took longer than 2 s" in done.stderr


def test_explain_shows_the_query_that_is_sent_and_asks_nothing(run: Run) -> None:
    done = run(
        "query", "measures-for-actor", "--param", "actor=中小企業", "--explain", "--lang", "en"
    )
    assert done.stdout.startswith("# measures-for-actor: Measures for a type of actor\n")
    assert f"VALUES ?actor {{ <{BASE}concept/actor/sme> }}" in done.stdout


def test_an_empty_answer_says_why_on_stderr(run: Run) -> None:
    done = run("query", "measures-without-own-theme", "--lang", "en")
    assert done.returncode == 0
    assert done.stdout.count("\n") == 2
    assert done.stderr.endswith(
        "In the published chapter every measure names a theme in its own words.\n"
    )


def test_an_unreachable_endpoint_is_one_line(run: Run) -> None:
    done = run("query", "measures-per-body", "--graph", "http://127.0.0.1:9/sparql", graph=False)
    assert done.returncode == 2
    assert done.stderr.startswith("policygraph query: http://127.0.0.1:9/sparql: does not answer: ")
    assert done.stderr.count("\n") == 1


def test_answering_imports_no_heavy_library() -> None:
    code = (
        "import sys; from policygraph.cli import main\n"
        "try: main(['query', 'measures-per-body'])\n"
        "except SystemExit: pass\n"
        "print([m for m in ('rdflib', 'rich', 'networkx', 'pandas', 'SPARQLWrapper', 'http.client',"
        " 'policygraph.document', 'policygraph.annotation', 'policygraph.graph')"
        " if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_show_describes_a_measure_with_its_text_links_and_their_ground(run: Run) -> None:
    done = run("show", "5-3-C-3-1", "--lang", "en")
    assert done.returncode == 0
    assert "以下のＳＩＰを含む社会実装を見据えたプログラムにおいて" in done.stdout
    assert "responsible body: Cabinet Office; Relevant ministries and agencies\n" in done.stdout
    assert "programme: " in done.stdout
    assert "regulatory reform [curated, policygraph editors]" in done.stdout
    assert "lines 731-733" in done.stdout
    assert (
        "水素を安全かつ効率的に運搬・貯蔵するため" in done.stdout
    )  # a sub-bullet, whose words link, too


def test_show_has_the_bodies_of_a_tag_in_printed_order(run: Run) -> None:
    # 【内閣府、総務省、経済産業省、関係府省】; by name the last one would come first.
    found = run("show", "5-2-C-1-3", "--lang", "ja").stdout
    assert "\n  担当主体: 内閣府; 総務省; 経済産業省; 関係府省\n" in found


def test_show_of_a_type_of_actor_has_its_measures_first_and_the_sentences_apart(run: Run) -> None:
    found = run("show", "中小企業", "--lang", "ja").stdout
    incoming = found.partition("これを指すもの\n")[2]
    assert incoming.startswith(
        "  関係する取組・目標 (5): 産学官連携による共同研究強化のためのガイドライン"
    )
    measures, _, mentions = incoming.partition("本文中の言及\n")
    assert "5/1/A/s2" not in measures
    assert "doc/sti-strategy-2017/5/1/A/s2, 27-31行" in mentions


def test_show_describes_a_body_with_what_links_to_it_and_its_mentions(run: Run) -> None:
    done = run("show", "内閣官房", "--lang", "ja")
    assert done.stdout.startswith("内閣官房 / Cabinet Secretariat\n府省  <")
    assert "担当する取組・目標 (2): " in done.stdout
    assert "doc/sti-strategy-2017/5/2/C/3/4, 515-519行" in done.stdout


def test_show_shows_both_places_of_a_restated_measure(run: Run) -> None:
    done = run("show", "5-1-C-1-2", "--lang", "ja")
    assert "5/1/C/1/2, 167-173行\n" in done.stdout
    assert "5/1/C/3/2, 253-259行  (再掲)\n" in done.stdout


def test_show_of_a_ministry_counts_the_measures_that_it_answers_for(run: Run) -> None:
    assert "\n  answers for (16): " in run("show", "内閣府").stdout


def test_show_goes_on_where_it_was_cut(run: Run) -> None:
    whole, first, rest = (
        json.loads(run("show", "mext", "--format", "json", *words).stdout)
        for words in (("--limit", "1000"), ("--limit", "9"), ("--limit", "1000", "--offset", "9"))
    )
    for key, part in (("incoming", "labels"), ("quotes", None)):
        several = [
            {found["property"]: found[part] for found in one[key]} if part else {"": one[key]}
            for one in (whole, first, rest)
        ]
        for name, labels in several[0].items():
            assert several[1][name] + several[2].get(name, []) == labels
    assert first["mentions"] == whole["mentions"] == len(whole["quotes"])
    assert f"  {whole['mentions'] - 9} more\n" in run("show", "mext", "--limit", "9").stdout


def test_show_quotes_a_little_around_a_mention_or_the_whole_sentence(run: Run) -> None:
    sentence = "このため、クロスアポイントメント制度の活用促進が求められている。"
    assert sentence in run("show", "instrument:cross-appointment", "--wide").stdout
    assert f"…{sentence[:-1]}" in run("show", "instrument:cross-appointment").stdout


def test_a_limit_gives_the_first_rows_and_says_that_there_are_more(run: Run) -> None:
    whole = run("query", "measures-per-body", "--format", "csv").stdout.splitlines()
    done = run("query", "measures-per-body", "--format", "csv", "--limit", "3", "--offset", "2")
    assert done.stdout.splitlines() == [whole[0], *whole[3:6]]
    assert done.stderr == "policygraph query: there are more rows; --offset 5 shows them\n"
    last = run("query", "measures-per-body", "--format", "csv", "--limit", "3", "--offset", "6")
    assert (last.stdout.splitlines()[1:], last.stderr) == (whole[7:], "")
    triples = "CONSTRUCT { ?s a ?c } WHERE { ?s a ?c }"
    refused = run("query", "--file", "-", "--limit", "3", stdin=triples)
    assert "--limit and --offset are for rows" in refused.stderr


def test_show_in_json_holds_the_same(run: Run) -> None:
    found = json.loads(run("show", "仙北市", "--lang", "ja", "--format", "json").stdout)
    assert found["label"] == "秋田県仙北市"
    assert found["mentions"] == 1
    assert found["quotes"][0]["words"] == "秋田県仙北市"


def test_explain_is_show_with_its_words_marked(run: Run) -> None:
    explained = run("explain", "5-1-C-2-1", "--lang", "en")
    assert explained.stdout == run("show", "5-1-C-2-1", "--marked", "--lang", "en").stdout
    assert "  (lines 225-241)\n" in explained.stdout
    assert (
        "involvesActor        大学  →  universities  (concept/actor/university)" in explained.stdout
    )
    assert (
        "relatedIssue         このため、クロスアポイントメント制度の活用促進が" in explained.stdout
    )
    assert "entailed" not in explained.stdout


def test_a_thing_without_words_cannot_be_explained_and_show_is_named(run: Run) -> None:
    done = run("explain", "内閣官房")
    assert done.returncode == 2
    assert done.stderr.startswith("policygraph explain: org/cas (Cabinet Secretariat) is no unit")
    assert done.stderr.endswith("policygraph show org/cas describes it\n")


def test_show_lists_what_an_ambiguous_name_can_be(run: Run) -> None:
    done = run("show", "クロス・アポイントメント")
    assert done.returncode == 2
    assert done.stderr.startswith('policygraph show: "クロス・アポイントメント" can be 2 things: ')


def test_show_works_on_an_endpoint(
    virtuoso_store: object, virtuoso: object, run: Run, oxigraph: object
) -> None:
    from policygraph.questions.describe import describe
    from policygraph.questions.lookup import find_thing

    for name in ("5-1-C-1-2", "mext", "actor:sme", "5/1/A/s2"):
        found = [
            describe(store, find_thing(store, name))  # type: ignore[arg-type]
            for store in (oxigraph, virtuoso_store)
        ]
        assert found[0] == found[1], name


def test_an_empty_graph_is_one_line_and_exit_2(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty.ttl").touch()
    done = run("query", "measures-per-body", "--graph", str(tmp_path / "empty.ttl"), graph=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("policygraph query: ")
    assert "empty.ttl: the graph is empty" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_packed_graph_is_asked_like_any_other(
    run: Run, graph_folder: Path, tmp_path: Path
) -> None:
    packed = tmp_path / "graph.trig.gz"
    packed.write_bytes(gzip.compress((graph_folder / "policygraph.trig").read_bytes(), 1))
    done = run("query", "measures-per-body", "--graph", str(packed), graph=False)
    assert done.returncode == 0
    assert done.stdout == run("query", "measures-per-body").stdout


def test_the_limit_counts_asking_and_writing_but_not_who_reads(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def pieces() -> Iterator[str]:
        while True:
            time.sleep(0.05)
            yield "a row"

    monkeypatch.setattr(command, "steps", lambda _: nullcontext())
    made = command._within(pieces(), 0.5)
    assert next(made) == "a row"
    time.sleep(1)  # a pager
    assert next(made) == "a row"
    with pytest.raises(StoreError, match=r"longer than 0\.5 s"):
        deque(made, maxlen=0)


def test_rows_are_cut_to_a_cell_and_whole_where_that_is_asked_for(run: Run) -> None:
    sparql = "SELECT ?text { ?context nif:isString ?text } ORDER BY DESC(STRLEN(?text)) LIMIT 1"
    cut = run("query", "--file", "-", stdin=sparql).stdout
    whole = run("query", "--file", "-", "--wide", stdin=sparql).stdout
    assert cut.splitlines()[2].endswith("…")
    assert len(cut) < 3000 < len(whole)


@pytest.mark.parametrize(
    "words",
    ["query measures-per-body --graph", "show mext --graph", "validate", "report --out x --graph",
     "network body-body --graph", "lineage --graph", "export core --out x --graph"],
    ids=lambda words: words.split()[0],
)  # fmt: skip
def test_a_password_in_the_url_of_a_graph_is_refused_and_not_repeated(words: str, run: Run) -> None:
    done = run(*words.split(), "http://editor:Geheim-42@localhost/sparql", graph=False)
    assert done.returncode == 2
    assert "POLICYGRAPH_PASSWORD" in done.stderr
    assert "Geheim" not in done.stdout + done.stderr
    assert len(done.stderr.splitlines()) == 1
