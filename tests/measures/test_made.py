"""Of a made ledger, which is larger than the examples and has undated reports of every kind: what is read of one pair
alone gives the answer that reading everything gives."""

import random
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta

import pytest

from deedbook.ledger import Ledger
from deedbook.measures import Answer, answer
from deedbook.records import Article, Coding

from ..ledger.builders import NOON, article, coding, event

STATES = {"PAK": "Pakistan", "USA": "America", "IND": "India", "CHN": "China", "BRA": "Brazil"}
ACTS = (  # verb, type, status, instrument, domain, object, whether a sum is named
    ("met", "CONSULT", "act", "talks", "diplomacy", "trade", False),
    ("promised", "AID", "promised", "loan", "finance", "a loan for a dam", True),
    ("approved", "AID", "approved", "loan", "finance", "credit for a railway", True),
    ("delivered", "AID", "delivered", "grant", "aid", "wheat after the flood", False),
    ("taxed", "SANCTION", "approved", "tariff", "trade", "a duty on steel", False),
    ("joined", "AGREE", "agreed", "trade_agreement", "trade", "a fishing accord", False),
    ("refused", "REJECT", "refused", "talks", "diplomacy", "talks on the border", False),
    ("awaited", "AID", "not_received", "loan", "finance", "a loan for a dam", True),
)
REPORTS, TOLD, UNDATED = 150, 3, 0.15
AROUND = {"snapshot", "others", "comparison", "beside", "quotes", "coverage"}  # these hold dealings with third states


def reports() -> Iterator[tuple[Article, Coding]]:
    chance = random.Random(4)
    for number in range(REPORTS):
        sentences, told = [], []
        for _ in range(TOLD):
            (one, giver), (other, receiver) = chance.sample(sorted(STATES.items()), 2)
            verb, kind, status, instrument, domain, thing, owed = chance.choice(ACTS)
            sum_ = chance.choice((100, 300, 900))
            tail = f" of ${sum_} million" if owed else ""
            sentences.append(f"{giver} then {verb} {receiver}: {thing}{tail}.")
            told.append((f"{giver} then {verb}", kind, status, one, other, thing, instrument, domain, sum_ * owed))
        day = date(2024, 1, 1) + timedelta(days=number * 3)
        text = f"Dispatch {number} of the year. " + " ".join(sentences)
        undated = chance.random() < UNDATED
        made = article(text, None if undated else f"{day}", id=f"r{number}", outlet=f"Paper {number % 7}")
        on = f"{day - timedelta(days=1)}" if chance.random() < 0.3 else None
        yield (
            made,
            coding(
                *(
                    replace(
                        event(
                            made, cue, kind, status, by=one, to=other, object=thing, instrument=instrument,
                            domains=(domain,), on=on, joint=kind == "CONSULT",
                            amount=(sum_ * 1e6, "USD") if sum_ else None,
                        ),
                        event_id=f"{number:04d}{place}",
                    )
                    for place, (cue, kind, status, one, other, thing, instrument, domain, sum_) in enumerate(told)
                )
            ),
        )  # fmt: skip


@pytest.fixture(scope="module")
def made() -> Iterator[Ledger]:
    with Ledger.temporary() as ledger:
        ledger.add_many(list(reports()), coder="test 1", recorded=NOON)
        yield ledger


def cited(of: Answer, value: object) -> object:
    """``value`` with the sentences in place of their numbers, which lines on third states shift."""
    if isinstance(value, tuple):
        return [cited(of, item) for item in value]
    if not is_dataclass(value):
        return value
    return {
        field.name: [of.quotes[number - 1].text for number in value.quotes]  # type: ignore[attr-defined]
        if field.name == "quotes"
        else cited(of, getattr(value, field.name))
        for field in fields(value)
    }


@pytest.mark.parametrize("pair", [("PAK", "USA"), ("CHN", "IND"), ("BRA", "USA")])
def test_one_pair_alone_gives_the_answer_of_everything(made: Ledger, pair: tuple[str, str]) -> None:
    held, all_ = made.snapshot(pairs=[pair]), made.snapshot()
    assert 0 < len(held.entries) < len(all_.entries) == REPORTS * TOLD
    part, whole = answer(held, pair, most_told=None), answer(all_, pair, most_told=None)
    assert part.standing and part.commitments and part.signals and part.told
    for field in fields(whole):
        if field.name not in AROUND:
            assert cited(part, getattr(part, field.name)) == cited(whole, getattr(whole, field.name)), field.name
    counted = {"lines": 0, "lines_unreviewed": 0, "summary": ""}
    assert replace(part.coverage, **counted) == replace(whole.coverage, **counted)


def test_what_dates_an_undated_report_is_found_without_reading_everything(made: Ledger) -> None:
    whole = made.snapshot().inferences
    found = 0
    for pair in (("PAK", "USA"), ("CHN", "IND"), ("BRA", "USA")):
        for key, inference in made.snapshot(pairs=[pair]).inferences.items():
            assert inference == whole[key]
            found += 1
    assert found > 5
