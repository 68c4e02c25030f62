"""The pictures: what they say, that nothing overlaps or is cut off, and that they stay the same."""

from __future__ import annotations

import itertools
import math
import re
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from matplotlib.figure import Figure
from pictures.boxes import dots, overlap, overlaps, sheet_size, text_boxes, texts_of, words_of
from pictures.graphs import COMPLETE, STAR, TRIANGLE, make

from policygraph.core.errors import Notice, UsageError
from policygraph.pictures.document_parts import SourceNotice
from policygraph.pictures.draw.canvas import HUES, INK, PAPER, QUIET, contrast, ink_on, ramp
from policygraph.pictures.draw.network import draw_network, select
from policygraph.pictures.draw.picture_formats import save, svg
from policygraph.pictures.draw.sheet import Frame, Picture
from policygraph.pictures.draw.type import fit, font, width, wrap
from policygraph.pictures.layout import LabelSize, place, settle
from policygraph.pictures.networks import Options
from policygraph.pictures.plots import PLOTS, PlotRequest, draw
from policygraph.pictures.project import project
from policygraph.store import Store

pytestmark = pytest.mark.heavy  # all of the shipped graph, again and again

PICTURES = [
    ("network", "body-actor"), ("network", "body-body"), ("network", "theme-theme"),
    ("network", "theme-actor"), ("network", "actor-actor"), ("network", "measure-measure"),
    ("heatmap", "body-theme"),
    *((kind, "") for kind, plot in PLOTS.items() if not (plot.of or plot.editions)),
]  # fmt: skip
SOURCE = {
    "ja": "出典：「科学技術イノベーション総合戦略2017」",
    "en": "Source: Comprehensive Strategy on",
}
DATE = {"ja": "2017年6月2日", "en": "2 June 2017"}
_drawn: dict[tuple[str, str, str], Picture] = {}


def _draw(shipped: Store, kind: str, of: str, language: str) -> Picture:
    key = (kind, of, language)
    if key not in _drawn:
        _drawn[key] = draw(kind, PlotRequest(shipped, Options(language=language), of))
    return _drawn[key]


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize(("kind", "of"), PICTURES)
def test_a_picture_can_be_read(shipped: Store, kind: str, of: str, language: str) -> None:
    """Title, source and date are there; no words overlap, are cut off or too small."""
    picture = _draw(shipped, kind, of, language)
    words = words_of(picture.figure)
    assert words.startswith(picture.title.split()[0])
    assert SOURCE[language] in words.replace("\n", " ")
    assert DATE[language] in words
    japanese = any("ぁ" <= sign <= "ん" for sign in picture.title + picture.description)
    assert japanese is (language == "ja")
    boxes = text_boxes(picture.figure)
    assert list(overlaps(boxes)) == []
    wide, high = sheet_size(picture.figure)
    for box in boxes:
        for x, y in box.corners:
            assert (0 <= x <= wide, 0 <= y <= high) == (True, True), box.name
    covered = [b.name for b in boxes for dot in dots(picture.figure) if overlap(b, dot)]
    assert covered == []
    assert min(text.get_fontsize() for text in texts_of(picture.figure)) >= 8.5


def test_numbers_in_the_bars_are_those_counted_by_hand(shipped: Store) -> None:
    words = words_of(_draw(shipped, "bars", "", "en").figure).split("\n")
    for name, total in (("Cabinet Office", "16 ＋1"), ("Cabinet Secretariat", "2")):
        after = words[words.index(name) + 1 :]
        assert total in after[:5]


