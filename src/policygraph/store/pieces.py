"""A graph written piece by piece: the text of some subjects, sorted, put together into files when all are there.

A piece is what one worker makes of one document. Each subject is written once, however many files it
stands in, and stands in one piece of each file, but for what is said of the lineage of items, so that putting pieces together copies bytes: whole
stretches where the subjects of two pieces do not lie between each other, as those of two documents
seldom do.
"""

from __future__ import annotations

import marshal
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import lru_cache
from heapq import heapify, heappop, heappush
from itertools import accumulate, chain
from pathlib import Path
from typing import IO

from policygraph.core.kept import Seal
from policygraph.core.namespaces import BASE, IRI, RDF
from policygraph.core.prefixes import PREFIXES, expand
from policygraph.core.reading_order import predicate_key, subject_key, subject_keys, subject_of
from policygraph.core.terms import (
    Described,
    Term,
    Triple,
    count,
    describe,
    parse_turtle,
    triples_of,
)
from policygraph.store.turtle_writer import Blocks, Words

COPIED = 1 << 20  # bytes at a time
_OPEN = 200  # files at a time
_HIGHEST = "\U0010ffff"  # above all that a key has behind its first sign


@dataclass(frozen=True, slots=True)
class Segment:
    """Subjects of one kind in a piece.

    Attributes:
        first, last: their keys.
        low, high: the places of their keys in the list of all.
        begin, end: their bytes in the file.
    """

    first: str
    last: str
    low: int
    high: int
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Piece:
    """The text of some subjects in a file, in order; the keys and places of each in another beside it.

    Attributes:
        used, is_relative: see `Blocks`.
        triples: how many it states.
        text, keys: of its two files.
    """

    path: Path
    segments: tuple[Segment, ...]
    used: frozenset[str]
    is_relative: bool
    triples: int
    text: Seal
    keys: Seal

    @property
    def is_whole(self) -> bool:
        """Whether its files are still there as it was written."""
        return self.text.holds(self.path) and self.keys.holds(_keys_file(self.path))


@dataclass(frozen=True, slots=True)
class Pieces:
    """What one worker has written.

    Attributes:
        graphs: of the named graphs, those that are not empty.
        union: of all of them together.
        core: of the core, where it is wanted.
    """

    graphs: dict[IRI, Piece]
    union: Piece
    core: Piece | None

    @property
    def are_whole(self) -> bool:
        """Whether their files are still there as they were written."""
        core = () if self.core is None else (self.core,)
        return all(piece.is_whole for piece in (*self.graphs.values(), self.union, *core))


_key = lru_cache(maxsize=4096)(predicate_key)


def write_pieces(graphs: Mapping[IRI, Described], core: Described | None, folder: Path) -> Pieces:
    """Write some subjects as pieces.

    Args:
        graphs: what each named graph says of them; none says what another does.
        core: what the core says, where it is wanted.
        folder: an existing one for the files of these pieces alone.
    """
    graphs = {name: said for name, said in graphs.items() if said}
    keys = _keys(graphs.values())
    of_several = _of_several(graphs.values())
    written: dict[IRI, Piece] = {}
    texts: dict[IRI, bytes] = {}
    lines: dict[IRI, list[tuple[Mapping[IRI, list[Term]], list[str]]]] = defaultdict(list)
    together = Blocks()
    for number, (name, said) in enumerate(graphs.items()):
        blocks = Blocks()
        own: dict[IRI, bytes] = {}
        for subject, of_subject in said.items():
            of_graph = blocks.lines(of_subject)
            own[subject] = blocks.of_lines(subject, of_graph).encode()
            if subject in of_several:
                lines[subject].append((of_subject, of_graph))
        written[name] = _write(own, blocks.words, count(said), keys, folder / f"{number}")
        texts |= own
        together.words.update(blocks.words)
    for subject, parts in lines.items():
        texts[subject] = together.of_lines(subject, _together(parts, together)).encode()
    triples = sum(piece.triples for piece in written.values())
    union = _write(texts, together.words, triples, keys, folder / "union")
    if core is None:
        return Pieces(written, union, None)
    blocks = Blocks()
    texts = {s: blocks.of_lines(s, blocks.lines(said)).encode() for s, said in core.items()}
    keys = keys if core.keys() <= keys.keys() else _keys([core])
    return Pieces(written, union, _write(texts, blocks.words, count(core), keys, folder / "core"))


