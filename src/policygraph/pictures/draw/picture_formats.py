"""Pictures as bytes: the formats of their files, and what of them goes into a page."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Callable, Iterable
from html import unescape
from pathlib import Path
from typing import Any, Final
from xml.sax.saxutils import escape

from policygraph.core.errors import UsageError
from policygraph.core.formats import Format, Formats
from policygraph.core.output import new_file
from policygraph.pictures.draw.sheet import Picture

FONT_FAMILY: Final = "policygraph pictures"
_DPI: Final = 144
_SETTINGS: Final[Any] = {
    "svg.hashsalt": "policygraph", "svg.fonttype": "path", "pdf.fonttype": 42, "hatch.linewidth": 0.7,
}  # fmt: skip
_HEAD: Final = re.compile(r"^.*?(?=<svg )", re.DOTALL)
_CUT: Final = re.compile(r"\s*<metadata>.*?</metadata>|\s*<style[^>]*>.*?</style>", re.DOTALL)
_ID: Final = re.compile(r'\bid="([^"]+)"')
_SIZE: Final = re.compile(r'<svg ([^>]*?)width="([\d.]+)pt" height="[\d.]+pt"')
_TEXT: Final = re.compile(r">([^<>]+)</text>")
Writer = Callable[[Picture], bytes]


def svg(picture: Picture) -> str:
    """The picture as SVG, its words as paths, with title and description for screen readers."""
    return _svg(picture)


def _svg(picture: Picture, **settings: str) -> str:
    drawing = _bytes(picture, "svg", {"Date": None, "Creator": None}, settings).decode()
    head, mark, rest = drawing.partition("<svg ")
    attributes, end, body = rest.partition(">")
    named = (
        f"\n <title>{escape(picture.title)}</title>\n <desc>{escape(picture.description)}</desc>"
    )
    return f'{head}{mark}role="img" {attributes}{end}{named}{body}'


def _bytes(picture: Picture, format_: str, metadata: dict[str, None], settings: Any) -> bytes:
    """What matplotlib writes, without what would differ from one time to the next."""
    import matplotlib as mpl

    out = io.BytesIO()
    with mpl.rc_context(_SETTINGS | settings):
        picture.figure.savefig(
            out, format=format_, dpi=_DPI, metadata={**metadata, "Title": picture.title}
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
    *first, last = suffixes
    raise UsageError(f"{path}: a picture is {', '.join(first)} or {last}; name the file so")


def save(picture: Picture, path: Path) -> None:
    """Write the picture; the same graph gives the same bytes.

    Args:
        picture: what was drawn.
        path: its suffix says how: ``.svg``, ``.png`` or ``.pdf``.

    Raises:
        UsageError: another suffix.
        StoreError: it cannot be written; what was there is untouched.
    """
    data = format_of(path).write(picture)
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
    for id_ in sorted(set(_ID.findall(found))):
        for before, behind in (('id="', '"'), ("url(#", ")"), ('href="#', '"')):
            found = found.replace(f"{before}{id_}{behind}", f"{before}{name}-{id_}{behind}")
    return found


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
