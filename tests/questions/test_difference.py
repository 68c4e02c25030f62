"""What changed between two graphs, in words and as JSON."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from policygraph.api import build
from policygraph.cli.main import main
from policygraph.core.namespaces import DCTERMS, IRI, ITSRDF, NIF, POL, RDF, SKOS
from policygraph.core.terms import Literal, Quad
from policygraph.questions.difference import Difference, compare
from policygraph.store import Store, memory_store, write_build

BASE = "https://w3id.org/policygraph/"
_STATED, _CURATED = (IRI(f"{BASE}graph/d/{layer}") for layer in ("stated", "curated"))
_BULLET, _ITEM = IRI(f"{BASE}doc/d/1/1"), IRI(f"{BASE}measure/d/1-1")
_THEME = IRI(f"{BASE}concept/theme/startup")
_MENTION = IRI(f"{BASE}doc/d/1/1#0-6")


def _graph(**changed: object) -> Store:
    """A bullet, its item and a link; each can be given otherwise, ``None`` leaves it out."""
    facts: dict[str, Quad] = {
        "type": (_BULLET, RDF.type, POL.MeasureOccurrence, _STATED),
        "text": (_BULLET, POL.text, Literal("ベンチャーを支援する。"), _STATED),
        "begin": (_BULLET, NIF.beginIndex, Literal("10"), _STATED),
        "item": (_ITEM, RDF.type, POL.Measure, _STATED),
        "of": (_BULLET, POL.occurrenceOf, _ITEM, _STATED),
        "title": (_ITEM, SKOS.prefLabel, Literal("起業支援", language="ja"), _CURATED),
        "link": (_ITEM, POL.hasTheme, _THEME, _STATED),
        "label": (_THEME, SKOS.prefLabel, Literal("起業", language="ja"), _STATED),
        "unit": (_MENTION, POL.mentionedIn, _BULLET, _STATED),
        "words": (_MENTION, NIF.anchorOf, Literal("ベンチャー"), _STATED),
        "meaning": (_MENTION, ITSRDF.taIdentRef, _THEME, _STATED),
        "licence": (IRI(f"{BASE}doc/d"), DCTERMS.license, IRI("http://example.org/l"), _STATED),
    }
    quads = [quad for quad in {**facts, **changed}.values() if quad is not None]
    return memory_store(quads)  # type: ignore[arg-type]


def _changed(difference: Difference) -> dict[str, tuple[int, int, int]]:
    counts = {
        kind: (len(c.added), len(c.removed), len(c.altered)) for kind, c in difference.kinds.items()
    }
    return {kind: count for kind, count in counts.items() if any(count)}


def test_a_graph_does_not_differ_from_itself() -> None:
    difference = compare(_graph(), _graph(), language="en")
    assert not difference
    assert difference.to_text() == "No difference.\n"


def test_a_bullet_in_other_words_is_altered() -> None:
    other = (_BULLET, POL.text, Literal("ベンチャーを推進する。"), _STATED)
    difference = compare(_graph(), _graph(text=other))
    assert _changed(difference) == {"units": (0, 0, 1)}
    (change,) = difference.kinds["units"].altered
    assert change.before == {POL.text: ("ベンチャーを支援する。",)}
    assert change.after == {POL.text: ("ベンチャーを推進する。",)}
    assert "pol:text: “ベンチャーを支援する。” -> “ベンチャーを推進する。”" in difference.to_text()


def test_offsets_that_move_with_the_text_are_no_difference() -> None:
    moved = (_BULLET, NIF.beginIndex, Literal("99"), _STATED)
    assert not compare(_graph(), _graph(begin=moved))


def test_a_link_is_told_with_both_ends() -> None:
    difference = compare(_graph(link=None), _graph())
    assert _changed(difference) == {"links": (1, 0, 0)}
    assert "+ measure/d/1-1 pol:hasTheme theme:startup (起業)  「起業支援」" in difference.to_text()
    assert _changed(compare(_graph(), _graph(link=None))) == {"links": (0, 1, 0)}


def test_a_link_that_a_person_took_over_is_altered() -> None:
    curated = (_ITEM, POL.hasTheme, _THEME, _CURATED)
    difference = compare(_graph(), _graph(link=curated))
    assert _changed(difference) == {"links": (0, 0, 1)}
    assert "(stated -> curated)" in difference.to_text()


def test_a_mention_is_told_by_its_words_wherever_it_stands() -> None:
    assert _changed(compare(_graph(), _graph(meaning=None))) == {"mentions": (0, 1, 0)}


def test_a_label_of_the_vocabulary_is_a_change_of_the_thing() -> None:
    other = (_THEME, SKOS.prefLabel, Literal("創業", language="ja"), _STATED)
    difference = compare(_graph(), _graph(label=other))
    assert _changed(difference) == {"things": (0, 0, 1)}


def test_what_no_heading_covers_is_counted_by_predicate() -> None:
    difference = compare(_graph(), _graph(licence=None))
    assert _changed(difference) == {}
    assert difference.others == {DCTERMS.license: (0, 1)}
    assert difference
    assert "dcterms:license  +0 -1" in difference.to_text()


def test_json_says_the_same_as_the_words() -> None:
    content = json.loads(compare(_graph(link=None, licence=None), _graph()).to_json())
    assert content["different"] is True
    assert content["links"]["added"] == [
        {
            "iri": _ITEM, "label": "起業支援", "predicate": POL.hasTheme,
            "value": _THEME, "valueLabel": "起業",
        }
    ]  # fmt: skip
    assert content["links"]["removed"] == content["links"]["altered"] == []
    assert content["otherTriples"] == {DCTERMS.license: {"added": 1, "removed": 0}}


# ---- the command, with a text that has changed ------------------------------------------------


@pytest.fixture(scope="module")
def builds(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A small text before and after an edit, built."""
    old = "第２章 題\n（１）節\n［Ｃ］重きを置くべき取組\n① 研究の促進\n・大学を支援する。【内閣府】\n"
    new = old.replace("支援", "育成") + "・人材を育てる。【総務省】\n"
    folders = {}
    for name, text in {"old": old, "new": new}.items():
        folder = tmp_path_factory.mktemp(name)
        (folder / "2.txt").write_text(text, encoding="utf-8")
        folders[name] = folder / "graph"
        write_build(build(folder / "2.txt", key="x-2018").dataset.quads(), folders[name])
    return folders


