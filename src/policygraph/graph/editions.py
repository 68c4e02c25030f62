"""The documents of a corpus as they are compared with one another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from hashlib import sha256

from policygraph.core.names import Names
from policygraph.core.namespaces import DCTERMS, IRI
from policygraph.core.terms import Triple
from policygraph.corpus.description import DocumentDescription
from policygraph.graph.digest import ReadingDigest
from policygraph.graph.elsewhere import CorpusItems
from policygraph.lineage.statements import Edition, Statement


def editions_of(
    digests: Iterable[ReadingDigest],
    corpus: CorpusItems,
    names: Names,
    successors: Mapping[IRI, IRI],
) -> list[Edition]:
    """The documents of a corpus with their items, restatements of other items left out.

    Args:
        digests: of all texts, in the order of their documents and keys.
        corpus: which bullets are items.
        names: minted the IRIs.
        successors: of bodies that are no more, who took up their tasks.
    """
    items = {first.item_iri(names) for first, _ in corpus.items}
    descriptions: dict[str, DocumentDescription] = {}
    statements: dict[str, list[Statement]] = defaultdict(list)
    issues: dict[str, list[Statement]] = defaultdict(list)
    made_of: dict[str, list[str]] = defaultdict(list)
    succeeded = repr(sorted(successors.items()))
    for digest in digests:
        key = digest.description.key
        descriptions[key] = digest.description
        issues[key] += digest.issues
        own = statements[key]
        left_out = []
        for number, statement in enumerate(digest.statements):
            if statement.iri not in items:
                left_out.append(number)
                continue
            bodies = statement.bodies
            if not successors.keys().isdisjoint(bodies):
                bodies = frozenset(successors.get(body, body) for body in bodies)
            elif statement.order == len(own):
                own.append(statement)
                continue
            own.append(replace(statement, order=len(own), bodies=bodies))
        made_of[key] += [digest.stated, repr(left_out)]
    return [
        Edition(
            key,
            described.series,
            described.day,
            tuple(statements[key]),
            tuple(issues[key]),
            sha256("\0".join([succeeded, *made_of[key]]).encode()).hexdigest(),
        )
        for key, described in descriptions.items()
    ]


def successors_in(vocabulary: set[Triple]) -> dict[IRI, IRI]:
    """Of each body that is no more the one that has its tasks today."""
    replaced = (triple for triple in vocabulary if triple[1] == DCTERMS.isReplacedBy)
    next_ = {
        body: successor
        for body, _, successor in sorted(replaced, key=str)
        if isinstance(successor, IRI)
    }
    found: dict[IRI, IRI] = {}
    for body in next_:
        last, seen = body, {body}
        while last in next_ and next_[last] not in seen:
            last = next_[last]
            seen.add(last)
        found[body] = last
    return found
