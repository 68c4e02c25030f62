"""How near in meaning items of two editions are: by the vectors of their words, and by the words nothing answers to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property, lru_cache
from itertools import count
from typing import TYPE_CHECKING, Any

from policygraph.lineage.senses import SQUARE, forms_in, read_senses
from policygraph.lineage.wording import terms_of

if TYPE_CHECKING:
    import numpy as np

    Numbers = np.ndarray[Any, np.dtype[Any]]

NEAREST = 10  # items of the other edition that are the nearest to one
_LEVEL = 3  # of them those that say how near items are to it in general
_BLOCK = 512  # items whose nearest are looked for at a time
_FAR, _NEAR = 0.25, 0.8  # cosines of words that have nothing, and everything, in common
_WHOLE = 1000.0  # shares and weights are whole numbers of this, so that their sums are the same on every machine
_LENGTH = 127.0  # of the vector of an item, in whole numbers

NAMES = ("sense", "meant least", "meant most", "meant objects", "same words", "foreign")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text.

    Attributes:
        row: of its vector.
        key: the same for words of one meaning.
        weight: how much its kind tells; see `wording.Term`.
    """

    row: int
    key: int
    weight: float


_keys: dict[str, int] = {}
_next_key = count()


def _key(name: str) -> int:
    """A number for a name, the same throughout a process."""
    known = _keys.get(name)
    return _keys.setdefault(name, next(_next_key)) if known is None else known


@lru_cache(maxsize=1 << 14)
def words_of(content: str) -> tuple[Word, ...]:
    """The known words of a content, in order."""
    senses = read_senses()
    weights = [0.0] * len(content)
    names = [""] * len(content)
    for term in terms_of(content):
        for at in range(term.begin, min(term.end, len(content))):
            weights[at] = max(weights[at], term.weight)
            if term.key[0] == "=":
                names[at] = term.key
    found: list[Word] = []
    for form, begin, end in forms_in(content):
        name = names[begin] if names[begin] == names[end - 1] else ""
        group = senses.groups.get(form)
        weight = max(weights[begin:end])
        if weight:
            key = _key(name or (f"#{group}" if group else form))
            found.append(Word(senses.rows[form], key, weight))
    return tuple(found)


