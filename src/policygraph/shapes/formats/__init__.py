"""The formats of a report."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from policygraph.shapes.report import Report

# name: the module with its function ``write(report, language)``.
FORMATS = {
    name: f"policygraph.shapes.formats.{name}"
    for name in ("text", "json", "turtle", "html", "junit", "github")
}


def write_report(report: Report, name: str, language: str) -> str:
    """A report in one of `FORMATS`, in Japanese (``ja``) or English (``en``)."""
    write: Callable[[Report, str], str] = import_module(FORMATS[name]).write
    return write(report, language)
