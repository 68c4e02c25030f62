"""How alike an item and an earlier one are, as numbers: shared things, different things, the frame around them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from functools import cached_property
from math import log

from policygraph.core.namespaces import IRI
from policygraph.lineage.statements import Statement
from policygraph.lineage.wording import Term, names_in, terms_of

_MOST_CANDIDATES = 12  # earlier items that an item is compared with
# Sentences alike so far are copied from one another; those less alike than the first are not.
_LOOSE, _TIGHT = 0.7, 0.85
_COMMON = 0.35  # the share of an edition in which a term may stand that finds candidates


class Side:
    """The items of one edition with their terms.

    Args:
        statements: in reading order.
    """

    def __init__(self, statements: Sequence[Statement]) -> None:
        self.statements = tuple(statements)
        self.terms = [terms_of(statement.content) for statement in self.statements]
        self.keys = [_strongest(terms) for terms in self.terms]
        self.headings = [_headings(statement) for statement in self.statements]

    @cached_property
    def counts(self) -> Counter[str]:
        """In how many items each term stands."""
        return Counter(key for keys in self.keys for key in keys)

    @cached_property
    def concept_counts(self) -> Counter[IRI]:
        """How many items name each concept."""
        return Counter(concept for s in self.statements for concept in s.concepts)

    def __len__(self) -> int:
        return len(self.statements)


def _strongest(terms: Iterable[Term]) -> dict[str, float]:
    """The terms of a text, each with the most that it tells anywhere in it."""
    keys: dict[str, float] = {}
    for term in terms:
        keys[term.key] = max(term.weight, keys.get(term.key, 0.0))
    return keys


def _headings(statement: Statement) -> dict[str, float]:
    return {term.key: term.weight for title in statement.headings for term in terms_of(title)}


class Comparison:
    """Two editions side by side.

    Args:
        later, earlier: their items.
        any_kind: items of all kinds are compared.
    """

    def __init__(self, later: Side, earlier: Side, *, any_kind: bool = False) -> None:
        self.later, self.earlier = later, earlier
        self._any_kind = any_kind
        self._rarities: dict[str, float] = {}
        self._size = max(len(later), len(earlier), 10)

    def rarity(self, key: str) -> float:
        """How much a term tells, from 0 (it stands everywhere) to 1 (in one item of each edition)."""
        known = self._rarities.get(key)
        if known is None:
            count = max(self.later.counts[key], self.earlier.counts[key], 1)
            known = max(0.0, log((self._size + 1) / count) / log(self._size + 1))
            self._rarities[key] = known
        return known

    def _concept_rarity(self, concept: IRI) -> float:
        count = max(self.later.concept_counts[concept], self.earlier.concept_counts[concept], 1)
        return max(0.0, log((self._size + 1) / count) / log(self._size + 1))

    def weights(self, keys: Mapping[str, float]) -> dict[str, float]:
        """What each term of an item counts."""
        return {key: weight * self.rarity(key) for key, weight in keys.items()}

    @cached_property
    def later_weights(self) -> list[dict[str, float]]:
        """By later item, what each of its terms counts."""
        return [self.weights(keys) for keys in self.later.keys]

    @cached_property
    def earlier_weights(self) -> list[dict[str, float]]:
        """By earlier item, what each of its terms counts."""
        return [self.weights(keys) for keys in self.earlier.keys]

    def candidates(self) -> Iterator[tuple[int, int]]:
        """Pairs that share a term that is not common, the most alike first; found by an inverted index."""
        index: dict[str, list[int]] = defaultdict(list)
        for number, keys in enumerate(self.earlier.keys):
            for key in keys:
                if self.earlier.counts[key] <= max(3, _COMMON * len(self.earlier)):
                    index[key].append(number)
        for number, weights in enumerate(self.later_weights):
            shared: dict[int, float] = defaultdict(float)
            for key, weight in weights.items():
                for other in index.get(key, ()):
                    shared[other] += weight * self.earlier_weights[other][key]
            kind = self.later.statements[number].kind
            ranked = sorted(shared, key=lambda other: (-shared[other], other))
            fitting = (o for o in ranked if self._fits(kind, self.earlier.statements[o].kind))
            yield from (
                (number, other) for other, _ in zip(fitting, range(_MOST_CANDIDATES), strict=False)
            )

    def _fits(self, later: str, earlier: str) -> bool:
        return self._any_kind or may_continue(later, earlier)

    def cosine(self, later: int, earlier: int) -> float:
        """How much of what both say is the same."""
        a, b = self.later_weights[later], self.earlier_weights[earlier]
        dot = sum(a[key] * b[key] for key in a.keys() & b.keys())
        return dot / (_norm(a) * _norm(b))

    def features(self, later: int, earlier: int) -> dict[str, float]:
        """What tells whether an item continues an earlier one; each number between 0 and 1."""
        own, other = self.later.statements[later], self.earlier.statements[earlier]
        a, b = self.later_weights[later], self.earlier_weights[earlier]
        shared = {key: min(a[key], b[key]) for key in a.keys() & b.keys()}
        of_a, of_b = sum(a.values()) or 1.0, sum(b.values()) or 1.0
        in_a = sum(a[key] for key in shared) / of_a
        in_b = sum(b[key] for key in shared) / of_b
        matcher = SequenceMatcher(None, own.content, other.content, autojunk=False)
        frame = matcher.ratio()
        swapped, moved, exchanged = self._swapped(matcher.get_opcodes(), later, earlier)
        strongest = sorted(shared.values(), reverse=True)[:3]
        names, others = names_in(own.content), names_in(other.content)
        concepts = own.concepts & other.concepts
        all_concepts = own.concepts | other.concepts
        weight = sum(map(self._concept_rarity, all_concepts))
        return {
            "cosine": self.cosine(later, earlier),
            "least": min(in_a, in_b),
            "most": max(in_a, in_b),
            "frame": frame,
            "swapped": swapped,
            "copied": frame * swapped,
            "exchanged": exchanged,
            "same but one": min(1.0, exchanged * max(0.0, 3 * frame - 1.2)),
            "other thing": exchanged * min(1.0, max(0.0, (frame - _LOOSE) / (_TIGHT - _LOOSE))),
            "moved": moved,
            "rare": strongest[0] if strongest else 0.0,
            "rare3": sum(strongest) / 3,
            "objects": self._objects(later, earlier),
            "concepts": sum(map(self._concept_rarity, concepts)) / weight if weight else 0.0,
            "bodies": _jaccard(own.bodies, other.bodies),
            "names": float(bool(names & others)),
            "other names": float(bool(names and others and not names & others)),
            "headings": _overlap(self.later.headings[later], self.earlier.headings[earlier]),
            "report": float(own.kind == "reported"),
        }

    def _swapped(
        self, opcodes: Iterable[tuple[str, int, int, int, int]], later: int, earlier: int
    ) -> tuple[float, float, float]:
        """How much of what is said is another thing in the place of one.

        Returns:
            That share; that of what only came or went; how rare the rarest thing is that is another.
        """
        own, other = self.later.terms[later], self.earlier.terms[earlier]
        own_keys, other_keys = self.later.keys[later], self.earlier.keys[earlier]
        swapped = moved = exchanged = 0.0
        for tag, a, b, c, d in opcodes:
            if tag == "equal":
                continue
            if tag == "delete":
                moved += sum(self._touched(own, a, b, other_keys))
                continue
            if tag == "insert":
                moved += sum(self._touched(other, c, d, own_keys))
                continue
            new = self._touched(own, a, b, other_keys)
            gone = self._touched(other, c, d, own_keys)
            swapped += min(sum(new), sum(gone))
            moved += abs(sum(new) - sum(gone))
            exchanged = max(exchanged, min(max(new, default=0.0), max(gone, default=0.0)))
        total = sum(self.later_weights[later].values()) + sum(
            self.earlier_weights[earlier].values()
        )
        total = total or 1.0
        return min(1.0, 2 * swapped / total), min(1.0, moved / total), exchanged

    def _touched(
        self, terms: Iterable[Term], begin: int, end: int, elsewhere: Mapping[str, float]
    ) -> list[float]:
        """The weights of the terms that reach into a stretch and do not stand on the other side."""
        keys = {
            term.key: term.weight
            for term in terms
            if term.begin < end and term.end > begin and term.key not in elsewhere
        }
        return [weight * self.rarity(key) for key, weight in keys.items()]

    def _objects(self, later: int, earlier: int) -> float:
        """How much of what either acts on stands anywhere in the other: the lesser of the two."""
        sides = (
            (self.later.terms[later], self.earlier.keys[earlier]),
            (self.earlier.terms[earlier], self.later.keys[later]),
        )
        shares = []
        for terms, elsewhere in sides:
            weights = {
                term.key: self.rarity(term.key) for term in terms if term.weight == 1.0
            }  # of what stands before を
            total = sum(weights.values())
            if total:
                shares.append(sum(w for key, w in weights.items() if key in elsewhere) / total)
        return min(shares, default=0.5)


def may_continue(later: str, earlier: str) -> bool:
    """Whether an item of a kind can continue, or report, one of another."""
    return earlier == later or later == "reported"


def _norm(weights: Mapping[str, float]) -> float:
    return sum(weight * weight for weight in weights.values()) ** 0.5 or 1.0


def _jaccard(a: frozenset[IRI], b: frozenset[IRI]) -> float:
    return len(a & b) / len(a | b) if a or b else 0.5


def _overlap(a: Mapping[str, float], b: Mapping[str, float]) -> float:
    either = a.keys() | b.keys()
    return len(a.keys() & b.keys()) / len(either) if either else 0.5
