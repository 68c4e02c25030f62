"""Which item continues which: pairs by themselves, then among the others, then parts of divisions and unions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass
from heapq import nlargest
from typing import Literal

from policygraph.core.namespaces import IRI
from policygraph.lineage.assignment import assigned
from policygraph.lineage.likeness import Comparison, may_continue
from policygraph.lineage.model import OF_LOGIT, Model, probability
from policygraph.lineage.statements import Statement

How = Literal["same text", "folded text", "likeness", "confirmed"]
_COPIED = 0.5  # characters in common of one sentence copied from another
_MUCH = 1.0  # a difference of logits
_SURE = 8.0  # the logit of equal texts
_FURTHEST = 3.0  # a margin that tells everything
_NEAR = 2  # places apart that are still beside one another
_GAIN = 0.15  # a share of the whole that a part adds, and that tells everything


@dataclass(frozen=True, slots=True)
class Match:
    """A later item that continues an earlier one.

    Attributes:
        later, earlier: their places in the two sides.
        score: the calibrated probability.
        is_part: the one side has another partner that is as good or better.
    """

    later: int
    earlier: int
    how: How
    score: float
    is_part: bool = False


@dataclass(frozen=True, slots=True)
class Elders:
    """What the items of an edition continue, where it was worded otherwise.

    Attributes:
        comparison: the later items and the elders.
        successors: by elder, the place of the earlier item that continues it.
    """

    comparison: Comparison
    successors: tuple[int, ...]


class Matcher:
    """Matches the items of two editions.

    Args:
        comparison: the two sides.
        model: the fitted weights.
        open_later, open_earlier: the items that are still to be matched; all where they are missing.
        is_far: another edition lies in between.
        confirmed, refused: pairs that a person judged.
        elders: other wordings of the earlier items.
    """

    def __init__(
        self,
        comparison: Comparison,
        model: Model,
        *,
        open_later: Iterable[int] | None = None,
        open_earlier: Iterable[int] | None = None,
        is_far: bool = False,
        confirmed: frozenset[tuple[IRI, IRI]] = frozenset(),
        refused: frozenset[tuple[IRI, IRI]] = frozenset(),
        elders: Elders | None = None,
    ) -> None:
        self.comparison, self.model = comparison, model
        later, earlier = comparison.later, comparison.earlier
        self.open_later = set(range(len(later)) if open_later is None else open_later)
        self.open_earlier = set(range(len(earlier)) if open_earlier is None else open_earlier)
        self.least = model.least_far if is_far else model.least
        self._confirmed, self._refused = confirmed, refused
        self.features: dict[tuple[int, int], dict[str, float]] = {}
        self.alone: dict[tuple[int, int], float] = {}
        self.equal = dict(self._equal())
        floor = model.floor(self.least)
        pairs = comparison.pairs(self.open_later, self.open_earlier) if self.open_earlier else ()
        for pair in pairs:
            if pair not in self.equal and self._named(pair) not in refused:
                bag = comparison.bag(*pair)
                most = {"frame": comparison.most_frame(*pair)}
                if model.alone.highest(bag, most) >= floor:  # else they are never paired
                    self.features[pair] = comparison.features(*pair, bag)
                    self.alone[pair] = model.alone.logit(self.features[pair])
        if elders:
            self._hold_against(elders, floor)

    def _hold_against(self, elders: Elders, floor: float) -> None:
        """Judge each pair by the wording of the earlier item, or of what it continues, that is the most alike."""
        comparison = elders.comparison
        for later, elder in comparison.pairs(self.open_later):
            pair = later, elders.successors[elder]
            if (
                pair[1] not in self.open_earlier
                or pair in self.equal
                or self._named(pair) in self._refused
            ):
                continue
            bag = comparison.bag(later, elder)
            most = {"frame": comparison.most_frame(later, elder)}
            if self.model.alone.highest(bag, most) >= floor:
                features = comparison.features(later, elder, bag)
                known = self.features.get(pair) or self.comparison.features(*pair)
                logits = [self.model.alone.logit(each) for each in (known, features)]
                # One copied from a wording is judged by that wording.
                copied = max(known["frame"], features["frame"]) >= _COPIED
                if features["frame"] > known["frame"] if copied else logits[1] > logits[0]:
                    self.features[pair], self.alone[pair] = features, logits[1]

    def best(self) -> dict[int, float]:
        """By later item, the logit of its best pair."""
        found: dict[int, float] = {}
        logits = {**self.alone, **dict.fromkeys(self.equal, _SURE)}
        for (later, _), logit in logits.items():
            found[later] = max(logit, found.get(later, logit))
        return found

    def leave(self, best: Mapping[int, float]) -> None:
        """Let go the pairs that are much less likely than what others have for their later item.

        Args:
            best: by later item, a logit.
        """
        self._only(lambda pair: self.alone[pair] >= best.get(pair[0], -_SURE) - _MUCH)

    def close(self, later: Container[int]) -> None:
        """Let go the pairs of some later items."""
        self._only(lambda pair: pair[0] not in later)
        self.equal = {pair: how for pair, how in self.equal.items() if pair[0] not in later}

    def _only(self, keeps: Callable[[tuple[int, int]], bool]) -> None:
        kept = [pair for pair in self.alone if keeps(pair)]
        self.alone = {pair: self.alone[pair] for pair in kept}
        self.features = {pair: self.features[pair] for pair in kept}

    def matches(self) -> list[Match]:
        """All matches, in the order of the later items."""
        found = [Match(*pair, how, 1.0) for pair, how in self.equal.items()]
        taken = set(self.equal)
        among = {pair: self.model.among.logit(f) for pair, f in self.among().items()}
        chosen = assigned(
            {
                pair: logit
                for pair, logit in among.items()
                if probability(logit) >= self.least and not self.has_equal(pair)
            }
        )
        taken |= chosen
        found += [
            Match(*pair, "likeness", self._score(probability(among[pair]))) for pair in chosen
        ]
        for pair, raw in sorted(self._parts(taken).items()):
            found.append(Match(*pair, "likeness", self._score(raw), is_part=True))
        return sorted(found, key=lambda match: (match.later, match.earlier))

    def _named(self, pair: tuple[int, int]) -> tuple[IRI, IRI]:
        later, earlier = pair
        return self.comparison.later.statements[later].iri, self.comparison.earlier.statements[
            earlier
        ].iri

    def _score(self, raw: float) -> float:
        return self.model.calibrated(raw)

    def has_equal(self, pair: tuple[int, int]) -> bool:
        """Whether either side has a partner of equal text, or one that a person gave it."""
        later, earlier = pair
        return self._is_settled(later) or self._is_taken(earlier)

    def _is_settled(self, later: int) -> bool:
        return later in self._equal_later or later in self._fixed_later

    def _is_taken(self, earlier: int) -> bool:
        return earlier in self._equal_earlier or earlier in self._fixed_earlier

    def _equal(self) -> Iterable[tuple[tuple[int, int], How]]:
        """What a person confirmed; items of equal text, of several those under the same headings first."""
        self._equal_later: set[int] = set()
        self._equal_earlier: set[int] = set()
        self._fixed_later: set[int] = set()
        self._fixed_earlier: set[int] = set()
        places = {s.iri: n for n, s in enumerate(self.comparison.earlier.statements)}
        numbers = {s.iri: n for n, s in enumerate(self.comparison.later.statements)}
        for own_iri, earlier_iri in sorted(self._confirmed):
            if own_iri in numbers and earlier_iri in places:
                self._fixed_later.add(numbers[own_iri])
                self._fixed_earlier.add(places[earlier_iri])
                yield (numbers[own_iri], places[earlier_iri]), "confirmed"
        statements = self.comparison.earlier.statements
        for same_place in (True, False):
            held: dict[tuple[str, tuple[str, ...]], list[int]] = defaultdict(list)
            for other in sorted(self.open_earlier):
                if not self._is_taken(other):
                    held[_place(statements[other], same_place)].append(other)
            for number in sorted(self.open_later):
                own = self.comparison.later.statements[number]
                if not own.words or self._is_settled(number):
                    continue
                others = held[_place(own, same_place)]
                for other in others:
                    if (
                        may_continue(own.kind, statements[other].kind)
                        and self._named((number, other)) not in self._refused
                    ):
                        others.remove(other)
                        self._equal_later.add(number)
                        self._equal_earlier.add(other)
                        yield (number, other), _how(own, statements[other])
                        break

    def among(self) -> dict[tuple[int, int], dict[str, float]]:
        """The features of each pair among the others."""
        rows: dict[int, list[float]] = defaultdict(list)
        columns: dict[int, list[float]] = defaultdict(list)
        logits = {**self.alone, **dict.fromkeys(self.equal, _SURE)}
        for (later, earlier), logit in logits.items():
            rows[later].append(logit)
            columns[earlier].append(logit)
        anchors = self._anchors(logits)
        best_rows = {later: _best(own) for later, own in rows.items()}
        best_columns = {earlier: _best(own) for earlier, own in columns.items()}
        found = {}
        for pair, logit in self.alone.items():
            later, earlier = pair
            found[pair] = {
                "alone": logit / OF_LOGIT,
                "row": _margin(logit, best_rows[later]),
                "column": _margin(logit, best_columns[earlier]),
                "beside": _beside(later, earlier, anchors),
                "copied": self.features[pair]["copied"],
                "same but one": self.features[pair]["same but one"],
                "other thing": self.features[pair]["other thing"],
                "swapped": self.features[pair]["swapped"],
            }
        return found

    def _anchors(self, logits: Mapping[tuple[int, int], float]) -> dict[int, int]:
        """By later item the earlier one that is the best for it, and for which it is the best."""
        best_later: dict[int, tuple[float, int]] = {}
        best_earlier: dict[int, tuple[float, int]] = {}
        for (later, earlier), logit in sorted(logits.items()):
            if logit > best_later.get(later, (-99.0, 0))[0]:
                best_later[later] = (logit, earlier)
            if logit > best_earlier.get(earlier, (-99.0, 0))[0]:
                best_earlier[earlier] = (logit, later)
        return {
            later: earlier
            for later, (logit, earlier) in best_later.items()
            if logit > 0 and best_earlier[earlier][1] == later
        }

    def part_features(self, taken: set[tuple[int, int]]) -> dict[tuple[int, int], dict[str, float]]:
        """The features of the pairs of which exactly one side has another partner."""
        partners_later: dict[int, list[int]] = defaultdict(list)
        partners_earlier: dict[int, list[int]] = defaultdict(list)
        for later, earlier in taken:
            partners_later[later].append(earlier)
            partners_earlier[earlier].append(later)
        found = {}
        a, b = self.comparison.later_weights, self.comparison.earlier_weights
        meaning = self.comparison.meaning
        for pair, logit in self.alone.items():
            later, earlier = pair
            if (later in partners_later) == (earlier in partners_earlier):
                continue
            is_divided = earlier in partners_earlier
            if is_divided:
                whole, part, others = earlier, later, partners_earlier[earlier]
                pairs = [(other, earlier) for other in others]
                siblings = max(_share(a[part], a[other]) for other in others)
                is_equal = earlier in self._equal_earlier
            else:
                whole, part, others = later, earlier, partners_later[later]
                pairs = [(later, other) for other in others]
                siblings = max(_share(b[part], b[other]) for other in others)
                is_equal = later in self._equal_later
            if is_equal:
                continue
            counts = meaning.counts(whole, of_later=not is_divided)
            own = meaning.cover(*pair, of_later=not is_divided)
            covers = [meaning.cover(*other, of_later=not is_divided) for other in pairs]
            covered = {key: max(cover[key] for cover in covers) for key in own}
            total = sum(counts.values()) or 1.0
            gain = sum(counts[key] * max(0.0, own[key] - covered[key]) for key in own) / total
            twice = sum(counts[key] * min(own[key], covered[key]) for key in own) / total
            before = meaning.together(whole, others, of_later=not is_divided)
            step = min(abs(part - other) for other in others)
            found[pair] = {
                "alone": logit / OF_LOGIT,
                "gain": min(1.0, gain / _GAIN),
                "next": 1.0 / step if step <= _NEAR else 0.0,
                "twice": twice,
                "held": self._held(pair, of_later=is_divided),
                "together": meaning.together(whole, [*others, part], of_later=not is_divided)
                - before,
                "swapped": self.features[pair]["swapped"],
                "copied": self.features[pair]["copied"],
                "other thing": self.features[pair]["other thing"],
                "like sibling": siblings,
            }
        return found

    def _held(self, pair: tuple[int, int], *, of_later: bool) -> float:
        """How far the words of a part are answered by the whole."""
        meaning = self.comparison.meaning
        counts = meaning.counts(pair[0] if of_later else pair[1], of_later=of_later)
        cover = meaning.cover(*pair, of_later=of_later)
        return sum(counts[key] * cover[key] for key in counts) / (sum(counts.values()) or 1.0)

    def _parts(self, taken: set[tuple[int, int]]) -> dict[tuple[int, int], float]:
        """The pairs that add a part to a whole, the most likely first; each loose item in one of them."""
        features = self.part_features(taken)
        raw = {pair: probability(self.model.part.logit(f)) for pair, f in features.items()}
        chosen: dict[tuple[int, int], float] = {}
        used: set[tuple[str, int]] = set()
        later_taken = {later for later, _ in taken}
        for pair in sorted(raw, key=lambda pair: (-raw[pair], pair)):
            loose = ("later", pair[0]) if pair[0] not in later_taken else ("earlier", pair[1])
            if raw[pair] >= self.model.least_part and loose not in used:
                chosen[pair] = raw[pair]
                used.add(loose)
        return chosen


def _how(own: Statement, earlier: Statement) -> How:
    return "same text" if own.printed == earlier.printed else "folded text"


def _place(statement: Statement, same_place: bool) -> tuple[str, tuple[str, ...]]:
    """What items of equal text have in common, and the headings above them."""
    return statement.words, statement.headings if same_place else ()


def _best(all_: list[float]) -> tuple[float, float | None]:
    """The best of some logits and the next, where there is one."""
    first, *rest = nlargest(2, all_)
    return first, rest[0] if rest else None


def _margin(own: float, best: tuple[float, float | None]) -> float:
    """How far a logit lies above the best of the others, between -1 and 1."""
    first, second = best
    if second is None:
        return 1.0
    return max(-_FURTHEST, min(_FURTHEST, own - (second if first == own else first))) / _FURTHEST


def _beside(later: int, earlier: int, anchors: Mapping[int, int]) -> float:
    """How many of the two items beside it continue items beside the earlier one, as a share."""
    near = [
        anchors[other] for other in (later - 2, later - 1, later + 1, later + 2) if other in anchors
    ]
    if not near:
        return 0.5
    return sum(0 < abs(other - earlier) <= _NEAR + 1 for other in near) / len(near)


def _share(part: Mapping[str, float], other: Mapping[str, float]) -> float:
    """How much of a part the other one holds as well."""
    total = sum(part.values()) or 1.0
    return sum(weight for key, weight in part.items() if key in other) / total
