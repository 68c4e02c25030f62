"""``policygraph export portal``."""

from __future__ import annotations

from pathlib import Path

import click

from policygraph.core.resources import resource
from policygraph.publish.portal import PortalFacts, write_portal
from policygraph.publish.portal.facts import CC_BY


@click.command(
    epilog='Example: policygraph export portal --out portal --publisher "Example Institute"'
    " --contact data@example.org"
)
@click.option("--graph", metavar="FILE|DIR|URL", help="The graph; the shipped one if not given.")
@click.option("--out", required=True, metavar="DIR", type=click.Path(path_type=Path),
              help="Where the directory goes; an earlier one is replaced.")  # fmt: skip
@click.option("--publisher", multiple=True, metavar="NAME",
              help='Who publishes it: "NAME", "NAME@ja", "NAME <IRI>"; may be given twice.')  # fmt: skip
@click.option("--contact", metavar="MAIL|URL", help="Where questions go.")
@click.option("--licence", default=CC_BY, show_default=True, metavar="IRI",
              help="Of the graph; the source text has its own.")  # fmt: skip
@click.option(
    "--version", metavar="V", help="Of the dataset; the day of its last change if not given."
)
@click.option("--base-iri", metavar="IRI", help="Where documents and measures are published.")
@click.option("--url", metavar="URL", help="Where the directory will lie.  [default: <base>/data/]")
@click.option("--endpoint", metavar="URL", help="A SPARQL endpoint that serves the graph.")
@click.option("--previous", metavar="DIR", type=click.Path(path_type=Path),
              help="The directory of the last version: what changed is said.")  # fmt: skip
@click.option("--bom", is_flag=True, help="Tables for Excel; see export csv.")
def portal(
    graph: str | None,
    out: Path,
    publisher: tuple[str, ...],
    contact: str | None,
    licence: str,
    version: str | None,
    base_iri: str | None,
    url: str | None,
    endpoint: str | None,
    previous: Path | None,
    bom: bool,
) -> None:
    """A directory for a data portal: data, tables, DCAT-AP, VoID, PROV and checksums."""
    location = graph or resource("data", "graph", "policygraph.trig")
    facts = PortalFacts(publisher, contact, licence, version, url, endpoint)
    changes = write_portal(location, out, facts, base_iri=base_iri, previous=previous, bom=bom)
    if url is None:
        click.echo(
            "note: without --url the description says that the directory lies at data/ under the base"
            " IRI; if it does not, its links lead nowhere",
            err=True,
        )
    click.echo(f"{out}: {sum(1 for path in out.rglob('*') if path.is_file())} files")
    if changes is not None:
        click.echo(changes.notes()["en"])
