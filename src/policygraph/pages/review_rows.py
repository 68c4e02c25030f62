"""What is judged on the page of a review: mentions as rows, by the units that they stand in."""

from __future__ import annotations

from dataclasses import dataclass

from policygraph.annotation import AnyMention, DateMention, QuantityMention, TimeMention
from policygraph.core.namespaces import IRI
from policygraph.core.terms import Triple
from policygraph.corpus.reading import Reading


@dataclass(frozen=True, slots=True)
class Judged:
    """A mention, as one row.

    Attributes:
        key: what is judged, the same for all mentions of one link.
        nth: which of the occurrences of its words in the unit it is, from 1.
        name: what it means, as a reading by hand calls it.
        link: subject, predicate and object of the link it makes; ``None`` where it makes none.
        state: ``withdrawn`` or ``added`` by the curation file as it is, else empty.
        cues: why it makes no link, where the text says so.
        near: known things that an unknown one may be.
        is_value: a time or a quantity: what it leads to is its own words.
    """

    key: str
    words: str
    nth: int
    scheme: str
    label: str
    name: str
    meaning: IRI
    link: Triple | None
    state: str = ""
    cues: tuple[str, ...] = ()
    near: tuple[Named, ...] = ()
    unknown: bool = False
    is_value: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """A term of the vocabulary, with the link that a mention of it makes."""

    iri: IRI
    label: str
    predicate: IRI


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a sentence.

    Attributes:
        scheme: of the longest mention that they stand in, empty for none.
        bare: the sentence has no mention.
    """

    words: str
    scheme: str
    bare: bool


@dataclass(frozen=True, slots=True)
class JudgedUnit:
    """A unit to be judged.

    Attributes:
        item: the measure or target that it belongs to; without one it takes no links.
    """

    iri: IRI
    path: str
    kind: str
    place: str
    pieces: tuple[Piece, ...]
    item: IRI | None
    rows: tuple[Judged, ...]

    @property
    def is_bare(self) -> bool:
        """Some sentence of it has no mention."""
        return any(piece.bare for piece in self.pieces)

    @property
    def has_unknown(self) -> bool:
        """It names something that no vocabulary knows."""
        return any(row.unknown for row in self.rows)


def scheme_of_value(mention: DateMention | TimeMention | QuantityMention) -> str:
    """What a row of a time or a quantity is called: by the link that it makes, or its class."""
    if mention.link is not None:
        return mention.link.rpartition("#")[2]
    return "quantity" if isinstance(mention, QuantityMention) else "time"


def nth(reading: Reading, mention: AnyMention) -> int:
    """Which of the occurrences of its words in its unit a mention is."""
    source, first = reading.document.source.text, mention.unit.span.begin
    words = source[mention.begin : mention.end]
    return sum(source.startswith(words, at) for at in range(first, mention.begin + 1))
