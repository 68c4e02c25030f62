"""Networks to be looked at: what stands together in measures, as a picture to click and as a table."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from typing import Final

from policygraph.core.columns import text_width
from policygraph.core.errors import UsageError
from policygraph.core.namespaces import IRI
from policygraph.pages.book import (
    HTML,
    LANGS,
    Book,
    NavigationEntry,
    PageRequest,
    PageResponse,
)
from policygraph.pages.screens.questions import say, teller
from policygraph.pages.search_index import facet_key
from policygraph.pictures.draw.network import Selection, select
from policygraph.pictures.layout import LabelSize, place
from policygraph.pictures.networks import STRUCTURE, NetworkKind, Options, Projection, network_kinds
from policygraph.pictures.project import project
from policygraph.pictures.queries import links_of

INDEX: Final = "network/index"
FIRST: Final = "body-theme"  # the kind that the index shows
TOPS: Final = (10, 20, 40, 60)  # things of each kind that are shown
_TOP: Final = 20
_FOLDER: Final = "network/"
_WIDTH, _HEIGHT = 1000.0, 620.0
_SIGN, _LINE, _LABEL = 6.2, 15.0, 150.0  # of a column of text, a line of it, and the widest label
_DOTS: Final = (5.0, 19.0)  # radii, whose squares grow with the weight
_LINKS: Final = (0.8, 7.0)  # widths


@dataclass(frozen=True, slots=True)
class NetworkView:
    """A network to be shown.

    Attributes:
        projection: all of it.
        shown: what of it is shown.
        places: of the nodes, in points; none where no layout can be computed.
    """

    projection: Projection
    shown: Selection
    places: dict[str, tuple[float, float]]


class NetworkSection:
    """``network/index``, and a page of each kind of network."""

    navigation: tuple[NavigationEntry, ...] = (NavigationEntry(INDEX, say.both("network"), 30),)

    def __init__(self, book: Book) -> None:
        self.book = book

    @cached_property
    def kinds(self) -> dict[str, NetworkKind]:
        """The kinds of network that are shown, by name."""
        found = network_kinds(links_of(self.book.store))
        return {name: kind for name, kind in found.items() if name != STRUCTURE}

    def answer(self, request: PageRequest) -> PageResponse | None:
        """The page of a kind."""
        if request.suffix != HTML or not request.path.startswith(_FOLDER):
            return None
        name = FIRST if request.path == INDEX else request.path.removeprefix(_FOLDER)
        kind = self.kinds.get(name)
        return self._page(request, kind) if kind else None

    def requests(self) -> Iterator[PageRequest]:
        """The page of each kind."""
        for lang in LANGS:
            for path in (INDEX, *(f"{_FOLDER}{name}" for name in self.kinds)):
                yield PageRequest(path, lang)

    def _page(self, request: PageRequest, kind: NetworkKind) -> PageResponse:
        problem = ""
        options, top = Options(language=request.lang), _TOP
        try:
            options, top = _options(request), _number(request, "top", _TOP)
        except UsageError as error:
            problem = error.words(request.lang)
        view = self._read(kind, options, max(2, min(top, TOPS[-1])))
        return self.book.page(
            request, "screens/network.html", status=400 if problem else 200, problem=problem,
            view=view, kind=kind, kinds=self.kinds.values(), tops=TOPS, top=top, options=options,
            data=self._data(request, view), key=facet_key, tell=teller(request),
        )  # fmt: skip

    def _read(self, kind: NetworkKind, options: Options, top: int) -> NetworkView:
        projection = project(self.book.store, kind, options)
        shown = select(projection, top)
        return NetworkView(projection, shown, _places(shown) if find_spec("numpy") else {})

    def _data(self, request: PageRequest, view: NetworkView) -> str:
        """What the picture is drawn from, as JSON that may stand in a page."""
        shown, places = view.shown, view.places
        if not places:
            return ""
        heaviest = max((edge.weight for edge in shown.edges), default=1)
        first = view.projection.kind.source.key
        found = {
            "nodes": [
                {
                    "id": str(node.iri), "label": _cut(node.label), "name": node.label,
                    "weight": node.weight, "kind": int(node.kind != first),
                    "collective": node.collective, "href": self.book.link(request, node.iri),
                    "x": round(places[node.iri][0], 1), "y": round(places[node.iri][1], 1),
                    "r": round(_radius(node.weight, shown), 1),
                }
                for node in shown.nodes
            ],
            "edges": [
                {
                    "source": str(edge.source), "target": str(edge.target), "weight": edge.weight,
                    "width": round(_LINKS[0] + (_LINKS[1] - _LINKS[0]) * (edge.weight - 1) / max(1, heaviest - 1), 1),
                    "example": self.book.link(request, edge.example) if edge.example else "",
                }
                for edge in shown.edges
            ],
        }  # fmt: skip
        return json.dumps(found, ensure_ascii=False).replace("<", "\\u003c")


def _number(request: PageRequest, name: str, default: int) -> int:
    value = request.value(name, str(default))
    if not value.isdecimal() or not value.isascii() or len(value) > 6:
        raise UsageError("value-no-integer", parameter=name, value=value)
    return int(value)


def _options(request: PageRequest) -> Options:
    return Options(
        layer="stated" if request.value("layer") == "stated" else "all",
        minimum=max(1, _number(request, "minimum", 1)),
        collective=request.value("collective") != "no",
        language=request.lang,
    )


def _radius(weight: int, shown: Selection) -> float:
    heaviest = max((node.weight for node in shown.nodes), default=1)
    return max(_DOTS[0], _DOTS[1] * math.sqrt(weight / max(1, heaviest)))


def _cut(label: str) -> str:
    """A label that takes at most two lines."""
    most = int(2 * _LABEL / _SIGN)
    while text_width(label) > most:
        label = label.removesuffix("…")[:-1].rstrip() + "…"
    return label


def _places(shown: Selection) -> dict[str, tuple[float, float]]:
    """The middles of the dots of the nodes; see `policygraph.pictures.layout.place`."""
    import networkx as nx

    graph = nx.Graph()
    sizes = {}
    for node in shown.nodes:
        graph.add_node(str(node.iri))
        wide = text_width(_cut(node.label)) * _SIGN
        lines = max(1, math.ceil(wide / _LABEL))
        radius = _radius(node.weight, shown)
        height = 2 * radius + 4 + lines * _LINE
        sizes[str(node.iri)] = LabelSize(max(2 * radius, min(wide, _LABEL)), height, radius)
    for edge in shown.edges:
        graph.add_edge(str(edge.source), str(edge.target), weight=edge.weight)
    centres, _ = place(graph, sizes, _WIDTH, _HEIGHT)
    return {
        IRI(node): (x, y - sizes[node].height / 2 + sizes[node].radius)
        for node, (x, y) in centres.items()
    }
