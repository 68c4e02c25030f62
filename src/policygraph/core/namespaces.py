"""IRIs and the namespaces they come from, each written down once.

A namespace is closed: asking it for a name that is not listed raises `AttributeError`, so a
misspelt term is found by the first test that touches it. (`rdflib.namespace.DefinedNamespace`
does the same, at 100 ms of import for every command.) `tests/test_namespaces.py` holds the lists
of `POL` against the ontology.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final
from urllib.parse import quote

from policygraph.core.fold import fold_text


class IRI(str):
    """An IRI, to be told from a literal by its type."""

    __slots__ = ()


# RFC 3987, section 2.2, without the noncharacters at the end of a plane.
_UCSCHAR = re.compile(
    "[\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef"
    + "".join(f"{chr(p << 16)}-{chr((p << 16) + 0xFFFD)}" for p in range(1, 14))
    + "\U000e1000-\U000efffd]"
)


def iri_step(name: str) -> str:
    """A printed name as a step of an IRI: folded; what RFC 3987 forbids there, or no one sees, is encoded."""
    folded = re.sub(r"\s+", "-", unicodedata.normalize("NFKC", fold_text(name)).strip())
    return "".join(
        c
        if _UCSCHAR.match(c) and unicodedata.category(c)[0] not in "ZC"
        else quote(c, safe="-", errors="surrogatepass")
        for c in folded
    )


class Namespace:
    """A closed list of terms under one prefix."""

    def __init__(self, prefix: str, iri: str, terms: str) -> None:
        self._prefix, self._iri = prefix, iri
        self._terms = {term: IRI(iri + term) for term in terms.split()}
        # As attributes of its own the terms cost a tenth of a call of __getattr__, which is left
        # with unknown names and those that end in an underscore.
        vars(self).update(self._terms)

    def __getattr__(self, term: str) -> IRI:
        try:
            return self._terms[term.rstrip("_")]
        except KeyError:
            raise AttributeError(f"{self._prefix}: has no term {term!r}") from None

    @property
    def prefix(self) -> str:
        """The usual prefix."""
        return self._prefix

    @property
    def iri(self) -> IRI:
        """The IRI that every term begins with."""
        return IRI(self._iri)

    @property
    def terms(self) -> frozenset[str]:
        """The local names."""
        return frozenset(self._terms)


BASE: Final = "https://w3id.org/policygraph/"

POL: Final = Namespace(
    "pol",
    f"{BASE}ontology#",
    "Agency Assertion CompoundTerm CorporateNumber DateMention DocumentPart Duration Issue Measure"
    " MeasureComponent MeasureOccurrence NameForm Ministry MinistryGroup MunicipalityCode Occurrence"
    " Passage Pattern Place PolicyItem PrefectureCode Programme PublicBody Recognition"
    " QuantityMention ReferencedWork ReportedMeasure ReportedMeasureOccurrence Reprise"
    " ResponsibilityMention Rule StrategyDocument Target TargetOccurrence TextUnit"
    " TimeMention UnresolvedReprise Withdrawal actBehind actNoun actVerb actorActs"
    " addressesActor addressesIssue amount apposedNoun columnHeading commitment comparedWith"
    " cooperatesWithActor cooperatingBody cue cueAfter cueAfterBody cueBefore deadline decidedBy denotes"
    " element evidence factor firstDay firstLine formOf genericWord hasTheme headNoun"
    " involvesActor involvesOrganization isPromise lastDay lastLine lastPage lawNumber"
    " leadBody leftOpenBefore linkPrecision linkRecall linkedBefore linkedBy links longEnding membershipStated mentionedIn"
    " mentions nameBeginning nameWord nearName notEnding notInVocabulary notWithin number objectClass"
    " objectNoun occurrenceOf onlyWithin order page paragraph partType period placeType"
    " qualifier quotedEnding reading reason refersTo relatedIssue reprises responsibleBody"
    " role rule runningEnding saidOf score seenInNames sharedOver sheetLabel shortFor tagLabel takesPlaceAt"
    " takesPlaceIn text underProgramme unit upperValue verbalNoun"
    " usesInstrument withdrawnObject withdrawnPredicate withdrawnSubject"
    " Change after before changedProperty continues difference droppedIn earlierItem followsUp introducedIn"
    " laterItem mergedFrom onlyEarlier onlyLater previousEdition reportsOn restatesUnchanged revises splitFrom"
    " takesUpIssue",
)
RDF: Final = Namespace(
    "rdf",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "type subject predicate object value langString",
)
RDFS: Final = Namespace(
    "rdfs",
    "http://www.w3.org/2000/01/rdf-schema#",
    "label comment subClassOf seeAlso domain range subPropertyOf Datatype",
)
XSD: Final = Namespace(
    "xsd",
    "http://www.w3.org/2001/XMLSchema#",
    "string integer boolean date dateTime nonNegativeInteger decimal double anyURI hexBinary"
    " gYear gYearMonth",
)
OWL: Final = Namespace(
    "owl",
    "http://www.w3.org/2002/07/owl#",
    "Ontology Class ObjectProperty DatatypeProperty AnnotationProperty deprecated versionInfo",
)
SKOS: Final = Namespace(
    "skos",
    "http://www.w3.org/2004/02/skos/core#",
    "Concept ConceptScheme inScheme topConceptOf hasTopConcept broader narrower notation prefLabel"
    " altLabel hiddenLabel definition exactMatch closeMatch broadMatch narrowMatch relatedMatch related member"
    " Collection",
)
DCTERMS: Final = Namespace(
    "dcterms",
    "http://purl.org/dc/terms/",
    "title isPartOf issued publisher license rights source identifier isReplacedBy date format"
    " language subject description creator created hasPart conformsTo"
    " modified type spatial accessRights accrualPeriodicity provenance LinguisticSystem Location"
    " Frequency RightsStatement LicenseDocument MediaType MediaTypeOrExtent Standard"
    " ProvenanceStatement BibliographicResource bibliographicCitation",
)
NIF: Final = Namespace(
    "nif",
    "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#",
    "Context Phrase isString referenceContext beginIndex endIndex anchorOf",
)
ITSRDF: Final = Namespace("itsrdf", "http://www.w3.org/2005/11/its/rdf#", "taIdentRef")
ORG: Final = Namespace(
    "org",
    "http://www.w3.org/ns/org#",
    "Organization identifier subOrganizationOf ChangeEvent changedBy resultedFrom originalOrganization"
    " resultingOrganization",
)
PROV: Final = Namespace(
    "prov",
    "http://www.w3.org/ns/prov#",
    "Entity Activity Agent SoftwareAgent Plan Association wasAttributedTo wasDerivedFrom hadPrimarySource"
    " wasGeneratedBy used wasAssociatedWith qualifiedAssociation agent hadPlan wasInvalidatedBy wasQuotedFrom"
    " wasRevisionOf",
)
FOAF: Final = Namespace("foaf", "http://xmlns.com/foaf/0.1/", "name Agent")
SCHEMA: Final = Namespace("schema", "https://schema.org/", "sha256 softwareVersion")
# Dates that XML Schema has no type for: about a year, a decade, from one day to another.
EDTF: Final = Namespace("edtf", "http://id.loc.gov/datatypes/edtf/", "EDTF")
DCAT: Final = Namespace(
    "dcat",
    "http://www.w3.org/ns/dcat#",
    "Dataset Catalog Distribution DataService dataset distribution theme themeTaxonomy service keyword"
    " contactPoint version previousVersion accessURL downloadURL mediaType compressFormat byteSize"
    " endpointURL servesDataset",
)
VOID: Final = Namespace(
    "void",
    "http://rdfs.org/ns/void#",
    "Dataset Linkset triples subset vocabulary uriSpace entities classes properties distinctSubjects"
    " classPartition propertyPartition class property dataDump exampleResource feature sparqlEndpoint"
    " subjectsTarget objectsTarget linkPredicate",
)
DQV: Final = Namespace(
    "dqv",
    "http://www.w3.org/ns/dqv#",
    "Metric QualityMeasurement isMeasurementOf computedOn value hasQualityMeasurement",
)

NAMESPACES: Final = (
    POL, RDF, RDFS, XSD, OWL, SKOS, DCTERMS, NIF, ITSRDF, ORG, PROV, FOAF, SCHEMA, DCAT, VOID, EDTF, DQV,
)  # fmt: skip
