"""Ask the graph: saved questions and SPARQL, on any engine.

``policygraph.query`` is this package and the function `policygraph.query.ask.query` at once:
``policygraph.query("measures-per-body")`` asks a question. A function of the same name on the
package above would be hidden as soon as anything imported this one.
"""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

from policygraph.query.answer import Answer
from policygraph.query.ask import ask, open_graph, query
from policygraph.query.catalogue import find_question, find_questions
from policygraph.query.question import Question
from policygraph.store import Store

__all__ = ["Answer", "Question", "ask", "find_question", "find_questions", "open_graph", "query"]


class _CallableModule(ModuleType):
    def __call__(
        self,
        question: str | Path | Question,
        *,
        graph: str | Path | Store | None = None,
        lang: str = "ja",
        timeout: float | None = None,
        allow_service: bool = False,
        **params: object,
    ) -> Answer:
        return query(
            question, graph=graph, lang=lang, timeout=timeout, allow_service=allow_service, **params
        )


_CallableModule.__call__.__doc__ = query.__doc__
sys.modules[__name__].__class__ = _CallableModule
