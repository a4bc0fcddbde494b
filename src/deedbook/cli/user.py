"""``deedbook user``."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from deedbook.cli.options import ledger_option, stop

if TYPE_CHECKING:
    from deedbook.desk.accounts import Accounts


@click.group("user")
def command() -> None:
    """Say who may use a desk that others can reach: add, list and remove accounts.

    A desk on this computer alone (the default) needs none. Passwords are kept as scrypt hashes in a file beside the
    ledger that only its owner may read.

    \b
    Example:
      deedbook user add amina --role reviewer
    """


@command.command("add")
@click.argument("name")
@click.option("--role", type=click.Choice(("reader", "reviewer", "administrator")), default="reader", show_default=True)
@click.option("--password-stdin", is_flag=True, help="Take the password from standard input, for scripts.")
@ledger_option
def add(name: str, role: str, password_stdin: bool, ledger_path: Path | None) -> None:
    """Add NAME, or give it another role and password.

    \b
    Example:
      deedbook user add amina --role reviewer
    """
    from deedbook.desk.accounts import ROLES

    if not password_stdin and not sys.stdin.isatty():
        stop("there is no terminal to ask for the password; hand it over with --password-stdin.", 2)
    if password_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    else:
        password = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    kind = next(known for known in ROLES if known == role)
    held = _held(ledger_path).with_account(name, kind, password)
    kind_of = f"{'an' if role == 'administrator' else 'a'} {role}"
    click.echo(f"{name} is {kind_of} now; {len(held.held)} accounts in {held.path}. A running desk sees it at once.")


@command.command("list")
@ledger_option
def list_(ledger_path: Path | None) -> None:
    """List the accounts with their roles.

    \b
    Example:
      deedbook user list
    """
    held = _held(ledger_path)
    for account in held.held.values():
        click.echo(f"{account.name}\t{account.role}\tsince {account.made[:10]}")
    if not held.held:
        click.echo("There are no accounts; add one with: deedbook user add NAME --role administrator", err=True)


@command.command("remove")
@click.argument("name")
@ledger_option
def remove(name: str, ledger_path: Path | None) -> None:
    """Remove NAME; its decisions stay.

    \b
    Example:
      deedbook user remove amina
    """
    _held(ledger_path).without(name)
    click.echo(f"{name} is removed.")


def _held(ledger_path: Path | None) -> "Accounts":
    from deedbook.desk.accounts import accounts_path, read_accounts
    from deedbook.ledger import Ledger

    return read_accounts(accounts_path(ledger_path or Ledger.default_path()))
