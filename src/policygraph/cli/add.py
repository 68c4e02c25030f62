"""``policygraph add``: add a document to a corpus, asked for step by step or by options."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import click

from policygraph.annotation import Lexicon
from policygraph.cli.help import command
from policygraph.cli.options import language_option, vocabulary_option
from policygraph.cli.progress import steps
from policygraph.cli.steward import check_curator, today
from policygraph.core.errors import Errors, PolicygraphError, UsageError
from policygraph.core.messages import Messages
from policygraph.core.resources import CORPUS_VARIABLE, Vocabulary, checkout, corpus_folders
from policygraph.corpus.description import (
    DocumentDescription,
    TextFile,
    check_key,
    check_outline,
    check_url,
    find_texts,
)
from policygraph.corpus.new_document import (
    NewDocument,
    check_new,
    chosen_outline,
    find_body,
    fit_outlines,
    name_texts,
    read_day,
    read_new_texts,
    write_document,
)
from policygraph.corpus.reading import Reader
from policygraph.document import account
from policygraph.graph import BuiltGraph, build_graph, curation_skeleton

_say = Messages("add")
# What a document needs before it can be published, and the questions that give it.
_TO_PUBLISH: Final = {
    "title-en": "title.en", "date": "decided_on", "decider": "decided_by", "publisher": "publisher",
    "source-page": "source_page", "licence": "licence.iri", "notice-ja": "licence.notice.ja",
    "notice-en": "licence.notice.en",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Questions:
    """What is asked, in this order, each with what reads an answer."""

    readers: Mapping[str, Callable[[str], str]]
    language: str

    def answer(self, given: Mapping[str, str | None], *, ask: bool) -> dict[str, str]:
        """The answers: those given as options, checked, and those that a person gives.

        Args:
            given: by question; ``None`` where nothing was said.
            ask: whether somebody is there to be asked.

        Raises:
            PolicygraphError: an option that cannot be; `SeveralErrors` of all that cannot.
        """
        errors = Errors()
        answers: dict[str, str] = {}
        for name, value in given.items():
            if value is not None:
                with errors.caught():
                    answers[name] = self.readers[name](value)
        errors.check()
        for name in self.readers if ask else ():
            if given[name] is None:
                answers[name] = self._ask(name)
        return {name: answer for name, answer in answers.items() if answer}

    def _ask(self, name: str) -> str:
        def read(words: str) -> str:
            try:
                return (
                    self.readers[name](words.strip()) if words.strip() or name == "title-ja" else ""
                )
            except PolicygraphError as error:
                raise click.UsageError(error.words(self.language)) from None

        question = _say(f"ask-{name}", self.language)
        answer: str = click.prompt(
            question, default="", show_default=False, value_proc=read, err=True
        )
        return answer


@command(
    example="policygraph add sti-strategy-2018 5.txt 6.txt --title-ja 科学技術イノベーション総合戦略2018"
)
@click.argument("key", metavar="KEY")
@click.argument("files", nargs=-1, required=True, metavar="FILE...",
                type=click.Path(path_type=Path))  # fmt: skip
@click.option("--into", metavar="FOLDER", type=click.Path(path_type=Path, file_okay=False))
@click.option("--title-ja", metavar="TITLE")
@click.option("--title-en", metavar="TITLE")
@click.option("--date", metavar="DATE")
@click.option("--decider", metavar="BODY")
@click.option("--publisher", metavar="BODY")
@click.option("--source-page", metavar="URL")
@click.option("--licence", metavar="URL")
@click.option("--notice-ja", metavar="WORDS")
@click.option("--notice-en", metavar="WORDS")
@click.option("--outline", metavar="NAME")
@click.option("--curator", metavar="NAME")
@click.option("--encoding", metavar="E")
@vocabulary_option
@language_option
def add(
    key: str,
    files: tuple[Path, ...],
    into: Path | None,
    encoding: str | None,
    vocabulary: Vocabulary | None,
    lang: str,
    **given: str | None,
) -> int:
    """Add a document: its description, its texts, and a curation file to fill in."""
    corpus = into or _own_corpus()
    errors = Errors()
    with errors.caught():
        check_key(key)
    others = _texts_of(corpus, errors)
    with errors.caught():
        sources = read_new_texts(files, encoding)
    errors.check()
    check_new(NewDocument(DocumentDescription(key), {}, corpus / key), others)
    reader = Reader(vocabulary)  # the description says the encoding
    fits = fit_outlines(sources)
    readers = _readers(reader.annotator.lexicon)
    asks = sys.stdin.isatty()
    if asks:
        click.echo(_say("ask", lang, key=key), err=True)
        for fit in fits if given["outline"] is None else ():
            click.echo(
                _say("fit", lang, outline=fit.outline, share=fit.share, items=fit.items), err=True
            )
    answers = _Questions(readers, lang).answer(
        {name: given[name.replace("-", "_")] for name in readers}, ask=asks
    )
    if "title-ja" not in answers:
        raise UsageError("title-needed")
    outline = answers.get("outline") or chosen_outline(sources)
    named = name_texts(files, sources, outline)
    document = NewDocument(
        _description(key, answers, outline, encoding, named), named, corpus / key
    )
    built = _built(document, others, reader)
    curation = curation_skeleton(built, key, answers.get("curator", "curator"), today())
    written = write_document(document, curation)
    is_own = into is None and not os.environ.get(CORPUS_VARIABLE)
    for line in _report(document, built, written, answers, lang, None if is_own else corpus):
        click.echo(line)
    return int(bool(_own_faults(document, built, lang)))


def _own_corpus() -> Path:
    """The corpus of ``POLICYGRAPH_CORPUS``, or that of this checkout."""
    own = checkout()
    if os.environ.get(CORPUS_VARIABLE):
        return next(corpus_folders())
    if own is None:
        raise UsageError("no-own-corpus")
    return own / "data" / "source"


def _texts_of(corpus: Path, errors: Errors) -> list[TextFile]:
    """The texts of the documents that a corpus holds already."""
    folders = sorted(toml.parent for toml in corpus.glob("*/document.toml"))
    return find_texts(folders, errors=errors) if folders else []


def _readers(lexicon: Lexicon) -> dict[str, Callable[[str], str]]:
    def title(words: str) -> str:
        if not words.strip():
            raise UsageError("no-title")
        return words.strip()

    def body(name: str) -> str:
        return find_body(name, lexicon)

    def day(words: str) -> str:
        return read_day(words).isoformat()

    return {
        "title-ja": title,
        "title-en": str.strip,
        "date": day,
        "decider": body,
        "publisher": body,
        "source-page": check_url,
        "licence": check_url,
        "notice-ja": str.strip,
        "notice-en": str.strip,
        "outline": check_outline,
        "curator": check_curator,
    }


def _description(
    key: str,
    answers: Mapping[str, str],
    outline: str,
    encoding: str | None,
    named: Mapping[str, Path],
) -> DocumentDescription:
    def by_language(what: str) -> dict[str, str]:
        found = {language: answers.get(f"{what}-{language}") for language in ("ja", "en")}
        return {language: words for language, words in found.items() if words}

    return DocumentDescription(
        key=key,
        outline=outline,
        titles=by_language("title"),
        decided_on=read_day(answers["date"]) if "date" in answers else None,
        decided_by=answers.get("decider"),
        publisher=answers.get("publisher"),
        source_page=answers.get("source-page"),
        licence=answers.get("licence"),
        notices=by_language("notice"),
        texts={text: f"{text}{path.suffix or '.txt'}" for text, path in named.items()},
        encoding=encoding,
    )


def _built(document: NewDocument, others: Sequence[TextFile], reader: Reader) -> BuiltGraph:
    """The document and the rest of its corpus, read."""
    texts = [*others, *document.texts]
    with steps("reading", len(texts)) as progress:
        return build_graph(texts, reader=reader, progress=progress)


def _own_faults(document: NewDocument, built: BuiltGraph, lang: str) -> list[str]:
    own = [r.document for r in built.readings if r.description.key == document.description.key]
    return [document.moved(problem.line(lang)) for each in own for problem in each.problems]


def _report(
    document: NewDocument,
    built: BuiltGraph,
    written: Sequence[Path],
    answers: Mapping[str, str],
    lang: str,
    corpus: Path | None,
) -> Iterator[str]:
    """What was done and what is to be done next, in words."""
    key = document.description.key
    readings = [reading for reading in built.readings if reading.description.key == key]
    ledgers = [account(reading.document) for reading in readings]
    occurrences = [o for reading in readings for o in reading.document.occurrences]
    yield _say("added", lang, key=key)
    yield _say(
        "outline", lang, outline=document.description.outline,
        share=sum(x.explained for x in ledgers) / sum(x.raw_length for x in ledgers),
        items=sum(item.first.document == key for item in built.resolution.items),
        reprises=sum(o.is_reprise for o in occurrences),
    )  # fmt: skip
    yield f"{_say('files', lang)}:"
    yield from (f"  {path}" for path in written)
    faults = _own_faults(document, built, lang)
    if faults:
        yield f"{_say('faults', lang)}:"
        yield from (f"  {fault}" for fault in faults)
    yield f"{_say('next', lang)}:"
    steps_ = list(_next_steps(document, built, bool(faults), answers, lang, corpus))
    yield from (f"  {number}. {step}" for number, step in enumerate(steps_, 1))


def _next_steps(
    document: NewDocument,
    built: BuiltGraph,
    has_faults: bool,
    answers: Mapping[str, str],
    lang: str,
    corpus: Path | None,
) -> Iterator[str]:
    key, folder = document.description.key, shlex.quote(str(document.folder))
    readings = [reading for reading in built.readings if reading.description.key == key]
    if has_faults:
        texts = ", ".join(document.description.texts.values())
        yield _say("next-faults", lang, text=texts, key=key, folder=folder)
    unexplained = sum(len(account(reading.document).unexplained) for reading in readings)
    if unexplained:
        yield _say("next-coverage", lang, folder=folder, count=unexplained)
    unknown = {
        thing.label: thing.near for reading in readings for thing in reading.annotations.discovered
    }
    if unknown:
        names = (f"{name} (→ {near}?)" if near else name for name, near in sorted(unknown.items()))
        yield _say("next-unknown", lang, names="、".join(names))
    yield _say("next-candidates", lang, folder=folder)
    titles = sum(item.first.document == key for item in built.resolution.items)
    yield _say("next-titles", lang, curation=document.curation, count=titles)
    missing = [written for question, written in _TO_PUBLISH.items() if question not in answers]
    if missing:
        yield _say("next-describe", lang, keys=", ".join(missing))
    given = "" if corpus is None else f" {shlex.quote(str(corpus))}"
    yield _say("next-check", lang, corpus=given)
    yield _say("next-build" if corpus is not None else "next-publish", lang, corpus=given)
