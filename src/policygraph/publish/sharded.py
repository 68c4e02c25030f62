"""A graph in shards that bulk loaders and engines of SQL take: sorted N-Quads and Parquet tables.

A document stands in one shard, which its key decides alone, so that another document changes no other
shard. What belongs to no document (ontology, vocabularies, metadata, what several documents speak of) is
a shard of its own. The shards of a build are made where its documents were read, each by one worker.
"""

from __future__ import annotations

import json
import tempfile
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import lru_cache
from hashlib import file_digest, sha256
from itertools import chain, groupby, islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from policygraph.core.errors import StoreError
from policygraph.core.links import link_kinds
from policygraph.core.messages import LANGUAGES, Messages
from policygraph.core.names import LINEAGE, Names
from policygraph.core.namespaces import IRI, OWL, RDF, RDFS
from policygraph.core.output import new_file, new_folder
from policygraph.core.resources import ontology_files, resource
from policygraph.core.terms import Literal, Quad, encode_quad, read_turtle
from policygraph.publish.link_tables import COLUMNS, LinkTables, table_name
from policygraph.questions.documents import layer_of
from policygraph.store.pieces import Pieces, triples_in
from policygraph.store.sorted_graph import SortedLines, quad_record, read_quad_record

if TYPE_CHECKING:
    from policygraph.corpus.runners import Runner

SCHEMA: Final = "schema.json"
CHECKSUMS: Final = "SHA256SUMS"
KINDS: Final = ("nquads", "parquet")
SHARDS: Final = 16
_COMMON: Final = (
    "shared"  # the shard of what belongs to no document; behind the numbers when sorted
)
_QUADS: Final = ".nq.gz"
_BATCH = 2_000  # quads at a time
_VIEWS: Final = {
    "duckdb": "CREATE OR REPLACE VIEW {table} AS FROM read_parquet('parquet/{table}/*.parquet');\n",
    "spark": "CREATE OR REPLACE TEMPORARY VIEW {table} USING parquet OPTIONS (path 'parquet/{table}');\n",
}


@dataclass(frozen=True, slots=True)
class Shard:
    """A shard that was written.

    Attributes:
        name: its number, or ``shared``.
        quads: how many it holds.
        rows: by property, those of its table.
        sums: the SHA-256 of each of its files, by their path in the folder.
    """

    name: str
    quads: int
    rows: dict[IRI, int]
    sums: dict[str, str]


@lru_cache(maxsize=4096)
def shard_of(key: str, shards: int) -> str:
    """The shard of a document, or of what belongs to none where the key is empty."""
    if not key:
        return _COMMON
    number = int.from_bytes(sha256(key.encode()).digest()[:8], "big") % shards
    return f"{number:05}"


@lru_cache(maxsize=1024)
def _place(graph: IRI) -> tuple[Names, str]:
    """The names under the base of a named graph, and the document whose layer it is."""
    layer = layer_of(graph)
    base = graph.rsplit("/", 2 if layer is None else 3)[
        0
    ]  # without graph/metadata, graph/KEY/stated
    return Names(base + "/"), layer[0] if layer is not None and layer[0] != LINEAGE else ""


def document_of(quad: Quad) -> str:
    """The key of the document that a quad belongs to: that of its subject, else that of its graph; or empty."""
    return _document(quad[0], quad[3])


@lru_cache(maxsize=4096)  # what is said of a subject comes together
def _document(subject: IRI, graph: IRI) -> str:
    names, key = _place(graph)
    own = names.owner(subject)
    return own if own and own != LINEAGE else key