def _keys(graphs: Iterable[Described]) -> dict[IRI, str]:
    """The keys of all subjects, those of phrases made at once; in their order."""
    subjects = dict.fromkeys(chain.from_iterable(graphs))
    pairs = sorted(zip(subject_keys(subjects), subjects, strict=True))
    return {subject: key for key, subject in pairs}


def _together(parts: list[tuple[Mapping[IRI, list[Term]], list[str]]], blocks: Blocks) -> list[str]:
    """The lines of a subject from several graphs; of a property that several have, a new one."""
    found: dict[IRI, str] = {}
    several: set[IRI] = set()
    for said, lines in parts:
        for predicate, line in zip(sorted(said, key=_key), lines, strict=True):
            if predicate in found:
                several.add(predicate)
            found[predicate] = line
    for predicate in several:
        values = [v for said, _ in parts for v in said.get(predicate, ())]
        found[predicate] = blocks.line(predicate, values)
    return [found[predicate] for predicate in sorted(found, key=_key)]


def _of_several(graphs: Iterable[Described]) -> set[IRI]:
    """The subjects that stand in more than one graph."""
    seen: set[IRI] = set()
    found: set[IRI] = set()
    for said in graphs:
        found |= seen & said.keys()
        seen |= said.keys()
    return found


def _write(
    texts: Mapping[IRI, bytes], words: Words, triples: int, keys: Mapping[IRI, str], path: Path
) -> Piece:
    """Write the texts of subjects.

    Args:
        texts: by subject.
        words: what they were written with.
        triples: how many they say.
        keys: of all subjects, in order.
        path: of the file.
    """
    if len(texts) == len(keys):
        ordered = list(keys)
    else:
        ordered = sorted(texts, key=keys.__getitem__)
    own_keys = [keys[subject] for subject in ordered]
    parts = [texts[subject] for subject in ordered]
    text = b"".join(parts)
    path.write_bytes(text)
    places = [0, *accumulate(map(len, parts))]
    beside = marshal.dumps((own_keys, places))
    _keys_file(path).write_bytes(beside)
    segments = []
    low = 0
    while low < len(own_keys):
        high = bisect_right(own_keys, own_keys[low][0] + _HIGHEST, low)
        begin, end = places[low], places[high]
        segments.append(Segment(own_keys[low], own_keys[high - 1], low, high, begin, end))
        low = high
    seals = Seal.of(path, text), Seal.of(_keys_file(path), beside)
    return Piece(path, tuple(segments), frozenset(words.used), words.is_relative, triples, *seals)


@lru_cache(maxsize=4)
def _read_keys(path: Path) -> tuple[list[str], list[int]]:
    keys, places = marshal.loads(_keys_file(path).read_bytes())
    return keys, places


def said_in(piece: Piece, subject: IRI) -> Described:
    """What a piece says of a subject; nothing where it does not stand in it."""
    keys, places = _read_keys(piece.path)
    key = subject_key(subject)
    place = bisect_left(keys, key)
    if place == len(keys) or keys[place] != key:
        return {}
    with piece.path.open("rb") as file:
        file.seek(places[place])
        return _parse([file.read(places[place + 1] - places[place]).decode()])


def subjects_of(piece: Piece) -> Iterator[IRI]:
    """The subjects of a piece, in order."""
    keys, _ = marshal.loads(_keys_file(piece.path).read_bytes())
    yield from map(subject_of, keys)


def triples_in(piece: Piece) -> Iterator[Triple]:
    """What a piece states, in the order of its subjects; a stretch of it is held at a time."""
    _, places = marshal.loads(_keys_file(piece.path).read_bytes())
    with piece.path.open("rb") as file:
        begin = 0
        for end in places:
            if end - begin > COPIED or (end == places[-1] and end > begin):
                yield from triples_of(_parse([file.read(end - begin).decode()]))
                begin = end


def _keys_file(path: Path) -> Path:
    return path.with_name(f"{path.name}.keys")


_Place = tuple[Path, int, int]  # a stretch of a file: where it begins and ends


