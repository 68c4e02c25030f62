"""The pages in a real browser, served and as files: nothing goes wrong, nothing comes from elsewhere."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from playwright.sync_api import Browser, Page
from web_browser import NARROW, MissingError, Tab, chromium, invalid
from web_server import Client, Server, serving

from policygraph.core.namespaces import BASE, POL
from policygraph.core.resources import resource
from policygraph.core.terms import read_turtle
from policygraph.pages.sections import open_book
from policygraph.pages.site import write_request
from policygraph.store import open_store

KEY = "sti-strategy-2017"
MEASURE = "measure/sti-strategy-2017/5-1-C-2-1"
NETWORK = "network/body-theme"
QUERY = "SELECT ?m WHERE { ?m a pol:Measure } LIMIT 3"
# A page of every kind, without its language and suffix.
KINDS = {
    "home": "index",
    "search": "search",
    "measure": MEASURE,
    "document": f"doc/{KEY}",
    "body": "org/mext",
    "concept": "concept/actor/sme",
    "scheme": "concept/theme/index",
    "term": "ontology/responsibleBody",
    "questions": "questions/index",
    "bars": "questions/measures-per-body",
    "grid": "questions/themes-and-bodies",
    "parameters": "questions/measures-for-actor-in-role",
    "network": "network/index",
    "measures-network": "network/measure-measure",
    "compare": "compare",
    "completeness": "completeness",
    "validation": "completeness/validation",
    "about": "about",
}
SERVED = {**KINDS, "editor": "editor", "review": "review"}
# Kinds that come from the template of another kind: their barriers are its barriers.
REPEATED = {"body", "term", "measures-network"}
# Elements of which a long page has many alike: the first of them are looked at.
ALIKE = {
    "document": "main .unit, main section section",
    "validation": "main section",
    "grid": "tbody tr",
}
LANGUAGES = {"ja": ".html", "en": ".en.html"}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    try:
        with chromium() as started:
            yield started
    except MissingError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped chapter, whose curation somebody may change."""
    folder = tmp_path_factory.mktemp("corpus") / KEY
    shutil.copytree(resource("data", "source", KEY), folder)
    return folder


@pytest.fixture(scope="module")
def edited(trig: Path, corpus: Path) -> Iterator[Server]:
    with serving(trig, "--edit", "--corpus", str(corpus)) as server:
        yield server


