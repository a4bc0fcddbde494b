"""One act as each side tells it."""

from deedbook.measures import answer
from deedbook.records import Amount

from .builders import Desk, voice
from .story import story


def test_a_meeting_is_told_once_with_all_its_reports() -> None:
    (act,) = answer(story(), ("PAK", "USA")).told
    assert act.what.text.startswith("Omar Latif and Jane Field met, 3–8 November 2025")
    assert (act.reports, act.articles, act.what.sources) == (4, 2, 2)
    assert "4 passages of 2 articles" in act.what.text


def test_each_account_says_what_it_names_and_what_it_leaves_out_that_the_other_names() -> None:
    (act,) = answer(story(), ("PAK", "USA")).told
    ours, theirs = act.accounts
    assert (ours.side, ours.names, ours.omits) == ("PAK", ("trade", "investment", "energy"), ("security", "prosperity"))
    assert (theirs.side, theirs.names) == ("USA", ("security", "prosperity"))
    assert theirs.omits == ("trade", "investment", "energy") and theirs.quotes


def test_a_side_that_is_not_heard_has_left_nothing_out() -> None:
    desk = Desk()
    article = desk.article("Gazette", "2025-11-08", "The two met.", "“We discussed steel,” Omar Latif said.")
    common = {"symmetric": True, "instrument": "talks", "date": "2025-11-08"}
    desk.act(
        desk.entry(article, "met", "PAK", "USA", "CONSULT", "act", **common),  # type: ignore[arg-type]
        desk.entry(
            article,
            "discussed",
            "PAK",
            "USA",
            "CONSULT",
            "act",
            domains=("trade",),
            speaker=voice("direct", "Omar Latif", "PAK"),
            **common,  # type: ignore[arg-type]
        ),
    )
    (act,) = answer(desk.snapshot(), ("PAK", "USA")).told
    assert act.accounts[1].names == () and act.accounts[1].omits == ()
    assert "not heard in what was read" in act.accounts[1].text


def test_wire_copies_are_one_source_and_several_articles() -> None:
    desk = Desk()
    copies = [desk.article(outlet, "2025-11-08", "The two ministers met.") for outlet in ("Gazette", "Courier")]
    desk.wire[copies[1].key] = copies[0].key
    desk.act(*(desk.entry(copy, "met", "PAK", "USA", "CONSULT", "act", symmetric=True) for copy in copies))
    (act,) = answer(desk.snapshot(), ("PAK", "USA")).told
    assert (act.reports, act.articles, act.what.sources) == (2, 2, 1)


def test_outlets_that_tell_one_act_are_set_side_by_side_with_what_each_leaves_out() -> None:
    desk = Desk()
    loan = {"instrument": "loan", "domains": ("finance",)}
    one = desk.article("Gazette", "2025-11-08", "Washington promised a loan of $2 million for the canal.")
    two = desk.article("Courier", "2025-11-08", "Washington promised money for the canal and its border police.")
    desk.act(
        desk.entry(one, "promised", "USA", "PAK", "AGREE", "promised", amount=Amount(2e6, "USD"), **loan),  # type: ignore[arg-type]
        desk.entry(two, "promised", "USA", "PAK", "AGREE", "promised", **loan),  # type: ignore[arg-type]
    )
    (act,) = answer(desk.snapshot(), ("PAK", "USA")).told
    gazette, courier = act.outlets
    assert (gazette.outlet, gazette.names, gazette.omits) == ("Gazette", ("finance", "$2 million"), ("security",))
    assert courier.names == ("security",) and courier.omits == ("finance", "$2 million") and courier.quotes


def test_who_rounds_the_sum_of_an_act_has_not_left_it_out() -> None:
    desk = Desk()
    loan = {"instrument": "loan", "domains": ("finance",)}
    one = desk.article("Gazette", "2025-11-08", "Washington promised a loan of $1.25 billion for trade.")
    two = desk.article("Courier", "2025-11-08", "Washington promised a loan of $1.3 billion.")
    desk.act(
        desk.entry(one, "promised", "USA", "PAK", "AID", "promised", amount=Amount(1.25e9, "USD"), **loan),  # type: ignore[arg-type]
        desk.entry(two, "promised", "USA", "PAK", "AID", "promised", amount=Amount(1.3e9, "USD"), **loan),  # type: ignore[arg-type]
    )
    (act,) = answer(desk.snapshot(), ("PAK", "USA")).told
    gazette, courier = act.outlets
    assert gazette.omits == () and courier.omits == ("trade",)


def test_copies_of_one_wire_story_are_one_account() -> None:
    desk = Desk()
    copies = [desk.article(outlet, "2025-11-08", "The two ministers met.") for outlet in ("Gazette", "Courier")]
    desk.wire[copies[1].key] = copies[0].key
    desk.act(*(desk.entry(copy, "met", "PAK", "USA", "CONSULT", "act", symmetric=True) for copy in copies))
    (act,) = answer(desk.snapshot(), ("PAK", "USA")).told
    assert act.outlets == ()


def test_of_many_acts_those_told_most_often_are_set_out_and_the_rest_is_counted() -> None:
    desk = Desk()
    for day, outlets in (
        (3, ("Gazette", "Courier")),
        (5, ("Gazette", "Courier", "Herald")),
        (7, ("Gazette", "Herald")),
    ):
        told = [desk.article(outlet, f"2025-11-0{day}", f"The two met on day {day}.") for outlet in outlets]
        desk.act(*(desk.entry(one, "met", "PAK", "USA", "CONSULT", "act", symmetric=True) for one in told))
    whole, cut = (answer(desk.snapshot(), ("PAK", "USA"), most_told=most) for most in (None, 1))
    assert (len(whole.told + whole.further_told), whole.told_left) == (3, 0)
    assert (len(cut.told + cut.further_told), cut.told_left) == (1, 2)
    assert cut.told[0].what.text == whole.told[0].what.text and cut.told[0].articles == 3
