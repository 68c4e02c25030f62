"""Where rankings are cut."""

from __future__ import annotations

from policygraph.pictures.ranking import Cut, cut_fairly


def test_a_ranking_is_cut_between_different_counts() -> None:
    assert cut_fairly([5, 4, 3, 2], 3) == Cut(3)
    assert cut_fairly([5, 4], 3) == Cut(2)
    assert cut_fairly([], 3) == Cut(0)


def test_a_tie_at_the_border_is_shown_whole_where_it_takes_little_room() -> None:
    assert cut_fairly([9, 8, 7, 6, 6, 1], 4) == Cut(5)


def test_a_long_tie_at_the_border_is_left_out_whole() -> None:
    assert cut_fairly([9, 8, 7, 6, 6, 6, 6], 4) == Cut(3)


def test_a_tie_that_leaves_too_little_is_split_and_that_is_said() -> None:
    assert cut_fairly([9, 1, 1, 1, 1], 2) == Cut(2, splits=True)
    assert cut_fairly([1] * 9, 4) == Cut(4, splits=True)