@pytest.fixture(scope="module")
def files(trig: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of each kind as ``export site`` writes them, and what they need beside them."""
    out = tmp_path_factory.mktemp("site")
    wanted = {
        f"{path}{suffix}" for path in (*KINDS.values(), NETWORK) for suffix in LANGUAGES.values()
    }
    with open_store(trig) as store:
        book = open_book(store, is_static=True)
        for request in book.requests():
            if request.name in wanted or request.suffix in (".js", ".css", ".svg"):
                write_request(book, request, out)
    return out


@pytest.fixture(scope="module")
def served_tab(browser: Browser, edited: Server) -> Tab:
    return Tab(browser, edited.url)


@pytest.fixture(scope="module")
def file_tab(browser: Browser, files: Path) -> Tab:
    return Tab(browser, f"{files.as_uri()}/")


@pytest.fixture
def served(served_tab: Tab) -> Iterator[Tab]:
    """A tab on the server; whatever a test does in it, nothing is complained of."""
    yield served_tab
    assert _taken(served_tab) == ([], [])


@pytest.fixture
def site(file_tab: Tab) -> Iterator[Tab]:
    """A tab on the folder of files."""
    yield file_tab
    assert _taken(file_tab) == ([], [])


def _taken(tab: Tab) -> tuple[list[str], list[str]]:
    found = list(tab.complaints), list(tab.outside)
    tab.complaints.clear()
    tab.outside.clear()
    return found


def _barriers(tab: Tab, alike: str = "") -> list[str]:
    try:
        return tab.barriers(alike)
    except MissingError as error:
        pytest.skip(str(error))


def _until(page: Page, wanted: str) -> None:
    """Wait until an expression holds; playwright's own way is one that the policy of the server forbids."""
    for _ in range(100):
        if page.evaluate(wanted):
            return
        page.wait_for_timeout(50)
    raise AssertionError(wanted)


# -- every kind of page --------------------------------------------------------------------------


@pytest.mark.parametrize("kind", SERVED)
def test_a_served_page_has_no_barriers_and_fits_a_telephone_in_both_languages(
    served: Tab, kind: str
) -> None:
    page = served.open(f"{SERVED[kind]}.html")
    assert page.locator("html").get_attribute("lang") == "ja"
    assert page.locator("h1").count() == 1
    if kind not in REPEATED:
        assert _barriers(served, ALIKE.get(kind, "")) == []
    page = served.open(f"{SERVED[kind]}.en.html", NARROW)
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("h1").inner_text().strip()
    assert not served.is_too_wide()


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_of_the_folder_needs_no_server(site: Tab, kind: str) -> None:
    page = site.open(f"{KINDS[kind]}.html", NARROW)
    assert page.locator("h1").count() == 1
    assert not site.is_too_wide()


def test_dark_pages_have_no_barriers_either(browser: Browser, edited: Server) -> None:
    tab = Tab(browser, edited.url, scheme="dark")
    for address, alike in (
        ("questions/themes-and-bodies.html", ALIKE["grid"]),
        ("editor.html", ""),
        (f"{MEASURE}.html", ""),
    ):
        tab.open(address)
        assert _barriers(tab, alike) == []
    assert _taken(tab) == ([], [])


def test_a_printed_question_is_its_table(served: Tab) -> None:
    page = served.open("questions/measures-of-body.html")
    page.emulate_media(media="print")
    try:
        assert page.locator("table.answer").is_visible()
        assert not page.locator("form.controls").is_visible()
        assert not page.locator("header.site form").is_visible()
    finally:
        page.emulate_media(media="screen")


def test_every_kind_of_page_is_valid_html(edited: Server, files: Path, tmp_path: Path) -> None:
    client, pages = Client(edited.port), []
    asked = {"asked": f"editor.html?{urlencode({'query': QUERY})}"}
    served = {kind: f"{path}{suffix}" for kind, path in SERVED.items() for suffix in (".html",)}
    for kind, address in (served | asked).items():
        page = tmp_path / f"{kind}.html"
        page.write_bytes(client.get(f"/{address}").body)
        pages.append(page)
    pages += [
        files / f"{KINDS[kind]}.en.html" for kind in ("search", "measure", "parameters", "network")
    ]
    wrong = tmp_path / "wrong.html"
    wrong.write_text(
        "<!DOCTYPE html>\n<html lang='en'><title>x</title><p><div>x</div></p></html>\n"
    )
    try:
        found = invalid([*pages, wrong])
    except MissingError as error:
        pytest.skip(str(error))
    assert [line for line in found if not line.startswith(wrong.name)] == []
    assert found != []


# -- questions and the editor --------------------------------------------------------------------


def test_a_question_is_asked_with_a_value_that_is_picked(served: Tab) -> None:
    page = served.open("questions/measures-of-body.html")
    before = page.locator("table.answer tbody tr").count()
    page.select_option("#p-body", "org/mext")
    with page.expect_navigation():
        page.click("form.controls button")
    assert "body=org%2Fmext" in page.url
    assert page.locator("#p-body").input_value() == "org/mext"
    assert page.locator("table.answer tbody tr").count() > before
    with page.expect_download() as download:
        page.click("text=CSV")
    lines = download.value.path().read_text(encoding="utf-8").splitlines()
    assert len(lines) == 1 + page.locator("table.answer tbody tr").count()


def test_a_table_is_sorted_by_its_headings(served: Tab) -> None:
    page = served.open("questions/measures-per-body.html")
    numbers = page.locator("table.answer tbody td:nth-child(2)")
    given = [int(text) for text in numbers.all_inner_texts()]
    page.locator("table.answer th").nth(1).get_by_role("link").click()
    page.locator("table.answer th").nth(1).get_by_role("link").click()
    assert [int(text) for text in numbers.all_inner_texts()] == sorted(given)
    assert page.locator("table.answer th").nth(1).get_attribute("aria-sort") == "ascending"


def test_the_query_of_a_question_opens_in_the_editor(served: Tab) -> None:
    page = served.open("questions/measures-per-body.html")
    rows = page.locator("table.answer tbody tr").count()
    page.click("details.sparql summary")
    page.click("details.sparql a:not([download])")
    page.wait_for_url("**/editor.html?*")
    assert page.locator("table.answer tbody tr").count() == rows


def test_a_query_is_typed_completed_and_asked(served: Tab) -> None:
    with served.page.expect_response("**/editor-terms.json"):
        page = served.open("editor.html")
    page.click(".CodeMirror")
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.type("SELECT ?m WHERE { ?m a pol:Measure ; pol:involvesA")
    page.keyboard.press("Control+Space")
    page.locator(".CodeMirror-hints li", has_text="pol:involvesActor").wait_for()
    page.keyboard.press("Enter")
    _until(page, "policygraphEditor.getValue().includes('pol:involvesActor')")
    page.keyboard.type(" actor:sm")
    page.keyboard.press("Control+Space")
    page.locator(".CodeMirror-hints li", has_text="actor:sme").wait_for()
    page.keyboard.press("Enter")
    _until(page, "policygraphEditor.getValue().includes('actor:sme')")
    page.keyboard.type(" }")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    assert page.locator("table.answer tbody tr").count() > 2
    assert page.locator("table.answer tbody a").first.inner_text()
    page.click(".CodeMirror")
    page.keyboard.press("Tab")  # no trap
    assert page.evaluate("document.activeElement.type") == "submit"


def test_what_is_wrong_with_a_query_is_told_in_its_own_lines(served: Tab) -> None:
    wrong = urlencode({"query": "SELECT ?m {\n?m b pol:Measure }"})
    page = served.open(f"editor.en.html?{wrong}")
    told = page.locator("[role=alert]").inner_text()
    assert "line 2" in told
    # The server says 400, of which a browser speaks on its console.
    assert all("400" in complaint for complaint in served.complaints)
    served.complaints.clear()


# -- search --------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["AI", "人材"])
def test_two_characters_are_found_and_marked(served: Tab, words: str) -> None:
    page = served.open("index.html")
    field = page.locator("input[type=search]").first
    field.fill(words)
    with page.expect_navigation():
        field.press("Enter")
    assert page.locator("main mark").count() > 0


def test_two_characters_are_found_without_a_server(site: Tab) -> None:
    page = site.open(f"search.html?q={quote('人材')}")
    page.wait_for_selector("main mark")
    assert page.locator("main mark").first.inner_text()


def test_facets_stay_in_the_address_over_back_and_forward(served: Tab) -> None:
    page = served.open("search.html")
    page.locator("main a[href*='search.html?']:not([href*='page='])").first.click()
    page.wait_for_url("**/search.html?*")
    chosen, title = page.url, page.locator("main").inner_text()
    page.locator(f"main a[href*='{MEASURE.split('/')[0]}/']").first.click()
    page.wait_for_url("**/measure/**")
    page.go_back()
    assert page.url == chosen
    assert page.locator("main").inner_text() == title
    page.go_back()
    assert page.url.endswith("search.html")
    page.go_forward()
    assert page.url == chosen


# -- networks, and the steward -------------------------------------------------------------------


@pytest.mark.parametrize("where", ["served", "site"])
def test_a_click_in_the_network_tells_what_it_is_of_and_leads_there(
    request: pytest.FixtureRequest, where: str
) -> None:
    tab: Tab = request.getfixturevalue(where)
    page = tab.open(f"{NETWORK}.html")
    place = page.evaluate(
        "(() => { const node = policygraphNetwork.nodes('[kind = 0]')[0], at = node.renderedPosition();"
        " const box = document.getElementById('drawing').getBoundingClientRect();"
        " return {x: box.x + at.x, y: box.y + scrollY + at.y, name: node.data('name')}; })()"
    )
    page.evaluate("document.getElementById('drawing').scrollIntoView()")
    # The drawing learns where it is from the event of scrolling, which comes with the next frame.
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    page.mouse.click(place["x"], place["y"] - page.evaluate("scrollY"))
    page.wait_for_selector("#chosen h3")
    assert page.locator("#chosen h3").inner_text() == place["name"]
    assert page.locator("#chosen li").count() > 0
    assert page.locator("#edges tbody tr").count() > page.locator("#chosen li").count()
    page.click("#chosen h3 a")
    page.wait_for_url("**/org/**")
    assert page.locator("h1").inner_text().strip()


def test_a_name_that_is_sought_is_found_in_picture_and_table(served: Tab) -> None:
    page = served.open(f"{NETWORK}.html")
    all_rows = page.locator("#edges tbody tr:visible").count()
    page.fill("#find", "文部科学省")
    assert 0 < page.locator("#edges tbody tr:visible").count() < all_rows
    assert page.evaluate("policygraphNetwork.nodes('.found').length") == 1


def test_what_the_steward_withdraws_stands_in_the_curation_file(served: Tab, corpus: Path) -> None:
    page = served.open(f"review/{KEY}.html")
    row = page.locator(f"li[data-link][data-key$='{BASE}concept/theme/open-innovation']").first
    key = row.get_attribute("data-key")
    assert key is not None
    row.locator("button[data-act=withdrawn]").click()
    with page.expect_navigation():
        page.click("#save")
    kept = page.locator(f"li[data-key='{key}']").first
    assert kept.get_attribute("data-state") == "withdrawn"
    assert "curation.ttl" in page.locator("#saved").inner_text()
    said = {(p, o) for _, p, o in read_turtle(corpus / "curation.ttl")}
    subject, link, value = key.split()
    assert {(POL.withdrawnSubject, subject), (POL.withdrawnPredicate, link)} <= said
    assert (POL.withdrawnObject, value) in said


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        pytest.param(403, {"origin": "https://example.org"}, id="from another page"),
        pytest.param(403, {}, id="from no page"),
        pytest.param(403, {"origin": "OWN", "x_token": "guessed"}, id="without the token"),
        pytest.param(403, {"origin": "OWN", "host": "example.org"}, id="by another name"),
    ],
)
def test_nothing_is_saved_that_no_page_of_this_server_sent(
    edited: Server, corpus: Path, status: int, headers: dict[str, str]
) -> None:
    place = corpus / "curation.ttl"
    before = place.read_bytes() if place.exists() else None
    own = {
        name: edited.url.rstrip("/") if value == "OWN" else value for name, value in headers.items()
    }
    answer = Client(edited.port).send(
        "POST", f"/review/{KEY}.html", "<a> <b> <c> .", content_type="text/turtle", **own
    )
    assert answer.status == status
    assert (place.read_bytes() if place.exists() else None) == before


