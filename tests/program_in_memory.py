"""What the process has in memory from which `command_line` forks its calls: the shipped vocabulary, as one reads it."""

from policygraph.annotation import Annotator

Annotator.load()
