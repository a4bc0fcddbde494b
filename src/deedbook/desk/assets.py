"""The files of the page: one style sheet, its scripts, two typefaces, and what charts to explore are drawn with; each
address carries its hash."""

import hashlib
from functools import cache
from importlib.resources import files

from deedbook.brief.wording import colours

TYPES = {
    "desk.css": "text/css; charset=utf-8",
    "desk.js": "text/javascript; charset=utf-8",
    "review.js": "text/javascript; charset=utf-8",
    "add.js": "text/javascript; charset=utf-8",
    "explore.js": "text/javascript; charset=utf-8",
    "vega-util.js": "text/javascript; charset=utf-8",
    "vendor/vega.min.js": "text/javascript; charset=utf-8",
    "vendor/vega-lite.min.js": "text/javascript; charset=utf-8",
    "vendor/vega-interpreter.js": "text/javascript; charset=utf-8",
    "icon.svg": "image/svg+xml",
    "fonts/source-sans-3.woff2": "font/woff2",
    "fonts/source-serif-4.woff2": "font/woff2",
}

_NAMES = {  # what a file calls others by, for which their addresses are put
    "desk.css": {name: name for name in TYPES if name.startswith("fonts/")},
    "explore.js": {name: name for name in TYPES if name.startswith("vendor/")},
    "vendor/vega-interpreter.js": {"vega-util": "vega-util.js"},
}


@cache
def content(name: str) -> bytes:
    """The file's bytes; the style sheet begins with the palette that brief and desk share.

    Raises KeyError for a name that is not in ``TYPES``."""
    if name not in TYPES:
        raise KeyError(name)
    found = files("deedbook.desk").joinpath("static", *name.split("/")).read_bytes()
    for called, other in _NAMES.get(name, {}).items():
        for mark in "\"'":
            found = found.replace(f"{mark}{called}{mark}".encode(), f"{mark}{asset(other)}{mark}".encode())
    return palette().encode() + found if name == "desk.css" else found


@cache
def palette() -> str:
    """Every colour of the page and of the domains as a variable, light and dark."""
    light = "".join(f"--c-{role}:{value};" for role, (value, _) in colours().items())
    dark = "".join(f"--c-{role}:{value};" for role, (_, value) in colours().items())
    return f":root{{{light}}}@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}\n"


@cache
def chart_style() -> str:
    """What a chart needs to stand alone: the palette, and the part of the style sheet that is marked as the charts'."""
    sheet = content("desk.css").decode()
    return palette() + sheet.partition("/* charts */")[2].partition("/* end of charts */")[0]


@cache
def asset(name: str) -> str:
    """Its address: a new one whenever the file changes, so that browsers may keep it for good."""
    return f"/static/{hashlib.sha256(content(name)).hexdigest()[:12]}/{name}"
