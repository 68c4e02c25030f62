"""The outcome of a self-test as a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from policygraph.validation.result import compact
from policygraph.validation.self_test.mutations import Mutation
from policygraph.validation.self_test.run import Tally

_KINDS = ("deletion", "replacement")
# Facts that nothing else in the graph repeats: another value of the same kind is as good as this one.
FREE_FACTS: Mapping[str, str] = {
    "dcterms:issued": "the date of a document, and of a work that is dated twice alike, is said once",
    "dcterms:license": "the terms of use are said once",
    "dcterms:publisher": "who published a document is said once",
    "pol:decidedBy": "who decided on a document is said once",
    "dcterms:rights": "the notice is free text",
    "dcterms:source": "the page of the source is said once",
    "foaf:name": "the name of a curator is free text",
    "pol:reason": "a reason is free text",
    "pol:sourceLines": "lines between those of the neighbours are as likely as the true ones",
    "schema:sha256": "the hash of a file can only be checked against the file",
}


def overall(tallies: Mapping[tuple[str, str], Tally], kind: str) -> float:
    """The share caught of all triples: each predicate weighs as many as it has.

    Args:
        tallies: by kind of mutation and predicate.
        kind: ``deletion`` or ``replacement``.
    """
    own = [tally for (k, _), tally in tallies.items() if k == kind and tally.tried]
    total = sum(tally.total for tally in own)
    return sum(tally.share * tally.total for tally in own) / total if total else 1.0


def self_test_text(tallies: Mapping[tuple[str, str], Tally], seed: int) -> str:
    """The shares caught per predicate, then those overall, then what was missed and why."""
    return "\n".join(_lines(tallies, seed)) + "\n"


def _lines(tallies: Mapping[tuple[str, str], Tally], seed: int) -> Iterator[str]:
    predicates = sorted({predicate for _, predicate in tallies}, key=compact)
    width = max((len(compact(predicate)) for predicate in predicates), default=9)
    yield f"{'predicate':<{width}}  triples   deletions caught    replacements caught"
    for predicate in predicates:
        cells = [tallies[kind, predicate] for kind in _KINDS]
        shares = "   ".join(f"{_cell(tally):>20}" for tally in cells)
        yield f"{compact(predicate):<{width}}  {cells[0].total:>7}  {shares}"
    for kind in _KINDS:
        tried = sum(t.tried for (k, _), t in tallies.items() if k == kind)
        caught = sum(t.caught for (k, _), t in tallies.items() if k == kind)
        share = overall(tallies, kind)
        yield (
            f"{kind}s: {caught} of {tried} caught; {100 * share:.2f}% of all triples,"
            " each predicate weighed by its number"
        )
    yield f"seed {seed}"
    missed = [
        mutation
        for kind in _KINDS
        for predicate in predicates
        for mutation in tallies[kind, predicate].missed
    ]
    if missed:
        yield "not caught:"
    for mutation in missed:
        yield f"  {_told(mutation)}"


def _cell(tally: Tally) -> str:
    if not tally.tried:
        return "-"
    return f"{tally.caught}/{tally.tried} {100 * tally.share:6.1f}%"


def _told(mutation: Mutation) -> str:
    quad = mutation.removed
    reason = FREE_FACTS.get(compact(mutation.predicate), "")
    value = _cut(str(quad.object))
    change = f" -> {_cut(str(mutation.added.object))}" if mutation.added else ""
    why = f"  [{reason}]" if reason and mutation.kind == "replacement" else ""
    subject = getattr(quad.subject, "value", str(quad.subject))
    return f"{mutation.kind} {subject} {compact(mutation.predicate)} {value}{change}{why}"


def _cut(text: str, limit: int = 60) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"
