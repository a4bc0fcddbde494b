"""What goes wrong with a ledger, in words for the person who gave it."""

from deedbook.records import Problem


class LedgerError(Exception):
    """The ledger cannot be opened, read or written. ``problem`` names the file, what was expected and what to do;
    the message is the same in one line."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem
