"""``policygraph validate`` as a user calls it: exit codes, streams, and what is no graph."""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from publish.graph_server import Behaviour, serve
from virtuoso import Virtuoso

from policygraph.cli.main import main
from policygraph.core.resources import resource
from policygraph.store import OxigraphStore, write_build

pytestmark = pytest.mark.heavy  # all of the shipped graph, again and again

Turtle = Callable[..., Path]
_OWN = """
shapes:Own a sh:NodeShape ; sh:targetClass pol:Measure ; sh:property shapes:Own-place .
shapes:Own-place a sh:PropertyShape ; sh:path pol:takesPlaceIn ; sh:minCount 1 ;
    sh:severity sh:Warning ; sh:name "place"@en , "場所"@ja ;
    sh:message "A measure names no place."@en , "取組に場所がない。"@ja .
"""


class Called:
    """What a call of the command did."""

    def __init__(self, capsys: pytest.CaptureFixture[str], *arguments: object) -> None:
        with pytest.raises(SystemExit) as ended:
            main(["validate", *map(str, arguments)])
        self.code = ended.value.code
        self.out, self.err = capsys.readouterr()


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Callable[..., Called]:
    return lambda *arguments: Called(capsys, *arguments)


@pytest.fixture(scope="module")
def build(chapter_graph: OxigraphStore, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("build") / "graph"
    write_build(chapter_graph.dump(), folder)
    return folder


# ---- exit codes -------------------------------------------------------------------------------


@pytest.mark.parametrize(("limit", "code"), [("violation", 0), ("warning", 0), ("info", 1)])
def test_fail_on_says_when_the_exit_code_is_1(
    call: Callable[..., Called], limit: str, code: int
) -> None:
    # The shipped chapter has unresolved reprises (Info) and nothing graver.
    called = call("--fail-on", limit, "--lang", "en")
    assert called.code == code
    assert "UnresolvedReprise-known  4×" in called.out
    assert called.err == ""


def test_what_is_switched_off_is_not_told(call: Callable[..., Called]) -> None:
    known = ("UnresolvedReprise-known", "Measure-actor", "Measure-instrument")
    off = [word for id_ in (*known, "Measure-collectiveBody") for word in ("--disable", id_)]
    called = call("--fail-on", "info", *off)
    assert called.code == 0
    assert not any(id_ in called.out for id_ in known)


def test_a_folder_of_shapes_extends_those_of_the_package(
    call: Callable[..., Called], turtle: Turtle
) -> None:
    folder = turtle(_OWN).parent
    (folder / "profile.toml").write_text(
        'disable = ["Measure-actor"]\n[severity]\n"Own-place" = "violation"\n', encoding="utf-8"
    )
    called = call("--shapes", folder, "--format", "json")
    assert called.code == 1
    counted = json.loads(called.out)["results"]
    assert {r["severity"] for r in counted if r["shape"] == "Own-place"} == {"violation"}
    assert not [r for r in counted if r["shape"] == "Measure-actor"]
    assert [r for r in counted if r["shape"] == "UnresolvedReprise-known"]


def test_the_engines_say_the_same_of_shapes_of_ones_own(
    call: Callable[..., Called], turtle: Turtle
) -> None:
    folder = turtle(_OWN).parent
    (folder / "profile.toml").write_text("shipped = false\n", encoding="utf-8")
    fast, reference = (
        json.loads(call("--shapes", folder, "--engine", name, "--format", "json").out)
        for name in ("fast", "pyshacl")
    )
    assert (fast.pop("engine"), reference.pop("engine")) == ("fast", "pyshacl")
    assert len(fast["results"]) > 40
    assert fast == reference


def test_a_build_a_file_and_the_shipped_graph_have_the_same_report(
    call: Callable[..., Called], build: Path
) -> None:
    reports = [
        call(*where).out.splitlines() for where in ((), (build,), (build / "policygraph.trig",))
    ]
    assert reports[0][1:] == reports[1][1:] == reports[2][1:]
    assert reports[1][0].startswith(str(build))


def test_gaps_are_shown_with_their_places_where_one_asks(call: Callable[..., Called]) -> None:
    folded, wide, paged = (
        call("--lang", "en", *more).out
        for more in ((), ("--wide",), ("--info", "--limit", 3, "--offset", 2))
    )
    assert folded.splitlines()[0].endswith(
        ": passes (Violation 0, Warning 0, Info 33; engine: fast)"
    )
    assert "- measure/" not in folded
    assert "… 10 more (--offset 10 shows on, --format json has them all)" in wide
    assert "… 15 more (--offset 5 shows on, --format json has them all)" in paged
    assert paged.count("  - ") == 3 + 3 + 2 + 2


def test_an_endpoint_has_the_same_report(call: Callable[..., Called], virtuoso: Virtuoso) -> None:
    here, there = call(), call(virtuoso.endpoint)
    assert there.code == 0
    assert there.out.splitlines()[1:] == here.out.splitlines()[1:]


def test_the_list_of_shapes_has_ids_severities_and_names(call: Callable[..., Called]) -> None:
    rows = [line.split("\t") for line in call("--list-shapes", "--lang", "en").out.splitlines()]
    assert ["Measure-theme", "violation", "theme"] in rows
    assert ["triples-in-two-graphs", "violation", "Triples in two graphs"] in rows


# ---- what is no graph -------------------------------------------------------------------------

_WRONG = {
    "words.txt": ("hello", "words.txt: not an RDF file by its name"),
    "syntax.ttl": ("<a:b> <a:c> <a:d> .\n<a:b> <a:c> ;;; .\n", "syntax.ttl:2:13: not Turtle"),
    "syntax.trig": ("<a:g> { <a:b>", "syntax.trig:1:14: not TriG"),
    "empty.ttl": ("", "empty.ttl: the graph is empty; build or load one first"),
    "comment.ttl": ("# nothing\n", "comment.ttl: the graph is empty"),
    "other.ttl": (
        "<http://example.org/a> a <http://example.org/B> .",
        "other.ttl: nothing in it is what the shapes are about; is it a graph of policygraph?",
    ),
    "core.ttl": (
        "<https://w3id.org/policygraph/measure/d/1> a <https://w3id.org/policygraph/ontology#Measure> ;"
        " <http://www.w3.org/2000/01/rdf-schema#seeAlso> <https://w3id.org/policygraph/doc/d/1> .",
        "core.ttl: a core graph, which leaves out texts and evidence; validate the whole one",
    ),
}


@pytest.mark.parametrize("name", _WRONG)
def test_what_is_no_graph_of_ours_is_an_error_of_one_line(
    call: Callable[..., Called], tmp_path: Path, name: str
) -> None:
    content, message = _WRONG[name]
    (tmp_path / name).write_text(content, encoding="utf-8")
    called = call(tmp_path / name)
    assert called.code == 2
    assert called.out == ""
    assert called.err.count("\n") == 1
    assert message in called.err


def test_a_missing_file_a_bare_folder_and_a_dead_endpoint_are_errors_of_one_line(
    call: Callable[..., Called], tmp_path: Path
) -> None:
    for where, message in (
        (tmp_path / "none.ttl", "no such file"),
        (tmp_path, "holds no policygraph.trig and no store"),
        ("http://127.0.0.1:9/sparql", "does not answer"),
    ):
        called = call(where)
        assert (called.code, called.out, called.err.count("\n")) == (2, "", 1)
        assert message in called.err


def test_an_endpoint_without_a_graph_is_an_error(call: Callable[..., Called]) -> None:
    with serve(Behaviour()) as url:
        called = call(url)
    assert called.code == 2
    assert "the graph is empty" in called.err


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("x y z", "own.ttl:1:1: not Turtle"),
        (_OWN.replace("minCount", "minCuont"), "own.ttl: Own-place: SHACL has no sh:minCuont"),
        ("ex:a ex:b ex:c .", "no shapes in it"),
    ],
)
def test_wrong_shapes_are_an_error_of_one_line(
    call: Callable[..., Called], turtle: Turtle, content: str, message: str
) -> None:
    file = turtle(content)
    if content == "x y z":
        file.write_text(content, encoding="utf-8")
    (file.parent / "profile.toml").write_text("shipped = false\n", encoding="utf-8")
    called = call("--shapes", file.parent)
    assert (called.code, called.out, called.err.count("\n")) == (2, "", 1)
    assert message in called.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--shapes", "nowhere"), "nowhere: no such folder of shapes"),
        (("--profile", "nowhere.toml"), "nowhere.toml: cannot be read: No such file"),
        (("--disable", "Measure-themes"), "near: Measure-theme"),
        (("--engine", "swift"), "'swift' is not one of"),
        (("--format", "xml"), "'xml' is not one of"),
    ],
)
def test_wrong_use_is_an_error_of_one_line(
    call: Callable[..., Called], arguments: tuple[str, ...], message: str
) -> None:
    called = call(*arguments)
    assert (called.code, called.out, called.err.count("\n")) == (2, "", 1)
    assert message in called.err


def test_a_copy_of_the_shipped_shapes_changes_nothing(
    call: Callable[..., Called], tmp_path: Path
) -> None:
    """What a user who starts from ours does: copy them and leave the originals out."""
    own = tmp_path / "shapes"
    shutil.copytree(resource("shapes"), own)
    (own / "profile.toml").write_text("shipped = false\n", encoding="utf-8")
    ours, theirs = (json.loads(call(*a, "--format", "json").out) for a in ((), ("--shapes", own)))
    assert theirs["results"] == ours["results"]


def test_a_packed_graph_is_read_before_it_is_judged(
    call: Callable[..., Called], tmp_path: Path
) -> None:
    packed = tmp_path / "other.ttl.gz"
    packed.write_bytes(gzip.compress(b"<http://example.org/a> a <http://example.org/B> ."))
    called = call(packed)
    assert called.code == 2
    assert "other.ttl.gz: nothing in it is what the shapes are about" in called.err
