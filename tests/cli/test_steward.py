"""A steward adds a document, by options and by answers on a terminal, and checks the corpus."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest
from cli.steward_corpus import LATER, TYPED, write_corpus
from command_line import run_text

from policygraph.corpus.description import read_description

Run = subprocess.CompletedProcess[str]
_DESCRIBED = (
    "--title-ja", "港の戦略2017", "--title-en", "Port strategy 2017", "--date", "平成29年６月２日",
    "--decider", "内閣", "--publisher", "cao", "--source-page", "https://example.org/port.html",
    "--licence", "https://example.org/terms", "--notice-ja", "出典：港", "--notice-en", "Source: port",
    "--curator", "hanako",
)  # fmt: skip


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return write_corpus(tmp_path / "corpus")


def run(*arguments: object, cwd: Path) -> Run:
    return run_text(*arguments, cwd=cwd, variables=os.environ | {"SOURCE_DATE_EPOCH": "1500000000"})


def _text(folder: Path, text: str, name: str = "第３章.txt") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def _fill(curation: Path) -> None:
    """Fill every title, as a person would."""
    filled, number = curation.read_text(encoding="utf-8"), 0
    while '""' in filled:
        number += 1
        filled = re.sub('""', f'"{"題" if "@ja" in filled else "T"}{number}"', filled, count=1)
    curation.write_text(filled, encoding="utf-8")


def _files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_a_document_is_added_and_its_corpus_builds_when_the_titles_are_filled(
    corpus: Path, tmp_path: Path
) -> None:
    text = _text(tmp_path, LATER)
    done = run(
        "add", "port-2017", text.name, "--into", "corpus", "--lang", "en", *_DESCRIBED, cwd=tmp_path
    )
    assert (done.returncode, done.stderr) == (0, "")
    folder = corpus / "port-2017"
    assert _files(folder) == ["3.txt", "curation.ttl", "document.toml"]
    assert (folder / "3.txt").read_bytes() == text.read_bytes()
    described = read_description(folder / "document.toml")
    assert described.titles == {"ja": "港の戦略2017", "en": "Port strategy 2017"}
    assert (str(described.decided_on), described.decided_by) == ("2017-06-02", "cabinet")
    assert described.notices == {"ja": "出典：港", "en": "Source: port"}
    assert "policygraph check corpus" in done.stdout
    assert "document.toml needs" not in done.stdout
    skeleton = (folder / "curation.ttl").read_text(encoding="utf-8")
    assert 'dcterms:date "2017-07-14"^^xsd:date' in skeleton
    assert re.findall("<(measure/[^>]*)> skos:prefLabel", skeleton) == [
        "measure/port-2017/3-1-C-1-1",
        "measure/port-2017/3-1-C-1-2",  # restates a document of another day: an item of its own
        "measure/port-2017/3-1-C-2-1",
    ]
    assert "# restates measure/port-2016/2-1-C-1-1" in skeleton
    assert "<doc/port-2017/3/1/A>" not in skeleton  # a title that the outline sets
    _fill(folder / "curation.ttl")
    built = run("build", "corpus", "--out", "out", cwd=tmp_path)
    assert (built.returncode, built.stderr) == (0, "")
    assert "7 unresolved" not in built.stdout
    titles = (tmp_path / "out" / "port-2017.curated.ttl").read_text(encoding="utf-8")
    assert titles.count("skos:prefLabel") == 3


def test_a_title_that_another_document_has_in_english_is_filled_in(
    corpus: Path, tmp_path: Path
) -> None:
    _text(tmp_path, LATER, "3.txt")
    curation = corpus / "port-2016" / "curation.ttl"
    curation.write_text(run("curate", "port-2016", "corpus", cwd=tmp_path).stdout, encoding="utf-8")
    with curation.open("a", encoding="utf-8") as out:
        out.write('<doc/port-2016/2/1/B> dcterms:title "Issues"@en .\n')
    run("add", "port-2017", "3.txt", "--into", "corpus", "--title-ja", "題", cwd=tmp_path)
    skeleton = (corpus / "port-2017" / "curation.ttl").read_text(encoding="utf-8")
    assert '<doc/port-2017/3/1/B> dcterms:title "Issues"@en .' in skeleton


def test_what_is_there_is_not_overwritten_and_nothing_is_half_written(
    corpus: Path, tmp_path: Path
) -> None:
    text, before = _text(tmp_path, LATER), _files(corpus)
    (tmp_path / "empty.txt").write_bytes(b"")
    title = ("--title-ja", "題")
    for arguments, problem in (
        (("port-2016", text, *title), "port-2016: is there already"),
        (("Port 2017", text, *title), '"Port 2017" cannot be a document key'),
        (("port-2017", text), "--title-ja"),
        (("port-2017", text, tmp_path / "empty.txt", *title), "empty.txt: is empty"),
        (("port-2017", text, text, *title), "is text 3 of the document, and so is"),
        (("port-2017", text, *title, "--decider", "内閣腑"), "near: 内閣"),
        (("port-2017", text, *title, "--date", "平成40年1月1日"), "is no day"),
        (("port-2017", text, *title, "--outline", "none"), 'no outline is called "none"'),
        (("port-2017", text, *title, "--source-page", "example.org"), "is no address"),
    ):
        done = run("add", *arguments, "--into", "corpus", cwd=tmp_path)
        assert (done.returncode, done.stdout) == (2, ""), arguments
        assert problem in done.stderr
        assert done.stderr.startswith("policygraph add: ")
        assert _files(corpus) == before
        assert sorted(path.name for path in corpus.iterdir()) == ["port-2016"]


def test_all_options_that_cannot_be_are_told_at_once(corpus: Path, tmp_path: Path) -> None:
    text = _text(tmp_path, LATER)
    done = run(
        "add", "port-2017", text, "--into", "corpus", "--title-ja", " ", "--date", "someday",
        "--publisher", "nobody", cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 3


def test_a_text_with_a_fault_is_added_and_completed_when_it_is_mended(
    corpus: Path, tmp_path: Path
) -> None:
    text = _text(tmp_path, TYPED)
    done = run("add", "port-2017", text, "--into", "corpus", "--title-ja", "題", cwd=tmp_path)
    assert done.returncode == 1
    copy, curation = corpus / "port-2017" / "3.txt", corpus / "port-2017" / "curation.ttl"
    assert (
        f"corpus/port-2017/3.txt:{TYPED[: TYPED.index('潮風庁')].count(chr(10)) + 1}: "
        in done.stdout
    )
    filled = curation.read_text(encoding="utf-8").replace(
        '3-1-C-2-1> skos:prefLabel ""@ja', '3-1-C-2-1> skos:prefLabel "人材"@ja'
    )
    curation.write_text(filled, encoding="utf-8")
    copy.write_text(LATER, encoding="utf-8")
    done = run("curate", "port-2017", "corpus/port-2017", "--write", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "")
    completed = curation.read_text(encoding="utf-8")
    assert completed.startswith(filled)
    assert re.findall("<(measure/[^>]*)> skos:prefLabel", completed.removeprefix(filled)) == [
        "measure/port-2017/3-1-C-1-1"
    ]
    again = run("curate", "port-2017", "corpus", "--write", cwd=tmp_path)
    assert "0 titles to fill were added" in again.stderr
    assert curation.read_text(encoding="utf-8") == completed


def test_an_encoding_stays_with_the_document(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "3.txt").write_bytes(LATER.encode("cp932"))
    done = run(
        "add", "port-2017", "3.txt", "--into", "corpus", "--title-ja", "題", "--encoding", "cp932",
        cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 0
    assert run("coverage", "corpus", cwd=tmp_path).returncode == 0


def test_an_outline_of_ones_own_goes_with_the_document(corpus: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        'key = "own"\n[words]\nlike = "sti-strategy"\n'
        '[[level]]\npart = "chapter"\nunder = ["document"]\nmarker = \'# ?(?P<number>\\d+)\'\ntitle = "line"\n'
        '[[level]]\npart = "measures"\nunder = ["chapter"]\nmarker = \'## ?(?P<number>[a-z])\'\n'
        'title = "line"\nitems = "measure"\n'
        '[[level]]\nitem = true\nunder = ["measures"]\nmarker = \'\\*\'\ntitle = "none"\n',
        encoding="utf-8",
    )
    _text(tmp_path, "# 1 港\n## a 取組\n* 大学を支援する。【内閣府】\n", "own.txt")
    done = run(
        "add", "own-2020", "own.txt", "--into", "corpus", "--title-ja", "題", "--outline", "own.toml",
        cwd=tmp_path,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert (corpus / "own-2020" / "own.toml").read_bytes() == own.read_bytes()
    assert 'outline = "own.toml"' in (corpus / "own-2020" / "document.toml").read_text(
        encoding="utf-8"
    )
    own.unlink()
    assert run("coverage", "corpus/own-2020", cwd=tmp_path).returncode == 0


class Terminal:
    """A command with a person at its terminal."""

    def __init__(self, *arguments: object, cwd: Path) -> None:
        self.pid, self.screen = pty.fork()
        if self.pid == 0:
            os.chdir(cwd)
            os.execv(sys.executable, [sys.executable, "-m", "policygraph", *map(str, arguments)])
        self.shown = ""

    def until(self, words: str, seconds: float = 120) -> str:
        """Wait until some words are shown; what was shown since the last time is given back."""
        end = time.monotonic() + seconds
        while words not in self.shown:
            ready, _, _ = select.select([self.screen], [], [], max(0.0, end - time.monotonic()))
            assert ready, f"{words!r} is not in {self.shown!r}"
            self.shown += os.read(self.screen, 65536).decode(errors="replace")
        before, _, self.shown = self.shown.partition(words)
        return before

    def answer(self, question: str, answer: str) -> str:
        before = self.until(question)
        os.write(self.screen, f"{answer}\n".encode())
        return before

    def end(self, press: bytes = b"", seconds: float = 60) -> tuple[str, int]:
        """What is shown to the end, and the exit code.

        A key may be pressed whenever nothing more is shown: what is pressed in the moment between a
        question and the reading of its answer does not interrupt Python's ``input``.
        """
        end = time.monotonic() + seconds
        try:
            while True:
                ready, _, _ = select.select([self.screen], [], [], 1.0 if press else seconds)
                assert ready or time.monotonic() < end, f"it goes on after {self.shown!r}"
                if not ready:
                    os.write(self.screen, press)
                    continue
                data = os.read(self.screen, 65536)
                if not data:
                    break
                self.shown += data.decode(errors="replace")
        except OSError:  # the terminal is closed
            pass
        _, status = os.waitpid(self.pid, 0)
        os.close(self.screen)
        return self.shown, os.waitstatus_to_exitcode(status)


def test_on_a_terminal_what_is_not_given_is_asked_until_it_can_be_read(
    corpus: Path, tmp_path: Path
) -> None:
    _text(tmp_path, LATER, "3.txt")
    person = Terminal(
        "add", "port-2017", "3.txt", "--into", "corpus", "--title-en", "Port", "--lang", "en",
        cwd=tmp_path,
    )  # fmt: skip
    shown = person.answer("Title in Japanese", "")
    assert "sti-strategy" in shown  # how each outline fits
    person.answer("Title in Japanese", "港の戦略2017")
    person.answer("Decided on", "in June")
    assert "is no day" in person.answer("Decided on", "平成29年6月2日")
    person.answer("Decided by", "内閤府")
    assert "near: 内閣府" in person.answer("Decided by", "内閣")
    for question in ("Published by", "Address of the page", "licence", "in Japanese", "in English"):
        person.answer(question, "")
    person.answer("Outline", "")
    person.answer("Who curates", "hanako")
    shown, code = person.end()
    assert code == 0
    assert "Added port-2017." in shown
    assert "document.toml needs publisher, source_page, licence.iri" in shown
    described = read_description(corpus / "port-2017" / "document.toml")
    assert described.titles == {"en": "Port", "ja": "港の戦略2017"}
    assert (str(described.decided_on), described.decided_by) == ("2017-06-02", "cabinet")
    assert "<agent/hanako>" in (corpus / "port-2017" / "curation.ttl").read_text(encoding="utf-8")


def test_a_person_who_leaves_leaves_nothing_behind(corpus: Path, tmp_path: Path) -> None:
    _text(tmp_path, LATER, "3.txt")
    person = Terminal("add", "port-2017", "3.txt", "--into", "corpus", "--lang", "en", cwd=tmp_path)
    person.answer("Title in Japanese", "題")
    person.until("Title in English")
    _, code = person.end(press=b"\x03")  # Ctrl-C
    assert code == 2
    assert [path.name for path in corpus.iterdir()] == ["port-2016"]


@pytest.fixture(scope="module")
def typed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a corpus whose second document has typing errors, and a reading by hand of it."""
    folder = tmp_path_factory.mktemp("typed")
    write_corpus(folder / "corpus")
    run("build", "corpus", cwd=folder)
    _text(folder, TYPED)
    run("add", "port-2017", "第３章.txt", "--into", "corpus", "--title-ja", "題", cwd=folder)
    gold = folder / "corpus" / "port-2017" / "gold"
    gold.mkdir()
    (gold / "3.csv").write_text(
        "unit,quote,nth,scheme,concept\n3/1/C/2/1,大学,1,actor,大学\n3/1/C/2/1,支援,1,actor,支援\n",
        encoding="utf-8",
    )
    return folder