def _diff(*arguments: object) -> object:
    with pytest.raises(SystemExit) as ended:
        main(["diff", *map(str, arguments)])
    return ended.value.code


def test_a_new_build_is_told_as_units_items_and_links(
    builds: dict[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert _diff(builds["old"], builds["new"], "--lang", "en") == 1
    said = capsys.readouterr().out
    assert "Units (titles, sentences, bullets): added 1, altered 1" in said
    assert "  + doc/x-2018/2/1/C/1/2  「人材を育てる。」" in said
    assert "  + measure/x-2018/2-1-C-1-2" in said
    assert "  + measure/x-2018/2-1-C-1-2 pol:responsibleBody org/mic" in said
    assert _diff(builds["old"], builds["new"], "--format", "json") == 1
    content = json.loads(capsys.readouterr().out)
    assert [c["iri"] for c in content["items"]["added"]] == [f"{BASE}measure/x-2018/2-1-C-1-2"]


def test_the_same_build_has_no_difference(
    builds: dict[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert _diff(builds["new"], builds["new"], "--lang", "ja") == 0
    assert capsys.readouterr().out == "違いはない。\n"


def test_a_missing_graph_is_an_error_of_one_line(
    builds: dict[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert _diff(builds["new"], "nowhere.trig") == 2
    assert capsys.readouterr().err.endswith(": nowhere.trig: no such file\n")


def test_an_empty_graph_is_compared_and_said_to_be_empty(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "empty.ttl").touch()
    (tmp_path / "one.nt.gz").write_bytes(gzip.compress(b"<urn:a> <urn:b> <urn:c> .\n"))
    with pytest.raises(SystemExit) as left:
        main(["diff", str(tmp_path / "empty.ttl"), str(tmp_path / "one.nt.gz")])
    captured = capsys.readouterr()
    assert left.value.code == 1
    assert "<urn:b>  +1 -0" in captured.out
    assert captured.err.count("\n") == 1
    assert "empty.ttl: the graph is empty" in captured.err
