"""Where things stand in the page."""

from __future__ import annotations

import re

from policygraph.core.namespaces import BASE

_OTHER = re.compile(r"[^\w-]+")


def anchor(prefix: str, iri: str) -> str:
    """The id of a thing in the page: ``body-mext``, ``measure-sti-strategy-2017-5-1-C-2-1``.

    Args:
        prefix: what it is, so that a body and an actor of the same name differ.
        iri: of the thing.
    """
    local = iri.removeprefix(BASE)
    for folder in ("org/", "concept/theme/", "concept/actor/", "concept/instrument/",
                   "concept/commitment/", "measure/", "target/", "doc/"):  # fmt: skip
        local = local.removeprefix(folder)
    return f"{prefix}-{_OTHER.sub('-', local).strip('-')}"


def pair_anchor(prefix: str, iri: str, other_prefix: str, other: str) -> str:
    """The id of a row in a portrait: ``body-mext--theme-matching``."""
    return f"{anchor(prefix, iri)}--{anchor(other_prefix, other)}"
