"""``policygraph explain``."""

from __future__ import annotations

import click

from policygraph.cli.marks import Mark, mark_lines, marked_text
from policygraph.core.namespaces import BASE
from policygraph.questions.explain import ExplainedUnit, explain
from policygraph.store import open_store


@click.command(epilog="Example: policygraph explain 5-1-C-2-1")
@click.argument("name", metavar="IRI|ID")
@click.option("--graph", metavar="FILE|DIR|URL", help="The graph; the shipped one if not given.")
@click.option("--lang", type=click.Choice(["ja", "en"]), default="en", show_default=True,
              help="Of the labels.")  # fmt: skip
def command(name: str, graph: str | None, lang: str) -> None:
    """Show a unit's words with its mentions marked, then its links by named graph.

    ID is a unit (5/1/C/2/1, 5/1/A/s2) or a measure (5-1-C-2-1); a measure is shown with all its
    occurrences.
    """
    store = open_store(graph)
    explanation = explain(store, name, language=lang)
    for unit in explanation.units:
        click.echo(_unit_text(unit))
        click.echo()
    for layer, links in explanation.links.items():
        click.echo(click.style(layer, bold=True))
        for link, value in links:
            click.echo(f"  {link:<20} {value}")


def _unit_text(unit: ExplainedUnit) -> str:
    marks = [Mark(m.begin, m.end, m.property, m.meanings) for m in unit.mentions]
    heading = click.style(unit.iri.removeprefix(BASE), bold=True)
    return "\n".join(
        [
            f"{heading}  (lines {unit.lines})",
            marked_text(unit.words, marks),
            *mark_lines(unit.words, marks),
        ]
    )
