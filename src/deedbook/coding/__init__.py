"""Articles to events: the coder interface and the coder in use."""

from deedbook.coding.coder import Coder
from deedbook.coding.lexicon import LexiconCoder

__all__ = ["Coder", "LexiconCoder"]
