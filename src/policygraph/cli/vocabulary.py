"""``policygraph vocabulary``: the vocabulary files in one layout, and as a spreadsheet and back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from policygraph.annotation.term_files import TermFile, check_same, layout, read_term_file
from policygraph.annotation.term_sheet import read_sheet, read_sssom, write_sheet, write_sssom
from policygraph.cli.help import group
from policygraph.cli.options import language_option
from policygraph.core.errors import DataError, UsageError
from policygraph.core.messages import Messages
from policygraph.core.output import new_file
from policygraph.core.resources import vocabulary_files

_say = Messages("cli")
_FILES = click.argument(
    "files", nargs=-1, type=click.Path(path_type=Path, exists=True, dir_okay=True)
)
_FORMAT = click.option(
    "--format", "kind", type=click.Choice(["csv", "sssom"]), default="csv", show_default=True,
)  # fmt: skip


@group(
    example="policygraph vocabulary export actors.ttl > actors.csv; edit it;"
    " policygraph vocabulary import actors.csv actors.ttl"
)
def vocabulary() -> None:
    """Edit the terms without Turtle, and keep the files in one layout."""


def _read(paths: Sequence[Path]) -> list[TermFile]:
    listed = [
        path
        for given in paths or vocabulary_files()
        for path in (sorted(given.glob("*.ttl")) if given.is_dir() else [given])
    ]
    if not listed:
        raise UsageError("no-vocabulary-file")
    return [read_term_file(path) for path in listed]


def _write(path: Path, text: str) -> None:
    with new_file(path) as out:
        out.write(text.encode())


@vocabulary.command("format")
@_FILES
@click.option("--check", is_flag=True)
@language_option
def format_files(files: tuple[Path, ...], check: bool, lang: str) -> int:
    """Sort vocabulary files and break their lines; comments and statements stay."""
    code = 0
    for file in _read(files):
        text = layout(file)
        check_same(file.path, text)
        if text == file.path.read_text(encoding="utf-8"):
            continue
        code = 1 if check else 0
        click.echo(_say("to-lay-out" if check else "laid-out", lang, path=file.path), err=True)
        if not check:
            _write(file.path, text)
    return code


@vocabulary.command("export")
@_FILES
@_FORMAT
@click.option("--out", type=click.Path(path_type=Path))
def export_sheet(files: tuple[Path, ...], kind: str, out: Path | None) -> None:
    """Write the terms as a spreadsheet (CSV), or their mappings (SSSOM)."""
    text = (write_sheet if kind == "csv" else write_sssom)(_read(files))
    if out is None:
        click.echo(text, nl=False)
    else:
        _write(out, text)


@vocabulary.command("import")
@click.argument("sheet", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@_FILES
@_FORMAT
@click.option("--dry-run", is_flag=True)
@language_option
def import_sheet(sheet: Path, files: tuple[Path, ...], kind: str, dry_run: bool, lang: str) -> None:
    """Put a spreadsheet's rows into the files that describe their terms."""
    read = _read(files)
    before = {file.path: layout(file) for file in read}
    try:
        text = sheet.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError("sheet-not-utf8", path=sheet, byte=error.start) from None
    changed = (read_sheet if kind == "csv" else read_sssom)(text, str(sheet), read)
    written = 0
    for file in read:
        after = layout(file)
        if after == before[file.path]:
            continue
        written += 1
        if not dry_run:
            _write_checked(file, after)
    key = "to-change-terms" if dry_run else "changed-terms"
    click.echo(_say(key, lang, terms=len(changed), files=written), err=True)


def _write_checked(file: TermFile, text: str) -> None:
    """Write a file that was made from a sheet, if it is Turtle."""
    from policygraph.core.terms import parse_turtle

    for _ in parse_turtle(text, name=file.path):
        pass
    _write(file.path, text)
