"""``policygraph network``, ``plot`` and ``report`` as a user meets them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from policygraph.cli.main import main
from policygraph.pictures.networks import network_kinds, node_kinds
from policygraph.pictures.plots import PLOTS
from policygraph.store import Store, write_build


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    """Exit code, stdout and stderr of a command."""
    with pytest.raises(SystemExit) as left:
        main([str(argument) for argument in arguments])
    code = left.value.code
    out, err = capsys.readouterr()
    return (code if isinstance(code, int) else 0), out, err


@pytest.fixture(scope="module")
def folder(two: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The two documents as a build's folder."""
    path = tmp_path_factory.mktemp("graph") / "two"
    write_build(two.dump(), path)
    return path


@pytest.fixture(scope="module")
def no_measures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph without a document."""
    path = tmp_path_factory.mktemp("graph") / "no-document.ttl"
    path.write_text("<urn:a> <urn:b> <urn:c> .", encoding="utf-8")
    return path


def test_data_goes_to_stdout_and_remarks_on_csv_to_stderr(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    code, out, err = run(capsys, "network", "body-body", "--graph", folder, "--format", "csv",
                         "--metrics", "--lang", "en")  # fmt: skip
    assert code == 0
    assert out.splitlines()[0].startswith("node,nodeLabel,collective,measures,degree")
    assert len(out.splitlines()) == 1 + 4
    assert "policygraph network: PageRank: the share of time" in err
    code, out, err = run(capsys, "network", "body-body", "--graph", folder, "--format", "json")
    assert (code, err) == (0, "")
    assert json.loads(out)["kind"] == "body-body"


def test_a_minimum_too_high_is_said_and_is_no_error(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    code, out, _ = run(capsys, "network", "body-body", "--graph", folder, "--minimum", 9,
                       "--lang", "en")  # fmt: skip
    assert code == 0
    assert "There are no such links." in out
    assert "the heaviest weighs 2." in out
    code, out, _ = run(capsys, "network", "measure-measure", "--graph", folder, "--minimum", 9,
                       "--lang", "ja")  # fmt: skip
    assert code == 0
    assert "そのように重いつながりはない" in out


WRONG = {
    ("network", "nobody"): 'no network "nobody"; there are body-body, body-actor',
    ("network", "body-body", "--minimum", "0"): "0 is not in the range",
    ("network", "body-body", "--lang", "fr"): "'fr' is not one of 'ja', 'en'",
    ("network", "structure", "--links", "stated"): "structure has no weights",
    ("network", "measure-measure", "--reprises", "printed"): "takes only --reprises once",
    ("network", "body-body", "--graph", "nowhere.ttl"): "nowhere.ttl",
    ("plot", "pie", "--out", "x.svg"): "'pie' is not one of 'network'",
    (
        "plot",
        "bars",
        "--out",
        "x.gif",
    ): "x.gif: a picture is one of .svg, .png, .pdf; name the file so",
    ("plot", "bars", "--out", "none/x.svg"): "none/x.svg: there is no folder none; make it first",
    ("plot", "network", "--of", "structure", "--out", "x.svg"): "it is of body-body, body-actor",
    ("plot", "flow", "--minimum", "2", "--out", "x.svg"): "--minimum means nothing to flow",
    ("plot", "bars", "--top", "1", "--out", "x.svg"): "1 is not in the range",
    ("plot", "bars", "--outlines", "--out", "x.png"): "--outlines means nothing to .png",
    ("plot", "bars", "--size", "16x9", "--out", "x.svg"): "'16x9' is not one of 'page', '16:9'",
    ("report", "--out", "none/x.html"): "none/x.html: there is no folder none; make it first",
    ("report", "--out", "."): ".: is a folder; name a file",
    ("report",): "Missing option '--out'",
}


@pytest.mark.parametrize("arguments", WRONG, ids=" ".join)
def test_wrong_use_is_one_line_and_exit_code_2(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
    folder: Path, tmp_path: Path, arguments: tuple[str, ...],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", ["policygraph", *arguments])
    graph = () if "--graph" in arguments else ("--graph", folder)
    code, out, err = run(capsys, *arguments, *graph)
    assert (code, out) == (2, "")
    assert err.startswith(f"policygraph {arguments[0]}: ")
    assert WRONG[arguments] in err
    assert err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_kind_lists_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert all(kind in run(capsys, "network", "x")[2] for kind in network_kinds())
    assert all(f"'{kind}'" in run(capsys, "plot", "x", "--out", "x.svg")[2] for kind in PLOTS)


def test_a_graph_without_documents_is_refused(
    capsys: pytest.CaptureFixture[str], no_measures: Path, tmp_path: Path
) -> None:
    for arguments in (("network", "body-body"), ("plot", "bars", "--out", tmp_path / "x.svg"),
                      ("report", "--out", tmp_path / "x.html")):  # fmt: skip
        code, out, err = run(capsys, *arguments, "--graph", no_measures)
        assert (code, out) == (2, "")
        assert "no policy document in this graph; give one that policygraph build wrote" in err
    assert list(tmp_path.iterdir()) == []


def test_help_names_every_kind_and_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    named = [*node_kinds(), "measure-measure", "structure"]
    for command, names in (("network", named), ("plot", PLOTS), ("report", ("--portraits",))):
        code, out, _ = run(capsys, command, "--help")
        assert code == 0
        assert all(name in out for name in names)
        assert f"Example: policygraph {command}" in out


def test_either_end_of_a_network_can_be_named_first(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    found = {}
    for kind in ("body-theme", "theme-body"):
        code, out, _ = run(capsys, "network", kind, "--graph", folder, "--format", "json")
        assert code == 0
        found[kind] = {
            (link["source"], link["target"], link["weight"]) for link in json.loads(out)["links"]
        }
    assert found["body-theme"]
    assert found["theme-body"] == {(b, a, weight) for a, b, weight in found["body-theme"]}


def test_without_the_extra_pictures_say_what_to_install(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, folder: Path,
    tmp_path: Path,
) -> None:  # fmt: skip
    monkeypatch.setitem(sys.modules, "matplotlib", None)  # as if it were not there
    out = tmp_path / "x"
    for words in (("plot", "bars", "--out", f"{out}.svg"), ("report", "--out", f"{out}.html")):
        code, _, err = run(capsys, *words, "--graph", folder)
        assert code == 2
        assert "pictures need matplotlib: pip install 'policygraph[pictures]'\n" in err
    assert list(tmp_path.iterdir()) == []


def test_networks_and_metrics_need_no_extra(folder: Path) -> None:
    program = (
        "import sys\n"
        "for name in ('matplotlib', 'numpy', 'scipy', 'pandas'): sys.modules[name] = None\n"
        "from policygraph.cli.main import main\n"
        "main(sys.argv[1:])\n"
    )
    for kind, format_ in (("actor-actor", "table"), ("body-theme", "graphml")):
        words = ("network", kind, "--metrics", "--format", format_, "--graph", str(folder))
        done = subprocess.run(
            [sys.executable, "-c", program, *words], capture_output=True, text=True, timeout=60
        )
        assert (done.returncode, done.stderr) == (0, "")
        assert "PageRank" in done.stdout


def test_a_report_can_go_to_stdout(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    code, out, _ = run(capsys, "report", "--graph", folder, "--out", "-", "--links", "stated",
                       "--lang", "ja")  # fmt: skip
    assert code == 0
    assert out.startswith("<!DOCTYPE html>")
    assert "本文が述べるつながりだけを数える。" in out
