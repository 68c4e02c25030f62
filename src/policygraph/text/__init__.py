"""Read a file into a normalised text whose every character leads back to its raw line."""

from policygraph.text.layout import LayoutRun, layout_runs
from policygraph.text.normalise import normalise
from policygraph.text.read import decode, read_file, read_text
from policygraph.text.source import SourceText

__all__ = [
    "LayoutRun",
    "SourceText",
    "decode",
    "layout_runs",
    "normalise",
    "read_file",
    "read_text",
]
