"""Page one's table: what is delivered or binding, promised, talk only, or stopped and by whom."""

from collections.abc import Sequence

from deedbook.measures.answer import StandingRow
from deedbook.measures.matters import PRIVATE, STANDINGS, Matter, since
from deedbook.measures.sureness import line
from deedbook.measures.view import View
from deedbook.measures.wording import brief_name, rules


def rows(view: View, found: Sequence[Matter]) -> tuple[tuple[StandingRow, ...], tuple[StandingRow, ...]]:
    """The rows for page one (at most eight, every standing that occurs at least once), and all others.

    Chosen by weight (money and law first), then by date; shown by standing."""
    most = rules()["page"]["rows"]
    first = [next((m for m in found if m.standing == name), None) for name in STANDINGS]
    chosen = [matter for matter in first if matter is not None]
    held = set(map(id, chosen))  # themselves: to compare all that a matter holds takes long
    chosen += [matter for matter in found if id(matter) not in held][: most - len(chosen)]
    held = set(map(id, chosen))
    rest = [matter for matter in found if id(matter) not in held]
    return tuple(_row(view, m) for m in by_standing(chosen, found)), tuple(
        _row(view, m) for m in by_standing(rest, found)
    )


def by_standing(some: Sequence[Matter], found: Sequence[Matter]) -> list[Matter]:
    """``some`` in the order of the standings; within one, states' matters before firms', then as in ``found``."""
    place = {id(matter): at for at, matter in enumerate(found)}
    return sorted(some, key=lambda matter: (STANDINGS.index(matter.standing), matter.private, place[id(matter)]))


def _text(matter: Matter) -> str:
    what = brief_name(matter.what.removesuffix(PRIVATE), rules()["page"]["row_words"])  # ``private`` says it beside it
    return f"{what}: {matter.state}" if matter.state else what


def _row(view: View, matter: Matter) -> StandingRow:
    return StandingRow(
        standing=matter.standing,
        giver=matter.giver,
        receiver=matter.receiver,
        what=line(view, _text(matter), matter.entries, most=3 if matter.standing == "stopped" else 1),
        since=since(matter),
        stopped_by=matter.stopped_by,
        burden=matter.burden,
        private=matter.private,
        joint=matter.joint,
        commitment=matter.commitment.id if matter.commitment else "",
    )
