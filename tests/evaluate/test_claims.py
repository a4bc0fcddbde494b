"""Claims scored against verdicts that were written first."""

import json
from pathlib import Path

import pytest

from deedbook.coding import LexiconCoder
from deedbook.evaluate import claims
from deedbook.evaluate.gold import GoldError

ROOT = Path(__file__).resolve().parents[2]
BODY = "Peru has not received the loan for the port from Japan."
PAID = "Japan disbursed a loan for the port to Peru on 3 March 2025."
EVENT = {
    "type": "AID",
    "status": "not_received",
    "actor": "JPN",
    "recipient": "PER",
    "instrument": "loan",
    "domains": ["finance"],
    "cue": "has not received",
    "object": "loan for the port",
}


def labels(folder: Path, **claim: object) -> Path:
    given = EVENT | {"status": "delivered", "cue": "disbursed", "date": ["2025-03-03"]}
    text = {"text": "register", "date": "2025-03-04", "outlet": "JICA", "genre": "record", "body": PAID}
    row = {
        "claim": "c1",
        "date": "2025-06-01",
        "outlet": "Radar",
        "genre": "report",
        "body": BODY,
        "beside": ["register"],
        "verdict": "contradicted",
        "event": EVENT,
    }
    path = folder / "claims.jsonl"
    lines = [{"about": "made"}, text | {"events": [given]}, row | claim]
    path.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    return path


def test_the_rule_is_scored_on_the_events_given_and_a_record_is_never_read_by_the_coder(tmp_path: Path) -> None:
    report = claims.evaluate(LexiconCoder(), tmp_path, [labels(tmp_path)])
    (given,) = report.rule
    assert (given.given, given.right, given.witness) == ("contradicted", True, "a register")
    assert report.figure == float(report.read[0].right)


def test_a_wrong_verdict_is_wrong_and_listed(tmp_path: Path) -> None:
    report = claims.evaluate(LexiconCoder(), tmp_path, [labels(tmp_path, verdict="supported", also=["overtaken"])])
    assert not report.rule[0].right
    assert any("contradicted for supported or overtaken" in line for line in report.lines(errors=True))


def test_a_second_reading_counts_as_right_and_is_counted_apart(tmp_path: Path) -> None:
    report = claims.evaluate(LexiconCoder(), tmp_path, [labels(tmp_path, verdict="supported", also=["contradicted"])])
    assert report.rule[0].right and not report.rule[0].exact


def test_labels_that_cannot_be_used_are_named(tmp_path: Path) -> None:
    path = labels(tmp_path)
    path.write_text('{"claim": \n', encoding="utf-8")
    with pytest.raises(GoldError, match=r"claims\.jsonl, line 1: is no JSON"):
        claims.evaluate(LexiconCoder(), tmp_path, [path])
    path.write_text('{"thing": 1}\n', encoding="utf-8")
    with pytest.raises(GoldError, match="has no claim, text, search or about"):
        claims.evaluate(LexiconCoder(), tmp_path, [path])
    with pytest.raises(GoldError, match="'was paid' is not in the text"):
        claims.evaluate(LexiconCoder(), tmp_path, [labels(tmp_path, event=EVENT | {"cue": "was paid"})])


def test_the_rule_gives_nine_in_ten_labelled_verdicts_and_contradicts_nothing_without_evidence(shared: Path) -> None:
    """Development labels: the verdicts were written before the rule, and the rule was then mended on them."""
    report = claims.evaluate(LexiconCoder(), shared, sorted((ROOT / "training" / "ledger").glob("claims_*.jsonl")))
    assert len(report.rule) == 56
    assert sum(verdict.right for verdict in report.rule) >= 0.9 * len(report.rule)
    assert not [v.claim for v in (*report.rule, *report.read) if v.given == "contradicted" and not v.witness]
    exim = next(verdict for verdict in report.rule if verdict.claim == "A2-46")
    assert exim.given == "supported, omits" and "approved" in exim.reason
