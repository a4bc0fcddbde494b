"""Matters and the table of standings read off them."""

from deedbook.measures import Answer, StandingRow, answer
from deedbook.measures.matters import told_apart
from deedbook.measures.wording import brief_name, ordinal
from deedbook.records import Amount

from .builders import Desk, voice
from .story import story


def row(told: Answer, words: str) -> StandingRow:
    return next(row for row in (*told.standing, *told.further_standing) if words in row.what.text)


def one(event_type: str, status: str, **given: object) -> Answer:
    """The answer on a single act of the United States toward Pakistan."""
    desk = Desk()
    article = desk.article("Gazette", "2025-11-08", "Washington did this for Karachi harbour works.")
    desk.act(desk.entry(article, "did", "USA", "PAK", event_type, status, object="Karachi harbour works", **given))  # type: ignore[arg-type]
    return answer(desk.snapshot(), ("PAK", "USA"))


def test_an_approval_is_a_promise_until_it_is_binding_or_paid() -> None:
    assert row(answer(story(), ("PAK", "USA")), "Reko Diq").standing == "promised"


def test_binding_force_or_execution_makes_a_commitment_a_deed() -> None:
    desk = Desk()
    article = desk.article("Gazette", "2025-11-08", "Washington signed the loan agreement for the canal.")
    act = desk.act(
        desk.entry(
            article,
            "signed",
            "USA",
            "PAK",
            "AID",
            "approved",
            instrument="loan",
            domains=("finance",),
            object="the canal",
        )
    )
    desk.commitment(act, force="binding", displayed="signed, not drawn")
    assert row(answer(desk.snapshot(), ("PAK", "USA")), "canal").standing == "delivered or binding"


def test_what_a_text_calls_delivered_and_the_record_only_announced_is_promised() -> None:
    desk = Desk()
    article = desk.article("Gazette", "2025-11-08", "Washington cut the duty on cotton yarn.")
    act = desk.act(
        desk.entry(
            article,
            "cut",
            "USA",
            "PAK",
            "CONCEDE",
            "delivered",
            instrument="tariff",
            domains=("trade",),
            object="the duty on cotton yarn",
        )
    )
    desk.commitment((act, "announced"), displayed="announced")
    told = answer(desk.snapshot(), ("PAK", "USA"))
    assert row(told, "cotton yarn").standing == "promised"
    assert told.claims[0].verdict == "unresolved" and "announced" in told.claims[0].reason
    assert [cell.kind for cell in told.signals] == ["word"]


def test_each_status_has_its_standing() -> None:
    expected = {
        "discussed": "talk only",
        "offered": "talk only",
        "promised": "promised",
        "agreed": "promised",
        "approved": "promised",
        "delivered": "delivered or binding",
        "suspended": "stopped",
        "withdrawn": "stopped",
        "lapsed": "stopped",
    }
    assert {status: one("AID", status).standing[0].standing for status in expected} == expected


def test_a_stop_names_who_stopped_it_and_a_lapse_names_nobody() -> None:
    assert one("AID", "withdrawn").standing[0].stopped_by == "the United States"
    assert one("AID", "withdrawn", sectors=("JUD", "GOV")).standing[0].stopped_by == "a court of the United States"
    assert one("AID", "lapsed").standing[0].stopped_by == ""


def test_a_tariff_is_a_burden_and_is_never_counted_as_given() -> None:
    told = answer(story(), ("PAK", "USA"))
    assert row(told, "19 percent").burden
    trade = next(row for row in told.balance if (row.giver, row.domain) == ("USA", "trade"))
    assert (trade.delivered, trade.promised, trade.talk, trade.stopped) == (0, 0, 0, 0)


def test_firms_own_dealings_are_marked_and_counted_for_no_state() -> None:
    told = answer(story(), ("PAK", "USA"))
    assert row(told, "crude").private
    assert not any(given.domain == "energy" and given.delivered for given in told.balance)
    assert "firms’ own dealings" in told.judgement[0].text


def test_what_an_organisation_gives_is_context_and_not_the_pairs() -> None:
    told = answer(story(), ("PAK", "USA"))
    assert any("International Monetary Fund" in line.text for line in told.others)
    assert not any("1.2 billion" in row.what.text for row in (*told.standing, *told.further_standing))
    assert not any(commitment.giver == "IMF" for commitment in told.commitments)


def test_praise_is_talk_and_acts_alike_are_one_row() -> None:
    desk = Desk()
    article = desk.article("Gazette", "2025-11-08", "Lahore praised Washington.", "Later Lahore hailed Washington.")
    for cue in ("praised", "hailed"):
        desk.act(desk.entry(article, cue, "PAK", "USA", "SUPPORT", "act"))
    (praise,) = answer(desk.snapshot(), ("PAK", "USA")).standing
    assert praise.standing == "talk only" and praise.what.text.startswith("2 acts of praise")


def test_every_standing_that_occurs_has_a_row_and_money_comes_before_talk() -> None:
    told = answer(story(), ("PAK", "USA"))
    standings = [row.standing for row in told.standing]
    assert list(dict.fromkeys(standings)) == ["delivered or binding", "promised", "talk only", "stopped"]
    assert "F-16" in next(row.what.text for row in told.standing if row.standing == "talk only")


