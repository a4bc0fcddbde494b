"""Whether an act puts a measure on or makes it lighter is told by its own words before its type."""

import pytest

from deedbook.ledger import merge
from deedbook.ledger.senses import hurts

from .builders import article, entry, event, keyed, replace

TARIFF = {"instrument": "tariff", "domains": ("trade",)}


@pytest.mark.parametrize(
    ("text", "cue", "kind", "status", "goods", "instrument", "expected"),
    [
        ("Norland will cut its tariff on tin.", "will cut", "THREATEN", "promised", "tariff on tin", "tariff", False),
        ("Norland plans tariff cuts.", "plans", "THREATEN", "promised", "tariff cuts", "tariff", False),
        ("Norland applied the duty on tin.", "applied", "CONCEDE", "delivered", "duty on tin", "tariff", True),
        ("Norland ended its tariff cuts.", "ended", "SANCTION", "delivered", "tariff cuts", "tariff", True),
        ("Norland cut its ties.", "cut", "SANCTION", "delivered", "ties", "sanction", True),
        ("Norland eased the ban.", "eased", "SANCTION", "delivered", "ban", "sanction", False),
        ("Norland cut the sugar quota.", "cut", "SANCTION", "delivered", "sugar quota", "quota", True),
        ("Norland has not applied the lower rate.", "has not applied", "CONCEDE", "not_received", "lower rate",
         "tariff", False),
        ("Norland suspended the tariff.", "suspended", "SANCTION", "suspended", "tariff", "tariff", True),
        ("Norland met Farmark.", "met", "CONSULT", "act", None, "talks", None),
    ],
)  # fmt: skip
def test_words_outrank_the_type(
    text: str, cue: str, kind: str, status: str, goods: str | None, instrument: str, expected: bool | None
) -> None:
    assert hurts(event(article(text), cue, kind, status, object=goods, instrument=instrument)) is expected


def test_reports_of_one_act_vote() -> None:
    one = article("Norland will cut its tariff on tin.", "2026-03-02", id="one")
    two = article("Norland will cut the tin tariff, it said.", "2026-03-02", id="two")
    three = article("Norland will apply a tariff of 18 per cent on tin.", "2026-03-02", id="three")
    told = [
        entry(one, "will cut", "THREATEN", "promised", object="tariff on tin", **TARIFF),
        entry(two, "will cut", "THREATEN", "promised", object="the tin tariff", **TARIFF),
        entry(three, "will apply", "THREATEN", "promised", object="tariff of 18 per cent on tin", **TARIFF),
    ]
    ids = [f"{e.article_key}:{e.event.event_id}" for e in told]
    (act,) = merge.occurrences(told, keyed(one, two, three), joins=[(ids[0], ids[1]), (ids[0], ids[2])])
    assert hurts(act) is False


def test_what_a_person_reviewed_is_of_its_type() -> None:
    one = article("Norland will cut its tariff on tin.", "2026-03-02")
    told = replace(entry(one, "will cut", "THREATEN", "promised", object="tariff on tin", **TARIFF), reviewed=True)
    (act,) = merge.occurrences([told], keyed(one))
    assert hurts(act) is True
