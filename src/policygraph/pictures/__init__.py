"""Networks, pictures and the report: the graph to be looked at."""