@pytest.mark.parametrize("size", ["16:9", "4:3"])
@pytest.mark.parametrize(
    ("kind", "of", "language"),
    [("heatmap", "", "en"), ("flow", "", "ja"), ("network", "body-actor", "ja"), ("bars", "", "en"),
     ("network", "measure-measure", "en")],
)  # fmt: skip
def test_a_slide_has_its_shape_and_shows_what_fits(
    shipped: Store, kind: str, of: str, language: str, size: str
) -> None:
    picture = draw(kind, PlotRequest(shipped, Options(language=language), of, size=size))
    wide, high = sheet_size(picture.figure)
    across, down = map(int, size.split(":"))
    assert wide / high == pytest.approx(across / down)
    assert (picture.fits, wide) == (True, 792)
    boxes = text_boxes(picture.figure)
    assert list(overlaps(boxes)) == []
    assert all(0 <= x <= wide and 0 <= y <= high for box in boxes for x, y in box.corners)
    assert DATE[language] in words_of(picture.figure)


def test_a_heat_map_on_a_slide_has_few_columns_with_upright_heads_and_room_for_rows(
    shipped: Store,
) -> None:
    picture = draw("heatmap", PlotRequest(shipped, Options(language="en"), size="16:9"))
    assert all(text.get_rotation() == 0 for text in texts_of(picture.figure))
    themes, bodies = re.findall(r"The (\d+) (?:themes|bodies) with the most", picture.description)
    assert (int(themes) >= 5, int(bodies) >= 5) == (True, True)


def test_a_picture_too_tall_for_a_slide_is_drawn_smaller(shipped: Store) -> None:
    picture = draw("coverage", PlotRequest(shipped, Options(), size="16:9"))
    wide, high = sheet_size(picture.figure)
    assert not picture.fits
    assert wide > 792
    assert wide / high == pytest.approx(16 / 9)


def test_a_bitmap_of_a_slide_has_the_pixels_of_a_screen(shipped: Store, tmp_path: Path) -> None:
    save(draw("bars", PlotRequest(shipped, size="16:9")), tmp_path / "bars.png")
    header = (tmp_path / "bars.png").read_bytes()[16:24]
    assert (int.from_bytes(header[:4]), int.from_bytes(header[4:])) == (1920, 1080)


def test_words_of_an_svg_are_text_with_fonts_to_fall_back_on_or_outlines(
    shipped: Store, tmp_path: Path
) -> None:
    picture = _draw(shipped, "bars", "", "ja")
    drawing = svg(picture)
    assert ">担当主体別の取組数</text>" in drawing
    for family in ("IPAexGothic, ", "'Hiragino Sans'", "'Yu Gothic'", "Meiryo", "sans-serif"):
        assert family in drawing
    assert "</text>" not in svg(picture, outlines=True)
    save(picture, tmp_path / "a.svg", outlines=True)
    assert (tmp_path / "a.svg").read_text(encoding="utf-8") == svg(picture, outlines=True)
    with pytest.raises(UsageError, match=r"--outlines means nothing to \.png"):
        save(picture, tmp_path / "a.png", outlines=True)


def test_lines_between_two_columns_are_few_and_the_strongest() -> None:
    links = [(f"b{m}", f"t{n:02}", 9 - m) for m in range(9) for n in range(10)]
    chosen = select(make(links, kind="body-theme"), 20)
    assert [edge.weight for edge in chosen.edges] == [w for w in (9, 8, 7, 6) for _ in range(10)]
    assert chosen.notes == (
        "Of 9 bodies the 4 with a link that is drawn are shown.",
        "Of 90 links between what could be shown, the 40 of weight 6 or more are drawn; all are in "
        "the table (policygraph network body-theme).",
    )
    split = select(COMPLETE, 20)
    assert len(split.edges) == 40
    assert "some left out weigh as much (1)" in split.notes[-1]


def test_a_ranking_on_a_picture_splits_no_tie() -> None:
    stars = [("hub", f"leaf{n}", 3 if n < 4 else 1) for n in range(12)]
    assert len(select(make(stars), 7).nodes) == 5
    assert len(select(make(stars), 4).nodes) == 5


def test_what_is_left_out_is_said(shipped: Store) -> None:
    few = draw("network", PlotRequest(shipped, Options(language="en"), "theme-theme", top=10))
    assert (
        "The 9 themes with the most measures are shown; the other 68 (none above 5)"
        in few.description
    )
    bars = draw("bars", PlotRequest(shipped, Options(language="en"), top=2))
    assert "The 2 bodies with the most measures are shown; the other 4 (none above 16)" in (
        bars.description
    )
    structure = draw("structure", PlotRequest(shipped, Options(language="en"), top=8))
    assert "The upper 7 of 34 parts are shown" in structure.description


