"""What changed since an earlier portal directory, and a tombstone for every IRI that went."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from policygraph.core.messages import Messages
from policygraph.core.namespaces import BASE, IRI, NIF, OWL, POL, PROV
from policygraph.core.output import new_file
from policygraph.core.terms import Term, Triple, encode_quad, read_turtle
from policygraph.publish.facts import EarlierPortal, SettledFacts
from policygraph.publish.turtle import in_order, render_turtle, write_turtle
from policygraph.questions.csvw import CsvColumn, CsvTable, CsvWriter
from policygraph.questions.labels import LABELS
from policygraph.store.compare import changed_quads, changed_subjects
from policygraph.store.sorted_graph import SortedGraph

FOLDER = "changes"
FILES = {
    "tombstones.ttl": "text/turtle",
    "iris.csv": "text/csv",
    "added.nq.gz": "application/n-quads",
    "removed.nq.gz": "application/n-quads",
}
_NAMES = (*LABELS, POL.text, NIF.anchorOf)
_LIST = CsvTable("iris", {}, tuple(
    CsvColumn(name, {"ja": name, "en": name}) for name in ("iri", "change")
))  # fmt: skip
_say = Messages("portal")


@dataclass(slots=True)
class PortalChanges:
    """What changed.

    Attributes:
        since: the earlier version.
        triples_added, triples_removed: quads that only one of the two graphs has.
        added, gone, altered: IRIs of ours with statements in only one of them, or other ones.
    """

    since: str
    triples_added: int = 0
    triples_removed: int = 0
    added: list[IRI] = field(default_factory=list)
    gone: list[IRI] = field(default_factory=list)
    altered: list[IRI] = field(default_factory=list)

    def note(self, language: str) -> str:
        """One sentence for a description of the version, in a language."""
        return _say(
            "changes", language, since=self.since, added=len(self.added), altered=len(self.altered),
            withdrawn=len(self.gone), triples_added=self.triples_added,
            triples_removed=self.triples_removed,
        )  # fmt: skip


def write_changes(
    old: SortedGraph, new: SortedGraph, earlier: EarlierPortal, facts: SettledFacts, out: Path
) -> PortalChanges:
    """Compare two graphs and write what differs.

    Args:
        old: the graph of the earlier directory.
        new: the graph to be published.
        earlier: the earlier directory, whose tombstones stay.
        facts: base and version of what is published.
        out: the folder for `FILES`.
    """
    changes = PortalChanges(earlier.version)
    with (
        new_file(out / "added.nq.gz", gzipped=True) as added,
        new_file(out / "removed.nq.gz", gzipped=True) as removed,
    ):
        for changed in changed_quads(old, new):
            (added if changed.is_new else removed).write(encode_quad(changed.quad).encode())
            changes.triples_added += changed.is_new
            changes.triples_removed += not changed.is_new
    graves: list[tuple[IRI, list[Term]]] = []
    for subject in changed_subjects(old, new):
        if not subject.subject.startswith((BASE, facts.base)):
            continue
        if not subject.after:
            changes.gone.append(subject.subject)
            graves.append((subject.subject, _names(subject.before)))
        elif not subject.before:
            changes.added.append(subject.subject)
        else:
            changes.altered.append(subject.subject)
    tombstones = render_turtle("tombstones", facts.base, facts=facts, gone=graves)
    kept = _earlier_tombstones(earlier.folder / FOLDER / "tombstones.ttl", new)
    with new_file(out / "tombstones.ttl") as file:
        write_turtle(in_order([*tombstones, *kept]), file)
    _write_list(changes, out / "iris.csv")
    return changes


def _names(triples: list[Triple]) -> list[Term]:
    """What a thing was called."""
    for name in _NAMES:
        found = [value for _, predicate, value in triples if predicate == name]
        if found:
            return found
    return []


def _earlier_tombstones(path: Path, new: SortedGraph) -> set[Triple]:
    """The tombstones of the earlier directory, but for IRIs that are back."""
    if not path.exists():
        return set()
    earlier = list(read_turtle(path))
    buried = {subject for subject, predicate, _ in earlier if predicate == OWL.deprecated}
    buried -= {subject for subject, _, _ in new.triples() if subject in buried}
    kept = {triple for triple in earlier if triple[0] in buried}
    releases = {value for _, predicate, value in kept if predicate == PROV.wasInvalidatedBy}
    return kept | {triple for triple in earlier if triple[0] in releases}


def _write_list(changes: PortalChanges, path: Path) -> None:
    """Write the IRIs that are new, altered or gone, one a line."""
    with new_file(path) as file:
        rows = CsvWriter(_LIST, file)
        for change, iris in (
            ("new", changes.added), ("altered", changes.altered), ("withdrawn", changes.gone),
        ):  # fmt: skip
            rows.write([iri, change] for iri in iris)
        rows.close()
