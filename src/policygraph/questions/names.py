"""Find the thing that a user names: by IRI, CURIE, notation, label, or the end of its IRI."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from policygraph.core.errors import UsageError
from policygraph.core.namespaces import (
    BASE,
    DCTERMS,
    FOAF,
    IRI,
    POL,
    RDF,
    RDFS,
    SKOS,
)
from policygraph.core.prefixes import PREFIXES
from policygraph.core.terms import Literal, encode_term, text
from policygraph.questions.catalogue import nearest
from policygraph.store import Solutions, Store

# RFC 3987 forbids these anywhere in an IRI; without them nothing can end the <…> around it.
_FORBIDDEN = re.compile(r'[\x00-\x20<>"{}|^`\\\x7f-\xa0\ud800-\udfff]')
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:.")
# The first of these groups that has the name decides; two things in one group are ambiguous.
_PROPERTIES: dict[IRI, int] = {
    SKOS.notation: 0,
    DCTERMS.identifier: 0,
    SKOS.prefLabel: 1,
    DCTERMS.title: 1,
    FOAF.name: 1,
    SKOS.altLabel: 2,
    SKOS.hiddenLabel: 3,
}
_LANGUAGES = ("", "ja", "en", "ja-hrkt")


@dataclass(frozen=True, slots=True)
class _Name:
    thing: IRI
    rank: int
    words: str


def is_iri(words: str) -> bool:
    """Whether a string is an absolute IRI, and so can stand between ``<`` and ``>``."""
    if _SCHEME.match(words) is None or _FORBIDDEN.search(words) is not None:
        return False
    try:
        ox.NamedNode(words)
    except ValueError:
        return False
    return True


def fold(words: str) -> str:
    """A name as it is compared: NFKC, without regard to case or white space."""
    return "".join(unicodedata.normalize("NFKC", words).casefold().split())


def resolve(store: Store, words: str, of: Iterable[IRI] = ()) -> IRI:
    """Find the one thing that is meant.

    Args:
        store: where things and their labels are.
        words: an IRI (``<…>`` or bare), a CURIE (``actor:sme``), a path under our base
            (``org/mext``), a notation, a label in any language, or the end of an IRI (``5-1-C-2-1``).
        of: the concept schemes and classes that it must come from; none for any thing.

    Raises:
        UsageError: nothing is called so (those that are near are named), or several things are.
    """
    scope = tuple(of)
    words = words.strip()
    if not words:
        raise UsageError("an empty name; give an IRI, a notation or a label")
    for iri in _as_iris(words):
        if _is_there(store, iri, scope):
            return iri
    found = _lookup(store, words, scope) or _ending(store, words, scope)
    if not found:
        names = _names(store, scope)
        found = _best([name for name in names if fold(name.words) == fold(words)])
        if not found:
            raise UsageError(_unknown(words, names, scope))
    if len(found) > 1:
        listed = ", ".join(short(iri) for iri in found[:6])
        raise UsageError(f'"{words}" can be {len(found)} things: {listed}; give one of these')
    return found[0]


def _as_iris(words: str) -> list[IRI]:
    """The IRIs that the words may spell out."""
    bare = words[1:-1] if words.startswith("<") and words.endswith(">") else words
    prefix, colon, local = bare.partition(":")
    spelt = []
    if colon and prefix in PREFIXES:
        spelt.append(PREFIXES[prefix] + local)
    spelt += [bare, BASE + bare]
    return [IRI(iri) for iri in spelt if is_iri(iri)]


def _things_in(scope: tuple[IRI, ...], narrowed: str = "") -> str:
    """A group that binds ``?thing`` to what is in the scope; everything where there is none.

    A compound term is in its scheme and is no concept: it stands for several.
    """
    patterns = []
    for iri in scope:
        if iri.endswith("/"):
            patterns.append(
                f"{{ {narrowed} ?thing <{SKOS.inScheme}> <{iri}> ; <{RDF.type}> <{SKOS.Concept}> . }}"
            )
        else:
            # No property path: Virtuoso loses rows where one meets a UNION.
            patterns.append(f"{{ {narrowed} ?thing <{RDF.type}> <{iri}> . }}")
            patterns.append(
                f"{{ {narrowed} ?class <{RDFS.subClassOf}> <{iri}> . ?thing <{RDF.type}> ?class . }}"
            )
    inner = " UNION ".join(patterns) or f"{narrowed} ?thing ?anyProperty ?anyValue ."
    return f"{{ SELECT DISTINCT ?thing WHERE {{ {inner} }} }}"


def _things(store: Store, pattern: str) -> list[IRI]:
    answer = store.query(f"SELECT DISTINCT ?thing WHERE {{ {pattern} }} ORDER BY ?thing")
    rows = answer.rows if isinstance(answer, Solutions) else []
    return [row[0] for row in rows if isinstance(row[0], IRI)]


def _is_there(store: Store, iri: IRI, scope: tuple[IRI, ...]) -> bool:
    return bool(_things(store, _things_in(scope, f"VALUES ?thing {{ <{iri}> }}")))


def _spelt(words: str) -> list[str]:
    """The ways to write a name that an index can find."""
    folded = " ".join(unicodedata.normalize("NFKC", words).split())
    return list(dict.fromkeys([words, folded, folded.lower(), folded.upper(), folded.capitalize()]))


def named_so(store: Store, words: str) -> list[tuple[IRI, IRI]]:
    """The things with exactly this name, in either width and letter case, found by index.

    Returns:
        Each thing with the property whose value the name is.
    """
    names = " ".join(
        encode_term(text(name, language)) for name in _spelt(words) for language in _LANGUAGES
    )
    answer = store.query(
        f"SELECT DISTINCT ?thing ?property WHERE {{ VALUES ?name {{ {names} }} ?thing ?property ?name . }}"
    )
    return [
        (row[0], row[1])
        for row in (answer.rows if isinstance(answer, Solutions) else [])
        if isinstance(row[0], IRI) and isinstance(row[1], IRI) and row[1] in _PROPERTIES
    ]


def _lookup(store: Store, words: str, scope: tuple[IRI, ...]) -> list[IRI]:
    """The things of the scope with exactly this name."""
    found = [_Name(thing, _PROPERTIES[kind], words) for thing, kind in named_so(store, words)]
    if found and scope:
        listed = " ".join(sorted({f"<{name.thing}>" for name in found}))
        inside = set(_things(store, _things_in(scope, f"VALUES ?thing {{ {listed} }}")))
        found = [name for name in found if name.thing in inside]
    return _best(found)


def _best(names: list[_Name]) -> list[IRI]:
    rank = min((name.rank for name in names), default=0)
    return sorted({name.thing for name in names if name.rank == rank})


def _names(store: Store, scope: tuple[IRI, ...]) -> list[_Name]:
    """Every name in a scope; that of a compound term is a name of each concept it denotes."""
    properties = " ".join(f"<{iri}>" for iri in _PROPERTIES)
    things = _things_in(scope) if scope else ""
    select = "SELECT DISTINCT ?thing ?property ?name WHERE"
    queries = [
        f"{select} {{ {things} VALUES ?property {{ {properties} }} ?thing ?property ?name . }}"
    ]
    if not scope or any(iri.endswith("/") for iri in scope):
        queries.append(
            f"{select} {{ {things} ?compound <{POL.denotes}> ?thing ."
            f" VALUES ?property {{ {properties} }} ?compound ?property ?name . }}"
        )
    rows = [
        row
        for query in queries
        if isinstance(answer := store.query(query), Solutions)
        for row in answer.rows
    ]
    return [
        _Name(row[0], _PROPERTIES[row[1]], row[2].value)
        for row in rows
        if isinstance(row[0], IRI) and isinstance(row[1], IRI) and isinstance(row[2], Literal)
    ]


def _ending(store: Store, words: str, scope: tuple[IRI, ...]) -> list[IRI]:
    """Things whose IRI ends in these steps."""
    if not is_iri(BASE + words):
        return []
    ending = encode_term(text(f"/{words}"))
    return _things(store, f"{_things_in(scope)} FILTER(STRENDS(STR(?thing), {ending}))")


def _unknown(words: str, names: list[_Name], scope: tuple[IRI, ...]) -> str:
    """Say that nothing is called so, and what is near."""
    by_name: dict[str, dict[IRI, str]] = defaultdict(dict)
    for name in names:
        by_name[fold(name.words)].setdefault(name.thing, name.words)
    near: dict[IRI, str] = {}
    for folded in nearest(fold(words), by_name):
        near = {**near, **{k: v for k, v in by_name[folded].items() if k not in near}}
    if near:
        listed = ", ".join(f"{name} ({short(iri)})" for iri, name in list(near.items())[:5])
        return f'nothing is called "{words}"; near: {listed}'
    kinds = ", ".join(short(iri) for iri in scope) or "all names of the graph"
    return f'nothing is called "{words}" (looked for in {kinds})'


def short(iri: IRI) -> str:
    """An IRI as it can be typed: a CURIE, or its path under our base."""
    for prefix, namespace in sorted(PREFIXES.items(), key=lambda entry: -len(entry[1])):
        local = iri.removeprefix(namespace)
        if local != iri and re.fullmatch(r"[\w-]+", local):
            return f"{prefix}:{local}"
    return iri.removeprefix(BASE) or iri
