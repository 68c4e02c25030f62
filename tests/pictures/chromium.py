"""A page opened in a real browser, driven over a pipe (Chrome DevTools Protocol)."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import selectors
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--remote-debugging-pipe",
)  # fmt: skip
_PATIENCE = 60.0  # seconds for one answer
_FIRST_FREE = 20  # descriptors below are Chromium's: it reads from 3 and writes to 4


class NoChromiumError(Exception):
    """There is no Chromium, or it does not start."""


class Page:
    """A tab of the browser.

    Attributes:
        events: what the browser told without being asked, by method.
    """

    def __init__(self, asking: int, answering: int) -> None:
        self._asking, self._answering = asking, answering
        self._buffer, self._number, self._session = b"", 0, ""
        self.events: list[tuple[str, dict[str, Any]]] = []

    def _message(self) -> dict[str, Any]:
        with selectors.DefaultSelector() as selector:
            selector.register(self._answering, selectors.EVENT_READ)
            while b"\0" not in self._buffer:
                if not selector.select(_PATIENCE):
                    raise NoChromiumError(f"chromium did not answer for {_PATIENCE:.0f} s")
                read = os.read(self._answering, 1 << 20)
                if not read:
                    raise NoChromiumError("chromium ended")
                self._buffer += read
        message, _, self._buffer = self._buffer.partition(b"\0")
        found: dict[str, Any] = json.loads(message)
        return found

    def call(self, method: str, **parameters: object) -> dict[str, Any]:
        """Ask for something and wait for the answer."""
        self._number += 1
        request: dict[str, object] = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            request["sessionId"] = self._session
        with contextlib.suppress(BrokenPipeError):
            os.write(self._asking, json.dumps(request).encode() + b"\0")
        while True:
            message = self._message()
            if message.get("id") == self._number:
                if "error" in message:
                    raise RuntimeError(f"{method}: {message['error']['message']}")
                result: dict[str, Any] = message["result"]
                return result
            if "method" in message:
                self.events.append((message["method"], message["params"]))

    def open(self, path: Path, width: int, height: int = 900) -> None:
        """Open a file in a window of a width, from its first byte watched."""
        if not self._session:
            target = self.call("Target.createTarget", url="about:blank")["targetId"]
            attached = self.call("Target.attachToTarget", targetId=target, flatten=True)
            self._session = attached["sessionId"]
            for domain in ("Page", "Runtime", "Log", "Network"):
                self.call(f"{domain}.enable")
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height,
                  deviceScaleFactor=1, mobile=width < 600)  # fmt: skip
        self.call("Page.navigate", url=path.as_uri())
        until = time.monotonic() + _PATIENCE
        while self.run("document.readyState + location.href") != f"complete{path.as_uri()}":
            if time.monotonic() > until:
                raise NoChromiumError("the page was not ready in time")
            time.sleep(0.05)

    def run(self, program: str) -> Any:
        """The value of an expression in the page; a promise is waited for."""
        done = self.call(
            "Runtime.evaluate", expression=program, returnByValue=True, awaitPromise=True
        )
        if "exceptionDetails" in done:
            raise RuntimeError(str(done["exceptionDetails"]))
        return done["result"].get("value")

    def told(self, *methods: str) -> list[dict[str, Any]]:
        """The events of some methods."""
        return [parameters for method, parameters in self.events if method in methods]


def _high(descriptor: int) -> int:
    copy = fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, _FIRST_FREE)
    os.close(descriptor)
    return copy


@contextlib.contextmanager
def browser(profile: Path) -> Iterator[Page]:
    """Start Chromium with an empty profile, and end it.

    Raises:
        NoChromiumError: it is not installed, or does not start.
    """
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        raise NoChromiumError("chromium is not installed (Debian: chromium, fonts-noto-cjk)")
    its_input, asking = map(_high, os.pipe())
    answering, its_output = map(_high, os.pipe())

    def connect() -> None:
        os.dup2(its_input, 3)
        os.dup2(its_output, 4)

    process = subprocess.Popen(
        [program, *_FLAGS, f"--user-data-dir={profile}"],
        preexec_fn=connect, close_fds=False, start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(its_input)
    os.close(its_output)
    try:
        yield Page(asking, answering)
    finally:
        process.kill()
        process.wait(timeout=20)
        os.close(asking)
        os.close(answering)
