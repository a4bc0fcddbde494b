"""From what the model says of one cue to who acted on whom. Pure and small."""

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations

from deedbook.coding.model import Numbers

# What may stand between two members of a list: "’s and the ", " officials, ", ", or of "
_LISTED = re.compile(
    r"(?:[’'\"”)]*s?)?(?:\s[\w-]+){0,2}(?:\s*[,/]\s*(?:(?:and|or|as well as|&)\s+)?|\s+(?:and|or|as well as|&)\s+)"
    r"(?:(?:of|with|to|from|by|the|its|both)\s+){0,2}"
)
_INVESTS = re.compile(r"\binvest(?:s|ed|ing)?\b", re.IGNORECASE)
_WHERE = re.compile(r"[^.;:]{0,80}\bin (?:the )?$")
Role = dict[str | None, float]  # probability by code; None: somebody without a code; "ALL": everybody
_LEAST = 0.5
_THIRD = 0.1  # of a list of which two do something together, the grammar says that the third does too
_CONTEXT = 0.5  # power of the probability of a mention in the context, of which it has seen few that act here
_MOST = 4  # parties of a list that are coded (docs/codebook.md)


def role(
    parties: Numbers,
    absent: Numbers,
    mentions: Sequence[tuple[str, bool]],
    which: int,
) -> Role:
    """How likely each code is in a role: ``parties`` (M, 2), ``absent`` (4,), of the M mentions the code and whether it
    stands in the sentence itself; ``which`` is 0 for the actor, 1 for the recipient."""
    held: Role = {None: float(absent[2 * which]), "ALL": float(absent[2 * which + 1])}
    for n, (code, here) in enumerate(mentions):
        found = float(parties[n, which])
        held[code] = max(held.get(code, 0.0), found if here else found**_CONTEXT)
    return held


def put_where(text: str, cue: tuple[int, int], named: Iterable[tuple[str, int | None]]) -> str | None:
    """The code of the state in which somebody invests ("would invest $500 million in Pakistan"), which is the
    recipient whoever says so; ``named``: codes and where they begin in the sentence."""
    if not _INVESTS.search(text[slice(*cue)]):
        return None
    after = sorted((start, code) for code, start in named if start is not None and start >= cue[1])
    return next((code for start, code in after if _WHERE.fullmatch(text[cue[1] : start])), None)


def pairs(
    actor: Role,
    recipient: Role,
    *,
    symmetric: bool,
    listed: Callable[[str | None, str | None], bool] = lambda a, b: True,
) -> list[tuple[str | None, str | None, float]]:
    """Actor, recipient and the product of their probabilities: every likely pair, else the likeliest one.

    A party is never its own counterpart. A joint act is written once. Several parties in one role must be ``listed``
    beside the likeliest one ("Japan, Korea and Taiwan")."""
    scored = sorted(
        ((a, r, p * q) for a, p in actor.items() for r, q in recipient.items() if a != r or a is None),
        key=lambda x: -x[2],
    )
    scored = [x for x in scored if x[0] is not None or x[1] is not None]
    if not scored:
        return []
    first = scored[0]
    if symmetric and None not in first[:2] and listed(first[0], first[1]):
        either = {code: max(actor.get(code, 0.0), recipient.get(code, 0.0)) for code in (*actor, *recipient) if code}
        third = [c for c, sure in either.items() if sure >= _THIRD and c not in first and _among(c, first[:2], listed)]
        if third:  # "the UAE, India and Sri Lanka signed": each two of them
            members = sorted((first[0], first[1], *third), key=lambda code: -either[code or ""])
            return [(a, r, either[a or ""] * either[r or ""]) for a, r in combinations(members, 2)][: 2 * _MOST]
    likely = [
        x for x in scored if _beside(first[0], x[0], actor, listed) and _beside(first[1], x[1], recipient, listed)
    ]
    if symmetric:
        likely = [x for n, x in enumerate(likely) if not any({x[0], x[1]} == {y[0], y[1]} for y in likely[:n])]
    return likely[:_MOST] if len(likely) > 1 else scored[:1]


def _among(
    code: str | None, both: Iterable[str | float | None], listed: Callable[[str | None, str | None], bool]
) -> bool:
    return all(listed(code, str(other)) for other in both)


def _beside(first: str | None, code: str | None, role: Role, listed: Callable[[str | None, str | None], bool]) -> bool:
    """Whether a party is the likeliest one or a member of its list."""
    return code == first or (role[first] >= _LEAST and role[code] >= _LEAST and listed(first, code))


def rival(role: Role, chosen: str | None, listed: Callable[[str | None, str | None], bool]) -> float:
    """How likely the likeliest other party of a role is that stands in no list with the chosen one."""
    return max((p for code, p in role.items() if code != chosen and not listed(chosen, code)), default=0.0)


def coordinated(text: str, places: Iterable[tuple[int, int, str]]) -> Callable[[str | None, str | None], bool]:
    """Whether two codes stand in one list of a text: other members and a word or two of each, commas, "and"."""
    held = sorted(places)
    together: set[tuple[str, str]] = set()
    for n, (_, end, code) in enumerate(held):
        for start, after, also in held[n + 1 :]:
            if not _LISTED.fullmatch(text[end:start]):
                break
            together |= {(code, also), (also, code)}
            end = after
    return lambda one, other: (one, other) in together
