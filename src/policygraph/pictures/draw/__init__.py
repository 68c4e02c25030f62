"""Pictures of the graph: drawn with matplotlib in points, the same bytes every time."""
