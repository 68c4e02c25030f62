"""The shipped vocabulary: its labels, readings and cues."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache

import pytest

from policygraph.core.fold import fold_text
from policygraph.core.index import Index
from policygraph.core.names import CUES
from policygraph.core.namespaces import BASE, IRI, OWL, POL, RDFS, SKOS
from policygraph.core.resources import ontology_files, vocabulary_files
from policygraph.core.terms import Literal, read_turtle

# Regions of which Japan is a part, or that are nobody's: what is done there is not done abroad.
_NOT_ABROAD = {"asia", "asia-pacific", "east-asia", "arctic", "antarctic"}


@cache
def _vocabulary() -> Index:
    files = (*ontology_files(), *vocabulary_files())
    return Index(triple for path in files for triple in read_turtle(path))


def _labels(thing: IRI, language: str) -> set[str]:
    properties = (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)
    return {
        label.value
        for name in properties
        for label in _vocabulary().literals(thing, name)
        if label.language == language
    }


def test_no_two_concepts_or_classes_share_their_japanese_name() -> None:
    called: dict[str, set[IRI]] = defaultdict(set)
    for thing in _vocabulary().subjects():
        if _vocabulary().is_a(thing, SKOS.Concept):
            called[_vocabulary().words(thing, SKOS.prefLabel, "ja")].add(thing)
        elif _vocabulary().is_a(thing, OWL.Class) and thing.startswith(POL.iri):
            called[_vocabulary().words(thing, RDFS.label, "ja")].add(thing)
    assert "" not in called
    assert {name: things for name, things in called.items() if len(things) > 1} == {}


def test_no_two_concepts_of_ours_share_their_english_name() -> None:
    called: dict[str, set[IRI]] = defaultdict(set)
    for thing in _vocabulary().subjects():
        if _vocabulary().is_a(thing, SKOS.Concept) and "/stip2021/" not in thing:
            called[_vocabulary().words(thing, SKOS.prefLabel, "en").casefold()].add(thing)
    assert {name: things for name, things in called.items() if len(things) > 1} == {}


def test_a_reading_is_no_label() -> None:
    index = _vocabulary()
    readings = [(thing, index.words(thing, POL.reading)) for thing in index.subjects()]
    read = {thing: words for thing, words in readings if words}
    assert len(read) > 1400
    for thing, words in read.items():
        assert re.fullmatch("[ぁ-ゖー・、0-9a-zA-Z ]+", words), thing
        languages = [label.language for label in index.literals(thing, SKOS.prefLabel)]
        assert sorted(languages) == ["en", "ja"], thing


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("org/meti", "METI"),
        ("org/mext", "MEXT"),
        ("org/mic", "MIC"),
        ("org/env", "MOE"),
        ("org/cao", "CAO"),
        ("org/jpo", "JPO"),
        ("org/nedo", "NEDO"),
        ("org/aist", "AIST"),
        ("org/riken", "RIKEN"),
        ("concept/actor/sme", "SMEs"),
        ("concept/actor/startup", "startups"),
        ("concept/actor/national-rd-institute", "national R&D institutes"),
    ],
    ids=lambda value: str(value).rpartition("/")[2],
)
def test_a_body_or_actor_has_the_english_name_that_people_type(path: str, name: str) -> None:
    assert name in _labels(IRI(BASE + path), "en")


def test_an_abbreviation_in_another_sense_is_no_mention_of_a_body() -> None:
    contexts = {
        "mof": "金属有機構造体（MOF）を用いる。",
        "mic": "最小発育阻止濃度（MIC）を測る。",
        "ism": "ISM帯を用いる。",
        "bri": "一帯一路（BRI）を論じる。",
    }
    for name, sentence in contexts.items():
        (pattern,) = (
            literal.value
            for literal in _vocabulary().literals(IRI(f"{BASE}org/{name}"), POL.notWithin)
            if name.upper() in literal.value
        )
        assert re.search(pattern, fold_text(sentence)), name


def test_categories_of_stip_have_a_japanese_label_that_is_said_to_be_ours() -> None:
    index = _vocabulary()
    categories = [thing for thing in index.subjects() if "/concept/stip2021/" in thing]
    schemes = [thing for thing in categories if index.is_a(thing, SKOS.ConceptScheme)]
    assert len(schemes) == 3
    note = IRI(f"{SKOS.iri}editorialNote")
    for scheme in schemes:
        assert "policygraph による訳" in index.words(scheme, note, "ja")
        assert "translation by policygraph" in index.words(scheme, note, "en")
    assert all(index.words(thing, SKOS.prefLabel, "ja") for thing in categories)


def _cues(before: str, after: str) -> set[str]:
    """The cues under which a mention stands, by the words of its sentence on either side."""
    found = set()
    for cue in _vocabulary().subjects():
        if CUES not in _vocabulary().iris(cue, SKOS.inScheme):
            continue
        for literal in _vocabulary().literals(cue, POL.cueBefore):
            if re.search(f"(?:{_pattern(literal)})$", fold_text(before)):
                found.add(cue.rpartition("/")[2])
        for literal in _vocabulary().literals(cue, POL.cueAfter):
            if re.match(_pattern(literal), fold_text(after)):
                found.add(cue.rpartition("/")[2])
    return found


def _pattern(literal: Literal) -> str:
    return literal.value if literal.datatype == POL.Pattern else re.escape(literal.value)


@pytest.mark.parametrize(
    ("before", "after", "cues"),
    [
        ("公的資金", "を課さず、民間の資金による。", {"negated"}),
        ("地域は、", "ではなく、個々の強みに応じて取り組む。", {"negated"}),
        ("", "以外の機関も参加する。", {"negated"}),
        ("", "だけでなく、大学も参加する。", set()),
        ("", "に限らず、大学も参加する。", set()),
        ("", "で不足する人材を育成する。", set()),
        ("諸外国の「", "（レギュラトリー・サンドボックス）」を参考に、", {"foreign", "exemplary"}),
        ("米国の", "を調査する。", {"foreign"}),
        ("海外における先進的な", "を調査する。", {"foreign"}),
        ("", "（英国）を調査する。", {"foreign"}),
        ("我が国の", "を支援する。", set()),
        ("海外展開を行う", "を支援する。", set()),
        ("例えば隣接する", "の公設試同士が共用する。", {"exemplary"}),
        ("", "をはじめとする関係機関が連携する。", set()),
        ("", "等を支援する。", set()),
        ("これまで、", "を中心に進めた。", {"past"}),
        ("従来以上に", "を支援する。", set()),
        ("これまでにない", "を生み出す。", set()),
        ("", "を創設したところであり、更に広げる。", {"past"}),
        ("", "を創設する。", set()),
        ("", "の設置を待つことなく、始める。", {"negated"}),
        ("画一的な", "によらず、地域ごとに決める。", {"negated"}),
        ("", "を問わず募る。", {"negated"}),
        ("", "方式に代えて、入札とする。", {"replaced"}),
        ("紙の", "から電子申請への移行を進める。", {"replaced"}),
        ("古い", "は廃止する。", {"replaced"}),
        ("", "に加え、融資も行う。", set()),
        ("", "から大学への派遣を行う。", set()),
        ("韓国や台湾では、早くから", "が主導した。", {"foreign"}),
        ("米国では普及が進むが、我が国では", "が担う。", set()),
        ("旧", "の跡地を使う。", {"past"}),
    ],
    ids=[
        "without", "not-but", "apart-from", "not-only", "not-limited-to", "short-of",
        "model-abroad", "of-a-country", "abroad-with-adjective", "country-in-brackets",
        "of-our-country", "expansion-abroad", "for-example", "beginning-with", "and-others",
        "until-now", "more-than-before", "unprecedented", "was-created", "will-be-created",
        "without-waiting", "not-by", "whatever", "instead-of", "from-to", "done-away-with",
        "in-addition", "from-one-to-another", "in-countries-abroad", "back-at-home", "former",
    ],
)  # fmt: skip
def test_a_cue_beside_a_mention_is_known(before: str, after: str, cues: set[str]) -> None:
    assert _cues(before, after) == cues


def test_every_place_abroad_is_a_cue_of_what_is_foreign() -> None:
    abroad = [
        thing
        for thing in _vocabulary().subjects()
        if _vocabulary().words(thing, POL.placeType) == "foreign"
        and thing.rpartition("/")[2] not in _NOT_ABROAD
    ]
    assert len(abroad) > 30
    unknown = {
        label
        for thing in abroad
        for label in _labels(thing, "ja")
        if "foreign" not in _cues(f"{label}の", "を調査する。")
    }
    assert unknown == set()
