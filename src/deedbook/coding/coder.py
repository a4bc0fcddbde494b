"""What every coder is: a named function from articles to codings."""

from collections.abc import Sequence
from typing import Protocol

from deedbook.records import Article, Coding


class Coder(Protocol):
    """Codes articles. ``name`` holds the version: two coders of one name must code alike."""

    @property
    def name(self) -> str: ...

    def code(self, articles: Sequence[Article]) -> list[Coding]:
        """One coding an article, in order. Must not depend on which articles share a batch."""
        ...
