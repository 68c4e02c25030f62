"""Which page and which data file an IRI leads to."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from posixpath import relpath
from urllib.parse import quote

from policygraph.core.html import safe_link
from policygraph.core.namespaces import BASE, DCAT
from policygraph.questions.select import select
from policygraph.store import Store

ONTOLOGY = f"{BASE}ontology"
SHAPES = f"{BASE}shapes#"
_FIND_BASE = "SELECT ?thing WHERE { VALUES ?kind { } ?thing a ?kind }"
_LONGEST = 200  # bytes of a file name; file systems end at 255, and a suffix follows
_SAFE = "/#-._~()!*',:@+"


@dataclass(frozen=True, slots=True)
class SiteLayout:
    """The layout of the site.

    Attributes:
        base: of documents and measures; those of the project are under `BASE`.
    """

    base: str = BASE

    def path(self, iri: str) -> str | None:
        """The path of an IRI's page without its suffix, or ``None`` where it has none.

        A fragment stands behind ``#``: parts, sentences and mentions are places in the page of
        their document.
        """
        if iri == ONTOLOGY:
            return "ontology/index"
        if iri.startswith(f"{ONTOLOGY}#"):
            return _short(f"ontology/{iri.removeprefix(f'{ONTOLOGY}#')}")
        if iri.startswith(SHAPES):
            return f"shapes#{iri.removeprefix(SHAPES)}"
        local = next((iri[len(b) :] for b in (self.base, BASE) if iri.startswith(b)), None)
        if local is None or not local:
            return None
        kind, _, rest = local.partition("/")
        if kind == "doc":
            key, _, unit = rest.partition("/")
            unit = unit.partition("#")[0]
            if unit.endswith(("/text", "/source")):
                unit = ""
            return f"doc/{key}#{key}/{unit}" if unit else f"doc/{key}"
        if kind in _KINDS and rest:
            return _short(f"{local}index" if local.endswith("/") else local)
        return None

    def page(self, iri: str, lang: str = "ja") -> str | None:
        """The page of an IRI in a language, with its fragment."""
        path = self.path(iri)
        if path is None:
            return None
        name, sharp, fragment = path.partition("#")
        return f"{name}{'.en' if lang == 'en' else ''}.html{sharp}{fragment}"

    def link(self, iri: str, here: str, lang: str = "ja") -> str:
        """A link to an IRI: relative where the site has its page, else the IRI, if it is safe.

        Args:
            iri: where it leads.
            here: the path of the page that holds it.
            lang: of the page that it leads to.
        """
        page = self.page(iri, lang)
        return safe_link(iri) if page is None else relative(page, here)


_KINDS = frozenset(
    (
        "concept",
        "compound",
        "org",
        "change",
        "work",
        "programme",
        "place",
        "name-form",
        "rule",
        "measure",
        "target",
        "reported",
    )
)


def _short(path: str) -> str:
    """A path whose last step is a file name that every file system takes, and that leads upwards nowhere."""
    steps = (step.replace(".", "%2E") if step in (".", "..") else step for step in path.split("/"))
    folder, _, name = "/".join(steps).rpartition("/")
    if len(name.encode()) > _LONGEST:
        name = f"{name[:40]}-{hashlib.sha256(name.encode()).hexdigest()[:16]}"
    return f"{folder}/{name}"


def relative(path: str, here: str) -> str:
    """A relative link from one page to another, percent-encoded."""
    name, sharp, fragment = path.partition("#")
    folder, _, file = name.rpartition("/")
    return _way(folder, here.rpartition("/")[0]) + quote(file + sharp + fragment, safe=_SAFE)


@lru_cache(maxsize=4096)
def _way(folder: str, here: str) -> str:
    """The steps from one folder to another."""
    way = relpath(folder or ".", here or ".")
    return "" if way == "." else f"{quote(way, safe=_SAFE)}/"


def find_base(store: Store) -> str:
    """The IRI that documents and measures of a graph begin with; ours where it does not say."""
    rows = select(store, _FIND_BASE, [DCAT.Dataset], variable="kind")
    found = sorted(str(iri) for (iri,) in rows if str(iri).endswith("/dataset"))
    return found[0].removesuffix("dataset") if found else BASE
