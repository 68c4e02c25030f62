"""Read a file into a normalised text whose every character leads back to its place in the file."""

from policygraph.sources.damage import find_damage
from policygraph.sources.folded import folded_source
from policygraph.sources.normalise import layout_runs, normalise
from policygraph.sources.plain_text import decode
from policygraph.sources.reader import SourceReader, find_reader, read_file, read_text
from policygraph.sources.text import Block, LayoutRun, Place, PlacedRun, Region, SourceText

__all__ = [
    "Block",
    "LayoutRun",
    "Place",
    "PlacedRun",
    "Region",
    "SourceReader",
    "SourceText",
    "decode",
    "find_damage",
    "find_reader",
    "folded_source",
    "layout_runs",
    "normalise",
    "read_file",
    "read_text",
]
