"""Commitments as they are printed."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import cast

import pytest

from deedbook.cli.commitments import Desk, _condition
from deedbook.cli.undertable import counted, of_pair, sureness
from deedbook.codebook import load
from deedbook.ledger import commitments, merge
from deedbook.records import Article, Commitment, Entry, Interval, Occurrence, Snapshot, Step
from tests.ledger.builders import article, entry, keyed


def test_of_what_has_not_moved_for_years_the_list_shows_the_latest_few() -> None:
    done = Interval(date(1990, 1, 1), date(1990, 1, 1), "explicit")
    step = Step(cast("Occurrence", SimpleNamespace(entries=())), done, "delivered", "delivered")
    old = []
    for n in range(12):
        moved = replace(step, when=replace(done, end=date(1990 + n, 1, 1)))
        terms = ("binding", "complete", "live", "paid")
        old.append(Commitment(str(n), "USA", "PAK", "loan", (), "loan", (moved,), *terms))  # type: ignore[arg-type]
    desk = Desk(Snapshot({}, (), (), tuple(old), as_of=date(2026, 1, 1)), load())
    (group,), line = desk.brief(old)
    assert [c.id for c in group.commitments] == ["11", "10", "9", "8", "7", "6", "5", "4"]
    assert line == "4 older commitments that last moved between 1990 and 1993 left out; --format csv lists all."


def test_the_list_says_first_how_far_things_have_got_and_counts_what_is_imposed_apart() -> None:
    day = Interval(date(2026, 1, 1), date(2026, 1, 1), "explicit")

    def made(status: str, execution: str, health: str, **more: object) -> Commitment:
        step = Step(cast("Occurrence", SimpleNamespace(entries=())), day, status, status)
        terms = ("binding", execution, health, status)
        return Commitment(status, "USA", "PAK", "loan", (), "loan", (step,), *terms, **more)  # type: ignore[arg-type]

    held = [
        made("delivered", "part", "live"),
        made("approved", "allocated", "suspended"),
        made("promised", "none", "overdue"),
        made("discussed", "none", "live"),
        made("delivered", "in force", "live", measure=True),
        made("promised", "none", "live", doubtful="one sentence"),
    ]
    assert Desk(Snapshot({}, (), (), tuple(held)), load()).above(held) == (
        "Given or owed: 4 commitments (1 done in part, 1 open, 1 stopped or held up, 1 only talk). "
        "Imposed: 1 commitment (1 in force, paid or done). Not counted: 1 doubtful one."
    )


def test_a_pair_has_what_either_does_toward_everybody_and_a_mixed_group_says_who_gives() -> None:
    def told(text: str, to: str, rate: float) -> tuple[Article, Entry]:
        report = article(text, "2026-02-24", id=text)
        return report, entry(report, "imposed", "SANCTION", "delivered", by="NRL", to=to, object="a duty on goods",
                             amount=(rate, "%"), instrument="tariff", on="2026-02-24")  # fmt: skip

    reports = [
        told("Norland imposed a duty on goods of Farmark.", "FRM", 19),
        told("Norland imposed a duty on goods of everybody.", "ALL", 10),
        told("Norland imposed a duty on goods of Westland.", "WST", 12),
    ]
    articles = keyed(*(a for a, _ in reports))
    acts = merge.occurrences([e for _, e in reports], articles)
    followed = commitments.follow(acts, load(), articles=articles)
    snapshot = Snapshot(articles, tuple(e for _, e in reports), acts, followed)
    held = of_pair(snapshot, ("FRM", "NRL"))
    assert sorted(c.receiver for c in held) == ["ALL", "FRM"]
    assert counted(held, snapshot, load()) == (
        "2 commitments, each merged from all reports of it; 2 of 3 articles read tell of them, from 1 independent "
        "source, published 24 February 2026."
    )
    assert sureness(held) == "Read by machine, checked by no person"
    desk = Desk(snapshot, load())
    assert desk.short(held[0], sides=True)[0].endswith("(NRL → FRM)")


def test_what_firms_did_is_marked_and_a_text_without_outlet_named_by_its_file() -> None:
    told = article("Acme of Norland sold Farmark a first cargo of oil.", "2026-03-02", id="cargo.txt", outlet=None)
    sold = entry(told, "sold", "COOPERATE", "delivered", object="a first cargo of oil", instrument="energy_deal",
                 sectors=("BUS", "GOV"))  # fmt: skip
    acts = merge.occurrences([sold], keyed(told))
    (cargo,) = commitments.follow(acts, load(), articles=keyed(told))
    desk = Desk(Snapshot(keyed(told), (sold,), acts, (cargo,)), load())
    assert desk.short(cargo)[0].endswith(" (by firms)")
    assert "sources:          cargo.txt" in desk.life(cargo)


@pytest.mark.parametrize(
    ("read", "shown"),
    [
        ("If the other side signs first", "if the other side signs first"),
        ("unless the ports are opened within", "unless the ports are opened"),
        ("abolition", ""),
        ("if these are", ""),
    ],
)
def test_a_condition_is_listed_where_it_reads_as_a_clause(read: str, shown: str) -> None:
    assert _condition(read) == shown
