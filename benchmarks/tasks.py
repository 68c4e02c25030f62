"""What is measured: each function runs in a process of its own and returns numbers.

``seconds`` counts the work alone, in seconds of the processor: all that is compared here computes
in one thread, and other work on the machine is not counted. Imports, the vocabulary, the
dictionary and one pass over the shipped chapter come before it, for us and for our peers alike.
"""

from __future__ import annotations

import dataclasses
import json
import re
import sys
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

Numbers = dict[str, float]
TASKS: dict[str, Callable[..., Numbers]] = {}


def task(function: Callable[..., Numbers]) -> Callable[..., Numbers]:
    """Make a function a task."""
    TASKS[function.__name__] = function
    return function


def _texts(folder: str) -> list[Path]:
    return sorted(Path(folder).glob("*/*.txt"))


def _chapter() -> Path:
    from policygraph.core.resources import resource

    return resource("data", "source", "sti-strategy-2017", "5.txt")


@task
def repeat_chapter(folder: str, size: str) -> Numbers:
    """Write the shipped chapter as many times as give ``size`` bytes, one document a copy."""
    raw = _chapter().read_bytes()
    copies = round(int(size) / len(raw))
    for number in range(1, copies + 1):
        home = Path(folder, f"copy-{number:04}")
        home.mkdir(parents=True)
        (home / "5.txt").write_bytes(raw)
        (home / "document.toml").write_text(
            f'key = "{home.name}"\n[title]\nja = "{number}"\n[texts]\n5 = "5.txt"\n',
            encoding="utf-8",
        )
    return {"copies": copies, "bytes": copies * len(raw)}


@task
def repeat_in_one_text(folder: str, size: str) -> Numbers:
    """The same, but as one text whose only chapter has the sections of all copies."""
    raw = _chapter().read_text(encoding="utf-8")
    head, line, sections = raw.partition("\n")
    copies = round(int(size) / len(raw.encode()))
    home = Path(folder, "text")
    home.mkdir(parents=True)
    (home / "5.txt").write_text(head + line + sections * copies, encoding="utf-8")
    return {"copies": copies, "bytes": copies * len(raw.encode())}


@task
def repeat_in_one_document(folder: str, size: str) -> Numbers:
    """The same, but as the chapters 1, 2, 3 … of one document."""
    raw = _chapter().read_text(encoding="utf-8")
    copies = round(int(size) / len(raw.encode()))
    home = Path(folder, "one")
    home.mkdir(parents=True)
    for number in range(1, copies + 1):
        wide = str(number).translate({0x30 + digit: 0xFF10 + digit for digit in range(10)})
        (home / f"{number}.txt").write_text(raw.replace("第５章", f"第{wide}章", 1), "utf-8")
    names = "".join(f'{n} = "{n}.txt"\n' for n in range(1, copies + 1))
    (home / "document.toml").write_text(
        f'key = "one"\n[title]\nja = "一"\n[texts]\n{names}', encoding="utf-8"
    )
    return {"copies": copies, "bytes": copies * len(raw.encode())}


@task
def make_corpus(folder: str, measures: str) -> Numbers:
    """See `benchmarks.generator`."""
    from benchmarks.generator import generate

    return dataclasses.asdict(generate(Path(folder), int(measures)))


@task
def read(folder: str) -> Numbers:
    """Read and outline every text."""
    from policygraph.document import find_outline, parse
    from policygraph.sources import read_file

    outline = find_outline("sti-strategy")
    parse(read_file(_chapter()), outline)
    texts = _texts(folder)
    characters = 0
    begun = time.process_time()
    for path in texts:
        characters += len(parse(read_file(path), outline).source.text)
    return {"seconds": time.process_time() - begun, "characters": characters}


@task
def annotate(folder: str, labels: str = "1") -> Numbers:
    """Annotate every text with all schemes; reading is not counted.

    Args:
        folder: the corpus.
        labels: how many times as many labels as the vocabulary has, the new ones in no text; or ``half`` of them.
    """
    from policygraph.annotation import Annotator
    from policygraph.document import find_outline, parse
    from policygraph.sources import read_file

    annotator = Annotator.load()
    if labels != "1":

        def change(own: tuple[str, ...]) -> tuple[str, ...]:
            return own[::2] if labels == "half" else _times(own, int(labels))

        lexicon = dataclasses.replace(
            annotator.lexicon,
            entries=tuple(
                dataclasses.replace(e, surfaces=change(e.surfaces), words=change(e.words))
                for e in annotator.lexicon.entries
            ),
        )
        annotator = Annotator(lexicon)
    outline = find_outline("sti-strategy")
    annotator.annotate(parse(read_file(_chapter()), outline), outline.signs)
    documents = (parse(read_file(path), outline) for path in _texts(folder))
    seconds, mentions, characters = 0.0, 0, 0
    for document in documents:
        begun = time.process_time()
        found = annotator.annotate(document, outline.signs)
        seconds += time.process_time() - begun
        mentions += len(found.mentions)
        characters += len(document.source.text)
    return {
        "seconds": seconds,
        "mentions": mentions,
        "characters": characters,
        "labels": sum(len(e.surfaces) + len(e.words) for e in annotator.lexicon.entries),
    }


