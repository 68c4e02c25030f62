"""A small corpus of two years for the tests of the steward's commands, and a text with typing errors."""

from __future__ import annotations

from pathlib import Path

# An earlier strategy, and one that restates a bullet of it.
EARLIER = """\
第２章 研究を社会に生かす仕組み

（１）研究の成果の活用

［Ａ］基本的認識
大学の研究の成果は十分に使われていない。
［Ｂ］重きを置くべき課題
大学と企業の共同研究を増やす必要がある。
［Ｃ］重きを置くべき取組
① 共同研究の拡大
・大学と企業の共同研究を促進する。【文部科学省、経済産業省】
"""
LATER = """\
第３章 港町の実験

（１）実験の場

［Ａ］基本的認識
港町の中小企業は試作の場を求めている。
［Ｂ］重きを置くべき課題
大学と自治体が試作の場を用意する必要がある。
［Ｃ］重きを置くべき取組
① 場の整備
・港の倉庫を大学の試作の場として開放し、中小企業の人材育成を支援する。
【経済産業省、潮風庁】
・大学と企業の共同研究を促進する。（再掲）【文部科学省】
② 人材の確保
・大学の人材育成を支援する。【文部科学省、内閣府】
"""
# The same as it was typed: a tag that is not closed, a body with a wrong letter, words that belong nowhere.
TYPED = (
    LATER.replace("潮風庁】", "潮風庁")
    .replace("文部科学省、内閣府", "文部科学省、内閤府")
    .replace("① 場の整備", "図１ 港の地図\n① 場の整備")
)


def write_corpus(folder: Path) -> Path:
    """A corpus folder with the earlier strategy."""
    document = folder / "port-2016"
    document.mkdir(parents=True)
    (document / "2.txt").write_text(EARLIER, encoding="utf-8")
    (document / "document.toml").write_text(
        'key = "port-2016"\n[title]\nja = "港の戦略2016"\nen = "Port strategy 2016"\n[texts]\n2 = "2.txt"\n',
        encoding="utf-8",
    )
    return folder
