"""The samples for web servers, in the servers themselves: on loopback, ended by their process ids."""

from __future__ import annotations

import http.client
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from policygraph.core.namespaces import BASE
from policygraph.store import Store

_NGINX = """\
daemon off;
pid {folder}/pid;
error_log {folder}/error.log;
events {{ worker_connections 64; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  include {folder}/site.conf;
}}
"""
_APACHE = """\
ServerRoot {folder}
PidFile {folder}/pid
Listen 127.0.0.1:{port}
ServerName localhost
ErrorLog {folder}/error.log
LoadModule mpm_event_module {modules}/mod_mpm_event.so
LoadModule authz_core_module {modules}/mod_authz_core.so
LoadModule rewrite_module {modules}/mod_rewrite.so
LoadModule headers_module {modules}/mod_headers.so
LoadModule mime_module {modules}/mod_mime.so
LoadModule alias_module {modules}/mod_alias.so
TypesConfig {folder}/mime.types
DocumentRoot {folder}/empty
Alias /policy {site}
<Directory {site}>
  AllowOverride FileInfo
  Options FollowSymLinks
  Require all granted
</Directory>
"""
_MODULES = Path("/usr/lib/apache2/modules")


def _free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


def _running(command: list[str], port: int, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A server that answers; it ends with the fixture."""
    with log.open("wb") as said:
        process = subprocess.Popen(command, stdout=said, stderr=said)
    try:
        deadline = time.monotonic() + 20
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                if process.poll() is not None or time.monotonic() > deadline:
                    pytest.fail(f"the server did not start: {log.read_text(encoding='utf-8')}")
                time.sleep(0.05)
        yield process
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture(scope="module", params=["nginx", "apache"])
def server(
    request: pytest.FixtureRequest, site: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[int, str]]:
    """The site behind a server: its port and the path of the folder there."""
    folder, port = tmp_path_factory.mktemp(request.param), _free_port()
    # Servers drop their rights when they start as root, and then cannot read pytest's folders.
    common = Path(tempfile.gettempdir())
    for closed in (folder, *folder.parents, site, *site.parents):
        if common in closed.parents:
            closed.chmod(0o755)
    if request.param == "nginx":
        binary = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
        if binary is None:
            pytest.skip("nginx is not installed: apt-get install nginx-light")
        sample = (site / "nginx.conf.sample").read_text(encoding="utf-8")
        settings = sample.replace("/var/www/policygraph", str(site)).replace("8080", str(port))
        (folder / "site.conf").write_text(settings, encoding="utf-8")
        configuration = folder / "nginx.conf"
        configuration.write_text(_NGINX.format(folder=folder), encoding="utf-8")
        command, path = [binary, "-c", str(configuration)], ""
    else:
        binary = shutil.which("apache2") or shutil.which("apache2", path="/usr/sbin")
        if binary is None:
            pytest.skip("Apache is not installed: apt-get install apache2-bin")
        copy = folder / "site"
        shutil.copytree(site, copy)
        shutil.copy(site / "htaccess.sample", copy / ".htaccess")
        (folder / "empty").mkdir()
        (folder / "mime.types").write_text("text/html html\ntext/css css\n", encoding="utf-8")
        configuration = folder / "httpd.conf"
        configuration.write_text(
            _APACHE.format(folder=folder, port=port, modules=_MODULES, site=copy), encoding="utf-8"
        )
        command, path = [binary, "-f", str(configuration), "-DFOREGROUND"], "/policy"
    for _ in _running(command, port, folder / "said"):
        yield port, path


def follow(server: tuple[int, str], iri: str, accept: str) -> tuple[int, str, str, int]:
    """Where an IRI leads: status, media type, path with its fragment, number of redirects."""
    port, root = server
    path, fragment, hops = root + quote(iri.removeprefix(BASE).partition("#")[0]), "", 0
    path = path if path.startswith(f"{root}/") else f"{root}/{path.removeprefix(root)}"
    while True:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("GET", path, headers={"Accept": accept})
        answer = connection.getresponse()
        answer.read()
        connection.close()
        location = answer.getheader("Location")
        if answer.status != 303 or location is None or hops > 5:
            kind = (answer.getheader("Content-Type") or "").partition(";")[0]
            assert "Accept" in (answer.getheader("Vary") or "")
            return answer.status, kind, path.removeprefix(root) + fragment, hops
        parts = urlsplit(location)
        path, fragment = parts.path, f"#{parts.fragment}" if parts.fragment else ""
        hops += 1


@pytest.mark.parametrize(
    ("iri", "page", "data"),
    [
        ("ontology#Measure", "/ontology/index.html", "/ontology.ttl"),
        ("shapes#Measure", "/shapes.html", "/shapes.ttl"),
        ("concept/actor/", "/concept/actor/index.html", "/concept/actor.ttl"),
        ("concept/actor/sme", "/concept/actor/sme.html", "/concept/actor/sme.ttl"),
        ("doc/sti-strategy-2017", "/doc/sti-strategy-2017.html", "/doc/sti-strategy-2017.ttl"),
        (
            "doc/sti-strategy-2017/5/1/C/2/1#0-2",
            "/doc/sti-strategy-2017.html#sti-strategy-2017/5/1/C/2/1",
            "/doc/sti-strategy-2017.ttl",
        ),
        (
            "graph/sti-strategy-2017/stated",
            "/doc/sti-strategy-2017.html",
            "/doc/sti-strategy-2017.ttl",
        ),
        ("graph/vocabulary", "/index.html", "/vocabulary.ttl"),
        ("graph/entailed", "/index.html", "/entailed.ttl"),
        (
            "withdrawal/sti-strategy-2017/5-1-C-3-1-hasTheme-basic-research",
            "/doc/sti-strategy-2017.html",
            "/doc/sti-strategy-2017.ttl",
        ),
        ("graph/lineage/inferred", "/documents.html", "/lineage.ttl"),
        ("assertion/lineage/change/a/revises/b/commitment", "/documents.html", "/lineage.ttl"),
        ("withdrawal/lineage/1", "/documents.html", "/lineage.ttl"),
        ("graph/ontology", "/ontology/index.html", "/ontology.ttl"),
        ("dataset", "/index.html", "/dataset.ttl"),
        ("agent/policygraph-editors", "/index.html", "/dataset.ttl"),
    ],
)
def test_an_iri_leads_a_browser_to_its_page_and_a_program_to_its_data(
    server: tuple[int, str], iri: str, page: str, data: str
) -> None:
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    assert follow(server, BASE + iri, browser) == (200, "text/html", page, 1)
    assert follow(server, BASE + iri, "text/turtle") == (200, "text/turtle", data, 1)
    program = "application/ld+json;q=0.9, application/n-triples"
    assert follow(server, BASE + iri, program)[1:3] == ("text/turtle", data)


def test_iris_of_every_kind_lead_somewhere(server: tuple[int, str], site_store: Store) -> None:
    subjects = sorted({str(q[0]).partition("#")[0] for q in site_store.dump()})
    ours = [subject for subject in subjects if subject.startswith(BASE)]
    kinds = {kind: list(found) for kind, found in groupby(ours, _kind)}
    assert {"withdrawal/sti-strategy-2017", "assertion/lineage", "graph/lineage"} <= kinds.keys()
    for found in kinds.values():
        for iri in {found[0], found[len(found) // 2]}:
            for accept, kind in (("text/html", "text/html"), ("text/turtle", "text/turtle")):
                assert follow(server, iri, accept)[:2] == (200, kind), iri


def _kind(iri: str) -> str:
    """The first step of an IRI, and the second where it says whose it is."""
    first, _, rest = iri.removeprefix(BASE).partition("/")
    is_of_one = first in ("assertion", "concept", "curation", "doc", "graph", "withdrawal")
    return f"{first}/{rest.partition('/')[0]}" if is_of_one else first


@pytest.mark.parametrize("iri", ["nosuch", "concept/actor/nosuch", "work/計画", "org/x.html"])
def test_an_iri_that_is_nobodys_is_not_found(server: tuple[int, str], iri: str) -> None:
    status, _, _, hops = follow(server, BASE + iri, "text/html")
    assert status == 404
    assert hops <= 1


def test_the_server_gives_the_first_page_and_the_style(server: tuple[int, str]) -> None:
    assert follow(server, BASE, "text/html")[:2] == (200, "text/html")
    assert follow(server, f"{BASE}style.css", "text/css")[:2] == (200, "text/css")
