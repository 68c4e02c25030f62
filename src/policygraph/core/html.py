"""Pages of HTML and Markdown: one place that makes them, from ``policygraph/templates``, in one style.

A page of any package is a template in that folder (one file, or a folder of the package's name) that
extends ``base.html`` and fills its blocks ``title``, ``head``, ``header``, ``main`` and ``footer``. It is
written by `render`, or by `pieces` where it is long. ``style.css`` is the one style sheet: it stands in the
page itself, so that the page needs nothing beside it, unless ``sheet`` says where a file of it lies.
``macros.html`` has what many pages show: words in both languages, facts, a quotation.

Nothing in a page comes from another host; what is put in is escaped (in a template that ends in ``.md`` by
its filters); a name that the template asks for and nobody gave is an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Final

from policygraph.core.messages import Messages
from policygraph.version import VERSION

if TYPE_CHECKING:
    import jinja2

TEMPLATES: Final = Path(__file__).parents[1] / "templates"
# What CommonMark reads as more than a sign, anywhere and (a list) at the beginning of a line.
_SPECIAL: Final = re.compile(r"([\\`*_\[\]<>#|~])")
_LIST: Final = re.compile(r"^(\s*\d*)([-+.)])(?=\s|$)")
_OPENS: Final = re.compile(r"(?:https?|mailto):", re.IGNORECASE)


@cache
def templates() -> jinja2.Environment:
    """The templates.

    All know ``version`` and ``messages(topic)``. Filters: ``safe_link``; for Markdown ``commonmark``, and
    ``text`` where only tags and the ends of cells have to go.
    """
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=lambda name: name is None or not name.endswith(".md"),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals |= {"version": VERSION, "messages": Messages}
    environment.filters["safe_link"] = safe_link
    environment.filters["commonmark"] = escape_markdown
    environment.filters["text"] = lambda words: escape(words, quote=False).replace("|", "\\|")
    return environment


def render(template: str, **values: object) -> str:
    """A page as text.

    Args:
        template: its path below ``templates``.
        values: what it shows; ``language`` (``ja``, ``en``) is that of the page, English if not given.
    """
    return templates().get_template(template).render(values)


def pieces(template: str, **values: object) -> Iterator[bytes]:
    """A page as UTF-8, piece by piece as it is made; see `render`."""
    for piece in templates().get_template(template).generate(values):
        yield piece.encode()


def opens(iri: str) -> bool:
    """Whether a browser can open an IRI without harm; ``javascript:`` and the like it must not."""
    return _OPENS.match(iri) is not None


def safe_link(iri: str) -> str:
    """The IRI as the target of a link, or a target that does nothing."""
    return iri if opens(iri) else "#"


def escape_markdown(text: str) -> str:
    """Text that CommonMark shows as it is."""
    return _LIST.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", text)).replace("&", "&amp;")
