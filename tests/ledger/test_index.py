"""The index: one pair read without the rest, pairs counted, words found; always in step with the facts."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from deedbook.codebook import load
from deedbook.coding import LexiconCoder
from deedbook.ledger import Ledger, copies
from deedbook.ledger.index import Index
from deedbook.ledger.scope import Scope, ordered
from deedbook.ledger.traits import entry_id
from deedbook.pipeline import run
from deedbook.records import Snapshot

from .builders import NOON, article, coding, event

PAIR = ("PAK", "USA")


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory, examples: Path) -> Iterator[Ledger]:
    """The bundled examples, read by the listed constructions, with one dispatch printed twice and one undated."""
    folder = tmp_path_factory.mktemp("told")
    first = sorted(examples.glob("*.txt"))[5].read_text(encoding="utf-8")
    (folder / "copy.txt").write_text(first.replace("Deedbook examples", "The Courier"), encoding="utf-8")
    undated = "Pakistan thanks\n\nPakistan received a loan of $1.25 billion from the United States for Reko Diq.\n"
    (folder / "undated.txt").write_text(undated, encoding="utf-8")
    with Ledger.open(folder / "l.sqlite") as ledger:
        run([str(examples), str(folder / "copy.txt"), str(folder / "undated.txt")], ledger, LexiconCoder())
        yield ledger


def partition(ledger: Ledger) -> set[frozenset[str]]:
    """The acts that the index holds, as sets of entry ids."""
    facts = ledger.facts()
    named = {
        number: f"{reading.article_key}:{event.event_id}"
        for reading in facts.readings
        for number, event in zip(reading.numbers, reading.coding.events, strict=True)
    }
    found: dict[int, set[str]] = {}
    with ledger._lookup() as connection:
        for number, act in connection.execute("SELECT number, act FROM indexed_events WHERE act IS NOT NULL"):
            found.setdefault(act, set()).add(named[number])
    return {frozenset(members) for members in found.values()}


def acts(snapshot: Snapshot) -> set[frozenset[str]]:
    return {frozenset(map(entry_id, act.entries)) for act in snapshot.occurrences}


def test_the_index_holds_the_acts_of_a_whole_snapshot(told: Ledger) -> None:
    assert partition(told) == acts(told.snapshot())


@pytest.mark.parametrize("pairs", [[PAIR], [("USA", "PAK"), ("IND", "USA")], [("IND", "USA")], [("CHN", "FRA")]])
@pytest.mark.parametrize("as_of", [None, date(2025, 10, 15)])
def test_a_pair_alone_comes_out_as_in_a_whole_snapshot(
    told: Ledger, pairs: list[tuple[str, str]], as_of: date | None
) -> None:
    whole, part = told.snapshot(as_of=as_of), told.snapshot(pairs=pairs, as_of=as_of)
    expected = Scope(ordered(pairs), load()).confine(whole)
    scope = Scope(ordered(pairs), load())
    part_of, own_of = ([c for c in s.commitments if scope.has(c)] for s in (part, expected))
    assert part_of == own_of
    for name in Snapshot.__dataclass_fields__.keys() - {"commitments"}:
        assert getattr(part, name) == getattr(expected, name), name
    assert part.pairs == ordered(pairs)
    if pairs == [PAIR] and as_of is None:
        assert part.commitments and len(part.entries) < len(whole.entries)
        assert None in {entry.known for entry in part.entries}


def test_a_pair_alone_as_recorded_then(tmp_path: Path) -> None:
    a = article("Pakistan promised India a dam.", "2026-02-02")
    with Ledger.open(tmp_path / "l.sqlite") as ledger:
        early, late = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC)
        ledger.add(a, coding(event(a, "promised", "AID", "promised", by="PAK", to="IND")), coder="1", recorded=early)
        ledger.add(a, coding(event(a, "promised", "AID", "agreed", by="PAK", to="CHN")), coder="2", recorded=late)
        then = ledger.snapshot(pairs=[("IND", "PAK")], recorded_as_of=early)
        assert [entry.event.status for entry in then.entries] == ["promised"]
        assert ledger.snapshot(pairs=[("IND", "PAK")]).entries == ()
        with ledger._writing():
            ledger._index.rebuild()
        assert ledger.snapshot(pairs=[("IND", "PAK")], recorded_as_of=early) == then


def test_pairs_are_counted_by_acts_reports_and_outlets(tmp_path: Path) -> None:
    words = "Pakistan praised India at length for its help with the new dam in the north of the country on Monday."
    with Ledger.open(tmp_path / "l.sqlite") as ledger:
        for outlet, day in (
            ("The Courier", "2026-02-02"),
            ("Evening Star", "2026-02-03"),
            ("The Courier", "2026-05-09"),
        ):
            text = words if day < "2026-03" else "Pakistan praised India for its wheat."
            a = article(text, day, id=outlet + day, outlet=outlet)
            told = event(a, "praised", "SUPPORT", "act", by="PAK", to="IND", object="its wheat")
            ledger.add(a, coding(told), coder="1", recorded=NOON)
            (before,) = ledger.pairs()
            ledger.settle()
            assert ledger.pairs() == (before,)
        with ledger._writing() as connection:
            ledger._index.rebuild()
            assert not connection.execute("SELECT count(*) FROM pairs_changed").fetchone()[0]  # counted at once
        assert ledger.pairs() == (before,)
        assert (before.one, before.other, before.acts, before.reports, before.outlets) == ("IND", "PAK", 2, 3, 1)
        assert (before.first, before.last) == (date(2026, 2, 2), date(2026, 5, 9))


def test_words_are_found_with_their_places(tmp_path: Path) -> None:
    a = article("Talks on the Café loan went on. The loan was not paid.", "2026-02-02", headline="Loan talks")
    b = article("A loaner car.", "2026-02-02", id="b")
    with Ledger.open(tmp_path / "l.sqlite") as ledger:
        ledger.add(a, None, coder="1")
        ledger.add(b, None, coder="1")
        (hit,) = ledger.search("LOAN cafe")
        assert hit.article_key == a.key and hit.published == date(2026, 2, 2)
        assert [a.raw[start:end] for start, end in hit.marks] == ["Café", "loan", "loan"]
        assert hit.snippet == a.raw[hit.start : hit.end]
        assert [h.article_key for h in ledger.search('"the loan was"')] == [a.key]
        assert ledger.search('"was loan the"') == () == ledger.search('*  "" AND') == ledger.search("")
        assert ledger.article(a.key) == a and ledger.article("no") is None


def test_what_a_text_is_silent_on_is_known_beforehand() -> None:
    plain, cites, announces = (
        "Norland praised Farmark.",
        "Norland praised Farmark, Dawn reported.",
        "Norland praised Farmark; a hearing is scheduled.",
    )
    with Ledger.temporary() as ledger:
        keys = {}
        for text in (plain, cites, announces):
            a = article(text, "2026-02-02", id=text, outlet="Post")
            keys[text] = a.key
            ledger.add(a, coding(event(a, "praised", "SUPPORT", "act")), coder="1")
        (pair,) = {tuple(sorted((o.actor, o.recipient))) for o in ledger.snapshot().occurrences}
        held = ledger.snapshot(pairs=[pair])
        assert held.voices.announces == {keys[plain]: False, keys[cites]: False}
        assert {key for key, silent in held.voices.silent.items() if silent} == {keys[plain], keys[announces]}
        assert held.voices.silent[keys[cites]] is False


def test_of_very_many_that_hold_the_words_the_last_read_are_ranked(monkeypatch: pytest.MonkeyPatch) -> None:
    from deedbook.ledger import search

    monkeypatch.setattr(search, "RANKED", 2)
    with Ledger.temporary() as ledger:
        for at in range(5):
            ledger.add(article(f"Steel went up, part {at}.", "2026-02-02", id=str(at)), None, coder="1")
        assert {hit.id for hit in ledger.search("steel")} == {"3", "4"}
        assert [hit.id for hit in ledger.search('steel "part 1"')] == ["1"]  # few hold both, so all of them count


def test_an_index_made_by_other_rules_is_made_again(told: Ledger, tmp_path: Path) -> None:
    told.backup(tmp_path / "l.sqlite")
    with Ledger.open(tmp_path / "l.sqlite") as ledger:
        before = partition(ledger)
        with ledger._writing() as connection:
            connection.execute("UPDATE index_state SET value = 'old' WHERE name = 'rules'")
            connection.execute("DELETE FROM indexed_events")
    with Ledger.open(tmp_path / "l.sqlite") as ledger:
        assert ledger.pairs() == told.pairs()
        assert partition(ledger) == before
        assert ledger.search("tariff") == told.search("tariff")


def test_the_order_of_reading_is_nothing(told: Ledger) -> None:
    facts = told.facts()
    read = [(facts.articles[r.article_key], r.coding) for r in facts.readings]
    for seed in range(6):
        random.Random(seed).shuffle(read)
        with Ledger.temporary() as ledger:
            size = 1 + seed * 7
            for at in range(0, len(read), size):
                ledger.add_many(read[at : at + size], coder=facts.readings[0].coder, recorded=NOON)
            assert partition(ledger) == partition(told)
            assert ledger.pairs() == told.pairs()
            assert ledger.dump() == told.dump()
            again = ledger.snapshot()
            assert [replace(e, recorded=NOON) for e in told.snapshot().entries] == list(again.entries)


@pytest.mark.parametrize("seed", range(4))
def test_dense_news_of_one_pair_comes_out_as_in_a_merge_of_everything(seed: int) -> None:
    chance = random.Random(seed)
    told = [
        ("praised", "SUPPORT", "act", ("its stand on peace", "the new dam", "")),
        ("promised", "AID", "promised", ("a loan for a dam", "credit for a port", "wheat")),
        ("approved", "AID", "approved", ("a loan for a dam", "credit for a port", "wheat")),
        ("met", "CONSULT", "act", ("on trade", "on the border", "")),
    ]
    reports = []
    for number in range(120):
        cue, kind, status, things = chance.choice(told)
        thing, sum_ = chance.choice(things), chance.choice([20, 21, 300])
        text = (
            f"Norland {cue} Farmark {thing} of ${sum_} million." if kind == "AID" else f"Norland {cue} Farmark {thing}."
        )
        day = f"2026-0{chance.choice('234')}-{chance.randrange(1, 29):02}" if chance.random() < 0.95 else None
        a = article(f"{text} Part {chance.randrange(40)}.", day, id=str(number), outlet=str(number % 9))
        amount = (sum_ * 1e6, "USD") if kind == "AID" else None
        e = event(a, cue, kind, status, object=thing or None, amount=amount, joint=kind == "CONSULT")
        reports.append((a, coding(e)))
    with Ledger.temporary() as ledger:
        at = 0
        while at < len(reports):
            size = chance.randrange(1, 25)
            ledger.add_many(reports[at : at + size], coder="1", recorded=NOON)
            at += size
        found = partition(ledger)
        assert found == acts(ledger.snapshot())
        assert 10 < len(found) < 100


def test_too_many_alike_are_compared_with_some_and_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    from deedbook.ledger import knots

    monkeypatch.setattr(knots, "NEIGHBOURS", 5)
    with Ledger.temporary() as ledger:
        for at in range(9):
            a = article(f"Norland praised Farmark, part {at}.", "2026-02-02", id=str(at), outlet=str(at))
            ledger.add(a, coding(event(a, "praised", "SUPPORT", "act")), coder="1")
        assert ledger.counts().capped > 0
        assert isinstance(ledger._index, Index)


def test_copies_are_found_whatever_the_order(told: Ledger) -> None:
    def sources(ledger: Ledger) -> set[tuple[str, str]]:
        with ledger._lookup() as connection:
            return set(
                connection.execute(
                    "SELECT a.key, b.key FROM indexed_articles a JOIN indexed_articles b ON b.number = a.copy"
                )
            )

    def keys(ledger: Ledger) -> set[tuple[int, str]]:
        with ledger._lookup() as connection:
            return set(connection.execute("SELECT hash, key FROM sketches JOIN indexed_articles ON number = article"))

    facts = told.facts()
    with Ledger.temporary() as ledger:
        for reading in reversed(facts.readings):
            ledger.add(facts.articles[reading.article_key], reading.coding, coder=reading.coder)
        assert sources(ledger) == sources(told)
        assert any(one != other for one, other in sources(told))
        assert keys(ledger) == keys(told)
        for key in facts.articles:
            ledger.forget(key, who="test")
        assert not keys(ledger)


@pytest.mark.parametrize("together", [False, True])
@pytest.mark.parametrize("settled", [1, 3, 8000])
def test_copies_are_found_over_the_seasons_and_without_a_date(
    settled: int, together: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    from deedbook.ledger import copies

    monkeypatch.setattr(copies, "SETTLED", settled)
    words = (
        "Pakistan praised India at length for its help with the new dam in the north of the country, where two rivers "
        "meet below the old fort and nine villages were flooded in spring. Engineers of both states will look at the "
        "wall again before the rains, and the men who guard it were told to stay through winter."
    )
    printed = [
        article(words, day, id=str(at), outlet=f"Paper {at}")
        for at, day in enumerate(("2025-01-05", "2025-01-07", "2025-09-01", None, None))
    ]
    later = article(words.replace("nine villages", "two towns"), "2025-12-01", id="other", outlet="Paper 9")
    for order in (printed, printed[::-1], printed[3:] + printed[:3]):
        with Ledger.temporary() as ledger:
            read = [
                (a, coding(event(a, "praised", "SUPPORT", "act", by="PAK", to="IND", object="its help")))
                for a in (*order, later)
            ]
            for batch in [read] if together else [[one] for one in read]:
                ledger.add_many(batch, coder="1")
            with ledger._lookup() as connection:
                late = connection.execute("SELECT count(*) FROM sketches WHERE hash >= ?", (copies.FRESH >> 1,))
                assert settled > 1 or late.fetchone()[0] == 0
                groups = connection.execute("SELECT count(*) FROM indexed_articles GROUP BY copy ORDER BY 1").fetchall()
            assert groups == [(1,), (5,)]
            assert ledger.counts().capped == 0


@pytest.mark.parametrize("reverse", [False, True])
def test_an_undated_report_goes_with_the_act_that_its_name_or_sum_tells(reverse: bool) -> None:
    told = [
        (
            "2026-02-02",
            "Norland promised Farmark a loan for the Hesk dam on the upper river.",
            "a loan for the Hesk dam",
        ),
        (None, "Norland promised Farmark its loan for the Hesk dam, ministers said.", "its loan for the Hesk dam"),
        ("2026-02-03", "Norland promised Farmark a loan for its old railway line.", "a loan for its old railway line"),
        (None, "Norland promised Farmark some loan for an old railway line.", "some loan for an old railway line"),
    ]
    with Ledger.temporary() as ledger:
        for at, (day, text, goods) in enumerate(told[::-1] if reverse else told):
            a = article(text, day, id=str(at), outlet=f"Paper {text[-9:]}")
            said = event(a, "promised", "AID", "promised", object=goods, instrument="loan")
            ledger.add(a, coding(said), coder="1")
        assert partition(ledger) == acts(ledger.snapshot())
        assert sorted(map(len, partition(ledger))) == [1, 1, 2]


def test_an_article_whose_keys_become_one_in_the_table_is_taken_in(
    examples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As happens with the full number of bits among some hundred thousand articles."""
    monkeypatch.setattr(copies, "VALUE", 1)
    texts = [path.read_text(encoding="utf-8") for path in sorted(examples.glob("*.txt"))]
    (tmp_path / "long.txt").write_text("\n\n".join(texts), encoding="utf-8")
    with Ledger.open(tmp_path / "l.sqlite") as ledger:
        run([str(tmp_path / "long.txt"), str(examples)], ledger, LexiconCoder())
        assert len(ledger.facts().articles) == len(texts) + 1
