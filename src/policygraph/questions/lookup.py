"""Find the thing that a person names: by IRI, CURIE, notation, label, or the end of its IRI.

The one lookup of parameters, `show` and `explain`.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from policygraph.core.errors import UsageError
from policygraph.core.fold import comparable, fold_text
from policygraph.core.namespaces import BASE, DCTERMS, FOAF, IRI, POL, SKOS
from policygraph.core.near import nearest
from policygraph.core.prefixes import PROLOGUE, expand, short_name
from policygraph.core.terms import Literal, is_iri, text
from policygraph.questions.select import select
from policygraph.store import Row, Solutions, Store

# The first of these groups that has the name decides; two things in one group are ambiguous.
_PROPERTIES: dict[IRI, int] = {
    SKOS.notation: 0,
    DCTERMS.identifier: 0,
    SKOS.prefLabel: 1,
    DCTERMS.title: 1,
    FOAF.name: 1,
    SKOS.altLabel: 2,
    SKOS.hiddenLabel: 3,
    POL.reading: 4,
}
_LANGUAGES = ("", "ja", "en")
_OWN = "SELECT DISTINCT ?thing ?own WHERE { VALUES ?thing { } ?own skos:exactMatch ?thing }"


@dataclass(frozen=True, slots=True)
class _Name:
    """A name of a thing; the lower its rank, the better it identifies the thing."""

    thing: IRI
    rank: int
    name: str


def comparable_name(name: str) -> str:
    """A name as it is compared: folded, without regard to case or white space."""
    return comparable(name).casefold()


def find_thing(store: Store, name: str, of: Iterable[IRI] = ()) -> IRI:
    """Find the one thing that is meant.

    Args:
        store: where things and their labels are.
        name: an IRI (``<…>`` or bare), a CURIE (``actor:sme``), a path under our base
            (``org/mext``), a notation, a label in any language, or the end of an IRI (``5-1-C-2-1``).
        of: the concept schemes and classes that it must come from; none for any thing.

    Raises:
        UsageError: nothing is called so (those that are near are named), or several things are.
    """
    scope = tuple(of)
    name = name.strip()
    if not name:
        raise UsageError("empty-name")
    for iri in _as_iris(name):
        if _among(store, [iri], scope):
            return iri
    things = _exactly_named(store, name, scope) or _ending_in(store, name, scope)
    if not things:
        names = _all_names(store, scope)
        wanted = comparable_name(name)
        things = _best([known for known in names if comparable_name(known.name) == wanted])
        own = {} if scope else own_concepts(store, things)
        things = sorted({concept for thing in things for concept in own.get(thing, [thing])})
        if not things:
            raise _unknown(name, names, scope)
    if len(things) > 1:
        listed = ", ".join(short_name(iri) for iri in things[:6])
        raise UsageError("ambiguous-name", name=name, count=len(things), things=listed)
    return things[0]


def find_by_name(store: Store, name: str) -> list[tuple[IRI, IRI]]:
    """The things with exactly this name, in either width and letter case, found by index.

    Returns:
        Each thing with the property whose value the name is.
    """
    spellings = {name: None}
    for folded in (unicodedata.normalize("NFKC", name), fold_text(name)):
        narrow = " ".join(folded.split())
        spellings |= dict.fromkeys([narrow, narrow.lower(), narrow.upper(), narrow.capitalize()])
    terms = [text(spelling, language) for spelling in spellings for language in _LANGUAGES]
    rows = select(
        store,
        "SELECT DISTINCT ?thing ?property WHERE { VALUES ?name { } ?thing ?property ?name }",
        terms,
        variable="name",
    )
    return [
        (thing, property_)
        for thing, property_ in rows
        if isinstance(thing, IRI) and isinstance(property_, IRI) and property_ in _PROPERTIES
    ]


def _as_iris(name: str) -> list[IRI]:
    """The IRIs that a name may spell out."""
    bare = name[1:-1] if name.startswith("<") and name.endswith(">") else name
    candidates = (expand(bare), expand(name), IRI(bare), IRI(BASE + bare))
    return [iri for iri in dict.fromkeys(candidates) if iri is not None and is_iri(iri)]


def _things(rows: Iterable[Row]) -> list[IRI]:
    """The IRIs of the first column, each once, sorted."""
    return sorted({row[0] for row in rows if isinstance(row[0], IRI)})


def _members(scope: Sequence[IRI], narrowed: str = "") -> str:
    """A group that binds ``?thing`` to what is in the scope; everything where there is none.

    A compound term is in its scheme and is no concept: it stands for several.
    """
    patterns = []
    for iri in scope:
        if iri.endswith("/"):
            patterns.append(f"{{ {narrowed} ?thing skos:inScheme <{iri}> ; a skos:Concept . }}")
        else:
            patterns.append(f"{{ {narrowed} ?thing a <{iri}> . }}")
    inner = " UNION ".join(patterns) or f"{narrowed} ?thing ?anyProperty ?anyValue ."
    return f"{{ SELECT DISTINCT ?thing WHERE {{ {inner} }} }}"


def members(store: Store, scope: Iterable[IRI]) -> list[IRI]:
    """What is in some concept schemes and classes, sorted."""
    found = store.query(f"{PROLOGUE}SELECT DISTINCT ?thing WHERE {_members(tuple(scope))}")
    assert isinstance(found, Solutions)
    return _things(found.rows)


def _among(store: Store, things: Iterable[IRI], scope: Sequence[IRI]) -> list[IRI]:
    """Those of some things that are in the scope."""
    pattern = _members(scope, "VALUES ?thing { }")
    # Every branch of the pattern has its own VALUES; they are bound together.
    return _things(select(store, f"SELECT DISTINCT ?thing WHERE {pattern}", things))


def _exactly_named(store: Store, name: str, scope: Sequence[IRI]) -> list[IRI]:
    """The things of the scope with exactly this name; for another vocabulary's label our own concept."""
    found = find_by_name(store, name)
    own = own_concepts(store, (thing for thing, kind in found if _PROPERTIES[kind]))  # no codes
    inside = {thing for other, _ in found for thing in (other, *own.get(other, ()))}
    if inside and scope:
        inside = set(_among(store, inside, scope))
    return _best(
        [
            _Name(thing, _PROPERTIES[kind], name)
            for other, kind in found
            for thing in [o for o in own.get(other, ()) if o in inside] or [other]
            if thing in inside
        ]
    )


