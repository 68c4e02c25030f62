"""Say what is missing, where, in words."""

from policygraph.validation.report import Report
from policygraph.validation.result import Result, Severity
from policygraph.validation.run import Rules, validate

__all__ = ["Report", "Result", "Rules", "Severity", "validate"]