def export_shards(
    quads: Iterable[Quad], out: Path, *, shards: int = SHARDS, kinds: Collection[str] = KINDS
) -> list[Shard]:
    """Write a graph in shards.

    Args:
        quads: in any order; they are sorted on disk.
        out: the folder; an earlier one of the same kind is replaced.
        shards: how many documents are spread over.
        kinds: of files: ``nquads``, ``parquet`` or both.

    Returns:
        The shards, those without a quad left out.

    Raises:
        StoreError: the folder cannot be written, or holds other things.
        UsageError: pyarrow, of the extra ``tables``, is not installed.
    """
    with (
        new_folder(out, marker=SCHEMA) as folder,
        tempfile.TemporaryDirectory(prefix="policygraph-shards-") as beside,
    ):
        records = (f"{shard_of(document_of(q), shards)}\t{quad_record(q)}" for q in quads)
        lines = SortedLines(records, Path(beside), "shards")
        written = [
            _write_shard(name, (read_quad_record(line.partition("\t")[2]) for line in own), folder, kinds)
            for name, own in groupby(lines, key=lambda line: line.partition("\t")[0])
        ]  # fmt: skip
        _describe(written, folder, shards, kinds)
        return written


def build_shards(
    puts: Sequence[object], out: Path, *, shards: int, kinds: Collection[str] = KINDS,
    runner: Runner, jobs: int,
) -> list[Shard]:  # fmt: skip
    """Write a build in shards, each by one worker; see `export_shards`, which writes the same bytes.

    Args:
        puts: what the shelf said of each document, of lineage, and last of what they share.
        runner, jobs: where the shards are written; workers see the folder.

    Raises:
        StoreError: see `export_shards`; or what a worker wrote is not there.
    """
    *others, rest = [put for put in puts if isinstance(put, Pieces)]
    own: dict[str, list[Pieces]] = defaultdict(list)
    shared = [rest]
    for pieces in others:
        key = _key(pieces)
        (own[shard_of(key, shards)] if key else shared).append(pieces)
    with (
        new_folder(out, marker=SCHEMA) as folder,
        tempfile.TemporaryDirectory(prefix=".rest-", dir=folder.parent) as beside,
    ):
        of_all = _share_out(shared, Path(beside), shards)
        tasks = [
            _Task(name, tuple(own.get(name, ())), of_all.get(name))
            for name in sorted(own.keys() | of_all.keys())
        ]
        written = list(runner(_ShardWriter(folder, Path(beside), tuple(kinds)), tasks, jobs))
        if not all((folder / path).is_file() for shard in written for path in shard.sums):
            raise StoreError("shards-unseen", path=out)
        _describe(written, folder, shards, kinds)
        return written


def _key(pieces: Pieces) -> str:
    """The document whose pieces they are; empty of those that are no document's own."""
    keys = (place[0] for place in map(layer_of, pieces.graphs) if place is not None)
    return next((key for key in keys if key != LINEAGE), "")


def _quads(pieces: Pieces) -> Iterator[Quad]:
    for graph, piece in pieces.graphs.items():
        for triple in triples_in(piece):
            yield *triple, graph


def _share_out(shared: Sequence[Pieces], folder: Path, shards: int) -> dict[str, Path]:
    """What documents share, sorted, a file a shard."""
    records = (
        f"{shard_of(document_of(q), shards)}\t{quad_record(q)}"
        for q in chain.from_iterable(map(_quads, shared))
    )
    found: dict[str, Path] = {}
    for name, lines in groupby(
        SortedLines(records, folder, "rest"), key=lambda line: line.partition("\t")[0]
    ):
        found[name] = folder / f"of-{name}"
        with found[name].open("w", encoding="utf-8", newline="\n") as out:
            out.writelines(line.partition("\t")[2] for line in lines)
    return found


@dataclass(frozen=True, slots=True)
class _Task:
    """A shard to be written: the pieces of its documents, and what others say of them."""

    name: str
    documents: tuple[Pieces, ...]
    others: Path | None


@dataclass(frozen=True, slots=True)
class _ShardWriter:
    """Writes shards; it is sent to the processes that work."""

    folder: Path
    beside: Path
    kinds: tuple[str, ...]

    def __call__(self, task: _Task) -> Shard:
        with tempfile.TemporaryDirectory(prefix="shard-", dir=self.beside) as folder:
            lines = SortedLines(self._records(task), Path(folder), "quads")
            return _write_shard(task.name, map(read_quad_record, lines), self.folder, self.kinds)

    @staticmethod
    def _records(task: _Task) -> Iterator[str]:
        for pieces in task.documents:
            yield from map(quad_record, _quads(pieces))
        if task.others is not None:
            with task.others.open(encoding="utf-8", newline="\n") as lines:
                yield from lines


