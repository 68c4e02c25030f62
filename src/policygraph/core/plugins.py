"""What other packages add to this one, by entry points (Python packaging, entry points specification).

Groups: ``policygraph.source_readers``, ``policygraph.recognisers``, ``policygraph.formats``,
``policygraph.runners``. A package that breaks when it is loaded is named, not passed over.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from policygraph.core.errors import UsageError


@dataclass(frozen=True, slots=True)
class Plugin:
    """An entry point.

    Attributes:
        name: of the entry.
        target: ``module:attribute``.
        package: the distribution that brings it.
    """

    name: str
    target: str
    package: str

    def load(self) -> Any:
        """What the entry leads to.

        Raises:
            UsageError: it cannot be imported.
        """
        from importlib.metadata import EntryPoint

        try:
            return EntryPoint(self.name, self.target, "").load()
        except (ImportError, AttributeError) as error:
            raise UsageError(
                f"the plug-in {self.name} of {self.package} cannot be loaded: {error}; mend or"
                " uninstall that package"
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


def find_plugin(group: str, name: str) -> Any:
    """The loaded entry of a group with a name, or ``None``."""
    return next((plugin.load() for plugin in plugins(group) if plugin.name == name), None)
