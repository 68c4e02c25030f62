"""Commands whose help is in Japanese and English: its texts stand in ``messages/cli.yaml``.

A command's text stands there by its path (``export csv``), an option's by the path and the option
(``export csv --bom``) or, where it means the same to several commands, by the option alone (``--graph``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import copy
from itertools import pairwise
from typing import Any

import click

from policygraph.cli.options import language_option
from policygraph.core.columns import pad, text_width, wrap
from policygraph.core.messages import LANGUAGES, Messages, process_language

Function = Callable[..., Any]
_COLUMN = 30  # of options and commands, at most
_BREAK = re.compile(r"\s*\n\s*")
_JAPANESE_BREAK = re.compile(r"(?<=[、。])\s*\n\s*|(?<=[^\x00-\u02ff])\s*\n\s*(?=[^\x00-\u02ff])")
_LANGUAGE = "policygraph.language"  # of a click context and those below it
_texts = Messages("cli")
_clicks = Messages("click")  # what click says, its places for values written as it writes them


def asked_language(words: Sequence[str]) -> str:
    """The language that a command line asks for; that of the process where it asks for none."""
    language = process_language()
    for word, following in pairwise([*words, ""]):
        value = following if word == "--lang" else word.removeprefix("--lang=")
        if value in LANGUAGES and value != word:
            language = value
    return language


def language_of(ctx: click.Context) -> str:
    """The language in which a command speaks."""
    language: str = ctx.meta.setdefault(_LANGUAGE, process_language())
    return language


def speak(ctx: click.Context, language: str) -> None:
    """Have a command, and those below it, speak a language."""
    ctx.meta[_LANGUAGE] = language


class _Formatter(click.HelpFormatter):
    """Breaks lines by the columns that Japanese takes; indented lines stay as they are."""

    def write_text(self, text: str) -> None:
        """Paragraphs."""
        for line in _lines(text, self.width - self.current_indent):
            self.write(f"{' ' * self.current_indent}{line}".rstrip() + "\n")

    def write_dl(self, rows: Any, col_max: int = _COLUMN, col_spacing: int = 2) -> None:
        """Words and what they mean, in two columns."""
        rows = list(rows)
        indent = " " * self.current_indent
        column = min(max(text_width(first) for first, _ in rows), col_max) + col_spacing
        for first, second in rows:
            lines = _lines(second, max(self.width - column - 2, 10))
            if text_width(first) > column - col_spacing:
                self.write(f"{indent}{first}\n")
                first = ""
            for line in lines or [""]:
                self.write(f"{indent}{pad(first, column)}{line}".rstrip() + "\n")
                first = ""


def _lines(text: str, width: int) -> list[str]:
    lines: list[str] = []
    for paragraph in text.strip("\n").split("\n\n"):
        held = paragraph.split("\n")
        is_table = any(line.startswith("  ") for line in held)
        lines += ["", *(held if is_table else wrap(_joined(held), width))]
    return lines[1:]


def _joined(lines: list[str]) -> str:
    """Lines as one; Japanese goes on without a space."""
    return _BREAK.sub(" ", _JAPANESE_BREAK.sub("", "\n".join(lines)))


class _Context(click.Context):
    formatter_class = _Formatter


class Command(click.Command):
    """A command with help in both languages, and ``--lang`` if it has none of its own.

    Args:
        example: one or several calls, as they are typed.
        values: for the places in braces of its texts.
    """

    context_class = _Context

    def __init__(
        self,
        *arguments: Any,
        example: str = "",
        values: Mapping[str, object] | None = None,
        **settings: Any,
    ) -> None:
        super().__init__(*arguments, **settings)
        self.example, self.values = example, dict(values or {})
        if not any(param.name == "lang" for param in self.params):
            language_option(self)  # for help and errors
            self.params[-1].expose_value = False

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the words behind the command's name.

        Raises:
            click.UsageError: an option that takes one value is given twice; click would take the last
                and say nothing.
        """
        _, _, given = self.make_parser(ctx).parse_args(args=list(args))
        once = [
            param
            for param in given
            if isinstance(param, click.Option)
            and not (param.multiple or param.is_flag or param.count)
        ]
        for option in once:
            if once.count(option) > 1:
                raise click.UsageError(_clicks("twice", "en", option=option.opts[-1]), ctx)
        return super().parse_args(ctx, args)

    def describe(self, ctx: click.Context) -> str:
        """What it does; of a command that a plug-in brings what the plug-in says."""
        key = _path(ctx)
        return _texts(key, language_of(ctx), **self.values) if key in _texts else self.help or ""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """How it is called."""
        prefix = f"{_texts('usage', language_of(ctx))} "
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What it does."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(self.describe(ctx))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Its options."""
        records = [self._record(param, ctx) for param in self.get_params(ctx)]
        with formatter.section(_texts("options", language_of(ctx))):
            formatter.write_dl([record for record in records if record is not None])

    def _record(self, param: click.Parameter, ctx: click.Context) -> tuple[str, str] | None:
        if not isinstance(param, click.Option):
            return None
        language, key = language_of(ctx), option_key(param, _path(ctx))
        told = copy(param)
        told.help = _texts(key, language, **self.values) if key in _texts else param.help
        record = told.get_help_record(ctx)
        return (record[0], say_extra(record[1], language)) if record else None

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """How it is called, by example."""
        if self.example:
            formatter.write_paragraph()
            formatter.write(f"  {_texts('example', language_of(ctx))} {self.example}\n")


