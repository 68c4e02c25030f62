"""Write the report as one page of HTML that asks for nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from policygraph.core.extras import require
from policygraph.core.html import render
from policygraph.pictures.draw.picture_formats import FONT_FAMILY, font_data
from policygraph.pictures.networks import BODY, Layer, Options, Progress, no_progress
from policygraph.pictures.networks import say as say_of_networks
from policygraph.pictures.report.content import PORTRAYED, Content, gather
from policygraph.pictures.report.evidence import anchor, row_anchor, say
from policygraph.pictures.report.figures import draw_figures
from policygraph.questions.units import Run
from policygraph.store import Store

# The numbers of the query ``numbers``, and where each leads.
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
)
_UNCOUNTED = (BODY, "commitment")  # kinds of things that are counted above, or not named in texts


@dataclass(frozen=True, slots=True)
class ReportNumber:
    """A number at the top of the page, and where it leads."""

    name: str
    count: int
    href: str


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

    Raises:
        UsageError: matplotlib is missing.
    """
    require("pictures", "matplotlib", "matplotlib_fontja")
    options = Options(layer=layer, language=language, most_measures=quotations)
    content = gather(store, options, portraits=portraits, progress=progress)
    figures = []
    for figure in draw_figures(content):
        progress(figure.title)
        figures.append(figure)

    def t(key: str, **values: object) -> str:
        return (say if key in say else say_of_networks)(key, language, **values)

    def meanings(run: Run) -> str:
        return t("and").join(sorted({meaning.label for meaning in run.meanings}))

    return render(
        "pictures/report.html",
        language=language,
        content=content,
        t=t,
        anchor=anchor,
        row_anchor=row_anchor,
        portrayed=content.portrayed,
        meanings=meanings,
        bodies={body.iri: body for body in content.bodies},
        numbers=list(_numbers(content)),
        sections=PORTRAYED,
        figures=figures,
        font=font_data(figure.svg for figure in figures),
        font_family=FONT_FAMILY,
    )


def _numbers(content: Content) -> Iterator[ReportNumber]:
    language = content.options.language
    for key, href in _NUMBERS:
        yield ReportNumber(say(f"number-{key}", language), content.numbers[key], href)
    things = {link.link: link.things for link in content.coverage.links}
    first = [key for key in PORTRAYED if key not in _UNCOUNTED]
    for key in dict.fromkeys([*first, *content.kinds]):
        if key not in _UNCOUNTED:
            kind = content.kinds[key]
            message = f"number-{key}" if f"number-{key}" in say else "number-linked"
            name = say(message, language, kind=kind.plural(language))
            count = things.get(kind.link, 0) if kind.link else 0
            yield ReportNumber(name, count, PORTRAYED.get(key, f"figure-{BODY}-{key}"))
