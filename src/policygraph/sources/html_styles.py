"""What of a page's own style sheets decides over its words: hidden elements, white space, list signs.

Sheets in other files are not at hand, and rules for print or narrow screens are not asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_STATEMENT = re.compile(r"@(?:import|charset|namespace)\b[^;{}]*;", re.IGNORECASE)
_DECLARATION = re.compile(
    r"(display|visibility|white-space|list-style(?:-type)?)\s*:\s*([^;!]+)", re.IGNORECASE
)
_RULES = 300  # rules of these properties that are asked; each looks at every element
_LIST_STYLES = frozenset((
    "none", "disc", "circle", "square", "decimal", "decimal-leading-zero", "lower-alpha",
    "lower-latin", "upper-alpha", "upper-latin", "lower-roman", "upper-roman", "lower-greek",
    "katakana", "katakana-iroha", "hiragana", "hiragana-iroha", "cjk-ideographic", "cjk-decimal",
    "japanese-informal", "japanese-formal", "trad-chinese-informal", "simp-chinese-informal",
))  # fmt: skip


def _rules(sheet: str) -> Iterator[tuple[str, str]]:
    """The selectors of a sheet and their declarations, those within ``@media`` and the like left out."""
    depth = 0
    selector = words = ""
    for piece in re.split("([{}])", _STATEMENT.sub("", _COMMENT.sub("", sheet))):
        if piece == "{":
            depth += 1
            if depth == 1:
                selector = words
        elif piece == "}":
            if depth == 1 and not selector.lstrip().startswith("@"):
                yield selector.strip(), words
            depth = max(0, depth - 1)
        words = piece


@dataclass(slots=True)
class Look:
    """What decides over an element's words; what is not said is empty."""

    is_hidden: bool | None = None
    white_space: str = ""
    list_style: str = ""

    def add(self, declarations: str) -> None:
        """Take over what declarations say."""
        for name, words in _DECLARATION.findall(declarations):
            value = words.strip().lower()
            match name.lower():
                case "display":
                    self.is_hidden = value == "none"
                case "visibility":
                    self.is_hidden = value in ("hidden", "collapse")
                case "white-space":
                    self.white_space = value
                case _:
                    found = [word for word in value.split() if word in _LIST_STYLES]
                    self.list_style = found[0] if found else self.list_style


_NO_LOOK = Look()


@dataclass(slots=True)
class Looks:
    """The looks of a page's elements."""

    _by_element: dict[int, Look] = field(default_factory=dict)

    @classmethod
    def read(cls, tree: LexborHTMLParser) -> Looks:
        """Read the style sheets that stand in a page."""
        looks = cls()
        asked = 0
        for sheet in tree.css("style"):
            for selector, declarations in _rules(sheet.text(deep=True) or ""):
                if not _DECLARATION.search(declarations) or asked >= _RULES:
                    continue
                asked += 1
                looks._apply(tree, selector.strip(), declarations)
        return looks

    def _apply(self, tree: LexborHTMLParser, selector: str, declarations: str) -> None:
        try:
            nodes = tree.css(selector)
        except Exception:  # what this engine does not know applies to nothing
            return
        for node in nodes:
            self._by_element.setdefault(node.mem_id, Look()).add(declarations)

    def of(self, node: LexborNode, style: str | None) -> Look:
        """The look of an element, its own ``style`` included."""
        look = self._by_element.get(node.mem_id, _NO_LOOK)
        if style:
            look = Look(look.is_hidden, look.white_space, look.list_style)
            look.add(style)
        return look
