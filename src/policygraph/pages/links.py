"""Links of pages: an IRI of a graph must not run a script in the browser of its reader."""

from __future__ import annotations

import re

_OPENS = re.compile(r"(?:https?|mailto):", re.IGNORECASE)


def opens(iri: str) -> bool:
    """Whether a browser can open an IRI without harm; ``javascript:`` and the like it must not."""
    return _OPENS.match(iri) is not None


def safe_link(iri: str) -> str:
    """The IRI as the target of a link, or a target that does nothing."""
    return iri if opens(iri) else "#"
