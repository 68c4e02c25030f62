"""Say what is missing, where, in words."""

from policygraph.shapes.report import Report
from policygraph.shapes.result import Result, Severity
from policygraph.shapes.run import Rules, validate

__all__ = ["Report", "Result", "Rules", "Severity", "validate"]
