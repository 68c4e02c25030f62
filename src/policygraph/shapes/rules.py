"""The shapes and checks that a graph is held against, and a user's profile of them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from policygraph.core.errors import DataError, UsageError
from policygraph.core.namespaces import IRI
from policygraph.core.near import nearest
from policygraph.core.resources import resource
from policygraph.shapes.checks import Check, find_checks
from policygraph.shapes.result import Rule, Severity
from policygraph.shapes.shapes_graph import ANONYMOUS, ShapesGraph, read_shapes, shape_files

PROFILE = "profile.toml"
_KEYS: Final[dict[str, type]] = {"shipped": bool, "disable": list, "severity": dict}


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
        found = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        raise DataError("not-in-format", place=path, format="TOML", reason=str(error)) from None
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise DataError("cannot-read", path=path, reason=str(reason)) from None
    for key, value in found.items():
        if key not in _KEYS:
            raise DataError("profile-key", path=path, key=key, known=", ".join(_KEYS))
        if not isinstance(value, _KEYS[key]):
            raise DataError(f"profile-{key}", path=path)
    severities = {}
    for id_, name in found.get("severity", {}).items():
        try:
            severities[id_] = Severity.named(str(name))
        except UsageError as error:
            raise DataError("problem-of", name=f"{path}: {id_}", problem=error) from None
    disabled = frozenset(map(str, found.get("disable", ())))
    return Profile(found.get("shipped", True), disabled, severities)


def find_profile(folder: Path | None) -> Profile:
    """The profile of a folder of shapes; the plain one where it has none."""
    if folder is not None and (folder / PROFILE).is_file():
        return read_profile(folder / PROFILE)
    return Profile()


@dataclass(frozen=True, slots=True)
class Rules:
    """The shapes and checks that a graph is held against.

    Attributes:
        place: where the shapes are from, for messages.
    """

    shapes: ShapesGraph
    checks: tuple[Check, ...]
    profile: Profile = field(default_factory=Profile)
    place: str = "shapes"

    @classmethod
    def load(cls, folder: Path | None = None, profile: Profile | None = None) -> Rules:
        """The shipped shapes and checks, with those of a user's folder.

        Args:
            folder: a folder of shapes; its ``profile.toml`` counts where ``profile`` is missing,
                and may leave out what ships with the package.
            profile: taken instead of the folder's.

        Raises:
            DataError: no such folder, or a file in it is wrong.
            UsageError: an id that no shape or check has.
        """
        own = profile or find_profile(folder)
        files = shape_files(folder) if folder is not None else []
        checks: list[Check] = []
        if own.shipped:
            files = [*shape_files(resource("shapes")), *files]
            checks = find_checks()
        shapes = read_shapes(files)
        ids = {rule.id: rule.iri for rule in shapes.described.values()}
        known = ids.keys() | {check.rule.id for check in checks}
        for id_ in sorted(own.disabled | own.severities.keys()):
            if id_ not in known:
                raise _unknown(id_, known)
        for id_ in own.disabled & ids.keys():
            shapes.disable(IRI(ids[id_]))
        kept = tuple(check for check in checks if check.rule.id not in own.disabled)
        return cls(shapes, kept, own, str(folder) if folder else "shapes")

    def described(self) -> dict[str, Rule]:
        """The shapes and checks by id, with the severities of the profile; none that is blank."""
        named = (rule for rule in self.shapes.described.values() if ANONYMOUS not in rule.iri)
        rules = [*named, *(check.rule for check in self.checks)]
        severities = self.profile.severities
        return {rule.id: rule.weighed(severities.get(rule.id, rule.severity)) for rule in rules}


def _unknown(id_: str, known: set[str]) -> UsageError:
    near = nearest(id_, sorted(known))
    if near:
        return UsageError("no-shape-near", id=id_, near=", ".join(near))
    return UsageError("no-shape", id=id_)
