"""The saved questions for programs, and the OpenAPI that describes them."""

from __future__ import annotations

import json
from urllib.parse import urlencode

import pytest
from web_server import RESULTS, Client

import policygraph
from policygraph.questions.catalogue import find_questions

QUESTIONS = {question.id: question for question in find_questions()}


def _path(id_: str, **fields: str) -> str:
    return f"/api/questions/{id_}?{urlencode(fields)}"


@pytest.mark.parametrize("id_", QUESTIONS)
def test_a_question_is_answered_with_its_example(client: Client, id_: str) -> None:
    example = {parameter.name: parameter.example for parameter in QUESTIONS[id_].params}
    answer = client.get(_path(id_, **example), accept=RESULTS)
    assert answer.status == 200, answer.text
    assert answer.media_type in (RESULTS, "text/turtle") or not QUESTIONS[id_].columns


@pytest.mark.parametrize("value", ["actor:sme", "sme", "中小企業", "SME"])
def test_a_parameter_is_what_a_user_would_type(client: Client, value: str) -> None:
    answer = client.get(_path("measures-for-actor", actor=value))
    wanted = policygraph.ask("measures-for-actor", actor="sme")
    assert len(answer.bindings) == len(wanted) > 0


def test_json_is_called_what_the_client_calls_it(client: Client) -> None:
    path = _path("measures-per-body")
    assert client.get(path).media_type == RESULTS
    assert client.get(path, accept="application/json").media_type == "application/json"
    assert client.get(path, accept="text/csv").media_type == "text/csv"
    assert (
        client.get(_path("measures-per-body", format="md"), accept="text/csv").media_type
        == "text/markdown"
    )


def test_labels_stand_beside_the_things_in_the_language_asked_for(client: Client) -> None:
    answer = client.get(_path("measures-per-body", format="csv", labels="true", lang="en"))
    heading, first = answer.text.splitlines()[:2]
    assert heading == "body,bodyLabel,measures,asPrinted"
    assert "Ministry of Education, Culture, Sports, Science and Technology" in first
    assert answer.headers["content-language"] == "en"


def test_pages_of_rows_lead_to_the_next_one(client: Client) -> None:
    whole = client.get(_path("measures-per-body")).bindings
    first = client.get(_path("measures-per-body", limit="2"))
    link = first.headers["link"]
    assert link == '</api/questions/measures-per-body?limit=2&offset=2>; rel="next"'
    second = client.get(link.partition(">")[0].removeprefix("<"))
    assert [*first.bindings, *second.bindings] == whole[:4]
    assert "link" not in client.get(_path("measures-per-body", limit="1000")).headers


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        (_path("measures-per-bodies"), 404, "near: measures-per-body"),
        (_path("measures-for-actor"), 400, "actor"),
        (_path("measures-for-actor", actor="no such actor"), 400, "no such actor"),
        (_path("measures-for-actor", actor="sme", body="mext"), 400, "body"),
        (_path("measures-for-actor", actor="sme") + "&actor=startup", 400, "twice"),
        (_path("measures-per-body", lang="fr"), 400, "fr"),
        (_path("measures-per-body", limit="-1"), 400, "limit"),
        (_path("measures-per-body", limit="0"), 400, "limit"),
        (_path("measures-per-body", format="exe"), 400, "exe"),
        (_path("measures-per-body", labels="perhaps"), 400, "labels"),
        ("/api/questions/..", 404, "no question"),
    ],
    ids=["no such question", "no value", "an unknown value", "another's parameter", "twice", "no language",
         "a negative limit", "a limit of none", "no format", "no yes or no", "the folder above"],
)  # fmt: skip
def test_what_cannot_be_answered_is_told_in_one_line(
    client: Client, path: str, status: int, words: str
) -> None:
    answer = client.get(path, accept_language="en")
    assert answer.status == status
    assert words in answer.text
    assert len(answer.text.splitlines()) == 1


def test_a_form_that_there_is_not_is_406(client: Client) -> None:
    assert client.get(_path("measures-per-body"), accept="image/png").status == 406


def test_the_list_has_every_question_with_its_parameters(client: Client) -> None:
    listed = json.loads(client.get("/api/questions", accept_language="en").body)
    assert [entry["id"] for entry in listed] == list(QUESTIONS)
    (entry,) = (entry for entry in listed if entry["id"] == "measures-for-actor")
    assert entry["title"] == QUESTIONS["measures-for-actor"].title["en"]
    assert [parameter["name"] for parameter in entry["parameters"]] == ["actor"]
    assert client.get(f"{entry['href']}?actor=sme").status == 200


def test_the_description_of_the_api_has_every_question(client: Client) -> None:
    found = json.loads(client.get("/api/openapi.json").body)
    assert found["openapi"].startswith("3.1")
    for id_, question in QUESTIONS.items():
        operation = found["paths"][f"/api/questions/{id_}"]["get"]
        required = [p["name"] for p in operation["parameters"] if p.get("required")]
        assert required == [parameter.name for parameter in question.params]
        assert operation["responses"].keys() >= {"200", "400", "503"}
