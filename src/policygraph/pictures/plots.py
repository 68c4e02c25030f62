"""The pictures by their names: which queries each one asks, and how it is drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from policygraph.core.errors import UsageError
from policygraph.pictures.draw.bars import draw_bars, read_bodies
from policygraph.pictures.draw.coverage import draw_coverage, read_coverage
from policygraph.pictures.draw.flow import draw_flow
from policygraph.pictures.draw.heatmap import (
    CellLink,
    draw_commitment,
    draw_heatmap,
    no_cell_link,
)
from policygraph.pictures.draw.network import draw_network
from policygraph.pictures.draw.sheet import Link, Picture, no_link
from policygraph.pictures.draw.structure import draw_structure
from policygraph.pictures.flows import read_flow
from policygraph.pictures.kinds import KINDS, STRUCTURE
from policygraph.pictures.model import Options, Progress, no_progress
from policygraph.pictures.project import project
from policygraph.pictures.sources import Source, read_source
from policygraph.pictures.structure import read_parts
from policygraph.store import Store


@dataclass(frozen=True, slots=True)
class Request:
    """What a picture is drawn from.

    Attributes:
        store: any store.
        options: what is counted, and the language.
        of: the kind of network, for pictures of one.
        top: things that are shown at most; the picture's own number where it is missing.
        link, cell_link: where things and cells lead.
        progress: told of each query.
    """

    store: Store
    options: Options = field(default_factory=Options)
    of: str = ""
    top: int | None = None
    link: Link = no_link
    cell_link: CellLink = no_cell_link
    progress: Progress = no_progress

    def source(self) -> Source:
        """The source of the text."""
        return read_source(self.store, self.options.language)


@dataclass(frozen=True, slots=True)
class Plot:
    """A kind of picture.

    Attributes:
        draw: reads and draws it.
        of: the kinds of network it can be of, the first where none is given; none for a picture
            that is of one thing only.
        top: how many things it shows where nothing else is asked for.
        takes: the options that mean something to it.
    """

    draw: Callable[[Request], Picture]
    of: tuple[str, ...] = ()
    top: int = 0
    takes: frozenset[str] = frozenset()


_ALL = frozenset(("layer", "counting", "minimum", "collective"))


def _network(request: Request) -> Picture:
    projection = project(request.store, request.of, request.options, progress=request.progress)
    return draw_network(projection, request.source(), top=request.top, link=request.link)


def _heatmap(request: Request) -> Picture:
    projection = project(request.store, request.of, request.options, progress=request.progress)
    return draw_heatmap(
        projection, request.source(), top=_top(request, "heatmap"), link=request.link,
        cell_link=request.cell_link,
    )  # fmt: skip


def _commitment(request: Request) -> Picture:
    projection = project(
        request.store, "body-commitment", request.options, progress=request.progress
    )
    return draw_commitment(
        projection, request.source(), top=_top(request, "commitment"), link=request.link,
        cell_link=request.cell_link,
    )  # fmt: skip


def _bars(request: Request) -> Picture:
    return draw_bars(
        read_bodies(request.store, request.options), request.source(), request.options.language,
        top=_top(request, "bars"), link=request.link,
    )  # fmt: skip


def _flow(request: Request) -> Picture:
    flow = read_flow(request.store, request.options, actors=_top(request, "flow"))
    return draw_flow(flow, request.source(), request.options, link=request.link)


def _structure(request: Request) -> Picture:
    language = request.options.language
    return draw_structure(
        read_parts(request.store, language), request.source(), language,
        top=_top(request, "structure"), link=request.link,
    )  # fmt: skip


def _coverage(request: Request) -> Picture:
    source, language = request.source(), request.options.language
    return draw_coverage(
        read_coverage(request.store, source, language, most=_top(request, "coverage")),
        source, language, link=request.link,
    )  # fmt: skip


PLOTS: dict[str, Plot] = {
    "network": Plot(
        _network,
        ("body-actor", *(k for k in KINDS if k not in ("body-actor", STRUCTURE))),
        30,
        _ALL,
    ),
    "heatmap": Plot(_heatmap, ("body-theme", "body-instrument", "body-actor"), 30, _ALL),
    "bars": Plot(_bars, (), 25, frozenset({"layer"})),
    "commitment": Plot(_commitment, (), 20, _ALL),
    "flow": Plot(_flow, (), 14, frozenset({"layer"})),
    "structure": Plot(_structure, (), 60),
    "coverage": Plot(_coverage, (), 20),
}


def _top(request: Request, name: str) -> int:
    return request.top or PLOTS[name].top


def draw(name: str, request: Request) -> Picture:
    """Draw a picture.

    Args:
        name: of `PLOTS`.
        request: of what, and how.

    Raises:
        UsageError: no such picture, or it does not take what is asked for.
    """
    if name not in PLOTS:
        raise UsageError(f'no picture "{name}"; there are {", ".join(PLOTS)}')
    plot = PLOTS[name]
    of = request.of or (plot.of[0] if plot.of else "")
    if of not in (plot.of or ("",)):
        known = f"it is of {', '.join(plot.of)}" if plot.of else "it is of one thing only"
        raise UsageError(f"no {name} of {of}; {known}")
    _check(name, plot, request.options)
    request.progress(name)
    return plot.draw(
        Request(
            request.store, request.options, of, request.top, request.link, request.cell_link,
            request.progress,
        )
    )  # fmt: skip


def _check(name: str, plot: Plot, options: Options) -> None:
    usual = Options()
    words = {
        "layer": "--links stated",
        "counting": "--reprises printed",
        "minimum": "--minimum",
        "collective": "--no-collective",
    }
    for option, flag in words.items():
        if getattr(options, option) != getattr(usual, option) and option not in plot.takes:
            raise UsageError(f"{flag} means nothing to {name}; leave it out")