def _write_shard(name: str, quads: Iterable[Quad], folder: Path, kinds: Collection[str]) -> Shard:
    """Write the files of a shard from its quads, which are sorted."""
    count, rows, files = 0, dict[IRI, int](), list[Path]()
    with ExitStack() as opened:
        writers: list[Callable[[list[Quad]], object]] = []
        if "nquads" in kinds:
            files.append(folder / "nquads" / (name + _QUADS))
            out = opened.enter_context(new_file(files[0], gzipped=True))
            writers.append(lambda quads: out.write("".join(map(encode_quad, quads)).encode()))
        if "parquet" in kinds:
            known = _declared() if name == _COMMON else ()
            tables = opened.enter_context(LinkTables(folder / "parquet", name, known))
            rows = tables.rows
            writers.append(lambda quads: tables.add((document_of(q), q) for q in quads))
        left = iter(quads)
        while batch := list(islice(left, _BATCH)):
            count += len(batch)
            for write in writers:
                write(batch)
    if "parquet" in kinds:
        files += tables.files()
    return Shard(
        name, count, rows, {path.relative_to(folder).as_posix(): _sum(path) for path in files}
    )


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _declared() -> list[IRI]:
    """The properties of the shipped ontology: a query may ask for one that a graph does not have yet."""
    kinds = (OWL.ObjectProperty, OWL.DatatypeProperty)
    return [
        s for s, p, value in read_turtle(ontology_files()[0]) if p == RDF.type and value in kinds
    ]


def _labels() -> Mapping[IRI, dict[str, str]]:
    found: dict[IRI, dict[str, str]] = defaultdict(dict)
    for subject, predicate, value in read_turtle(ontology_files()[0]):
        if predicate == RDFS.label and isinstance(value, Literal) and value.language in LANGUAGES:
            found[subject][value.language] = value.value
    return found


def _describe(written: Sequence[Shard], folder: Path, shards: int, kinds: Collection[str]) -> None:
    """Write what describes the shards, and take away what a lost worker left."""
    say = Messages("shards")
    rows: dict[IRI, int] = defaultdict(int)
    for shard in written:
        for predicate, number in shard.rows.items():
            rows[predicate] += number
    labels, links = _labels(), {kind.predicate: kind.key for kind in link_kinds()}
    described = {
        "about": say.both("about"),
        "shards": {"number": shards, "rule": say.both("rule")},
        "quads": {shard.name: shard.quads for shard in written},
        "columns": [
            {"name": name, "type": type_, "nullable": nullable, "description": say.both(name)}
            for name, (type_, nullable) in COLUMNS.items()
        ],
        "tables": [
            {
                "name": table_name(predicate),
                "property": predicate,
                **({"label": labels[predicate]} if predicate in labels else {}),
                **({"link": links[predicate]} if predicate in links else {}),
                "rows": rows[predicate],
            }
            for predicate in sorted(rows, key=table_name)
        ],
    }
    if "parquet" not in kinds:
        del described["columns"], described["tables"]
    own = {SCHEMA: f"{json.dumps(described, ensure_ascii=False, indent=2)}\n".encode()}
    if "parquet" in kinds:
        tables = sorted(map(table_name, rows))
        for engine, view in _VIEWS.items():
            own[f"views.{engine}.sql"] = "".join(view.format(table=t) for t in tables).encode()
        for path in sorted(resource("queries", "sql").glob("*.sql")):
            own[f"queries/{path.name}"] = path.read_bytes()
    sums = {path: digest for shard in written for path, digest in shard.sums.items()}
    sums |= {path: sha256(data).hexdigest() for path, data in own.items()}
    lines = "".join(f"{digest}  {path}\n" for path, digest in sorted(sums.items()))
    own[CHECKSUMS] = lines.encode()
    for path in folder.rglob("*"):
        if path.is_file() and path.relative_to(folder).as_posix() not in sums:
            path.unlink()
    for name, data in own.items():
        with new_file(folder / name) as out:
            out.write(data)
