"""The graph on the web: pages, a SPARQL endpoint, the saved questions, for people and programs."""
