"""Recognisers: what ours say they made, and one of another package."""

from __future__ import annotations

from pathlib import Path

from third_party import Site

from policygraph.annotation import Annotator
from policygraph.api import annotate
from policygraph.core.namespaces import POL
from policygraph.document import Outline, parse
from policygraph.sources import read_text

# Places on the moon, whose names end in の海; and whatever stands inside them is no concept.
_SEAS = """
import re

from policygraph.annotation import DiscoveredThing, Mention
from policygraph.core.namespaces import BASE, IRI, POL


def find_seas(text, made):
    link = text.lexicon.links[POL.Place]
    for unit in text.units:
        for span in unit.segments:
            for match in re.compile("[一-龥]+の海").finditer(text.folded, *span):
                iri = IRI(f"{BASE}place/{match.group()}")
                thing = DiscoveredThing(iri, POL.Place, match.group())
                yield Mention(unit, *match.span(), "seas", (iri,), link, thing=thing)
"""
_TEXT = "第２章 題\n（１）節\n［Ｃ］重きを置くべき取組\n・大学の海で研究を推進する。【内閣府】\n"


def test_every_mention_says_which_recogniser_made_it(
    outline: Outline, annotator: Annotator
) -> None:
    source = read_text(
        "［Ｃ］重きを置くべき取組\n・「月面計画」（平成28年４月１日閣議決定）により内閣府と大学が行う。【経済産業省】\n"
    )
    found = annotator.annotate(parse(source, outline), outline.signs)
    made = {source.text[m.begin : m.end]: m.recogniser for m in (*found.mentions, *found.dates)}
    assert made == {
        "月面計画": "quoted",
        "月面": "concepts",  # the theme of an unknown name is seen within it
        "平成28年４月１日": "dates",
        "閣議": "names",
        "内閣府": "names",
        "大学": "concepts",
        "行う": "predicates",
        "経済産業省": "responsibility",
    }


def test_a_recogniser_of_another_package_adds_its_mentions_to_the_graph(tmp_path: Path) -> None:
    site = Site(tmp_path / "site-packages")
    site.install("lunar-seas", _SEAS, "policygraph.recognisers", "seas = lunar_seas:find_seas")
    (tmp_path / "a.txt").write_text(_TEXT, encoding="utf-8")
    shown = site.run("annotate", "a.txt", cwd=tmp_path).stdout
    assert "takesPlaceIn         大学の海  →  place/大学の海" in shown
    assert "concept/actor/university" not in shown  # the proper name hides it
    done = site.run("build", "a.txt", "--key", "x", "--out", "out", cwd=tmp_path)
    assert "warning" not in done.stderr
    assert "unknown      大学の海  <https://w3id.org/policygraph/place/大学の海>" in done.stdout
    assert "takesPlaceIn" in (tmp_path / "out" / "policygraph.ttl").read_text(encoding="utf-8")


def test_a_recogniser_that_breaks_is_named(tmp_path: Path) -> None:
    site = Site(tmp_path / "site-packages")
    site.install("lunar-seas", "", "policygraph.recognisers", "seas = lunar_seas:find_seas")
    (tmp_path / "a.txt").write_text(_TEXT, encoding="utf-8")
    done = site.run("annotate", "a.txt", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith(
        "policygraph annotate: the plug-in seas of lunar-seas cannot be loaded: "
    )
    assert done.stderr.count("\n") == 1


def test_a_text_without_headings_or_a_last_full_stop_is_annotated() -> None:
    found = annotate("中小企業と大学が研究する")
    assert [m.link for m in found.mentions if m.kind == "name"][:2] == [POL.involvesActor] * 2
    assert [unit.path for unit in found.document.units()] == [("intro", "s1")]


def test_loose_bullets_are_items() -> None:
    found = annotate("・中小企業を支援する。【経済産業省】\n・大学を支援する。【文部科学省】")
    assert [unit.path for unit in found.document.units()] == [("1",), ("2",)]
    assert [m.order for m in found.mentions if m.kind == "responsibility"] == [1, 1]
