"""HTTP to a SPARQL server: within a time limit, and with a password that nobody sees.

Everything is of one connection; nothing is set for the whole process (`urllib` and `http.client` are
used through their subclasses, not through `install_opener` or module variables).

- The limit is for the whole of a request, its repetitions and redirects included: for finding,
  sending and every byte of the answer, where `urllib` would count anew for each byte.
- A password goes to the servers that were named and nowhere else, by Digest or, over https or to
  this machine alone, by Basic authentication. It is in no log and no message.
- Only what changes nothing follows a redirect or is asked again.
- Headers are read however many there are: Virtuoso names every graph that it was asked of in one,
  and `http.client` gives up at a hundred.
"""

from __future__ import annotations

import base64
import http.client
import io
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from email.message import Message
from socket import socket
from typing import Any, cast
from urllib.parse import quote, urljoin, urlsplit

from policygraph.core.errors import StoreError, UsageError
from policygraph.store.protocol import Limit
from policygraph.version import VERSION

_LOOPBACK = frozenset(("localhost", "127.0.0.1", "::1"))
_PORTS = {"http": 80, "https": 443}
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_BUSY = frozenset((429, 502, 503, 504))
_HOPS = 5
_TRIES = 3
_PAUSE = 0.2  # seconds before a request is sent again; doubled each time
_READ_OF_X = (b"x-sparql-maxrows:", b"x-sql-state:", b"x-sql-message:")


@dataclass(frozen=True, slots=True)
class Credentials:
    """A user and password; never printed."""

    user: str
    password: str

    def __repr__(self) -> str:
        return "Credentials(…)"

    @property
    def token(self) -> str:
        """As Basic authentication sends them (RFC 7617)."""
        return base64.b64encode(f"{self.user}:{self.password}".encode()).decode()


@dataclass(frozen=True, slots=True)
class Response:
    """What a server answers.

    Attributes:
        status: of HTTP.
        headers: names in any case.
        stream: the body, to be read once.
    """

    status: int
    headers: Message
    stream: io.BufferedIOBase

    def lines(self) -> list[str]:
        """The body as lines of text, those that are blank left out."""
        text = self.stream.read().decode("utf-8", "replace")
        return [line.strip() for line in text.splitlines() if line.strip()]


def check_url(url: str, option: str) -> str:
    """A URL that can be asked.

    Raises:
        UsageError: it is not http(s), or holds a user or password.
    """
    parts = urlsplit(url)
    if parts.scheme not in _PORTS or not parts.hostname:
        raise UsageError("no-url", option=option, url=url if "@" not in url else "…")
    if parts.username is not None or parts.password is not None:
        raise UsageError("password-in-url", option=option)
    return url


