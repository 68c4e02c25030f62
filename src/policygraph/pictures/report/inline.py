"""Put pictures into a page: small, with words that can be searched, and one font for them all."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Iterable

from policygraph.pictures.draw.sheet import Picture, svg_words

FONT_FAMILY = "policygraph pictures"
_HEAD = re.compile(r"^.*?(?=<svg )", re.DOTALL)
_CUT = re.compile(r"\s*<metadata>.*?</metadata>|\s*<style[^>]*>.*?</style>", re.DOTALL)
_ID = re.compile(r'\bid="([^"]+)"')
_SIZE = re.compile(r'<svg ([^>]*?)width="([\d.]+)pt" height="[\d.]+pt"')
_TEXT = re.compile(r">([^<>]+)</text>")


def inline_svg(picture: Picture, name: str) -> str:
    """The picture as an element of HTML.

    Args:
        picture: what was drawn.
        name: goes before every id, so that no two pictures of a page share one.
    """
    found = _CUT.sub("", _HEAD.sub("", svg_words(picture)))
    found = _SIZE.sub(r'<svg \1style="width:100%;max-width:\2pt;height:auto"', found, count=1)
    found = found.replace(' target="_blank"', "").replace("'IPAexGothic'", f"'{FONT_FAMILY}'")
    for id_ in sorted(set(_ID.findall(found))):
        for old, new in (
            (f'id="{id_}"', f'id="{name}-{id_}"'),
            (f"url(#{id_})", f"url(#{name}-{id_})"),
            (f'href="#{id_}"', f'href="#{name}-{id_}"'),
        ):
            found = found.replace(old, new)
    return found


def words_of(svgs: Iterable[str]) -> str:
    """All signs that the pictures write, each once."""
    from html import unescape

    return "".join(
        sorted({sign for svg in svgs for words in _TEXT.findall(svg) for sign in unescape(words)})
    )


def font_data(signs: str) -> str:
    """The pictures' font, cut down to the signs they use, as a ``data:`` URL.

    The IPA Font License allows its fonts to be embedded in a document.
    """
    from fontTools.subset import Options, Subsetter, load_font, save_font
    from matplotlib_fontja import get_font_ttf_path

    options = Options()
    options.flavor = "woff"
    options.recalc_timestamp = False
    options.notdef_outline = True
    font = load_font(get_font_ttf_path(), options)
    subsetter = Subsetter(options)
    subsetter.populate(text=signs)
    subsetter.subset(font)
    out = io.BytesIO()
    save_font(font, out, options)
    return f"data:font/woff;base64,{base64.b64encode(out.getvalue()).decode('ascii')}"