def test_the_page_says_what_to_mend_and_what_changed(typed: Path) -> None:
    done = run("check", "corpus", "--lang", "en", cwd=typed)
    assert (done.returncode, done.stderr) == (1, "")
    for words in (
        "Check of port-2016, port-2017",
        "corpus/port-2017/3.txt:13: the tag opened with 【 is never closed",
        "corpus/port-2017/3.txt:10: unexplained “図１港の地図",
        "port-2017: 1 of 2 mentions of the hand's are found",
        "Compared with build.",
        "added: 大学の人材育成を支援する。 (measure/port-2017/3-1-C-2-1)",
        "corpus/port-2017/3.txt:16: measure/port-2017/3-1-C-2-1",
    ):
        assert words in done.stdout


def test_the_page_is_in_japanese_and_html_as_well(typed: Path) -> None:
    done = run("check", "corpus", "--lang", "ja", "--out", "check.html", cwd=typed)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("policygraph check: 直すところが")
    page = (typed / "check.html").read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert '<html lang="ja">' in page
    assert "前回の構築からの変化" in page
    text = run("check", "corpus", "--lang", "ja", "--out", "check.txt", cwd=typed)
    assert text.returncode == 1
    assert "port-2016, port-2017 の点検" in (typed / "check.txt").read_text(encoding="utf-8")


