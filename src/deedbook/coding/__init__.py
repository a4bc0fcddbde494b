"""Articles to events: the coder interface and the coder in use."""

from typing import TYPE_CHECKING, Any

from deedbook.coding.coder import Coder

if TYPE_CHECKING:
    from deedbook.coding.lexicon import LexiconCoder

__all__ = ["Coder", "LexiconCoder", "default_coder", "lone_coder"]


def __getattr__(name: str) -> Any:
    """The listed constructions are imported when they are asked for: a brief needs the dates of this package alone, and
    they take half as long to import as the rest of a brief."""
    if name == "LexiconCoder":
        from deedbook.coding.lexicon import LexiconCoder

        return LexiconCoder
    raise AttributeError(name)


def default_coder() -> Coder:
    """The coder in use: the better one by the tables of docs/evaluation.md, on one thread. Raises WeightsError if its
    weights are missing or damaged."""
    from deedbook.coding.combined import CombinedCoder

    return CombinedCoder()


def lone_coder() -> Coder:
    """The same for a command that codes in one process: its sentences may use two threads."""
    from deedbook.coding.combined import CombinedCoder
    from deedbook.coding.model import Model
    from deedbook.coding.pool import processes

    return CombinedCoder(model=Model(threads=min(2, processes())))
