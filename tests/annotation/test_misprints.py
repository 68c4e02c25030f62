"""Misprinted names of bodies."""

from __future__ import annotations

import pytest

from policygraph.annotation import Annotator
from policygraph.annotation.misprints import distance, nearest_name
from policygraph.document import Outline, parse_excerpt
from policygraph.sources.reader import read_text


@pytest.mark.parametrize(
    ("one", "two", "away"),
    [
        ("内閣府", "内閣府", 0),
        ("内閤府", "内閣府", 1),
        ("内閣", "内閣府", 1),
        ("内閣閣府", "内閣府", 1),
        ("内府閣", "内閣府", 1),
        ("経済産業省", "経済通産業者", 2),
        ("文部科学省", "厚生労働省", 3),
    ],
)
def test_a_distance_counts_what_is_left_out_put_in_replaced_or_changed(
    one: str, two: str, away: int
) -> None:
    assert min(distance(one, two, 2), 3) == away
    assert min(distance(two, one, 2), 3) == away


_KNOWN = (
    "内閣府",
    "警察庁",
    "関係府省",
    "農林水産省",
    "科学技術振興機構",
    "国",
    "文",
    "大阪府",
    "第一部会",
)


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("内閤府", "内閣府"),
        ("関係府庁", "関係府省"),
        ("農林水産者", "農林水産省"),
        ("農林水生者", ""),
        ("科学枝術振興幾構", "科学技術振興機構"),
        ("科字枝術振興幾構", ""),
        ("警視府", ""),
        ("学", ""),
        ("大阪市", ""),
        ("第二部会", ""),
        ("宇宙省", ""),
    ],
)
def test_a_name_is_near_by_one_character_or_by_two_where_it_is_long(name: str, near: str) -> None:
    assert nearest_name(name, _KNOWN) == near


@pytest.mark.parametrize(
    ("tag", "near"),
    [
        ("内閤府", "内閣府"),
        ("総務者、経済産業省", "総務省"),
        ("警視庁", ""),  # a body of its own, no misprint of 警察庁
        ("文部省", ""),  # that was before 文部科学省
        ("宇宙省", ""),
    ],
)
def test_a_body_of_a_tag_is_near_to_one_of_the_vocabulary(
    annotator: Annotator, outline: Outline, tag: str, near: str
) -> None:
    document = parse_excerpt(read_text(f"・大学を支援する。【{tag}】\n"), outline)
    things = annotator.annotate(document, outline.signs).discovered
    assert [thing.near for thing in things] == ([near] if "宇宙" in tag or near else [])