class Connection:
    """Requests to one server, under whichever URLs it has.

    Args:
        urls: what the credentials are for: the servers of these.
        credentials: where the server asks for them.
        timeout: seconds that a request may take.
        tries: how often what changes nothing is asked where the server is busy or not there.
    """

    def __init__(
        self,
        urls: list[str],
        credentials: Credentials | None = None,
        *,
        timeout: float | None = 300,
        tries: int = _TRIES,
    ) -> None:
        self.timeout = timeout
        self.tries = tries
        self._credentials = credentials
        self._origins = frozenset(map(_origin, urls))
        self._opener = urllib.request.build_opener(_Timed(), _NoRedirect())
        passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
        if credentials is not None:
            passwords.add_password(None, urls, credentials.user, credentials.password)
        self._digest = urllib.request.HTTPDigestAuthHandler(passwords)

    @contextmanager
    def request(
        self,
        method: str,
        url: str,
        *,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float | None = None,
        changes: bool = True,
    ) -> Iterator[Response]:
        """Ask, and give an answer of whatever status while it is read.

        Args:
            method, url, body, headers: of HTTP.
            timeout: seconds for all of it; those of the connection where they are missing.
            changes: whether it changes something there, so that it is sent once and to this URL only.

        Raises:
            StoreError: the server cannot be reached, does not answer in time, or stops half-way.
        """
        seconds = self.timeout if timeout is None else timeout
        wanted = {"User-Agent": f"policygraph/{VERSION}", **(headers or {})}
        try:
            send = self._authorized if changes else self._repeated
            response = send(_Call(Limit(seconds), method, url, body, wanted))
            with closing(response.stream):
                yield response
        except TimeoutError:
            raise StoreError("no-answer", url=_bare(url), seconds=f"{seconds:g}") from None
        except (OSError, http.client.HTTPException) as error:
            words = self.hide(" ".join(str(error).split())) or type(error).__name__
            raise StoreError("does-not-answer", url=_bare(url), reason=words) from None

    def _repeated(self, call: _Call) -> Response:
        """Send what changes nothing: again while the server is busy, and after a redirect."""
        pause = _PAUSE
        for attempt in range(1, self.tries + 1):
            left = call.limit.left
            is_last = attempt == self.tries or (left is not None and left <= pause)
            try:
                response = self._redirected(call)
                if is_last or response.status not in _BUSY:
                    return response
                response.stream.close()
            except (OSError, http.client.HTTPException) as error:
                if is_last or isinstance(error, TimeoutError):
                    raise
            with call.limit.waiting():
                time.sleep(pause)
            pause *= 2
        raise AssertionError("unreachable")

    def _redirected(self, call: _Call) -> Response:
        response = self._authorized(call)
        for _ in range(_HOPS):
            target = urljoin(call.url, response.headers.get("Location") or "")
            if response.status not in _REDIRECTS or not _may_follow(call.url, target):
                break
            response.stream.close()
            call = replace(call, url=target)
            if response.status == 303:
                call = replace(call, method="GET", body=None)
            response = self._authorized(call)
        return response

    def _authorized(self, call: _Call) -> Response:
        """Send a request, with the password where it is asked for."""
        challenge = ""
        if call.body and self._credentials is not None:
            # Virtuoso closes the line while a long body without a password is still being sent, so
            # its challenge is fetched first; a nonce may be good for one answer only.
            challenge = self._challenge(call)
        try:
            response = self._send(self._authorize(_Request(call), challenge))
        except ConnectionError:
            refused = self._refused(call) if challenge else None
            if refused is None:
                raise
            return refused
        asked = response.headers.get("WWW-Authenticate") or ""
        if response.status == 401 and asked and self._credentials is not None:
            answered = self._authorize(_Request(call), asked)
            if answered.has_header("Authorization"):
                response.stream.close()
                return self._send(answered)
        return response

    def _challenge(self, call: _Call) -> str:
        """What a server asks of whoever sends a call to it; empty where it asks nothing."""
        probe = self._send(_Request(replace(call, method="HEAD", body=None)))
        probe.stream.close()
        return probe.headers.get("WWW-Authenticate") or ""

    def _refused(self, call: _Call) -> Response | None:
        """The refusal of our password, which is lost where the line closes while a long body is sent."""
        bare = _Request(replace(call, method="HEAD", body=None))
        response = self._send(self._authorize(bare, self._challenge(call)))
        if response.status == 401:
            return response
        response.stream.close()
        return None

    def _authorize(self, request: _Request, challenge: str) -> _Request:
        """Answer a challenge, if there is one and the credentials are for this server."""
        credentials, url = self._credentials, request.full_url
        if credentials is None or _origin(url) not in self._origins:
            return request
        scheme, _, rest = challenge.partition(" ")
        if scheme.lower() == "digest":
            fields = urllib.request.parse_keqv_list(urllib.request.parse_http_list(rest))
            found = self._digest.get_authorization(request, fields)
            if found:
                request.add_unredirected_header("Authorization", f"Digest {found}")
        elif scheme.lower() == "basic" and _is_private(url):
            request.add_unredirected_header("Authorization", f"Basic {credentials.token}")
        return request

    def _send(self, request: _Request) -> Response:
        try:
            answer = self._opener.open(request, timeout=request.limit.left)
        except urllib.error.HTTPError as error:
            return Response(error.code, error.headers, cast(io.BufferedIOBase, error))
        except urllib.error.URLError as error:
            raise (error.reason if isinstance(error.reason, OSError) else error) from None
        return Response(answer.status, answer.headers, answer)

    def refusal(self, url: str, response: Response) -> StoreError:
        """The error of a request that was refused, with the server's first words."""
        if response.status in (401, 403):
            key = "password-refused" if self._credentials else "password-wanted"
            return StoreError(key, url=_bare(url), status=response.status)
        words = self.hide(next(iter(response.lines()), ""))[:200]
        return StoreError("refuses", url=_bare(url), status=response.status, reason=words)

    def hide(self, words: str) -> str:
        """Words of a server or library without the password, should they repeat it."""
        if self._credentials is None or not self._credentials.password:
            return words
        password = self._credentials.password
        for form in (self._credentials.token, quote(password, safe=""), password):
            words = words.replace(form, "…")
        return words


