"""Official records in a ledger: what they do to commitments, and that their evidence leads into the file."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from deedbook.coding import LexiconCoder
from deedbook.ledger import Ledger
from deedbook.pipeline import run
from deedbook.records import Commitment, Entry, Snapshot
from tests.registers.builders import MADE

OFFICIAL = "facts/official"
STATED = {
    "hts_chapter99_2026_rev6_india_pakistan.excerpt.txt": "published = 2026-04-23",
    "imf_statement_pakistan_2025-12-08.quoted.txt": "published = 2025-12-08",
    "sbp_statement_imf_receipt_2025-12-11.quoted.txt": "published = 2025-12-11",
    "dsca_pakistan_f16_2022-09-07_statement.quoted.txt": "published = 2022-09-07",
    "us_embassy_islamabad_exim_reko_diq_2025-12-10.quoted.txt": (
        'published = 2025-12-10\ngenre = "release"\noutlet = "US Embassy in Pakistan"'
    ),
}


@pytest.fixture(scope="module")
def folder(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real official texts on both pairs, the dates that they lack stated beside them, and a made EXIM file."""
    folder = tmp_path_factory.mktemp("official")
    for pattern in ("csms_*.txt", "eo_*.txt"):
        for path in (shared / OFFICIAL).glob(pattern):
            shutil.copy(path, folder)
    for name, stated in STATED.items():
        shutil.copy(shared / OFFICIAL / name, folder)
        (folder / f"{name}.toml").write_text(stated + "\n")
    shutil.copy(MADE / "proclamation_9902.txt", folder)
    (folder / "exim.csv").write_text("".join((MADE / "exim_made.csv").read_text().splitlines(keepends=True)[:4]))
    (folder / "exim.csv.toml").write_text(
        'query = "all authorizations of fiscal year 2025"\nfrom = 2024-10-01\nto = 2025-09-30\n'
        'giver = "USA"\nreceiver = "PAK"\ninstrument = "export_credit"\n'
    )
    return folder


@pytest.fixture(scope="module")
def ledger(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("ledger") / "official.db"
    with Ledger.open(path) as opened:
        report = run([str(folder)], opened, LexiconCoder())
        assert not [problem for problem in report.problems if problem.fatal]
        again = run([str(folder)], opened, LexiconCoder())
        assert again.events == 0  # read twice, recorded once
    return path


def snapshot(path: Path, as_of: date | None = None) -> Snapshot:
    with Ledger.open(path) as opened:
        return opened.snapshot(as_of=as_of)


def shown(held: Snapshot, receiver: str, instrument: str) -> dict[str, str]:
    return {c.object: c.displayed for c in held.commitments if (c.receiver, c.instrument) == (receiver, instrument)}


def test_duties_are_in_force_from_the_day_that_customs_and_the_schedule_give(ledger: Path) -> None:
    held = snapshot(ledger)
    india, pakistan = shown(held, "IND", "tariff"), shown(held, "PAK", "tariff")
    assert india["reciprocal duty"] == "in force from 7 August 2025; ended 20 February 2026"
    assert india["additional duty over Russian oil"] == "in force from 27 August 2025; ended 7 February 2026"
    assert india["end of the additional duty over Russian oil"] == "in force from 7 February 2026"
    assert pakistan == {"reciprocal duty": "in force from 7 August 2025; ended 20 February 2026"}
    whole = shown(held, "IEEPA reciprocal duty", "tariff")
    assert whole["reciprocal duty"] == "in force from 7 August 2025; ended 20 February 2026"
    assert whole["end of the reciprocal duty"] == "in force from 24 February 2026"


def test_a_citation_of_the_federal_register_names_no_bank(ledger: Path) -> None:
    assert not [c for c in snapshot(ledger).commitments if c.via and "Federal Reserve" in c.via]


def test_no_duty_of_18_percent_is_in_force(ledger: Path) -> None:
    rates = {c.amount.value for c in snapshot(ledger).commitments if c.instrument == "tariff" and c.amount}
    assert rates == {10, 19, 25}


def test_india_s_preference_ended_on_the_day_of_the_proclamation_s_body(ledger: Path) -> None:
    (preference,) = shown(snapshot(ledger), "IND", "trade_preference").values()
    assert preference == "ended 5 June 2019"


def test_the_imf_s_money_is_paid_where_the_central_bank_booked_it(ledger: Path) -> None:
    told = shown(snapshot(ledger), "PAK", "imf_support")
    assert "paid 10 December 2025" in told.values()


def test_a_notice_to_congress_stays_an_offer(ledger: Path) -> None:
    assert list(shown(snapshot(ledger), "PAK", "arms_sale").values()) == ["offered 7 September 2022"]


def test_nothing_shows_that_the_export_bank_paid_for_pakistan(ledger: Path) -> None:
    held = snapshot(ledger)
    credits = [c for c in held.commitments if c.receiver == "PAK" and c.instrument == "export_credit"]
    assert all(c.execution in ("none", "allocated") for c in credits)
    (search,) = held.searches
    assert (search.register, search.receiver, search.rows) == ("EXIM authorizations", "PAK", 0)
    assert (search.start, search.end) == (date(2024, 10, 1), date(2025, 9, 30))


def test_evidence_leads_into_the_file(ledger: Path, folder: Path) -> None:
    held = snapshot(ledger)
    (duty,) = [c for c in held.commitments if c.receiver == "IND" and c.object == "additional duty over Russian oil"]
    entry = next(e for e in _entries(duty) if e.event.coder.startswith("register customs"))
    assert entry.event.cue is not None
    pointers = held.pointers[entry.article_key]
    (pointer,) = [p for p in pointers if (p.start, p.end) == (entry.event.cue.start, entry.event.cue.end)]
    first, last = map(int, pointer.pointer.removeprefix("char=").split(","))
    text = (folder / held.articles[entry.article_key].id).read_text(encoding="utf-8")
    assert text[first:last] == entry.event.cue.text == "will be subject"


def test_as_of_a_day_before_the_message_the_duty_is_not_known(ledger: Path) -> None:
    assert "additional duty over Russian oil" not in shown(snapshot(ledger, date(2025, 8, 24)), "IND", "tariff")
    known = shown(snapshot(ledger, date(2025, 8, 25)), "IND", "tariff")
    assert known["additional duty over Russian oil"] == "in force from 27 August 2025"


def _entries(commitment: Commitment) -> list[Entry]:
    return [entry for step in commitment.history for entry in step.occurrence.entries]