class Group(Command, click.Group):
    """Commands under one name."""

    command_class = Command

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Its options, then its commands."""
        super().format_options(ctx, formatter)
        with formatter.section(_texts("commands", language_of(ctx))):
            formatter.write_dl(list(self.summaries(ctx)))

    def summaries(self, ctx: click.Context) -> Iterator[tuple[str, str]]:
        """Its commands, each with the first line of its help."""
        for name in self.list_commands(ctx):
            command = self.get_command(ctx, name)
            if isinstance(command, Command) and not command.hidden:
                yield name, first_line(command.describe(_Context(command, ctx, name)))


def command(name: str | None = None, **settings: Any) -> Callable[[Function], Command]:
    """Make a function a `Command`."""
    return click.command(name, cls=Command, **settings)


def group(name: str | None = None, **settings: Any) -> Callable[[Function], Group]:
    """Make a function a `Group`."""
    return click.group(name, cls=Group, **settings)


def first_line(text: str) -> str:
    """The first paragraph of a help text, on one line."""
    return _joined(text.strip().partition("\n\n")[0].split("\n"))


def option_key(option: click.Option, path: str) -> str:
    """Where the text of an option stands: its own, or the one that commands share."""
    name = next((name for name in option.opts if name.startswith("--")), option.opts[0])
    own = f"{path} {name}".strip()
    return own if own in _texts else name


def _path(ctx: click.Context) -> str:
    """The words by which a command is called, without the program; ``policygraph`` is itself."""
    return ctx.command_path.partition(" ")[2] or ctx.command_path


def say_extra(help_: str, language: str) -> str:
    """The help of an option, what click adds to it in brackets in the same language."""
    for key in ("default", "required"):
        both = _clicks.both(key)
        help_ = re.sub(rf"(?<=[\[ ]){re.escape(both['en'])}(?=[^\[\]]*\]$)", both[language], help_)
    return help_


def say_click(message: str, language: str) -> str:
    """A message of click's in a language; as it is where ``messages/click.yaml`` does not know it."""
    for key, english in _clicks.in_language("en").items():
        pattern = re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+)", re.escape(english))
        match = re.fullmatch(pattern, message, re.DOTALL)
        if match is not None:
            told = {name: say_click(words, language) for name, words in match.groupdict().items()}
            return _clicks(key, language, **told)
    return message