def own_concepts(store: Store, things: Iterable[IRI]) -> dict[IRI, list[IRI]]:
    """The concepts that match others exactly (``skos:exactMatch``), by the others."""
    own: dict[IRI, list[IRI]] = defaultdict(list)
    for other, concept in select(store, _OWN, things):
        if isinstance(other, IRI) and isinstance(concept, IRI):
            own[other].append(concept)
    return dict(own)


def _best(names: list[_Name]) -> list[IRI]:
    rank = min((known.rank for known in names), default=0)
    return sorted({known.thing for known in names if known.rank == rank})


def _all_names(store: Store, scope: Sequence[IRI]) -> list[_Name]:
    """Every name in a scope; that of a compound term is a name of each concept it denotes."""
    things = _members(scope) if scope else ""
    patterns = [f"{things} VALUES ?property {{ }} ?thing ?property ?name ."]
    if not scope or any(iri.endswith("/") for iri in scope):
        patterns.append(
            f"{things} ?compound pol:denotes ?thing ."
            " VALUES ?property { } ?compound ?property ?name ."
        )
    return [
        _Name(thing, _PROPERTIES[property_], name.value)
        for pattern in patterns
        for thing, property_, name in select(
            store,
            f"SELECT DISTINCT ?thing ?property ?name WHERE {{ {pattern} }}",
            _PROPERTIES,
            variable="property",
        )
        if isinstance(thing, IRI) and isinstance(property_, IRI) and isinstance(name, Literal)
    ]


def _ending_in(store: Store, steps: str, scope: Sequence[IRI]) -> list[IRI]:
    """Things whose IRI ends in these steps."""
    if not is_iri(BASE + steps):
        return []
    pattern = f"{_members(scope)} VALUES ?ending {{ }} FILTER(STRENDS(STR(?thing), ?ending))"
    sparql = f"SELECT DISTINCT ?thing WHERE {{ {pattern} }}"
    return _things(select(store, sparql, [text(f"/{steps}")], variable="ending"))


def _unknown(name: str, names: list[_Name], scope: Sequence[IRI]) -> UsageError:
    """Say that nothing is called so, and what is near."""
    by_name: dict[str, dict[IRI, str]] = defaultdict(dict)
    for known in names:
        by_name[comparable_name(known.name)].setdefault(known.thing, known.name)
    near: dict[IRI, str] = {}
    for alike in nearest(comparable_name(name), by_name):
        for thing, known_name in by_name[alike].items():
            near.setdefault(thing, known_name)
    if near:
        listed = ", ".join(f"{known} ({short_name(iri)})" for iri, known in list(near.items())[:5])
        return UsageError("unknown-name-near", name=name, near=listed)
    if not scope:
        return UsageError("unknown-name", name=name)
    kinds = ", ".join(map(short_name, scope))
    return UsageError("unknown-name-in", name=name, kinds=kinds)
