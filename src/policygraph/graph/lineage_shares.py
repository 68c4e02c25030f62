"""What became of the items of earlier editions, written document by document: what did not change is found again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from hashlib import sha256

from policygraph.core.names import LINEAGE, Names
from policygraph.core.namespaces import DCTERMS, IRI, POL
from policygraph.core.terms import Described, Triple, count, describe
from policygraph.graph.changes import OF_THINGS, Changes
from policygraph.graph.core_graph import core_of
from policygraph.graph.entailed import Closure
from policygraph.graph.layers import Layers
from policygraph.graph.lineage import LINKS, changed_pairs, infer_lineage, write_changes
from policygraph.graph.shards import Share
from policygraph.graph.shelves import Shelf
from policygraph.lineage.tracing import Lineage


@dataclass(frozen=True, slots=True)
class LineageShare:
    """What became of the items before one document.

    Attributes:
        key: of the document.
        made_of: the digest of all that it depends on.
        put: where its subjects are.
        sizes: of the named graphs.
        named: see `CorePart`, items and documents apart, which have a core of their own.
    """

    key: str
    made_of: str
    put: object
    sizes: dict[IRI, int]
    named: frozenset[IRI]


class LineageWriter:
    """Writes the lineage of a corpus.

    Args:
        names: mints the IRIs.
        closure: what the ontology entails.
        shelf: takes what is finished, and has what an earlier build wrote.
        common: a digest of what all that is written depends on.
        vocabulary: what things are called.
        said: what texts say of things that no vocabulary knows.
    """

    def __init__(
        self,
        names: Names,
        closure: Closure,
        shelf: Shelf,
        common: str,
        vocabulary: set[Triple],
        said: Iterable[Triple],
    ) -> None:
        self._names, self._closure, self._shelf = names, closure, shelf
        self._vocabulary = vocabulary
        self._said = list(said)
        self._of_things = _by_subject((*vocabulary, *self._said))
        successors = sorted(map(str, (t for t in vocabulary if t[1] == DCTERMS.isReplacedBy)))
        self._common = _digest(common, names.base, repr(closure.digest), *successors)

    def write(self, lineage: Lineage, shares: Sequence[Share]) -> list[LineageShare]:
        """Write what was found, a share for each document that has one before it.

        Args:
            lineage: nothing of which a person judged.
            shares: of all documents.
        """
        by_key = {share.key: share for share in shares}
        told = {key: cache(partial(self._told, share)) for key, share in by_key.items()}
        items = _items(lineage)
        found: list[LineageShare] = []
        missing: list[tuple[str, Lineage]] = []
        for own in _apart(lineage):
            key = self._key(own, told)
            share = self._shelf.find(key)
            if isinstance(share, LineageShare):
                found.append(share)
            else:
                missing.append((key, own))
        if missing:
            involved = {key for _, own in missing for key in _documents(own)}
            changes = self._changes([by_key[key] for key in sorted(involved)], missing)
            found += [self._make(key, own, changes, items) for key, own in missing]
        return sorted(found, key=lambda share: share.key)

    def _told(self, share: Share) -> str:
        """A digest of a document's share, and of what is said of the things that its items have to do with."""
        values = {value for _, _, value in share.told if isinstance(value, IRI)}
        named = values & self._of_things.keys()
        return _digest(share.made_of, *(self._digest_of(thing) for thing in sorted(named)))

    def _digest_of(self, thing: IRI) -> str:
        said = self._of_things[thing]
        if isinstance(said, list):
            said = self._of_things[thing] = _digest(*sorted(map(repr, said)))
        return said

    def _key(self, own: Lineage, told: Mapping[str, object]) -> str:
        """A digest of all that a share depends on."""
        (step,) = own.steps
        parts = [
            (step.later.key, step.earlier[0].key, step.is_report),
            [
                (k.later.iri, k.earlier.iri, k.kind, k.how, k.score, k.only_later, k.only_earlier)
                for k in own.links
            ],
            [statement.iri for statement, _ in own.dropped],
            [statement.iri for statement in own.introduced],
            [(each.later.iri, each.issue.iri, each.score) for each in own.taken_up],
        ]
        return _digest(
            self._common,
            repr(parts),
            *(told[key]() for key in _documents(own)),  # type: ignore[operator]
        )

    def _changes(self, shares: Iterable[Share], missing: Iterable[tuple[str, Lineage]]) -> Changes:
        layers = {share.key: Layers(share.key, self._names) for share in shares}
        for key, own in layers.items():
            own.stated.extend(next(s.told for s in shares if s.key == key))
        things = Layers("", self._names)
        things.stated.extend(self._said)
        pairs = (pair for _, own in missing for pair in changed_pairs(own))
        return Changes(
            {**layers, "": things}, self._vocabulary, {i for pair in pairs for i in pair}
        )

    def _make(
        self, key: str, own: Lineage, changes: Changes, items: Collection[IRI]
    ) -> LineageShare:
        names = self._names
        layers = Layers(LINEAGE, names)
        infer_lineage(own, layers)
        write_changes(changes, changed_pairs(own), layers)
        graphs: dict[IRI, Described] = {names.graph(LINEAGE, "inferred"): describe(layers.inferred)}
        graphs[names.entailed_graph] = describe(self._closure.follows(graphs.values()))
        (step,) = own.steps
        documents = {names.document(e.key) for e in (step.later, *step.earlier)}
        core = core_of(
            lambda: (pair for said in graphs.values() for pair in said.items()),
            known={POL.Measure: items, POL.StrategyDocument: documents},
        )
        share = LineageShare(
            key=step.later.key,
            made_of=key,
            put=self._shelf.put(key, graphs, core.said),
            sizes={name: count(said) for name, said in graphs.items() if said},
            named=core.named - documents - frozenset(items),
        )
        self._shelf.keep(key, share)
        return share


