"""Read all that a corpus has besides its texts: ontology, vocabulary, what persons judged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from policygraph.annotation.measures import Measures
from policygraph.core.errors import DataError, Errors
from policygraph.core.links import link_kinds, link_properties
from policygraph.core.names import ONTOLOGY_GRAPH, VOCABULARY_GRAPH, Names, organization
from policygraph.core.namespaces import IRI, RDF
from policygraph.core.resources import find_vocabulary, resource
from policygraph.core.terms import Triple, kept_turtle
from policygraph.corpus.description import DocumentDescription, TextFile
from policygraph.corpus.reading import Reader, note_faults, read_document
from policygraph.graph.curation import VALUES, Curation, read_curation
from policygraph.graph.dataset import Dataset
from policygraph.graph.digest import ReadingDigest
from policygraph.graph.drafting import Facts
from policygraph.graph.editions import editions_of, successors_in
from policygraph.graph.elsewhere import CorpusItems
from policygraph.graph.lineage import read_judgements
from policygraph.graph.quality import MeasuredQuality, read_quality
from policygraph.lineage.statements import Edition


@dataclass(frozen=True, slots=True)
class Prepared:
    """All that a corpus has besides its texts.

    Attributes:
        dataset: ontology and vocabulary.
        facts: what holds for all documents.
        judged: what persons judged of lineage.
        quality: how well texts are read, where that was measured with this vocabulary.
    """

    dataset: Dataset
    facts: Facts
    judged: list[Curation]
    quality: MeasuredQuality | None

    def editions(self, digests: Iterable[ReadingDigest], corpus: CorpusItems) -> list[Edition]:
        """The documents as they are compared with one another."""
        successors = successors_in(self.dataset.graph(VOCABULARY_GRAPH))
        return editions_of(digests, corpus, self.facts.names, successors)


def prepare(
    texts: Sequence[TextFile], reader: Reader, base_iri: str | None, errors: Errors
) -> Prepared:
    """Read all that a corpus has besides its texts.

    Args:
        texts: what will be read.
        reader: knows the vocabulary.
        base_iri, errors: see `build_graph`.

    Raises:
        PolicygraphError: see `build_graph`; with what is wrong in the texts themselves.
    """
    names = Names.under(base_iri)
    files = reader.vocabulary or find_vocabulary()
    dataset = Dataset()
    for name, paths in ((ONTOLOGY_GRAPH, files.ontology), (VOCABULARY_GRAPH, files.schemes)):
        for path in paths:
            with errors.caught():
                dataset.add(name, kept_turtle(path))
    documents = {text.document.key: text.document for text in texts}
    curations: dict[str, Curation] = {}
    links: frozenset[IRI] = frozenset()
    if not errors:  # else its links are not known
        links = link_properties(link_kinds(files))
        curations = _curations(documents.values(), names, links, errors)
        _check_organizations(documents.values(), dataset.graph(VOCABULARY_GRAPH), errors)
    judged = [] if errors else list(read_judgements(documents.values(), names, errors))
    if errors:
        _read_without_vocabulary(texts, reader.encoding, errors)
        errors.check()
    # It was measured with the shipped vocabulary, and says nothing of another.
    quality = read_quality() if files == find_vocabulary() else None
    gives = any(link[1] in VALUES for each in curations.values() for link in each.added)
    measures = reader.annotator.lexicon.measures if gives else Measures()
    return Prepared(dataset, Facts(names, links, curations, measures), judged, quality)


def _read_without_vocabulary(texts: Iterable[TextFile], encoding: str, errors: Errors) -> None:
    """Note what is wrong in the texts themselves, where other faults forbid to annotate them."""
    for each in texts:
        with errors.caught():
            note_faults(errors, [read_document(each, encoding)])


def curation_file(document: DocumentDescription) -> Path:
    """Where a document's curation stands: ``curation.ttl`` beside it, or else where the shipped are."""
    return document.curation or resource("data", "curation") / f"{document.key}.ttl"


def _curations(
    documents: Iterable[DocumentDescription], names: Names, links: frozenset[IRI], errors: Errors
) -> dict[str, Curation]:
    """The curation of each document that has one."""
    curations: dict[str, Curation] = {}
    for document in sorted(documents, key=lambda document: document.key):
        path = curation_file(document)
        with errors.caught():
            if path.exists():
                curations[document.key] = read_curation(path, names, links)
    return curations


def _check_organizations(
    documents: Iterable[DocumentDescription], vocabulary: set[Triple], errors: Errors
) -> None:
    """Who decided and published a document must be in the vocabulary; note who is not."""
    known = {subject for subject, predicate, _ in vocabulary if predicate == RDF.type}
    for description in documents:
        for key in (description.decided_by, description.publisher):
            if key is not None and organization(key) not in known:
                errors.note(DataError("document-names-unknown", document=description.key, key=key))