def _bare(url: str) -> str:
    return url.partition("?")[0]


def _origin(url: str) -> tuple[str, str, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port or _PORTS.get(parts.scheme)


def _is_private(url: str) -> bool:
    """Whether a password on its way to a URL can be read by nobody else."""
    parts = urlsplit(url)
    return parts.scheme == "https" or (parts.hostname or "") in _LOOPBACK


def _may_follow(url: str, target: str) -> bool:
    """Whether a redirect leads to a web server, and not from a private line to an open one."""
    return urlsplit(target).scheme in _PORTS and (_is_private(target) or not _is_private(url))


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirect is an answer: whether and how it is followed is decided by `Connection`."""

    def redirect_request(self, *_: object, **__: object) -> None:
        return None


# -- a time limit for the whole of a request, and as many headers as there are --------------------


@dataclass(frozen=True, slots=True)
class _Call:
    """What is asked, and what is left of its time."""

    limit: Limit
    method: str
    url: str
    body: bytes | None
    headers: Mapping[str, str]


class _Request(urllib.request.Request):
    """A call on its way, with the limit for the connection that it is sent over."""

    def __init__(self, call: _Call) -> None:
        super().__init__(call.url, call.body, dict(call.headers), method=call.method)
        self.limit = call.limit


class _Timed(urllib.request.HTTPHandler, urllib.request.HTTPSHandler):
    """Opens the connections of requests that have a limit."""

    def http_open(self, request: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_Plain, request, limit=cast(_Request, request).limit)  # type: ignore[arg-type]

    def https_open(self, request: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_Secure, request, limit=cast(_Request, request).limit)  # type: ignore[arg-type]


class _WithLimit(http.client.HTTPConnection):
    def __init__(self, host: str, *, limit: Limit, **options: Any) -> None:
        super().__init__(host, **options)
        self._limit = limit
        self.response_class = self._response  # type: ignore[assignment]

    def _response(self, sock: socket, **options: Any) -> http.client.HTTPResponse:
        response = http.client.HTTPResponse(sock, **options)
        response.fp = _Lines(_Wire(response.fp.detach(), sock, self._limit))
        return response

    def connect(self) -> None:
        with self._limit.waiting() as left:
            self.timeout = left
            super().connect()

    def send(self, data: Any) -> None:
        if self.sock is None:
            self.connect()
        with self._limit.waiting() as left:
            self.sock.settimeout(left)
            super().send(data)


class _Plain(_WithLimit):
    pass


class _Secure(_WithLimit, http.client.HTTPSConnection):
    pass


class _Wire(io.RawIOBase):
    """What comes from a server, each piece within what is left of the time."""

    def __init__(self, raw: io.RawIOBase, sock: socket, limit: Limit) -> None:
        self._raw, self._socket, self._limit = raw, sock, limit

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        with self._limit.waiting() as left:
            self._socket.settimeout(left)
            return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()


class _Lines(io.BufferedReader):
    """Leaves those headers out that begin with X- and that nobody here reads."""

    _in_headers = True

    def readline(self, size: int | None = -1) -> bytes:
        while True:
            line = super().readline(size)
            name = line[:20].lower()
            is_idle = name.startswith(b"x-") and not name.startswith(_READ_OF_X)
            if not (self._in_headers and is_idle and line.endswith(b"\n")):
                self._in_headers = self._in_headers and line.strip() != b""
                return line
