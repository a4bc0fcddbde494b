"""Texts that are erased, and texts that people marked."""

import hashlib
import zlib
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from deedbook.ledger import Ledger, LedgerError
from deedbook.records import (
    Anchor,
    Coding,
    Decision,
    Mark,
    OfficialRecord,
    Passed,
    Phrase,
    Pointer,
    Search,
)

from .builders import NOON, article, coding, event, title
from .test_index import acts, partition

SECRET = "Pakistan promised India zanzibarite for the quetzalcoatl dam, Minister Xylander said."
AID = {"by": "PAK", "to": "IND", "instrument": "grant", "domains": ("aid",)}


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def filled(path: Path) -> tuple[Ledger, str]:
    a = article(SECRET, "2026-02-02", id="a", headline="Quetzalcoatl dam to be built", byline="By Ann Xylander")
    a = replace(a, title="Quetzalcoatl dam to be built")
    told = event(a, "promised", "AID", "promised", object="zanzibarite for the quetzalcoatl dam", **AID)
    told = replace(told, condition=Phrase(0, 12, "Quetzalcoatl"))
    ledger = Ledger.open(path)
    full = Coding(
        (told,), (Passed(0, 5, "no zanzibarite"),), (title(a, "Minister Xylander", "Xylander", "minister", "PAK"),)
    )
    ledger.add(a, full, coder="test 1", recorded=NOON)
    for at in range(30):
        b = article(f"Pakistan promised India help, part {at}.", "2026-02-03", id=f"b{at}", outlet="The Herald")
        ledger.add(b, coding(event(b, "promised", "AID", "promised", object=f"help, part {at}", **AID)), coder="test 1")
    return ledger, a.key


def bytes_of(path: Path) -> bytes:
    return b"".join(p.read_bytes() for p in path.parent.glob(path.name + "*")).lower()


def test_a_forgotten_text_is_gone_from_the_files_bytes(tmp_path: Path) -> None:
    path = tmp_path / "l.sqlite"
    ledger, key = filled(path)
    packed = zlib.compress(ledger.facts(keys=[key]).articles[key].raw.encode())
    assert b"zanzibarite" in bytes_of(path) and packed.lower() in bytes_of(path)
    assert ledger.forget(key, who="M. Oru", why="asked for") == 1
    held = bytes_of(path)
    for word in (b"zanzibarite", b"quetzalcoatl", b"xylander"):
        assert word not in held, word
    assert packed.lower() not in held and packed[10:60].lower() not in held
    ledger.close()
    assert b"zanzibarite" not in bytes_of(path)


def test_what_stays_of_a_forgotten_text_and_what_does_not(tmp_path: Path) -> None:
    ledger, key = filled(tmp_path / "l.sqlite")
    text = ledger.facts(keys=[key]).articles[key].raw
    start = text.index("promised")
    decision = Decision("accept", sha(text), (start, start + 8), ("PAK", "IND"), "M. Oru", NOON)
    ledger.decide(decision)
    before = ledger.counts()
    assert ledger.search("quetzalcoatl") and any(e.article_key == key for e in ledger.snapshot().entries)
    assert ledger.forget(sha(text), who="M. Oru") == 1
    assert ledger.search("quetzalcoatl") == () and ledger.article(key) is None and ledger.entries(key) == ()
    for snapshot in (ledger.snapshot(), ledger.snapshot(pairs=[("PAK", "IND")])):
        assert key not in snapshot.articles and all(e.article_key != key for e in snapshot.entries)
        assert partition(ledger) == acts(snapshot)
    now = ledger.counts()
    assert (now.articles, now.codings, now.forgotten) == (before.articles, before.codings, 1)
    assert ledger.decisions() == (decision,) and sha(text) in ledger.dump()
    assert [p.reports for p in ledger.pairs()] == [30]
    assert ledger.forget(key, who="M. Oru") == 0 == ledger.forget("nothing", who="M. Oru")


def test_a_forgotten_text_is_not_taken_in_again(tmp_path: Path) -> None:
    ledger, key = filled(tmp_path / "l.sqlite")
    a = ledger.facts(keys=[key]).articles[key]
    ledger.forget(key, who="M. Oru")
    again = replace(a, origin=replace(a.origin, location="elsewhere.txt"))
    assert not ledger.add(again, coding(event(a, "promised", "AID", "promised", **AID)), coder="test 2")
    assert ledger.holds(key, "test 3") and ledger.uncoded("test 3") == sorted(
        k for k in ledger.snapshot().articles if k != key
    )
    assert "zanzibarite" not in ledger.dump() and ledger.article(key) is None