def test_the_shipped_corpus_has_nothing_to_mend(tmp_path: Path) -> None:
    done = run("check", "--lang", "en", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[:2] == ["Check of sti-strategy-2017", "Nothing to mend."]
    assert "The same as" in done.stdout
    assert list(tmp_path.iterdir()) == []


def test_a_check_that_cannot_be_made_ends_with_2(typed: Path, tmp_path: Path) -> None:
    assert run("check", "nowhere", cwd=typed).returncode == 2
    assert run("check", "corpus", "--out", "no/folder.html", cwd=typed).returncode == 2
    assert run("check", "corpus", "--since", "nothing", cwd=typed).returncode == 2


@pytest.mark.parametrize(
    "words",
    [
        ("build", "corpus", "--out", "out"), ("coverage", "corpus"), ("candidates", "corpus"),
        ("curate", "port-2016", "corpus"), ("evaluate", "port-2016", "corpus", "--gold", "gold"),
        ("check", "corpus"),
        ("annotate", "corpus/port-2016/2.txt"),
        ("add", "port-2018", "text.txt", "--into", "corpus", "--title-ja", "題"),
    ],
    ids=lambda words: words[0],
)  # fmt: skip
def test_every_command_that_reads_texts_takes_a_vocabulary_of_ones_own(
    words: tuple[str, ...], corpus: Path, tmp_path: Path
) -> None:
    _text(tmp_path, LATER, "text.txt")
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "2.csv").write_text(
        "unit,quote,nth,scheme,concept\n2/1/C/1/1,大学,1,actor,大学\n", encoding="utf-8"
    )
    own = tmp_path / "own"
    own.mkdir()
    (own / "own.ttl").write_text("no Turtle", encoding="utf-8")
    done = run(*words, "--vocabulary", "own", cwd=tmp_path)
    if words[0] == "coverage":  # which reads no words
        assert done.returncode == 0
    else:
        assert done.returncode == 2
        assert "own/own.ttl" in done.stderr
    (own / "own.ttl").write_text(
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        "@prefix actor: <https://w3id.org/policygraph/concept/actor/> .\n"
        "actor:port a skos:Concept ; skos:inScheme actor: ; skos:broader actor:enterprise ;\n"
        '    skos:notation "port" ; skos:prefLabel "港"@ja , "port"@en .\n',
        encoding="utf-8",
    )
    done = run(*words, "--vocabulary", "own", cwd=tmp_path)
    assert done.returncode in (0, 1), done.stderr
