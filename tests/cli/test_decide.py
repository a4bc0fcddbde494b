"""``deedbook decide`` on a real ledger file, as reviewers use it."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from deedbook.evaluate.labelled import stored
from deedbook.ledger import Ledger
from deedbook.records import Article, Event
from tests.ledger.builders import article, coding, event

from .conftest import Run

Tool = Callable[..., Run]


def named(of: Article, made: Event) -> Event:
    """The event with an id as a coder makes it."""
    digest = hashlib.sha256(f"{of.id} {made.cue} {made.event_type}".encode()).hexdigest()[:16]
    return replace(made, event_id=digest)


A = article(
    "Pakistan praised the United States on Monday. The United States offered Pakistan a loan and sent it wheat.",
    "2026-02-03",
    id="a.txt",
    outlet="Dawn",
)
B = article(
    "The United States offered Pakistan a credit, a minister said.", "2026-02-03", id="b.txt", outlet="Geo News"
)
PRAISE = named(A, event(A, "praised", "SUPPORT", "act", by="PAK", to="USA"))
OFFER = named(A, event(A, "offered", "AGREE", "offered", by="USA", to="PAK", object="a loan", instrument="loan"))
WHEAT = named(A, event(A, "sent", "AID", "delivered", by="USA", to="PAK", object="wheat"))
CREDIT = named(B, event(B, "offered", "AGREE", "offered", by="USA", to="PAK", object="a credit", instrument="loan"))


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "ledger.db"
    with Ledger.open(path) as held:
        held.add(A, coding(PRAISE, OFFER, WHEAT), coder="test 1")
        held.add(B, coding(CREDIT), coder="test 1")
    return path


def done(run: Run) -> str:
    assert run.status == 0, run.err
    return run.out


def rows(run: Run) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads(done(run))["rows"]
    return found


def states(deedbook: Tool, *words: str) -> dict[str, str]:
    return {row["event"]: row["state"] for row in rows(deedbook("decide", "events", "--format", "json", *words))}


def test_events_are_listed_decided_by_prefix_and_shown_as_decided(deedbook: Tool, ledger: Path) -> None:
    assert set(states(deedbook, "--pair", "PAK-USA").values()) == {"coded"} and len(states(deedbook)) == 4
    done(deedbook("decide", "accept", PRAISE.event_id[:6], "--who", "Ines", "--why", "heard it"))
    done(deedbook("decide", "reject", WHEAT.event_id[:8], "--who", "Ines"))
    done(deedbook("decide", "correct", OFFER.event_id, "status=promised", "domains=finance|trade", "--who", "Ines"))
    done(deedbook("decide", "redate", CREDIT.event_id, "--from", "2026-02-01", "--who", "Ines"))
    found = states(deedbook)
    assert found[PRAISE.event_id] == "reviewed" and found[WHEAT.event_id] == "reviewed: rejected"
    assert states(deedbook, "--undecided") == {}
    with Ledger.open(ledger) as held:
        entries = {entry.event.event_id: entry for entry in held.snapshot().entries}
        assert [d.kind for d in held.decisions()] == ["accept", "reject", "correct", "redate"]
        assert {d.who for d in held.decisions()} == {"Ines"} and held.decisions()[0].why == "heard it"
    assert WHEAT.event_id not in entries
    assert entries[OFFER.event_id].event.status == "promised"
    assert str(entries[CREDIT.event_id].happened.start) == "2026-02-01" == str(entries[CREDIT.event_id].happened.end)
    listed = rows(deedbook("decide", "list", "--format", "json"))
    assert [row["what"] for row in listed] == ["accept", "reject", "correct", "redate"]


def test_join_and_split_make_and_part_acts(deedbook: Tool, ledger: Path) -> None:
    def acts() -> int:
        with Ledger.open(ledger) as held:
            return len(held.snapshot(pairs=[("PAK", "USA")]).occurrences)

    before = acts()
    done(deedbook("decide", "join", OFFER.event_id, CREDIT.event_id, "--who", "Ines"))
    joined = acts()
    done(deedbook("decide", "split", CREDIT.event_id, OFFER.event_id, "--who", "Ines"))
    assert (joined, acts()) == (3, 4) and before in (3, 4)
    again = deedbook("decide", "join", OFFER.event_id, OFFER.event_id)
    assert again.status == 2 and "two names are of one event" in again.err


def test_two_reviewers_work_apart_then_see_where_they_differ(deedbook: Tool, ledger: Path) -> None:
    for who, offer in (("amina", "status=promised"), ("jonas", "status=discussed")):
        assert set(states(deedbook, "--apart", "--who", who).values()) == {"coded"}, "the other's work is hidden"
        done(deedbook("decide", "accept", PRAISE.event_id, CREDIT.event_id, "--who", who))
        done(deedbook("decide", "correct", OFFER.event_id, offer, "--who", who))
    assert list(states(deedbook, "--disputed").values()) == ["disputed over status"]
    found = {row["field"]: row for row in rows(deedbook("decide", "agreement", "--format", "json"))}
    assert (found["status"]["events"], found["status"]["alike"]) == ("3", "2")
    assert found["event_type"]["alpha"] == "1.000" and found["kept"]["alpha"] == "all alike"
    assert float(found["status"]["alpha"]) < 1
    alone = deedbook("decide", "agreement", "--who", "amina")
    assert "nothing to compare" in " ".join(done(alone).split())


def test_labels_hold_decided_sentences_and_no_text(deedbook: Tool, ledger: Path, tmp_path: Path) -> None:
    for name in (PRAISE.event_id, CREDIT.event_id, OFFER.event_id):
        done(deedbook("decide", "accept", name, "--who", "Ines"))
    out = tmp_path / "review.jsonl"
    run = deedbook("decide", "export", "-o", out)
    assert run.status == 0 and "2 sentences as labels; left out: 0 disputed, 1 not fully decided" in run.err
    done(deedbook("decide", "reject", WHEAT.event_id, "--who", "Omar"))
    done(deedbook("decide", "export", "-o", out))
    assert "praised" not in out.read_text()
    held = stored([out])
    assert len(held) == 3
    offer = next(row for (_, start, _), by in held.items() for row in by.values() if start == OFFER.sentence.start)
    (label,) = offer["events"]
    assert (offer["labeller"], label["type"], label["status"]) == ("Ines+Omar", "AGREE", "offered")
    start, end = label["cue"]
    assert A.raw[offer["start"] :][start:end] == "offered"


def test_marks_on_whole_texts(deedbook: Tool, ledger: Path) -> None:
    done(deedbook("decide", "quarantine", "a.txt", "--who", "Ines", "--why", "cloned site"))
    with Ledger.open(ledger) as held:
        assert held.snapshot().quarantined == {A.key}
    done(deedbook("decide", "release", A.key[:8], "--who", "Ines"))
    done(deedbook("decide", "rights", "b.txt", "licensed", "--who", "Ines"))
    with Ledger.open(ledger) as held:
        snapshot = held.snapshot()
        assert not snapshot.quarantined and snapshot.articles[B.key].rights == "licensed"
    assert [row["what"] for row in rows(deedbook("decide", "list", "--format", "json"))] == [
        "quarantine",
        "release",
        "rights",
    ]
    done(deedbook("decide", "quarantine", "--outlet", "Geo News", "--who", "Ines"))
    with Ledger.open(ledger) as held:
        assert held.snapshot().quarantined == {B.key}
    for wrong, said in (
        (("--outlet", "Geo"), "no article of an outlet called 'Geo'"),
        ((), "one article, or one outlet"),
    ):
        run = deedbook("decide", "quarantine", *wrong)
        assert run.status == 2 and said in run.err
    run = deedbook("decide", "quarantine", "nowhere.txt")
    assert run.status == 2 and len(run.complaints) == 1 and "no article is called 'nowhere.txt'" in run.err


def test_decisions_survive_another_coder_and_orphans_are_listed(deedbook: Tool, ledger: Path) -> None:
    done(deedbook("decide", "reject", WHEAT.event_id, "--who", "Ines"))
    done(deedbook("decide", "correct", OFFER.event_id, "status=promised", "--who", "Ines"))
    wider = named(A, event(A, "States offered", "AGREE", "offered", by="USA", to="PAK"))
    with Ledger.open(ledger) as held:
        held.add(A, coding(PRAISE, wider), coder="test 2")
    assert states(deedbook)[wider.event_id] == "reviewed"
    (lost,) = rows(deedbook("decide", "list", "--orphans", "--format", "json"))
    assert (lost["what"], lost["who"]) == ("reject", "Ines")
    with Ledger.open(ledger) as held:
        assert "promised" in {entry.event.status for entry in held.snapshot().entries}


def test_what_cannot_be_decided_is_refused_in_one_line_and_nothing_is_recorded(deedbook: Tool, ledger: Path) -> None:
    wrong: dict[tuple[str, ...], str] = {
        ("accept", "zzzz"): "no event's id begins with 'zzzz'",
        ("accept", PRAISE.event_id, "abc"): "no event's id begins with 'abc'",
        ("correct", PRAISE.event_id, "status=maybe"): "status cannot be 'maybe'",
        ("correct", PRAISE.event_id, "status"): "expected FIELD=VALUE",
        ("redate", PRAISE.event_id): "no day was given",
        ("redate", PRAISE.event_id, "--from", "2026-03-01", "--to", "2026-02-01"): "is after date_to",
    }
    for words, expected in wrong.items():
        run = deedbook("decide", *words)
        assert run.status == 2 and len(run.complaints) == 1 and expected in run.err, (words, run.err)
    with Ledger.open(ledger) as held:
        assert held.counts().decisions == 0
    missing = deedbook("decide", "accept", PRAISE.event_id, "--ledger", "none.db")
    assert missing.status == 3 and "there is no ledger here" in missing.err


def test_who_is_told_by_the_environment(deedbook: Tool, ledger: Path) -> None:
    done(
        deedbook("decide", "note", PRAISE.event_id, "ask", before="import os; os.environ['DEEDBOOK_REVIEWER'] = 'Mika'")
    )
    with Ledger.open(ledger) as held:
        (decision,) = held.decisions()
    assert (decision.who, decision.why, decision.kind) == ("Mika", "ask", "note")


def test_an_id_that_names_several_events_is_refused_with_their_names(deedbook: Tool, ledger: Path) -> None:
    with Ledger.open(ledger) as held:
        twin = replace(B, published=A.published, outlet="Dawn")
        held.add(twin, coding(CREDIT), coder="test 1")
    run = deedbook("decide", "accept", CREDIT.event_id)
    assert run.status == 2 and f"{B.key}:{CREDIT.event_id[:10]}" in run.err
    done(deedbook("decide", "accept", f"{B.key}:{CREDIT.event_id}", "--who", "Ines"))


def test_an_act_that_was_not_read_is_added_and_taken_back(deedbook: Tool, ledger: Path) -> None:
    said = ("actor=USA", "recipient=PAK", "event_type=AID", "status=delivered", "amount=$3 million")
    add = ("decide", "add", "a.txt", "a loan and", *said, "--who", "amina")
    assert "The United States offered" in deedbook(*add).err
    told = rows(deedbook("decide", "events", "--format", "json"))
    (mine,) = [row for row in told if row["state"] == "reviewed"]
    assert mine["what"] == "USA AID delivered PAK"
    assert deedbook(*add).status == 2  # it stands there already
    assert "nothing" in deedbook("decide", "undo", mine["event"], "--who", "jonas").err
    done(deedbook("decide", "undo", mine["event"], "--who", "amina"))
    left = rows(deedbook("decide", "events", "--format", "json"))
    assert len(left) == len(told) - 1


@pytest.mark.parametrize(
    ("words", "said", "why"),
    [
        ("sent a ship", ("actor=USA", "recipient=PAK", "event_type=AID", "status=delivered"), "do not stand there"),
        ("wheat", ("actor=USA", "recipient=PAK", "event_type=AID"), "has no status"),
        ("wheat", ("actor=USA", "recipient=PAK", "event_type=AID", "status=paid"), "status cannot be 'paid'"),
        ("wheat", ("actor=USA", "event_type=AID", "status=delivered"), "who acts and towards whom"),
    ],
)
def test_what_cannot_be_added_is_said(
    deedbook: Tool, ledger: Path, words: str, said: tuple[str, ...], why: str
) -> None:
    run = deedbook("decide", "add", "a.txt", words, *said)
    assert run.status == 2 and why in run.err
