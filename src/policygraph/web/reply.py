"""What is answered, on its way from a worker to whoever asked.

It is a named tuple, since it goes from process to process: a data class takes ten times as long to pack.
"""

from __future__ import annotations

from typing import NamedTuple

from policygraph.core.errors import PolicygraphError

_TEXT = "text/plain"


class Reply(NamedTuple):
    """An answer of HTTP.

    Attributes:
        status: of HTTP.
        media_type: of the body, without parameters.
        body: of the answer; texts are UTF-8.
        headers: others than those of the body and of security.
        file: of a long body, in the folder that workers and server share: the name of what holds it.
        is_open: whether pages of other hosts may read it.
        is_stable: whether the same request will be answered the same as long as the server runs.
    """

    status: int
    media_type: str = _TEXT
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    file: str = ""
    is_open: bool = True
    is_stable: bool = True

    def with_headers(self, *more: tuple[str, str]) -> Reply:
        """It with more headers."""
        return self._replace(headers=(*self.headers, *more))

    @property
    def content_type(self) -> str:
        """The media type, with the charset of a text."""
        return (
            f"{self.media_type}; charset=utf-8"
            if self.media_type.startswith("text/")
            else self.media_type
        )


def refusal(status: int, error: PolicygraphError, lang: str, *headers: tuple[str, str]) -> Reply:
    """An answer that says in one line why there is no other.

    Args:
        status: of HTTP.
        error: the reason.
        lang: of the reader.
        headers: more.
    """
    return Reply(status, _TEXT, f"{error.words(lang)}\n".encode(), headers)


def redirect(location: str, *headers: tuple[str, str]) -> Reply:
    """An answer that leads to another address (303)."""
    return Reply(303, _TEXT, f"{location}\n".encode(), (("Location", location), *headers))
