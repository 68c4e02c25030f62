"""The command as a user meets it: a process, its exit code, its two streams."""

from __future__ import annotations

import contextlib
import csv
import json
import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import run_text

from policygraph.cli.main import main, policygraph
from policygraph.core.resources import resource

Run = subprocess.CompletedProcess[str]
_CHAPTER = (
    "第２章 題\n（１）節\n［Ｃ］重きを置くべき取組\n① 研究の促進\n・大学を支援する。【内閣府】\n"
)


def run(*arguments: object, cwd: Path | None = None, stdin: str = "") -> Run:
    return run_text(*arguments, cwd=cwd, stdin=stdin)


def test_a_build_prints_a_summary_and_writes_files(tmp_path: Path) -> None:
    done = run("build", cwd=tmp_path)
    assert done.returncode == 0
    for line in ("sti-strategy-2017", "57, 3 components", "7, 4 unresolved", "measures     54"):
        assert line in done.stdout
    assert done.stderr == ""
    assert (tmp_path / "build" / "policygraph.trig").exists()


def test_a_bare_text_is_built_with_a_key(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(_CHAPTER, encoding="utf-8")
    done = run("build", "a.txt", "--key", "x-2018", "--title", "題", "--out", "out", cwd=tmp_path)
    assert done.returncode == 0
    assert "https://w3id.org/policygraph/graph/x-2018/stated" in done.stdout
    turtle = (tmp_path / "out" / "policygraph.ttl").read_text(encoding="utf-8")
    assert '"題"@ja' in turtle


_BAD = {
    "missing": (None, r"a.txt: no such file"),
    "empty": (b"", "a.txt: is empty"),
    "binary": (b"\x7fELF\0\0", "NUL byte stands at byte 4"),
    "shift_jis": ("大学".encode("cp932"), "not UTF-8 at byte 0 (0x91): if it is Shift_JIS, say --encoding cp932"),
    "nothing readable": (b"---\n\n***\n", "nothing to read"),
    "tag never closed": (_CHAPTER.replace("】", "").encode(), "a.txt:5: the tag opened with 【 is never closed; the bullet is left out"),
}  # fmt: skip


@pytest.mark.parametrize("problem", _BAD)
def test_bad_input_is_one_line_and_exit_code_2_and_the_old_output_stays(
    tmp_path: Path, problem: str
) -> None:
    data, message = _BAD[problem]
    old = tmp_path / "out" / "policygraph.trig"
    old.parent.mkdir()
    old.write_text("old")
    if data is not None:
        (tmp_path / "a.txt").write_bytes(data)
    done = run("build", "a.txt", "--key", "x", "--out", "out", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("policygraph build: ")
    assert done.stderr.count("\n") == 1
    assert message in done.stderr
    assert old.read_text() == "old"
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["policygraph.trig"]


def test_a_text_without_measures_is_built_with_a_warning(tmp_path: Path) -> None:
    text = "第１章 港の歴史\n第１節 古い港\n港は古くからある。町の名は港に由来する。\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    arguments = ("--key", "x", "--outline", "sti-white-paper")
    done = run("build", "a.txt", *arguments, cwd=tmp_path)
    assert done.returncode == 0
    assert done.stderr.startswith(
        "policygraph build: a.txt: warning: it holds no measure and no target by the outline"
    )
    assert done.stderr.count("\n") == 1
    assert "measures     0\n" in done.stdout
    graph = (tmp_path / "build" / "policygraph.trig").read_text("utf-8")
    assert "古い港" in graph
    assert "町の名は港に由来する。" in graph
    asked = run("query", "outline", "--graph", "build", cwd=tmp_path)
    assert (asked.returncode, "古い港" in asked.stdout) == (0, True)


def test_a_fault_of_a_text_costs_its_bullet_and_ends_a_build_with_1(tmp_path: Path) -> None:
    torn = _CHAPTER + "・企業を支援する。【内閣府\n・町を支援する。【内閣府】\n"
    (tmp_path / "a.txt").write_text(torn, encoding="utf-8")
    for arguments in (("build", "a.txt", "--key", "x"), ("annotate", "a.txt")):
        done = run(*arguments, cwd=tmp_path)
        assert done.returncode == 1
        assert (
            f"policygraph {arguments[0]}: a.txt:6: warning: the tag opened with 【 is never closed;"
            " the bullet is left out, the rest is read"
        ) in done.stderr.splitlines()
        assert done.stdout
    assert "measure/x/2-1-C-1-3" in (tmp_path / "build" / "policygraph.trig").read_text("utf-8")


def test_a_wrong_option_says_where_help_is(tmp_path: Path) -> None:
    done = run("build", "--nothing")
    assert done.returncode == 2
    assert done.stderr.startswith("policygraph build: No such option")
    assert "policygraph build --help" in done.stderr


def test_an_unknown_command_is_one_line() -> None:
    done = run("biuld")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1


def test_help_has_an_example_for_every_command() -> None:
    listed = run("--help").stdout
    names = [
        line.split()[0]
        for line in listed.split("Commands:")[1].splitlines()
        if line.startswith("  ") and line[2] != " "  # no second line of what a command does
    ]
    names = [name for name in names if name.islower()]
    assert "build" in names
    for name in names:
        assert "Example: " in run(name, "--help").stdout, name


def test_coverage_ends_with_1_where_something_is_unexplained(tmp_path: Path) -> None:
    assert run("coverage").returncode == 0
    (tmp_path / "a.txt").write_text(_CHAPTER + "図１ 体制\n", encoding="utf-8")
    done = run("coverage", "a.txt", cwd=tmp_path)
    assert done.returncode == 1
    assert "a.txt:6: unexplained: 図１体制" in done.stdout


@pytest.mark.parametrize(
    "words", [("candidates",), ("export", "nquads"), ("query", "measures-per-body"), ("--help",)]
)
def test_a_reader_that_leaves_ends_a_command_quietly_and_as_other_programs_end(
    words: tuple[str, ...],
) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-m", "policygraph", *words],
        stdout=writer, stderr=subprocess.PIPE, text=True, timeout=120,
    )  # fmt: skip
    os.close(writer)
    assert done.stderr == ""
    assert done.returncode == 128 + signal.SIGPIPE


def test_ctrl_c_is_one_line_and_leaves_the_old_output(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    old = tmp_path / "out" / "policygraph.trig"
    old.parent.mkdir()
    old.write_text("old")
    process = subprocess.Popen(
        [sys.executable, "-m", "policygraph", "build", "a.txt", "--key", "x", "--out", "out"],
        cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    with (tmp_path / "a.txt").open("wb"):  # opens when the build has begun to read
        process.send_signal(signal.SIGINT)
        _, stderr = process.communicate(timeout=60)
    assert process.returncode == 2
    assert stderr == "policygraph build: stopped; nothing was changed\n"
    assert old.read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "out"]


def test_ctrl_c_while_the_program_is_still_imported_is_one_line() -> None:
    probe = (
        "import runpy, sys\n"
        "class Interrupt:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name == 'click': raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Interrupt())\n"
        "runpy.run_module('policygraph', run_name='__main__')"
    )
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (2, "policygraph: stopped\n")


@pytest.mark.parametrize(("value", "coloured"), [("1", False), ("", True), (None, True)])
def test_colours_on_a_terminal_heed_no_color(value: str | None, coloured: bool) -> None:
    environment = {k: v for k, v in os.environ.items() if k != "NO_COLOR"}
    if value is not None:
        environment["NO_COLOR"] = value
    master, terminal = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "policygraph", "explain", "5-1-C-2-1"],
        stdout=terminal, stderr=subprocess.PIPE, env=environment,
    )  # fmt: skip
    os.close(terminal)
    shown = b""
    with contextlib.suppress(OSError), os.fdopen(master, "rb", buffering=0) as screen:
        while chunk := screen.read(4096):  # ends with EIO where the other side is closed
            shown += chunk
    assert process.communicate(timeout=60)[1] == b""
    assert process.returncode == 0
    assert b"5/1/C/2/1" in shown
    assert (b"\x1b" in shown) is coloured


