"""What all sets have in common: the error for a gold file that cannot be used, and what a report must offer."""

from typing import Protocol


class GoldError(ValueError):
    """A gold file that cannot be used: names it, the place, what was expected, and what to do."""


class Report(Protocol):
    """A scored set. ``figure`` is its main figure, the one that ``--at-least`` compares."""

    @property
    def figure(self) -> float: ...

    def lines(self, errors: bool) -> list[str]:
        """The report for a terminal; with ``errors`` every mistake."""
        ...
