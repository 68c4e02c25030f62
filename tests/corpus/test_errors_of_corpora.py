"""A steward is told of everything that is wrong in one run, each with its file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from policygraph.api import build
from policygraph.core.errors import Errors, PolicygraphError, SeveralErrors, UsageError
from policygraph.corpus.description import whole_corpus

_TEXT = (
    "第２章 題\n（１）節\n［Ｃ］重きを置くべき取組\n① 研究の促進\n・大学を支援する。【内閣府】\n"
)
_TOML = 'key = "x-2018"\n[title]\nja = "題"\n[texts]\n2 = "2.txt"\n'
_CURATION = """\
@base <https://w3id.org/policygraph/> .
@prefix pol: <https://w3id.org/policygraph/ontology#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
_ASSERTION = """\
<assertion/x-2018/curated/1> a pol:Assertion ; rdf:subject <measure/x-2018/2-1-C-1-1> ;
    rdf:predicate pol:involvesActor ; rdf:object <concept/actor/investor> .
<measure/x-2018/2-1-C-1-1> pol:involvesActor <concept/actor/university> .
"""


def _corpus(tmp_path: Path, **documents: str) -> Path:
    for key, toml in documents.items():
        folder = tmp_path / key
        folder.mkdir(parents=True)
        (folder / "document.toml").write_text(toml, encoding="utf-8")
        (folder / "2.txt").write_text(_TEXT, encoding="utf-8")
    return tmp_path


def _lines(*paths: Path, **options: Path) -> list[str]:
    with pytest.raises(PolicygraphError) as caught:
        build(*paths, **options)  # type: ignore[arg-type]
    error = caught.value
    return [str(each) for each in (error.errors if isinstance(error, SeveralErrors) else (error,))]


def test_all_faults_of_a_description_are_told_with_their_lines(tmp_path: Path) -> None:
    wrong = (
        'key = "X 2018"\ndecided_on = "2018"\npublisher = "ＣＡＯ"\nauthor = "a"\n'
        '[title]\njapanisch = "題"\n[texts]\n2 = "3.txt"\n'
    )
    folder = _corpus(tmp_path, x=wrong) / "x"
    told = [line.removeprefix(f"{folder}/document.toml") for line in _lines(folder)]
    assert [line.partition(";")[0] for line in sorted(told)] == [
        ':1: key cannot be "X 2018": lower-case letters, digits and hyphens, like sti-strategy-2017',
        ":2: decided_on is not a date such as 2017-06-02",
        ":3: publisher cannot be 'ＣＡＯ'",
        ":4: knows no key author",
        ":6: title has no place for japanisch = '題'",
        ":8: 3.txt is not there",
    ]


def test_descriptions_vocabulary_curation_and_texts_are_told_together(tmp_path: Path) -> None:
    other = _TOML.replace("x-2018", "y-2018")
    corpus = _corpus(tmp_path / "corpus", bad=other + "oops", good=_TOML, other=other)
    (corpus / "good" / "2.txt").write_text(_TEXT.replace("】", ""), encoding="utf-8")
    (corpus / "other" / "2.txt").write_bytes(b"")
    vocabulary = tmp_path / "vocabulary"
    vocabulary.mkdir()
    for name in ("actors.ttl", "own.ttl"):
        (vocabulary / name).write_text("<a> <b> .", encoding="utf-8")
    told = _lines(corpus, vocabulary=vocabulary)
    places = [line.replace(str(tmp_path), "").split(": ")[0] for line in told]
    assert [place.split(":")[0] for place in places] == [
        "/corpus/bad/document.toml",
        "/vocabulary/actors.ttl",
        "/vocabulary/own.ttl",
        "/corpus/good/2.txt",
        "/corpus/other/2.txt",
    ]


def test_all_faults_of_a_curation_file_are_told(tmp_path: Path) -> None:
    folder = _corpus(tmp_path, x=_TOML + '[licence]\niri = "here"\n') / "x"
    (folder / "curation.ttl").write_text(_CURATION + _ASSERTION, encoding="utf-8")
    assert [line.partition("document.toml")[2] for line in _lines(folder)] == [
        ":7: iri cannot be 'here'; see docs/adding-a-document.md"
    ]
    toml = _TOML.replace("[title]", 'decided_by = "nobody"\npublisher = "noone"\n[title]')
    (folder / "document.toml").write_text(toml, encoding="utf-8")
    told = [line.removeprefix(f"{folder}/curation.ttl: ") for line in _lines(folder)]
    assert told == [
        "says nowhere who curated and when: give a prov:Entity with prov:wasAttributedTo and dcterms:date",
        "pol:Assertion assertion/x-2018/curated/1 lacks prov:wasAttributedTo, dcterms:date, pol:reason",
        "measure/x-2018/2-1-C-1-1 pol:involvesActor actor:university stands without an assertion;"
        " say who, when, why",
        'the document x-2018 names "nobody", which is no key of ontology/vocabulary/organizations.ttl',
        'the document x-2018 names "noone", which is no key of ontology/vocabulary/organizations.ttl',
    ]


def test_all_wrong_patterns_of_a_vocabulary_are_told(tmp_path: Path) -> None:
    folder = _corpus(tmp_path, x=_TOML) / "x"
    vocabulary = tmp_path / "own"
    vocabulary.mkdir()
    prefixes = "".join(
        f"@prefix {name}: <{iri}> .\n"
        for name, iri in (
            ("pol", "https://w3id.org/policygraph/ontology#"),
            ("skos", "http://www.w3.org/2004/02/skos/core#"),
            ("actor", "https://w3id.org/policygraph/concept/actor/"),
        )
    )
    concepts = "".join(
        f"actor:{key} a skos:Concept ; skos:inScheme actor: ;"
        f' skos:prefLabel "{key}"@ja ; pol:notWithin "({key}"^^pol:Pattern .\n'
        for key in ("p1", "p2")
    )
    (vocabulary / "own.ttl").write_text(prefixes + concepts, encoding="utf-8")
    told = _lines(folder, vocabulary=vocabulary)
    assert [
        line.partition(": the pattern ")[2].partition(" is no regular")[0] for line in told
    ] == [
        "'(p1'",
        "'(p2'",
    ]


def test_an_error_is_told_once() -> None:
    errors = Errors()
    for _ in range(2):
        with errors.caught():
            raise UsageError("once")
    with pytest.raises(UsageError, match=r"^once$"):
        errors.check()


def test_a_document_that_is_linked_to_counts_once_in_its_corpus(tmp_path: Path) -> None:
    for key in ("a-2017", "b-2018"):
        (tmp_path / "corpus" / key).mkdir(parents=True)
        (tmp_path / "corpus" / key / "document.toml").touch()
    (tmp_path / "corpus" / "c-2019").symlink_to(tmp_path / "corpus" / "b-2018")
    found = whole_corpus([tmp_path / "corpus" / "a-2017", tmp_path / "corpus" / "c-2019"])
    assert [path.name for path in found] == ["a-2017", "b-2018"]
