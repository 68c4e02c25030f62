"""The pictures by their names: what each one is read from, and how it is drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, Final

from policygraph.core.errors import UsageError
from policygraph.core.extras import require
from policygraph.pictures.document_parts import read_notice, read_parts
from policygraph.pictures.draw.bars import draw_bars, draw_structure, read_bodies
from policygraph.pictures.draw.coverage import draw_coverage, read_coverage
from policygraph.pictures.draw.deadlines import draw_deadlines, read_deadlines
from policygraph.pictures.draw.fates import read_fates
from policygraph.pictures.draw.fates_per_body import draw_fates_per_body, read_fates_per_body
from policygraph.pictures.draw.flow import draw_flow, read_flow
from policygraph.pictures.draw.heatmap import draw_commitment, draw_heatmap
from policygraph.pictures.draw.network import draw_network
from policygraph.pictures.draw.sheet import SIZES, Frame, Picture
from policygraph.pictures.networks import (
    BODY,
    STRUCTURE,
    NetworkKind,
    Options,
    Progress,
    Projection,
    find_network,
    network_kinds,
    no_progress,
)
from policygraph.pictures.project import project
from policygraph.pictures.queries import links_of
from policygraph.store import Store


@dataclass(frozen=True, slots=True)
class PlotRequest:
    """What a picture is drawn from.

    Attributes:
        store: any store.
        options: what is counted, and the language.
        of: the kind of network, for pictures of one.
        top: things that are shown at most; the picture's own number where it is missing.
        progress: told of each query.
        size: of the sheet; see `policygraph.pictures.draw.sheet.SIZES`.
        network: the network, where it is read already.
    """

    store: Store
    options: Options = field(default_factory=Options)
    of: str = ""
    top: int | None = None
    progress: Progress = no_progress
    size: str = "page"
    network: Projection | None = None

    @property
    def frame(self) -> Frame:
        """Language, source and shape."""
        notice = read_notice(self.store, self.options.language)
        return Frame(self.options.language, notice, ratio=SIZES[self.size])

    def most(self, name: str = "top") -> dict[str, Any]:
        """How many things are to be shown, as an argument, if that was said."""
        return {} if self.top is None else {name: self.top}

    def projection(self) -> Projection:
        """The network."""
        return self.network or project(self.store, self.of, self.options, progress=self.progress)


@dataclass(frozen=True, slots=True)
class Plot:
    """A kind of picture.

    Attributes:
        draw: reads and draws it.
        of: the network it is of where none is given; empty for a picture of one thing only.
        suits: whether it can be of a kind of network.
        takes: the options that mean something to it.
        editions: whether it compares editions, of which a graph must have two.
    """

    draw: Callable[[PlotRequest], Picture]
    of: str = ""
    suits: Callable[[NetworkKind], bool] = lambda _: False
    takes: frozenset[str] = frozenset()
    editions: bool = False


def _is_drawn(kind: NetworkKind) -> bool:
    return kind.name != STRUCTURE


def _has_rows_of_bodies(kind: NetworkKind) -> bool:
    return kind.source.key == BODY and len(kind.ends) > 1


def _flow(r: PlotRequest) -> Picture:
    bodies = {} if r.top is None or r.size == "page" else {"bodies": max(_LEAST, r.top // 2)}
    return draw_flow(read_flow(r.store, r.options, **r.most("actors"), **bodies), r.frame)


def _coverage(r: PlotRequest) -> Picture:
    frame = r.frame
    found = read_coverage(r.store, frame.notice, frame.language, **r.most("most"))
    return draw_coverage(found, frame)


_ALL: Final = frozenset(("layer", "counting", "minimum", "collective"))
_LAYER: Final = frozenset(("layer",))
PLOTS: Final[dict[str, Plot]] = {
    "network": Plot(
        lambda r: draw_network(r.projection(), r.frame, **r.most()), "body-actor", _is_drawn, _ALL
    ),
    "heatmap": Plot(
        lambda r: draw_heatmap(r.projection(), r.frame, **r.most()),
        "body-theme", _has_rows_of_bodies, _ALL,
    ),
    "bars": Plot(
        lambda r: draw_bars(read_bodies(r.store, r.options), r.frame, **r.most()), takes=_LAYER
    ),
    "commitment": Plot(
        lambda r: draw_commitment(replace(r, of="body-commitment").projection(), r.frame, **r.most()),
        takes=_ALL,
    ),
    "flow": Plot(_flow, takes=_LAYER),
    "fates": Plot(
        lambda r: draw_flow(read_fates(r.store, r.options, **r.most("bodies")), r.frame), takes=_LAYER
    ),
    "fates-per-body": Plot(
        lambda r: draw_fates_per_body(read_fates_per_body(r.store, r.options), r.frame, **r.most()),
        takes=_LAYER, editions=True,
    ),
    "deadlines": Plot(
        lambda r: draw_deadlines(read_deadlines(r.store, r.options), r.frame, **r.most()), takes=_LAYER
    ),
    "structure": Plot(
        lambda r: draw_structure(read_parts(r.store, r.options.language), r.frame, **r.most())
    ),
    "coverage": Plot(_coverage),
}  # fmt: skip
_LEAST, _MOST = 2, 60  # things on a sheet of a given shape
_FLAGS: Final = {
    "layer": "--links stated", "counting": "--reprises printed", "minimum": "--minimum",
    "collective": "--no-collective",
}  # fmt: skip


def draw(name: str, request: PlotRequest) -> Picture:
    """Draw a picture.

    Args:
        name: of `PLOTS`.
        request: of what, and how.

    Raises:
        UsageError: no such picture, it does not take what is asked for, or matplotlib is missing.
    """
    require("pictures", "matplotlib", "matplotlib_fontja")
    if name not in PLOTS:
        raise UsageError("no-picture", name=name, known=", ".join(PLOTS))
    plot, usual = PLOTS[name], Options()
    of = request.of or plot.of
    if of:
        _check_network(name, plot, of, request.store)
    for option, flag in _FLAGS.items():
        if getattr(request.options, option) != getattr(usual, option) and option not in plot.takes:
            raise UsageError("flag-means-nothing", flag=flag, name=name)
    if request.size not in SIZES:
        raise UsageError("no-size", size=request.size, known=", ".join(SIZES))
    request.progress(name)
    request = replace(request, of=of)
    if of:
        request = replace(request, network=request.projection())
    return plot.draw(request) if request.size == "page" else _draw_fitting(plot, request)


def _draw_fitting(plot: Plot, request: PlotRequest) -> Picture:
    """Draw as many things as a sheet of a given shape has room for; at least a few."""
    picture = plot.draw(request)
    if picture.fits:
        return picture
    low, high = _LEAST, request.top or _MOST
    while low < high:
        middle = (low + high + 1) // 2
        if plot.draw(replace(request, top=middle)).fits:
            low = middle
        else:
            high = middle - 1
    return plot.draw(replace(request, top=low))


def _check_network(name: str, plot: Plot, of: str, store: Store) -> None:
    if not plot.of:
        raise UsageError("picture-of-nothing-else", name=name, of=of)
    links = links_of(store)
    if not plot.suits(find_network(of, links)):
        suited = [kind.name for kind in network_kinds(links).values() if plot.suits(kind)]
        raise UsageError("picture-not-of", name=name, of=of, known=", ".join(suited))