def test_a_picture_of_nothing_says_so_and_why(shipped: Store) -> None:
    options = Options(minimum=99, language="en")
    for kind, of in (("network", "body-actor"), ("network", "actor-actor"), ("heatmap", ""),
                     ("commitment", "")):  # fmt: skip
        picture = draw(kind, PlotRequest(shipped, options, of))
        assert "There is nothing to show." in words_of(picture.figure)
        assert "No link is that heavy; the heaviest weighs" in picture.description


def test_two_documents_are_named_and_told_apart(two: Store) -> None:
    words = words_of(draw("coverage", PlotRequest(two, Options(language="ja"))).figure)
    assert "甲戦略2018" in words
    assert "乙戦略2019" in words
    assert "計2文書" in words
    assert "2018年4月1日（ほか1文書は日付なし）" in words.replace("\n", "")


def test_a_picture_names_what_it_does_not_take(shipped: Store) -> None:
    with pytest.raises(UsageError, match="--minimum means nothing to bars"):
        draw("bars", PlotRequest(shipped, Options(minimum=2)))
    with pytest.raises(UsageError, match='no picture "pie"; there are network, heatmap'):
        draw("pie", PlotRequest(shipped))
    with pytest.raises(
        UsageError, match="no heatmap of body-body; it is of body-actor, body-theme"
    ):
        draw("heatmap", PlotRequest(shipped, of="body-body"))


def test_the_same_graph_gives_the_same_bytes_in_every_format(
    shipped: Store, tmp_path: Path
) -> None:
    for suffix, mark in ((".svg", b"<?xml"), (".png", b"\x89PNG"), (".pdf", b"%PDF")):
        files = [tmp_path / f"{n}{suffix}" for n in "ab"]
        for path in files:
            save(draw("bars", PlotRequest(shipped)), path)
        assert files[0].read_bytes() == files[1].read_bytes()
        assert files[0].read_bytes().startswith(mark)
    drawing = svg(_draw(shipped, "bars", "", "en"))
    assert '<svg role="img" ' in drawing
    assert "<title>Measures per responsible body</title>" in drawing
    assert "<desc>" in drawing
    assert "<dc:date>" not in drawing


# Machado, Oliveira and Fernandes (2009), severity 1.0, on linear RGB.
_VISIONS = {
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216),
               (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413),
               (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602),
               (0.004733, 0.691367, 0.303900)),
}  # fmt: skip


