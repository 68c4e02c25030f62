from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result
from publish.graph_server import PASSWORD, USER, Behaviour, serve

from policygraph.cli.main import policygraph
from policygraph.cli.publish import publish
from policygraph.core.errors import PolicygraphError, StoreError, UsageError
from policygraph.core.namespaces import IRI, RDF, XSD
from policygraph.core.terms import Literal, Quad, Triple, integer, text
from policygraph.publish.publisher import Publisher
from policygraph.store import Solutions
from policygraph.store.remote import RemoteStore
from policygraph.store.sorted_graph import SortedGraph

BASE = "https://data.example.org/policy/"


def quads(title: str = "取組") -> list[Quad]:
    thing = IRI(f"{BASE}measure/m/1")
    label = IRI("http://www.w3.org/2004/02/skos/core#prefLabel")
    kind = IRI("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    return [
        (thing, kind, IRI("http://x/Measure"), IRI(f"{BASE}graph/m/stated")),
        (thing, IRI("http://x/order"), integer(1), IRI(f"{BASE}graph/m/stated")),
        (thing, label, text(title, "ja"), IRI(f"{BASE}graph/m/curated")),
        (IRI(f"{BASE}agent/e"), kind, IRI("http://x/Agent"), IRI(f"{BASE}graph/m/curated")),
        (IRI(f"{BASE}dataset"), kind, IRI("http://x/Dataset"), IRI(f"{BASE}graph/metadata")),
    ]


