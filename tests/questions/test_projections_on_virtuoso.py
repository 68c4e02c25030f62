"""The projections of networks on a server: the same networks as in memory."""

from __future__ import annotations

import pytest

from policygraph.pictures.kinds import KINDS, MEASURES, STRUCTURE
from policygraph.pictures.model import Options
from policygraph.pictures.project import project
from policygraph.store import Store
from policygraph.store.remote import RemoteStore


@pytest.mark.parametrize("kind", KINDS)
def test_a_network_is_the_same_on_virtuoso(
    kind: str, oxigraph: Store, virtuoso_store: RemoteStore
) -> None:
    wanted = [Options()]
    if kind not in (MEASURES, STRUCTURE):
        wanted += [Options(counting="printed"), Options(layer="stated")]
    for options in wanted:
        found = project(virtuoso_store, kind, options)
        assert found.edges
        assert found == project(oxigraph, kind, options)
