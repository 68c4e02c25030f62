"""The curated layer: what a person judged.

A curation file ``data/curation/<document key>.ttl`` is written under our own base. It names who
curated and when, gives measures and parts their titles, and lists links added, each as a
``pol:Assertion``, and withdrawn, each as a ``pol:Withdrawal``, with the reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from policygraph.core.errors import DataError, Errors
from policygraph.core.index import Index
from policygraph.core.names import Names
from policygraph.core.namespaces import DCTERMS, IRI, POL, PROV, RDF, RDFS, SKOS
from policygraph.core.prefixes import print_term, short_name
from policygraph.core.terms import Literal, Triple, read_turtle

_ADDED = (RDF.subject, RDF.predicate, RDF.object)
_WITHDRAWN = (POL.withdrawnSubject, POL.withdrawnPredicate, POL.withdrawnObject)
_TITLES = (SKOS.prefLabel, DCTERMS.title)
_STATUS = IRI(f"{POL.iri}status")  # of version 0.1.0
_GROUNDS = (PROV.wasAttributedTo, DCTERMS.date, POL.reason)
VALUES: Final = frozenset((POL.deadline, POL.period, POL.amount))
"""The links that lead to words of a text."""


@dataclass(frozen=True, slots=True)
class Curation:
    """What a curation file says, under the build's base.

    Attributes:
        path: the file.
        triples: its triples, with the links that it adds and the titles as ``rdfs:label`` too. Titles
            that are still empty are none.
        added, withdrawn: the links it adds and takes out.
        titles: what it gives a title to, and in which language.
    """

    path: Path
    triples: frozenset[Triple]
    added: frozenset[Triple]
    withdrawn: frozenset[Triple]
    titles: frozenset[tuple[IRI, str]]


def read_curation(path: Path, names: Names, links: frozenset[IRI]) -> Curation:
    """Read a curation file.

    Args:
        path: the file.
        names: under which it is put.
        links: the properties that a person may add or withdraw; ``pol:addressesIssue`` and the words of a
            deadline, period or amount, too.

    Raises:
        DataError: not Turtle, or a judgement that lacks who, when, why or what; `SeveralErrors` of all
            that do.
    """
    errors = Errors()
    judged = links | VALUES | {POL.addressesIssue, POL.relatedIssue}
    triples = {
        (names.rebase(s), p, names.rebase(o) if isinstance(o, IRI) else o)
        for s, p, o in read_turtle(path)
        if not (isinstance(o, Literal) and p in _TITLES and not o.value.strip())
    }
    described = Index(sorted(triples, key=str))
    with errors.caught():
        _check_header(path, described)
    added = frozenset(_judged_links(path, described, POL.Assertion, _ADDED, judged, errors))
    withdrawn = frozenset(
        _judged_links(path, described, POL.Withdrawal, _WITHDRAWN, judged, errors)
    )
    for bare in sorted((t for t in triples if t[1] in judged), key=str):
        words = " ".join(map(print_term, bare))
        errors.note(DataError("curated-bare", path=path, words=words))
    errors.check()
    titles = {t for t in triples if t[1] == SKOS.prefLabel}
    labels = {(subject, RDFS.label, title) for subject, _, title in titles}
    return Curation(
        path,
        frozenset(triples | labels | added),
        added,
        withdrawn,
        frozenset((s, t.language) for s, _, t in titles if isinstance(t, Literal)),
    )


def _judged_links(
    path: Path,
    described: Index,
    kind: IRI,
    about: tuple[IRI, IRI, IRI],
    judged: frozenset[IRI],
    errors: Errors,
) -> Iterator[Triple]:
    """The links that a file's assertions, or its withdrawals, are about; what is wrong is noted."""
    name = short_name(kind)
    for judgement in described.subjects():
        if not described.is_a(judgement, kind):
            continue
        said = described.about(judgement)
        what = f"{name} {short_name(judgement)}"
        missing = [short_name(p) for p in (*about, *_GROUNDS) if p not in said]
        if _STATUS in said:
            errors.note(DataError("curated-status", path=path, what=what))
            continue
        if missing:
            errors.note(
                DataError("curated-lacks", path=path, what=what, missing=", ".join(missing))
            )
            continue
        thing, link, value = (said[p][0] for p in about)
        if isinstance(thing, IRI) and isinstance(link, IRI) and link in judged:
            yield thing, link, value
        else:
            errors.note(DataError("curated-no-link", path=path, what=what))


def _check_header(path: Path, described: Index) -> None:
    """Somebody must say who curated, and when."""
    for subject in described.subjects():
        said = described.about(subject)
        if described.is_a(subject, PROV.Entity) and {PROV.wasAttributedTo, DCTERMS.date} <= set(
            said
        ):
            return
    raise DataError("curated-by-nobody", path=path)
