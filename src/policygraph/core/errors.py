"""The errors that policygraph raises for reasons a user can mend.

Every message is one line that says where, what is wrong and what to do. The command line prints it
behind the command's name and ends with exit code 2; nothing else needs to know more.
"""

from __future__ import annotations

from pathlib import Path


class PolicygraphError(Exception):
    """Something a user can mend. ``str()`` is one line fit to be printed.

    >>> try:
    ...     policygraph.ask("measure-per-body")
    ... except policygraph.PolicygraphError as error:
    ...     print(error)
    no question "measure-per-body"; near: measures-per-body, ...
    """


class SourceError(PolicygraphError):
    """A source text that cannot be read.

    Args:
        name: the file as the user named it.
        problem: what is wrong and what to do.
        line: the raw line it is about, counted from 1, where there is one.
    """

    def __init__(self, name: str | Path, problem: str, line: int | None = None) -> None:
        place = f"{name}:{line}" if line is not None else f"{name}"
        super().__init__(f"{place}: {problem}")
        self.name, self.problem, self.line = str(name), problem, line

    def __reduce__(self) -> tuple[type[SourceError], tuple[str, str, int | None]]:
        """Keep name, problem and line on the way from one process to another."""
        return type(self), (self.name, self.problem, self.line)


class UnclosedTag(SourceError):
    """A 【 without its 】 before the next unit begins."""


class UsageError(PolicygraphError):
    """A call that asks for what does not exist or does not fit together."""


class DataError(PolicygraphError):
    """A file of ours or of the user's (Turtle, TOML, query) that is not as it has to be."""


class StoreError(PolicygraphError):
    """A store or endpoint that does not answer or refuses."""