@pytest.fixture
def graph() -> Iterator[SortedGraph]:
    with SortedGraph(quads()) as held:
        yield held


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The graph as a file."""
    path = tmp_path / "graph.nq"
    with SortedGraph(quads()) as held, path.open("wb") as out:
        held.write(out, "nquads")
    return path


def run(endpoint: str, file: Path, *options: str, password: str | None = None) -> Result:
    arguments = ["--endpoint", endpoint, "--graph", str(file), *options]
    if password is not None:
        arguments += ["--user", USER, "--password-file", "-"]
    return CliRunner().invoke(
        publish,
        arguments,
        standalone_mode=False,
        input=password,
        env={"POLICYGRAPH_USER": "", "POLICYGRAPH_PASSWORD": None},
    )


def everything(result: Result) -> str:
    """What a user, a log and a debugger see."""
    return f"{result.output} {result.exception} {result.exception!r}"


def test_each_graph_is_put_and_the_metadata_come_last(graph: SortedGraph) -> None:
    does = Behaviour()
    with serve(does) as endpoint:
        published = list(Publisher(graph, RemoteStore(endpoint)).publish())
    assert [p.name.removeprefix(f"{BASE}graph/") for p in published] == [
        "m/curated", "m/stated", "metadata",
    ]  # fmt: skip
    assert all(p.is_right and p.how == "graph store" for p in published)
    assert [p.count for p in published] == [2, 2, 1]
    assert len(does.store) == 5


def test_update_takes_over_where_there_is_no_graph_store(graph: SortedGraph) -> None:
    does = Behaviour(graph_store=False)
    does.store.add(
        ox.Quad(
            ox.NamedNode("http://x/old"), ox.NamedNode("http://x/p"), ox.Literal("x"),
            ox.NamedNode(f"{BASE}graph/m/stated"),
        )
    )  # fmt: skip
    with serve(does) as endpoint:
        published = list(Publisher(graph, RemoteStore(endpoint)).publish())
    assert {p.how for p in published} == {"update"}
    assert all(p.is_right for p in published)
    assert len(does.store) == 5  # what was in the graph before is gone


def test_a_server_without_either_service_says_what_to_give(graph: SortedGraph) -> None:
    with (
        serve(Behaviour(graph_store=False, update=False)) as endpoint,
        pytest.raises(StoreError, match="--graph-store or --update"),
    ):
        list(Publisher(graph, RemoteStore(endpoint)).publish())


def test_what_is_there_already_is_not_sent_again(graph: SortedGraph) -> None:
    does = Behaviour()
    with serve(does) as endpoint:
        list(Publisher(graph, RemoteStore(endpoint)).publish())
        sent = does.writes
        again = list(Publisher(graph, RemoteStore(endpoint)).publish())
    assert does.writes == sent == 3
    assert {p.how for p in again} == {"same"}


def test_a_run_that_was_stopped_goes_on_where_it_was(graph: SortedGraph) -> None:
    does = Behaviour(fails_after=1)
    with serve(does) as endpoint:
        with pytest.raises(StoreError, match="refuses \\(500\\)"):
            list(Publisher(graph, RemoteStore(endpoint)).publish())
        assert does.writes == 1
        does.fails_after = None
        published = list(Publisher(graph, RemoteStore(endpoint)).publish())
    assert [p.how for p in published] == ["same", "graph store", "graph store"]
    assert len(does.store) == 5


def test_a_store_that_keeps_integers_by_value_has_the_same_content() -> None:
    offset = IRI("http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#beginIndex")
    long: list[Quad] = [
        *quads(),
        *((IRI(f"{BASE}doc/{n}"), offset, Literal(f"0{n}", XSD.nonNegativeInteger),
           IRI(f"{BASE}graph/m/stated")) for n in range(9)),
    ]  # fmt: skip
    does = Behaviour()
    with serve(does) as endpoint, SortedGraph(long) as graph:
        published = list(Publisher(graph, RemoteStore(endpoint)).publish())
        there = set(RemoteStore(endpoint).triples(IRI(f"{BASE}graph/m/stated")))
        again = list(Publisher(graph, RemoteStore(endpoint)).publish())
        states = list(Publisher(graph, RemoteStore(endpoint)).compare())
    assert integer(8) in {value for _, _, value in there}
    assert all(found.is_right for found in published)
    assert {found.how for found in again} == {"same"}
    assert all(state.is_same for state in states)


@pytest.mark.parametrize("stop_at", [0, 1, 2])
def test_ctrl_c_says_what_was_changed_and_to_go_on(
    file: Path, monkeypatch: pytest.MonkeyPatch, stop_at: int
) -> None:
    replace, sent = RemoteStore.replace, []

    def stopped(remote: RemoteStore, name: IRI, triples: list[Triple]) -> str:
        if len(sent) == stop_at:
            raise KeyboardInterrupt
        sent.append(name)
        return replace(remote, name, triples)

    monkeypatch.setattr(RemoteStore, "replace", stopped)
    names = ("m/curated", "m/stated", "metadata")
    with serve(Behaviour()) as endpoint:
        done = run(endpoint, file)
    assert done.output.count("  ok\n") == stop_at
    assert str(done.exception) == (
        f"stopped; graphs changed there: {stop_at}, {BASE}graph/{names[stop_at]} perhaps in part;"
        " run it again to go on"
    )


def test_ctrl_c_before_anything_is_sent_leaves_the_word_to_the_command_line(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(_: RemoteStore, __: IRI) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(RemoteStore, "count", stopped)
    with serve(Behaviour()) as endpoint:
        done = CliRunner().invoke(
            policygraph, ["publish", "--endpoint", endpoint, "--graph", str(file)],
            standalone_mode=False,
        )  # fmt: skip
    assert str(done.exception) == "stopped; nothing was changed"


def test_only_the_graph_that_changed_is_replaced(graph: SortedGraph) -> None:
    does = Behaviour()
    with serve(does) as endpoint, SortedGraph(quads("目標")) as changed:
        list(Publisher(graph, RemoteStore(endpoint)).publish())
        states = {s.name: s for s in Publisher(changed, RemoteStore(endpoint)).compare()}
        curated = states[IRI(f"{BASE}graph/m/curated")]
        assert (curated.added, curated.removed) == (1, 1)
        assert sum(not state.is_same for state in states.values()) == 1
        published = list(Publisher(changed, RemoteStore(endpoint)).publish())
    assert [p.how for p in published] == ["graph store", "same", "same"]


def test_a_graph_that_lost_a_triple_on_the_way_is_reported_and_fails(file: Path) -> None:
    with serve(Behaviour(loses=True)) as endpoint:
        done = run(endpoint, file)
    assert done.return_value == 1
    assert "WRONG: 2 sent, 1 there" in done.output


def test_a_dry_run_shows_the_difference_and_changes_nothing(file: Path) -> None:
    does = Behaviour()
    with serve(does) as endpoint:
        done = run(endpoint, file, "--dry-run")
    assert f"{BASE}graph/m/stated  0 triples there, 2 here: +2 -0" in done.output
    assert does.writes == 0
    assert not [r for r in does.requests if r != "POST /query"]


def test_a_graph_that_is_gone_here_is_named_and_removed_only_when_asked(file: Path) -> None:
    does = Behaviour()
    stale = ox.NamedNode(f"{BASE}graph/old/stated")
    other = ox.NamedNode("https://elsewhere.example/graph/x")
    kind = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    for name in (stale, other):
        does.store.add(ox.Quad(ox.NamedNode("http://x/a"), kind, ox.NamedNode("http://x/b"), name))
    with serve(does) as endpoint:
        assert "1 triples there, none here: left" in run(endpoint, file, "--dry-run").output
        run(endpoint, file)
        assert stale in set(does.store.named_graphs())
        assert f"{stale.value}  0 triples  removed  ok" in run(endpoint, file, "--prune").output
    assert stale not in set(does.store.named_graphs())
    assert len(list(does.store.quads_for_pattern(None, None, None, other))) == 1


def test_a_password_is_given_where_it_is_asked_for(file: Path) -> None:
    does = Behaviour(asks_for_password=True)
    with serve(does) as endpoint:
        done = run(endpoint, file, password=PASSWORD)
    assert "WRONG" not in done.output
    assert done.output.count(" ok") == 3
    assert PASSWORD not in everything(done)


@pytest.mark.parametrize("behaviour", [{"asks_for_password": True}, {"fails_after": 0}])
def test_no_message_repeats_a_password_even_if_the_server_does(
    file: Path, behaviour: dict[str, int]
) -> None:
    for password in (PASSWORD, "Falsch-99"):
        with serve(Behaviour(**behaviour)) as endpoint:  # type: ignore[arg-type]
            done = run(endpoint, file, password=password)
        assert password not in everything(done)
        refused = password != PASSWORD or "fails_after" in behaviour
        assert isinstance(done.exception, StoreError) == refused


def test_a_server_that_cuts_answers_short_is_read_in_parts() -> None:
    name, link = IRI(f"{BASE}graph/m/stated"), IRI("http://x/order")
    many: list[Quad] = [(IRI(f"{BASE}doc/{n}"), link, integer(n), name) for n in range(60)]
    with serve(Behaviour(longest=20)) as endpoint, SortedGraph(many) as graph:
        (published,) = Publisher(graph, RemoteStore(endpoint)).publish()
    assert published.is_right
    assert published.count == 60


def test_a_password_does_not_follow_a_redirect(file: Path) -> None:
    stranger = Behaviour()
    with serve(stranger) as elsewhere:
        with serve(Behaviour(asks_for_password=True, redirects_to=elsewhere)) as endpoint:
            done = run(endpoint, file, password=PASSWORD)
        assert isinstance(done.exception, StoreError)
    assert stranger.requests == []


@pytest.mark.parametrize(
    ("endpoint", "options"),
    [
        ("http://u:pw-secret@127.0.0.1:1/sparql", ()),
        ("http://127.0.0.1:1/query", ("--update", "http://u:pw-secret@h/")),
    ],
    ids=["endpoint", "update"],
)
def test_a_password_in_a_url_is_refused_and_not_repeated(
    file: Path, endpoint: str, options: tuple[str, ...]
) -> None:
    done = run(endpoint, file, *options)
    assert isinstance(done.exception, UsageError)
    assert "--password-file" in str(done.exception)
    assert "pw-secret" not in everything(done)


def test_there_is_no_option_for_a_password() -> None:
    names = {name for parameter in publish.params for name in parameter.opts}
    assert "--password" not in names
    assert "--password-file" in names


def test_user_and_password_belong_together(file: Path) -> None:
    done = run("http://127.0.0.1:1/query", file, "--user", "me")
    assert isinstance(done.exception, UsageError)
    assert "belong together" in str(done.exception)


def test_an_endpoint_that_does_not_answer_is_one_line(file: Path) -> None:
    done = run("http://127.0.0.1:9/query", file)
    assert isinstance(done.exception, StoreError)
    assert "does not answer" in str(done.exception)
    assert "\n" not in str(done.exception)


def test_a_union_cannot_be_published(tmp_path: Path) -> None:
    path = tmp_path / "union.ttl"
    path.write_text("<http://x/a> <http://x/b> <http://x/c> .", encoding="utf-8")
    with serve(Behaviour()) as endpoint:
        done = run(endpoint, path)
    assert isinstance(done.exception, PolicygraphError)
    assert "no named graphs" in str(done.exception)


# -- without a hole --------------------------------------------------------------------------------


def _large(word: str) -> list[Quad]:
    graph = IRI(f"{BASE}graph/m/stated")
    return [(IRI(f"{BASE}doc/m/{n}"), RDF.type, text(word), graph) for n in range(1200)]


def test_a_reader_never_sees_a_graph_that_is_half_replaced() -> None:
    does = Behaviour(graph_store=False)
    with serve(does) as endpoint:
        for quad in _large("old"):
            does.store.add(
                ox.Quad(
                    ox.NamedNode(quad[0]), ox.NamedNode(quad[1]), ox.Literal("old"),
                    ox.NamedNode(quad[3]),
                )
            )  # fmt: skip
        seen: set[tuple[int, int]] = set()
        ended = threading.Event()

        def read() -> None:
            reader = RemoteStore(endpoint)
            while not ended.is_set():
                counts = "SELECT ?o (COUNT(*) AS ?n) { GRAPH <%s> { ?s ?p ?o } } GROUP BY ?o"
                answer = reader.query(counts % f"{BASE}graph/m/stated")
                assert isinstance(answer, Solutions)
                found = {row[0].value: int(row[1].value) for row in answer.rows}  # type: ignore[union-attr]
                seen.add((found.get("old", 0), found.get("new", 0)))

        thread = threading.Thread(target=read)
        thread.start()
        with SortedGraph(_large("new")) as held:
            published = list(Publisher(held, RemoteStore(endpoint)).publish())
        ended.set()
        thread.join(60)
    assert all(found.is_right for found in published)
    assert seen <= {(1200, 0), (0, 1200)}
    assert seen


@pytest.mark.parametrize("writes", range(4), ids=lambda writes: f"after-{writes}")
def test_a_publication_that_stops_leaves_the_old_graph_and_the_next_one_tidies_up(
    writes: int,
) -> None:
    does = Behaviour(graph_store=False)
    name = ox.NamedNode(f"{BASE}graph/m/stated")
    does.store.add(
        ox.Quad(ox.NamedNode("http://x/s"), ox.NamedNode(RDF.type), ox.Literal("old"), name)
    )
    does.fails_after = writes
    with serve(does) as endpoint, SortedGraph(_large("new")) as held:
        with pytest.raises(StoreError):
            list(Publisher(held, RemoteStore(endpoint, tries=1)).publish())
        assert [
            str(q.object.value) for q in does.store.quads_for_pattern(None, None, None, name)
        ] == ["old"]
        remote = RemoteStore(endpoint)
        assert remote.names(f"{BASE}graph/") == [
            IRI(name.value)
        ]  # what is on its way is no graph of ours
        does.fails_after = None
        assert all(found.is_right for found in Publisher(held, remote).publish())
        assert [graph.value for graph in does.store.named_graphs()] == [name.value]
