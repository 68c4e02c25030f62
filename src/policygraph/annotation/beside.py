"""Words of the vocabulary that stand around, before or behind a mention: strings and patterns, folded."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from policygraph.annotation.pattern_ends import AtBegin, AtEnd
from policygraph.core.errors import DataError
from policygraph.core.fold import fold_text
from policygraph.core.index import Index
from policygraph.core.namespaces import IRI, POL

Context = str | re.Pattern[str]


@dataclass(frozen=True)
class Cue:
    """Words beside a mention that say how it is meant.

    Attributes:
        iri: the concept that has them.
        before: they end where the mention begins; to be searched up to there.
        after: they begin where the mention ends; to be matched from there.
    """

    iri: IRI
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None

    def stands(self, folded: str, begin: int, end: int, first: int, last: int) -> bool:
        """Whether a mention stands under it.

        Args:
            folded: the text.
            begin, end: of the mention.
            first, last: as far as the words can reach.
        """
        return self.stands_before(folded, begin, first) or self.stands_behind(folded, end, last)

    def stands_before(self, folded: str, begin: int, first: int) -> bool:
        """Whether its words end where a mention begins; ``first`` is as far as they can reach."""
        before = self._before
        return before is not None and before.search(folded, begin, first) is not None

    def leads_up_to(self, folded: str, at: int, begin: int) -> bool:
        """Whether its words stand from an offset to where a mention begins."""
        return self.before is not None and self.before.match(folded, at, begin) is not None

    def stands_behind(self, folded: str, end: int, last: int) -> bool:
        """Whether its words begin where a mention ends; ``last`` is as far as they can reach."""
        after = self._after
        return after is not None and after.match(folded, end, last) is not None

    @cached_property
    def _before(self) -> AtEnd | None:
        return self.before and AtEnd(self.before)

    @cached_property
    def _after(self) -> AtBegin | None:
        return self.after and AtBegin(self.after)


def contexts(described: Index, subject: IRI, predicate: IRI) -> tuple[Context, ...]:
    """The strings and patterns that a property of a concept gives.

    Raises:
        DataError: a pattern is no regular expression.
    """
    found: list[Context] = []
    for literal in sorted(described.literals(subject, predicate)):
        folded = fold_text(literal.value)
        if literal.datatype != POL.Pattern:
            found.append(folded)
            continue
        try:
            found.append(re.compile(folded))
        except re.error as error:
            raise DataError(
                "no-pattern", name=subject, pattern=repr(literal.value), reason=str(error)
            ) from None
    return tuple(found)


def beside(
    described: Index, subject: IRI, predicate: IRI, *, behind: bool, over: str = ""
) -> re.Pattern[str] | None:
    """One pattern for the words before or behind a mention; ``None`` where there are none.

    Args:
        over: a pattern of what may stand between a mention and the words behind it.

    Raises:
        DataError: a pattern is no regular expression.
    """
    found = contexts(described, subject, predicate)
    if not found:
        return None
    either = "|".join(_patterns(found))
    return re.compile(f"{over}(?:{either})" if behind else rf"(?:{either})\Z")


def read_cue(described: Index, subject: IRI) -> Cue | None:
    """The words beside the mentions that stand under a concept; ``None`` where it has none.

    Raises:
        DataError: a pattern is no regular expression.
    """
    before = beside(described, subject, POL.cueBefore, behind=False)
    after = beside(described, subject, POL.cueAfter, behind=True)
    return Cue(subject, before, after) if before or after else None


def _patterns(found: Iterable[Context]) -> Iterator[str]:
    # The longest string first: 程度以上 before 程度.
    strings = sorted((c for c in found if isinstance(c, str)), key=lambda c: (-len(c), c))
    yield from map(re.escape, strings)
    yield from (c.pattern for c in found if not isinstance(c, str))
