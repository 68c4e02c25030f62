"""Options that mean the same to several commands; their help stands in ``messages/cli.yaml``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import click

from policygraph.core.messages import LANGUAGES, find_language
from policygraph.core.resources import find_vocabulary

Option = Callable[[Callable[..., Any]], Callable[..., Any]]

paths_argument: Final[Option] = click.argument(
    "paths", nargs=-1, metavar="[FILE|DIRECTORY]...", type=click.Path(path_type=Path)
)
encoding_option: Final[Option] = click.option(
    "--encoding", default="utf-8", show_default=True, metavar="E"
)
outline_option: Final[Option] = click.option("--outline", metavar="FILE|NAME")
vocabulary_option: Final[Option] = click.option(
    "--vocabulary", metavar="DIR", envvar="POLICYGRAPH_VOCABULARY",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    callback=lambda _ctx, _option, folder: None if folder is None else find_vocabulary(folder),
)  # fmt: skip
graph_option: Final[Option] = click.option("--graph", metavar="FILE|DIR|URL")


def shards_option(*, default: int | None) -> Option:
    """Into how many shards a graph is written."""
    return click.option(
        "--shards", type=click.IntRange(1, 99_999), default=default,
        show_default=default is not None, metavar="N",
    )  # fmt: skip


language_option: Final[Option] = click.option(
    "--lang", type=click.Choice(LANGUAGES),
    callback=lambda _ctx, _option, asked: find_language(asked),
)  # fmt: skip
offsets_option: Final[Option] = click.option(
    "--offsets", type=click.Choice(["code-points", "utf-16"]), default="code-points",
    show_default=True,
)  # fmt: skip
_OFFSETS_FIXED: Final = ("uima-cas", "web-annotation")  # their standards say what is counted


def with_offsets(format_name: str) -> Option:
    """The option ``--offsets``, for a format of annotations that leaves open what is counted."""
    return (lambda function: function) if format_name in _OFFSETS_FIXED else offsets_option