def test_a_curation_file_that_no_build_takes_is_not_written(
    browser: Browser, edited: Server, corpus: Path
) -> None:
    place = corpus / "curation.ttl"
    before = place.read_bytes() if place.exists() else None
    tab = Tab(browser, edited.url)
    page = tab.open(f"review/{KEY}.en.html")
    answer = page.evaluate(
        "fetch(data.save.url, {method: 'POST', body: '<a> <b> ', headers: {'Content-Type': 'text/turtle',"
        " 'X-Token': data.save.token, 'If-Match': data.save.version}}).then(answer => answer.status)"
    )
    assert answer == 422
    stale = page.evaluate(
        "fetch(data.save.url, {method: 'POST', body: '', headers: {'Content-Type': 'text/turtle',"
        " 'X-Token': data.save.token, 'If-Match': 'other'}}).then(answer => answer.status)"
    )
    assert stale == 412
    assert (place.read_bytes() if place.exists() else None) == before


def test_without_edit_there_is_nothing_to_judge(client: Client) -> None:
    assert client.get(f"/review/{KEY}.html").status == 404
    assert b"review.html" not in client.get("/questions/index.html").body
    assert client.send("POST", f"/review/{KEY}.html", "x").status in (404, 405)


def test_no_page_carries_a_script_or_a_style_of_its_own(edited: Server) -> None:
    client = Client(edited.port)
    for path in SERVED.values():
        body = client.get(f"/{path}.html").text
        assert "<style" not in body
        assert "style=" not in body
        assert "onclick" not in body
        for script in body.split("<script")[1:]:
            head, _, rest = script.partition(">")
            inner = rest.partition("</script>")[0]
            if 'type="application/' in head:
                json.loads(inner)  # data, which no browser runs
            else:
                assert inner == ""
