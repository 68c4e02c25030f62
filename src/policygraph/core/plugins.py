"""What other packages add to this one, by entry points (Python packaging, entry points specification).

Groups: ``policygraph.source_readers``, ``policygraph.recognisers``, ``policygraph.formats``,
``policygraph.runners``. A package that breaks when it is loaded is named, not passed over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Generic, TypeVar

from policygraph.core.errors import UsageError

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Plugin:
    """An entry point.

    Attributes:
        name: of the entry.
        target: ``module:attribute``, and behind it the extras that it needs: ``m:a [documents]``.
        package: the distribution that brings it.
    """

    name: str
    target: str
    package: str

    def load(self) -> Any:
        """What the entry leads to.

        Raises:
            UsageError: it cannot be imported; where it needs an extra, what to install.
        """
        from importlib.metadata import EntryPoint

        entry = EntryPoint(self.name, self.target, "")
        try:
            return entry.load()
        except (ImportError, AttributeError) as error:
            if entry.extras:
                extras = ",".join(entry.extras)
                raise UsageError(
                    "plugin-extra", name=self.name, package=self.package, extras=extras
                ) from error
            raise UsageError(
                "broken-plugin", name=self.name, package=self.package, error=str(error)
            ) from error


@cache
def plugins(group: str) -> tuple[Plugin, ...]:
    """The entries of a group, sorted by name; none is loaded yet."""
    from importlib.metadata import entry_points

    return tuple(
        sorted(
            (
                Plugin(entry.name, entry.value, entry.dist.name if entry.dist else "?")
                for entry in entry_points(group=group)
            ),
            key=lambda plugin: (plugin.name, plugin.package),
        )
    )


class Socket(Generic[T]):
    """A place for plug-ins of one kind: ours, in a fixed order, then those of other packages by name.

    Args:
        group: of the entry points.
        kind: what one is called in messages (``runner``).
        ours: where ours are, ``module:attribute``, by name; imported when they are needed.
    """

    def __init__(self, group: str, kind: str, ours: Mapping[str, str]) -> None:
        self.group, self.kind = group, kind
        self._ours = tuple(Plugin(name, target, "policygraph") for name, target in ours.items())

    def _all(self) -> Iterator[Plugin]:
        yield from self._ours
        yield from plugins(self.group)

    @property
    def ours(self) -> tuple[str, ...]:
        """The names of ours alone."""
        return tuple(plugin.name for plugin in self._ours)

    @property
    def names(self) -> tuple[str, ...]:
        """The names, ours first."""
        return tuple(plugin.name for plugin in self._all())

    def __iter__(self) -> Iterator[T]:
        for plugin in self._all():
            yield plugin.load()

    def get(self, name: str) -> T | None:
        """What is plugged in under a name, ours before another package's; or ``None``.

        Raises:
            UsageError: it cannot be imported.
        """
        for plugin in self._all():
            if plugin.name == name:
                found: T = plugin.load()
                return found
        return None

    def find(self, name: str) -> T:
        """What is plugged in under a name.

        Raises:
            UsageError: there is nothing of that name, or it cannot be imported.
        """
        found = self.get(name)
        if found is not None:
            return found
        raise UsageError("no-plugin", kind=self.kind, name=name, known=", ".join(self.names))
