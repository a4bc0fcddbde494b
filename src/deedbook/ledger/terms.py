"""What a commitment's acts say of its terms: sums and their kinds, conditions, who pays, whose firms take part."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from deedbook.codebook import Codebook
from deedbook.ledger.acts import Act
from deedbook.ledger.standing import Move
from deedbook.ledger.traits import same_amount
from deedbook.ledger.vocabulary import content, has, specific
from deedbook.records import Amount, Condition, Phrase, Stated
from deedbook.records.history import AmountKind, Health

ROUNDING = 0.1  # two reports of one payment round it differently
AGAIN = 0.05  # the same of reports that name no day: the next instalment may be a little more
LENDERS = frozenset({"IMF", "WBG", "AIB", "ADB"})  # what these give they pay themselves


def stated(moves: Sequence[Move]) -> tuple[Stated, ...]:
    """Every sum of money or quantity that the acts tell, in order; percentages are rates and no sums. What a loan is
    that is paid on, or of which a part is paid, was approved."""
    told: list[Stated] = []
    for move in moves:
        amount = move.act.amount
        if move.cross or amount is None or amount.unit == "%" or move.act.turn == "denied":
            continue
        held = move.act.keeps or (move.act.resumes and move.act.family.kind == "money")
        status = "approved" if held and move.record_status == "delivered" else move.record_status
        told.append(Stated(amount, kind_of(move), move.act.when, status))
        if move.act.whole:
            told.append(Stated(move.act.whole, "face", move.act.when, "approved"))
    return tuple(told)


def kind_of(move: Move) -> AmountKind:
    """What kind of sum a move tells: by its qualifier, its words, and its rung."""
    amount, text = move.act.amount, move.act.text
    if amount is not None and amount.qualifier == "per_year":
        return "per year"
    if amount is not None and amount.qualifier == "up_to":
        return "ceiling"
    if has("cumulative", text):
        return "cumulative"
    if has("instalment", text) and move.act.occurrence.status == "delivered":
        return "tranche"
    return "face"


def paid(sums: Sequence[Stated]) -> Amount | None:
    """What was delivered so far: the newest cumulative sum, or all instalments together, whichever is more. Sums of one
    size on one day are one payment told twice. ``None`` where no delivered sum is told, or their units differ."""
    delivered = [one for one in sums if one.status == "delivered" and one.kind not in ("per year", "ceiling")]
    units = {one.amount.unit for one in delivered}
    if len(units) != 1:
        return None
    running = [one.amount.value for one in delivered if one.kind == "cumulative"]
    apart: list[Stated] = []
    for one in delivered:
        again = any(_told_twice(one, other) for other in apart)
        if one.kind != "cumulative" and not again:
            apart.append(one)
    total = max(sum(one.amount.value for one in apart), running[-1] if running else 0.0)
    return replace(delivered[-1].amount, value=total, value_max=None, qualifier="exact", start=None, end=None)


def _told_twice(one: Stated, other: Stated) -> bool:
    if one.when == other.when:
        return bool(same_amount(one.amount, other.amount, ROUNDING))
    undated = not one.when.start or not other.when.start
    return undated and bool(same_amount(one.amount, other.amount, AGAIN))


def new_money(acts: Iterable[Act]) -> bool | None:
    """False where an old loan or deposit is kept ("rolled over"), True where the text says that it is new; else
    ``None``."""
    told = [(has("old_money", act.text), has("new_money", act.text)) for act in acts]
    if any(old for old, _ in told):
        return False
    return True if any(new for _, new in told) else None


def payer(giver: str, instrument: str, via: str | None) -> str | None:
    """Whose money it is, where that is told: the Fund's in its programmes, a lender's own, a state's through its
    agency."""
    if instrument == "imf_support":
        return "IMF"
    return giver if giver in LENDERS or via else None


def owners(firms: Iterable[str], codebook: Codebook) -> tuple[tuple[str, str], ...]:
    """Each firm with the state that it belongs to, as far as the codebook knows it."""
    told = tuple(firms)
    if not told:
        return ()
    known = {name.full or name.text: name.code for name in codebook.names if name.kind == "firm"}
    return tuple((firm, known[firm]) for firm in told if firm in known)


class Parties:
    """Names in lower case that stand for a state or for a body that decides, to tell who must meet a condition."""

    def __init__(self, codebook: Codebook) -> None:
        kinds = ("state", "demonym", "capital", "metonym")
        self._codes: Mapping[str, str] = {
            name.text.casefold(): name.code for name in codebook.names if name.kind in kinds and len(name.text) > 3
        }

    def conditions(
        self, phrases: Iterable[Phrase], *, giver: str, receiver: str, moves: Sequence[Move], health: Health
    ) -> tuple[Condition, ...]:
        """Each condition with who must meet it and its state: *met* where the thing was done in full after it was
        told, *failed* where it was ended and the end's words name it, else *unknown*."""
        done = any(move.order == 6 and not move.partial for move in moves)
        ended = [move for move in moves if move.record_status in ("withdrawn", "lapsed", "refused")]
        made = []
        for phrase in phrases:
            telling = specific(content(phrase.text))
            named = any(len(telling & move.act.context) > 1 for move in ended)
            state = "met" if done and health in ("live", "overdue") else "failed" if ended and named else "unknown"
            made.append(Condition(phrase, self._who(phrase.text, giver, receiver), state))  # type: ignore[arg-type]
        return tuple(made)

    def _who(self, text: str, giver: str, receiver: str) -> str | None:
        lowered = text.casefold()
        for body in ("board", "congress", "parliament", "senate", "council", "court", "cabinet"):
            if body in lowered:
                return f"the {body}"
        named = {code for name, code in self._codes.items() if name in lowered}
        for code in (receiver, giver):
            if code in named:
                return code
        return min(named) if named else None
