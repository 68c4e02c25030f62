"""The catalogue of saved questions: every file under ``queries/questions``, nothing else."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from policygraph.core.errors import DataError, UsageError
from policygraph.core.near import nearest
from policygraph.core.resources import resource
from policygraph.questions.front_matter import read_bilingual, read_mapping
from policygraph.questions.question import Question, read_question


def question_files(folder: Path | None = None) -> dict[str, Path]:
    """The files of the catalogue by id, sorted by topic and id.

    Raises:
        DataError: two files have the same id.
    """
    files: dict[str, Path] = {}
    for path in sorted((folder or resource("queries", "questions")).glob("*/*.rq")):
        if path.stem in files:
            raise DataError(
                "question-twice", file=path.name, topic=path.parent.name,
                other=files[path.stem].parent.name,
            )  # fmt: skip
        files[path.stem] = path
    return files


def find_questions(folder: Path | None = None) -> list[Question]:
    """All questions, sorted by topic and id."""
    return [read_question(path) for path in question_files(folder).values()]


def find_question(id_: str, folder: Path | None = None) -> Question:
    """One question.

    Raises:
        UsageError: there is none of that id; those that are near are named.
    """
    files = question_files(folder)
    if id_ in files:
        return read_question(files[id_])
    near = nearest(id_, files)
    if near:
        raise UsageError("no-question-near", id=id_, near=", ".join(near))
    raise UsageError("no-question", id=id_)


def headings() -> dict[str, dict[str, str]]:
    """What columns and parameters are called, by variable and language.

    Raises:
        DataError: ``columns.yaml`` is not as it has to be.
    """
    return _names("columns.yaml")


def term_names() -> dict[str, dict[str, str]]:
    """What terms of other vocabularies are called, by CURIE and language.

    Raises:
        DataError: ``terms.yaml`` is not as it has to be.
    """
    return _names("terms.yaml")


def inverse_names() -> dict[str, dict[str, str]]:
    """What a link is called from its other end, by CURIE of the property and language.

    Raises:
        DataError: ``inverses.yaml`` is not as it has to be.
    """
    return _names("inverses.yaml")


@cache
def value_words() -> dict[str, dict[str, dict[str, str]]]:
    """What words of columns are called, by variable, word and language.

    Raises:
        DataError: ``values.yaml`` is not as it has to be.
    """
    return {
        column: {
            word: read_bilingual(names, "values.yaml", f"{column} {word}")
            for word, names in words.items()
        }
        for column, words in _table("values.yaml").items()
    }


@cache
def _names(file: str) -> dict[str, dict[str, str]]:
    return {name: read_bilingual(words, file, name) for name, words in _table(file).items()}


def _table(file: str) -> dict[str, Any]:
    text = resource("queries", "questions", file).read_text(encoding="utf-8")
    return read_mapping(text, file)
