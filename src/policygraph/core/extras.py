"""What a command needs beyond the base installation: the extras of this package."""

from __future__ import annotations

from importlib.util import find_spec

from policygraph.core.errors import UsageError


def require(extra: str, *modules: str) -> None:
    """Check that the modules of an extra can be imported, without importing them.

    Args:
        extra: its name in ``pyproject.toml``, a plural: ``pictures``.
        modules: their names.

    Raises:
        UsageError: one is missing; says what to install.
    """
    for module in modules:
        if find_spec(module) is None:
            raise UsageError("missing-extra", extra=extra, module=module)
