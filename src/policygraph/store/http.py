"""HTTP to a SPARQL server: within a time limit, and with a password that nobody sees.

Everything is of one connection; nothing is set for the whole process. `policygraph.store.wire` is the line.

- The limit is for the whole of a request, its repetitions and redirects included: for finding,
  sending and every byte of the answer, where `urllib` would count anew for each byte. An answer has a
  limit of bytes, too, and all requests of a connection may be given one limit of both together.
- A password goes to the servers that were named and nowhere else, by Digest or, over https or to
  this machine alone, by Basic authentication. It is in no log and no message.
- Only what changes nothing follows a redirect, to the same server and with all that was asked, or is
  asked again, as late as the server wishes (``Retry-After``) where the limit allows that.
"""

from __future__ import annotations

import base64
import http.client
import io
import os
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Final, cast
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from policygraph.core.errors import StoreError, UsageError
from policygraph.store.protocol import Limit
from policygraph.store.wire import Call, Request, Room, Timed, TooMuchError
from policygraph.version import VERSION

_LOOPBACK = frozenset(("localhost", "127.0.0.1", "::1"))
_PORTS = {"http": 80, "https": 443}
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_BUSY = frozenset((429, 502, 503, 504))
_HOPS = 5
_TRIES = 3
_FORM = "application/x-www-form-urlencoded"
_WORDS = 64 * 1024  # bytes of a refusal that are read
_ENDLESS = 2**62
MOST_BYTES: Final = 2 * 2**30  # of an answer
USER_VARIABLE: Final = "POLICYGRAPH_USER"
PASSWORD_VARIABLE: Final = "POLICYGRAPH_PASSWORD"  # the name of it
_PAUSE = 0.2  # seconds before a request is sent again; doubled each time


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


