"""A user's profile: which shapes count, and how much."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from policygraph.core.errors import DataError, UsageError
from policygraph.shapes.result import Severity

PROFILE = "profile.toml"
_KEYS = ("shipped", "disable", "severity")


@dataclass(frozen=True, slots=True)
class Profile:
    """What a ``profile.toml`` says.

    Attributes:
        shipped: the shapes and checks that ship with the package count, too.
        disabled: ids of shapes and checks that do not count.
        severities: by id of a shape or check.
    """

    shipped: bool = True
    disabled: frozenset[str] = frozenset()
    severities: dict[str, Severity] = field(default_factory=dict)

    def disabling(self, ids: Iterable[str]) -> Profile:
        """The profile with more ids switched off."""
        return Profile(self.shipped, self.disabled | frozenset(ids), self.severities)


def read_profile(path: Path) -> Profile:
    """Read a profile.

    ``shipped = false`` leaves the shapes of the package out; ``disable = ["Measure-title-en"]``
    switches single ones off; the table ``[severity]`` gives them another severity
    (``"Target-theme" = "info"``).

    Raises:
        DataError: not TOML (with the line), an unknown key, or a value of the wrong kind.
    """
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"{path}: not TOML: {error}") from None
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise DataError(f"{path}: cannot be read: {reason}") from None
    unknown = sorted(found.keys() - set(_KEYS))
    if unknown:
        raise DataError(f'{path}: unknown key "{unknown[0]}"; known are {", ".join(_KEYS)}')
    shipped = found.get("shipped", True)
    if not isinstance(shipped, bool):
        raise DataError(f"{path}: shipped is true or false")
    return Profile(shipped, _disabled(found, path), _severities(found, path))


def _disabled(found: dict[str, Any], path: Path) -> frozenset[str]:
    disabled = found.get("disable", [])
    if not isinstance(disabled, list) or not all(isinstance(id_, str) for id_ in disabled):
        raise DataError(f"{path}: disable is a list of ids of shapes")
    return frozenset(disabled)


def _severities(found: dict[str, Any], path: Path) -> dict[str, Severity]:
    table = found.get("severity", {})
    if not isinstance(table, dict):
        raise DataError(f"{path}: severity is a table of ids of shapes")
    severities = {}
    for id_, name in table.items():
        try:
            severities[id_] = Severity.named(str(name))
        except UsageError as error:
            raise DataError(f"{path}: {id_}: {error}") from None
    return severities


def find_profile(folder: Path | None) -> Profile:
    """The profile of a folder of shapes; the plain one where it has none."""
    if folder is not None and (folder / PROFILE).is_file():
        return read_profile(folder / PROFILE)
    return Profile()
