"""One page of words on a corpus: what was built, what is unexplained, missing, misread, and what changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from policygraph.core.errors import Errors
from policygraph.core.html import render
from policygraph.core.messages import Messages, check_language
from policygraph.core.names import Names
from policygraph.core.prefixes import short_name
from policygraph.core.problems import Problem
from policygraph.corpus.description import TextFile
from policygraph.corpus.gold import Score, gold_folder, score_folder
from policygraph.corpus.reading import Reader
from policygraph.document import Ledger, account
from policygraph.graph import BuiltGraph, build_graph
from policygraph.questions.difference import Change, Difference, compare
from policygraph.shapes import Report, Severity, validate
from policygraph.shapes.report import Finding
from policygraph.shapes.report_text import cut, short
from policygraph.shapes.result import Rule
from policygraph.store import memory_store

_SHOWN: Final = 5  # entries of a section
_RULES: Final = 12  # shapes and checks that found something
_PLACES: Final = 3  # places of each
_TOLD_ELSEWHERE: Final = ("unexplained", "body-misprinted")  # problems, by their key
_WORDS: Final = 40  # characters of a unit's words
_say = Messages("check")
_validation = Messages("validation")
_difference = Messages("difference")
STEPS: Final = ("coverage", "validation", "gold", "changes")


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to know, with where it is."""

    words: str
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A paragraph of the page.

    Attributes:
        summary: sentences.
        more: where all of it is found; empty where nothing was left out.
    """

    heading: str
    summary: str
    entries: tuple[Entry, ...] = ()
    more: str = ""


@dataclass(frozen=True)
class CorpusCheck:
    """What is to be said of a corpus.

    Attributes:
        built: the graph, in memory.
        ledgers: of its texts.
        validation: by the shipped shapes and checks.
        scores: of each document that was read by hand, a score a scheme.
        difference: from the last build, where there is one.
        since: where that lies.
        corpus: what to type for it behind a command: empty for the shipped one.
    """

    built: BuiltGraph
    ledgers: tuple[Ledger, ...]
    validation: Report
    scores: Mapping[str, Mapping[str, Score]]
    difference: Difference | None
    since: str
    corpus: str

    @property
    def to_mend(self) -> int:
        """How many things are wrong: faults and unexplained places of texts, violations."""
        unexplained = sum(len(ledger.unexplained) for ledger in self.ledgers)
        torn = {problem.place for problem in self.built.summary.faults}
        places = {u for ledger in self.ledgers for u in _unexplained(ledger)}
        return len(torn) + unexplained - len(torn & places) + self._count(Severity.VIOLATION)

    @property
    def to_look_at(self) -> int:
        """How many things may be wrong: other problems of files, warnings."""
        others = [problem for problem in self._problems if not problem.is_fault]
        return len(others) + self._count(Severity.WARNING)

    @property
    def _problems(self) -> list[Problem]:
        """The problems of files, but for those that coverage and validation tell."""
        return [p for p in self.built.summary.problems if p.key not in _TOLD_ELSEWHERE]

    @cached_property
    def _found(self) -> list[tuple[Rule, list[Finding]]]:
        """What each shape and check found: a thing and its value once, whatever is wrong with it."""
        return [
            (rule, list({(f.result.focus, f.value): f for f in reversed(found)}.values())[::-1])
            for rule, found in self.validation.problems()
        ]

    def _count(self, severity: Severity) -> int:
        return sum(len(found) for rule, found in self._found if rule.severity == severity)

    def title(self, language: str) -> str:
        """The heading of the page."""
        return _say("title", language, documents=", ".join(self.built.summary.documents))

    def verdict(self, language: str) -> str:
        """What comes out, in one or two sentences."""
        sentences = [
            _say("mend", language, count=self.to_mend) if self.to_mend else _say("fine", language)
        ]
        if self.to_look_at:
            sentences.append(_say("look", language, count=self.to_look_at))
        return _joined(sentences, language)

    def sections(self, language: str) -> list[Section]:
        """The paragraphs of the page."""
        return [
            self._texts(language),
            self._coverage(language),
            self._validation(language),
            self._gold(language),
            self._changes(language),
        ]

    def to_text(self, language: str = "ja") -> str:
        """The page as text.

        Raises:
            UsageError: a language that there is not.
        """
        lines = [self.title(language), self.verdict(language)]
        for section in self.sections(language):
            lines += ["", section.heading, f"  {section.summary}"]
            for entry in section.entries:
                lines.append(f"  - {entry.words}")
                lines += [f"      {place}" for place in entry.places]
            if section.more:
                lines.append(f"  … {section.more}")
        return "\n".join(lines) + "\n"

    def to_html(self, language: str = "ja") -> str:
        """The page as HTML.

        Raises:
            UsageError: see `to_text`.
        """
        check_language(language)
        return render("check.html", language=language, check=self)

    def _texts(self, language: str) -> Section:
        summary = self.built.summary
        words = _say(
            "texts-summary", language, documents=len(summary.documents), texts=len(self.ledgers),
            items=summary.measures + summary.targets, occurrences=summary.occurrences,
            reprises=summary.reprises, unresolved=summary.unresolved_reprises,
            sentences=summary.sentences, triples=sum(summary.triples.values()),
        )  # fmt: skip
        entries = tuple(Entry(problem.line(language)) for problem in self._problems)
        return Section(_say("texts", language), words, entries)

    def _coverage(self, language: str) -> Section:
        length = sum(ledger.raw_length for ledger in self.ledgers)
        explained = sum(ledger.explained for ledger in self.ledgers)
        entries = [
            Entry(_say("unexplained", language, place=place, words=cut(found.words, _WORDS)))
            for ledger in self.ledgers
            for place, found in zip(_unexplained(ledger), ledger.unexplained, strict=True)
        ]
        words = _say("coverage-summary", language, length=f"{length:,}", share=explained / length)
        return _section("coverage", words, entries, language, corpus=self.corpus)

    def _validation(self, language: str) -> Section:
        counts = [
            f"{_validation(f'severity-{severity.name.lower()}', language)} {count}"
            for severity in sorted(Severity, reverse=True)
            if (count := self._count(severity))
        ]
        listed = [(rule, found) for rule, found in self._found if rule.severity > Severity.INFO]
        entries = [
            Entry(
                f"{_validation(f'severity-{rule.severity.name.lower()}', language)}"
                f"  {rule.id} ({_validation('times', language, number=len(found))})"
                f"  {rule.message(language)}",
                tuple(
                    _shortened([self._place(each, language) for each in found], _PLACES, language)
                ),
            )
            for rule, found in listed[:_RULES]
        ]
        if len(listed) > _RULES:
            entries.append(Entry(_say("more", language, count=len(listed) - _RULES)))
        words = ", ".join(counts) or _say("validation-none", language)
        more = _say("validation-more", language, corpus=self.corpus) if counts else ""
        return Section(_say("validation", language), words, tuple(entries), more)

    @cached_property
    def _files(self) -> Mapping[str, str]:
        """File and line of each unit and item, by IRI."""
        names = Names()
        places: dict[str, str] = {}
        for reading in self.built.readings:
            key, document = reading.description.key, reading.document
            for part in document.walk():
                places[names.unit(key, part.path)] = document.source.where(part.span.begin)
            for unit in document.units():
                places[names.unit(key, unit.path)] = document.source.where(unit.span.begin)
        items: dict[str, str] = {
            item.iri(names): places.get(item.first.iri(names), "")
            for item in self.built.resolution.items
        }
        return places | items

    def _place(self, finding: Finding, language: str) -> str:
        """Where a finding is: file and line, what it is about, its value, the words."""
        focus, unit = str(finding.result.focus), finding.unit
        where = self._files.get(focus) or (self._files.get(unit.iri, "") if unit else "")
        parts = [f"{where}:" if where else "", short(finding.result.focus)]
        if finding.value is not None:
            parts.append(f"{_validation('value', language)}: {short(finding.value)}")
        if unit is not None and unit.text:
            parts.append(f"「{cut(unit.text, _WORDS)}」")
        return " ".join(filter(None, parts))

    def _gold(self, language: str) -> Section:
        sentences, entries = [], []
        for document, scores in self.scores.items():
            right = sum(score.right for score in scores.values())
            wanted = right + sum(len(score.missed) for score in scores.values())
            false = sum(len(score.false) for score in scores.values())
            sentences.append(
                _say(
                    "gold-summary",
                    language,
                    document=document,
                    right=right,
                    wanted=wanted,
                    false=false,
                )
            )
            entries += [
                Entry(_say("gold-scheme", language, scheme=scheme, precision=score.precision,
                           recall=score.recall))
                for scheme, score in scores.items()
                if score.missed or score.false
            ]  # fmt: skip
        words = _joined(sentences, language) or _say("gold-none", language)
        more = _say("gold-more", language) if entries else ""
        return Section(_say("gold", language), words, tuple(entries), more)

    def _changes(self, language: str) -> Section:
        heading, difference = _say("changes", language), self.difference
        if difference is None:
            return Section(heading, _say("changes-none", language, corpus=self.corpus))
        if not difference:
            return Section(heading, _say("changes-same", language, since=self.since))
        entries = []
        for kind, changes in difference.kinds.items():
            states = changes.by_state()
            counts = [f"{_difference(s, language)} {len(c)}" for s, c in states.items() if c]
            if counts:
                shown = _changed(states, language) if kind == "items" else ()
                entries.append(
                    Entry(f"{_difference(kind, language)}: {', '.join(counts)}", tuple(shown))
                )
        words = _say("changes-summary", language, since=self.since)
        return Section(heading, words, tuple(entries), _say("changes-more", language))


def check_corpus(
    texts: Sequence[TextFile],
    *,
    reader: Reader,
    since: str | Path | None = None,
    corpus: str = "",
    language: str = "ja",
    errors: Errors | None = None,
    progress: Callable[[str], None] = lambda step: None,
) -> CorpusCheck:
    """Build a corpus, account for its characters, validate it, and compare it.

    Args:
        texts: of the corpus.
        reader: reads them.
        since: an earlier build, a file or a folder.
        corpus: see `CorpusCheck`.
        language: of the labels of what changed.
        errors: see `build_graph`.
        progress: told of each text that has been read, and of each of the `STEPS` that is done.

    Raises:
        PolicygraphError: nothing could be built or the earlier build cannot be read.
    """
    built = build_graph(list(texts), reader=reader, errors=errors, progress=progress)
    ledgers = tuple(account(reading.document) for reading in built.readings)
    progress("coverage")
    store = memory_store(built.dataset.quads())
    validation = validate(store)
    progress("validation")
    scores = _scores(built, reader)
    progress("gold")
    difference = None if since is None else compare(since, store, language=language)
    progress("changes")
    return CorpusCheck(built, ledgers, validation, scores, difference, str(since or ""), corpus)


def _scores(built: BuiltGraph, reader: Reader) -> dict[str, dict[str, Score]]:
    """The scores of the documents that were read by hand."""
    scores = {}
    for description in {r.description.key: r.description for r in built.readings}.values():
        folder = gold_folder(description)
        if folder is not None:
            own = [r.annotations for r in built.readings if r.description.key == description.key]
            scores[description.key] = score_folder(folder, own, reader.annotator.lexicon)
    return scores


def _unexplained(ledger: Ledger) -> list[str]:
    return [f"{ledger.document.source.name}:{found.place}" for found in ledger.unexplained]


def _section(
    key: str, words: str, entries: Sequence[Entry], language: str, **values: str
) -> Section:
    more = _say(f"{key}-more", language, **values) if len(entries) > _SHOWN else ""
    return Section(_say(key, language), words, tuple(entries[:_SHOWN]), more)


def _shortened(entries: Sequence[str], limit: int, language: str) -> Iterator[str]:
    yield from entries[:limit]
    if len(entries) > limit:
        yield f"… {_say('more', language, count=len(entries) - limit)}"


def _changed(states: Mapping[str, Sequence[Change]], language: str) -> Iterator[str]:
    """What measures and targets changed, by their titles."""
    for state, changed in states.items():
        named = [
            _say(
                f"change-{state}",
                language,
                words=f"{cut(c.label, _WORDS)} ({short_name(c.subject)})",
            )
            for c in changed
        ]
        yield from _shortened(named, _PLACES, language)


def _joined(sentences: Sequence[str], language: str) -> str:
    return (" " if language == "en" else "").join(sentences)
