"""Make a corpus of N measures in the form of the series, as text files for the real build.

The chapter that ships gives the grammar: its titles, sentences and bullets, taken apart into
templates whose actors, years and responsible bodies vary. The same number and seed give the same
bytes, and the first documents of a large corpus are those of a small one.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.layout import page, set_bullet, wrap
from benchmarks.templates import Bullet, Grammar, Group, Section, Template, read_grammar
from policygraph.core.fold import comparable

CHAPTERS = 4  # a document
_SENTENCES = (2, 6)  # fewest and most of an introduction, of [A] and of [B]
_RESOLVED = 0.05  # of the bullets restate an earlier one of their document
_UNRESOLVED = 0.05  # of the bullets restate one of a document that is not there
_PRINTED_YEAR = 2017  # of the shipped chapter
_FIRST_YEAR, _YEARS = 2013, 7  # the documents' years; 平成 lasts for all of them
_LEADS = ("と連携しつつ、", "を対象に、", "の協力を得て、")
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_DOCUMENT = """\
key = "{key}"
outline = "sti-strategy"
decided_on = {year}-06-02
decided_by = "cabinet"
publisher = "cao"

[title]
ja = "模擬イノベーション総合戦略（第{number}号、{year}年）"
en = "Synthetic strategy no. {number} for {year}"

[texts]
"""


@dataclass(frozen=True, slots=True)
class Corpus:
    """What was made.

    Attributes:
        measures: as many as were asked for.
        occurrences: the measures and the reprises that lead to one of them.
        characters: of the text files, layout included.
    """

    documents: int
    chapters: int
    measures: int
    occurrences: int
    characters: int


def generate(folder: Path, measures: int, *, seed: int = 2017, most: int = 0) -> Corpus:
    """Write a corpus.

    Args:
        folder: made where it is missing; one folder a document in it, each with a
            ``document.toml`` and one text a chapter.
        measures: how many measures the build will find, exactly.
        seed: of the pseudo-random choices.
        most: measures that a document may have; 0 for as many as four chapters hold.

    Returns:
        What was made, in numbers.

    Raises:
        ValueError: ``measures`` is not positive.
        PolicygraphError: the shipped chapter or vocabulary cannot be read.
    """
    if measures < 1:
        raise ValueError("a corpus has at least one measure")
    grammar = read_grammar()
    documents = chapters = occurrences = characters = 0
    left = measures
    while left:
        writer = _DocumentWriter(grammar, documents, seed, min(left, most or left))
        texts = writer.chapters()
        writer.write(folder, texts)
        documents += 1
        chapters += len(texts)
        occurrences += writer.measures + writer.resolved
        characters += sum(map(len, texts))
        left -= writer.measures
    return Corpus(documents, chapters, measures, occurrences, characters)


class _DocumentWriter:
    """One document; it ends early where the measures asked for are used up."""

    def __init__(self, grammar: Grammar, index: int, seed: int, limit: int) -> None:
        self.grammar = grammar
        self.chance = random.Random(f"{seed}/{index}")
        self.number = index + 1
        self.key = f"synthetic-{self.number:05}"
        self.year = _FIRST_YEAR + index % _YEARS
        self.limit = limit
        self.measures = 0
        self.resolved = 0
        self._originals: list[str] = []  # each of them once, so that a reprise finds its own
        self._known: set[str] = set()

    def chapters(self) -> list[str]:
        """The texts of the chapters."""
        texts: list[str] = []
        while len(texts) < CHAPTERS and self.measures < self.limit:
            texts.append(page(list(self._chapter(len(texts) + 1))))
        return texts

    def write(self, folder: Path, texts: list[str]) -> None:
        """Write the texts and their ``document.toml``."""
        home = folder / self.key
        home.mkdir(parents=True, exist_ok=True)
        for number, text in enumerate(texts, start=1):
            (home / f"{number}.txt").write_text(text, encoding="utf-8")
        described = _DOCUMENT.format(key=self.key, number=self.number, year=self.year)
        names = "".join(f'{number} = "{number}.txt"\n' for number in range(1, len(texts) + 1))
        (home / "document.toml").write_text(described + names, encoding="utf-8")

    def _chapter(self, number: int) -> Iterator[str]:
        yield f" 第{_wide(number)}章 {self.grammar.title}"
        yield from wrap(self._prose(self.grammar.introduction))
        order = self.chance.sample(range(len(self.grammar.sections)), len(self.grammar.sections))
        for place, index in enumerate(order, start=1):
            if self.measures < self.limit:
                yield from self._section(place, self.grammar.sections[index])

    def _section(self, number: int, section: Section) -> Iterator[str]:
        yield from wrap(f"（{_wide(number)}）{section.title}")
        yield "［Ａ］基本的認識"
        yield from wrap(self._prose(section.recognitions))
        yield "［Ｂ］重きを置くべき課題"
        yield from wrap(self._prose(section.issues))
        yield "［Ｃ］重きを置くべき取組"
        for sign, group in zip(_CIRCLED, section.groups, strict=False):
            if self.measures < self.limit:
                yield from wrap(f"{sign} {group.title}")
                yield from self._bullets(group)

    def _bullets(self, group: Group) -> Iterator[str]:
        for bullet in group.bullets:
            if self.measures == self.limit:
                return
            drawn = self.chance.random()
            if drawn < _RESOLVED and self._originals:
                self.resolved += 1
                words, mark = self.chance.choice(self._originals), "（再掲）"
            elif drawn > 1 - _UNRESOLVED:
                self.measures += 1
                words, mark = f"{self._absent()}に基づき、{self._fill(bullet.words)}", "（再掲）"
            else:
                self.measures += 1
                words, mark = self._original(bullet), ""
            yield from set_bullet(f"・{words}{mark}", self._tag(bullet))
            for component in bullet.components:
                yield from wrap(f"－{self._fill(component)}")

    def _fill(self, template: Template) -> str:
        return template.fill(self.chance, self.grammar.names, self.year - _PRINTED_YEAR)

    def _prose(self, templates: tuple[Template, ...]) -> str:
        """A few of the sentences, in their order."""
        count = min(len(templates), self.chance.randint(*_SENTENCES))
        chosen = sorted(self.chance.sample(range(len(templates)), count))
        return "".join(self._fill(templates[index]) for index in chosen)

    def _original(self, bullet: Bullet) -> str:
        """The words of a measure, no two alike in a document."""
        words = self._fill(bullet.words)
        while comparable(words) in self._known:
            actor = self.chance.choice(self.grammar.names.actors)
            words = f"{actor}{self.chance.choice(_LEADS)}{self._fill(bullet.words)}"
        self._known.add(comparable(words))
        self._originals.append(words)
        return words

    def _absent(self) -> str:
        """The strategy, in no corpus, that holds the original of an unresolved reprise."""
        return f"「第{self.number}次模擬地域戦略{self.year}」"

    def _tag(self, bullet: Bullet) -> str:
        count = min(bullet.bodies, len(self.grammar.names.bodies))
        return f"【{'、'.join(self.chance.sample(self.grammar.names.bodies, count))}】"


def _wide(number: int) -> str:
    return str(number).translate({0x30 + digit: 0xFF10 + digit for digit in range(10)})


def main() -> None:
    """``python -m benchmarks.generator MEASURES FOLDER [--seed N]``."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.generator", description=__doc__)
    parser.add_argument("measures", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=2017)
    given = parser.parse_args()
    print(generate(given.folder, given.measures, seed=given.seed))


if __name__ == "__main__":
    main()
