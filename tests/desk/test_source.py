"""What the desk keeps of its answers, and when it makes them anew."""

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from deedbook.coding import lone_coder
from deedbook.desk import source as desk_source
from deedbook.desk.filters import Filters
from deedbook.desk.making import Making, within
from deedbook.desk.source import Source
from deedbook.desk.views.review import Asking, waiting
from deedbook.ledger import Ledger
from deedbook.pipeline import run
from deedbook.records import Decision

PAIR = ("PAK", "USA")


@pytest.fixture
def source(filled: Path, tmp_path: Path) -> Iterator[Source]:
    path = tmp_path / "own.db"
    shutil.copy(filled, path)
    opened = Source(path)
    yield opened
    opened.close()


def write(source: Source, text: str) -> None:
    path = source.path.with_suffix(".jsonl")
    path.write_text(json.dumps({"id": text[:20], "text": text, "outlet": "A paper", "date": "2026-01-05"}))
    with Ledger.open(source.path) as ledger:
        run([str(path)], ledger, lone_coder())


def test_an_answer_is_kept_while_nothing_that_bears_on_it_is_written(source: Source) -> None:
    first = source.answer(PAIR)
    assert source.answer(PAIR) is first
    write(source, "France approved a loan of $40 million for Germany on Monday.")
    assert source.answer(PAIR) is first
    assert source.answer(("FRA", "DEU")).coverage.on_pair == 1


def test_what_is_written_of_the_pair_is_in_the_next_answer(source: Source) -> None:
    before = source.answer(PAIR).coverage.on_pair
    write(source, "The United States approved a loan of $40 million for Pakistan on Monday.")
    source.wrote()
    assert source.answer(PAIR).coverage.on_pair == before + 1


def test_a_decision_is_in_the_next_answer(source: Source) -> None:
    act = next(act for act in source.snapshot(PAIR).occurrences if len(act.entries) == 1)
    entry = act.entries[0]
    assert entry.event.cue
    with Ledger.open(source.path) as ledger:
        text = ledger.facts(keys=[entry.article_key]).hashes[entry.article_key]
        cue = (entry.event.cue.start, entry.event.cue.end)
        pair = (entry.event.actor.code or "", entry.event.recipient.code or "")
        ledger.decide(Decision("reject", text, cue, pair, "amina", datetime.now(UTC)))
    source.wrote()
    assert act.id not in {other.id for other in source.snapshot(PAIR).occurrences}


def test_filters_keep_whole_commitments_of_which_a_step_fits(source: Source) -> None:
    whole, trade = source.answer(PAIR), source.answer(PAIR, filters=Filters(domain=("trade",)))
    assert 0 < len(trade.snapshot.occurrences) < len(whole.snapshot.occurrences)
    assert all("trade" in act.domains for act in trade.snapshot.occurrences)
    kept = {row.id: len(row.history) for row in trade.commitments}
    assert kept and kept.items() <= {row.id: len(row.history) for row in whole.commitments}.items()


def test_an_article_is_told_with_its_acts_and_commitments(source: Source) -> None:
    entry = source.snapshot(PAIR).commitments[0].history[0].occurrence.entries[0]
    telling = source.telling(entry.article_key)
    assert telling is not None and telling.article.key == entry.article_key
    assert any(one.act and one.owed for one in telling.told)
    assert source.telling("none") is None


def test_a_reviewers_order_stands_for_a_while_and_holds_every_decision(
    source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_source, "QUICK_SECONDS", 0.0)
    ask = Asking(pair="PAK-USA")
    with within(Making(fresh=False)):
        first = waiting(source, ask, PAIR, "amina")
        order = source.ranking(PAIR)
    held = first[0]
    said = Decision("accept", held.anchor.text_sha256, held.anchor.cue, held.anchor.pair, "amina", datetime.now(UTC))
    with Ledger.open(source.path) as ledger:
        ledger.decide(said)
    source.wrote()
    with within(Making(fresh=False)):
        then = waiting(source, ask, PAIR, "amina")
        assert source.ranking(PAIR) is order
        assert [item.id for item in then] == [item.id for item in first if item.anchor.cue != held.anchor.cue or
                                              item.article_key != held.article_key]  # fmt: skip
        mine = waiting(source, Asking(pair="PAK-USA", only="mine"), PAIR, "amina")
        assert [(item.id, item.review.state) for item in mine] == [(held.id, "reviewed")]
        assert held.id in {item.id for item in waiting(source, ask, PAIR, "bilal")}
    assert source.ranking(PAIR) is not order


def test_a_large_ledgers_queue_is_of_the_pair_most_is_told_of(source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = waiting(source, Asking(), None, "amina")
    monkeypatch.setattr(source, "is_large", lambda: True)
    first = source.pairs()[0]
    part = waiting(source, Asking(), None, "amina")
    assert part and len(part) < len(whole)
    assert all({item.event.actor.code, item.event.recipient.code} == {first.one, first.other} for item in part)
    other = next(
        item for item in whole if {item.event.actor.code, item.event.recipient.code} != {first.one, first.other}
    )
    assert other.id in {item.id for item in waiting(source, Asking(at=other.id), None, "amina")}
    assert waiting(source, Asking(only="mine"), None, "amina") == ()


def test_a_page_does_without_what_takes_long_and_says_so(source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk_source, "SLOW_EVENTS", 1)
    with Ledger.open(source.path) as ledger:
        key = ledger.snapshot(pairs=[PAIR]).commitments[0].history[0].occurrence.entries[0].article_key
    with within(Making(fresh=False)) as page:
        first = source.telling(key)
        assert first and first.told and page.stale and not any(one.act for one in first.told)
    with within(Making(fresh=True)) as page:
        whole = source.telling(key)
        assert whole and any(one.act for one in whole.told) and not page.stale
    with within(Making(fresh=False)) as page:
        assert source.telling(key) is whole and not page.stale
