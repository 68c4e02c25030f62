"""``documents``: a PDF of 300 pages to a graph, beside the text alone."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from benchmarks.process import median, run_task
from benchmarks.report import heading, memory, ratio, seconds, table, verdict

_MODULE = "benchmarks.tasks_of_documents"
_PAGES = 300
_AIM = 6.0  # times the text alone
# A third of the pages may not hold less memory than this share of all of them, the file itself apart.
_BOUNDED = 0.6
_FILES = {
    "Chromium, one column": ("chromium.pdf",),
    "WeasyPrint, two columns": ("weasyprint.pdf",),
    "typst, two columns and notes": ("typst.pdf",),
    "LibreOffice, one column": ("libreoffice.pdf",),
}


def run(work: Path, full: bool) -> None:
    """The shipped chapter as four programs set it, each repeated to 300 pages."""
    for number, (title, names) in enumerate(_FILES.items()):
        folder = work / f"documents-{number}"
        made = run_task("repeat_pdf", folder, _PAGES, *names, module=_MODULE).said
        heading(
            f"documents: {title}: {made['pages']:.0f} pages, {made['bytes'] / 1e6:.1f} MB,"
            " median of 3"
        )
        rows = {
            label: median(3, partial(run_task, name, folder, module=_MODULE))
            for label, name in (
                ("pypdfium2, text alone", "extract_text"),
                ("policygraph, reading", "read_pdf"),
                ("policygraph, building to quads", "build_pdf"),
            )
        }
        alone, read, whole = rows.values()
        table(
            ("", "time", "to text alone", "peak memory"),
            [(label, seconds(r), ratio(r, alone), memory(r)) for label, r in rows.items()],
        )
        print(f"  {whole.said['measures']:,} measures, {whole.said['quads']:,} quads", flush=True)
        verdict("reading under six times the text alone",
                read.seconds < _AIM * alone.seconds, ratio(read, alone))  # fmt: skip
        verdict("building under six times the text alone",
                whole.seconds < _AIM * alone.seconds, ratio(whole, alone))  # fmt: skip
    _memory(work)


def _memory(work: Path) -> None:
    """A file three times as long holds little more memory than its own bytes and text."""
    heading("documents: growth of memory, reading WeasyPrint's pages")
    runs = {}
    for pages in (_PAGES // 3, _PAGES):
        folder = work / f"memory-{pages}"
        run_task("repeat_pdf", folder, pages, "weasyprint.pdf", module=_MODULE)
        runs[pages] = run_task("read_pdf", folder, module=_MODULE)
    table(("", "peak memory"), [(f"{pages} pages", memory(r)) for pages, r in runs.items()])
    small, large = runs.values()
    verdict("memory bounded by the page", small.peak >= _BOUNDED * large.peak,
            f"{memory(small)} at {_PAGES // 3} pages, {memory(large)} at {_PAGES}")  # fmt: skip
