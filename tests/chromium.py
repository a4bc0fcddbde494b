"""The browser that tests and pictures are made with: Debian's Chromium, without network services of its own."""

import os
import shutil

NAMES = ("chromium", "google-chrome", "chromium-browser")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
MISSING = f"NO BROWSER: none of {', '.join(NAMES)} found (set DEEDBOOK_CHROMIUM to its path)"


def executable() -> str | None:
    """Where it is; ``None`` where there is none."""
    return os.environ.get("DEEDBOOK_CHROMIUM") or next((found for name in NAMES if (found := shutil.which(name))), None)
