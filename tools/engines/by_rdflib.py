"""Answers of rdflib: `python by_rdflib.py DATA [STORE] < queries.json > answers.json`."""

from __future__ import annotations

import json
import logging
import sys
from pathlib import Path

import rdflib


def shown(term: object) -> str:
    """A value as the tables write it."""
    if term is None:
        return "-"
    tag = f"@{term.language}" if isinstance(term, rdflib.Literal) and term.language else ""
    return f"{term}{tag}"


def answers(data: Path, queries: list[str], store: str = "default") -> list[list[str]]:
    """The rows of each query; of one that fails the word ``error`` with its first words.

    A row in which nothing is bound is counted, though going through a result of rdflib leaves it out.
    """
    logging.disable(logging.CRITICAL)
    graph = rdflib.Graph(store=store)
    graph.parse(data, format="turtle")
    found = []
    for query in queries:
        try:
            result = graph.query(query)
            names = result.vars or []
            rows = [
                " | ".join(shown(binding.get(name)) for name in names)
                for binding in result.bindings
            ]
            found.append(rows)
        except Exception as error:
            found.append([f"error: {type(error).__name__} {' '.join(str(error).split())[:60]}"])
    return found


if __name__ == "__main__":
    json.dump(answers(Path(sys.argv[1]), json.load(sys.stdin), *sys.argv[2:]), sys.stdout)
