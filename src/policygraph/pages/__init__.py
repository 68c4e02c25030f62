"""Pages for people: a document as HTML or Markdown, and all of a graph as a static site."""

from policygraph.pages.document_page import write_html, write_markdown
from policygraph.pages.site import write_site

__all__ = ["write_html", "write_markdown", "write_site"]
