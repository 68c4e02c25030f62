"""The error that was measured: how well each link is read in texts that nobody tuned for (DQV).

The figures come from ``data/gold/quality.toml``, which ``python -m tools.measure_quality`` writes.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Final

from policygraph.core.messages import LANGUAGES, Messages
from policygraph.core.names import Names
from policygraph.core.namespaces import (
    BASE,
    DCTERMS,
    DQV,
    FOAF,
    IRI,
    POL,
    PROV,
    RDF,
    SCHEMA,
    VOID,
    iri_step,
)
from policygraph.core.resources import resource
from policygraph.core.terms import Triple, exact_decimal, text

_SAY = Messages("graph")
PLACES: Final = 3  # of a figure
METRICS: Final = {"precision": POL.linkPrecision, "recall": POL.linkRecall}


@dataclass(frozen=True, slots=True)
class MeasuredLink:
    """How well a link is read.

    Attributes:
        link: the property of policy items.
        figures: precision and recall, by those names.
    """

    link: IRI
    figures: dict[str, float]


@dataclass(frozen=True, slots=True)
class MeasuredQuality:
    """What was measured.

    Attributes:
        version: of the software that read the texts.
        documents, units: how many were read.
    """

    version: str
    documents: int
    units: int
    links: tuple[MeasuredLink, ...]


@cache
def read_quality() -> MeasuredQuality:
    """The shipped figures.

    Raises:
        DataError: the installation lacks them.
    """
    table = tomllib.loads(resource("data", "gold", "quality.toml").read_text(encoding="utf-8"))
    links = tuple(
        MeasuredLink(
            IRI(f"{POL.iri}{name}"), {metric: float(figures[metric]) for metric in METRICS}
        )
        for name, figures in table["link"].items()
    )
    return MeasuredQuality(table["version"], table["documents"], table["units"], links)


def describe_quality(quality: MeasuredQuality, names: Names) -> Iterator[Triple]:
    """Describe what was measured.

    Args:
        quality: the figures.
        names: mints the IRIs.
    """
    whole = IRI(f"{names.base}dataset")
    activity = IRI(f"{whole}/quality")
    software = IRI(f"{BASE}software/policygraph/{iri_step(quality.version)}")
    yield activity, RDF.type, PROV.Activity
    for language in LANGUAGES:
        words = _SAY("quality", language, documents=quality.documents, units=quality.units)
        yield activity, DCTERMS.description, text(words, language)
    yield activity, PROV.wasAssociatedWith, software
    yield software, RDF.type, PROV.SoftwareAgent
    yield software, FOAF.name, text("policygraph")
    yield software, SCHEMA.softwareVersion, text(quality.version)
    for measured in quality.links:
        local = measured.link.removeprefix(POL.iri)
        partition = IRI(f"{whole}/property/{POL.prefix}-{local}")
        yield whole, VOID.propertyPartition, partition
        yield partition, RDF.type, VOID.Dataset
        yield partition, VOID.property, measured.link
        for metric, value in measured.figures.items():
            measurement = IRI(f"{activity}/{local}/{metric}")
            yield measurement, RDF.type, DQV.QualityMeasurement
            yield measurement, DQV.isMeasurementOf, METRICS[metric]
            yield measurement, DQV.computedOn, partition
            yield measurement, DQV.value, exact_decimal(Decimal(f"{value:.{PLACES}f}"))
            yield measurement, PROV.wasGeneratedBy, activity
