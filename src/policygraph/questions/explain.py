"""A unit and what is known of it: its words, its mentions, its links by named graph."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from policygraph.core.errors import UsageError
from policygraph.core.namespaces import (
    BASE,
    IRI,
)
from policygraph.core.prefixes import PREFIXES
from policygraph.core.terms import Literal, Value
from policygraph.store import Solutions, Store

_PREFIXES = "".join(
    f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n"
    for prefix in ("pol", "nif", "itsrdf", "skos", "dcterms", "rdf")
)


@dataclass(frozen=True, slots=True)
class MarkedMention:
    """A mention. Offsets count from the beginning of the shown words."""

    begin: int
    end: int
    property: str
    meanings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExplainedUnit:
    """A unit: its words and those of the tag behind them."""

    iri: IRI
    words: str
    lines: str
    mentions: tuple[MarkedMention, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """What an IRI or ID stands for.

    Attributes:
        links: (property, label of the value) by named graph, of the unit and of its item.
    """

    units: tuple[ExplainedUnit, ...]
    links: dict[str, list[tuple[str, str]]]


def explain(store: Store, name: str, *, language: str = "en") -> Explanation:
    """Explain a unit or an item.

    Args:
        store: a built graph.
        name: an IRI, or its last steps (``5/1/C/2/1``, ``5-1-C-2-1``).
        language: of the labels.

    Raises:
        UsageError: nothing or more than one thing is called so.
    """
    thing = _find(store, name)
    units = _select(
        store,
        f"""SELECT DISTINCT ?unit ?item WHERE {{
  {{ BIND(<{thing}> AS ?unit) ?unit pol:text ?words
     OPTIONAL {{ ?unit pol:occurrenceOf ?item }} }}
  UNION {{ BIND(<{thing}> AS ?item) ?unit pol:occurrenceOf ?item }}
}} ORDER BY ?unit""",
    )
    subjects = sorted({value for row in units for value in row if isinstance(value, IRI)})
    return Explanation(
        tuple(
            _unit(store, unit, language)
            for unit in sorted({row[0] for row in units if isinstance(row[0], IRI)})
        ),
        _links(store, subjects, language),
    )


def _select(store: Store, pattern: str) -> list[tuple[Value | None, ...]]:
    answer = store.query(_PREFIXES + pattern)
    return answer.rows if isinstance(answer, Solutions) else []


def _find(store: Store, name: str) -> IRI:
    if any(sign in name for sign in ' <>"{}|\\^`'):
        raise UsageError(f'"{name}" is not an IRI or ID; say one like 5/1/C/2/1 or 5-1-C-2-1')
    wanted = name if name.startswith("http") else f"/{name.strip('/')}"
    rows = _select(
        store,
        f"""SELECT DISTINCT ?thing WHERE {{
  {{ ?thing pol:text ?words }} UNION {{ ?unit pol:occurrenceOf ?thing }}
  FILTER(STRENDS(STR(?thing), "{wanted}"))
}} ORDER BY ?thing""",
    )
    found = [row[0] for row in rows if isinstance(row[0], IRI)]
    if not found:
        raise UsageError(
            f'no unit or item is called "{name}"; say one like 5/1/C/2/1, 5/1/A/s2 or 5-1-C-2-1'
        )
    if len(found) > 1:
        shown = ", ".join(iri.removeprefix(BASE) for iri in found[:5])
        raise UsageError(f'"{name}" stands for {len(found)} things: {shown}; say more of the IRI')
    return found[0]


def _unit(store: Store, unit: IRI, language: str) -> ExplainedUnit:
    rows = _select(
        store,
        f"""SELECT ?context ?begin ?end ?lines ?phrase ?from ?to ?meaning ?scheme ?class ?tag ?ja ?en WHERE {{
  <{unit}> nif:referenceContext/nif:isString ?context ;
      nif:beginIndex ?begin ; nif:endIndex ?end ; pol:sourceLines ?lines .
  OPTIONAL {{
    ?phrase pol:mentionedIn <{unit}> ; nif:beginIndex ?from ; nif:endIndex ?to ;
        itsrdf:taIdentRef ?meaning .
    OPTIONAL {{ ?meaning skos:inScheme/pol:linkedBy ?scheme }}
    OPTIONAL {{ ?meaning a/pol:linkedBy ?class }}
    OPTIONAL {{ ?phrase a pol:ResponsibilityMention BIND(pol:responsibleBody AS ?tag) }}
    OPTIONAL {{ ?meaning skos:prefLabel ?ja FILTER(LANG(?ja) = "ja") }}
    OPTIONAL {{ ?meaning skos:prefLabel ?en FILTER(LANG(?en) = "en") }}
  }}
}}""",
    )
    if not rows:
        raise UsageError(f"{unit}: has no words")
    context, begin, end, lines = (_text(value) for value in rows[0][:4])
    start = int(begin)
    found: dict[tuple[int, int, str], set[str]] = defaultdict(set)
    last = int(end)
    for row in rows:
        if row[4] is None:
            continue
        link = row[10] or row[8] or row[9]
        place = (int(_text(row[5])) - start, int(_text(row[6])) - start, _local(link))
        found[place].add(_label(row[7], row[11], row[12], language))
        last = max(last, int(_text(row[6])))
    closing = context.find("】", last)
    if last > int(end) and closing >= 0:
        last = closing + 1
    return ExplainedUnit(
        unit,
        context[start:last],
        lines,
        tuple(
            MarkedMention(*place, tuple(sorted(labels))) for place, labels in sorted(found.items())
        ),
    )


def _links(store: Store, subjects: list[IRI], language: str) -> dict[str, list[tuple[str, str]]]:
    values = " ".join(f"<{subject}>" for subject in subjects)
    rows = _select(
        store,
        f"""SELECT ?graph ?link ?value ?ja ?en WHERE {{
  VALUES ?subject {{ {values} }}
  GRAPH ?graph {{ ?subject ?link ?value }}
  FILTER(ISIRI(?value) && ?link NOT IN (rdf:type, nif:referenceContext, dcterms:isPartOf))
  OPTIONAL {{ ?value skos:prefLabel|pol:text ?ja FILTER(LANG(?ja) IN ("ja", "")) }}
  OPTIONAL {{ ?value skos:prefLabel ?en FILTER(LANG(?en) = "en") }}
}}""",
    )
    links: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for graph, link, value, ja, en in rows:
        name = _text(graph).rpartition("/graph/")[2]
        links[name].add((_local(link), _label(value, ja, en, language)))
    return {name: sorted(found) for name, found in sorted(links.items())}


def _text(value: Value | None) -> str:
    return value.value if isinstance(value, Literal) else str(value or "")


def _local(link: Value | None) -> str:
    return _text(link).rpartition("#")[2].rpartition("/")[2]


def _label(value: Value | None, ja: Value | None, en: Value | None, language: str) -> str:
    chosen = _text(en if language == "en" and en is not None else ja or en)
    short = _text(value).removeprefix(BASE)
    shown = chosen if len(chosen) <= 60 else f"{chosen[:60]}…"
    return f"{shown}  ({short})" if chosen else short
