"""Which form and language a client likes best (RFC 9110, sections 12.4 and 12.5)."""

from __future__ import annotations

import pytest

from policygraph.web.negotiation import choose, choose_language

OFFERED = ("text/turtle", "application/ld+json", "text/html")


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        ("", "text/turtle"),
        ("text/html", "text/html"),
        ("text/html;q=0.8, application/ld+json;q=0.9", "application/ld+json"),
        ("text/*;q=0.5, text/html", "text/html"),
        ("text/*, text/turtle;q=0.1", "text/html"),
        ("*/*;q=0.5, text/turtle;q=0", "application/ld+json"),
        ("text/html ; q=0.5 , text/turtle ; q=0.4", "text/html"),
        ("text/html;charset=utf-8", "text/html"),
        ("text/html;q=1.0000", None),
        ("text/html;q=nan", None),
        ("text/html;q=-1", None),
        ("image/*", None),
        ("*/html", "text/turtle"),
        (",,;;", "text/turtle"),
        ("TEXT/HTML;Q=0.5", "text/html"),
    ],
)
def test_the_best_form_is_the_one_of_the_highest_quality(accept: str, chosen: str | None) -> None:
    assert choose(accept, OFFERED) == chosen


@pytest.mark.parametrize(
    ("header", "chosen"),
    [
        ("", "ja"),
        ("en", "en"),
        ("en-US,en;q=0.9", "en"),
        ("fr, de", "ja"),
        ("fr, en;q=0.1", "en"),
        ("ja;q=0.5, en-GB;q=0.6", "en"),
        ("*", "ja"),
        ("ja;q=0, *;q=0.1", "en"),
        pytest.param("x" * 5000, "ja", id="long"),
    ],
)
def test_the_best_language_is_the_one_of_the_highest_quality(header: str, chosen: str) -> None:
    assert choose_language(header, ("ja", "en")) == chosen
