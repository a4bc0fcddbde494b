"""When anything changed that bears on a pair: what is made of it may be kept until then."""

from datetime import date
from pathlib import Path

import pytest

from deedbook.coding import LexiconCoder
from deedbook.ledger import Ledger
from deedbook.pipeline import run
from deedbook.records import Decision, Search

from .builders import NOON, article, coding, event

PAIR, OTHER = ("PAK", "USA"), ("DEU", "FRA")


@pytest.fixture
def told(tmp_path: Path, examples: Path) -> Ledger:
    ledger = Ledger.open(tmp_path / "l.sqlite")
    run([str(examples)], ledger, LexiconCoder())
    return ledger


def tell(ledger: Ledger, one: str, other: str, id: str) -> None:
    text = article(f"{one} promised {other} a dam.", "2026-02-02", id=id)
    ledger.add(text, coding(event(text, "promised", "AID", "promised", by=one, to=other)), coder="test")


def test_a_pair_changes_with_what_is_told_of_it_alone(told: Ledger) -> None:
    before, turn = told.version([PAIR]), told.turn()
    tell(told, "FRA", "DEU", "others")
    assert told.version([PAIR]) == before and told.turn() > turn
    assert told.version([OTHER]) == told.turn()
    tell(told, "USA", "PAK", "own")
    assert told.version([PAIR]) == told.version([("USA", "PAK")]) == told.turn() > before


def test_what_is_told_of_a_side_and_everybody_changes_the_pair(told: Ledger) -> None:
    before = told.version([PAIR])
    tell(told, "USA", "ALL", "all")
    assert told.version([PAIR]) > before


def test_a_decision_changes_its_pair_and_its_article(told: Ledger) -> None:
    entry = next(e for e in told.snapshot(pairs=[PAIR]).entries if e.event.cue and {*PAIR} == {
        e.event.actor.code, e.event.recipient.code})  # fmt: skip
    text = told.facts(keys=[entry.article_key]).hashes[entry.article_key]
    before, others, own = told.version([PAIR]), told.version([OTHER]), told.version(keys=[entry.article_key])
    assert entry.event.cue
    cue = (entry.event.cue.start, entry.event.cue.end)
    pair = (entry.event.actor.code or "", entry.event.recipient.code or "")
    told.decide(Decision("reject", text, cue, pair, "amina", NOON))
    assert told.version([PAIR]) > before and told.version(keys=[entry.article_key]) > own
    assert told.version([OTHER]) == others


def test_a_search_of_a_register_changes_every_pair(told: Ledger) -> None:
    before = told.version([OTHER])
    told.add_search(Search("register", "loan", None, None, None, date(2026, 1, 1), None, 0, "rows.csv"))
    assert told.version([OTHER]) == told.turn() > before


def test_a_forgotten_article_changes_its_pairs_and_is_another(told: Ledger) -> None:
    key = told.snapshot(pairs=[PAIR]).entries[0].article_key
    before = told.version([PAIR])
    told.forget(key, who="amina")
    assert told.version([PAIR]) > before and told.version(keys=[key]) == told.turn()


def test_turns_go_on_when_the_index_is_made_anew(told: Ledger) -> None:
    before = told.turn()
    with told._transaction():
        told._index.rebuild()
    assert told.version([PAIR]) > before