def test_a_text_that_another_reads_stays_in_the_log_and_that_is_said(tmp_path: Path) -> None:
    path = tmp_path / "l.sqlite"
    ledger, key = filled(path)
    with Ledger.open(path) as reader, reader._reading() as connection:
        connection.execute("SELECT count(*) FROM articles").fetchone()
        with pytest.raises(LedgerError, match=r"still in the log.*End the other program"):
            ledger.forget(key, who="M. Oru")
    assert ledger.forget(key, who="M. Oru") == 0
    assert b"zanzibarite" not in bytes_of(path)


def test_the_index_is_made_again_without_a_forgotten_text(tmp_path: Path) -> None:
    ledger, key = filled(tmp_path / "l.sqlite")
    ledger.forget(key, who="M. Oru")
    before = ledger.pairs(), partition(ledger)
    with ledger._writing():
        ledger._index.rebuild()
    assert (ledger.pairs(), partition(ledger)) == before


# -- marks ---------------------------------------------------------------------------------------------------------


def test_a_forged_text_lifts_nothing_above_discussed_until_it_is_released() -> None:
    real = article("Norland discussed a loan with Farmark.", "2026-02-02", id="real")
    forged = article("Norland paid the loan to Farmark.", "2026-02-05", id="forged", outlet="Evening Star")
    loan = {"object": "loan", "instrument": "loan", "domains": ("finance",)}
    with Ledger.temporary() as ledger:
        ledger.add(real, coding(event(real, "discussed", "AID", "discussed", **loan)), coder="1")
        ledger.add(forged, coding(event(forged, "paid", "AID", "delivered", **loan)), coder="1")
        assert "paid" in ledger.snapshot().commitments[0].displayed
        ledger.mark(Mark("quarantine", sha(forged.raw), "M. Oru", NOON, "a cloned page"))
        for snapshot in (ledger.snapshot(), ledger.snapshot(pairs=[("NRL", "FRM")])):
            assert snapshot.quarantined == {forged.key}
            assert forged.key in snapshot.articles, "nothing is deleted"
            assert {entry.event.status for entry in snapshot.entries} == {"discussed"}
            assert all(step.rung == "discussed" for c in snapshot.commitments for step in c.history)
        assert partition(ledger) == acts(ledger.snapshot())
        assert ledger.snapshot(recorded_as_of=NOON).quarantined == frozenset(), "it was marked only later"
        ledger.mark(Mark("release", sha(forged.raw), "A. Lin", datetime(2026, 4, 1, tzinfo=UTC)))
        assert ledger.snapshot().quarantined == frozenset()
        assert "paid" in ledger.snapshot().commitments[0].displayed
        assert len(ledger.marks()) == 2


def test_all_that_an_outlet_prints_can_be_put_in_quarantine_also_what_comes_later() -> None:
    loan = {"object": "loan", "instrument": "loan", "domains": ("finance",)}

    def told(ledger: Ledger, day: str, outlet: str) -> str:
        made = article(f"Norland paid the loan to Farmark on {day}.", day, id=f"{outlet} {day}", outlet=outlet)
        ledger.add(made, coding(event(made, "paid", "AID", "delivered", **loan)), coder="1")
        return made.key

    def above_talk(ledger: Ledger) -> set[str]:
        held = ledger.snapshot()
        assert partition(ledger) == acts(held)
        return {entry.article_key for entry in held.entries if entry.event.status == "delivered"}

    with Ledger.temporary() as ledger:
        first, real = told(ledger, "2026-02-05", "Evening Star"), told(ledger, "2026-02-20", "The Herald")
        ledger.mark(Mark("quarantine", "", "M. Oru", NOON, "a cloned site", outlet="evening star"))
        second = told(ledger, "2026-03-05", "Evening Star")
        assert above_talk(ledger) == {real}
        assert ledger.snapshot().quarantined == {first, second}
        text = sha(ledger.snapshot().articles[first].raw)
        ledger.mark(Mark("release", text, "A. Lin", datetime(2026, 4, 1, tzinfo=UTC)))
        assert above_talk(ledger) == {real, first}, "one text was looked at by itself"
        ledger.mark(Mark("quarantine", text, "A. Lin", datetime(2026, 4, 2, tzinfo=UTC)))
        ledger.mark(Mark("release", "", "M. Oru", datetime(2026, 4, 3, tzinfo=UTC), outlet="Evening Star"))
        assert above_talk(ledger) == {real, second}, "a text's own mark outlives that of its outlet"
        for wrong in (
            Mark("quarantine", "", "M. Oru", NOON),
            Mark("rights", "", "M. Oru", NOON, "", "own", "The Herald"),
        ):
            with pytest.raises(LedgerError, match="of one text or of one outlet"):
                ledger.mark(wrong)