class Meaning:
    """The words of two editions side by side.

    Args:
        later, earlier: by item, its content.
        rarity: how much a word tells that stands in so many items.
    """

    def __init__(
        self,
        later: Sequence[str],
        earlier: Sequence[str],
        rarity: Callable[[int], float],
    ) -> None:
        self._words = [words_of(content) for content in later], [words_of(c) for c in earlier]
        counts = [Counter(k for ws in side for k in {w.key for w in ws}) for side in self._words]
        self._rarities = {
            key: rarity(max(counts[0][key], counts[1][key])) for key in counts[0] | counts[1]
        }

    @cached_property
    def _arrays(self) -> tuple[list[tuple[Numbers, ...]], list[tuple[Numbers, ...]]]:
        own, other = ([self._table(words) for words in side] for side in self._words)
        return own, other

    def _table(self, words: Iterable[Word]) -> tuple[Numbers, ...]:
        """Of the words of an item, each once: rows, keys, what each counts, and that of what is acted on."""
        import numpy as np

        strongest: dict[int, Word] = {}
        for word in words:
            if word.key not in strongest or strongest[word.key].weight < word.weight:
                strongest[word.key] = word
        once = strongest.values()
        counts = [round(_WHOLE * w.weight * self._rarities[w.key]) for w in once]
        objects = [c if w.weight == 1.0 else 0 for c, w in zip(counts, once, strict=True)]
        return (
            np.array([word.row for word in once], dtype=np.intp),
            np.array([word.key for word in once], dtype=np.int64),
            np.array(counts, dtype=np.float64),
            np.array(objects, dtype=np.float64),
        )

    @cached_property
    def _vectors(self) -> tuple[Numbers, Numbers]:
        """By item of either side its vector, in whole numbers."""
        import numpy as np

        table = read_senses().vectors
        found = []
        for side in self._arrays:
            vectors = np.zeros((len(side), table.shape[1]))
            for number, (rows, _, counts, _) in enumerate(side):
                # What is acted on tells less here than elsewhere: all words make up what an item is about.
                vectors[number] = np.rint(np.sqrt(_WHOLE * counts)) @ table[rows].astype(np.float64)
            lengths = np.sqrt((vectors * vectors).sum(axis=1, keepdims=True))
            vectors = np.rint(_LENGTH * vectors / np.maximum(lengths, 1.0))
            found.append(vectors.astype(np.float32))
        return found[0], found[1]

    @cached_property
    def _near(self) -> tuple[list[dict[int, float]], list[dict[int, float]]]:
        """By item of either side those of the other that are the nearest, the nearest first, and how near."""
        own, other = self._vectors
        return list(_nearest(own, other)), list(_nearest(other, own))

    def nearest(self) -> Iterator[tuple[int, int]]:
        """The pairs of which either is among the nearest to the other."""
        own, other = self._near
        yield from ((later, earlier) for later, near in enumerate(own) for earlier in near)
        yield from ((later, earlier) for earlier, near in enumerate(other) for later in near)

    @cached_property
    def _levels(self) -> tuple[list[float], list[float]]:
        own, other = (
            [sum(list(near.values())[:_LEVEL]) / _LEVEL for near in side] for side in self._near
        )
        return own, other

    @cached_property
    def _ranks(self) -> tuple[list[dict[int, float]], list[dict[int, float]]]:
        own, other = (
            [{number: 1 / place for place, number in enumerate(near, 1)} for near in side]
            for side in self._near
        )
        return own, other

    def exchanged(self, later: int, earlier: int) -> float:
        """How much the rarest word tells that stands in the place of another, the lesser of the two."""
        own, other = self._words[0][later], self._words[1][earlier]
        own_keys, other_keys = [w.key for w in own], [w.key for w in other]
        found = 0.0
        matcher = SequenceMatcher(None, own_keys, other_keys, autojunk=False)
        for tag, a, b, c, d in matcher.get_opcodes():
            if tag == "replace":
                new = [w for w in own[a:b] if w.key not in other_keys]
                gone = [w for w in other[c:d] if w.key not in own_keys]
                found = max(found, min(self._most(new), self._most(gone)))
        return found

    def _most(self, words: Iterable[Word]) -> float:
        return max((w.weight * self._rarities[w.key] for w in words), default=0.0)

    def features(self, later: int, others: Sequence[int]) -> list[dict[str, float]]:
        """What a later item has in common with some earlier ones, by name."""
        found = self._common(later, others)
        levels, ranks = self._levels, self._ranks
        for other, own in zip(others, found, strict=True):
            own["above"] = own["sense"] - (levels[0][later] + levels[1][other]) / 2
            own["first"] = (ranks[0][later].get(other, 0.0) + ranks[1][other].get(later, 0.0)) / 2
        return found

    def _common(self, later: int, others: Sequence[int]) -> list[dict[str, float]]:
        import numpy as np

        rows, keys, counts, objects = self._arrays[0][later]
        filled = [other for other in others if len(self._arrays[1][other][0])]
        if not len(rows) or not filled:
            return [dict.fromkeys(NAMES, 0.0) for _ in others]
        parts = [self._arrays[1][other] for other in filled]
        their_rows, their_keys, their_counts, their_objects = (
            np.concatenate([part[at] for part in parts]) for at in range(4)
        )
        begins = np.cumsum([0, *(len(part[0]) for part in parts[:-1])])
        table = read_senses().vectors
        a, b = table[rows], table[their_rows]
        same = keys[:, None] == their_keys[None, :]
        alike = _alike(a, b, same)
        best, their_best = np.maximum.reduceat(alike, begins, axis=1), alike.max(axis=0)
        found = np.maximum.reduceat(same, begins, axis=1).astype(np.float64)
        their_found = same.any(axis=0).astype(np.float64)
        total, totals = (
            max(1.0, counts.sum()),
            np.maximum(1.0, np.add.reduceat(their_counts, begins)),
        )
        covered = counts @ best / total, np.add.reduceat(their_counts * their_best, begins) / totals
        equal = counts @ found / total, np.add.reduceat(their_counts * their_found, begins) / totals
        acted = (
            objects @ best / max(1.0, objects.sum()),
            np.add.reduceat(their_objects * their_best, begins)
            / np.maximum(1.0, np.add.reduceat(their_objects, begins)),
        )
        foreign = (
            ((1.0 - best) * counts[:, None]).max(axis=0),
            np.maximum.reduceat((1.0 - their_best) * their_counts, begins),
        )
        own, their = self._vectors
        values = np.stack(
            [
                np.maximum(0.0, _cosines(own[later][None, :], their[filled])),
                np.minimum(*covered),
                np.maximum(*covered),
                np.minimum(*acted),
                np.minimum(*equal),
                np.minimum(1.0, np.minimum(*foreign) / _WHOLE),
            ]
        )
        known = {
            other: dict(zip(NAMES, map(float, values[:, at].round(6)), strict=True))
            for at, other in enumerate(filled)
        }
        return [known.get(other) or dict.fromkeys(NAMES, 0.0) for other in others]

    def cover(self, later: int, earlier: int, *, of_later: bool) -> dict[int, float]:
        """By word of an item, how far a word of the other answers to it.

        Args:
            of_later: the words of the later item; else those of the earlier.
        """
        own, other = self._arrays[0][later], self._arrays[1][earlier]
        whole, part = (own, other) if of_later else (other, own)
        if not len(whole[0]) or not len(part[0]):
            return dict.fromkeys(whole[1].tolist(), 0.0)
        table = read_senses().vectors
        alike = _alike(table[whole[0]], table[part[0]], whole[1][:, None] == part[1][None, :])
        return dict(zip(whole[1].tolist(), alike.max(axis=1).tolist(), strict=True))

    def together(self, wholes: int, parts: Sequence[int], *, of_later: bool) -> float:
        """How near an item is to some of the other edition put together.

        Args:
            of_later: the item is a later one; else an earlier one.
        """
        own, other = self._vectors if of_later else self._vectors[::-1]
        joined = sum(other[part] for part in parts)
        return float(_cosines(own[wholes][None, :], joined[None, :])[0].round(6))

    def counts(self, number: int, *, of_later: bool) -> dict[int, float]:
        """By word of an item, what it counts."""
        _, keys, counts, _ = self._arrays[0 if of_later else 1][number]
        return dict(zip(keys.tolist(), counts.tolist(), strict=True))


