"""Official records: each register's own format read by rule, with a pointer from every field back into its file."""

from deedbook.reading.registers.about import NOTHING_STATED, SUFFIX, About, parse
from deedbook.reading.registers.detection import HEAD, SUFFIXES, document, lacking, plain, structured
from deedbook.reading.registers.record import File, Found

__all__ = [
    "HEAD",
    "NOTHING_STATED",
    "SUFFIX",
    "SUFFIXES",
    "About",
    "File",
    "Found",
    "document",
    "lacking",
    "parse",
    "plain",
    "structured",
]
