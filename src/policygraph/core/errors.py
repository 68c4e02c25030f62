"""The errors that policygraph raises for reasons a user can mend.

Every message is one line that says where, what is wrong and what to do. The command line prints it
behind the command's name and ends with exit code 2; nothing else needs to know more.

An error is raised with the key of its message and values for it; the words, in both languages, stand in
``messages/errors.yaml``. So it is told in the language of whoever reads it, also when it comes from another
process.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from policygraph.core.messages import Message, Messages, Wording

_say = Messages("errors")


class PolicygraphError(Wording, Exception):
    """Something a user can mend. ``str()`` is one line fit to be printed.

    >>> try:
    ...     policygraph.ask("measure-per-body")
    ... except policygraph.PolicygraphError as error:
    ...     print(error)
    no question "measure-per-body"; near: measures-per-body, ...

    Args:
        message: a key of ``messages/errors.yaml``; of another package's error the words themselves.
        values: for the places in braces of the message.
    """

    def __init__(self, message: str, /, **values: object) -> None:
        super().__init__(message)
        self.message, self.values = message, values

    def words(self, language: str) -> str:
        """The line in a language, ``ja`` or ``en``."""
        return _say(self.message, language, **self.values) if self.message in _say else self.message


class SourceError(PolicygraphError):
    """A source text that cannot be read.

    Args:
        name: the file as the user named it.
        problem: what is wrong and what to do: a key or words, see `PolicygraphError`.
        line: the raw line it is about, counted from 1, where there is one.
        values: for the places in braces of the problem.
    """

    def __init__(
        self, name: str | Path, problem: str, /, line: int | None = None, **values: object
    ) -> None:
        super().__init__(problem, **values)
        self.args = (name, problem, line)
        self.name, self.line = str(name), line

    def words(self, language: str) -> str:
        """The line in a language; it begins with the place."""
        place = self.name if self.line is None else f"{self.name}:{self.line}"
        return f"{place}: {super().words(language)}"


class Notice(UserWarning):
    """What a user should know of an outcome that is right; commands print it as a line."""


class UsageError(PolicygraphError):
    """A call that asks for what does not exist or does not fit together."""


class DataError(PolicygraphError):
    """A file of ours or of the user's (Turtle, TOML, query) that is not as it has to be."""


class StoreError(PolicygraphError):
    """A store or endpoint that does not answer or refuses."""


class SeveralErrors(PolicygraphError):
    """Errors that were found together; ``str()`` is a line each.

    Attributes:
        errors: at least two.
    """

    def __init__(self, errors: Iterable[PolicygraphError]) -> None:
        self.errors = tuple(errors)
        super().__init__("several-errors")

    def words(self, language: str) -> str:
        """All of them, a line each."""
        return "\n".join(error.words(language) for error in self.errors)

    def __reduce__(self) -> tuple[type[SeveralErrors], tuple[tuple[PolicygraphError, ...]]]:
        """Keep the errors on the way from one process to another."""
        return type(self), (self.errors,)


class Errors:
    """Collects errors, so that a user is told of all of them at once and not of one a run.

    >>> errors = Errors()
    >>> with errors.caught():
    ...     raise UsageError("empty-query")
    >>> errors.check()
    Traceback (most recent call last):
    policygraph.core.errors.UsageError: the query is empty
    """

    def __init__(self) -> None:
        self.found: list[PolicygraphError] = []

    def __bool__(self) -> bool:
        return bool(self.found)

    def note(self, error: PolicygraphError) -> None:
        """Add an error, or those that it consists of; one that is there already is not told twice."""
        for one in error.errors if isinstance(error, SeveralErrors) else (error,):
            if str(one) not in map(str, self.found):
                self.found.append(one)

    @contextmanager
    def caught(self) -> Iterator[None]:
        """Add the error that ends the block, where one does."""
        try:
            yield
        except PolicygraphError as error:
            self.note(error)

    def check(self) -> None:
        """Raise what was found, if anything.

        Raises:
            PolicygraphError: the one error itself, or `SeveralErrors`.
        """
        if len(self.found) == 1:
            raise self.found[0]
        if self.found:
            raise SeveralErrors(self.found)


def phrase(key: str, /, **values: object) -> Message:
    """A part of a message that has its own key in ``messages/errors.yaml``."""
    return Message("errors", key, **values)