def test_a_formal_offer_is_a_promise_and_willingness_is_talk() -> None:
    desk = Desk()
    article = desk.article("Gazette", "2025-11-08", "The agency offered six patrol boats in its notice.")
    act = desk.act(
        desk.entry(
            article,
            "offered",
            "USA",
            "PAK",
            "COOPERATE",
            "offered",
            instrument="arms_sale",
            domains=("defence",),
            object="six patrol boats",
            amount=Amount(60e6, "USD"),
        )
    )
    desk.commitment(act, force="non-binding", displayed="offered by notice")
    assert answer(desk.snapshot(), ("PAK", "USA")).standing[0].standing == "promised"
    assert one("AGREE", "offered").standing[0].standing == "talk only"


def test_a_denied_act_is_no_matter_and_no_signal_but_a_disagreement() -> None:
    desk = Desk()
    report = desk.article("Gazette", "2025-11-08", "Washington sold new missiles to Pakistan.")
    embassy = desk.article("Embassy page", "2025-11-10", "No new missiles were sold, the embassy said.")
    desk.act(
        desk.entry(
            report,
            "sold",
            "USA",
            "PAK",
            "COOPERATE",
            "agreed",
            instrument="arms_sale",
            domains=("defence",),
            object="new missiles",
        )
    )
    desk.act(
        desk.entry(
            embassy,
            "were sold",
            "USA",
            "PAK",
            "COOPERATE",
            "agreed",
            instrument="arms_sale",
            domains=("defence",),
            object="new missiles",
            negative=True,
            speaker=voice("indirect", "the embassy", "USA"),
        )
    )
    told = answer(desk.snapshot(), ("PAK", "USA"))
    assert len(told.standing) == 1 and sum(cell.count for cell in told.signals) == 1
    assert "reported by Gazette, denied by the embassy" in told.disagreements[0].text


def test_a_place_alone_makes_no_report_of_what_was_denied() -> None:
    desk = Desk()
    report = desk.article("Gazette", "2025-12-08", "Washington offered F-16 upgrades to Pakistan.")
    embassy = desk.article("Embassy page", "2025-11-10", "It sold no new missiles to Pakistan, the embassy said.")
    arms = {"instrument": "arms_sale", "domains": ("defence",)}
    desk.act(desk.entry(report, "offered", "USA", "PAK", "COOPERATE", "offered",
                        object="F-16 upgrades to Pakistan", **arms))  # fmt: skip
    desk.act(desk.entry(embassy, "sold no", "USA", "PAK", "COOPERATE", "delivered", negative=True,
                        object="new missiles to Pakistan", **arms))  # fmt: skip
    (told,) = answer(desk.snapshot(), ("PAK", "USA")).disagreements
    assert "no report read says that it happened" in told.text


def test_a_deed_that_the_coder_doubts_leads_no_page_and_is_still_told() -> None:
    first = one("AID", "delivered", confidence=0.3).judgement[0].text
    assert first.startswith("No promise") and "by a doubtful reading also" in first and "arachi harbour works" in first
    assert (
        one("AID", "delivered", confidence=0.9)
        .judgement[0]
        .text.startswith("Deeds are reported, with no earlier promise held")
    )


def test_a_name_is_cut_where_another_phrase_begins_and_a_place_is_an_ordinal() -> None:
    assert brief_name("payment by the bank to the mine", 5) == "payment by the bank"
    assert brief_name("sale of upgrades", 7) == "sale of upgrades"
    assert brief_name("one two three four", 3) == "one two three …", "there is no such place"
    assert [ordinal(n) for n in (1, 2, 3, 4, 11, 22)] == ["1st", "2nd", "3rd", "4th", "11th", "22nd"]


def test_a_request_that_is_dropped_stops_nothing_and_is_no_deed() -> None:
    told = one("REQUEST", "withdrawn")
    assert row(told, "request for Karachi harbour works").standing == "talk only"
    assert [cell.kind for cell in told.signals] == ["word"]


def test_a_single_denial_says_what_it_denies() -> None:
    assert row(one("REJECT", "act"), "A denial or refusal (Karachi harbour works)")


def test_what_a_register_tells_of_former_decades_stands_behind_what_moved_of_late() -> None:
    desk = Desk()
    sold = {"instrument": "arms_sale", "domains": ("defence",)}
    for year in range(1960, 1972):
        article = desk.article("Register", f"{year}-11-08", f"Washington sold engine {year}.")
        act = desk.act(
            desk.entry(article, "sold", "USA", "PAK", "COOPERATE", "delivered", object=f"engine {year}", **sold)
        )  # type: ignore[arg-type]
        desk.commitment(act, force="binding", execution="complete", displayed="delivered")
    article = desk.article("Gazette", "2025-11-08", "Washington delivered the school books.")
    act = desk.act(desk.entry(article, "delivered", "USA", "PAK", "AID", "delivered", object="the school books"))
    desk.commitment(act, displayed="delivered", execution="complete")
    told = answer(desk.snapshot(), ("PAK", "USA"))
    assert "chool books" in told.standing[0].what.text
    assert "13 matters (1 of them in the last 5 years), such as" in told.judgement[0].text


def test_what_is_named_by_its_cue_alone_is_not_named_twice() -> None:
    desk = Desk()
    article = desk.article("Gazette", "2025-11-08", "Washington will bring out the truth on Karachi.")
    act = desk.act(
        desk.entry(article, "will bring out the truth", "USA", "PAK", "THREATEN", "promised", domains=("security",))
    )
    assert told_apart("will bring out the truth", [act]) == "will bring out the truth"
    assert told_apart("the port", [act]) == "will bring out the truth: the port"
