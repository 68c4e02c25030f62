"""Make the layers of some documents: all of a corpus at once, or those of one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from policygraph.annotation import AnyMention
from policygraph.annotation.measures import Measures
from policygraph.core.names import Names
from policygraph.core.namespaces import DCTERMS, IRI, RDFS, SKOS
from policygraph.core.prefixes import print_term, short_name
from policygraph.core.problems import Problem
from policygraph.core.terms import Triple
from policygraph.corpus.reading import Reading
from policygraph.graph.curation import VALUES, Curation
from policygraph.graph.given_values import given_value
from policygraph.graph.items import Resolution, UnitKey
from policygraph.graph.layers import Draft, Layers, Withdrawals
from policygraph.graph.policy_items import state_items
from policygraph.graph.stated import ReadingTriples, describe_document, said_of_things

_TITLES = (SKOS.prefLabel, RDFS.label, DCTERMS.title)


@dataclass(frozen=True, slots=True)
class Facts:
    """What holds for all documents of a corpus.

    Attributes:
        names: mints the IRIs.
        links: the properties that link policy items.
        curations: by document key, in order.
        measures: the units of the vocabulary, where a curator gives a deadline, a period or an amount.
    """

    names: Names
    links: frozenset[IRI]
    curations: Mapping[str, Curation]
    measures: Measures = field(default_factory=Measures)

    def draft(self, readings: Sequence[Reading]) -> Draft:
        """A draft of some texts, its bullets not yet resolved and its layers empty."""
        curations = self.curations.values()
        keys = {reading.description.key for reading in readings}
        return Draft(
            names=self.names,
            readings=readings,
            resolution=Resolution((), {}),
            mentions=_by_unit(readings),
            layers={key: Layers(key, self.names) for key in sorted(keys)},
            withdrawn=Withdrawals(link for each in curations for link in each.withdrawn),
            titled=frozenset(title for each in curations for title in each.titles),
            links=self.links,
        )


def _by_unit(readings: Iterable[Reading]) -> Mapping[UnitKey, list[AnyMention]]:
    mentions: dict[UnitKey, list[AnyMention]] = defaultdict(list)
    for reading in readings:
        for mention in reading.annotations.in_order:
            mentions[UnitKey.of(reading, mention.unit.path)].append(mention)
    return mentions


@dataclass(frozen=True, slots=True)
class SettledCuration:
    """What a corpus leaves of a curation: without the titles of what is not there.

    Attributes:
        problems: titles for what is no item, additions to none.
    """

    triples: frozenset[Triple]
    problems: tuple[Problem, ...]


def settle_curations(
    curations: Mapping[str, Curation],
    items: Iterable[IRI],
    restated: Mapping[IRI, IRI],
    parts: Iterable[IRI],
) -> dict[str, SettledCuration]:
    """Hold curations against a corpus; of what several say the first does.

    Args:
        curations: by document key, in order.
        items: of the corpus.
        restated: the items of which other IRIs, those that a restatement would have, are.
        parts: of all documents.
    """
    if not curations:
        return {}
    items, parts = set(items), set(parts)
    claimed: set[Triple] = set()
    settled = {}
    for key, curation in curations.items():
        titled = {
            subject for subject, predicate, _ in curation.triples if predicate == DCTERMS.title
        }
        orphans = {thing for thing, _ in curation.titles} - items
        untitled = orphans | (titled - parts)
        titles = {t for t in curation.triples if t[0] in untitled and t[1] in _TITLES}
        problems = (
            *(
                Problem.at(curation.path, "title-of-no-part", thing=short_name(orphan))
                for orphan in sorted(titled - parts)
            ),
            *(_orphan(curation, orphan, restated) for orphan in sorted(orphans)),
            *(
                Problem.at(curation.path, "added-to-none", thing=short_name(subject))
                for subject in sorted({link[0] for link in curation.added} - items)
            ),
        )
        triples = curation.triples - titles - claimed
        claimed |= triples
        settled[key] = SettledCuration(triples, problems)
    return settled


def _orphan(curation: Curation, orphan: IRI, restated: Mapping[IRI, IRI]) -> Problem:
    thing, original = short_name(orphan), short_name(restated.get(orphan, ""))
    key = "title-of-reprise" if original else "title-of-none"
    return Problem.at(curation.path, key, thing=thing, original=original)


def state(draft: Draft) -> None:
    """Write what the texts state, but for what they say of things that others may name, too."""
    for reading in draft.readings:
        own = draft.of(reading).stated
        own.extend(describe_document(reading.description, draft.names))
        own.extend(ReadingTriples(reading, draft.names).triples())
    state_items(draft)


def share_things(
    said: Iterable[tuple[str, Iterable[Triple]]], vocabulary: set[Triple]
) -> Iterator[tuple[str, set[Triple]]]:
    """Who says what of bodies, works and programmes: of those that say a triple the first.

    Args:
        said: by each text, with its document's key, in their order.
        vocabulary: what needs no saying.
    """
    known: set[Triple] = set()
    for key, triples in said:
        new = set(triples) - known - vocabulary
        known |= new
        yield key, new


def things_of(draft: Draft) -> list[tuple[str, set[Triple]]]:
    """What each text of a draft says of bodies, works and programmes."""
    return [(r.description.key, set(said_of_things(r))) for r in draft.readings]


def curate(
    draft: Draft,
    facts: Facts,
    settled: Mapping[str, SettledCuration],
    things: Mapping[str, AbstractSet[Triple]],
) -> Iterator[tuple[str, Problem]]:
    """Write the curated layers, behind what is stated.

    Args:
        draft: with what is stated.
        facts: of the corpus.
        settled: the curations.
        things: what the texts of each document say of bodies, works and programmes.

    Returns:
        Additions that the text states anyway, or that no words of it say, with the keys of their documents.
    """
    for key, own in draft.layers.items():
        if key in settled:
            curation = facts.curations[key]
            for link in sorted(curation.added & own.stated.keys()):
                yield key, Problem.at(curation.path, "added-stated", link=link_words(link))
            given = [link for link in sorted(curation.added) if link[1] in VALUES]
            no_values = set()
            for link in (each for each in given if each not in own.stated):
                told = given_value(draft, facts.measures, link)
                if told is None:
                    no_values.add(link)
                    yield key, Problem.at(curation.path, "added-no-value", link=link_words(link))
                else:
                    own.curated.extend(triple for triple in told if triple not in own.stated)
            own.curated.extend(settled[key].triples - own.stated.keys() - things[key] - no_values)
    for curation in facts.curations.values():
        draft.learn(curation.added)


def link_words(link: Triple) -> str:
    """A link as people are told of it."""
    return " ".join(print_term(term) for term in link)
