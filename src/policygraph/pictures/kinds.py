"""The kinds of networks: which saved query gives which edges, and what their ends are."""

from __future__ import annotations

from dataclasses import dataclass

from policygraph.core.errors import UsageError
from policygraph.pictures.model import NodeKind


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of network.

    Attributes:
        name: as a user types it; the stem of its query in ``queries/projections``.
        source, target: what its edges join.
    """

    name: str
    source: NodeKind
    target: NodeKind


STRUCTURE = "structure"
MEASURES = "measure-measure"
_PAIRS: tuple[tuple[NodeKind, NodeKind], ...] = (
    ("body", "body"),
    ("body", "theme"),
    ("body", "actor"),
    ("body", "instrument"),
    ("body", "commitment"),
    ("theme", "theme"),
    ("theme", "actor"),
    ("theme", "instrument"),
    ("theme", "commitment"),
    ("actor", "actor"),
    ("measure", "measure"),
)
KINDS: dict[str, Kind] = {
    **{
        f"{source}-{target}": Kind(f"{source}-{target}", source, target)
        for source, target in _PAIRS
    },
    STRUCTURE: Kind(STRUCTURE, "part", "part"),
}
# The query that lists the nodes of a kind with their own counts.
NODE_QUERIES: dict[NodeKind, str] = {
    "body": "bodies",
    "theme": "themes",
    "actor": "actors",
    "instrument": "instruments",
    "commitment": "commitments",
}


def find_kind(name: str) -> Kind:
    """A kind by its name.

    Raises:
        UsageError: there is none; all are named.
    """
    if name not in KINDS:
        raise UsageError(f'no network "{name}"; there are {", ".join(KINDS)}')
    return KINDS[name]
