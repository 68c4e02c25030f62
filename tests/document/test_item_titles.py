"""An item may have a title on its first line, which looks like any line that its words wrap at."""

from __future__ import annotations

import pytest

from policygraph.document import Outline, parse
from policygraph.sources import read_text

_HEAD = "第２章 題\n（１）節\n［Ｃ］重きを置くべき取組\n"
_TITLED = (
    "・海藻の利用の促進\n大学は、海藻から薬をつくる研究を漁港の町とともに進める。【農林水産省】\n"
)
_LINES = "海から得られる恵みを次の世代に渡していくために\n港と浜と沖とを一つのものと見て守り育てることを\n"
_FULL = f"・浜の人と町の人とが互いの仕事を知り合うために\n{_LINES * 4}続ける。【環境省】\n"
# Lines of any length, as an editor leaves them.
_RAGGED = "".join(
    f"・{'浜' * number}を守るために\n港と沖とを{'長く' * (9 - number)}\n見て歩くことを\n続ける。【環境省】\n"
    for number in range(1, 9)
)


def _pieces(text: str, outline: Outline) -> list[str]:
    """The words of the last item, those before the end of its title apart from those behind it."""
    document = parse(read_text(_HEAD + text), outline)
    item = document.occurrences[-1]
    return [document.words(segment) for segment in item.segments]


@pytest.mark.parametrize(
    "before", [pytest.param("", id="few lines"), pytest.param(_FULL, id="lines of one width")]
)
def test_the_title_of_an_item_is_apart_from_its_words(before: str, outline: Outline) -> None:
    assert _pieces(before + _TITLED, outline) == [
        "海藻の利用の促進", "大学は、海藻から薬をつくる研究を漁港の町とともに進める。",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("・大\n学と漁協は、海藻を広める取組を進める。【農林水産省】\n", id="a word"),
        pytest.param(
            "・海藻の標準化をＳ\nＩＰにおいて長く進める。【内閣府】\n", id="Latin letters"
        ),
        pytest.param("・平成２\n９年度までに港の拠点を整備する。【内閣府】\n", id="a number"),
        pytest.param("・海辺の大学を支援\nするとともに漁港の町を興す。【内閣府】\n", id="a verb"),
        pytest.param(
            "・「海の町（港の整備\n事業」を含む。）を広く進める。【内閣府】\n", id="brackets"
        ),
        pytest.param(_RAGGED + _TITLED, id="lines of any length"),
        pytest.param(
            f"{_FULL}・浜の人と町の人とが互いに知り合うための場の整備\n計画を立てる。【環境省】\n",
            id="a full line",
        ),
    ],
)
def test_words_that_wrap_in_an_item_are_one(text: str, outline: Outline) -> None:
    assert len(_pieces(text, outline)) == 1
