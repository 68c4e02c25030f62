"""The outcome of a self-test as a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from policygraph.core.prefixes import short_name
from policygraph.shapes.report_text import aligned
from tools.self_test.mutations import Mutation, MutationKind
from tools.self_test.run import Tally

# What the shapes are to catch at least, of all triples of the stated and curated layers.
AIMS: Final[Mapping[MutationKind, float]] = {"deletion": 0.99, "replacement": 0.95}
# Facts that nothing else in the graph repeats: another value of the same kind is as good as this one.
FREE_FACTS: Final[Mapping[str, str]] = {
    "dcterms:date": "the day on which a link was judged is said once",
    "dcterms:issued": "the date of the document is said once",
    "dcterms:license": "the terms of use are said once",
    "dcterms:publisher": "who published the document is said once",
    "dcterms:rights": "the notice is free text",
    "dcterms:source": "the page of the source is said once",
    "dcterms:title": "the document's own title is said once, and so is a translation of a heading (those as"
    " printed stand in the text)",
    "foaf:name": "the name of a curator is free text",
    "nif:isString": "a sign in no unit's words (a marker, a bracket) is held by the hash alone, which"
    " does not count",
    "pol:cue": "which cue it is only patterns tell, which not all engines know",
    "pol:role": "which part an actor has only patterns tell, which not all engines know",
    "pol:decidedBy": "who decided on the document is said once",
    "pol:firstLine": "lines between those of the neighbours are as likely as the true ones",
    "pol:lastLine": "lines between those of the neighbours are as likely as the true ones",
    "pol:firstDay": "the days of a time follow from its words, which patterns read",
    "pol:lastDay": "the days of a time follow from its words, which patterns read",
    "pol:qualifier": "how near a time or quantity is said to be only patterns tell",
    "pol:upperValue": "a number or length of time follows from its words, which patterns read",
    "rdf:value": "a number or length of time follows from its words, which patterns read",
    "pol:reason": "a reason is free text",
    "schema:sha256": "a hash can only be checked by hashing, which does not count",
}
# What a right graph may leave unsaid: that it was deleted shows nowhere, and does not count.
UNSAID: Final[Mapping[str, str]] = {
    "dcterms:title": "a heading need not have a translation",
    "pol:cue": "a mention need not stand under a cue",
    "pol:qualifier": "a time or quantity need not be near or about",
    "pol:role": "the text need not tell which part an actor has",
    "pol:upperValue": "a length of time need not be a range",
}
_HEAD: Final = ("predicate", "triples", "deletions caught", "replacements caught")
_LENGTH = 60  # characters of a term that are shown


def overall(tallies: Mapping[tuple[str, str], Tally], kind: MutationKind) -> float:
    """The share caught of all triples: each predicate weighs as many as it has.

    Args:
        tallies: by kind of mutation and predicate.
        kind: of the mutations that count.
    """
    own = [
        tally
        for (k, predicate), tally in tallies.items()
        if k == kind and tally.tried and not (k == "deletion" and short_name(predicate) in UNSAID)
    ]
    total = sum(tally.total for tally in own)
    return sum(tally.share * tally.total for tally in own) / total if total else 1.0


def reaches_aims(tallies: Mapping[tuple[str, str], Tally]) -> bool:
    """Whether as much is caught as the shapes are to catch."""
    return all(overall(tallies, kind) >= aim for kind, aim in AIMS.items())


def self_test_text(tallies: Mapping[tuple[str, str], Tally], seed: int) -> str:
    """The shares caught per predicate, then those overall, then what was missed and why."""
    return "\n".join(_lines(tallies, seed)) + "\n"


def _lines(tallies: Mapping[tuple[str, str], Tally], seed: int) -> Iterator[str]:
    predicates = sorted({predicate for _, predicate in tallies}, key=short_name)
    rows: list[tuple[str, ...]] = [_HEAD]
    for predicate in predicates:
        cells = [tallies[kind, predicate] for kind in AIMS]
        rows.append((short_name(predicate), str(cells[0].total), *map(_cell, cells)))
    yield from aligned(rows, left=1)
    for kind, aim in AIMS.items():
        own = [tally for (k, _), tally in tallies.items() if k == kind]
        yield (
            f"{kind}: {sum(t.tried for t in own)} tried, {sum(t.caught for t in own)} caught;"
            f" {100 * overall(tallies, kind):.2f}% of all triples, each predicate weighed by its"
            f" number (aim: {100 * aim:.0f}%)"
        )
    yield f"seed {seed}"
    missed = [m for kind in AIMS for p in predicates for m in tallies[kind, p].missed]
    if missed:
        yield "not caught:"
    yield from (f"  {_describe(mutation)}" for mutation in missed)


def self_test_table(tallies: Mapping[tuple[str, str], Tally]) -> str:
    """The table of ``docs/validation.md``: the shares caught per predicate, and overall."""
    rows = [_HEAD]
    predicates = sorted({predicate for _, predicate in tallies}, key=short_name)
    for predicate in predicates:
        cells = [tallies[kind, predicate] for kind in AIMS]
        counts = (f"{tally.caught} of {tally.tried}" for tally in cells)
        rows.append((f"`{short_name(predicate)}`", str(cells[0].total), *counts))
    triples = sum(tally.total for (kind, _), tally in tallies.items() if kind == "deletion")
    shares = (f"{100 * overall(tallies, kind):.2f}%" for kind in AIMS)
    rows.append(("all, weighed by their triples", str(triples), *shares))
    head, *lines = (f"| {' | '.join(row)} |\n" for row in rows)
    return "".join((head, "|---|---:|---:|---:|\n", *lines))


def _cell(tally: Tally) -> str:
    if not tally.tried:
        return "-"
    return f"{tally.caught}/{tally.tried} {100 * tally.share:6.1f}%"


def _describe(mutation: Mutation) -> str:
    quad = mutation.removed
    predicate = short_name(mutation.predicate)
    change = f" -> {_cut(str(mutation.added.object))}" if mutation.added else ""
    reason = FREE_FACTS.get(predicate, "") if mutation.kind == "replacement" else ""
    why = f"  [{reason}]" if reason else ""
    subject = getattr(quad.subject, "value", str(quad.subject))
    return f"{mutation.kind}: {subject} {predicate} {_cut(str(quad.object))}{change}{why}"


def _cut(text: str) -> str:
    return text if len(text) <= _LENGTH else text[: _LENGTH - 1] + "…"
