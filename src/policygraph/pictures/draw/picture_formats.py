"""Pictures as bytes: the formats of their files, and what of them goes into a page."""

from __future__ import annotations

import base64
import io
import re
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from typing import Any, Final
from xml.sax.saxutils import escape

from policygraph.core.errors import Notice, UsageError, phrase
from policygraph.core.formats import Format, Formats
from policygraph.core.messages import find_language
from policygraph.core.output import new_file
from policygraph.core.xml import show_odd
from policygraph.pictures.draw.sheet import Picture

# Kana and kanji are as wide as they are high in all of them, so that lines keep their widths.
FONTS: Final = (
    "IPAexGothic, 'Noto Sans CJK JP', 'Noto Sans JP', 'Hiragino Sans', 'Hiragino Kaku Gothic ProN', "
    "'Yu Gothic', YuGothic, Meiryo, 'MS Gothic', sans-serif"
)
FONT_FAMILY: Final = "policygraph pictures"
_DPI: Final = 144
_SETTINGS: Final[Any] = {
    "svg.hashsalt": "policygraph", "svg.fonttype": "path", "pdf.fonttype": 42, "hatch.linewidth": 0.7,
}  # fmt: skip
_HEAD: Final = re.compile(r"^.*?(?=<svg )", re.DOTALL)
_CUT: Final = re.compile(r"\s*<metadata>.*?</metadata>|\s*<style[^>]*>.*?</style>", re.DOTALL)
_ID: Final = re.compile(r'\bid="([^"]+)"')
_NAMING: Final = re.compile(r"""(\bid="|url\(#|href="#)([^")]*)(?=[")])""")
_PLACED: Final = re.compile(r'\s(?:d|transform|x|y)="[^"]*"')
_LONG: Final = re.compile(r"(\d\.\d\d)\d+")  # a hundredth of a point is less than anyone sees
_SIZE: Final = re.compile(r'<svg ([^>]*?)width="([\d.]+)pt" height="[\d.]+pt"')
_TEXT: Final = re.compile(r">([^<>]+)</text>")
Writer = Callable[[Picture], bytes]


def svg(picture: Picture, *, outlines: bool = False) -> str:
    """The picture as SVG, with title and description for screen readers.

    Args:
        picture: what was drawn.
        outlines: whether words are shapes, which look the same without any font; else they are text,
            which can be found, copied and edited, in the first of `FONTS` that the reader has.
    """
    if outlines:
        return _svg(picture)
    return _svg(picture, **{"svg.fonttype": "none"}).replace("'IPAexGothic'", FONTS)


def _svg(picture: Picture, **settings: str) -> str:
    drawing = _bytes(picture, "svg", {"Date": None, "Creator": None}, settings).decode()
    head, mark, rest = drawing.partition("<svg ")
    attributes, end, body = rest.partition(">")
    named = (
        f"\n <title>{escape(picture.title)}</title>\n <desc>{escape(picture.description)}</desc>"
    )
    return show_odd(f'{head}{mark}role="img" {attributes}{end}{named}{body}')


class GlyphNotice(Notice):
    """A picture has signs that its font lacks."""


_MISSING: Final = re.compile(r"Glyph (\d+) ")  # as matplotlib says it


