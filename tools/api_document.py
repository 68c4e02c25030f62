"""Write ``docs/api.md`` from the docstrings of the public names: ``python -m tools.api_document``."""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import policygraph

PAGE = Path(__file__).parents[1] / "docs" / "api.md"
_HEAD = """\
# Python interface

Made from the docstrings by `python -m tools.api_document`; do not edit. The names below are all that
`import policygraph` promises to keep; each is imported when it is first used. The examples are run by
`tests/test_api.py`.
"""
_SECTION = re.compile(r"^(Args|Attributes|Returns|Raises|Yields):$")


def _text(documented: object) -> Iterator[str]:
    """A docstring of Google's style as Markdown: sections as bold words, entries as a list."""
    code = in_section = False
    for line in (inspect.getdoc(documented) or "").splitlines():
        section = _SECTION.match(line)
        if line.lstrip().startswith(">>>") and not code:
            code = True
            yield "```python"
        elif code and not line.strip():
            code = False
            yield "```"
        if section:
            in_section = True
            yield f"**{section[1]}**"
            yield ""
        elif in_section and not code and re.match(r"    \S", line):
            yield f"- {line.strip()}"
        elif in_section and not code:
            yield f"  {line.strip()}".rstrip()
        else:
            yield line
    if code:
        yield "```"


def _signature(function: object) -> str:
    signature = inspect.signature(function)  # type: ignore[arg-type]
    parts = [_parameter(p) for p in signature.parameters.values() if p.name != "self"]
    back = signature.return_annotation
    arrow = "" if back is inspect.Signature.empty else f" -> {back}"
    return f"({', '.join(parts)}){arrow}".replace("'", "")


def _parameter(parameter: inspect.Parameter) -> str:
    """A parameter without the address of a function that is its default."""
    if callable(parameter.default) and parameter.default is not inspect.Parameter.empty:
        return f"{parameter.replace(default=inspect.Parameter.empty)} = …"
    return str(parameter)


def _members(cls: type) -> Iterator[tuple[str, object]]:
    for name, member in vars(cls).items():
        if name.startswith("_") or not inspect.getdoc(member):
            continue
        if inspect.isfunction(member) or isinstance(member, property | classmethod):
            yield name, member


def document() -> str:
    """The page."""
    lines = [_HEAD]
    for name in sorted(n for n in policygraph.__all__ if not n.startswith("_")):
        thing = getattr(policygraph, name)
        heading = f"class `{name}`" if inspect.isclass(thing) else f"`{name}{_signature(thing)}`"
        lines += [f"## {heading}", "", *_text(thing), ""]
        if not inspect.isclass(thing):
            continue
        for member_name, member in _members(thing):
            if isinstance(member, property):
                lines += [f"### `{name}.{member_name}`", "", *_text(member.fget), ""]
            else:
                function = getattr(member, "__func__", member)
                lines += [
                    f"### `{name}.{member_name}{_signature(function)}`",
                    "",
                    *_text(function),
                    "",
                ]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).rstrip() + "\n"


def main() -> int:
    """Write the page."""
    PAGE.write_text(document(), encoding="utf-8")
    print(PAGE, file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