def _times(labels: tuple[str, ...], times: int) -> tuple[str, ...]:
    # 〓 is the sign for a letter that is not in the fount.
    return tuple(label + "〓" * number for number in range(times) for label in labels)


@task
def build(folder: str, out: str = "") -> Numbers:
    """Build the quads, sorted, in one process; ``out`` takes the files, which is not counted."""
    from policygraph.corpus.description import find_texts
    from policygraph.graph import build_graph
    from policygraph.store import write_build

    begun = time.process_time()
    built = build_graph(find_texts([Path(folder)]))
    quads = sum(1 for _ in built.dataset.quads())
    done = time.process_time()
    if out:
        write_build(built.dataset.quads(), Path(out))
    return {
        "seconds": done - begun,
        "quads": quads,
        "measures": built.summary.measures,
        "writing": time.process_time() - done,
    }


@task
def load_store(trig: str, folder: str) -> Numbers:
    """Load a file into a store on disk; the disk counts."""
    from policygraph.store.oxigraph import OxigraphStore

    begun = time.perf_counter()
    store = OxigraphStore(Path(folder))
    store.load_file(Path(trig))
    store.close()
    return {"seconds": time.perf_counter() - begun}


@task
def repeat_store(trig: str, folder: str, copies: str) -> Numbers:
    """Load a synthetic graph several times into one store on disk, its documents under other keys."""
    from policygraph.store.oxigraph import OxigraphStore

    written = Path(trig).read_text(encoding="utf-8")
    begun = time.perf_counter()
    store = OxigraphStore(Path(folder))
    for number in range(int(copies)):
        copy = Path(folder).with_suffix(".trig")
        copy.write_text(written.replace("synthetic-", f"copy-{number}-synthetic-"), "utf-8")
        store.load_file(copy)
        copy.unlink()
    store.engine.optimize()
    store.close()
    return {"seconds": time.perf_counter() - begun}


@task
def list_measures(location: str, out: str) -> Numbers:
    """Write the IRIs of the measures of a graph, a line each."""
    from policygraph.store import Solutions, open_store

    query = "SELECT ?m WHERE { ?m a <https://w3id.org/policygraph/ontology#Measure> } ORDER BY ?m"
    with open_store(location) as store:
        found = store.query(query)
    assert isinstance(found, Solutions)
    Path(out).write_text("".join(f"{iri}\n" for (iri,) in found.rows), encoding="utf-8")
    return {"measures": len(found.rows)}


@task
def tokenise(folder: str) -> Numbers:
    """SudachiPy, core dictionary, mode C, over the normalised texts, sentence by sentence.

    Sentences are its best case: it takes 49,149 bytes at most, and longer input costs more a
    character.
    """
    from sudachipy import SplitMode, dictionary

    from policygraph.sources import read_file

    tokenizer = dictionary.Dictionary(dict="core").tokenizer(mode=SplitMode.C)
    for sentence in _sentences(read_file(_chapter()).text):
        tokenizer.tokenize(sentence)
    seconds, tokens, characters = 0.0, 0, 0
    for path in _texts(folder):
        text = read_file(path).text
        sentences = list(_sentences(text))
        begun = time.process_time()
        for sentence in sentences:
            tokens += len(tokenizer.tokenize(sentence))
        seconds += time.process_time() - begun
        characters += len(text)
    return {"seconds": seconds, "tokens": tokens, "characters": characters}


def _sentences(text: str) -> Iterator[str]:
    return (sentence for sentence in re.split("(?<=。)", text) if sentence)


@task
def parse_with_rdflib(file: str) -> Numbers:
    """Parse a Turtle file with rdflib into a graph in memory."""
    import rdflib

    data = Path(file).read_bytes()
    graph = rdflib.Graph()
    begun = time.process_time()
    graph.parse(data=data, format="turtle")
    return {"seconds": time.process_time() - begun, "triples": len(graph)}


def main() -> None:
    """Run the task of a module; the third argument holds the task's own in JSON."""
    module, name, arguments = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
    import_module(module)
    from benchmarks.tasks import TASKS  # this file, run as a program, is another module
    from policygraph.graph import collection_paused

    with collection_paused():  # as policygraph build does
        result: dict[str, Any] = TASKS[name](*arguments)
    print(json.dumps({"result": result}))


if __name__ == "__main__":
    main()