def test_rights_that_a_person_gives_show_in_snapshots() -> None:
    a = article("Norland met Farmark.", "2026-02-02")
    with Ledger.temporary() as ledger:
        ledger.add(a, coding(event(a, "met", "CONSULT", "act")), coder="1")
        ledger.mark(Mark("rights", sha(a.raw), "M. Oru", NOON, value="licensed"))
        assert ledger.snapshot().articles[a.key].rights == "licensed"
        assert ledger.snapshot(pairs=[("NRL", "FRM")]).articles[a.key].rights == "licensed"
        with pytest.raises(LedgerError, match=r"rights cannot be 'mine'.*own, public, licensed, unknown"):
            ledger.mark(Mark("rights", sha(a.raw), "M. Oru", NOON, value="mine"))


# -- acts that people joined and split -----------------------------------------------------------------------------


def test_what_people_join_is_one_act_and_what_they_split_is_two() -> None:
    a = article("Norland praised Farmark's wheat.", "2026-02-02", id="a")
    b = article("Norland lauded steel from Farmark.", "2026-03-09", id="b", outlet="Evening Star")
    spots = []
    with Ledger.temporary() as ledger:
        for one, cue, thing in ((a, "praised", "wheat"), (b, "lauded", "steel")):
            ledger.add(one, coding(event(one, cue, "SUPPORT", "act", object=thing)), coder="1")
            start = one.raw.index(cue)
            spots.append(Anchor(sha(one.raw), (start, start + len(cue)), ("NRL", "FRM")))
        first, second = spots
        said = {"text_sha256": first.text_sha256, "cue": first.cue, "pair": first.pair, "who": "M. Oru"}
        assert len(ledger.snapshot().occurrences) == 2
        ledger.decide(Decision("join", when=NOON, other=second, **said))  # type: ignore[arg-type]
        assert [len(act.entries) for act in ledger.snapshot().occurrences] == [2]
        assert partition(ledger) == acts(ledger.snapshot())
        (pair,) = ledger.pairs() or [None]
        assert pair is None or pair.acts == 1
        ledger.decide(Decision("split", when=datetime(2026, 5, 1, tzinfo=UTC), other=second, **said))  # type: ignore[arg-type]
        assert len(ledger.snapshot().occurrences) == 2
        assert partition(ledger) == acts(ledger.snapshot())


# -- official records ----------------------------------------------------------------------------------------------


def test_an_official_record_keeps_its_way_into_the_file_and_is_never_coded_again() -> None:
    a = article("Recipient: Farmark. Amount: 5.", "2026-02-02", id="row-1", genre="record", outlet=None)
    a = replace(a, origin=replace(a.origin, reader="register IATI 1"))
    told = event(a, "Recipient", "AID", "delivered", instrument="grant", domains=("aid",))
    record = OfficialRecord("IATI", a, coding(told), (Pointer(11, 18, "/row/1", "Farmark"),), ("who pays unknown",))
    search = Search("IATI", "aid to Farmark", "NRL", "FRM", "grant", date(2026, 1, 1), None, 0, "file.xml")
    with Ledger.temporary() as ledger:
        assert ledger.add_official(record) and not ledger.add_official(record)
        ledger.add_search(search)
        ledger.add_search(search)
        assert ledger.holds(a.key, "any coder") and ledger.uncoded("any coder") == []
        for snapshot in (ledger.snapshot(), ledger.snapshot(pairs=[("FRM", "NRL")])):
            assert snapshot.pointers == {a.key: record.pointers}
            assert snapshot.unknown == {a.key: record.unknown}
            assert snapshot.searches == (search,)
            assert snapshot.articles[a.key] == a
        counts = ledger.counts()
        assert (counts.official, counts.searches, counts.codings) == (1, 1, 1)
