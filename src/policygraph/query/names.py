"""Find the thing that a user names: by IRI, CURIE, notation, label, or the end of its IRI."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from policygraph.errors import UsageError
from policygraph.namespaces import BASE, DCTERMS, FOAF, IRI, PREFIXES, SKOS
from policygraph.query.catalogue import nearest
from policygraph.rdf import Literal, encode_term, text
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
    """Whether a string can stand between ``<`` and ``>``."""
    return _SCHEME.match(words) is not None and _FORBIDDEN.search(words) is None


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
        if not scope or _is_in_scope(store, iri, scope):
            if scope or _exists(store, iri):
                return iri
    found = _lookup(store, words, scope) or _scan(store, words, scope)
    if not found:
        raise UsageError(_unknown(store, words, scope))
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


def _scope_pattern(scope: tuple[IRI, ...]) -> str:
    """A pattern that binds ``?thing`` to what is in the scope; everything where there is none.

    A compound term is in its scheme and stands for several concepts: it is left to `_scan`.
    """
    if not scope:
        return ""
    schemes = [iri for iri in scope if iri.endswith("/")]
    classes = [iri for iri in scope if not iri.endswith("/")]
    patterns = []
    if schemes:
        listed = " ".join(f"<{iri}>" for iri in schemes)
        patterns.append(
            f"{{ VALUES ?scheme {{ {listed} }} ?thing <{SKOS.inScheme}> ?scheme ."
            f" ?thing a <{SKOS.Concept}> . }}"
        )
    for iri in classes:
        patterns.append(
            f"{{ ?class <http://www.w3.org/2000/01/rdf-schema#subClassOf>* <{iri}> . ?thing a ?class . }}"
        )
    return " UNION ".join(patterns)


def _things(store: Store, pattern: str) -> list[IRI]:
    answer = store.query(f"SELECT DISTINCT ?thing WHERE {{ {pattern} }} ORDER BY ?thing")
    rows = answer.rows if isinstance(answer, Solutions) else []
    return [row[0] for row in rows if isinstance(row[0], IRI)]


def _is_in_scope(store: Store, iri: IRI, scope: tuple[IRI, ...]) -> bool:
    return iri in _things(store, f"VALUES ?thing {{ <{iri}> }} {_scope_pattern(scope)}")


def _exists(store: Store, iri: IRI) -> bool:
    return bool(_things(store, f"VALUES ?thing {{ <{iri}> }} ?thing ?property ?value ."))


def _lookup(store: Store, words: str, scope: tuple[IRI, ...]) -> list[IRI]:
    """Things with exactly this name, found by index."""
    names = " ".join(encode_term(text(words, language)) for language in _LANGUAGES)
    properties = " ".join(f"<{iri}>" for iri in _PROPERTIES)
    answer = store.query(
        f"SELECT DISTINCT ?thing ?property WHERE {{ VALUES ?name {{ {names} }}"
        f" VALUES ?property {{ {properties} }} ?thing ?property ?name . {_scope_pattern(scope)} }}"
    )
    rows = answer.rows if isinstance(answer, Solutions) else []
    return _best(
        [
            _Name(row[0], _PROPERTIES[row[1]], "")
            for row in rows
            if isinstance(row[0], IRI) and isinstance(row[1], IRI)
        ]
    )


def _best(names: list[_Name]) -> list[IRI]:
    rank = min((name.rank for name in names), default=0)
    return sorted({name.thing for name in names if name.rank == rank})


def _names(store: Store, scope: tuple[IRI, ...]) -> list[_Name]:
    """Every name in a scope; that of a compound term is a name of each concept it denotes."""
    properties = " ".join(f"<{iri}>" for iri in _PROPERTIES)
    pattern = _scope_pattern(scope)
    answer = store.query(
        f"SELECT DISTINCT ?thing ?property ?name WHERE {{ {pattern}"
        f" VALUES ?property {{ {properties} }}"
        " { ?thing ?property ?name . } UNION"
        f" {{ ?compound <{BASE}ontology#denotes> ?thing . ?compound ?property ?name . }} }}"
    )
    rows = answer.rows if isinstance(answer, Solutions) else []
    return [
        _Name(row[0], _PROPERTIES[row[1]], row[2].value)
        for row in rows
        if isinstance(row[0], IRI) and isinstance(row[1], IRI) and isinstance(row[2], Literal)
    ]


def _scan(store: Store, words: str, scope: tuple[IRI, ...]) -> list[IRI]:
    """Things whose folded name or last steps of the IRI are these."""
    wanted = fold(words)
    found = [name for name in _names(store, scope) if fold(name.words) == wanted]
    if found or not is_iri(BASE + words):
        return _best(found)
    pattern = _scope_pattern(scope) or "?thing ?property ?value ."
    ending = encode_term(text(f"/{words}"))
    return _things(store, f"{pattern} FILTER(STRENDS(STR(?thing), {ending}))")


def _unknown(store: Store, words: str, scope: tuple[IRI, ...]) -> str:
    """Say that nothing is called so, and what is near."""
    by_name: dict[str, dict[IRI, str]] = defaultdict(dict)
    for name in _names(store, scope):
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
