"""The seeds' score, on rows and events of our own and on the gold set where it is at hand."""

from pathlib import Path

from deedbook.coding import LexiconCoder
from deedbook.evaluate.seeds import evaluate, score
from tests.coding.builders import events

TEXT = "Japan lifted its sanctions on Myanmar. Kenya praised Japan."


def row(required: str, start: int, end: int, actor: str, recipient: str, kind: str, status: str) -> dict[str, str]:
    return {
        "id": f"r{start}", "file": "t", "start": str(start), "end": str(end), "quote": TEXT[start:end], "actor": actor,
        "recipient": recipient, "symmetric": "0", "event_type": kind, "status": status, "domains": "trade",
        "speaker": "narrator", "required": required,
    }  # fmt: skip


def test_required_rows_are_found_permitted_ones_are_fair_and_the_rest_is_not() -> None:
    found = events(TEXT)
    sanctions = row("1", 6, 26, "JPN", "MMR", "CONCEDE", "delivered")
    praise = row("0", 45, 52, "KEN", "JPN", "SUPPORT", "act")
    report = score([sanctions, praise], found)
    assert (report.recall, report.fair, report.event_type, report.forbidden, report.repeated) == (1, 1, 1, 0, 0)
    assert score([sanctions], found).fair == 0.5
    assert score([sanctions, praise | {"required": "-1"}], found).forbidden == 1


def test_a_missed_row_is_listed_with_its_words() -> None:
    report = score([row("1", 6, 26, "JPN", "KEN", "CONCEDE", "delivered")], events(TEXT))
    assert report.recall == 0 and "lifted its sanctions" in report.missed[0]


def test_the_baseline_keeps_its_score_on_the_two_reports(shared: Path) -> None:
    report = evaluate(LexiconCoder(), shared / "gold" / "seeds", shared / "seeds")
    assert report.recall >= 0.80 and report.fair >= 0.75 and report.event_type >= 0.80
    assert report.forbidden == 0 and report.repeated == 0
