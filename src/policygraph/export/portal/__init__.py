"""The portal directory: a graph with all that a data portal asks to know of it."""

from policygraph.export.portal.directory import write_portal
from policygraph.export.portal.facts import PortalFacts

__all__ = ["PortalFacts", "write_portal"]