def _alike(a: Numbers, b: Numbers, same: Numbers) -> Numbers:
    """How alike each word of one item is to each of others, from 0 to 1."""
    import numpy as np

    alike = (a @ b.T).astype(np.float64) / SQUARE
    alike = np.rint(_WHOLE * np.clip((alike - _FAR) / (_NEAR - _FAR), 0.0, 1.0)) / _WHOLE
    alike[same] = 1.0
    return alike


def _nearest(own: Numbers, others: Numbers) -> Iterator[dict[int, float]]:
    import numpy as np

    most = min(NEAREST, len(others))
    for begin in range(0, len(own), _BLOCK):
        near = (own[begin : begin + _BLOCK] @ others.T).astype(np.float64)
        # Of equals the first, on every machine: products are whole numbers, places are less than one.
        near -= np.arange(len(others)) / max(1, len(others))
        chosen = np.argpartition(-near, most - 1, axis=1)[:, :most] if most else near.astype(int)
        for row, numbers in zip(near, chosen, strict=True):
            ordered = sorted(numbers.tolist(), key=lambda number: -row[number])
            yield {n: float(row[n]) / _LENGTH**2 for n in ordered if row[n] > 0}


def _cosines(a: Numbers, b: Numbers) -> Numbers:
    """Row by row; 0 where either is empty."""
    import numpy as np

    a, b = a.astype(np.float64), b.astype(np.float64)
    lengths = np.sqrt((a * a).sum(axis=1) * (b * b).sum(axis=1))
    cosines: Numbers = (a * b).sum(axis=1) / np.maximum(1.0, lengths)
    return cosines
