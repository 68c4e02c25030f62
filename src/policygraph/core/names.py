"""The IRIs of what a build makes: readable, and the same for the same text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from policygraph.core.errors import UsageError
from policygraph.core.namespaces import BASE, IRI

_BASE_IRI = re.compile(r"https?://[^\s/?#<>\"{}|\\^`\[\]%@]+(?:/[^\s?#<>\"{}|\\^`\[\]%]*)?")
ONTOLOGY_GRAPH = IRI(f"{BASE}graph/ontology")
VOCABULARY_GRAPH = IRI(f"{BASE}graph/vocabulary")
UNITS = IRI(f"{BASE}concept/unit/")
CUES = IRI(f"{BASE}concept/cue/")
ACTOR_ROLES = IRI(f"{BASE}concept/actor-role/")
_MOVING = (
    "doc/", "measure/", "reported/", "target/", "assertion/", "withdrawal/", "curation/", "agent/", "graph/",
    "dataset",
)  # fmt: skip
# The steps of IRIs behind which the key of a document stands; what they name is one document's own.
OF_DOCUMENTS: Final = (
    "doc",
    "measure",
    "reported",
    "target",
    "assertion",
    "withdrawal",
    "curation",
)
LINEAGE: Final = (
    "lineage"  # in place of a document's key: graph/lineage/inferred, assertion/lineage/…
)
_STAYING = frozenset((ONTOLOGY_GRAPH, VOCABULARY_GRAPH))


def organization(key: str) -> IRI:
    """A ministry or other body of the vocabulary."""
    return IRI(f"{BASE}org/{key}")


# The part types that the vocabulary has; a part that an outline calls otherwise is a group.
PART_TYPES: Final = frozenset(
    ("division", "chapter", "introduction", "section", "subsection", "subsubsection", "recognition",
     "issues", "measures", "targets", "group", "subgroup", "detail")
)  # fmt: skip


def part_type(kind: str) -> IRI:
    """A concept of the part type scheme."""
    return IRI(f"{BASE}concept/part-type/{kind if kind in PART_TYPES else 'group'}")


def actor_role(key: str) -> IRI:
    """A concept of the scheme of the parts that actors play."""
    return IRI(f"{BASE}concept/actor-role/{key}")


def cue(key: str) -> IRI:
    """A concept of the scheme of cues."""
    return IRI(f"{BASE}concept/cue/{key}")


def role(key: str) -> IRI:
    """A concept of the scheme of roles of times and quantities."""
    return IRI(f"{BASE}concept/role/{key}")


def rule(key: str) -> IRI:
    """A rule of inference."""
    return IRI(f"{BASE}rule/{key}")


@dataclass(frozen=True, slots=True)
class Names:
    """Mints the IRIs that move with a publisher's base.

    Attributes:
        base: ends in ``/``. Ontology, concepts, bodies, works, programmes and places keep theirs.
    """

    base: str = BASE

    @classmethod
    def under(cls, base_iri: str | None) -> Names:
        """The names under a base IRI.

        Raises:
            UsageError: it is not an absolute http(s) IRI that ends in ``/`` or ``#``-free.
        """
        if base_iri is None:
            return cls()
        if not _BASE_IRI.fullmatch(base_iri):
            raise UsageError("no-base-iri", iri=base_iri)
        return cls(base_iri if base_iri.endswith("/") else base_iri + "/")

    def document(self, key: str) -> IRI:
        """A strategy document."""
        return IRI(f"{self.base}doc/{key}")

    def unit(self, key: str, path: tuple[str, ...]) -> IRI:
        """A part, sentence, occurrence or component of a document."""
        return IRI("/".join((f"{self.base}doc/{key}", *path)))

    def context(self, key: str, text_key: str) -> IRI:
        """The normalised text of a chapter."""
        return IRI(f"{self.base}doc/{key}/{text_key}/text")

    def source(self, key: str, text_key: str) -> IRI:
        """The file that a text was read from."""
        return IRI(f"{self.base}doc/{key}/{text_key}/source")

    @staticmethod
    def within(file: IRI, fragment: str) -> IRI:
        """A place in a file, by a fragment (RFC 8118: ``page=12``; an element's id)."""
        return IRI(f"{file}#{quote(fragment, safe='=&,;:@/?!$()*+~-._')}")

    def extraction(self, key: str, text_key: str) -> IRI:
        """The activity that took a text out of its file."""
        return IRI(f"{self.base}doc/{key}/{text_key}/extraction")

    def phrase(self, unit: IRI, begin: int, end: int) -> IRI:
        """Words of a unit; offsets count from the unit's beginning."""
        return IRI(f"{unit}#{begin}-{end}")

    def item(self, kind: str, key: str, path: tuple[str, ...]) -> IRI:
        """A measure or target, called after its first occurrence."""
        return IRI(f"{self.base}{kind}/{key}/{'-'.join(path)}")

    def graph(self, key: str, layer: str) -> IRI:
        """The named graph of a document's stated, inferred or curated layer."""
        return IRI(f"{self.base}graph/{key}/{layer}")

    @property
    def metadata_graph(self) -> IRI:
        """The named graph that describes the build."""
        return IRI(f"{self.base}graph/metadata")

    @property
    def entailed_graph(self) -> IRI:
        """The named graph of the superclasses and super-properties, one for a corpus."""
        return IRI(f"{self.base}graph/entailed")

    def owner(self, iri: IRI) -> str:
        """The key of the document whose own a thing is; empty where it is none's."""
        kind, _, rest = iri.removeprefix(self.base).partition("/")
        return rest.partition("/")[0] if kind in OF_DOCUMENTS else ""

    def assertion(self, key: str, reason: str, subject: IRI, predicate: IRI, value: str) -> IRI:
        """A link that is not in the text; the steps of its IRI say which."""
        steps = (self._local(subject), predicate.rpartition("#")[2].rpartition("/")[2], value)
        return IRI(f"{self.base}assertion/{key}/{reason}/{'/'.join(steps)}")

    def _local(self, iri: IRI) -> str:
        local = iri.removeprefix(self.base).removeprefix(BASE)
        return local.replace("/", "-").replace("#", "-").replace(":", "")

    def local(self, iri: IRI) -> str:
        """An IRI as one step of another: its path with hyphens."""
        return self._local(iri)

    def rebase(self, iri: IRI) -> IRI:
        """An IRI under our own base as it is under this one; what has the base already keeps it.

        Ontology, shapes, concepts, bodies, works, programmes and places stay, so that saved queries
        run everywhere.
        """
        local = iri.removeprefix(BASE)
        if local == iri or iri in _STAYING or not local.startswith(_MOVING):
            return iri
        return IRI(self.base + local)
