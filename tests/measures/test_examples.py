"""The answer through the real reader, coder and ledger, on the dispatches written for this project."""

from pathlib import Path

import pytest

from deedbook.brief.front import WORDS, compose
from deedbook.coding import default_coder
from deedbook.ledger import Ledger
from deedbook.measures import Answer, answer
from deedbook.reading import read
from deedbook.records import Article


@pytest.fixture(scope="module")
def told(examples: Path, tmp_path_factory: pytest.TempPathFactory) -> Answer:
    coder = default_coder()
    with Ledger.open(tmp_path_factory.mktemp("ledger") / "ledger.db") as ledger:
        for article in read([str(examples)]):
            if isinstance(article, Article):
                ledger.add(article, coder.code([article])[0], coder=coder.name)
        return answer(ledger.snapshot(), ("PAK", "USA"), against=("IND", "USA"))


def test_the_examples_fit_on_page_one_and_say_that_they_were_written(told: Answer) -> None:
    assert compose(told).words() <= WORDS
    assert told.written_examples and told.standing and told.unknown and told.would_change


def test_financing_of_the_mine_is_approved_held_up_and_not_paid(told: Answer) -> None:
    financing = next(row for row in told.commitments if row.instrument == "export_credit")
    assert "approved by 10 December 2025" in financing.displayed and "no payment reported" in financing.displayed
    assert financing.execution not in ("part", "complete", "in force")
    assert any("No payment is reported" in line.text and "Reko Diq" in line.text for line in told.unknown)
    assert not any("Reko Diq" in row.what.text and row.standing == "delivered or binding" for row in told.standing)


def test_the_duty_on_indian_goods_is_told_from_its_start_to_its_end(told: Answer) -> None:
    there = " ".join(row.there.text for row in told.comparison)
    assert "in force 7 August 2025 to 23 February 2026" in there  # struck down, and collected until then
    assert "in force 27 August 2025 to 6 February 2026" in there
    assert not any("India" in row.what.text and row.giver == "IND" for row in told.standing)


def test_what_the_fund_paid_is_context(told: Answer) -> None:
    assert any("International Monetary Fund → Pakistan" in line.text for line in told.others)
    assert not any("IMF" in (row.giver, row.receiver) for row in (*told.standing, *told.further_standing))
    # In no count of the pair, but named beside it, so that the count is not taken for all that came.
    assert "counted apart: SDR 914 million" in told.judgement[0].text
    assert "only firms’ own dealings are: " in told.judgement[0].text


def test_every_quotation_is_one_stretch_of_its_article(told: Answer) -> None:
    for quote in told.quotes:
        raw = told.snapshot.articles[quote.evidence.article_key].raw
        assert " ".join(raw[quote.evidence.start : quote.evidence.end].split()) == quote.text


def test_the_founding_reports_give_the_answer_that_they_were_written_for(shared: Path, tmp_path: Path) -> None:
    coder = default_coder()
    with Ledger.open(tmp_path / "ledger.db") as ledger:
        for article in read([str(shared / "seeds")]):
            if isinstance(article, Article):
                ledger.add(article, coder.code([article])[0], coder=coder.name)
        seeds = answer(ledger.snapshot(), ("PAK", "USA"))
    assert compose(seeds).words() <= WORDS
    meeting = seeds.told[0]
    assert meeting.reports >= 3 and meeting.articles == 1
    ours, theirs = meeting.accounts
    assert {"trade", "investment", "energy"} <= set(ours.names) and {"trade", "energy"} <= set(theirs.omits)
    everything = [row.what.text.lower() for row in (*seeds.standing, *seeds.further_standing)]
    assert any("mineral" in text and "offered" in text for text in everything)
    absent = {row.what.text.rstrip(".").lower(): row for row in seeds.absences if row.verdict}
    assert any("gsp" in text and row.basis == "closed" for text, row in absent.items())
    exim = next(row for text, row in absent.items() if "export-import" in text)
    assert "one commentator’s list" in exim.said_by and exim.verdict != "contradicted"
    assert any("India" in row.there.text for row in seeds.comparison)
    assert any("not before 2 February 2026" in line.text for line in seeds.caveats)


def test_the_memo_of_the_examples_says_what_a_desk_officer_would_say(told: Answer) -> None:
    rows = {row.what.text.split(":")[0]: row for row in (*told.standing, *told.further_standing)}
    mineral = next(row for name, row in rows.items() if "mineral" in name.lower() and row.commitment)
    assert mineral.private, "a firm's memorandum and sample are no deed of a state"
    assert "No promise between Pakistan and the United States is seen delivered" in told.judgement[0].text
    assert not any("Recognition" in name for name in rows)
    assert not any("promised" in row.what.text for name, row in rows.items() if name.startswith("Talks"))
    assert any("no longer pressed" in row.what.text for row in rows.values())
    page = {row.what.text.split(":")[0]: row.standing for row in compose(told).rows}
    assert [name for name, where in page.items() if where == "stopped"] == [
        "Reko Diq loan, $1.25 billion",
        "19 % reciprocal tariff on Pakistani goods",
    ]
    ahead = " ".join(line.text for line in (*told.dates_ahead, *told.further_dates))
    assert "24 July 2026: “It is due to expire …” (US stops collecting emergency tariffs)" in ahead


def test_claims_of_the_examples_are_named_for_what_they_are(told: Answer) -> None:
    statement = next(row for row in told.absences if "trade statement" in row.what.text.lower())
    assert statement.joint and statement.verdict == "supported, omits" and "Nothing published" in statement.reason
    assert not any("in force, as reported" in row.what.text and "1 August" in row.as_of for row in told.claims)
