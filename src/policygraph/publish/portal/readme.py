"""The README of a portal directory, for people, in Japanese and English."""

from __future__ import annotations

from policygraph.core.html import render
from policygraph.core.terms import Literal, Term
from policygraph.publish.portal.changes import Changes
from policygraph.publish.portal.dcat import SourceDocument
from policygraph.publish.portal.facts import SettledFacts
from policygraph.publish.portal.files import PortalFile
from policygraph.publish.portal.statistics import Statistics
from policygraph.publish.portal.words import TITLE


def _in(values: list[Term], language: str) -> str:
    literals = [value for value in values if isinstance(value, Literal)]
    own = [value.value for value in literals if value.language in (language, "")]
    return own[0] if own else literals[0].value if literals else ""


def readme(
    facts: SettledFacts,
    found: Statistics,
    files: list[PortalFile],
    sources: list[SourceDocument],
    attributions: list[str],
    changes: Changes | None,
    *,
    bom: bool,
) -> str:
    """The text of ``README.md``."""
    return render(
        "portal/README.md",
        title=TITLE,
        facts=facts,
        found=found,
        files=files,
        sources=[
            {"source": source, **{lang: {"title": _in(source.titles, lang), "notice": _in(source.notices, lang)} for lang in ("ja", "en")}}
            for source in sources
        ],
        attributions=attributions,
        bom=bom,
        changes=changes,
        notes=changes.notes() if changes else None,
        publisher={lang: _in(list(facts.publisher_names), lang) for lang in ("ja", "en")},
        measures=found.measures,
        targets=found.targets,
    )  # fmt: skip
