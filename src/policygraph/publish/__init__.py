"""What leaves the graph: files in many formats, tables, views, a portal directory, a remote store."""
