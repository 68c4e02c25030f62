"""Answers of pyoxigraph: `python by_pyoxigraph.py DATA < queries.json > answers.json`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pyoxigraph as ox


def shown(term: object) -> str:
    """A value as the tables write it."""
    if term is None:
        return "-"
    tag = f"@{term.language}" if isinstance(term, ox.Literal) and term.language else ""
    return f"{getattr(term, 'value', term)}{tag}"


def answers(data: Path, queries: list[str]) -> list[list[str]]:
    """The rows of each query; of one that fails the word ``error`` with its first words."""
    store = ox.Store()
    store.load(path=str(data), format=ox.RdfFormat.TURTLE)
    found = []
    for query in queries:
        try:
            found.append([" | ".join(shown(value) for value in row) for row in store.query(query)])
        except (SyntaxError, OSError, RuntimeError) as error:
            found.append([f"error: {' '.join(str(error).split())[:60]}"])
    return found


if __name__ == "__main__":
    json.dump(answers(Path(sys.argv[1]), json.load(sys.stdin)), sys.stdout)
