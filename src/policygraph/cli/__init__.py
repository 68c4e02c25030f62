"""The command line. Only here and in ``web`` are terminals known."""

from policygraph.cli.main import main

__all__ = ["main"]
