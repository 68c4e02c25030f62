"""The curated layer: what a person judged.

A curation file ``data/curation/<document key>.ttl`` is written under our own base. It names who
curated and when, gives measures their titles, and lists links added and withdrawn, each as a
``pol:Assertion`` with its reason. The build gives every title its assertion, too.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from policygraph.core.errors import DataError
from policygraph.core.names import Names
from policygraph.core.namespaces import DCTERMS, IRI, POL, PROV, RDF, SKOS
from policygraph.core.terms import Literal, Triple, read_turtle, text
from policygraph.graph.layers import LINKS

_REQUIRED = (RDF.subject, RDF.predicate, RDF.object, PROV.wasAttributedTo, DCTERMS.date,
             POL.reason, POL.status)  # fmt: skip


_JUDGED = (*LINKS, POL.addressesIssue)


@dataclass(frozen=True, slots=True)
class Curation:
    """What a curation file says, under the build's base.

    Attributes:
        path: the file.
        triples: its triples, with an assertion for every title.
        added, withdrawn: the links its assertions are about.
    """

    path: Path
    triples: frozenset[Triple]
    added: frozenset[Triple]
    withdrawn: frozenset[Triple]
    titled: frozenset[IRI]


def _rebased(triple: Triple, names: Names) -> Triple:
    subject, predicate, value = triple
    return (
        names.rebase(subject),
        predicate,
        names.rebase(value) if isinstance(value, IRI) else value,
    )


def read_curation(path: Path, names: Names) -> Curation:
    """Read a curation file.

    Raises:
        DataError: not Turtle, or an assertion that lacks who, when, why or what.
    """
    triples = {_rebased(triple, names) for triple in read_turtle(path)}
    described: dict[IRI, dict[IRI, list[IRI | Literal]]] = defaultdict(lambda: defaultdict(list))
    for subject, predicate, value in triples:
        described[subject][predicate].append(value)
    header = _header(path, described)
    added, withdrawn = set(), set()
    for subject in sorted(described):
        about = described[subject]
        if POL.Assertion not in about[RDF.type]:
            continue
        missing = [p.rpartition("#")[2].rpartition("/")[2] for p in _REQUIRED if not about[p]]
        if missing:
            raise DataError(f"{path}: the assertion {subject} lacks {', '.join(missing)}")
        link = (about[RDF.subject][0], about[RDF.predicate][0], about[RDF.object][0])
        if not (isinstance(link[0], IRI) and isinstance(link[1], IRI) and link[1] in _JUDGED):
            raise DataError(f"{path}: the assertion {subject} is not about a link of an item")
        status = about[POL.status][0]
        if status == text("added"):
            added.add((link[0], link[1], link[2]))
        elif status == text("withdrawn"):
            withdrawn.add((link[0], link[1], link[2]))
        else:
            raise DataError(f'{path}: the status of {subject} is neither "added" nor "withdrawn"')
    bare = sorted((t for t in triples if t[1] in _JUDGED), key=str)
    if bare:
        raise DataError(
            f"{path}: {' '.join(map(str, bare[0]))} stands without an assertion; say who, when, why"
        )
    titles = [t for t in triples if t[1] == SKOS.prefLabel]
    for title in titles:
        if "/" not in title[0].removeprefix(names.base):
            raise DataError(f"{path}: {title[0]} is no measure or target to give a title to")
    for title in titles:
        triples |= _title_assertion(title, header, names)
    return Curation(
        path,
        frozenset(triples | added),
        frozenset(added),
        frozenset(withdrawn),
        frozenset(title[0] for title in titles),
    )


def _header(
    path: Path, described: dict[IRI, dict[IRI, list[IRI | Literal]]]
) -> tuple[IRI, Literal]:
    for subject in sorted(described):
        about = described[subject]
        who, when = about[PROV.wasAttributedTo], about[DCTERMS.date]
        if PROV.Entity not in about[RDF.type] or not who or not when:
            continue
        if isinstance(who[0], IRI) and isinstance(when[0], Literal):
            return who[0], when[0]
    raise DataError(
        f"{path}: says nowhere who curated and when: give a prov:Entity with prov:wasAttributedTo"
        " and dcterms:date"
    )


def _title_assertion(title: Triple, header: tuple[IRI, Literal], names: Names) -> set[Triple]:
    subject, predicate, value = title
    language = value.language if isinstance(value, Literal) else ""
    key = subject.removeprefix(names.base).split("/")[1]
    assertion = names.assertion(key, "title", subject, predicate, language or "und")
    who, when = header
    reasons = {
        "en": "A short title, made by reading the measure.",
        "ja": "取組を読んで付した短い題。",
    }
    return {
        (assertion, RDF.type, POL.Assertion),
        (assertion, RDF.subject, subject),
        (assertion, RDF.predicate, predicate),
        (assertion, RDF.object, value),
        (assertion, PROV.wasAttributedTo, who),
        (assertion, DCTERMS.date, when),
        (assertion, POL.status, text("added")),
        *((assertion, POL.reason, text(words, lang)) for lang, words in reasons.items()),
    }
