"""The `SourceReader` of PDF files."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pypdfium2
import pypdfium2.raw as raw

from policygraph.core.errors import SourceError
from policygraph.core.problems import Problem
from policygraph.sources.normalise import normalise
from policygraph.sources.pdf.engine import EXTRACTOR
from policygraph.sources.pdf.flow import steps_of
from policygraph.sources.pdf.margins import mark_margins
from policygraph.sources.pdf.page import read_page
from policygraph.sources.pdf.reading import Notes, read_sheet
from policygraph.sources.pdf.sheet import Sheet, body_of, close
from policygraph.sources.pdf.writing import Writer
from policygraph.sources.text import SourceText

_HEADER = 1024  # bytes at the beginning of a file among which its kind is said
_BATCH = 50  # pages, after which the file is opened anew: PDFium keeps what it has read of one
_MOJIBAKE = 0.2  # of the characters; with more of them damaged the text is none
_DAMAGE = ("unmapped", "replaced", "private", "control")


def read_pdf(data: bytes, *, name: str, encoding: str) -> SourceText:
    """Read a PDF file.

    Args:
        data: the file's bytes.
        name: the file as the user named it, for messages.
        encoding: not used; a PDF says its own.

    Raises:
        SourceError: it is none, it is damaged, it needs a password, it holds pictures of pages and no
            text, or its fonts do not say which characters they print.
    """
    if not data.strip():
        raise SourceError(name, "text-empty")
    if b"%PDF-" not in data[:_HEADER]:
        raise SourceError(name, "pdf-is-none")
    sheets = list(_sheets(data, name))
    problems = _check(sheets, name)
    body = body_of(sheets)
    mark_margins(sheets, body)
    notes = Notes()
    steps = steps_of((read_sheet(sheet, body, notes) for sheet in sheets), body)
    written = Writer().write(steps)
    return normalise(
        written.raw,
        name=name,
        raw_sha256=hashlib.sha256(data).hexdigest(),
        asides=written.asides,
        places=written.places,
        blocks=written.blocks,
        extractor=EXTRACTOR,
        problems=problems,
    )


def _open(data: bytes, name: str) -> Any:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", None) in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
        raise SourceError(name, "pdf-locked" if locked else "pdf-damaged") from None


def _sheets(data: bytes, name: str) -> Iterator[Sheet]:
    """The pages, one after the other; each is closed before the next is opened."""
    first, count = 0, 1
    while first < count:
        document = _open(data, name)
        try:
            count = len(document)
            for index in range(first, min(first + _BATCH, count)):
                yield _sheet(document, index)
        finally:
            document.close()
        first += _BATCH


def _sheet(document: Any, index: int) -> Sheet:
    """A page; one that cannot be opened is empty and counted as ``broken``."""
    page = None
    try:
        page = document[index]
        return close(read_page(page, index + 1))
    except pypdfium2.PdfiumError:
        return Sheet(index + 1, 0, 0, [], [], [], [], [], False, Counter(broken=1))
    finally:
        if page is not None:
            page.close()


def _check(sheets: list[Sheet], name: str) -> tuple[Problem, ...]:
    """Refuse what holds no text.

    Returns:
        What a person should look at where only some of it is damaged.
    """
    counts: Counter[str] = sum((sheet.counts for sheet in sheets), Counter())
    broken = [sheet.number for sheet in sheets if sheet.counts["broken"]]
    if len(broken) == len(sheets):
        raise SourceError(name, "pdf-damaged")
    if counts["all"] <= len(sheets):
        raise SourceError(name, "pdf-no-text", pages=len(sheets))
    # A character without a mapping may be given as one that is damaged, too.
    damaged = max(counts["unmapped"], sum(counts[kind] for kind in _DAMAGE[1:]))
    damaged = min(damaged, counts["all"])
    if damaged > _MOJIBAKE * counts["all"]:
        share = round(100 * damaged / counts["all"])
        raise SourceError(name, "pdf-mojibake", share=share, count=damaged, all=counts["all"])
    problems = []
    if broken:
        problems.append(Problem.at(name, "pdf-pages-damaged", is_fault=True, pages=_named(broken)))
    empty = [sheet.number for sheet in sheets if sheet.has_image and not sheet.counts["all"]]
    if empty:
        problems.append(Problem.at(name, "pdf-pages-without-text", pages=_named(empty)))
    if damaged:
        pages = _pages_with(sheets, *_DAMAGE)
        place = f"{name}:p. {pages[0]}"
        problems.append(
            Problem.at(
                place, "pdf-damaged-characters", count=damaged, pages=len(pages),
                unmapped=counts["unmapped"], replaced=counts["replaced"],
                private=counts["private"], control=counts["control"],
            )
        )  # fmt: skip
    if counts["turned"]:
        pages = _pages_with(sheets, "turned")
        place = f"{name}:p. {pages[0]}"
        problems.append(
            Problem.at(place, "pdf-turned-text", count=counts["turned"], pages=_named(pages))
        )
    return tuple(problems)


def _pages_with(sheets: list[Sheet], *kinds: str) -> list[int]:
    return [sheet.number for sheet in sheets if any(sheet.counts[kind] for kind in kinds)]


def _named(pages: list[int]) -> str:
    return ", ".join(map(str, pages))
