"""Every IRI of the graph has an address: 303 to its page or its data, in the language of the reader."""

from __future__ import annotations

import re

import pytest
import rdflib
from web_server import Client

BASE = "https://w3id.org/policygraph/"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
THINGS = (
    "org/mext", "concept/actor/sme", "doc/sti-strategy-2017", "measure/sti-strategy-2017/5-1-C-2-1", "ontology",
)  # fmt: skip
FORMS = {"text/turtle": "turtle", "application/ld+json": "json-ld", "application/n-triples": "nt"}


@pytest.mark.parametrize("thing", THINGS)
@pytest.mark.parametrize("accept", FORMS)
def test_a_program_is_led_to_the_data_of_a_thing(client: Client, thing: str, accept: str) -> None:
    answer = client.get(f"/{thing}", accept=accept)
    assert answer.status == 303
    assert "Accept" in answer.headers["vary"]
    data = client.get(answer.headers["location"])
    assert (data.status, data.media_type) == (200, accept)
    found = rdflib.Graph().parse(data=data.body, format=FORMS[accept])
    assert any(found.triples((rdflib.URIRef(f"{BASE}{thing}"), None, None)))


@pytest.mark.parametrize("thing", THINGS)
@pytest.mark.parametrize(("language", "ending"), [("ja", ""), ("en-GB,en;q=0.9", ".en")])
def test_a_browser_is_led_to_the_page_of_a_thing_in_its_language(
    client: Client, thing: str, language: str, ending: str
) -> None:
    answer = client.get(f"/{thing}", accept=BROWSER, accept_language=language)
    assert answer.status == 303
    assert re.fullmatch(rf"/[^?#]+(?<!\.en){re.escape(ending)}\.html", answer.headers["location"])


def test_the_address_says_the_language_before_the_browser_does(client: Client) -> None:
    answer = client.get("/org/mext?lang=en", accept=BROWSER, accept_language="ja")
    assert answer.headers["location"] == "/org/mext.en.html"


def test_a_unit_is_led_to_its_place_in_the_page_of_its_document(client: Client) -> None:
    answer = client.get("/doc/sti-strategy-2017/5/1/C/2/1", accept=BROWSER, accept_language="ja")
    assert answer.headers["location"].startswith("/doc/sti-strategy-2017.html#")


@pytest.mark.parametrize(
    "path", ["/org/no-such-body", "/nothing", "/org/no-such-body.ttl", "/x.html"]
)
def test_what_there_is_not_is_404(client: Client, path: str) -> None:
    assert client.get(path, accept=BROWSER).status == 404


def test_a_thing_in_a_form_that_there_is_not_is_406(client: Client) -> None:
    assert client.get("/org/mext", accept="image/png").status == 406


def test_a_page_that_a_browser_has_is_not_sent_again(client: Client) -> None:
    first = client.get("/search.html")
    again = client.get("/search.html", if_none_match=first.headers["etag"])
    other = client.get("/search.html", if_none_match='"another"')
    assert (first.status, again.status, again.body, other.status) == (200, 304, b"", 200)


def test_a_japanese_address_is_read_as_browsers_send_it(client: Client) -> None:
    answer = client.get("/search.html?q=%E4%B8%AD%E5%B0%8F%E4%BC%81%E6%A5%AD")
    assert answer.status == 200
    assert "中小企業" in answer.text
