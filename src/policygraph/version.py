"""The version of the software."""

VERSION = "0.2.0"
