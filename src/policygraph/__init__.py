"""policygraph: Japanese innovation policy as a knowledge graph.

The public interface: functions and classes, none of them a module. Each is imported when it is first
used, so that the command, and Ctrl-C, find the package ready within two milliseconds.
"""

from __future__ import annotations

from importlib import import_module

from policygraph.version import VERSION as __version__

TYPE_CHECKING = False  # type checkers take it for true; to import `typing` takes ten times as long
if TYPE_CHECKING:
    from policygraph.api import annotate, build, read
    from policygraph.core.errors import PolicygraphError
    from policygraph.document import Document
    from policygraph.publish.frames import measures
    from policygraph.questions import Answer, Question
    from policygraph.questions.asking import ask
    from policygraph.questions.difference import compare
    from policygraph.shapes import Report, validate
    from policygraph.store import open_store

__all__ = [
    "Answer",
    "Document",
    "PolicygraphError",
    "Question",
    "Report",
    "__version__",
    "annotate",
    "ask",
    "build",
    "compare",
    "measures",
    "open_store",
    "read",
    "validate",
]
_HOMES = {
    "Answer": "questions",
    "Document": "document",
    "PolicygraphError": "core.errors",
    "Question": "questions",
    "Report": "shapes",
    "annotate": "api",
    "ask": "questions.asking",
    "build": "api",
    "compare": "questions.difference",
    "measures": "publish.frames",
    "open_store": "store",
    "read": "api",
    "validate": "shapes",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'policygraph' has no attribute {name!r}")
    return getattr(import_module(f"policygraph.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
