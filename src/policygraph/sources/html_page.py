"""What the elements of a page mean: navigation, headings, lists and the signs before their items."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from policygraph.sources.counters import counted

NAVIGATION, HIDDEN = "navigation", "hidden text"
# Elements without words for readers.
LEFT_OUT = frozenset((
    "head", "script", "style", "template", "iframe", "object", "canvas", "audio", "video", "svg",
    "select", "datalist", "textarea", "map",
))  # fmt: skip
BREAKING = frozenset((
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog", "dir",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4",
    "h5", "h6", "header", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre",
    "search", "section", "summary", "ul", "table", "caption", "tbody", "thead", "tfoot", "tr", "td",
    "th",
))  # fmt: skip
_NAVIGATION_TAGS = frozenset(("nav", "aside", "button", "noscript", "search", "dialog"))
_NAVIGATION_ROLES = frozenset((
    "navigation", "banner", "contentinfo", "search", "complementary", "menu", "menubar", "toolbar",
))  # fmt: skip
# Names of classes and ids, letters only, that the pages of ministries give to what leads elsewhere.
_NAVIGATION_NAMES = frozenset((
    "breadcrumb", "breadcrumbs", "breadcrumblist", "topicpath", "topicspath", "pankuzu",
    "pankuzulist", "path", "nav", "navi", "gnav", "gnavi", "globalnav", "globalnavi", "globalmenu",
    "lnav", "lnavi", "localnav", "localnavi", "localmenu", "subnav", "snav", "snavi", "sidenav",
    "sidenavi", "sidemenu", "sidebar", "side", "sitemenu", "menu", "mainmenu", "hamburger", "skip",
    "skiplink", "skipnav", "skipnavi", "pagetop", "topagetop", "backtotop", "totop", "pager",
    "pagination", "pagenav", "sns", "snslist", "snsarea", "share", "sharebutton", "sharebuttons",
    "socialbuttons", "fontsize", "textsize", "search", "searchbox", "sitesearch", "language",
    "languages", "langmenu", "banner", "banners",
))  # fmt: skip
_FRAME_NAMES = frozenset((
    "header", "siteheader", "headerarea", "pageheader", "globalheader", "footer", "sitefooter",
    "footerarea", "pagefooter", "globalfooter", "copyright",
))  # fmt: skip
_HIDDEN_NAMES = frozenset((
    "sronly", "visuallyhidden", "screenreadertext", "assistivetext",
))  # fmt: skip
_NOTE_NAMES = frozenset((
    "footnote", "footnotes", "fn", "fns", "fnlist", "footnotelist", "endnote", "endnotes",
    "kyakuchu", "reflist",
))  # fmt: skip
_NOTE_ROLES = frozenset(("doc-footnote", "doc-endnote", "doc-endnotes"))
_MAIN = "main, [role=main]"
_MAIN_IDS = frozenset((
    "main", "maincontents", "maincontent", "mainarea", "maincolumn", "contentsmain", "contents", "content",
    "contentsarea", "contentarea", "contentbody", "tmpcontents", "honbun",
))  # fmt: skip
# Where links lead that go back to the beginning of a page.
_TOPS = frozenset(("", "top", "pagetop", "header", "wrapper", "container", "page"))

# A sign or number of its own: then the page's style sheet, which is not at hand, prints none.
OWN_SIGN = re.compile(
    r"[・•‧･●○◎◯■□◆◇▪▫▶►▷◦–—―－※＊*☆★✓✔→⇒➢-]|[①-⓿❶-➓㊀-㊉㉑-㊿]"
    r"|[\[(〔【]?(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3}|[ア-ン]|[a-zA-Z]|[ivxIVXⅰ-ⅿ]{1,4})[\])〕】](?![0-9])"
    r"|(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3}|[ア-ンⅠ-ⅿ])[.、 ](?![0-9])|第[0-9一二三四五六七八九十]{1,3}[章節条編部]"
)
_BULLETS = {"disc": "•", "circle": "◦", "square": "▪"}
_BY_DEPTH = ("disc", "circle", "square")
_TYPES = {
    "1": "decimal",
    "a": "lower-alpha",
    "A": "upper-alpha",
    "i": "lower-roman",
    "I": "upper-roman",
}
# CSS's names of counter styles in ours.
_STYLES = {
    "decimal-leading-zero": "decimal-zero", "lower-alpha": "lower-letter", "lower-latin": "lower-letter",
    "upper-alpha": "upper-letter", "upper-latin": "upper-letter", "lower-greek": "greek",
    "katakana-iroha": "iroha", "cjk-ideographic": "kanji", "trad-chinese-informal": "kanji",
    "simp-chinese-informal": "kanji", "japanese-informal": "kanji", "cjk-decimal": "kanji-digits",
    "japanese-formal": "formal-kanji",
}  # fmt: skip
_COMMA = frozenset((
    "katakana", "katakana-iroha", "hiragana", "hiragana-iroha", "cjk-ideographic", "cjk-decimal",
    "japanese-informal", "japanese-formal", "trad-chinese-informal", "simp-chinese-informal",
))  # fmt: skip


def names_of(attributes: dict[str, str | None]) -> set[str]:
    """The classes and the id of an element, letters only: ``topicPath`` and ``topic-path`` alike."""
    words = f"{attributes.get('class') or ''} {attributes.get('id') or ''}".split()
    return {re.sub("[^a-z]", "", word.lower()) for word in words}


class Page:
    """A parsed page, and what is asked of it as a whole.

    Args:
        tree: the page.
    """

    def __init__(self, tree: LexborHTMLParser) -> None:
        self.tree = tree
        self.mains = {node.mem_id for node in self._mains()}
        self.contents = {node.mem_id for node in self._contents()}
        links = tree.css("sup a[href^='#'], a[role=doc-noteref], a.footnote-ref")
        self.note_ids = {
            href[1:] for node in links if (href := node.attributes.get("href") or "")[:1] == "#"
        } - {""}

    def _mains(self) -> list[LexborNode]:
        found = self.tree.css(_MAIN)
        if not found:
            ids = (node for node in self.tree.css("div[id], section[id], td[id]"))
            found = [n for n in ids if names_of({"id": n.attributes.get("id")}) & _MAIN_IDS][:1]
        if not found:
            articles = self.tree.css("article")
            found = articles if len(articles) == 1 else []
        return [node for node in found if (node.text(deep=True) or "").strip()]

    def _contents(self) -> list[LexborNode]:
        """Lists of nothing but links into the same page."""
        found: dict[int, LexborNode] = {}
        for link in self.tree.css("li:first-child > a[href^='#']"):
            node = link.parent.parent if link.parent else None
            if node is None or node.mem_id in found or node.tag not in ("ul", "ol"):
                continue
            links = node.css("a[href^='#']")
            words = sum(len(_bare(each)) for each in links)
            if len(links) > 1 and words and words == len(_bare(node)):
                found[node.mem_id] = node
        return list(found.values())

    def aside(self, node: LexborNode, attributes: dict[str, str | None], *, in_main: bool) -> str:
        """The class of layout of all that stands in an element, or nothing."""
        tag, role = node.tag, attributes.get("role") or ""
        if node.mem_id in self.contents:
            return "table of contents"
        names = names_of(attributes)
        if "hidden" in attributes or names & _HIDDEN_NAMES:
            return HIDDEN
        if role in _NOTE_ROLES or (names & _NOTE_NAMES and tag != "sup" and tag != "a"):
            return "footnote"
        if attributes.get("id") in self.note_ids and tag in ("li", "p", "div", "dd", "section"):
            return "footnote"
        if tag in ("figcaption", "caption"):
            return "caption"
        if tag in ("rt", "rp", "rtc"):
            return "ruby"
        if tag == "a" and (attributes.get("href") or "").startswith("#"):
            target = re.sub("[^a-z]", "", (attributes.get("href") or "").lower())
            return NAVIGATION if target in _TOPS else ""
        if tag == "del":
            return "deleted text"
        if tag in _NAVIGATION_TAGS or role in _NAVIGATION_ROLES:
            return NAVIGATION
        if tag in BREAKING and tag != "body" and node.mem_id not in self.mains:
            if names & _NAVIGATION_NAMES:
                return NAVIGATION
            if not in_main and (tag in ("header", "footer") or names & _FRAME_NAMES):
                return NAVIGATION
        return ""


def _bare(node: LexborNode) -> str:
    return "".join((node.text(deep=True) or "").split())


def heading_level(tag: str, attributes: dict[str, str | None]) -> int:
    """The level of a heading; 0 for what is none."""
    if re.fullmatch("h[1-6]", tag):
        return int(tag[1])
    if attributes.get("role") == "heading":
        level = attributes.get("aria-level") or ""
        return int(level) if re.fullmatch("[1-9]", level) else 2
    return 0


@dataclass(slots=True)
class ListState:
    """A list that is open.

    Attributes:
        depth: how deep it is nested, from 1.
        style: of its signs, as CSS calls it.
        number: of the next item.
        step: 1, or -1 where it counts down.
    """

    depth: int
    style: str
    number: int = 1
    step: int = 1

    @classmethod
    def opened(
        cls,
        tag: str,
        attributes: dict[str, str | None],
        depth: int,
        bullets: int,
        style: str,
        items: int,
    ) -> ListState:
        """A list as its element says it.

        Args:
            tag: ``ol``, or one with bullets.
            attributes: of the element.
            depth: from 1.
            bullets: how many lists with bullets it is in.
            style: of its style sheet, or nothing.
            items: how many it has.
        """
        typed = attributes.get("type") or ""
        if tag != "ol":
            printed = typed.lower() if typed.lower() in _BULLETS else _BY_DEPTH[min(bullets, 2)]
            return cls(depth, style or printed)
        start, step = attributes.get("start") or "", -1 if "reversed" in attributes else 1
        number = int(start) if re.fullmatch("-?[0-9]{1,6}", start) else items if step < 0 else 1
        return cls(depth, style or _TYPES.get(typed, "decimal"), number, step)

    def sign(self, value: str | None, style: str) -> str:
        """Count an item; what a browser prints before it.

        Args:
            value: of the item, where it says its number.
            style: of the item's own style sheet, or nothing.
        """
        if value and re.fullmatch("-?[0-9]{1,6}", value):
            self.number = int(value)
        number, self.number = self.number, self.number + self.step
        style = style or self.style
        if style == "none":
            return ""
        if style in _BULLETS:
            return f"{_BULLETS[style]} "
        return counted(_STYLES.get(style, style), number) + ("、" if style in _COMMA else ". ")


def element_children(nodes: Iterable[LexborNode], tag: str) -> int:
    """How many of the nodes are elements of a name."""
    return sum(node.tag == tag for node in nodes)