def _lab(colour: str, vision: str) -> np.ndarray:
    rgb = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    seen = np.clip(np.array(_VISIONS[vision]) @ linear, 0, 1)
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    relative = xyz @ seen / np.array([0.9505, 1.0, 1.089])
    f = np.where(relative > 0.008856, np.cbrt(relative), 7.787 * relative + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("vision", _VISIONS)
def test_hues_are_told_apart_with_any_colour_vision(vision: str) -> None:
    """By a difference (CIE 1976) of 10 or more; 2.3 is just noticed."""
    for one, other in itertools.combinations(HUES, 2):
        assert np.linalg.norm(_lab(one, vision) - _lab(other, vision)) > 10, (one, other)


def test_numbers_are_read_on_every_shade() -> None:
    shades = [ramp(step / 20) for step in range(21)]
    assert all(contrast(ink_on(shade), shade) >= 4.0 for shade in shades)
    lightness = [contrast(shade, PAPER) for shade in shades]
    assert lightness == sorted(lightness)
    assert contrast(INK, PAPER) > 7
    assert contrast(QUIET, PAPER) >= 7


def test_lines_break_between_words() -> None:
    room = width("を推進する仕組みの強化", 10)
    assert (
        wrap("（1）オープンイノベーションを推進する仕組みの強化", room, 10)[-1]
        == "を推進する仕組みの強化"
    )
    lines = wrap("small and medium-sized enterprises、（中小企業）", 75, 10)
    assert all(line[0] not in "、）" and line[-1] not in "（" for line in lines)
    assert all(width(line, 10) <= 75 for line in lines)
    assert fit("一二三四五六七八九十" * 4, 50, 10, 2)[-1].endswith("…")


def test_a_layout_has_no_overlap_and_no_dot_on_a_link_of_others() -> None:
    graph = nx.Graph()
    graph.add_weighted_edges_from([("a", "b", 3), ("a", "c", 1), ("c", "d", 1), ("x", "y", 2)])
    sizes = {node: LabelSize(90, 30, 6) for node in graph}
    places, height = place(graph, sizes, 300, 100)
    again = nx.Graph(reversed(list(graph.edges(data=True))))
    assert place(again, sizes, 300, 100) == (places, height)
    for one, other in itertools.combinations(places, 2):
        (x0, y0), (x1, y1) = places[one], places[other]
        assert abs(x0 - x1) >= 90 or abs(y0 - y1) >= 30
    assert all(45 <= x <= 255 and 15 <= y <= height - 15 for x, y in places.values())


def test_nodes_settle_at_the_distances_that_are_wanted() -> None:
    """A square of side 1, whose distances can all be had; a row of three, which lies in a line."""
    diagonal = math.sqrt(2)
    square = [[0, 1, diagonal, 1], [1, 0, 1, diagonal], [diagonal, 1, 0, 1], [1, diagonal, 1, 0]]
    for wanted in (square, [[0, 1, 3], [1, 0, 2], [3, 2, 0]], [[0]]):
        places = settle(wanted)
        for one, row in zip(places, wanted, strict=True):
            for other, distance in zip(places, row, strict=True):
                assert math.dist(one, other) == pytest.approx(distance, abs=1e-2)


def test_nodes_settle_as_well_as_in_networkx_with_scipy() -> None:
    """By the energy of Kamada and Kawai; networkx 3.6.1 with scipy 1.17.1 comes to 2.0678."""
    graph = nx.balanced_tree(2, 3)
    paths = dict(nx.all_pairs_shortest_path_length(graph))
    wanted = [[paths[one][other] for other in graph] for one in graph]
    places = settle(wanted)
    energy = sum(
        (math.dist(places[a], places[b]) / wanted[a][b] - 1) ** 2
        for a, b in itertools.combinations(graph, 2)
    )
    assert energy == pytest.approx(2.0678, abs=1e-3)


def test_every_node_keeps_its_widest_link() -> None:
    chosen = select(STAR, 3)
    assert {node.label for node in chosen.nodes} <= {"hub", "leaf00", "leaf01", "leaf02"}
    assert "the other 18" in chosen.notes[0]
    assert len(select(TRIANGLE, 10).edges) == 4


def test_names_of_bodies_are_not_read_as_markup() -> None:
    frame = Frame("en", SourceNotice(("x",), ("Source: $x$ & <b>", "Date")))
    picture = draw_network(TRIANGLE, frame)
    assert "Source: $x$ & <b>" in words_of(picture.figure)


def test_collective_names_are_marked(shipped: Store) -> None:
    projection = project(shipped, "body-body", Options(collective=False, language="en"))
    frame = Frame("en", SourceNotice((), ("", "")))
    assert "collective name" not in words_of(draw_network(projection, frame).figure)
    assert "collective name (not one organisation)" in words_of(
        _draw(shipped, "network", "body-body", "en").figure
    )


def test_signs_that_the_font_lacks_are_named_once(tmp_path: Path) -> None:
    figure = Figure()
    for at, words in ((0.2, "𠮷野"), (0.8, "𠮷田")):
        figure.text(at, 0.5, words, fontproperties=font())
    with pytest.warns(Notice, match="no 𠮷;") as told:
        save(Picture(figure, "題", ""), tmp_path / "x.svg")
    assert len(told) == 1
