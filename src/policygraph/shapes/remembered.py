"""What rules gave for an earlier graph, so that only those are asked again that a change can affect.

A query sees of a graph those triples whose properties it names (of ``a``, those of the classes that it names). A
rule that is one query is therefore asked again only where one of these came, went or changed. A query whose
properties are not all told by its text (a variable, ``GRAPH``, a negated path) sees the whole graph, and so does
the compiled validator, which takes all other constraints at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, cached_property
from hashlib import blake2b
from pathlib import Path
from typing import Final

from policygraph.core.kept import program, read_kept, write_kept
from policygraph.core.namespaces import IRI, RDF, RDFS
from policygraph.core.terms import encode_term
from policygraph.shapes.result import ValidationResult
from policygraph.store import OxigraphStore
from policygraph.store.syntax import Token, tokens, unescape_code_points

Results = list[ValidationResult]
_WHOLE: Final = "*"
_TYPE: Final = encode_term(RDF.type)
_SUBCLASS: Final = encode_term(RDFS.subClassOf)
_NOT_TOLD: Final = frozenset(("GRAPH", "FROM", "NAMED", "SERVICE", "DESCRIBE"))
_ENDS: Final = frozenset((".", "{", "}"))
_FILE: Final = "validation"


class Remembered:
    """Results of rules by what they see of a graph.

    Args:
        data: the graph.
        folder: an existing one, where results are kept; without one nothing is remembered.
    """

    def __init__(self, data: OxigraphStore, folder: Path | None = None) -> None:
        self._data, self._folder = data, folder
        known = None if folder is None else read_kept(folder / _FILE)
        self._known: Mapping[bytes, Results] = known if isinstance(known, dict) else {}
        self._used: dict[bytes, Results] = {}
        self.asked = 0  # rules that were asked in this run

    @property
    def is_kept(self) -> bool:
        """Whether anything is remembered."""
        return self._folder is not None

    def known(self, rule: str, seen: Iterable[str]) -> Results | None:
        """The results of a rule for a graph of which it sees the same.

        Args:
            rule: all that it says.
            seen: see `seen_by`.
        """
        if self._folder is None:
            return None
        key = self._key(rule, seen)
        found = self._known.get(key)
        if found is not None:
            self._used[key] = found
        return found

    def note(self, rule: str, seen: Iterable[str], results: Results) -> Results:
        """Remember the results of a rule that was asked."""
        self.asked += 1
        if self._folder is not None:
            self._used[self._key(rule, seen)] = results
        return results

    def once(self, rule: str, seen: Iterable[str], ask: Callable[[], Results]) -> Results:
        """The results of a rule, which is asked where they are not known."""
        found = self.known(rule, seen)
        return self.note(rule, seen, ask()) if found is None else found

    def keep(self) -> None:
        """Keep the results of this run for the next one."""
        if self._folder is not None and self._used.keys() != self._known.keys():
            write_kept(self._folder / _FILE, self._used)

    def targets(self, classes: Iterable[IRI]) -> Iterator[str]:
        """What tells the instances of some classes."""
        yield _SUBCLASS
        waiting = [encode_term(each) for each in classes]
        found: set[str] = set()
        while waiting:
            each = waiting.pop()
            if each not in found:
                found.add(each)
                waiting += self._below.get(each, ())
        yield from (f"{_TYPE} {each}" for each in sorted(found))

    def _key(self, rule: str, seen: Iterable[str]) -> bytes:
        parts = [program(), rule]
        parts += (f"{each} {self._digests.get(each, 0):x}" for each in sorted(set(seen)))
        return blake2b("\0".join(parts).encode(), digest_size=20).digest()

    @cached_property
    def _below(self) -> Mapping[str, list[str]]:
        below: dict[str, list[str]] = defaultdict(list)
        for narrower, _, wider in self._data.match(None, RDFS.subClassOf):
            if not isinstance(wider, str) or not isinstance(narrower, IRI):
                continue
            below[encode_term(wider)].append(encode_term(narrower))
        return below

    @cached_property
    def _digests(self) -> Mapping[str, int]:
        """Of the triples of each property, of those of each class, and of all: whatever their order."""
        found: dict[str, int] = defaultdict(int)
        kind = _TYPE.encode()
        for line in self._data.lines():
            own = int.from_bytes(blake2b(line, digest_size=16).digest())
            _, predicate, rest = line.split(b" ", 2)
            found[predicate.decode()] += own
            if predicate == kind:
                found[f"{_TYPE} {rest.partition(b' ')[0].decode()}"] += own
        file = self._data.file  # the compiled validator reads datatypes as a file writes them
        whole = sum(found.values())
        if file is not None:
            whole = int.from_bytes(blake2b(file.read_bytes(), digest_size=20).digest())
        found[_WHOLE] = whole
        return found


WHOLE: Final = (_WHOLE,)


@cache
def seen_by(query: str) -> tuple[str, ...]:
    """The properties and classes of whose triples alone the answer of a query is made; `WHOLE` where that is not told."""
    held = list(tokens(unescape_code_points(query)))
    prefixes, body = _prologue(held)
    if any(token.kind == "word" and token.text.upper() in _NOT_TOLD for token in body):
        return WHOLE
    if any(token.kind == "sign" and token.text in "[]!" and not _differs(body, at)
           for at, token in enumerate(body)) or _has_open_property(body):  # fmt: skip
        return WHOLE
    seen: set[str] = set()
    for at, token in enumerate(body):
        if token.kind == "word" and token.text == "a":
            following = body[at + 1] if at + 1 < len(body) else None
            name = None if following is None else _iri(following, prefixes)
            behind = body[at + 2].text if at + 2 < len(body) else ""
            seen.add(_TYPE if name is None or behind == "," else f"{_TYPE} {name}")
        elif token.kind in ("iri", "name"):
            name = _iri(token, prefixes)
            if name is None:
                return WHOLE
            seen.add(name)
    return tuple(sorted(seen))


def _differs(body: list[Token], at: int) -> bool:
    """Whether a sign is the first of ``!=``, or one that denies an expression: no path, no blank node."""
    return (
        body[at].text == "!"
        and at + 1 < len(body)
        and (body[at + 1].text == "=" or body[at + 1].kind in ("word", "variable"))
    )


def _prologue(held: list[Token]) -> tuple[dict[str, str], list[Token]]:
    """The prefixes of a query, and what stands behind them."""
    prefixes: dict[str, str] = {}
    at = 0
    while at + 2 < len(held) and held[at].text.upper() == "PREFIX":
        prefixes[held[at + 1].text.rstrip(":")] = held[at + 2].text[1:-1]
        at += 3
    return prefixes, held[at:]


def _iri(token: Token, prefixes: Mapping[str, str]) -> str | None:
    """An IRI as it stands in N-Triples; ``None`` where the token is none, or a prefix is not declared."""
    if token.kind == "iri":
        return token.text if ":" in token.text else None
    if token.kind != "name":
        return None
    prefix, _, local = token.text.partition(":")
    if prefix not in prefixes:
        return None
    return f"<{prefixes[prefix]}{local.replace(chr(92), '')}>"


def _has_open_property(body: list[Token]) -> bool:
    """Whether a variable may stand where a property does: second in a pattern, or behind ``;``."""
    place = brackets = depth = 0
    for token in body:
        if token.text in ("{", "}"):
            depth += 1 if token.text == "{" else -1
            if not depth:  # what stands behind is no pattern, as is what stands before
                return False
        if not depth:
            continue
        if token.kind == "sign" and token.text in "()":
            brackets += 1 if token.text == "(" else -1
            place = 0 if not brackets else place
        elif brackets:
            continue
        elif token.text in _ENDS or (token.kind == "word" and token.text != "a"):
            place = 0
        elif token.text == ";":
            place = 1
        elif token.text == ",":
            place = 2
        elif token.kind in ("iri", "name", "variable", "string", "word"):
            if place == 1 and token.kind == "variable":
                return True
            place += 1
    return False
