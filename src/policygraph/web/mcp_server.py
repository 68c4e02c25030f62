"""The graph for assistants, by the Model Context Protocol: tools, resources and a prompt, all of them reading.

`policygraph.web.assistant` answers; here stands what an assistant is told of each tool. The texts are English,
since they speak to a program; answers have labels in the language that is asked for.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from typing import Annotated, Any, Literal

import anyio.to_thread
from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from pydantic import Field

from policygraph.core.errors import PolicygraphError
from policygraph.version import VERSION
from policygraph.web.assistant import KINDS, MOST, Assistant, Json, ontology_text

Lang = Annotated[
    Literal["ja", "en"], Field(description="Language of labels; quotations stay Japanese.")
]
Limit = Annotated[int, Field(ge=1, le=MOST, description="How many at most.")]
_READS = ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)
_INSTRUCTIONS = (
    "A knowledge graph of Japanese innovation policy, read from strategy documents. Every answer has the exact "
    "words of the text, where they stand, and the IRI of what it is about: quote the words, cite place and IRI. "
    "What the text states, what follows by rule (inferred) and what a person judged (curated) are told apart by "
    "the layer. Read the prompt how_to_count before you count."
)
_COUNTING = """\
Before you give a number from this graph, say what is counted.

- A measure is what a document commits to; an occurrence is each bullet that says it. A restatement (再掲) is an \
occurrence of the same measure: count `?m a pol:Measure`, not occurrences, unless you are asked how often it is printed.
- `pol:Measure` and `pol:Target` are siblings under `pol:PolicyItem`; a `pol:ReportedMeasure` is an act of the past and \
no plan.
- Collective bodies (関係府省, "the ministries concerned"; type `pol:MinistryGroup`) name nobody: their members are not \
in the graph. Count them apart, and say so.
- `pol:responsibleBody` once a measure; printed tags are `pol:ResponsibilityMention`s. Agencies are no part of their \
ministry's count unless you ask for them (question measures-per-body-with-agencies).
- A measure with two bodies counts for both: numbers per body do not add up to the number of measures.
- Measures of different documents are different measures, also where one continues another; say which documents.
- The reading of the text has measured errors: precision and recall of each link are in graph/metadata (dqv).

{question}"""


def _answering(tool: Callable[..., Json]) -> Callable[..., Any]:
    """The tool in a thread of its own; what is wrong with a call is told to the assistant in words."""

    @functools.wraps(tool)
    async def answer(*arguments: Any, **named: Any) -> str:
        try:
            found = await anyio.to_thread.run_sync(functools.partial(tool, *arguments, **named))
        except PolicygraphError as error:
            raise ToolError(error.words("en")) from None
        return json.dumps(found, ensure_ascii=False)

    answer.__annotations__ = {**tool.__annotations__, "return": str}
    return answer


def mcp_server(assistant: Assistant) -> MCPServer:
    """The server of an assistant's graph.

    Args:
        assistant: answers; it stays the caller's to close.
    """
    server = MCPServer(
        "policygraph",
        title="policygraph",
        version=VERSION,
        instructions=_INSTRUCTIONS,
        log_level="WARNING",
    )

    def tool(description: str) -> Callable[[Callable[..., Json]], None]:
        def add(function: Callable[..., Json]) -> None:
            server.tool(
                description=description, annotations=_READS, structured_output=False
            )(_answering(function))  # fmt: skip

        return add

    @tool(
        "Find measures and targets by words and by what they link to. Words may be Japanese or English; names of "
        "things find their synonyms. Each item comes with its words, heading, place in the source and IRI; facets "
        "count the selection."
    )
    def search_measures(
        words: Annotated[str, Field(description="Words that must be there; may be empty.")] = "",
        filters: Annotated[
            dict[str, list[str]] | None,
            Field(description="Facet (body, actor, theme, instrument, commitment, document, year, programme, "
                              "work, place) -> names or IRIs, one of which must hold."),
        ] = None,
        role: Annotated[
            Literal["responsible", "lead", "cooperating", "involved", "any"],
            Field(description="In which role the filter body answers."),
        ] = "responsible",
        lang: Lang = "ja",
        limit: Limit = 10,
        offset: Annotated[int, Field(ge=0)] = 0,
    ) -> Json:  # fmt: skip
        return assistant.search_measures(words, filters, role, lang, limit, offset)

    @tool("All that the graph says of one measure, body, actor, theme, programme or work: its words with their place, "
          "its links with their layer, what links to it.")  # fmt: skip
    def get_measure(
        item: Annotated[str, Field(description="IRI, identifier (5-4-C-2-3) or name.")], lang: Lang = "ja"
    ) -> Json:  # fmt: skip
        return assistant.get_measure(item, lang)

    @tool(
        "On which words of the text each link of a measure stands: property, value, layer, words, unit, lines or page."
    )
    def evidence(
        item: Annotated[str, Field(description="IRI or identifier of a measure or target.")], lang: Lang = "ja"
    ) -> Json:  # fmt: skip
        return assistant.evidence(item, lang)

    @tool(
        "Ask a saved question, whose answer on the shipped graph has been checked by hand; list_questions has them."
    )
    def ask_question(
        question: Annotated[str, Field(description="The id of the question.")],
        parameters: Annotated[
            dict[str, str] | None, Field(description="Its parameters; names will do for IRIs.")
        ] = None,
        lang: Lang = "ja",
        limit: Limit = MOST,
    ) -> Json:
        return assistant.ask_question(question, parameters, lang, limit)

    @tool("The saved questions: id, title, what each asks, parameters and columns.")
    def list_questions(lang: Lang = "ja") -> Json:
        return assistant.list_questions(lang)

    @tool("Ask in SPARQL 1.1 (SELECT, ASK, CONSTRUCT, DESCRIBE). The prefixes pol: skos: dcterms: org: prov: nif: need "
          "no declaration; the ontology is the resource policygraph://ontology. Ended after 20 seconds.")  # fmt: skip
    def sparql(
        query: Annotated[str, Field(max_length=20_000)], lang: Lang = "ja", limit: Limit = MOST
    ) -> Json:
        return assistant.sparql(query, lang, limit)

    @tool("The things of a kind that measures link to, with labels, IRIs and how many measures each has; with words "
          "those whose labels hold them.")  # fmt: skip
    def vocabulary(
        kind: Annotated[str, Field(description=f"One of: {', '.join(KINDS)}.")],
        words: str = "",
        lang: Lang = "ja",
        limit: Limit = MOST,
    ) -> Json:
        return assistant.vocabulary(kind, words, lang, limit)

    @server.resource("policygraph://ontology", mime_type="text/turtle",
                     description="Classes and properties, with labels and definitions in Japanese and English.")  # fmt: skip
    def ontology() -> str:
        return ontology_text()

    @server.resource("policygraph://documents", mime_type="application/json",
                     description="The documents of the graph, with the number of their measures.")  # fmt: skip
    def documents() -> str:
        return json.dumps(assistant.documents("en"), ensure_ascii=False)

    @server.resource("policygraph://thing/{name}", mime_type="application/json",
                     description="All that the graph says of a thing, by identifier or name.")  # fmt: skip
    def thing(name: str) -> str:
        return json.dumps(assistant.get_measure(name, "en"), ensure_ascii=False)

    @server.prompt(
        description="How to count in this graph: measure or occurrence, collective bodies, editions."
    )
    def how_to_count(question: str = "") -> str:
        return _COUNTING.format(question=question).strip()

    return server
