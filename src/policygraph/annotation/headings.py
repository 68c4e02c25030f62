"""Which heading tells what a unit is about that does not say so itself: the nearest one above that does."""

from __future__ import annotations

from collections.abc import Container, Iterator

from policygraph.document import Document, Occurrence, Part, UnitPath


def nearest_headings(
    document: Document, telling: Container[UnitPath]
) -> Iterator[tuple[Occurrence, UnitPath]]:
    """The bullets of a document, each with the nearest part above whose title tells something.

    Args:
        document: the parts and their bullets.
        telling: the paths of the parts whose titles do.

    Returns:
        Those that have one, in reading order, with the path of that part.
    """
    for part in document.parts:
        yield from _below(part, telling, None)


def _below(
    part: Part, telling: Container[UnitPath], above: UnitPath | None
) -> Iterator[tuple[Occurrence, UnitPath]]:
    nearest = part.path if part.path in telling else above
    if nearest is not None:
        for occurrence in part.occurrences:
            yield occurrence, nearest
    for inner in part.parts:
        yield from _below(inner, telling, nearest)
