"""What was read of a pair is kept, and comes out as if all of it were read again."""

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from deedbook.ledger import Ledger, LedgerError, digests, pages
from deedbook.measures import answer
from deedbook.records import Article, Coding, Decision, Mark, Search, Snapshot

from .builders import NOON, article, coding, event, title

PAIR = ("PAK", "USA")
NAMES = {"PAK": "Pakistan", "USA": "the United States", "CHN": "China", "IND": "India"}
TOLD = (
    ("praised", "SUPPORT", "act", "other", ("its stand on peace", "the new dam")),
    ("promised", "AID", "promised", "loan", ("a loan for a dam", "credit for a port")),
    ("approved", "AID", "approved", "loan", ("a loan for a dam", "credit for a port")),
    ("met", "CONSULT", "act", "talks", ("on trade", "on the border")),
    ("imposed on", "SANCTION", "approved", "tariff", ("a duty on steel", "a duty on cotton")),
)


@pytest.fixture(autouse=True)
def everything_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digests, "MANY", 1)


def report(chance: random.Random, number: int, *, pairs: tuple[tuple[str, str], ...] = ()) -> tuple[Article, Coding]:
    """A report of one or two acts; some undated, some of one agency, some with a person in office."""
    told, parts = [], []
    for _ in range(chance.randint(1, 2)):
        one, other = chance.choice(pairs or (PAIR, PAIR, PAIR[::-1], ("CHN", "PAK"), ("USA", "IND"), ("USA", "ALL")))
        cue, kind, status, instrument, things = chance.choice(TOLD)
        thing = chance.choice(things)
        parts.append(f"{NAMES[one]} {cue} {NAMES.get(other, 'all countries')} {thing}.")
        told.append((cue, kind, status, {"by": one, "to": other, "object": thing, "instrument": instrument,
                                         "joint": kind == "CONSULT"}))  # fmt: skip
    told = [one for at, one in enumerate(told) if one[0] not in [other[0] for other in told[:at]]]
    agency = "(Reuters) - " if chance.random() < 0.2 else ""
    person = "President Donald Trump spoke. " if chance.random() < 0.2 else ""
    day = f"2026-0{chance.choice('234')}-{chance.randrange(1, 29):02}" if chance.random() < 0.85 else None
    made = article(f"{agency}{person}{' '.join(parts)} Part {chance.randrange(30)}.", day, id=str(number),
                   outlet=f"Paper {number % 7}")  # fmt: skip
    titles = (title(made, "President Donald Trump", "Donald Trump", "head_of_state", "USA"),) if person else ()
    return made, coding(*(event(made, *some[:3], **some[3]) for some in told), titles=titles)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    chance = random.Random(7)
    with Ledger.open(tmp_path / "l.sqlite") as made:
        made.add_many([report(chance, number) for number in range(80)], coder="1", recorded=NOON)
        yield made


