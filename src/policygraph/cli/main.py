"""The command ``policygraph``: its subcommands are imported when they are called."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from importlib import import_module
from typing import Any, NoReturn

import click

from policygraph.core.errors import PolicygraphError, SeveralErrors
from policygraph.version import VERSION

# name: (module of this package:attribute, one line of help); nothing else lists the commands.
COMMANDS: dict[str, tuple[str, str]] = {
    "add": ("add:command", "Add a document to a corpus."),
    "build": ("corpus:build", "Turn texts into a graph."),
    "check": ("check:command", "Say on one page what is wrong or missing."),
    "coverage": ("corpus:coverage", "Show what every character of a text is."),
    "annotate": ("corpus:annotate", "Show what any text speaks of."),
    "explain": ("show:explain", "Show a unit's words with its mentions and links."),
    "candidates": ("corpus:candidates", "List words the vocabulary may lack."),
    "curate": ("steward:curate", "Write the skeleton of a curation file."),
    "vocabulary": ("vocabulary:command", "Edit the terms as a spreadsheet; lay files out."),
    "evaluate": ("steward:evaluate_gold", "Compare the mentions with a reading by hand."),
    "query": ("questions:query", "Ask a saved question or a SPARQL query."),
    "show": ("show:show", "Describe a thing: text, links, evidence."),
    "validate": ("validate:command", "Say what is missing, where, in words."),
    "diff": ("questions:diff", "Say what changed between two graphs."),
    "export": ("publish:export", "Write the graph in another format."),
    "publish": ("publish:publish", "Put the graph into a remote store."),
    "docs": ("docs:command", "Write the ontology and schemes as HTML."),
    "network": ("pictures:network", "Project the graph to a network."),
    "plot": ("pictures:plot", "Draw a picture."),
    "report": ("pictures:report", "Write one page of pictures, tables and quotations."),
}
_READER_LEFT = 128 + 13  # as a shell shows a program that SIGPIPE ended


class LazyGroup(click.Group):
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
        module, _, attribute = COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(import_module(f"policygraph.cli.{module}"), attribute)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; Ctrl-C is an error of one line."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:  # click would end with 1, which means something else here
            _leave_pipe()
        except KeyboardInterrupt:
            raise PolicygraphError("stopped; nothing was changed") from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Example: policygraph build && policygraph coverage",
)
@click.version_option(VERSION, "-V", "--version", message="policygraph %(version)s")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
@click.pass_context
def policygraph(ctx: click.Context, debug: bool) -> None:
    """Japanese innovation policy as a knowledge graph, every link with the words it stands on.

    \b
    Exit codes: 0 fine, 1 a problem was found, 2 wrong use or failure,
    141 the reader of the output left (head, less).
    """
    if os.environ.get("NO_COLOR"):  # https://no-color.org
        ctx.color = False  # of every command below, too


def _leave_pipe() -> NoReturn:
    """End as other programs do when the reader of their output leaves, and say nothing."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(_READER_LEFT)


def _fail(*messages: str, code: int = 2) -> NoReturn:
    command = next((word for word in sys.argv[1:] if word in COMMANDS), "")
    name = f"policygraph {command}".strip()
    for line in messages:
        click.echo(f"{name}: {line}", err=True)
    sys.exit(code)


def main(arguments: list[str] | None = None) -> Any:
    """Run the command line; errors are one line on stderr and exit code 2."""
    words = sys.argv[1:] if arguments is None else arguments
    debug = "--debug" in words
    try:
        code = policygraph.main(args=words, prog_name="policygraph", standalone_mode=False)
        sys.stdout.flush()
        sys.exit(code if isinstance(code, int) else 0)
    except PolicygraphError as error:
        if debug:
            raise
        several = error.errors if isinstance(error, SeveralErrors) else (error,)
        _fail(*map(str, several))
    except click.exceptions.Exit as leave:
        sys.exit(leave.exit_code)
    except (KeyboardInterrupt, click.Abort):
        _fail("stopped")
    except click.exceptions.NoArgsIsHelpError as help_wanted:
        click.echo(help_wanted.ctx.get_help() if help_wanted.ctx else "", err=True)
        sys.exit(2)
    except click.UsageError as error:
        hint = ""
        if error.ctx is not None:
            hint = f" (see {error.ctx.command_path} --help)"
        _fail(f"{error.format_message()}{hint}")
    except click.ClickException as error:
        _fail(error.format_message())
    except BrokenPipeError:
        _leave_pipe()
    except OSError as error:
        if debug:
            raise
        _fail(f"{error.filename or ''}: {error.strerror or error}".lstrip(": "))
    except UnicodeEncodeError as error:
        _fail(f"the output cannot show {error.object[error.start]!r}; set PYTHONUTF8=1")
    except MemoryError:
        _fail("out of memory; build fewer documents in one call")
