"""What changed since an earlier portal directory, and a tombstone for every IRI that went."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from pathlib import Path

from policygraph.core.namespaces import BASE, DCTERMS, IRI, NIF, OWL, POL, PROV, RDFS, SKOS
from policygraph.core.output import new_file
from policygraph.core.terms import Term, Triple, boolean, encode_quad, read_turtle, text
from policygraph.publish.portal.description import Description, date
from policygraph.publish.portal.facts import SettledFacts
from policygraph.publish.portal.terms import PORTAL_PREFIXES
from policygraph.store.compare import changed_quads, changed_subjects
from policygraph.store.sorted_graph import SortedGraph

FOLDER = "changes"
TOMBSTONES = f"{FOLDER}/tombstones.ttl"
_LABELS = (SKOS.prefLabel, DCTERMS.title, RDFS.label, POL.text, NIF.anchorOf)


@dataclass(slots=True)
class Changes:
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

    def notes(self) -> dict[str, str]:
        """One sentence for a description of the version."""
        counts = (len(self.added), len(self.altered), len(self.gone),
                  self.triples_added, self.triples_removed)  # fmt: skip
        return {
            "en": "Since version {}: {} IRIs new, {} altered, {} withdrawn; {} triples added, {} removed."
            .format(self.since, *counts),
            "ja": "版{}からの変更：新しいIRI {}、変わったIRI {}、取り下げたIRI {}。加わったトリプル {}、除いたトリプル {}。"
            .format(self.since, *counts),
        }  # fmt: skip


def compare(
    new: SortedGraph, old: SortedGraph, previous: Path, since: str, facts: SettledFacts, out: Path
) -> Changes:
    """Compare two graphs and write what differs.

    Args:
        new: the graph to be published.
        old: that of the earlier directory.
        previous: the earlier directory, whose tombstones stay.
        since: its version.
        facts: base and version of what is published.
        out: the new directory; ``changes/`` is written in it.
    """
    found = Changes(since)
    _write_quads(new, old, found, out)
    graves = Description()
    bases = tuple({BASE, facts.base})
    labels: dict[IRI, list[Term]] = {}
    for change in changed_subjects(old, new):
        if not change.subject.startswith(bases):
            continue
        if not change.after:
            found.gone.append(change.subject)
            labels[change.subject] = _labels(change.before)
        elif not change.before:
            found.added.append(change.subject)
        else:
            found.altered.append(change.subject)
    release = IRI(f"{facts.base}dataset/release/{facts.version}")
    for iri in found.gone:
        _bury(graves, iri, labels[iri], release)
    if found.gone:
        graves.add(
            release,
            PROV.Activity,
            {DCTERMS.date: date(facts.modified), DCTERMS.identifier: text(facts.version)},
        )
    _keep_earlier(graves, previous, new)
    with new_file(out / TOMBSTONES) as file:
        graves.write_turtle(file, PORTAL_PREFIXES)
    _write_list(found, out)
    return found


def _bury(graves: Description, iri: IRI, labels: list[Term], release: IRI) -> None:
    graves.add(
        iri,
        PROV.Entity,
        {OWL.deprecated: boolean(True), RDFS.label: labels, PROV.wasInvalidatedBy: release},
    )


def _labels(triples: list[Triple]) -> list[Term]:
    """What a thing was called."""
    for label in _LABELS:
        found = [value for _, predicate, value in triples if predicate == label]
        if found:
            return found
    return []


def _write_quads(new: SortedGraph, old: SortedGraph, found: Changes, out: Path) -> None:
    """Write the quads that only one of the two graphs has, so that a copy can be brought up to date."""
    with (
        new_file(out / FOLDER / "added.nq.gz", gzipped=True) as added,
        new_file(out / FOLDER / "removed.nq.gz", gzipped=True) as removed,
    ):
        for change in changed_quads(old, new):
            encoded = encode_quad(change.quad).encode()
            if change.is_new:
                found.triples_added += 1
                added.write(encoded)
            else:
                found.triples_removed += 1
                removed.write(encoded)


def _keep_earlier(graves: Description, previous: Path, new: SortedGraph) -> None:
    """Keep the tombstones of the earlier directory, but for IRIs that are back."""
    path = previous / TOMBSTONES
    if not path.exists():
        return
    earlier = list(read_turtle(path))
    buried = {subject for subject, predicate, _ in earlier if predicate == OWL.deprecated}
    back = {subject for subject, _, _ in new.triples() if subject in buried}
    kept = {triple for triple in earlier if triple[0] not in back}
    used = {value for _, predicate, value in kept if predicate == PROV.wasInvalidatedBy}
    graves.triples |= {t for t in kept if t[0] in buried or t[0] in used}


def _write_list(found: Changes, out: Path) -> None:
    """Write the IRIs that are new, altered or gone, one a line."""
    with new_file(out / FOLDER / "iris.csv") as file:
        text_file = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
        rows = csv.writer(text_file, lineterminator="\n")
        rows.writerow(["iri", "change"])
        for change, iris in (
            ("new", found.added),
            ("altered", found.altered),
            ("withdrawn", found.gone),
        ):
            rows.writerows([iri, change] for iri in iris)
        text_file.detach()
