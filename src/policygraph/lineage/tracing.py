"""What became of every item, over all editions of a corpus."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from policygraph.core.namespaces import IRI
from policygraph.lineage.editions import Step, steps
from policygraph.lineage.likeness import Comparison, Side
from policygraph.lineage.matching import Elders, How, Matcher
from policygraph.lineage.memory import Memory
from policygraph.lineage.model import Model, probability, read_model
from policygraph.lineage.statements import Edition, Statement

Kind = Literal["unchanged", "revised", "split", "merged", "report"]
# Which of the earlier editions, places of a later and an earlier item, how, score, the words that either has alone.
_Match = tuple[int, int, int, How, float, tuple[str, ...], tuple[str, ...]]
_WORDINGS = 2  # earlier ones of an item that are kept in mind
_APART = 1  # equal characters between two differences that belong together


@dataclass(frozen=True, slots=True)
class Link:
    """A later item that continues, or reports on, an earlier one.

    Attributes:
        how: by which rule.
        score: the share of links of this score that are right.
        only_later, only_earlier: the words that either side has alone.
    """

    later: Statement
    earlier: Statement
    kind: Kind
    how: How
    score: float
    only_later: tuple[str, ...] = ()
    only_earlier: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TakenUp:
    """An item that takes up what the edition before only stated as an issue."""

    later: Statement
    issue: Statement
    score: float


@dataclass(frozen=True, slots=True)
class Lineage:
    """What became of the items of a corpus.

    Attributes:
        steps: the documents that have one before them.
        links: in the order of the later items.
        dropped: items, each with the key of the next edition, in which nothing continues it.
        introduced: items that continue nothing, though their document has one before it.
    """

    steps: tuple[Step, ...]
    links: tuple[Link, ...]
    dropped: tuple[tuple[Statement, str], ...]
    introduced: tuple[Statement, ...]
    taken_up: tuple[TakenUp, ...]

    def by_name(self, base: str) -> dict[tuple[str, str], str]:
        """The links and the issues taken up, by later and earlier IRI without the base, and their kind."""
        links = [(link.later.iri, link.earlier.iri, str(link.kind)) for link in self.links]
        links += [(each.later.iri, each.issue.iri, "issue") for each in self.taken_up]
        return {
            (later.removeprefix(base), earlier.removeprefix(base)): kind
            for later, earlier, kind in links
        }


@dataclass(frozen=True, slots=True)
class Judged:
    """What a person judged of pairs of a later and an earlier item.

    Attributes:
        confirmed: the one continues the other.
        refused: it does not.
    """

    confirmed: frozenset[tuple[IRI, IRI]] = frozenset()
    refused: frozenset[tuple[IRI, IRI]] = frozenset()


def trace(
    editions: Sequence[Edition],
    model: Model | None = None,
    judged: Judged | None = None,
    memory: Memory | None = None,
) -> Lineage:
    """Trace the items of a corpus over its editions.

    Args:
        editions: the documents, in any order.
        model: the shipped one where it is missing.
        judged: what persons confirmed and refused; nothing that they judged is among the links.
        memory: of earlier comparisons with this model.
    """
    memory = memory or Memory()
    found = steps(editions, memory)
    return _Tracer(found, model or read_model(), judged or Judged(), memory).lineage()


class _Tracer:
    def __init__(self, found: Sequence[Step], model: Model, judged: Judged, memory: Memory) -> None:
        self.steps, self.model, self.judged = tuple(found), model, judged
        self.memory = memory
        self.sides: dict[str, Side] = {}
        self.wordings: dict[IRI, tuple[Statement, ...]] = {}  # others of what an item continues
        self.continued = {earlier for _, earlier in judged.confirmed}
        self.continuing = {later for later, _ in judged.confirmed}

    def lineage(self) -> Lineage:
        links: list[Link] = []
        introduced: list[Statement] = []
        taken_up: list[TakenUp] = []
        for step in self.steps:
            own = list(self._links(step))
            links += own
            self.continuing |= {link.later.iri for link in own}
            if step.is_report:
                continue
            self.continued |= {link.earlier.iri for link in own}
            self._remember(own)
            new = [s for s in step.later.statements if s.iri not in self.continuing]
            introduced += new
            taken_up += self._issues(step, new)
        return Lineage(
            self.steps,
            tuple(links),
            tuple(self._dropped(links)),
            tuple(introduced),
            tuple(taken_up),
        )

    def _remember(self, links: Iterable[Link]) -> None:
        """Keep how what an item continues was worded, where one item continues one."""
        for link in links:
            known = self.wordings.get(link.earlier.iri, ())
            if link.kind == "revised":
                known = (link.earlier, *known)[:_WORDINGS]
            if known and link.kind in ("revised", "unchanged"):
                self.wordings[link.later.iri] = known

    def _elders(self, later: Side, earlier: Side) -> Elders | None:
        held = [
            (elder, number)
            for number, statement in enumerate(earlier.statements)
            for elder in self.wordings.get(statement.iri, ())
        ]
        if not held:
            return None
        comparison = Comparison(later, Side([elder for elder, _ in held]))
        return Elders(comparison, tuple(number for _, number in held))

    def _side(self, edition: Edition) -> Side:
        side = self.sides.get(edition.key)
        if side is None:
            side = self.sides[edition.key] = Side(edition.statements)
        return side

    def _links(self, step: Step) -> Iterator[Link]:
        """The links of a document to those before it: to the nearest first, then to what was dropped before."""
        statements = step.later.statements
        open_earlier = [
            {
                number
                for number, statement in enumerate(edition.statements)
                if distance == 0 or statement.iri not in self.continued
            }
            for distance, edition in enumerate(step.earlier)
        ]
        given = (
            [sorted(numbers) for numbers in open_earlier[1:]],
            [n for n, own in enumerate(statements) if own.iri in self.continuing],
            [
                [_plain(elder) for elder in self.wordings.get(statement.iri, ())]
                for statement in step.earlier[0].statements
            ],
            self._judged_of(step.later),
        )
        editions = (step.later, *step.earlier)
        found = self.memory.once(
            "matches", editions, given, lambda: self._matches(step, open_earlier)
        )
        later_counts = Counter(number for _, number, *_ in found)
        earlier_counts = Counter(step.earlier[d].statements[other].iri for d, _, other, *_ in found)
        for distance, number, place, how, score, only_later, only_earlier in found:
            other = step.earlier[distance].statements[place]
            kind: Kind = "revised"
            if step.is_report:
                kind = "report"
            elif later_counts[number] > 1:
                kind = "merged"
            elif earlier_counts[other.iri] > 1:
                kind = "split"
            elif how != "likeness":
                kind = "unchanged"
            if how != "confirmed":
                yield Link(statements[number], other, kind, how, score, only_later, only_earlier)

    def _matches(self, step: Step, open_earlier: Sequence[set[int]]) -> list[_Match]:
        """The items of a document and of those before it that belong together.

        Args:
            open_earlier: of each edition before it, the items that are still to be matched.
        """
        later = self._side(step.later)
        open_later = set(range(len(later)))
        matchers: list[Matcher] = []
        for distance, edition in enumerate(step.earlier):
            earlier = self._side(edition)
            matcher = Matcher(
                Comparison(later, earlier),
                self.model,
                open_later=open_later,
                open_earlier=open_earlier[distance],
                is_far=distance > 0,
                confirmed=self.judged.confirmed,
                refused=self.judged.refused,
                elders=None if distance else self._elders(later, earlier),
            )
            open_later = open_later - {later for later, _ in matcher.equal}
            matchers.append(matcher)
        for place, matcher in enumerate(matchers):
            # What an item is much more like was dropped before, and comes back.
            for further in matchers[place + 1 :]:
                matcher.leave(further.best())
        found: list[_Match] = []
        taken: set[int] = set()
        for distance, matcher in enumerate(matchers):
            matcher.close(taken)
            matches = matcher.matches()
            statements = matcher.comparison.earlier.statements
            for m in matches:
                words = differences(
                    later.statements[m.later].printed, statements[m.earlier].printed
                )
                found.append((distance, m.later, m.earlier, m.how, m.score, *words))
            taken |= {match.later for match in matches}
            taken |= {n for n, own in enumerate(later.statements) if own.iri in self.continuing}
        return sorted(found, key=lambda m: (m[1], step.earlier[m[0]].statements[m[2]].order))

    def _judged_of(self, later: Edition) -> list[list[tuple[IRI, IRI]]]:
        """What a person judged of the items of a document."""
        own = {statement.iri for statement in later.statements}
        pairs = self.judged.confirmed, self.judged.refused
        return [sorted(pair for pair in judged if pair[0] in own) for judged in pairs]

    def _dropped(self, links: Iterable[Link]) -> Iterator[tuple[Statement, str]]:
        """The items that nothing in the next edition continues."""
        continued = {(link.earlier.iri, link.later.document) for link in links}
        confirmed = {earlier for _, earlier in self.judged.confirmed}
        for step in self.steps:
            if step.is_report:
                continue
            for statement in step.earlier[0].statements:
                if (
                    (statement.iri, step.later.key) not in continued
                    and statement.iri not in confirmed
                    and statement.kind != "reported"
                ):
                    yield statement, step.later.key

    def _issues(self, step: Step, new: Collection[Statement]) -> Iterator[TakenUp]:
        """The issues of the edition before that new items take up; each in the item most alike."""
        earlier = step.earlier[0]
        if not earlier.issues or not new:
            return
        fresh = {statement.iri for statement in new}
        numbers = [n for n, s in enumerate(step.later.statements) if s.iri in fresh]
        found = self.memory.once(
            "issues",
            (step.later, earlier),
            numbers,
            lambda: self._taken_up(step.later, earlier, frozenset(numbers)),
        )
        for number, issue, score in found:
            yield TakenUp(step.later.statements[number], earlier.issues[issue], score)

    def _taken_up(
        self, later: Edition, earlier: Edition, fresh: Collection[int]
    ) -> list[tuple[int, int, float]]:
        """By item and issue, how surely the one takes up the other."""
        issues = Side(earlier.issues)
        comparison = Comparison(self._side(later), issues, any_kind=True)
        before = Comparison(self._side(earlier), issues, any_kind=True)
        met = [0.0] * len(issues)
        for number, issue in before.candidates():
            met[issue] = max(met[issue], before.cosine(number, issue))
        best: dict[int, tuple[float, int]] = {}
        for number, issue in comparison.candidates():
            if number in fresh:
                features = issue_features(comparison, number, issue, met[issue])
                score = probability(self.model.issue.logit(features))
                if score >= self.model.least_issue:
                    best[issue] = max(best.get(issue, (0.0, 0)), (round(score, 6), -number))
        return [(-number, issue, score) for issue, (score, number) in sorted(best.items())]


def _plain(statement: Statement) -> tuple[object, ...]:
    """A statement in a form that is written the same way each time."""
    return (
        statement.iri, statement.kind, statement.order, statement.words, statement.content,
        statement.headings, sorted(statement.concepts), sorted(statement.bodies),
    )  # fmt: skip


def issue_features(comparison: Comparison, later: int, issue: int, met: float) -> dict[str, float]:
    """What tells whether an item takes up an issue.

    Args:
        met: the cosine of the issue and of the item of its own edition that is the most like it.
    """
    (meant,) = comparison.meaning.features(later, [issue])
    names = ("sense", "meant least", "first")
    return {
        "cosine": comparison.cosine(later, issue),
        "met": met,
        **{name: meant[name] for name in names},
    }


def differences(later: str, earlier: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words that a text has and another has not, and the other way round, in their order."""
    only_later: list[str] = []
    only_earlier: list[str] = []
    a, b = _pieces(later), _pieces(earlier)
    end = (-_APART - 1, -_APART - 1)
    for tag, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        near = i - end[0] <= _APART and k - end[1] <= _APART and i > 0
        for found, pieces, begin, stop, last in (
            (only_later, a, i, j, end[0]), (only_earlier, b, k, m, end[1]),
        ):  # fmt: skip
            words = "".join(pieces[begin:stop])
            if near and found and words:
                found[-1] += "".join(pieces[last:begin]) + words
            elif words:
                found.append(words)
        end = (j, m)
    return _told(only_later), _told(only_earlier)


_PIECE = re.compile(
    r"[\u4e00-\u9fff々〆ヶ]+|[\u30a0-\u30ff]+|[A-Za-zＡ-Ｚａ-ｚ]+|[0-9０-９]+|[ぁ-ん]+|."
)


def _pieces(text: str) -> list[str]:
    return _PIECE.findall(text)


def _told(words: Iterable[str]) -> tuple[str, ...]:
    """Those with a letter in them; the same words once."""
    return tuple(dict.fromkeys(w for w in words if any(map(str.isalnum, w))))
