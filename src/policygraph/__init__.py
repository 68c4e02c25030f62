"""policygraph: Japanese innovation policy as a knowledge graph.

The public interface. Names are imported when they are first used, so that importing the package
costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module

from policygraph.version import VERSION as __version__

TYPE_CHECKING = False  # type checkers take it for true; to import `typing` takes ten times as long
if TYPE_CHECKING:
    from typing import Any

    from policygraph.api import build, coverage, read
    from policygraph.core.errors import PolicygraphError
    from policygraph.document import Document, Ledger, Occurrence, Part, Sentence
    from policygraph.graph import BuiltGraph, Dataset
    from policygraph.questions import Answer, Question
    from policygraph.questions.asking import ask
    from policygraph.shapes import Report, validate
    from policygraph.sources import SourceText
    from policygraph.store import Store, open_store

_HOMES = {
    "Answer": "policygraph.questions",
    "BuiltGraph": "policygraph.graph",
    "Dataset": "policygraph.graph",
    "Document": "policygraph.document",
    "Ledger": "policygraph.document",
    "Occurrence": "policygraph.document",
    "Part": "policygraph.document",
    "PolicygraphError": "policygraph.core.errors",
    "Question": "policygraph.questions",
    "Report": "policygraph.shapes",
    "Sentence": "policygraph.document",
    "SourceText": "policygraph.sources",
    "Store": "policygraph.store",
    "ask": "policygraph.questions",
    "build": "policygraph.api",
    "coverage": "policygraph.api",
    "open_store": "policygraph.store",
    "read": "policygraph.api",
    "validate": "policygraph.shapes",
}
__all__ = [
    "Answer",
    "BuiltGraph",
    "Dataset",
    "Document",
    "Ledger",
    "Occurrence",
    "Part",
    "PolicygraphError",
    "Question",
    "Report",
    "Sentence",
    "SourceText",
    "Store",
    "__version__",
    "ask",
    "build",
    "coverage",
    "open_store",
    "read",
    "validate",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'policygraph' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return __all__
