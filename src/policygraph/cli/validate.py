"""``policygraph validate``."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import click

from policygraph.cli.help import command
from policygraph.cli.options import language_option
from policygraph.cli.progress import steps
from policygraph.core.output import kept_folder
from policygraph.shapes import Rules, Severity, validate
from policygraph.shapes.report import REPORT_FORMATS, View
from policygraph.shapes.rules import find_profile, read_profile
from policygraph.shapes.run import ENGINES

_FORMATS = REPORT_FORMATS.names


@command(
    example="policygraph validate build --lang en --fail-on warning",
    values={"engines": "|".join(ENGINES), "formats": "|".join(_FORMATS)},
)
@click.argument("graph", required=False, metavar="[FILE|DIR|URL]")
@click.option("--shapes", "folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--profile", "profile_file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--disable", multiple=True, metavar="ID")
@click.option("--engine", type=click.Choice(ENGINES), metavar="ENGINE")
@click.option("--format", "format_", type=click.Choice(_FORMATS), default="text",
              metavar="FORMAT")  # fmt: skip
@language_option
@click.option("--fail-on", type=click.Choice(["violation", "warning", "info"]),
              default="violation", metavar="SEVERITY")  # fmt: skip
@click.option("--wide", "--info", "wide", is_flag=True)
@click.option("--limit", type=click.IntRange(min=1), default=View().limit, metavar="N")
@click.option("--offset", type=click.IntRange(min=0), default=0, metavar="N")
@click.option("--cache", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option("--list-shapes", is_flag=True)
def validate_graph(
    graph: str | None,
    folder: Path | None,
    profile_file: Path | None,
    disable: tuple[str, ...],
    engine: str | None,
    format_: str,
    lang: str,
    fail_on: str,
    wide: bool,
    limit: int,
    offset: int,
    cache: Path | None,
    list_shapes: bool,
) -> int:
    """Say what is missing in a graph, where, in words."""
    profile = read_profile(profile_file) if profile_file else find_profile(folder)
    rules = Rules.load(folder, profile.disabling(disable))
    if list_shapes:
        click.echo(shape_list(rules, lang), nl=False)
        return 0
    with nullcontext() if cache is None else kept_folder(cache) as kept, steps("validating"):
        report = validate(graph, rules, engine=engine, kept=kept)
    report = replace(report, limit=Severity.named(fail_on), view=View(limit, offset, wide))
    for note in report.notes:
        click.echo(f"policygraph validate: {note.words(lang)}", err=True)
    click.echo(report.write(format_, lang), nl=False)
    return int(report.fails(report.limit))


def shape_list(rules: Rules, language: str) -> str:
    """The ids of shapes and checks with severity and name, a line each."""
    lines = []
    for id_, rule in sorted(rules.described().items()):
        if rule.messages:
            lines.append(f"{id_}\t{rule.severity.name.lower()}\t{rule.name(language)}\n")
    return "".join(lines)
