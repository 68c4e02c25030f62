"""The validators: pySHACL, which is the reference, and the fast one."""

from policygraph.validation.engines.choice import Choice, choose_engine
from policygraph.validation.engines.protocol import Engine

__all__ = ["Choice", "Engine", "choose_engine"]
