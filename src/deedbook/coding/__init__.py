"""Articles to events: the coder interface and the coder in use."""

from deedbook.coding.coder import Coder
from deedbook.coding.lexicon import LexiconCoder

__all__ = ["Coder", "LexiconCoder", "default_coder"]


def default_coder() -> Coder:
    """The coder in use: the better one by the tables of docs/evaluation.md. Raises WeightsError if its weights are
    missing or damaged."""
    from deedbook.coding.combined import CombinedCoder

    return CombinedCoder()
