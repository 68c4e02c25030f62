"""Write the report as one page of HTML that asks for nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from policygraph.pictures.model import Layer, Options, Progress, no_progress
from policygraph.pictures.report.content import Content, gather
from policygraph.pictures.report.figures import draw_figures
from policygraph.pictures.report.inline import FONT_FAMILY, font_data, words_of
from policygraph.pictures.words import say
from policygraph.store import Store

_TEMPLATES = Path(__file__).parent / "templates"
# The figures at the top: the key of the number, and where it leads.
_NUMBERS = (
    ("documents", "quotations"),
    ("sections", "figure-structure"),
    ("recognitions", "quotations"),
    ("issues", "quotations"),
    ("measures", "quotations"),
    ("bullets", "quotations"),
    ("components", "quotations"),
    ("reprises", "reprises"),
    ("unresolved", "reprises"),
    ("bodies", "bodies"),
    ("collectives", "bodies"),
    ("themes", "themes"),
    ("actors", "figure-body-actor"),
    ("instruments", "figure-body-instrument"),
)


def write_report(
    store: Store,
    language: str = "ja",
    *,
    layer: Layer = "all",
    portraits: int = 100,
    quotations: int = 600,
    progress: Progress = no_progress,
) -> str:
    """Write the report.

    Args:
        store: any store with a graph of ours.
        language: ``ja`` or ``en``.
        layer: every link, or only those that the text itself states.
        portraits: of bodies, and of themes, at most.
        quotations: of more measures than these, a sample is quoted, besides one for each figure.
        progress: told of each step.

    Returns:
        A page of HTML: style, pictures and font are in it, and it has no script.
    """
    options = Options(layer=layer, language=language, most_measures=quotations)
    content = gather(store, options, portraits=portraits, quotations=quotations, progress=progress)
    figures = []
    for figure in draw_figures(content, options):
        progress(figure.title)
        figures.append(figure)
    return _render(content, {
        "figures": figures,
        "font": font_data(words_of(figure.svg for figure in figures)),
        "font_family": FONT_FAMILY,
        "layer": layer,
    })  # fmt: skip


def _render(content: Content, more: Mapping[str, Any]) -> str:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )

    def t(key: str, **values: object) -> str:
        return say(key, content.language, **values)

    restated = [quotation for quotation in content.evidence.quotations
                if quotation.original or quotation.unresolved]  # fmt: skip
    return environment.get_template("report.html").render(
        content=content,
        t=t,
        numbers=[(key, content.numbers[key], target) for key, target in _NUMBERS],
        restated=restated,
        **more,
    )
