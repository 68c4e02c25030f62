"""How alike an item and an earlier one are, as numbers: shared things, different things, the frame around them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from functools import cached_property
from heapq import nlargest, nsmallest
from math import fsum, log

from policygraph.core.namespaces import IRI
from policygraph.lineage.meaning import Meaning
from policygraph.lineage.statements import Statement
from policygraph.lineage.wording import Term, names_in, terms_of

_MOST_CANDIDATES = 12  # earlier items that an item is compared with
# Sentences alike so far are copied from one another; those less alike than the first are not.
_LOOSE, _TIGHT = 0.7, 0.85
_COMMON = 0.35  # the share of an edition in which a term may stand that finds candidates
_MOST_MET = 6000  # how often an item meets an earlier one by a term; its rarest terms come first


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

    @cached_property
    def names(self) -> list[frozenset[str]]:
        """By item, the quoted names in it."""
        return [names_in(statement.content) for statement in self.statements]

    @cached_property
    def letters(self) -> list[Counter[str]]:
        """By item, how often each character stands in it."""
        return [Counter(statement.content) for statement in self.statements]

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
        self._concept_rarities: dict[IRI, float] = {}
        self._overlaps: dict[tuple[tuple[str, ...], tuple[str, ...]], float] = {}
        self._matchers: dict[int, SequenceMatcher[str]] = {}
        self._size = max(len(later), len(earlier), 10)
        self._meant: dict[tuple[int, int], Mapping[str, float]] = {}

    def rarity(self, key: str) -> float:
        """How much a term tells, from 0 (it stands everywhere) to 1 (in one item of each edition)."""
        known = self._rarities.get(key)
        if known is None:
            count = max(self.later.counts[key], self.earlier.counts[key], 1)
            known = self._rarities[key] = self._rarity_of(count)
        return known

    def _concept_rarity(self, concept: IRI) -> float:
        known = self._concept_rarities.get(concept)
        if known is None:
            counts = self.later.concept_counts[concept], self.earlier.concept_counts[concept]
            known = self._concept_rarities[concept] = self._rarity_of(max(*counts, 1))
        return known

    def _rarity_of(self, count: int) -> float:
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

    @cached_property
    def _later_sums(self) -> list[tuple[float, float]]:
        return [_sums(weights) for weights in self.later_weights]

    @cached_property
    def _earlier_sums(self) -> list[tuple[float, float]]:
        return [_sums(weights) for weights in self.earlier_weights]

    @cached_property
    def meaning(self) -> Meaning:
        """The words of both sides."""
        return Meaning(
            [statement.content for statement in self.later.statements],
            [statement.content for statement in self.earlier.statements],
            self._rarity_of,
        )

    def pairs(
        self, only: Iterable[int] | None = None, others: Container[int] | None = None
    ) -> Iterator[tuple[int, int]]:
        """The pairs that may belong together: those that share terms, and those near in meaning.

        Args:
            only, others: the later and the earlier items that are compared; all where they are missing.
        """
        numbers = list(range(len(self.later))) if only is None else sorted(only)
        found: dict[int, dict[int, None]] = {number: {} for number in numbers}
        for number, other in self.candidates(numbers):
            found[number][other] = None
        for number, other in self.meaning.nearest():
            kind = self.later.statements[number].kind
            if number in found and self._fits(kind, self.earlier.statements[other].kind):
                found[number][other] = None
        for number, own in found.items():
            open_ = [other for other in own if others is None or other in others]
            meant = self.meaning.features(number, open_)
            self._meant = {(number, o): m for o, m in zip(open_, meant, strict=True)}
            yield from self._meant

    def _meaning_of(self, pair: tuple[int, int]) -> Mapping[str, float]:
        known = self._meant.get(pair)
        if known is None:
            (known,) = self.meaning.features(pair[0], [pair[1]])
        return known

    def candidates(self, only: Iterable[int] | None = None) -> Iterator[tuple[int, int]]:
        """Pairs that share a term that is not common, the most alike first; found by an inverted index.

        Args:
            only: the later items that are compared; all where it is missing.
        """
        index: dict[str, list[tuple[int, float]]] = defaultdict(list)
        common = max(3, _COMMON * len(self.earlier))
        for number, weights in enumerate(self.earlier_weights):
            for key, weight in weights.items():
                if self.earlier.counts[key] <= common:
                    index[key].append((number, weight))
        for number in range(len(self.later)) if only is None else sorted(only):
            shared: dict[int, float] = defaultdict(float)
            for key, weight in self._telling(self.later_weights[number], index):
                for other, of_other in index[key]:
                    shared[other] += weight * of_other
            kind = self.later.statements[number].kind
            ranked = nsmallest(
                _MOST_CANDIDATES,
                (
                    (-w, o)
                    for o, w in shared.items()
                    if self._fits(kind, self.earlier.statements[o].kind)
                ),
            )
            yield from ((number, other) for _, other in ranked)

    def _telling(
        self, weights: Mapping[str, float], index: Mapping[str, Sequence[object]]
    ) -> list[tuple[str, float]]:
        """The terms of an item that lead to earlier ones; of too many the rarest."""
        found = [(key, weight) for key, weight in weights.items() if key in index]
        left = _MOST_MET - sum(len(index[key]) for key, _ in found)
        if left < 0:
            found.sort(key=lambda each: (len(index[each[0]]), each[0]))
            while len(found) > 1 and left < 0:
                left += len(index[found.pop()[0]])
        return found

    def _fits(self, later: str, earlier: str) -> bool:
        return self._any_kind or may_continue(later, earlier)

    def cosine(self, later: int, earlier: int) -> float:
        """How much of what both say is the same."""
        a, b = self.later_weights[later], self.earlier_weights[earlier]
        dot = sum(weight * b[key] for key, weight in a.items() if key in b)
        return dot / (self._later_sums[later][1] * self._earlier_sums[earlier][1])

    def most_frame(self, later: int, earlier: int) -> float:
        """What `frame` can be at most, by the characters of both and not their order."""
        a, b = self.later.letters[later], self.earlier.letters[earlier]
        total = a.total() + b.total()
        if len(b) < len(a):
            a, b = b, a
        return (
            2 * sum(min(count, b[c]) for c, count in a.items() if c in b) / total if total else 1.0
        )

    def bag(self, later: int, earlier: int) -> dict[str, float]:
        """Those of the features that do not ask in what order the words stand, which are the cheap ones."""
        own, other = self.later.statements[later], self.earlier.statements[earlier]
        a, b = self.later_weights[later], self.earlier_weights[earlier]
        dot = 0.0
        strongest: list[float] = []
        for key, of_a in a.items():
            of_b = b.get(key)
            if of_b is not None:
                dot += of_a * of_b
                strongest.append(min(of_a, of_b))
        strongest = nlargest(3, strongest)
        norms = self._later_sums[later][1] * self._earlier_sums[earlier][1]
        names, others = self.later.names[later], self.earlier.names[earlier]
        alike = fsum(map(self._concept_rarity, own.concepts & other.concepts))
        weight = alike and fsum(map(self._concept_rarity, own.concepts | other.concepts))
        return {
            "cosine": dot / norms,
            "rare": strongest[0] if strongest else 0.0,
            "rare3": sum(strongest) / 3,
            "concepts": alike / weight if weight else 0.0,
            "bodies": _jaccard(own.bodies, other.bodies),
            "names": float(bool(names & others)),
            "other names": float(bool(names and others and not names & others)),
            "headings": self._under(later, earlier),
            "report": float(own.kind == "reported"),
            **self._meaning_of((later, earlier)),
        }

    def features(
        self, later: int, earlier: int, bag: Mapping[str, float] | None = None
    ) -> dict[str, float]:
        """What tells whether an item continues an earlier one; each number between 0 and 1.

        Args:
            bag: the cheap ones, where they are known.
        """
        matcher = self._matchers.get(earlier)
        if matcher is None:  # it keeps what it knows of the second text
            content = self.earlier.statements[earlier].content
            matcher = self._matchers[earlier] = SequenceMatcher(None, "", content, autojunk=False)
        matcher.set_seq1(self.later.statements[later].content)
        frame = matcher.ratio()
        bag = self.bag(later, earlier) if bag is None else bag
        copied = min(1.0, max(0.0, (frame - _LOOSE) / (_TIGHT - _LOOSE)))
        swapped, moved, exchanged_terms = self._swapped(matcher.get_opcodes(), later, earlier)
        exchanged = max(exchanged_terms, self.meaning.exchanged(later, earlier))
        return {
            **bag,
            "frame": frame,
            "swapped": swapped,
            "copied": frame * swapped,
            "exchanged": exchanged,
            "same but one": min(1.0, exchanged * max(0.0, 3 * frame - 1.2)),
            "other thing": exchanged * copied,
            "foreign thing": bag["foreign"] * min(1.0, max(0.0, (frame - 0.5) / 0.3)),
            "moved": moved,
        }

    def _under(self, later: int, earlier: int) -> float:
        """How much of the titles above both is the same."""
        titles = self.later.statements[later].headings, self.earlier.statements[earlier].headings
        known = self._overlaps.get(titles)
        if known is None:
            a, b = self.later.headings[later], self.earlier.headings[earlier]
            known = self._overlaps[titles] = _overlap(a, b)
        return known

    def _swapped(
        self, opcodes: Iterable[tuple[str, int, int, int, int]], later: int, earlier: int
    ) -> tuple[float, float, float]:
        """How much of what is said is another thing in the place of one.

        Returns:
            That share; that of what only came or went; how rare the rarest thing is that is another.
        """
        own_keys, other_keys = self.later.keys[later], self.earlier.keys[earlier]
        own = [term for term in self.later.terms[later] if term.key not in other_keys]
        other = [term for term in self.earlier.terms[earlier] if term.key not in own_keys]
        swapped = moved = exchanged = 0.0
        for tag, a, b, c, d in opcodes:
            if tag == "equal":
                continue
            if tag == "delete":
                moved += sum(self._touched(own, a, b))
                continue
            if tag == "insert":
                moved += sum(self._touched(other, c, d))
                continue
            new = self._touched(own, a, b)
            gone = self._touched(other, c, d)
            swapped += min(sum(new), sum(gone))
            moved += abs(sum(new) - sum(gone))
            exchanged = max(exchanged, min(max(new, default=0.0), max(gone, default=0.0)))
        total = self._later_sums[later][0] + self._earlier_sums[earlier][0]
        total = total or 1.0
        return min(1.0, 2 * swapped / total), min(1.0, moved / total), exchanged

    def _touched(self, terms: Iterable[Term], begin: int, end: int) -> list[float]:
        """The weights of the terms that reach into a stretch, the same term once."""
        keys = {t.key: t.weight for t in terms if t.begin < end and t.end > begin}
        return [weight * self.rarity(key) for key, weight in keys.items()]


def may_continue(later: str, earlier: str) -> bool:
    """Whether an item of a kind can continue, or report, one of another."""
    return earlier == later or later == "reported"


def _sums(weights: Mapping[str, float]) -> tuple[float, float]:
    """The sum of some weights, and their length as a vector; that is never 0."""
    values = weights.values()
    return sum(values), sum(weight * weight for weight in values) ** 0.5 or 1.0


def _jaccard(a: frozenset[IRI], b: frozenset[IRI]) -> float:
    return len(a & b) / len(a | b) if a or b else 0.5


def _overlap(a: Mapping[str, float], b: Mapping[str, float]) -> float:
    either = a.keys() | b.keys()
    return len(a.keys() & b.keys()) / len(either) if either else 0.5
