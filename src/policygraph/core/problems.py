"""What a person should look at in a file, and what stopped nothing: texts in ``messages/problems.yaml``."""

from __future__ import annotations

from dataclasses import dataclass

from policygraph.core.messages import Messages, Wording, process_language

_say = Messages("problems")


@dataclass(frozen=True, slots=True)
class Problem(Wording):
    """Something in a file that is wrong or odd.

    Attributes:
        place: the file, and the line or page in it where there is one: ``5.txt:312``.
        key: what is wrong, a key of ``messages/problems.yaml``.
        values: for the places in braces of that text.
        is_fault: a part of the file was left out for it.
    """

    place: str
    key: str
    values: tuple[tuple[str, str], ...] = ()
    is_fault: bool = False

    @classmethod
    def at(cls, place: object, key: str, /, *, is_fault: bool = False, **values: object) -> Problem:
        """A problem at a place; the values by name."""
        named = tuple((name, str(value)) for name, value in values.items())
        return cls(str(place), key, named, is_fault)

    def words(self, language: str) -> str:
        """One line without the place.

        Raises:
            UsageError: a language that there is not.
        """
        return _say(self.key, language, **dict(self.values))

    def line(self, language: str) -> str:
        """One line that begins with the place."""
        return f"{self.place}: {self.words(language)}"

    def __str__(self) -> str:
        return self.line(process_language())
