"""One run from sources to the ledger."""

from deedbook.pipeline.intake import RunReport, run

__all__ = ["RunReport", "run"]
