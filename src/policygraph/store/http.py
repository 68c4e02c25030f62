"""HTTP with a password that nobody sees: not in a log, not in an error, not on a plain line."""

from __future__ import annotations

import base64
import http.client
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from policygraph.core.errors import StoreError, UsageError

_LOOPBACK = frozenset(("localhost", "127.0.0.1", "::1"))


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
class Answer:
    """What a server answers: status, media type without parameters, body, what it asks for."""

    status: int
    media_type: str
    body: bytes
    challenge: str = ""


def check_url(url: str, option: str) -> str:
    """A URL that can be asked.

    Raises:
        UsageError: it is not http(s), or holds a user or password.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UsageError(f'{option}: "{url if "@" not in url else "…"}" is no http(s) URL')
    if parts.username is not None or parts.password is not None:
        raise UsageError(
            f"{option}: the URL holds a user or password; give --user and --password-file instead"
        )
    return url


class Connection:
    """Requests to one server. Answers are whole in memory: the largest is one named graph.

    Digest authentication is used where the server asks for it; Basic only over https or to this
    machine, since it sends the password as it is.

    Args:
        urls: what the credentials are for.
        credentials: where the server asks for them.
        timeout: seconds an answer may take.
    """

    def __init__(
        self, urls: list[str], credentials: Credentials | None = None, *, timeout: float = 300
    ) -> None:
        self._timeout = timeout
        self._credentials = credentials
        self._urls = tuple(urls)
        self._opener = urllib.request.build_opener(_NoRedirect())
        passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
        if credentials is not None:
            passwords.add_password(None, urls, credentials.user, credentials.password)
        self._digest = urllib.request.HTTPDigestAuthHandler(passwords)

    def request(
        self,
        method: str,
        url: str,
        *,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Ask; every status is an answer.

        Raises:
            StoreError: the server cannot be reached or does not answer in time.
        """

        def asked() -> urllib.request.Request:
            return urllib.request.Request(
                url, data=body, headers=dict(headers or {}), method=method
            )

        challenge = ""
        if body and self._credentials is not None:
            # Virtuoso closes the line while a long body without a password is still being sent, so
            # its challenge is fetched first; a nonce may be good for one answer only.
            probe = urllib.request.Request(url, method="HEAD")
            challenge = self._send(probe).challenge
        request = asked()
        self._authorize(request, challenge)
        answer = self._send(request)
        if answer.status == 401 and answer.challenge and self._credentials is not None:
            request = asked()
            self._authorize(request, answer.challenge)
            if request.has_header("Authorization"):
                answer = self._send(request)
        return answer

    def _authorize(self, request: urllib.request.Request, challenge: str) -> None:
        """Answer a challenge, if there is one and the credentials are for this URL."""
        credentials = self._credentials
        if credentials is None or not request.full_url.startswith(self._urls):
            return
        scheme, _, rest = challenge.partition(" ")
        if scheme.lower() == "digest":
            fields = urllib.request.parse_keqv_list(urllib.request.parse_http_list(rest))
            found = self._digest.get_authorization(request, fields)
            if found:
                request.add_unredirected_header("Authorization", f"Digest {found}")
        elif scheme.lower() == "basic" and _is_private(request.full_url):
            request.add_unredirected_header("Authorization", f"Basic {credentials.token}")

    def _send(self, request: urllib.request.Request) -> Answer:
        url = request.full_url.partition("?")[0]
        try:
            with self._opener.open(request, timeout=self._timeout) as answer:
                return Answer(answer.status, answer.headers.get_content_type(), answer.read())
        except urllib.error.HTTPError as error:
            with error:
                challenge = error.headers.get("WWW-Authenticate") or ""
                kind = error.headers.get_content_type()
                return Answer(error.code, kind, error.read(), challenge)
        except urllib.error.URLError as error:
            raise StoreError(f"{url}: does not answer: {self.hide(str(error.reason))}") from None
        except (OSError, http.client.HTTPException) as error:
            raise StoreError(f"{url}: does not answer: {self.hide(str(error))}") from None

    def refusal(self, url: str, answer: Answer) -> StoreError:
        """The error of a request that was refused, with the server's first words."""
        if answer.status in (401, 403):
            given = "was refused" if self._credentials else "is asked for"
            return StoreError(
                f"{url}: a user and password {given} ({answer.status}); see --user and --password-file"
                " (Basic authentication needs https)"
            )
        lines = answer.body.decode("utf-8", "replace").strip().splitlines()
        words = self.hide(lines[0])[:200] if lines else ""
        return StoreError(f"{url}: refuses ({answer.status}): {words}")

    def hide(self, words: str) -> str:
        """Words of a server or library without the password, should they repeat it."""
        if self._credentials is None or not self._credentials.password:
            return words
        password = self._credentials.password
        for form in (self._credentials.token, quote(password, safe=""), password):
            words = words.replace(form, "…")
        return words


def _is_private(url: str) -> bool:
    """Whether a password on its way to a URL can be read by nobody else."""
    parts = urlsplit(url)
    return parts.scheme == "https" or (parts.hostname or "") in _LOOPBACK


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirect is an answer: a password must not follow it to another server."""

    def redirect_request(self, *_: object, **__: object) -> None:
        return None
