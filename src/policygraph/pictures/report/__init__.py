"""The report: one page with pictures, tables, portraits and the quotations they stand on."""

from policygraph.pictures.report.page import write_report

__all__ = ["write_report"]
