"""The files that pages need beside them: the style sheet, and everything in ``templates/assets``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from policygraph.core.html import TEMPLATES, render
from policygraph.pages.book import MEDIA_TYPES, Book, NavigationEntry, PageRequest, PageResponse

ASSETS: Final = TEMPLATES / "assets"
STYLE: Final = PageRequest("style", "ja", (), ".css")


class AssetSection:
    """``style.css``, and ``assets/…`` as it lies in the package, licences included."""

    navigation: tuple[NavigationEntry, ...] = ()

    def __init__(self, book: Book) -> None:
        self.book = book
        self._files = {
            f"assets/{path.relative_to(ASSETS).as_posix()}": path
            for path in sorted(ASSETS.rglob("*"))
            if path.is_file() and path.suffix in MEDIA_TYPES
        }

    def answer(self, request: PageRequest) -> PageResponse | None:
        """A file; only those that are known by name, so that no path leads out of the folder."""
        if (request.path, request.suffix) == (STYLE.path, STYLE.suffix):
            return self.book.file(request, render("style.css"))
        path: Path | None = self._files.get(request.path + request.suffix)
        return self.book.file(request, path.read_bytes()) if path else None

    def requests(self) -> Iterator[PageRequest]:
        """All files."""
        yield STYLE
        for name, path in self._files.items():
            yield PageRequest(name.removesuffix(path.suffix), "ja", (), path.suffix)
