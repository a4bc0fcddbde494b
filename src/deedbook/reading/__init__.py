"""From files, folders, addresses and standard input to articles with labelled blocks (docs/reading.md)."""

from deedbook.reading.labels import Labels, labels_of
from deedbook.reading.setting import CODED_BLOCKS, MAX_BYTES, MAX_PAGE_BYTES, TIMEOUT
from deedbook.reading.source import read

__all__ = ["CODED_BLOCKS", "MAX_BYTES", "MAX_PAGE_BYTES", "TIMEOUT", "Labels", "labels_of", "read"]
