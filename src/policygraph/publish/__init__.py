"""What leaves the graph: files in many formats, a portal directory, a remote store, a web site."""
