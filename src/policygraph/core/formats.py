"""Formats: one registry for what answers, graphs, networks and reports are written in.

A package lists its formats once, as a `Formats`; a third party adds one by an entry point of the group
``policygraph.formats`` that leads to a `Format` of the same kind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Generic, TypeVar, cast

from policygraph.core.errors import UsageError
from policygraph.core.plugins import plugins

GROUP = "policygraph.formats"
W = TypeVar("W", bound=Callable[..., object])


@dataclass(frozen=True, slots=True)
class Format(Generic[W]):
    """A format.

    Attributes:
        kind: what it writes: ``answer``, ``graph``, ``network``, ``report`` …
        name: what it is asked for by.
        suffix: of a file in it, with its dot.
        media_type: as IANA registers it.
        writer: the writing function, or ``module:function`` so that it is imported when it is needed.
            Its parameters are those of its kind.
        help: one line.
        extra: the extra of this package that it needs, if any.
    """

    kind: str
    name: str
    suffix: str
    media_type: str
    writer: W | str
    help: str = ""
    extra: str = ""

    @property
    def write(self) -> W:
        """The writing function."""
        if not isinstance(self.writer, str):
            return self.writer
        module, _, function = self.writer.partition(":")
        return cast(W, getattr(import_module(module), function))


class Formats(Generic[W]):
    """The formats of one kind: ours, and those that other packages bring.

    Args:
        kind: what they write.
        formats: ours, in the order in which people are shown them.
    """

    def __init__(self, kind: str, *formats: Format[W]) -> None:
        self.kind = kind
        self._ours = {entry.name: entry for entry in formats}

    def __iter__(self) -> Iterator[Format[W]]:
        yield from self._ours.values()
        yield from self._added().values()

    def _added(self) -> dict[str, Format[W]]:
        loaded = (plugin.load() for plugin in plugins(GROUP))
        return {
            found.name: cast("Format[W]", found)
            for found in loaded
            if isinstance(found, Format) and found.kind == self.kind
        }

    @property
    def own_names(self) -> tuple[str, ...]:
        """The names of ours, without a look at other packages."""
        return tuple(self._ours)

    def __contains__(self, name: str) -> bool:
        return name in self._ours or name in self._added()

    @property
    def names(self) -> tuple[str, ...]:
        """The names, ours first."""
        return tuple(entry.name for entry in self)

    def find(self, name: str) -> Format[W]:
        """A format by its name, or by the suffix of its files.

        Raises:
            UsageError: there is none; all are named.
        """
        if name in self._ours:
            return self._ours[name]
        for entry in self:
            if name in (entry.name, entry.suffix, entry.suffix[1:]):
                return entry
        raise UsageError("no-format", name=name, known=", ".join(self.names))
