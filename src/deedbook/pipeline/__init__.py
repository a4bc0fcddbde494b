"""One run from sources to the ledger, and coding again what it holds."""

from deedbook.pipeline.intake import RunReport, run
from deedbook.pipeline.recoding import Change, Recoding, recode

__all__ = ["Change", "Recoding", "RunReport", "recode", "run"]