def anew(ledger: Ledger) -> Snapshot:
    """As it is where nothing is kept."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(digests, "kept", lambda connection, pairs: None)
        return ledger.snapshot(pairs=[PAIR])


def same(ledger: Ledger, *, keep: bool = True) -> Snapshot:
    """The snapshot, once it is found to be what it is where nothing is kept; and so is the answer of it."""
    expected, found = anew(ledger), ledger.snapshot(pairs=[PAIR], keep=keep)
    assert found == expected
    assert list(found.articles) == list(expected.articles)
    one, other = (replace(answer(held, PAIR), snapshot=expected) for held in (expected, found))
    assert one == other
    return found


def kept_at(ledger: Ledger) -> int | None:
    with ledger._reading() as connection:
        found = digests.kept(connection, (PAIR,))
    return found.turn if found else None


def spot(ledger: Ledger, chance: random.Random) -> dict[str, object]:
    """An event of the ledger, as a decision holds on to it."""
    held = anew(ledger)
    entry = chance.choice([e for e in held.entries if e.event.cue and e.event.actor.code and e.event.recipient.code])
    assert entry.event.cue
    return {
        "text_sha256": sha256(held.articles[entry.article_key].raw.encode()).hexdigest(),
        "cue": (entry.event.cue.start, entry.event.cue.end),
        "pair": (entry.event.actor.code, entry.event.recipient.code),
        "who": "M. Oru",
    }


def test_unchanged_nothing_is_read_again(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    same(ledger)
    assert kept_at(ledger) == ledger.turn()
    asked: list[object] = []
    from deedbook.ledger import present

    read = present.read_facts
    monkeypatch.setattr(present, "read_facts", lambda *a, **o: asked.append(o["keys"]) or read(*a, **o))
    monkeypatch.setattr(
        present.lookups, "bearing", lambda *a, **o: pytest.fail("what bears on the pair was looked for")
    )
    ledger.snapshot(pairs=[PAIR])
    assert asked == [set()]


def test_after_a_report_only_what_it_changes_is_read(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    same(ledger)
    made, told = report(random.Random(1), 900, pairs=(PAIR,))
    ledger.add(made, told, coder="1", recorded=NOON)
    asked: list[object] = []
    from deedbook.ledger import merge, present

    read, group = present.read_facts, merge.as_grouped
    monkeypatch.setattr(present, "read_facts", lambda *a, **o: asked.append(o["keys"]) or read(*a, **o))
    grouped: list[int] = []
    monkeypatch.setattr(merge, "as_grouped", lambda acts, *a, **o: grouped.append(len(acts)) or group(acts, *a, **o))
    ledger.snapshot(pairs=[PAIR])
    assert asked == [{made.key}]
    assert grouped and grouped[-1] <= len(told.events)
    monkeypatch.undo()
    monkeypatch.setattr(digests, "MANY", 1)
    assert made.key in same(ledger).articles


@pytest.mark.parametrize("seed", range(6))
def test_whatever_happens_it_is_as_if_all_were_read_again(ledger: Ledger, seed: int) -> None:
    chance = random.Random(seed)
    same(ledger)
    for step in range(14):
        when = NOON + timedelta(days=step)
        kind = chance.choice(
            ("report", "reports", "copy", "place", "coder", "reject", "correct", "redate", "join", "split", "withdraw",
             "outlet", "rights", "forget", "search", "quarantine"))  # fmt: skip
        held = anew(ledger)
        some = chance.choice([a for a in held.articles.values() if a.raw])
        text = sha256(some.raw.encode()).hexdigest()
        if kind == "report":
            ledger.add(*report(chance, 1000 + step), coder="1", recorded=when)
        elif kind == "reports":
            ledger.add_many([report(chance, 100 * step + n) for n in range(20)], coder="1", recorded=when)
        elif kind == "copy":
            other = replace(some, id=f"copy {step}", outlet=f"Paper {step}")
            told = [e.event for e in held.entries if e.article_key == some.key]
            ledger.add(other, coding(*(replace(e, article_id=other.id) for e in told)), coder="1", recorded=when)
        elif kind == "place":
            name = chance.choice("0z")
            moved = replace(some, id=name, url=f"https://{name}.example/{step}",
                            origin=replace(some.origin, location=name))  # fmt: skip
            chance.choice((ledger.sight, lambda a: ledger.add(a, None, coder="1")))(moved)
        elif kind == "coder":
            told = [e.event for e in held.entries if e.article_key == some.key]
            other = [replace(e, status="discussed", coder="2") if chance.random() < 0.5 else e for e in told]
            ledger.add(some, coding(*other[: chance.randint(0, 2)]), coder=f"2 {step}", recorded=when)
        elif kind in ("reject", "withdraw"):
            ledger.decide(Decision(kind, when=when, **spot(ledger, chance)))  # type: ignore[arg-type]
        elif kind == "correct":
            changes = chance.choice(((("actor", "CHN"),), (("status", "delivered"),), (("instrument", "grant"),)))
            ledger.decide(Decision("correct", when=when, changes=changes, **spot(ledger, chance)))  # type: ignore[arg-type]
        elif kind == "redate":
            days = (("date_from", "2026-01-05"), ("date_to", "2026-01-05"))
            ledger.decide(Decision("redate", when=when, changes=days, **spot(ledger, chance)))  # type: ignore[arg-type]
        elif kind in ("join", "split"):
            from deedbook.records import Anchor

            other = {k: v for k, v in spot(ledger, chance).items() if k != "who"}
            ledger.decide(Decision(kind, when=when, other=Anchor(**other), **spot(ledger, chance)))  # type: ignore[arg-type]
        elif kind == "quarantine":
            ledger.mark(Mark(chance.choice(("quarantine", "release")), text, "M. Oru", when))
        elif kind == "outlet":
            ledger.mark(Mark("quarantine", "", "M. Oru", when, outlet=some.outlet or ""))
        elif kind == "rights":
            ledger.mark(Mark("rights", text, "M. Oru", when, value="licensed"))
        elif kind == "forget":
            ledger.forget(some.key, who="M. Oru")
        else:
            day = when.date()
            ledger.add_search(Search("register", f"loan {step}", None, None, None, day, None, 0, "rows.csv"))
        same(ledger, keep=chance.random() < 0.5)


@pytest.mark.parametrize("by", ["sight", "add"])
def test_a_text_met_elsewhere_is_shown_as_it_is_there(ledger: Ledger, by: str) -> None:
    some = next(a for a in same(ledger).articles.values() if a.raw)
    for location, url in (("zz", None), ("0", "https://first.example/")):
        moved = replace(some, id=location, url="https://first.example/", origin=replace(some.origin, location=location))
        ledger.sight(moved) if by == "sight" else ledger.add(moved, None, coder="1")
        assert same(ledger, keep=False).articles[some.key].url == url


def test_a_text_is_unpacked_once_by_whoever_asks_first(ledger: Ledger) -> None:
    same(ledger)
    expected = {key: a.raw for key, a in anew(ledger).articles.items()}
    held = ledger.snapshot(pairs=[PAIR]).articles
    with ThreadPoolExecutor(8) as pool:
        for found in pool.map(lambda _: {key: a.raw for key, a in held.items()}, range(40)):
            assert found == expected
    assert {type(a) for a in held.values()} == {Article}
    packed = next(iter(ledger.snapshot(pairs=[PAIR]).articles.values()))
    assert replace(packed, id="other").raw == packed.raw


def test_a_damaged_text_is_told_when_it_is_asked_for(ledger: Ledger) -> None:
    key, some = next((key, a) for key, a in same(ledger).articles.items() if a.raw)
    with ledger._writing() as connection:
        connection.execute("DROP TRIGGER articles_no_update")
        connection.execute("UPDATE articles SET raw = ? WHERE key = ?", (b"no zlib", key))
    held = ledger.snapshot(pairs=[PAIR])
    with pytest.raises(LedgerError, match=r"l\.sqlite: the ledger is damaged \(a text cannot be read"):
        assert held.articles[key] == some


def test_an_erased_text_is_in_nothing_that_is_kept(ledger: Ledger) -> None:
    held = same(ledger)
    key, told = next((k, a) for k, a in held.articles.items() if any(e.article_key == k for e in held.entries))
    assert kept_at(ledger)
    ledger.forget(key, who="M. Oru")
    assert kept_at(ledger) is None
    assert key not in same(ledger).articles
    assert told.raw not in repr(digests.kept(ledger._connection, (PAIR,)))


def test_what_was_read_before_a_text_was_erased_is_not_kept_after(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One process reads; meanwhile another erases a text; then the first would keep what it read."""
    key = next(iter(anew(ledger).articles))
    made: list[object] = []
    monkeypatch.setattr(digests, "keep", lambda *given: made.append(given))
    ledger.snapshot(pairs=[PAIR], keep=True)
    ((_, pairs, digest),) = made
    monkeypatch.undo()
    ledger.forget(key, who="M. Oru")
    with ledger._writing() as connection:
        digests.keep(connection, pairs, digest)  # type: ignore[arg-type]
        page = pages.KeptPage(b"it said so", digest.turn, datetime.now(UTC), 1.0)  # type: ignore[attr-defined]
        pages.keep(connection, '["PAK", "USA", "md", null]', "maker", page)
    assert kept_at(ledger) is None
    assert ledger.kept_page('["PAK", "USA", "md", null]', "maker") is None


def test_what_other_code_kept_is_not_used(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    same(ledger)
    monkeypatch.setattr(pages, "maker", lambda *packages: "another")
    assert kept_at(ledger) is None
    same(ledger)
    assert kept_at(ledger) == ledger.turn()


def test_with_a_cut_off_nothing_that_was_kept_is_used(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    day = datetime(2026, 3, 10).date()
    before = ledger.snapshot(pairs=[PAIR], as_of=day)
    same(ledger)
    monkeypatch.setattr(digests, "kept", lambda *given: pytest.fail("it was asked for"))
    assert ledger.snapshot(pairs=[PAIR], as_of=day) == before


def test_few_events_are_not_worth_keeping(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digests, "MANY", 10_000)
    same(ledger)
    assert kept_at(ledger) is None


def test_the_oldest_go(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digests, "MOST", 1)
    ledger.keep_page('["PAK", "USA", "md", null]', "maker", pages.KeptPage(b"x", ledger.turn(), NOON, 1.0))
    same(ledger)
    ledger.snapshot(pairs=[("CHN", "PAK")], keep=True)
    assert kept_at(ledger) is None
    assert ledger.kept_page('["PAK", "USA", "md", null]', "maker"), "pages are counted by themselves"
