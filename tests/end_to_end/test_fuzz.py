"""A short run of what ``make fuzz`` does."""

from __future__ import annotations

import random

import pytest

from tools.fuzz import KINDS, mutate, run


@pytest.mark.parametrize("kind", KINDS)
def test_inputs_that_nobody_would_write_end_in_a_line_and_never_in_a_fault_of_ours(
    kind: str,
) -> None:
    found = run(2, seed=7, kinds=[kind])
    assert found.faults == []
    assert sum(found.ends.values()) == 2


def test_the_same_seed_gives_the_same_inputs() -> None:
    words = "第５章　試験\n・ 研究を推進する。\n" * 20
    once = [mutate(words, random.Random(f"{n}")) for n in range(20)]
    assert once == [mutate(words, random.Random(f"{n}")) for n in range(20)]
    assert sum(mutated != words for mutated in once) > 15
