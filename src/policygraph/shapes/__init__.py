"""Say what is missing in a graph, where, in words: SHACL shapes and check queries."""

from policygraph.shapes.report import Report
from policygraph.shapes.result import Severity, ValidationResult
from policygraph.shapes.rules import Profile, Rules
from policygraph.shapes.run import validate

__all__ = ["Profile", "Report", "Rules", "Severity", "ValidationResult", "validate"]
