"""Short names of measures and units: what ``policygraph explain`` takes."""

from __future__ import annotations

from collections.abc import Iterable

_MEASURE, _TARGET, _DOCUMENT = "/measure/", "/target/", "/doc/"
_EXCERPT = 36  # characters of a text that stands for a title


def _local(iri: str) -> tuple[str, str]:
    """The document's key and the number in it, whatever base the IRI has."""
    for folder in (_MEASURE, _TARGET, _DOCUMENT):
        _, found, local = iri.rpartition(folder)
        if found:
            key, _, number = local.partition("/")
            return key, number or key
    return "", iri


def short_names(iris: Iterable[str]) -> dict[str, str]:
    """Names of measures or units.

    Args:
        iris: all that are named in one place.

    Returns:
        ``5-1-C-2-1``, ``5/1/C/2/1``; with the document before it, as in
        ``sti-strategy-2017/5-1-C-2-1``, where they are of several documents.
    """
    local = {iri: _local(iri) for iri in iris}
    several = len({key for key, _ in local.values()}) > 1
    return {
        iri: f"{key}/{number}" if several and key != number else number
        for iri, (key, number) in local.items()
    }


def natural(name: str) -> list[tuple[int, str]]:
    """A key by which 5-1-C-1-2 comes before 5-1-C-1-10."""
    return [
        (int(step), "") if step.isdigit() else (0, step)
        for step in name.replace("/", "-").split("-")
    ]


def excerpt(text: str) -> str:
    """The first words of a text, in place of a title that nobody gave."""
    return text if len(text) <= _EXCERPT else text[:_EXCERPT].rstrip() + "…"
