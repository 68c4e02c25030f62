"""The portal directory: a graph with all that a data portal asks to know of it."""

from policygraph.publish.portal.directory import write_portal
from policygraph.publish.portal.facts import CC_BY, PortalFacts

__all__ = ["CC_BY", "PortalFacts", "write_portal"]
