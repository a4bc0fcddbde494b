"""``deedbook start``."""

import tempfile
from pathlib import Path

import click

from deedbook.cli.desk import LOOPBACK, needs, opened, options
from deedbook.cli.options import stop


@click.command("start")
@options
def command(host: str, port: int, opens: bool) -> None:
    """Open the desk on the bundled examples, offline, to look around. Nothing is kept.

    \b
    Example:
      deedbook start --open
    """
    if host not in LOOPBACK:
        stop(
            f"{host}: the examples are shown on this computer alone. Serve a ledger of your own with deedbook desk.", 2
        )
    needs()
    from deedbook.desk.sample import fill

    with tempfile.TemporaryDirectory(prefix="deedbook-") as folder:
        path = Path(folder) / "sample.db"
        click.echo("reading the bundled examples …", err=True)
        fill(path)
        opened(path, host, port, opens=opens, sample=True)
