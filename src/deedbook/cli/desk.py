"""``deedbook desk``, and what ``deedbook start`` shares with it."""

import webbrowser
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from deedbook.cli.options import ledger_option, stop

PORT = 8700
MAKERS = 2  # processes that make pages, beside the one that serves
LOOPBACK = ("127.0.0.1", "localhost", "::1")


_Command = TypeVar("_Command", bound=Callable[..., Any])


def options(command: _Command) -> _Command:
    """Where it is served."""
    for option in (
        click.option("--open/--no-open", "opens", default=False, help="Open it in the browser of this computer."),
        click.option("--port", type=click.IntRange(0, 65535), default=PORT, show_default=True, help="0: any free one."),
        click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on."),
    ):
        command = option(command)
    return command


@click.command("desk")
@options
@ledger_option
def command(ledger_path: Path | None, host: str, port: int, opens: bool) -> None:
    """Serve the desk: the relation at a glance, every mark leading to its sentence. Ctrl-C ends it.

    It reads the ledger as it grows; nothing leaves this computer. With another --host it can be reached by others, and
    then demands accounts (`deedbook user add`); put it behind a proxy that speaks HTTPS.

    \b
    Example:
      deedbook desk --ledger pakistan.db --open
    """
    from deedbook.ledger import Ledger

    opened(ledger_path or Ledger.default_path(), host, port, opens=opens, sample=False)


def needs() -> None:
    """Ends with one line where the desk's own dependencies are not installed."""
    try:
        import fastapi  # noqa: F401
        import uvicorn  # noqa: F401
    except ImportError:
        stop("the desk needs more than is installed. Install it with: pip install 'deedbook[desk]'", 1)


def opened(path: Path, host: str, port: int, *, opens: bool, sample: bool) -> None:
    """Serves the ledger at ``path`` until it is interrupted."""
    needs()
    from deedbook.desk.accounts import accounts_path, read_accounts
    from deedbook.desk.app import LOOPBACK as NAMES
    from deedbook.desk.app import create_app
    from deedbook.desk.server import bound, serve
    from deedbook.ledger import LedgerError

    if host not in LOOPBACK and not read_accounts(accounts_path(path)).held:
        stop(
            f"{host}: others could reach this desk, and it has no accounts. Make one first: "
            "deedbook user add NAME --role administrator",
            2,
        )
    hosts = NAMES if host in LOOPBACK else ("*",)  # with accounts, a name that was rebound brings no cookie
    try:
        app = create_app(path, hosts=hosts, demands=host not in LOOPBACK, sample=sample, makers=1 if sample else MAKERS)
    except LedgerError as error:
        stop(str(error), 3)
    if port == 0:
        with bound(host, 0) as found:
            port = found.getsockname()[1]
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
    click.echo(f"The desk is at {address} (Ctrl-C ends it).", err=True)
    if opens:
        webbrowser.open(address)
    serve(app, host, port)
