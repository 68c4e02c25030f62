"""Tables of the graph as data frames of pandas."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from policygraph.core.extras import require
from policygraph.core.messages import find_language
from policygraph.publish.tables import table_records
from policygraph.store.sorted_graph import SortedGraph

if TYPE_CHECKING:
    import pandas

_NUMBERS = ("integer", "nonNegativeInteger")


def measures(graph: str | Path | None = None, *, lang: str | None = None) -> pandas.DataFrame:
    """Measures, targets and reported measures as a data frame: a row each, in reading order, with its IRI as index.

    >>> frame = policygraph.measures(lang="en")
    >>> len(frame)
    54
    >>> int(frame["responsible_bodies"].map(len).max())
    4
    >>> int(frame.explode("responsible_bodies")["responsible_bodies"].value_counts().iloc[0])
    23

    Args:
        graph: a file or a folder; the shipped graph if missing. See `policygraph.open_store`.
        lang: of titles, headings and names, ``ja`` or ``en``; see `find_language`. Texts stay Japanese.

    Returns:
        The columns of the table ``measures`` (``policygraph export csv --table measures``) in one language: ``title``,
        ``section``, ``text``, ``responsible_bodies`` … Lists are tuples, numbers are ``Int64``, with what is missing
        missing.

    Raises:
        UsageError: pandas is not installed, or no such language.
        StoreError, DataError: the graph cannot be read.
    """
    require("tables", "pandas")
    import pandas as pd

    language = find_language(lang)
    (other,) = {"ja", "en"} - {language}
    with SortedGraph.read(graph) as held:
        table, records = table_records(held, "measures")
    series: dict[str, Any] = {}
    for at, column in enumerate(table.columns):
        if column.name.endswith(f"_{other}"):
            continue
        cells: list[Any] = [
            tuple(row[at]) if column.is_list else row[at] or None for row in records
        ]
        if column.datatype in _NUMBERS:
            cells = [None if cell is None else int(str(cell)) for cell in cells]
        kind = "Int64" if column.datatype in _NUMBERS else "object"
        series[column.name.removesuffix(f"_{language}")] = pd.Series(cells, dtype=kind)
    return pd.DataFrame(series).set_index("iri")
