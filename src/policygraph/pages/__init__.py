"""Pages for people: HTML, Markdown and a static site."""
