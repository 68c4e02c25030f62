"""Read a file into a normalised text whose every character leads back to its raw line."""

from policygraph.sources.layout import LayoutRun, layout_runs
from policygraph.sources.normalise import normalise
from policygraph.sources.read import decode, read_file, read_text
from policygraph.sources.source import SourceText

__all__ = [
    "LayoutRun",
    "SourceText",
    "decode",
    "layout_runs",
    "normalise",
    "read_file",
    "read_text",
]
