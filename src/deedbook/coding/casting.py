"""From what the model says of one cue to who acted on whom. Pure and small."""

from collections.abc import Sequence

from deedbook.coding.model import Numbers

Role = dict[str | None, float]  # probability by code; None: somebody without a code; "ALL": everybody
_LEAST = 0.5
_UNKNOWN = 0.3  # chosen on cross-validated labels: a party that is named is to be preferred to one that is not
_MOST = 4  # parties of a list that are coded (docs/codebook.md)


def role(
    parties: Numbers,
    absent: Numbers,
    codes: Sequence[str],
    which: int,
) -> Role:
    """Probability of each code for a role: ``parties`` (M, 2), ``absent`` (4,), ``codes`` of the M mentions;
    ``which`` is 0 for the actor, 1 for the recipient."""
    held: Role = {None: _UNKNOWN * float(absent[2 * which]), "ALL": float(absent[2 * which + 1])}
    for n, code in enumerate(codes):
        held[code] = max(held.get(code, 0.0), float(parties[n, which]))
    return held


def pairs(actor: Role, recipient: Role, *, symmetric: bool) -> list[tuple[str | None, str | None, float]]:
    """Actor, recipient and the product of their probabilities: every likely pair, else the likeliest one.

    A party is never its own counterpart. A joint act is written once."""
    scored = sorted(
        ((a, r, p * q) for a, p in actor.items() for r, q in recipient.items() if a != r or a is None),
        key=lambda x: -x[2],
    )
    scored = [x for x in scored if x[0] is not None or x[1] is not None]
    if not scored:
        return []
    likely = [x for x in scored if actor[x[0]] >= _LEAST and recipient[x[1]] >= _LEAST]
    if symmetric or len(likely) < 2:
        return scored[:1]
    return likely[:_MOST]
