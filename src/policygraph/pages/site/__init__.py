"""A web site without a server: a page for every IRI of the project, Japanese beside English."""

from policygraph.pages.site.writer import write_site

__all__ = ["write_site"]
