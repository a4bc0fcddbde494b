"""The command line. Results go to standard output, progress and problems to standard error.

Exit status: 0 done, 1 some inputs failed or stopped by hand, 2 usage, 3 ledger unusable."""

import importlib
import os
import sys
from typing import NoReturn

import click

from deedbook import __version__
from deedbook.records.failure import Failure

_COMMANDS = {
    "brief": ("deedbook.cli.brief", "answer a question about two states, on a page"),
    "code": ("deedbook.cli.code", "articles in, events out as JSON lines; nothing is stored"),
    "read": ("deedbook.cli.read", "read articles into the ledger; safe to repeat, safe to interrupt"),
    "ready": ("deedbook.cli.ready", "make the briefs ready that take long, so that each is shown at once"),
    "ledger": ("deedbook.cli.ledger", "list commitments in the ledger"),
    "claims": ("deedbook.cli.claims", "list what was claimed and how it stands against the record"),
    "decide": ("deedbook.cli.decide", "check what was read: accept, correct, reject; agreement of reviewers"),
    "export": ("deedbook.cli.export", "hand on what the ledger holds: CSV, XLSX, JSON, Parquet"),
    "import": ("deedbook.cli.import_", "set your own tracker beside the ledger, or load an exported one"),
    "desk": ("deedbook.cli.desk", "open the ledger in the browser: the relation at a glance, to the sentence"),
    "start": ("deedbook.cli.start", "the desk on the bundled examples, offline"),
    "accounts": ("deedbook.cli.accounts", "what each side and outlet names and leaves out of one act"),
    "diff": ("deedbook.cli.diff", "what changed between two days, or two states of the ledger"),
    "search": ("deedbook.cli.search", "find articles in the ledger by their words"),
    "recode": ("deedbook.cli.recode", "read all texts again with the present coder; says what changed"),
    "forget": ("deedbook.cli.forget", "erase a text for good"),
    "backup": ("deedbook.cli.backup", "copy the ledger while it is in use"),
    "user": ("deedbook.cli.user", "say who may use a desk that others can reach"),
    "evaluate": ("deedbook.cli.evaluate", "score a coder or resolver against a gold set"),
}


class _Lazy(click.Group):
    """Imports a command's module only when that command is run or asked for help, so that start-up stays short."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command = importlib.import_module(_COMMANDS[cmd_name][0]).command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in _COMMANDS.items()])


@click.command(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="deedbook")
def cli() -> None:
    """States said they would; did they?

    Deedbook reads news and official records about any states, follows each commitment from talk to delivery or to
    nothing, and answers with the sentence that proves it.

    \b
    Example:
      deedbook brief examples --pair PAK-USA --against IND-USA
    """


def main() -> None:
    """Run the command line; a closed pipe (``| head``) ends it quietly, a failure, a full disk or Ctrl-C with one
    line."""
    try:
        try:  # not cli.main(), which answers a closed pipe with status 1
            with cli.make_context("deedbook", sys.argv[1:]) as context:
                cli.invoke(context)
        finally:
            sys.stdout.flush()
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.Abort:
        click.echo(err=True)  # the question stands on a line of its own
        _end("stopped at the question; nothing was done.", 1)
    except KeyboardInterrupt:
        _end("stopped; what was stored before is kept. Run the same command again to go on.", 1)
    except Failure as failure:
        _end(str(failure), 1)
    except BrokenPipeError:
        _drop_output()
        sys.exit(0)
    except OSError as error:
        _drop_output()
        where = error.filename or "standard output"
        _end(f"{where}: {error.strerror or error}. Check the permissions and the free space there.", 1)


def _end(message: str, status: int) -> NoReturn:
    click.echo(f"deedbook: {message}", err=True)
    sys.exit(status)


def _drop_output() -> None:
    """What is still buffered goes nowhere, or Python would fail over it again as it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
