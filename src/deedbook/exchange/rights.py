"""What may leave the machine: whole texts only where there is a right to them; else one sentence, with its source."""

from collections import Counter
from collections.abc import Iterable
from typing import Literal, get_args

from deedbook.records import Article

Rights = Literal["own", "public", "licensed", "unknown"]
RIGHTS: tuple[Rights, ...] = get_args(Rights)
OPEN: frozenset[Rights] = frozenset({"own", "public"})  # a licence is between its holder and the outlet: not for others

_OWN = ("own", "written for this project", "written for the deedbook project")
_PUBLIC = ("public", "public domain", "cc0", "cc by", "cc-by", "open government licence", "us government work")


def rights(article: Article) -> Rights:
    """The rights to ``article``'s text in one of four words; what nobody stated is ``unknown``."""
    said = (article.rights or "").strip().casefold()
    if said in ("licensed", "licenced"):
        return "licensed"
    if said.startswith(_OWN):
        return "own"
    if said.startswith(_PUBLIC) and not said.startswith(("cc by-nc", "cc by-nd", "cc-by-nc", "cc-by-nd")):
        return "public"
    return "unknown"


def may_leave(article: Article) -> bool:
    """Whether the whole text may be handed on."""
    return rights(article) in OPEN


def withheld(articles: Iterable[Article]) -> str:
    """One sentence on the texts that were held back; empty where none was."""
    kept = Counter(rights(article) for article in articles if not may_leave(article))
    if not kept:
        return ""
    total = sum(kept.values())
    told = ", ".join(f"{number} {name}" for name, number in sorted(kept.items()))
    noun, them = ("text", "it") if total == 1 else ("texts", "each")
    return (
        f"Withheld: the full text of {total} {noun} (rights: {told}); at most one sentence an item is quoted of {them}."
    )
