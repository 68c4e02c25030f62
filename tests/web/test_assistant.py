"""The door for assistants, opened by the client of the protocol's own SDK."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from mcp import Client, StdioServerParameters

from policygraph.core.errors import UsageError
from policygraph.core.namespaces import BASE
from policygraph.web.assistant import Assistant, bounded, open_assistant
from policygraph.web.mcp_server import mcp_server

MEASURE = f"{BASE}measure/sti-strategy-2017/5-1-C-1-1"


@pytest.fixture(scope="module")
def assistant() -> Iterator[Assistant]:
    with open_assistant(None) as opened:
        yield opened


def call(assistant: Assistant, tool: str, **arguments: Any) -> Any:
    async def ask() -> Any:
        async with Client(mcp_server(assistant), read_timeout_seconds=60) as client:
            return await client.call_tool(tool, arguments)

    result = asyncio.run(ask())
    words = result.content[0].text
    return words if result.is_error else json.loads(words)


def test_every_tool_says_that_it_only_reads_and_what_its_arguments_mean(
    assistant: Assistant,
) -> None:
    async def ask() -> Any:
        async with Client(mcp_server(assistant), read_timeout_seconds=60) as client:
            return (await client.list_tools()).tools

    tools = {tool.name: tool for tool in asyncio.run(ask())}
    assert {
        "search_measures",
        "get_measure",
        "ask_question",
        "sparql",
        "evidence",
        "vocabulary",
    } <= set(tools)
    for tool in tools.values():
        assert tool.annotations is not None
        assert tool.annotations.read_only_hint
        assert not tool.annotations.destructive_hint
        assert len(tool.description or "") > 40


def test_a_search_gives_quotation_place_and_iri(assistant: Assistant) -> None:
    found = call(assistant, "search_measures", words="集中管理体制", lang="en")
    (item,) = found["items"]
    assert item["iri"] == MEASURE
    assert item["quotation"].startswith("大学や国研において企業の")
    assert item["place"] == "lines 161-165"
    assert item["responsible"] == ["Ministry of Education, Culture, Sports, Science and Technology"]


def test_a_search_by_a_body_takes_its_short_name(assistant: Assistant) -> None:
    found = call(assistant, "search_measures", filters={"body": ["文科省"]}, limit=1)
    assert found["count"] == 23  # as the raw text has it: tags with 文部科学省, reprises once
    assert len(found["items"]) == 1


@pytest.mark.parametrize("name", [MEASURE, "5-1-C-1-1"])
def test_a_measure_is_given_with_its_links_and_their_layer(assistant: Assistant, name: str) -> None:
    found = call(assistant, "get_measure", item=name, lang="en")
    assert found["iri"] == MEASURE
    assert {link["layer"] for link in found["links"]} <= {"stated", "inferred", "curated"}
    assert found["passages"][0]["lines"] == "161-165"


def test_the_evidence_of_a_measure_is_words_of_its_text(assistant: Assistant) -> None:
    text = call(assistant, "get_measure", item=MEASURE)["passages"][0]["text"]
    rows = call(assistant, "evidence", item=MEASURE)["rows"]
    words = [row["words"] for row in rows if row["property"]["iri"].endswith("#involvesActor")]
    assert words
    assert all(word in text for word in words)


def test_a_saved_question_is_answered_with_labels(assistant: Assistant) -> None:
    found = call(assistant, "ask_question", question="measures-per-body", lang="en", limit=1)
    (row,) = found["rows"]
    assert (row["body"]["label"], row["measures"]) == (
        "Ministry of Education, Culture, Sports, Science and Technology",
        "23",
    )
    assert "left_out" in found
    named = [one["id"] for one in call(assistant, "list_questions")["questions"]]
    assert "measures-per-body" in named


@pytest.mark.parametrize(
    ("tool", "arguments", "said"),
    [
        ("get_measure", {"item": "月の石"}, "nothing is called"),
        ("ask_question", {"question": "measures-per-bodi"}, "measures-per-body"),
        ("sparql", {"query": "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"}, "SERVICE"),
        ("sparql", {"query": "DELETE WHERE { ?s ?p ?o }"}, "changes nothing"),
        ("sparql", {"query": "SELECT WHERE {"}, "line 1, column 15"),
        ("vocabulary", {"kind": "planet"}, "there is no kind planet"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_call_is_said_in_words(
    assistant: Assistant, tool: str, arguments: dict[str, Any], said: str
) -> None:
    words = call(assistant, tool, **arguments)
    assert isinstance(words, str)
    assert said in words
    assert "Traceback" not in words


def test_a_query_is_answered_as_rows_truth_or_triples(assistant: Assistant) -> None:
    assert call(assistant, "sparql", query="SELECT (COUNT(?m) AS ?n) { ?m a pol:Measure }")[
        "rows"
    ] == [{"n": "54"}]
    assert call(assistant, "sparql", query="ASK { ?m a pol:Measure }") == {"boolean": True}
    described = call(assistant, "sparql", query=f"DESCRIBE <{MEASURE}>")
    assert "pol:responsibleBody" in described["turtle"]


def test_the_vocabulary_says_how_much_a_thing_is_used_and_finds_by_words(
    assistant: Assistant,
) -> None:
    first, *_ = call(assistant, "vocabulary", kind="body", lang="ja")["things"]
    assert (first["label"], first["items"]) == ("文部科学省", 23)
    found = call(assistant, "vocabulary", kind="instrument", words="補助")["things"]
    assert found
    assert all("/concept/instrument/" in thing["iri"] for thing in found)


def test_an_answer_that_would_be_too_large_says_what_it_leaves_out() -> None:
    found = bounded({"rows": [{"words": "字" * 1000}] * 200}, ("rows",))
    assert len(json.dumps(found, ensure_ascii=False)) <= 60_000
    assert found["left_out"] == f"entries of rows behind the first {len(found['rows'])}"


def test_a_role_or_kind_that_there_is_not_is_an_error_from_python_too(assistant: Assistant) -> None:
    with pytest.raises(UsageError, match="no kind"):
        assistant.vocabulary("planet")


def test_resources_and_the_prompt_are_there(assistant: Assistant) -> None:
    async def ask() -> tuple[str, str, str]:
        async with Client(mcp_server(assistant), read_timeout_seconds=60) as client:
            documents = await client.read_resource("policygraph://documents")
            ontology = await client.read_resource("policygraph://ontology")
            prompt = await client.get_prompt("how_to_count", {"question": "How many?"})
            return (
                documents.contents[0].text,
                ontology.contents[0].text,
                prompt.messages[0].content.text,
            )  # type: ignore[union-attr]

    documents, ontology, prompt = asyncio.run(ask())
    assert json.loads(documents)["documents"][0]["items"] == 54
    assert "pol:Measure" in ontology
    assert "MinistryGroup" in prompt
    assert prompt.endswith("How many?")


def test_the_command_answers_on_standard_input_and_output(tmp_path: Path) -> None:
    server = StdioServerParameters(
        command=sys.executable, args=["-m", "policygraph", "mcp"], env=dict(os.environ)
    )

    async def ask() -> Any:
        async with Client(server, read_timeout_seconds=60) as client:
            return await client.call_tool("sparql", {"query": "ASK { ?m a pol:Target }"})

    assert json.loads(asyncio.run(ask()).content[0].text) == {"boolean": False}


def test_the_command_answers_over_http_on_this_machine_alone() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with subprocess.Popen(
        [sys.executable, "-m", "policygraph", "mcp", "--http", "--port", str(port)],
        stderr=subprocess.PIPE,
    ) as process:
        try:
            _wait(port, process)

            async def ask() -> Any:
                async with Client(
                    f"http://127.0.0.1:{port}/mcp", read_timeout_seconds=60
                ) as client:
                    return await client.call_tool("sparql", {"query": "ASK { ?m a pol:Measure }"})

            assert json.loads(asyncio.run(ask()).content[0].text) == {"boolean": True}
        finally:
            process.terminate()
            process.wait(10)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert process.poll() is None, process.stderr.read() if process.stderr else ""
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail("the server does not answer")
