"""Write ``docs/engines.md``: `python -m tools.engines [FILE]`.

Each engine is installed, pinned, into a temporary folder; rasqal and Virtuoso come with Debian (rasqal-utils,
virtuoso-opensource) and are left out where they are not.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from tools.engines.cases import DATA, read_tables
from tools.engines.document import SEEN_BESIDES, Column, write_document

_HERE = Path(__file__).parent
_DOCUMENT = _HERE.parents[1] / "docs" / "engines.md"
_LIMIT = 120  # seconds for all queries of an engine
_RESULTS = "{http://www.w3.org/2005/sparql-results#}"
_FROM = "http://example.org/data"


@dataclass(frozen=True, slots=True)
class Engine:
    """An engine with its version and how it is asked.

    Attributes:
        name: as its package is named, with its version.
        ask: takes queries and a folder of its own; gives the rows of each.
    """

    name: str
    ask: Callable[[list[str], Path], list[list[str]] | None]


def _by_python(
    script: str, *packages: str, arguments: tuple[str, ...] = ()
) -> Callable[[list[str], Path], list[list[str]]]:
    def ask(queries: list[str], folder: Path) -> list[list[str]]:
        subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
        python = folder / "venv" / "bin" / "python"
        subprocess.run(
            [python, "-m", "pip", "install", "--quiet", *packages],
            check=True,
            stderr=subprocess.DEVNULL,
        )
        return _answers([str(python), str(_HERE / script), str(DATA), *arguments], queries)

    return ask


def _by_node(script: str, *packages: str) -> Callable[[list[str], Path], list[list[str]] | None]:
    def ask(queries: list[str], folder: Path) -> list[list[str]] | None:
        if shutil.which("npm") is None:
            return None
        subprocess.run(
            ["npm", "install", "--silent", "--no-audit", "--no-fund", *packages],
            cwd=folder,
            check=True,
        )
        shutil.copy(_HERE / script, folder)
        return _answers(["node", str(folder / script), str(DATA)], queries)

    return ask


def _answers(command: list[str], queries: list[str]) -> list[list[str]]:
    run = subprocess.run(
        command,
        input=json.dumps(queries),
        capture_output=True,
        text=True,
        check=True,
        timeout=_LIMIT,
    )
    answers: list[list[str]] = json.loads(run.stdout)
    return answers


def _rasqal(queries: list[str], folder: Path) -> list[list[str]] | None:
    del folder
    if shutil.which("roqet") is None:
        return None
    return [_roqet(query) for query in queries]


def _roqet(query: str) -> list[str]:
    command = [
        "roqet",
        "--quiet",
        "--input",
        "sparql11-query",
        "--results",
        "xml",
        "--data",
        str(DATA),
        "--exec",
        query,
    ]
    try:
        run = subprocess.run(command, capture_output=True, text=True, check=False, timeout=10)
        return list(_rows_of_xml(ElementTree.fromstring(run.stdout)))
    except subprocess.TimeoutExpired:
        return ["error: no answer in 10 s"]
    except ElementTree.ParseError:
        said = re.sub(r"^roqet: |Error - |URI \S+ - ", "", " ".join(run.stderr.split()))
        return [f"error: {said[:60]}"]


def _rows_of_xml(results: ElementTree.Element) -> Iterator[str]:
    """The rows of a result in SPARQL's XML."""
    names = [variable.get("name") for variable in results.iter(f"{_RESULTS}variable")]
    for row in results.iter(f"{_RESULTS}result"):
        values = {binding.get("name"): binding[0] for binding in row if len(binding)}
        yield " | ".join(_shown_of_xml(values.get(name)) for name in names)


def _shown_of_xml(value: ElementTree.Element | None) -> str:
    if value is None or value.tag == f"{_RESULTS}unbound":
        return "-"
    tag = value.get("{http://www.w3.org/XML/1998/namespace}lang")
    return f"{value.text or ''}{f'@{tag}' if tag else ''}"


def _virtuoso(queries: list[str], folder: Path) -> list[list[str]] | None:
    from virtuoso import NoVirtuosoError, Virtuoso

    from policygraph.core.namespaces import IRI
    from policygraph.core.terms import read_turtle

    try:
        server = Virtuoso(folder)
    except NoVirtuosoError:
        return None
    try:
        server.load({IRI(_FROM): read_turtle(DATA)})
        return [_over_http(server.endpoint, query) for query in queries]
    finally:
        server.stop()


def _over_http(endpoint: str, query: str) -> list[str]:
    parameters = urllib.parse.urlencode({"query": query, "default-graph-uri": _FROM}).encode()
    request = urllib.request.Request(
        endpoint, parameters, {"Accept": "application/sparql-results+json"}
    )
    try:
        with urllib.request.urlopen(request, timeout=20) as reply:
            return _rows(json.load(reply))
    except urllib.error.HTTPError as error:
        return [
            f"error: HTTP {error.code}, {' '.join(error.read().decode('utf-8', 'replace').split())[:60]}"
        ]
    except json.JSONDecodeError:
        return ["error: no JSON"]


def _rows(results: dict[str, dict[str, list[object]]]) -> list[str]:
    """The rows of a result in SPARQL's JSON."""
    names = results["head"]["vars"]
    return [
        " | ".join(_shown(row.get(name)) for name in names)
        for row in results["results"]["bindings"]
    ]  # type: ignore[attr-defined]


def _shown(value: dict[str, str] | None) -> str:
    if value is None:
        return "-"
    tag = f"@{value['xml:lang']}" if value.get("xml:lang") else ""
    return f"{value['value']}{tag}"


def _debian(package: str) -> str:
    run = subprocess.run(
        ["dpkg-query", "-W", "-f", "${Version}", package],
        capture_output=True,
        text=True,
        check=False,
    )
    return run.stdout or "not here"


ENGINES = [
    Engine("pyoxigraph 0.5.13", _by_python("by_pyoxigraph.py", "pyoxigraph==0.5.13")),
    Engine("rdflib 7.6.0", _by_python("by_rdflib.py", "rdflib==7.6.0")),
    Engine(
        "oxrdflib 0.5.0",
        _by_python("by_rdflib.py", "rdflib==7.6.0", "oxrdflib==0.5.0", arguments=("Oxigraph",)),
    ),
    Engine(
        "Comunica 5.2.3",
        _by_node("by_comunica.mjs", "@comunica/query-sparql-rdfjs-lite@5.2.3", "n3@2.13.12"),
    ),
    Engine(f"rasqal {_debian('rasqal-utils')}", _rasqal),
    Engine(f"Virtuoso {_debian('virtuoso-opensource-7')}", _virtuoso),
]


def main() -> None:
    """Ask every engine that is here and write the document."""
    sys.path.insert(0, str(_HERE.parents[1] / "tests"))
    tables = read_tables()
    queries = [case.query for table in tables for case in table.cases]
    columns = []
    for engine in ENGINES:
        with tempfile.TemporaryDirectory() as folder:
            answers = engine.ask(queries, Path(folder))
        if answers is None:
            print(f"{engine.name}: not here", file=sys.stderr)
            continue
        print(f"{engine.name}: asked", file=sys.stderr)
        columns.append(Column(engine.name, answers))
    by_hand = (
        _DOCUMENT.read_text(encoding="utf-8").partition(SEEN_BESIDES)
        if _DOCUMENT.exists()
        else ("", "", "")
    )
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else _DOCUMENT
    path.write_text(write_document(tables, columns, "".join(by_hand[1:])), encoding="utf-8")


if __name__ == "__main__":
    main()