def find_credentials(url: str) -> Credentials | None:
    """The user and password for a URL: those of the environment, else those of ``.netrc`` for its host.

    Raises:
        UsageError: only one of the two variables is set, or the file cannot be read.
    """
    user, password = os.environ.get(USER_VARIABLE), os.environ.get(PASSWORD_VARIABLE)
    if user and password is not None:
        return Credentials(user, password.rstrip("\r\n"))
    if user or password is not None:
        raise UsageError("user-and-password", user=USER_VARIABLE, password=PASSWORD_VARIABLE)
    import netrc

    file = Path(os.environ.get("NETRC") or Path.home() / ".netrc")
    if not file.is_file():
        return None
    try:
        found = netrc.netrc(str(file)).authenticators(urlsplit(url).hostname or "")
    except (OSError, UnicodeDecodeError, netrc.NetrcParseError):
        raise UsageError("no-password", file=file) from None
    return Credentials(found[0], found[2]) if found and found[0] and found[2] else None


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

    @property
    def media_type(self) -> str:
        """Of the body, without parameters, in small letters; empty where the server does not say."""
        return (self.headers.get("Content-Type") or "").partition(";")[0].strip().lower()

    def lines(self) -> list[str]:
        """The beginning of the body as lines of text, those that are blank left out."""
        text = self.stream.read(_WORDS).decode("utf-8", "replace")
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
        most: bytes that an answer may have.
        tries: how often what changes nothing is asked where the server is busy or not there.
    """

    def __init__(
        self,
        urls: list[str],
        credentials: Credentials | None = None,
        *,
        timeout: float | None = 300,
        most: int = MOST_BYTES,
        tries: int = _TRIES,
    ) -> None:
        self.timeout = timeout
        self.most = most
        self.total: float | None = None
        self._time, self._room = Limit(None), Room(_ENDLESS)
        self.tries = tries
        self._credentials = credentials
        self._origins = frozenset(map(_origin, urls))
        self._opener = urllib.request.build_opener(Timed(), _NoRedirect())
        passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
        if credentials is not None:
            passwords.add_password(None, urls, credentials.user, credentials.password)
        self._digest = urllib.request.HTTPDigestAuthHandler(passwords)

    def allow(self, seconds: float, size: int) -> None:
        """Bound all requests from now on together.

        Args:
            seconds: that may be spent in waiting for them.
            size: bytes that all answers may have.
        """
        self.total, self._time, self._room = seconds, Limit(seconds), Room(size)

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
        left = self._time.left
        if left is not None:
            seconds = left if seconds is None else min(seconds, left)
            if left <= 0:
                raise StoreError("no-answer-in-all", url=_bare(url), seconds=f"{self.total:g}")
        limit, room = Limit(seconds), Room(min(self.most, self._room.left))
        may_come = room.left
        wanted = {"User-Agent": f"policygraph/{VERSION}", **(headers or {})}
        try:
            send = self._authorized if changes else self._repeated
            response = send(Call(limit, method, url, body, wanted, room))
            with closing(response.stream):
                yield response
        except TimeoutError:
            if seconds == left:
                raise StoreError(
                    "no-answer-in-all", url=_bare(url), seconds=f"{self.total:g}"
                ) from None
            raise StoreError("no-answer", url=_bare(url), seconds=f"{seconds:g}") from None
        except TooMuchError:
            raise StoreError("sends-too-much", url=_bare(url), size=f"{may_come:,}") from None
        except (OSError, http.client.HTTPException) as error:
            words = self.hide(" ".join(str(error).split())) or type(error).__name__
            raise StoreError("does-not-answer", url=_bare(url), reason=words) from None
        finally:
            if left is not None and seconds is not None and limit.left is not None:
                self._time.left = left - (seconds - limit.left)
            self._room.left -= may_come - max(room.left, 0)

    def _repeated(self, call: Call) -> Response:
        """Send what changes nothing: again while the server is busy, and after a redirect."""
        pause = _PAUSE
        for attempt in range(1, self.tries + 1):
            left = call.limit.left
            is_last = attempt == self.tries or (left is not None and left <= pause)
            try:
                response = self._redirected(call)
                if is_last or response.status not in _BUSY:
                    return response
                wished = _retry_after(response.headers)
                if left is not None and wished >= left:
                    return response
                response.stream.close()
            except (OSError, http.client.HTTPException) as error:
                if is_last or isinstance(error, (TimeoutError, TooMuchError)):
                    raise
                wished = 0
            with call.limit.waiting():
                time.sleep(max(pause, wished))
            pause *= 2
        raise AssertionError("unreachable")

    def _redirected(self, call: Call) -> Response:
        response = self._authorized(call)
        for _ in range(_HOPS):
            target = urljoin(call.url, response.headers.get("Location") or "")
            if response.status not in _REDIRECTS or not _may_follow(call.url, target):
                break
            response.stream.close()
            call = replace(call, url=target)
            if response.status == 303:
                call = replace(call, method="GET", url=_with_query(call), body=None)
            response = self._authorized(call)
        return response

    def _authorized(self, call: Call) -> Response:
        """Send a request, with the password where it is asked for."""
        challenge = ""
        if call.body and self._credentials is not None:
            # Virtuoso closes the line while a long body without a password is still being sent, so
            # its challenge is fetched first; a nonce may be good for one answer only.
            challenge = self._challenge(call)
        try:
            response = self._send(self._authorize(Request(call), challenge))
        except ConnectionError:
            refused = self._refused(call) if challenge else None
            if refused is None:
                raise
            return refused
        asked = response.headers.get("WWW-Authenticate") or ""
        if response.status == 401 and asked and self._credentials is not None:
            answered = self._authorize(Request(call), asked)
            if answered.has_header("Authorization"):
                response.stream.close()
                return self._send(answered)
        return response

    def _challenge(self, call: Call) -> str:
        """What a server asks of whoever sends a call to it; empty where it asks nothing."""
        probe = self._send(Request(replace(call, method="HEAD", body=None)))
        probe.stream.close()
        return probe.headers.get("WWW-Authenticate") or ""

    def _refused(self, call: Call) -> Response | None:
        """The refusal of our password, which is lost where the line closes while a long body is sent."""
        bare = Request(replace(call, method="HEAD", body=None))
        response = self._send(self._authorize(bare, self._challenge(call)))
        if response.status == 401:
            return response
        response.stream.close()
        return None

    def _authorize(self, request: Request, challenge: str) -> Request:
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

    def _send(self, request: Request) -> Response:
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
        if response.status in _REDIRECTS and response.headers.get("Location"):
            target = urljoin(url, response.headers["Location"])
            return StoreError("redirects", url=_bare(url), target=self.hide(_bare(target))[:200])
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
    """Whether a redirect leads to the server that was asked."""
    return urlsplit(target).scheme in _PORTS and _origin(target) == _origin(url)


def _with_query(call: Call) -> str:
    """The URL of what a form leads to by GET; where it names nothing itself, with what was asked."""
    parts = urlsplit(call.url)
    is_form = call.headers.get("Content-Type", "").startswith(_FORM)
    if parts.query or not is_form or call.body is None:
        return call.url
    return urlunsplit(parts._replace(query=call.body.decode("ascii", "replace")))


def _retry_after(headers: Message) -> float:
    """How many seconds a server asks to be left alone (RFC 9110, section 10.2.3); 0 where it does not."""
    wished = (headers.get("Retry-After") or "").strip()
    if wished.isascii() and wished.isdigit():
        return float(wished[:9])
    try:
        at = parsedate_to_datetime(wished)
        return max((at - datetime.now(at.tzinfo)).total_seconds(), 0)
    except (ValueError, TypeError, OverflowError):
        return 0


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirect is an answer: whether and how it is followed is decided by `Connection`."""

    def redirect_request(self, *_: object, **__: object) -> None:
        return None
