"""The answers once more, in plain Python over the triples, without SPARQL or any engine.

Each function works out what its question asks, from the question's words. The tests hold the
queries against these counts, and the CSV files beside this one against both. After a change of
the texts or of the vocabulary, look at what changed and then write it down:

    python tests/queries/recount.py            prints the differences from the files, as a diff
    python tests/queries/recount.py --write    writes the files

The files of the questions that were counted by hand (README.md lists them) are never written.
"""

from __future__ import annotations

import csv
import difflib
import io
import re
import sys
from collections.abc import Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from queries.counting import COUNTS, Row
from queries.triples import Triples

from policygraph.api import build
from policygraph.core.resources import resource
from policygraph.questions import find_questions
from queries import (
    counts_of_actors,
    counts_of_bodies,
    counts_of_evidence,
    counts_of_text,
    counts_of_themes,
)

HERE = Path(__file__).parent
TOPICS = (
    counts_of_actors,
    counts_of_bodies,
    counts_of_evidence,
    counts_of_text,
    counts_of_themes,
)


def as_csv(columns: Iterable[str], rows: Iterable[Row]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return out.getvalue()


def counted_by_hand() -> set[str]:
    """The questions that README.md lists as counted by hand."""
    listed = (HERE / "README.md").read_text(encoding="utf-8").partition("## By hand")[2]
    lines = re.findall(r"^- (`.*)", listed, re.MULTILINE)
    return {id_ for line in lines for id_ in re.findall(r"`([a-z-]+)`", line.partition(":")[0])}


def main(write: bool) -> int:
    """Print how the files differ from the counts; write them where that is asked for."""
    graph = Triples(build(resource("data", "source", "sti-strategy-2017")).dataset)
    columns = {question.id: question.columns for question in find_questions()}
    by_hand = counted_by_hand()
    differing = 0
    for id_, count in COUNTS.items():
        path = HERE / f"{id_}.csv"
        held = path.read_text(encoding="utf-8") if path.exists() else ""
        counted = as_csv(columns[id_], count(graph))
        if held != counted:
            differing += 1
            sys.stdout.writelines(
                difflib.unified_diff(
                    held.splitlines(keepends=True), counted.splitlines(keepends=True),
                    f"{path.name} (file)", f"{path.name} (counted)", n=0,
                )
            )  # fmt: skip
            if write and id_ not in by_hand:
                path.write_text(counted, encoding="utf-8")
    print(f"{differing} of {len(COUNTS)} files differ", file=sys.stderr)
    return int(differing > 0 and not write)


if __name__ == "__main__":
    sys.exit(main("--write" in sys.argv[1:]))
