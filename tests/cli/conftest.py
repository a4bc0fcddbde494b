"""The command line as a user runs it: a process of its own, real files, real exit status."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True)
class Run:
    status: int
    out: str
    err: str

    @property
    def complaints(self) -> list[str]:
        return [line for line in self.err.splitlines() if line.strip()]


@pytest.fixture
def deedbook(tmp_path: Path) -> Callable[..., Run]:
    """Runs ``deedbook`` in an empty folder with a ledger of its own."""

    def run(*words: object, stdin: bytes | None = None, before: str = "") -> Run:
        environment = {
            "PATH": "/usr/bin:/bin",
            "DEEDBOOK_LEDGER": str(tmp_path / "ledger.db"),
            "HOME": str(tmp_path),
            "PYTHONPATH": str(Path(__file__).resolve().parents[2] / "src"),  # these sources, whatever is installed
            "PYTHONDONTWRITEBYTECODE": "1",  # a small file-size limit would leave half a .pyc behind
        }
        program = f"{before}\nfrom deedbook.cli import main\nmain()"
        done = subprocess.run(
            [sys.executable, "-c", program, *map(str, words)],
            input=stdin,
            stdin=None if stdin is not None else subprocess.DEVNULL,
            capture_output=True,
            cwd=tmp_path,
            timeout=120,
            env=environment,
        )
        return Run(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """A readable article that yields one event."""
    path = tmp_path / "good.txt"
    path.write_text("Tokyo lifts sanctions\n\nTOKYO: Japan lifted its sanctions on Myanmar.\n", encoding="utf-8")
    return path
