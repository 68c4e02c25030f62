"""Real headless Chromium, watched: what a page says on its console, and where it would go for more."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Route, sync_playwright

NPM = Path(__file__).parent / "npm"
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_FLAGS = ["--no-sandbox", "--disable-gpu"]
_KEPT = 6  # of elements that are alike
WIDE, NARROW = 1280, 360


class MissingError(Exception):
    """A program of others that a test needs is not there."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium.

    Raises:
        MissingError: it is not installed.
    """
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        raise MissingError("chromium is not installed (sh tests/system_packages.sh)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=_FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def npm_file(*steps: str) -> Path:
    """A file of an npm package.

    Raises:
        MissingError: it is not installed.
    """
    path = NPM.joinpath("node_modules", *steps)
    if not path.exists():
        raise MissingError(f"{steps[0]} of npm is not installed (sh tests/npm_packages.sh)")
    return path


class Tab:
    """A tab that sees one place only: whatever else is asked for is noted and refused.

    Args:
        browser: that it is of.
        home: what the addresses of its pages begin with.
        scheme: of colours, ``light`` or ``dark``.

    Attributes:
        page: of playwright.
        outside: addresses that were asked for elsewhere.
        complaints: errors and warnings of the console, and of scripts.
    """

    def __init__(self, browser: Browser, home: str, *, scheme: Any = "light") -> None:
        self.home = home
        self.outside: list[str] = []
        self.complaints: list[str] = []
        context = browser.new_context(
            viewport={"width": WIDE, "height": 900}, color_scheme=scheme, locale="ja-JP"
        )
        context.set_default_timeout(20_000)
        context.route("**/*", self._route)
        self.page: Page = context.new_page()
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on(
            "console",
            lambda said: (
                self.complaints.append(f"{said.text} {said.location}")
                if said.type in ("error", "warning")
                else None
            ),
        )

    def _route(self, route: Route) -> None:
        if route.request.url.startswith((self.home, "data:", "blob:")):
            route.continue_()
        else:
            self.outside.append(route.request.url)
            route.abort()

    def open(self, address: str, width: int = WIDE) -> Page:
        """Open a page in a window of a width."""
        self.page.set_viewport_size({"width": width, "height": 900})
        self.page.goto(self.home + address)
        return self.page

    def is_too_wide(self) -> bool:
        """Whether the page has to be moved sideways to be read."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth > innerWidth"))

    def barriers(self, alike: str = "") -> list[str]:
        """What axe-core finds against WCAG 2.2 AA and its own good practice.

        Args:
            alike: a selector of elements of which a long page has many; all but some are taken out first.

        Raises:
            MissingError: axe-core is not installed.
        """
        self.page.evaluate(npm_file("axe-core", "axe.min.js").read_text(encoding="utf-8"))
        found = self.page.evaluate(
            "([alike, kept, rules]) => {"
            " for (const one of alike ? [...document.querySelectorAll(alike)].slice(kept) : []) one.remove();"
            " return axe.run(document, {runOnly: rules, resultTypes: ['violations']}); }",
            [alike, _KEPT, _RULES],
        )
        return [
            f"{violation['id']}: {node['html'][:160]}"
            for violation in found["violations"]
            for node in violation["nodes"]
        ]


def invalid(files: Sequence[Path]) -> list[str]:
    """What html-validate says against files of HTML.

    Raises:
        MissingError: it is not installed, or there is no Node.
    """
    program = npm_file("html-validate", "bin", "html-validate.mjs")
    node = shutil.which("node")
    if node is None:
        raise MissingError("node is not installed")
    done = subprocess.run(
        [node, str(program), "--config", str(NPM / "htmlvalidate.json"), "--formatter", "json",
         *map(str, files)],
        capture_output=True, text=True, encoding="utf-8", timeout=120, cwd=NPM,
    )  # fmt: skip
    assert done.stdout, done.stderr
    return [
        f"{Path(found['filePath']).name}:{message['line']}: {message['message']}"
        for found in json.loads(done.stdout)
        for message in found["messages"]
    ]