def test_annotate_reads_any_text_from_stdin() -> None:
    done = run("annotate", "-", stdin="・中小企業を支援する。【経済産業省】\n")
    assert done.returncode == 0
    assert "involvesActor" in done.stdout
    assert "concept/actor/sme" in done.stdout


def test_annotate_lists_dates_with_their_values() -> None:
    done = run("annotate", "-", stdin="・平成三十年四月一日に種を配る。【内閣府】\n")
    assert "2018-04-01" in done.stdout


def test_annotate_says_which_words_nothing_explains() -> None:
    done = run("annotate", "-", stdin="・種を配る。【内閣府】脚注\n")
    assert "unexplained text “脚注" in done.stderr


def test_damage_is_told_by_build_coverage_and_annotate(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(_CHAPTER + "・⼤学を支援する。【内閣府】\n", encoding="utf-8")
    for words in (("build", "a.txt", "--key", "x"), ("coverage", "a.txt"), ("annotate", "a.txt")):
        done = run(*words, cwd=tmp_path)
        assert "1 radical(s) such as ⼤ stand for ideographs" in done.stderr
        assert done.returncode == 0
    (tmp_path / "a.txt").write_text(
        _CHAPTER + "・(cid:7)を支援する。【内閣府】\n", encoding="utf-8"
    )
    for words in (("build", "a.txt", "--key", "x"), ("coverage", "a.txt"), ("annotate", "a.txt")):
        done = run(*words, cwd=tmp_path)
        assert "(cid:7)" in done.stderr
        assert done.returncode == 1


def test_files_of_a_steward_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    folder = tmp_path / "x-2018"
    folder.mkdir()
    (folder / "2.txt").write_text(_CHAPTER, encoding="utf-8")
    described = 'key = "x-2018"\n[title]\nja = "畑"\nen = "Fields"\n[texts]\n2 = "2.txt"\n'
    (folder / "document.toml").write_text(described, encoding="utf-8-sig")
    skeleton = run("curate", "x-2018", "x-2018", cwd=tmp_path).stdout
    (folder / "curation.ttl").write_text(skeleton, encoding="utf-8-sig")
    assert run("build", "x-2018", "--out", "built", cwd=tmp_path).returncode == 0
    graph = tmp_path / "built" / "policygraph.ttl"
    marked = tmp_path / "marked.ttl"
    marked.write_text(graph.read_text(encoding="utf-8"), encoding="utf-8-sig")
    (tmp_path / "profile.toml").write_text('disable = ["undeclared-terms"]\n', encoding="utf-8-sig")
    done = run("validate", "marked.ttl", "--profile", "profile.toml", cwd=tmp_path)
    assert done.returncode < 2


def test_curate_writes_a_skeleton_that_parses(tmp_path: Path) -> None:
    import pyoxigraph as ox

    (tmp_path / "a.txt").write_text(_CHAPTER, encoding="utf-8")
    done = run("curate", "x-2018", "a.txt", cwd=tmp_path)
    assert done.returncode == 0
    assert "\n<measure/x-2018/2-1-C-1-1> skos:prefLabel" in done.stdout
    assert "大学を支援する。" in done.stdout
    assert len(list(ox.parse(done.stdout.encode(), format=ox.RdfFormat.TURTLE))) > 0


def test_a_skeleton_with_its_titles_filled_is_not_what_validation_complains_of(
    tmp_path: Path,
) -> None:
    text = tmp_path / "x-2018" / "2.txt"
    text.parent.mkdir()
    text.write_text(_CHAPTER, encoding="utf-8")
    (text.parent / "document.toml").write_text(
        'key = "x-2018"\n[title]\nja = "題"\nen = "Title"\n[texts]\n2 = "2.txt"\n', encoding="utf-8"
    )
    skeleton = run("curate", "x-2018", text.parent, cwd=tmp_path).stdout
    empty = '<measure/x-2018/2-1-C-1-1> skos:prefLabel ""@ja , ""@en .'
    assert empty in skeleton
    filled = empty.replace('""@ja', '"大学の支援"@ja').replace('""@en', '"Aid"@en')
    (text.parent / "curation.ttl").write_text(skeleton.replace(empty, filled), encoding="utf-8")
    assert run("build", text.parent, "--out", "out", cwd=tmp_path).returncode == 0
    said = json.loads(run("validate", "out", "--format", "json", cwd=tmp_path).stdout)
    found = {result["shape"] for result in said["results"]}
    assert "Document-license" in found
    assert not {
        id_ for id_ in found if id_.startswith(("Agent", "Curation", "Assertion", "Measure-title"))
    }


def test_importing_a_heavy_library_is_left_to_the_commands_that_need_it() -> None:
    probe = (
        "import sys; sys.argv = ['policygraph', '--version']\n"
        "from policygraph.cli import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        "heavy = {'rdflib', 'pyshacl', 'networkx', 'rich', 'matplotlib', 'pyoxigraph', 'SPARQLWrapper'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_explain_shows_every_occurrence_of_a_measure_with_its_mentions() -> None:
    done = run("explain", "5-1-C-1-2", "--lang", "ja")
    assert done.returncode == 0
    assert "5/1/C/1/2" in done.stdout
    assert "5/1/C/3/2" in done.stdout  # its restatement in group ③
    assert "マッチングファンド" in done.stdout
    assert "sti-strategy-2017/stated" in done.stdout


@pytest.mark.parametrize("name", ["9/9/C/1/1", 'x"y'])
def test_explain_says_what_a_name_looks_like(name: str) -> None:
    done = run("explain", name)
    assert done.returncode == 2
    assert done.stderr.startswith("policygraph explain: ")
    assert "5/1/C/2/1" in done.stderr


def test_evaluate_says_what_the_labels_were_revised_with_and_prints_a_line_a_scheme() -> None:
    done = run("evaluate", "sti-strategy-2017", "--quiet")
    assert done.returncode == 0
    said, *table = done.stdout.splitlines()
    assert said.startswith("sti-strategy-2017: the labels were revised with this reading")
    assert [line.split()[0] for line in table] == [
        "scheme", "actor", "instrument", "commitment", "responsible", "organization", "work",
        "programme", "place", "date",
    ]  # fmt: skip


def test_evaluate_shows_both_halves_of_the_benchmark_and_lists_misses_of_tune_alone() -> None:
    done = run("evaluate", "benchmark")
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert [line.split() for line in lines if line.startswith(" ")] == [["tune", "test"]] * 2
    assert len([line for line in lines if line.startswith("actor ")]) == 2
    listed = [line.split()[2] for line in lines if line.startswith(("missed", "false"))]
    documents = {unit.partition("/")[0] for unit in listed}
    assert "strategy-bullets-1" in documents
    with resource("data", "gold", "benchmark", "split.csv").open(encoding="utf-8") as file:
        tune = {row["document"] for row in csv.DictReader(file) if row["half"] == "tune"}
    assert documents <= tune


def test_candidates_leave_out_what_the_vocabulary_knows(tmp_path: Path) -> None:
    text = _CHAPTER + "・月影茶会を月影茶会として大学が「夢の機械」とする。【内閣府】\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    words = [
        line.split()[2] for line in run("candidates", "a.txt", cwd=tmp_path).stdout.splitlines()
    ]
    assert "夢の機械" in words
    assert "月影茶会" in words
    assert "大学" not in words


def test_a_text_without_a_description_is_called_after_its_file(tmp_path: Path) -> None:
    (tmp_path / "Ｐｏｒｔ plan_2019 港.txt").write_text(
        _CHAPTER + "・企業を支援する。【内閣府】\n", encoding="utf-8"
    )
    done = run("build", "Ｐｏｒｔ plan_2019 港.txt", cwd=tmp_path)
    assert done.returncode == 0
    assert "its document is called port-plan-2019 (--key names another)" in done.stderr
    assert "measure/port-plan-2019/2-1-C-1-1" in (
        tmp_path / "build" / "policygraph.trig"
    ).read_text(encoding="utf-8")


def test_a_fault_of_the_program_is_one_line_and_never_a_found_problem(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ValueError("two\nlines")

    monkeypatch.setattr(policygraph, "main", broken)
    with pytest.raises(SystemExit) as ended:
        main(["build"])
    assert ended.value.code == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "a fault of this program (ValueError: two lines)" in line
    with pytest.raises(ValueError, match="two"):
        main(["--debug", "build"])


def test_an_option_that_is_given_twice_is_refused_and_not_dropped() -> None:
    for lang, said in (
        ("en", "--contact is given twice; say it once"),
        ("ja", "--contact は一度だけ書く"),
    ):
        done = run("export", "portal", "--out", "p", "--publisher", "a", "--publisher", "b@ja",
                   "--contact", "a@example.org", "--contact", "b@example.org", "--lang", lang)  # fmt: skip
        assert (done.returncode, said in done.stderr) == (2, True)