def copy_together(
    pieces: Iterable[Piece], out: IO[bytes], joined: Callable[[list[bytes]], bytes] | None = None
) -> None:
    """Copy the text of pieces into one file, all subjects in order; one of several pieces is put together.

    Args:
        joined: `join_blocks`, or what remembers what that gave.
    """
    join = joined or join_blocks
    with ExitStack() as opened:
        files: dict[Path, IO[bytes]] = {}
        for places in _stretches(pieces):
            texts: list[bytes] = []
            for path, begin, end in places:
                if path not in files:
                    if len(files) == _OPEN:
                        opened.close()
                        files.clear()
                    files[path] = opened.enter_context(path.open("rb"))
                files[path].seek(begin)
                if len(places) > 1:
                    texts.append(files[path].read(end - begin))
                    continue
                while begin < end:
                    data = files[path].read(min(COPIED, end - begin))
                    out.write(data)
                    begin += len(data)
            if texts:
                out.write(join(texts))


def join_blocks(blocks: list[bytes]) -> bytes:
    """The block of a subject from the blocks of several pieces."""
    return _joined([block.decode() for block in blocks]).encode()


def _joined(texts: list[str]) -> str:
    name = texts[0].partition("\n")[0]
    verbs: list[tuple[str, str]] = []
    for text in texts:
        lines = text.rstrip("\n").removesuffix(" .").removeprefix(name + "\n").split(" ;\n    ")
        for line in (lines[0].removeprefix("    "), *lines[1:]):
            verbs.append((line.partition(" ")[0], line))
    if len({verb for verb, _ in verbs}) < len(verbs):
        return _parsed(texts)
    said = " ;\n".join(f"    {line}" for _, line in sorted(verbs, key=lambda pair: _place(pair[0])))
    return f"{name}\n{said} .\n\n"


@lru_cache(maxsize=4096)
def _place(verb: str) -> str:
    """What a property is sorted by, as it is written."""
    iri = RDF.type if verb == "a" else expand(verb)
    return predicate_key(iri or IRI(verb))


def _parsed(texts: list[str]) -> str:
    """See `_joined`; of blocks that say the same property."""
    ((subject, said),) = _parse(texts).items()
    blocks = Blocks()
    return blocks.of_lines(subject, blocks.lines(said))


def _parse(texts: list[str]) -> Described:
    declared = f"@base <{BASE}> .\n" + "".join(
        f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES.items()
    )
    triples = parse_turtle(declared + "".join(texts), name="pieces")
    return describe(dict.fromkeys(triples))


def _stretches(pieces: Iterable[Piece]) -> Iterator[list[_Place]]:
    """The stretches of files that make all pieces together, in order; several make one block."""
    segments = [(segment, piece.path) for piece in pieces for segment in piece.segments]
    segments.sort(key=lambda entry: (entry[0].first, entry[1]))
    crowd: list[tuple[Segment, Path]] = []
    known: dict[Path, tuple[list[str], list[int]]] = {}
    last = ""
    for segment, path in segments:
        if crowd and segment.first > last:
            yield from _of_crowd(crowd, known)
            crowd = []
        crowd.append((segment, path))
        last = max(last, segment.last)
    if crowd:
        yield from _of_crowd(crowd, known)


def _of_crowd(
    crowd: list[tuple[Segment, Path]], known: dict[Path, tuple[list[str], list[int]]]
) -> Iterator[list[_Place]]:
    """The stretches of segments whose subjects lie between each other's; ``known`` are the keys of files."""
    if len(crowd) == 1:
        ((segment, path),) = crowd
        yield [(path, segment.begin, segment.end)]
        return
    heap = []
    for number, (segment, path) in enumerate(crowd):
        if path not in known:
            known[path] = marshal.loads(_keys_file(path).read_bytes())
        keys, places = known[path]
        heap.append((segment.first, number, segment.low, segment.high, keys, places, path))
    heapify(heap)
    while heap:
        first = heappop(heap)
        key, number, low, high, keys, places, path = first
        if not heap or heap[0][0] > key:
            until = bisect_left(keys, heap[0][0], low, high) if heap else high
            yield [(path, places[low], places[until])]
            if until < high:
                heappush(heap, (keys[until], number, until, high, keys, places, path))
            continue
        same = [first]
        while heap and heap[0][0] == key:
            same.append(heappop(heap))
        yield [(path, places[low], places[low + 1]) for _, _, low, _, _, places, path in same]
        for _, number, low, high, keys, places, path in same:
            if low + 1 < high:
                heappush(heap, (keys[low + 1], number, low + 1, high, keys, places, path))
