"""The validators: pySHACL, which is the reference, and the fast one."""

from policygraph.shapes.engines.choice import Choice, choose_engine
from policygraph.shapes.engines.protocol import Engine

__all__ = ["Choice", "Engine", "choose_engine"]
