"""Put named graphs into a remote store, graph by graph, and check that they arrived."""

from policygraph.export.publish.connection import Connection, Credentials
from policygraph.export.publish.publisher import GraphState, Publisher
from policygraph.export.publish.remote import RemoteGraphs

__all__ = ["Connection", "Credentials", "GraphState", "Publisher", "RemoteGraphs"]
