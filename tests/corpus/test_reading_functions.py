"""The examples in the docstrings of the Python interface."""

from __future__ import annotations

import doctest

import policygraph
from policygraph import api


def test_every_function_of_the_interface_shows_an_example_that_is_true() -> None:
    functions = [getattr(api, name) for name in ("build", "read", "annotate", "coverage")]
    assert all(">>> " in function.__doc__ for function in functions)
    done = doctest.testmod(api, extraglobs={"policygraph": policygraph})
    assert done.attempted >= len(functions)
    assert done.failed == 0
