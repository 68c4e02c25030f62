"""``policygraph validate``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from policygraph.shapes import Rules, Severity, validate
from policygraph.shapes.report import REPORT_FORMATS
from policygraph.shapes.rules import find_profile, read_profile
from policygraph.shapes.run import ENGINES

_FORMATS = REPORT_FORMATS.names


@click.command(epilog="Example: policygraph validate build --lang en --fail-on warning")
@click.argument("graph", required=False, metavar="[FILE|DIR|URL]")
@click.option("--shapes", "folder", metavar="DIR", type=click.Path(path_type=Path),
              help="Shapes of your own, beside those of the package; a profile.toml in it counts.")  # fmt: skip
@click.option("--profile", "profile_file", metavar="FILE", type=click.Path(path_type=Path),
              help="A profile.toml: severities, and what is switched off.")  # fmt: skip
@click.option("--disable", multiple=True, metavar="ID",
              help="Switch a shape or check off. Can be repeated.")  # fmt: skip
@click.option("--engine", type=click.Choice(ENGINES), metavar="ENGINE",
              help="|".join(ENGINES) + "  [default: fast where the shapes allow it]")  # fmt: skip
@click.option("--format", "format_", type=click.Choice(_FORMATS), default="text",
              metavar="FORMAT", help="|".join(_FORMATS) + "  [default: text]")  # fmt: skip
@click.option("--lang", type=click.Choice(["ja", "en"]), default="ja", show_default=True,
              help="Of messages and headings.")  # fmt: skip
@click.option("--fail-on", type=click.Choice(["violation", "warning", "info"]),
              default="violation", metavar="SEVERITY",
              help="violation|warning|info: exit 1 at results so grave.  [default: violation]")  # fmt: skip
@click.option("--list-shapes", is_flag=True, help="List the ids of all shapes and checks.")
def command(
    graph: str | None,
    folder: Path | None,
    profile_file: Path | None,
    disable: tuple[str, ...],
    engine: str | None,
    format_: str,
    lang: str,
    fail_on: str,
    list_shapes: bool,
) -> int:
    """Say what is missing in a graph, where, in words.

    Without an argument the shipped graph is validated. A FILE is RDF, a DIR a build or a store on
    disk, a URL a SPARQL endpoint (its graph is copied for the shapes; the checks run there).
    """
    profile = read_profile(profile_file) if profile_file else find_profile(folder)
    rules = Rules.load(folder, profile.disabling(disable))
    if list_shapes:
        click.echo(shape_list(rules, lang), nl=False)
        return 0
    report = replace(validate(graph, rules, engine=engine), limit=Severity.named(fail_on))
    for note in report.notes:
        click.echo(f"policygraph validate: {note}", err=True)
    click.echo(report.write(format_, lang), nl=False)
    return int(report.fails(report.limit))


def shape_list(rules: Rules, language: str) -> str:
    """The ids of shapes and checks with severity and name, a line each."""
    lines = []
    for id_, rule in sorted(rules.described().items()):
        if rule.messages:
            lines.append(f"{id_}\t{rule.severity.name.lower()}\t{rule.name(language)}\n")
    return "".join(lines)
