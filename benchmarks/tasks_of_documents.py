"""What is measured of PDF files; see `benchmarks.tasks`."""

from __future__ import annotations

import time
from pathlib import Path

from benchmarks.tasks import Numbers, task

_TYPESET = Path(__file__).parents[1] / "tests" / "fixtures" / "typeset"


@task
def repeat_pdf(folder: str, pages: str, *names: str) -> Numbers:
    """Write the typeset chapters one after the other until there are so many pages, as one document."""
    import pypdfium2

    home = Path(folder, "one")
    home.mkdir(parents=True)
    made = pypdfium2.PdfDocument.new()
    chapters = [pypdfium2.PdfDocument(_TYPESET / name) for name in names]
    while len(made) < int(pages):
        for chapter in chapters:
            room = int(pages) - len(made)
            made.import_pages(chapter, list(range(min(room, len(chapter)))))
    made.save(home / "5.pdf")
    (home / "document.toml").write_text(
        'key = "one"\n[title]\nja = "一"\n[texts]\n5 = "5.pdf"\n', encoding="utf-8"
    )
    return {"pages": len(made), "bytes": (home / "5.pdf").stat().st_size}


def _pdf(folder: str) -> Path:
    return Path(folder, "one", "5.pdf")


@task
def extract_text(folder: str) -> Numbers:
    """pypdfium2 alone: the text of each page, which is closed before the next is opened."""
    import pypdfium2

    begun = time.process_time()
    document = pypdfium2.PdfDocument(_pdf(folder))
    characters = 0
    for index in range(len(document)):
        page = document[index]
        text_page = page.get_textpage()
        characters += len(text_page.get_text_bounded())
        text_page.close()
        page.close()
    return {"seconds": time.process_time() - begun, "characters": characters}


@task
def read_pdf(folder: str) -> Numbers:
    """Read the file: columns, notes, tables, paragraphs, places."""
    from policygraph.sources import read_file

    read_file(_TYPESET / "weasyprint.pdf")
    begun = time.process_time()
    source = read_file(_pdf(folder))
    return {"seconds": time.process_time() - begun, "characters": len(source.text)}


@task
def build_pdf(folder: str) -> Numbers:
    """Build the quads, sorted; the vocabulary is read before, as a corpus reads it once."""
    from policygraph.core.resources import resource
    from policygraph.corpus.description import find_texts
    from policygraph.graph import build_graph

    build_graph(find_texts([resource("data", "source", "sti-strategy-2017")]))
    begun = time.process_time()
    built = build_graph(find_texts([Path(folder)]))
    quads = sum(1 for _ in built.dataset.quads())
    return {
        "seconds": time.process_time() - begun,
        "quads": quads,
        "measures": built.summary.measures,
    }