@contextmanager
def _missing_signs() -> Iterator[None]:
    """Say once, by their shapes, which signs the font lacks; matplotlib says it of every place."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        yield
    signs: dict[str, None] = {}
    for warning in caught:
        missing = _MISSING.match(str(warning.message))
        if missing is None:
            warnings.warn_explicit(
                warning.message, warning.category, warning.filename, warning.lineno
            )
        else:
            signs[chr(int(missing[1]))] = None
    if signs:
        notice = phrase("no-glyph", signs="".join(sorted(signs)))
        warnings.warn(GlyphNotice(notice.words(find_language(None))), stacklevel=2)


def _bytes(picture: Picture, format_: str, metadata: dict[str, None], settings: Any) -> bytes:
    """What matplotlib writes, without what would differ from one time to the next."""
    import matplotlib as mpl

    out = io.BytesIO()
    with mpl.rc_context(_SETTINGS | settings), _missing_signs():
        wide = float(picture.figure.get_size_inches()[0])
        dpi = picture.pixels / wide if picture.pixels else _DPI
        picture.figure.savefig(
            out, format=format_, dpi=dpi, metadata={**metadata, "Title": picture.title}
        )
    return out.getvalue()


def _write_svg(picture: Picture) -> bytes:
    return svg(picture).encode()


def _write_png(picture: Picture) -> bytes:
    return _bytes(picture, "png", {"Software": None}, {})


def _write_pdf(picture: Picture) -> bytes:
    return _bytes(picture, "pdf", {"CreationDate": None, "Creator": None}, {})


PICTURE_FORMATS: Final = Formats[Writer](
    "picture",
    Format("picture", "svg", ".svg", "image/svg+xml", _write_svg, extra="pictures"),
    Format("picture", "png", ".png", "image/png", _write_png, extra="pictures"),
    Format("picture", "pdf", ".pdf", "application/pdf", _write_pdf, extra="pictures"),
)


def format_of(path: Path) -> Format[Writer]:
    """The format that the suffix of a file names.

    Raises:
        UsageError: it names none.
    """
    suffixes = {entry.suffix: entry for entry in PICTURE_FORMATS}
    if path.suffix.lower() in suffixes:
        return suffixes[path.suffix.lower()]
    raise UsageError("no-picture-format", path=path, known=", ".join(suffixes))


def check_outlines(path: Path) -> None:
    """Refuse outlines for a file that is no SVG.

    Raises:
        UsageError: it is none.
    """
    if format_of(path).name != "svg":
        raise UsageError("flag-means-nothing", flag="--outlines", name=path.suffix)


def save(picture: Picture, path: Path, *, outlines: bool = False) -> None:
    """Write the picture; the same graph gives the same bytes.

    Args:
        picture: what was drawn.
        path: its suffix says how: ``.svg``, ``.png`` or ``.pdf``.
        outlines: whether the words of an SVG are shapes; see `svg`.

    Raises:
        UsageError: another suffix, or outlines in another format than SVG.
        StoreError: it cannot be written; what was there is untouched.
    """
    found = format_of(path)
    if outlines:
        check_outlines(path)
    data = svg(picture, outlines=True).encode() if outlines else found.write(picture)
    with new_file(path) as file:
        file.write(data)


def inline_svg(picture: Picture, name: str) -> str:
    """The picture as an element of HTML: small, its words as text in the font `FONT_FAMILY`.

    Args:
        picture: what was drawn.
        name: goes before every id, so that no two pictures of a page share one.
    """
    found = _CUT.sub("", _HEAD.sub("", _svg(picture, **{"svg.fonttype": "none"})))
    found = _SIZE.sub(r'<svg \1style="width:100%;max-width:\2pt;height:auto"', found, count=1)
    found = found.replace(' target="_blank"', "").replace("'IPAexGothic'", f"'{FONT_FAMILY}'")
    ids = frozenset(_ID.findall(found))

    def own(naming: re.Match[str]) -> str:
        return f"{naming[1]}{name}-{naming[2]}" if naming[2] in ids else naming[0]

    return _PLACED.sub(lambda placed: _LONG.sub(r"\1", placed[0]), _NAMING.sub(own, found))


def font_data(svgs: Iterable[str]) -> str:
    """The pictures' font, cut down to the signs that some of them write, as a ``data:`` URL.

    The IPA Font License allows its fonts to be embedded in a document.
    """
    from fontTools.subset import Options, Subsetter, load_font, save_font
    from matplotlib_fontja import get_font_ttf_path

    signs = {sign for svg in svgs for words in _TEXT.findall(svg) for sign in unescape(words)}
    options = Options()
    options.flavor = "woff"
    options.recalc_timestamp = False
    options.notdef_outline = True
    font = load_font(get_font_ttf_path(), options)
    subsetter = Subsetter(options)
    subsetter.populate(text="".join(sorted(signs)))
    subsetter.subset(font)
    out = io.BytesIO()
    save_font(font, out, options)
    return f"data:font/woff;base64,{base64.b64encode(out.getvalue()).decode('ascii')}"
