"""The command ``policygraph``: its subcommands are imported when they are called."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

import click

from policygraph.cli.help import (
    Group,
    asked_language,
    first_line,
    language_of,
    say_click,
    speak,
)
from policygraph.cli.terminal import guard_terminals
from policygraph.core.columns import shown
from policygraph.core.errors import PolicygraphError, SeveralErrors
from policygraph.core.messages import Messages
from policygraph.core.placing import noting_places
from policygraph.version import VERSION

# name: module of this package:attribute; nothing else lists the commands.
COMMANDS: dict[str, str] = {
    "add": "add:add",
    "build": "corpus:build",
    "check": "check:check",
    "coverage": "corpus:coverage",
    "annotate": "corpus:annotate",
    "explain": "show:explain",
    "candidates": "corpus:candidates",
    "curate": "steward:curate",
    "review": "review:review",
    "outline": "outline:outline",
    "vocabulary": "vocabulary:vocabulary",
    "import": "import_:import_",
    "evaluate": "steward:evaluate_gold",
    "lineage": "lineage:lineage",
    "query": "questions:query",
    "show": "show:show",
    "validate": "validate:validate_graph",
    "diff": "questions:diff",
    "export": "publish:export",
    "publish": "publish:publish",
    "docs": "docs:docs",
    "serve": "serve:serve",
    "mcp": "mcp:mcp",
    "network": "pictures:network",
    "plot": "pictures:plot",
    "report": "pictures:report",
}
_say = Messages("cli")
_READER_LEFT = 128 + 13  # as a shell shows a program that SIGPIPE ended
_NAMED = 3  # files that are named to who stops a command
_LONGEST_ERROR = 200  # characters of an unexpected one


class LazyGroup(Group):
    """A group that imports a command's module only when the command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of the data's way."""
        return list(COMMANDS)

    def make_context(self, *arguments: Any, **settings: Any) -> click.Context:
        """Read the words; ``--help`` is written here."""
        try:
            return super().make_context(*arguments, **settings)
        except BrokenPipeError:
            _leave_pipe()

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command; ``None`` for an unknown name, which click answers with what is near."""
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(f"policygraph.cli.{module}"), attribute)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; Ctrl-C is an error of one line."""
        with noting_places() as placed:
            try:
                return super().invoke(ctx)
            except BrokenPipeError:  # click would end with 1, which means something else here
                _leave_pipe()
            except KeyboardInterrupt:
                raise _stopped(placed) from None

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the words; the language of help and errors first."""
        speak(ctx, asked_language(args))
        return super().parse_args(ctx, args)

    def summaries(self, ctx: click.Context) -> Iterator[tuple[str, str]]:
        """The commands, each with the first line of its help; none is imported."""
        texts = _say.in_language(language_of(ctx))
        return ((name, first_line(texts[name])) for name in COMMANDS)


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    example="policygraph build && policygraph coverage",
)
@click.version_option(VERSION, "-V", "--version", message="policygraph %(version)s")
@click.option("--debug", is_flag=True)
@click.pass_context
def policygraph(ctx: click.Context, debug: bool) -> None:
    """Japanese innovation policy as a knowledge graph, every link with the words it stands on."""
    if os.environ.get("NO_COLOR"):  # https://no-color.org
        ctx.color = False  # of every command below, too


def _stopped(placed: list[Path]) -> PolicygraphError:
    """What is said of a command that was stopped: what it had written before, if anything."""
    there = [str(path) for path in dict.fromkeys(placed) if path.exists()]
    if not there:
        return PolicygraphError("stopped-unchanged")
    named = ", ".join(there[:_NAMED]) + (" …" if len(there) > _NAMED else "")
    return PolicygraphError("stopped-changed", count=len(there), places=named)


def _heed_signals() -> None:
    """Have what ends a process from without end it as Ctrl-C does; what nohup ignores stays ignored."""
    for name in ("SIGTERM", "SIGHUP"):
        sign = getattr(signal, name, None)
        if sign is not None and signal.getsignal(sign) is signal.SIG_DFL:
            signal.signal(sign, signal.default_int_handler)


def _heed_no_more() -> None:
    """A second Ctrl-C has nothing left to stop: the command is at its end and says why."""
    if signal.getsignal(signal.SIGTERM) is signal.default_int_handler:  # a process of our own
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            if sign := getattr(signal, name, None):
                signal.signal(sign, signal.SIG_IGN)


def _leave_pipe() -> NoReturn:
    """End as other programs do when the reader of their output leaves, and say nothing."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(_READER_LEFT)


def _fail(*messages: str, code: int = 2) -> NoReturn:
    _heed_no_more()
    command = next((word for word in sys.argv[1:] if word in COMMANDS), "")
    name = f"policygraph {command}".strip()
    for line in messages:
        click.echo(f"{name}: {shown(line)}", err=True)
    sys.exit(code)


def main(arguments: list[str] | None = None) -> Any:
    """Run the command line; errors are one line on stderr and exit code 2."""
    words = sys.argv[1:] if arguments is None else arguments
    if arguments is None:
        guard_terminals()
        _heed_signals()
    debug = "--debug" in words
    language = asked_language(words)
    try:
        code = policygraph.main(args=words, prog_name="policygraph", standalone_mode=False)
        sys.stdout.flush()
        sys.exit(code if isinstance(code, int) else 0)
    except PolicygraphError as error:
        if debug:
            raise
        several = error.errors if isinstance(error, SeveralErrors) else (error,)
        _fail(*(one.words(language) for one in several))
    except click.exceptions.Exit as leave:
        sys.exit(leave.exit_code)
    except (KeyboardInterrupt, click.Abort):
        _fail(_say("stopped", language))
    except click.exceptions.NoArgsIsHelpError as help_wanted:
        click.echo(help_wanted.ctx.get_help() if help_wanted.ctx else "", err=True)
        sys.exit(2)
    except click.ClickException as error:
        message = say_click(error.format_message(), language)
        if isinstance(error, click.UsageError) and error.ctx is not None:
            command = error.ctx.command_path
            message = _say("see-help", language, message=message, command=command)
        _fail(message)
    except BrokenPipeError:
        _leave_pipe()
    except OSError as error:
        if debug:
            raise
        _fail(f"{error.filename or ''}: {error.strerror or error}".lstrip(": "))
    except UnicodeEncodeError as error:
        _fail(_say("not-encodable", language, character=ascii(error.object[error.start])))
    except MemoryError:
        _fail(_say("out-of-memory", language))
    except Exception as error:  # ours: whatever a user gives us has an error of its own
        if debug:
            raise
        said = " ".join(f"{type(error).__name__}: {error}".split())
        _fail(_say("unexpected", language, error=said[:_LONGEST_ERROR]))