def _by_subject(triples: Iterable[Triple]) -> dict[IRI, list[Triple] | str]:
    """What is said of things that tells one change from another."""
    found: dict[IRI, list[Triple]] = defaultdict(list)
    for triple in triples:
        if triple[1] in OF_THINGS:
            found[triple[0]].append(triple)
    return dict(found)


def _items(lineage: Lineage) -> frozenset[IRI]:
    editions = {e.key: e for step in lineage.steps for e in (step.later, *step.earlier)}
    return frozenset(s.iri for edition in editions.values() for s in edition.statements)


def _documents(own: Lineage) -> list[str]:
    """The documents whose items are held against one another for what changed between them."""
    (step,) = own.steps
    pairs = (link for link in own.links if link.kind in ("unchanged", "revised"))
    return sorted({step.later.key, *(link.earlier.document for link in pairs)})


def _apart(lineage: Lineage) -> Iterator[Lineage]:
    """A lineage document by document."""
    empty = replace(lineage, steps=(), links=(), dropped=(), introduced=(), taken_up=())
    links, dropped, introduced, taken_up = (defaultdict[str, list](list) for _ in range(4))  # type: ignore[type-arg]
    for link in lineage.links:
        links[link.later.document].append(link)
    for entry in lineage.dropped:
        dropped[entry[1]].append(entry)
    for statement in lineage.introduced:
        introduced[statement.document].append(statement)
    for each in lineage.taken_up:
        taken_up[each.later.document].append(each)
    for step in lineage.steps:
        key = step.later.key
        yield replace(
            empty,
            steps=(step,),
            links=tuple(links[key]),
            dropped=tuple(dropped[key]),
            introduced=tuple(introduced[key]),
            taken_up=tuple(taken_up[key]),
        )


def linked_pairs(lineage: Lineage) -> set[tuple[IRI, IRI]]:
    """The items that are linked, and the issues taken up."""
    pairs = {(link.later.iri, link.earlier.iri) for link in lineage.links if link.kind in LINKS}
    return pairs | {(each.later.iri, each.issue.iri) for each in lineage.taken_up}


def _digest(*parts: str) -> str:
    return sha256("\0".join(parts).encode()).hexdigest()
