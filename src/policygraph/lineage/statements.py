"""What is compared: items of documents, as plain data."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from policygraph.core.namespaces import IRI
from policygraph.document import ItemKind


@dataclass(frozen=True, slots=True)
class Statement:
    """An item, or a sentence that states an issue, as it is compared with those of other editions.

    Attributes:
        iri: of the item or sentence.
        order: its place in its document, from 0.
        printed: its words as printed, without white space.
        words: the same after the one fold, without tags, marks and full stop.
        content: `words` with dates, amounts, bodies and places left out.
        headings: the titles above it, outermost first.
        concepts: what its phrases mean, times, amounts and bodies apart; those that are rare tell most.
        bodies: who answers for it, each as its latest successor.
    """

    iri: IRI
    document: str
    kind: ItemKind
    order: int
    printed: str
    words: str
    content: str
    headings: tuple[str, ...] = ()
    concepts: frozenset[IRI] = frozenset()
    bodies: frozenset[IRI] = frozenset()


@dataclass(frozen=True, slots=True)
class Edition:
    """A document with its items.

    Attributes:
        key: of the document.
        series: as its ``document.toml`` says it; empty where it does not.
        date: on which it was decided, or the first day of the year in its key or title.
        statements: its items, in reading order.
        issues: the sentences of it that state issues.
        digest: of statements and issues; empty where nobody made one.
    """

    key: str
    series: str
    date: datetime.date | None
    statements: tuple[Statement, ...]
    issues: tuple[Statement, ...] = ()
    digest: str = ""

    @property
    def reports(self) -> bool:
        """More than half of its items report what was done."""
        reported = sum(statement.kind == "reported" for statement in self.statements)
        return 2 * reported > len(self.statements)


@dataclass(frozen=True, slots=True)
class Pair:
    """A later item and an earlier one that it may continue.

    Attributes:
        features: by name; see `likeness`.
    """

    later: int
    earlier: int
    features: Mapping[str, float] = field(default_factory=dict)
