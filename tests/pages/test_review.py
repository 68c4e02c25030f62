"""The page of ``policygraph review``: what is judged on it becomes a curation file that a build reads."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from cli.steward_corpus import EARLIER, LATER, write_corpus
from click.testing import CliRunner
from pictures.chromium import NoChromiumError, Page, browser

from policygraph.cli.review import review
from policygraph.cli.steward import evaluate_gold
from policygraph.core.namespaces import BASE, IRI, POL
from policygraph.corpus.description import find_texts
from policygraph.graph import BuiltGraph, build_graph

KEY = "port-2019"
MEASURE = IRI(f"{BASE}measure/{KEY}/3-1-C-1-1")
SME, TOWN = f"{BASE}concept/actor/sme", f"{BASE}concept/actor/municipality"
# Its bullet names a body that no vocabulary has, one letter off a ministry.
DOCUMENT = LATER.replace("潮風庁", "経済産業庁")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_corpus(tmp_path_factory.mktemp("review") / "corpus")
    own = folder / KEY
    own.mkdir()
    (own / "3.txt").write_text(DOCUMENT, encoding="utf-8")
    (own / "document.toml").write_text(
        f'key = "{KEY}"\n[title]\nja = "港の戦略2019"\nen = "Port strategy 2019"\n[texts]\n3 = "3.txt"\n',
        encoding="utf-8",
    )
    assert EARLIER  # the other document of the corpus
    return folder


def write_page(corpus: Path, language: str = "en") -> Path:
    page = corpus.parent / f"review-{language}.html"
    done = CliRunner().invoke(
        review, [KEY, str(corpus), "--out", str(page), "--lang", language], catch_exceptions=False
    )
    assert done.exit_code == 0, done.output
    return page


def built(corpus: Path) -> BuiltGraph:
    return build_graph(find_texts([corpus]))


def links(graph: BuiltGraph, layer: str) -> set[tuple[str, str, str]]:
    return {
        (str(s), str(p), str(o))
        for s, p, o in graph.dataset.graphs[IRI(f"{BASE}graph/{KEY}/{layer}")]
    }


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_unit_mention_and_bare_sentence_is_on_the_page(corpus: Path, language: str) -> None:
    page = lxml.html.parse(str(write_page(corpus, language))).getroot()
    assert page.get("lang") == language
    units = {unit.get("data-path"): unit for unit in page.xpath("//article")}
    assert {"3", "3/1/A/s1", "3/1/B/s1", "3/1/C/1/1", "3/1/C/2/1"} <= units.keys()
    bullet = units["3/1/C/1/1"]
    assert f"{MEASURE} {POL.involvesActor} {SME}" in bullet.xpath(".//li/@data-key")
    assert "経済産業庁" in bullet.xpath(".//li[.//button[@data-near]]/@data-words")
    assert units["3/1/C/1"].get("data-bare") is not None
    assert page.xpath("//script[@src] | //link[@href] | //img[@src]") == []


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    try:
        with browser(tmp_path_factory.mktemp("profile")) as page:
            yield page
    except NoChromiumError as error:
        pytest.skip(str(error))


def _click(page: Page, row: str, button: str) -> None:
    page.run(
        f"[...document.querySelectorAll('li')].find(r => r.dataset.key === {json.dumps(row)})"
        f".querySelector({json.dumps(button)}).click()"
    )


def _added(page: Page, typed: str, reason: str) -> Any:
    return page.run(
        "(() => { const form = document.querySelector('[data-path=\"3/1/C/1/1\"] form');"
        f" form.elements.term.value = {json.dumps(typed)}; form.elements.reason.value = {json.dumps(reason)};"
        " form.requestSubmit(); return form.querySelector('output').textContent; })()"
    )


def test_what_is_clicked_is_a_curation_file_that_the_build_reads(
    corpus: Path, opened: Page
) -> None:
    before = built(corpus)
    made = (str(MEASURE), str(POL.involvesActor), SME)
    wrong = next(
        link for link in links(before, "stated")
        if link[0] == str(MEASURE) and link[1] == str(POL.responsibleBody) and "経済産業庁" in link[2]
    )  # fmt: skip
    meti = (str(MEASURE), str(POL.responsibleBody), f"{BASE}org/meti")
    municipality = (str(MEASURE), str(POL.involvesActor), TOWN)
    assert made in links(before, "stated")
    assert municipality not in links(before, "stated")

    opened.open(write_page(corpus), 1280)
    opened.run("document.getElementById('curator').value = 'port-editor'")
    _click(opened, " ".join(made), "button[data-act=withdrawn]")
    _click(opened, " ".join(wrong), "button[data-near]")
    assert _added(opened, "no such term", "") != ""
    typed = opened.run(f"data.terms.find(t => t.iri === {json.dumps(TOWN)}).typed")
    assert _added(opened, typed, 'the "harbour" runs it') == ""
    assert _added(opened, typed, "") == "it is there already"
    university = f"{MEASURE} {POL.involvesActor} {BASE}concept/actor/university"
    _click(opened, university, "button[data-act=accepted]")
    written = opened.run("curationFile()")
    saved = opened.run(
        "new Promise(found => { const make = URL.createObjectURL; URL.createObjectURL = blob =>"
        " { blob.text().then(found); return make.call(URL, blob); };"
        " document.getElementById('save').click(); })"
    )
    assert saved == written
    assert opened.told("Runtime.exceptionThrown") == []

    place = corpus / KEY / "curation.ttl"
    place.write_text(written, encoding="utf-8")
    try:
        after = built(corpus)
        stated, curated = links(after, "stated"), links(after, "curated")
        assert {made, wrong}.isdisjoint(stated)
        assert municipality in curated
        assert meti in stated | curated
        assert "added-to-none" not in {problem.key for problem in after.summary.problems}
        assert f"# accepted: {university}" in written
        assert 'the \\"harbour\\" runs it' in written
        # Opened again, the page knows what stands in the file, and writes it once.
        opened.open(write_page(corpus, "ja"), 390)
        states = opened.run(
            "Object.fromEntries([...document.querySelectorAll('li')].map(r => [r.dataset.key, r.dataset.state]))"
        )
        assert states[" ".join(municipality)] == "added"
        assert states[university] == "accepted"
        assert " ".join(made) not in states or states[" ".join(made)] == "withdrawn"
        again = opened.run("curationFile()")
        assert re.sub(r"\n+", "\n", again) == re.sub(r"\n+", "\n", written)
        assert opened.run("document.documentElement.scrollWidth <= window.innerWidth")
    finally:
        place.unlink()


def test_words_outside_measures_are_judged_too_and_become_a_reading_by_hand(
    corpus: Path, opened: Page
) -> None:
    opened.open(write_page(corpus), 1280)
    opened.run("localStorage.clear(); judged.clear(); show()")
    sentence = f"{BASE}doc/{KEY}/3/1/A/s1 {POL.involvesActor} {SME}"
    issue = f"{BASE}doc/{KEY}/3/1/B/s1 {POL.involvesActor} {BASE}concept/actor/university"
    _click(opened, sentence, "button[data-act=withdrawn]")
    _click(opened, issue, "button[data-act=accepted]")
    add = (
        "(() => { const unit = document.querySelector('[data-path=\"3/1/A/s1\"]'), form = unit.querySelector('form');"
        f" form.elements.term.value = data.terms.find(t => t.iri === {json.dumps(TOWN)}).typed;"
        " form.requestSubmit(); return form.querySelector('output').textContent; })()"
    )
    assert opened.run(add) == "select the words in the text first"
    opened.run(
        "(() => { const words = document.querySelector('[data-path=\"3/1/A/s1\"] p.words').firstChild,"
        " range = document.createRange(); range.setStart(words, 0); range.setEnd(words, 2);"
        " getSelection().removeAllRanges(); getSelection().addRange(range);"
        " return new Promise(done => setTimeout(done, 50)); })()"
    )
    assert opened.run(add) == ""
    assert opened.run("readingFile()").splitlines() == [
        "unit,quote,nth,scheme,concept",
        "3/1/A/s1,港町,1,actor,市町村",
        "3/1/B/s1,大学,1,actor,大学",
    ]
    written = opened.run("curationFile()")
    assert f"# not meant: {sentence}\n" in written
    assert f"# also meant: {BASE}doc/{KEY}/3/1/A/s1 {POL.involvesActor} {TOWN} 1 港町\n" in written
    place = corpus / KEY / "curation.ttl"
    place.write_text(written, encoding="utf-8")
    try:
        assert built(corpus).summary.documents  # remarks do not disturb a build
        opened.open(write_page(corpus), 1280)
        assert opened.run("curationFile()") == written
        assert opened.run("readingFile()").count("港町") == 1
        gold = corpus / KEY / "gold"
        gold.mkdir()
        (gold / "3.csv").write_text(opened.run("readingFile()"), encoding="utf-8")
        done = CliRunner().invoke(evaluate_gold, [KEY, str(corpus)], catch_exceptions=False)
        assert "市町村" in done.output  # of the two rows the one that the program does not read
        (gold / "3.csv").unlink()
        gold.rmdir()
    finally:
        place.unlink()


TIMED = LATER.replace("港の倉庫を", "2031年度を見据え、港の倉庫を2030年度までに")


@pytest.fixture(scope="module")
def timed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_corpus(tmp_path_factory.mktemp("timed") / "corpus")
    own = folder / KEY
    own.mkdir()
    (own / "3.txt").write_text(TIMED, encoding="utf-8")
    (own / "document.toml").write_text(
        f'key = "{KEY}"\n[title]\nja = "港の戦略2019"\nen = "Port strategy 2019"\n[texts]\n3 = "3.txt"\n',
        encoding="utf-8",
    )
    return folder


def test_times_are_rows_that_say_what_they_were_read_as(timed: Path) -> None:
    page = lxml.html.parse(str(write_page(timed))).getroot()
    (bullet,) = page.xpath("//article[@data-path='3/1/C/1/1']")
    rows = {row.get("data-words"): row for row in bullet.xpath(".//li[@data-value]")}
    due = rows["2030年度までに"]
    assert due.get("data-link") == POL.deadline
    assert due.get("data-object").startswith(f"{BASE}doc/{KEY}/3/1/C/1/1#")
    assert "deadline" in due.text_content()
    assert due.xpath(".//button[@data-act='withdrawn']")
    assert rows["2031年度"].get("data-link") is None


def test_a_deadline_is_withdrawn_and_other_words_are_added_as_one(
    timed: Path, opened: Page
) -> None:
    before = built(timed)
    ((_, _, due),) = [t for t in links(before, "stated") if t[1] == str(POL.deadline)]
    opened.open(write_page(timed), 1280)
    opened.run("localStorage.clear(); judged.clear(); show()")
    _click(opened, f"{MEASURE} {POL.deadline} {due}", "button[data-act=withdrawn]")
    add = (
        "(() => { const unit = document.querySelector('[data-path=\"PATH\"]'), form = unit.querySelector('form');"
        f" form.elements.term.value = data.terms.find(t => t.link === {json.dumps(POL.deadline)}).typed;"
        " form.requestSubmit(); return form.querySelector('output').textContent; })()"
    )
    bullet = add.replace("PATH", "3/1/C/1/1")
    assert opened.run(bullet) == "select the words in the text first"
    assert "only measures" in opened.run(add.replace("PATH", "3/1/A/s1"))
    opened.run(
        "(() => { const words = document.querySelector('[data-path=\"3/1/C/1/1\"] p.words').firstChild.firstChild,"
        " range = document.createRange(); range.setStart(words, 0); range.setEnd(words, 6);"
        " getSelection().removeAllRanges(); getSelection().addRange(range);"
        " return new Promise(done => setTimeout(done, 50)); })()"
    )
    assert opened.run(bullet) == ""
    written = opened.run("curationFile()")
    assert opened.run("readingFile()").count("2031年度") == 0  # a reading by hand has names alone
    place = timed / KEY / "curation.ttl"
    place.write_text(written, encoding="utf-8")
    try:
        after = built(timed)
        given = f"{BASE}doc/{KEY}/3/1/C/1/1#0-6"
        assert not [t for t in links(after, "stated") if t[1] == str(POL.deadline)]
        assert (str(MEASURE), str(POL.deadline), given) in links(after, "curated")
        assert (given, str(POL.role), f"{BASE}concept/role/deadline") in links(after, "curated")
        assert [p.key for p in after.summary.problems if p.key.startswith("added")] == []
        page = lxml.html.parse(str(write_page(timed))).getroot()
        states = {
            row.get("data-words"): row.get("data-state")
            for row in page.xpath("//li[@data-value][@data-state!='']")
        }
        assert states == {"2030年度までに": "withdrawn", "2031年度": "added"}
    finally:
        place.unlink()


def test_keys_judge_and_take_back(corpus: Path, opened: Page) -> None:
    opened.open(write_page(corpus), 1280)
    opened.run("localStorage.clear(); judged.clear(); show()")

    def press(*keys: str) -> str:
        for key in keys:
            opened.run(
                "document.activeElement.dispatchEvent("
                f"new KeyboardEvent('keydown', {{key: {json.dumps(key)}, bubbles: true}}))"
            )
        return str(
            opened.run("document.activeElement.dataset.state ?? document.activeElement.name")
        )

    assert press("j", "a") == "accepted"
    assert press("u") == ""
    assert press("j", "j", "a", "a") == ""
    opened.run("document.querySelector('[data-path=\"3/1/C/1/1\"] li').focus()")
    assert press("w") == "withdrawn"
    assert press("n") == "term"
    opened.run("document.getElementById('filter').value = 'bare'; show()")
    shown = opened.run(
        "[...document.querySelectorAll('article')].filter(a => !a.hidden && !('bare' in a.dataset)).length"
    )
    assert shown == 0
