"""What says that a text was not taken out of its file as it is printed."""

from __future__ import annotations

import pytest

from policygraph.sources import find_damage, read_text


@pytest.mark.parametrize(
    ("text", "key", "count", "loses_words"),
    [
        pytest.param("一行目\n(cid:12)(cid:7)を進める。", "damaged-cid", 2, True, id="cid"),
        pytest.param(
            "一行目\n研\ufffd\ufffdを進\ufffdる。", "damaged-replaced", 2, True, id="replaced"
        ),
        pytest.param("一行目\n\ue012を進める。", "damaged-private", 1, True, id="private"),
        pytest.param("一行目\n\uf0b7研究を進める。", "damaged-symbols", 1, False, id="symbol-font"),
        pytest.param("一行目\n⼈⺠の⽣活を守る。", "damaged-radicals", 3, False, id="radicals"),
        pytest.param(
            "一行目\n研研究究のの推推進進を図る。", "damaged-doubled", 1, False, id="doubled"
        ),
    ],
)
def test_damage_is_counted_where_it_begins(
    text: str, key: str, count: int, loses_words: bool
) -> None:
    (problem,) = find_damage(read_text(text, name="d.txt"))
    assert (problem.key, problem.place, problem.is_fault) == (key, "d.txt:2", loses_words)
    assert dict(problem.values)["count"] == str(count)


@pytest.mark.parametrize(
    "text",
    ["着々と、時々刻々と進めるるる。", "あああああああああああ", "ここからここまで。", "……――――"],
)
def test_a_whole_text_has_no_damage(text: str) -> None:
    assert list(find_damage(read_text(text))) == []
