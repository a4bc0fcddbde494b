"""Who gives and who receives, by domain: counts of matters (merged acts and commitments), never of reports."""

from collections.abc import Sequence

from deedbook.measures.answer import BalanceRow
from deedbook.measures.matters import Matter
from deedbook.measures.standing import by_standing
from deedbook.measures.sureness import line
from deedbook.measures.view import View
from deedbook.measures.wording import rules, sentence


def rows(view: View, found: Sequence[Matter]) -> tuple[BalanceRow, ...]:
    """One row for each giver, receiver and domain, in both directions, the pair's first state first.

    Left out: joint acts (both give), requests, criticism and denials (nothing is given), and what firms did.
    Burdens that stand are counted apart; a burden that was stopped is in no count of what was given."""
    groups: dict[tuple[str, str, str], list[Matter]] = {}
    for matter in found:
        words = ("REQUEST", *rules()["event_types"]["hostile_words"])
        gives_nothing = all(act.event_type in words for act in matter.acts)
        if matter.joint or matter.private or gives_nothing:
            continue
        groups.setdefault((matter.giver, matter.receiver, matter.domain), []).append(matter)
    order = {code: place for place, code in enumerate(view.pair)}
    return tuple(
        _row(view, *key, groups[key]) for key in sorted(groups, key=lambda k: (order.get(k[0], 2), k[1] == "ALL", k[2]))
    )


def _row(view: View, giver: str, receiver: str, domain: str, group: Sequence[Matter]) -> BalanceRow:
    given = by_standing([matter for matter in group if not matter.burden], group)
    imposed = by_standing([matter for matter in group if matter.burden], group)

    def at(standing: str) -> int:
        return sum(matter.standing == standing for matter in given)

    return BalanceRow(
        giver=giver,
        receiver=receiver,
        domain=domain,
        delivered=at("delivered or binding"),
        promised=at("promised"),
        talk=at("talk only"),
        stopped=at("stopped"),
        lines=tuple(line(view, sentence(m.text), m.entries, most=1) for m in (*given, *imposed)),
        burdens=sum(matter.burden and matter.standing != "stopped" for matter in group),
    )
