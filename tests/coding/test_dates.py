"""Dates in news, resolved against an article of Saturday 8 November 2025 unless a test says otherwise."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deedbook.codebook.calendar import easter, load_calendar
from deedbook.coding.dates import DateMention, may_look_beyond, resolve
from deedbook.records import Interval

SATURDAY = Interval(date(2025, 11, 8), date(2025, 11, 8), "publication")


def one(text: str, published: Interval = SATURDAY, state: str | None = None) -> DateMention:
    (mention,) = resolve(text, published, state=state)
    return mention


def days(text: str, published: Interval = SATURDAY) -> str:
    interval = one(text, published).interval
    return f"{interval.start or ''}/{interval.end or ''}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The envoy arrived on 8 November 2025.", "2025-11-08/2025-11-08"),
        ("The envoy arrived on Nov. 8, 2025.", "2025-11-08/2025-11-08"),
        ("The envoy arrived on Saturday, November 8th, 2025.", "2025-11-08/2025-11-08"),
        ("The envoy arrived on the eighth of November 2025.", "2025-11-08/2025-11-08"),
        ("Signed 19-Oct-1987 in Lahore.", "1987-10-19/1987-10-19"),
        ("Signed on 2024-02-29 in Lahore.", "2024-02-29/2024-02-29"),
        ("Signed on 11/08/2025 in Lahore.", "2025-11-08/2025-11-08"),
        ("Signed on 31/10/2025 in Lahore.", "2025-10-31/2025-10-31"),
        ("Signed on 8.11.2025 in Lahore.", "2025-11-08/2025-11-08"),
        ("The envoys met on March 3-5, 2024.", "2024-03-03/2024-03-05"),
        ("The envoys met on 3-5 March 2024.", "2024-03-03/2024-03-05"),
        ("Talks ran 28 February to 3 March.", "2025-02-28/2025-03-03"),
        ("The pact was signed in July 2019.", "2019-07-01/2019-07-31"),
        ("The pact dates from 1975, the minister recalled.", "1975-01-01/1975-12-31"),
        ("Growth in Q3 2025 was flat.", "2025-07-01/2025-09-30"),
        ("Growth in the third quarter of 2024 was flat.", "2024-07-01/2024-09-30"),
        ("Growth in H1 2025 was flat.", "2025-01-01/2025-06-30"),
        ("Growth in the first half of 2025 was flat.", "2025-01-01/2025-06-30"),
        ("Aid flowed in the 1980s.", "1980-01-01/1989-12-31"),
        ("Aid flowed in the late 1980s.", "1980-01-01/1989-12-31"),
        ("Aid flowed in the '90s.", "1990-01-01/1999-12-31"),
        ("The borders date from the 19th century.", "1800-01-01/1899-12-31"),
        ("Aid was paid in the summer of 2024.", "2024-06-01/2024-08-31"),
        ("Aid was paid between 2019 and 2021.", "2019-01-01/2021-12-31"),
        ("Aid was paid in 2019-20.", "2019-01-01/2020-12-31"),
        ("Aid was paid in FY25.", "2025-01-01/2025-12-31"),
        ("The treaty was signed on Christmas Eve 1979.", "1979-12-24/1979-12-24"),
        ("The first cut followed Easter Monday 2024.", "2024-04-01/2024-04-01"),
        ("Since the attacks of 9/11 aid has grown.", "2001-09-11/2001-09-11"),
    ],
)
def test_a_date_with_its_year_needs_no_publication_date(text: str, expected: str) -> None:
    dated, undated = one(text), one(text, Interval()) if "February" not in text else one(text)
    assert f"{dated.interval.start}/{dated.interval.end}" == expected
    assert undated.interval == dated.interval


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The two sides met this week.", "2025-11-03/2025-11-08"),
        ("The two sides met on Saturday.", "2025-11-08/2025-11-08"),
        ("The two sides met today.", "2025-11-08/2025-11-08"),
        ("The two sides met yesterday.", "2025-11-07/2025-11-07"),
        ("The two sides met on Friday.", "2025-11-07/2025-11-07"),
        ("The minister said on Friday he will sign.", "2025-11-07/2025-11-07"),
        ("The two sides will meet on Friday.", "2025-11-14/2025-11-14"),
        ("The two sides agreed to meet on Friday.", "2025-11-14/2025-11-14"),
        ("The two sides meet next Friday.", "2025-11-14/2025-11-14"),
        ("The two sides meet this coming Monday.", "2025-11-10/2025-11-10"),
        ("Monday's meeting ended early.", "2025-11-03/2025-11-03"),
        ("They will meet this week.", "2025-11-03/2025-11-09"),
        ("They will meet later this week.", "2025-11-08/2025-11-09"),
        ("They met last week.", "2025-10-27/2025-11-02"),
        ("They met last month.", "2025-10-01/2025-10-31"),
        ("They met early this month.", "2025-11-01/2025-11-30"),
        ("They met last year.", "2024-01-01/2024-12-31"),
        ("They met in the year-ago quarter.", "/"),
        ("They met three days ago.", "2025-11-05/2025-11-05"),
        ("They met five months ago.", "2025-06-01/2025-06-30"),
        ("They met two years ago.", "2023-01-01/2023-12-31"),
        ("They met in September.", "2025-09-01/2025-09-30"),
        ("They met in December.", "2024-12-01/2024-12-31"),
        ("They will meet in December.", "2025-12-01/2025-12-31"),
        ("They will meet in mid-November.", "2025-11-01/2025-11-30"),
        ("They met on 12 October.", "2025-10-12/2025-10-12"),
        ("Feb 26 talks were held.", "2025-02-26/2025-02-26"),
        ("Talks are due on 12 November.", "2025-11-12/2025-11-12"),
        ("They met last summer.", "2025-06-01/2025-08-31"),
        ("Exports fell in the third quarter.", "2025-07-01/2025-09-30"),
        ("It will report third-quarter figures.", "2025-07-01/2025-09-30"),
        ("They met over the past five years.", "2020-11-08/2025-11-08"),
        ("They called at 3 p.m. on Tuesday.", "2025-11-04/2025-11-04"),
        ("They will be paid in two weeks.", "2025-11-17/2025-11-23"),
        ("Shares are payable April Three to holders.", "2026-04-03/2026-04-03"),
        ("They marched on May Day.", "2025-05-01/2025-05-01"),
        ("They met on Thanksgiving.", "2025-11-27/2025-11-27"),
    ],
)
def test_a_relative_date_is_read_from_publication_and_tense(text: str, expected: str) -> None:
    mention = one(text)
    assert f"{mention.interval.start or ''}/{mention.interval.end or ''}" == expected
    undated = one(text, Interval())
    assert undated.interval == Interval() and undated.named == Interval()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Duties have applied since 2018.", "2018-01-01/"),
        ("Duties have applied since March 2018.", "2018-03-01/"),
        ("Duties apply from 1 August.", "2025-08-01/"),
        ("Duties apply effective 7 December 2025.", "2025-12-07/"),
        ("The waiver runs until 31 March 2027.", "/2027-03-31"),
        ("The plant will open by 2030.", "/2030-12-31"),
        ("The plant will open by the end of the year.", "/2025-12-31"),
        ("The plant opened before 2020.", "/2019-12-31"),
        ("The plant opened after 2020.", "2021-01-01/"),
        ("Trade slumped after the 1987 crash.", "1987-01-01/1987-12-31"),
        ("Exports rose 5 percent from 1988.", "1988-01-01/1988-12-31"),
        ("Reserves as of 30 September 2025 were low.", "2025-09-30/2025-09-30"),
    ],
)
def test_since_until_and_by_leave_one_end_open(text: str, expected: str) -> None:
    assert days(text) == expected


def test_named_keeps_the_calendar_stretch_that_the_words_open_or_cut() -> None:
    assert one("since March 2018").named == Interval(date(2018, 3, 1), date(2018, 3, 31), "explicit")
    assert one("They met this week.").named == Interval(date(2025, 11, 3), date(2025, 11, 9), "relative")


def test_basis_tells_who_gives_the_year() -> None:
    assert one("on 8 November 2025").interval.basis == "explicit"
    assert one("on 8 November").interval.basis == "relative"
    assert one("on 8 November", Interval()).interval == Interval()


def test_a_year_earlier_leans_on_the_quarter_named_before_it() -> None:
    text = "Exports in the third quarter of 2024 rose. A year earlier they fell. In the quarter imports rose too."
    named = [m.named for m in resolve(text, SATURDAY)]
    assert [(n.start, n.end) for n in named] == [
        (date(2024, 7, 1), date(2024, 9, 30)),
        (date(2023, 7, 1), date(2023, 9, 30)),
        (date(2024, 7, 1), date(2024, 9, 30)),
    ]


def test_a_fiscal_year_is_the_states_own_where_it_is_known() -> None:
    assert one("in FY25", state="PAK").interval == Interval(date(2024, 7, 1), date(2025, 6, 30), "explicit")
    assert one("in FY25", state="IND").interval == Interval(date(2024, 4, 1), date(2025, 3, 31), "explicit")
    assert one("in FY2024-25", state="PAK").interval == Interval(date(2024, 7, 1), date(2025, 6, 30), "explicit")


def test_a_weekday_chooses_the_year_of_its_date() -> None:
    mention = one("It was published on Sunday, November 9.")
    assert mention.interval.start == date(2025, 11, 9)


@pytest.mark.parametrize(
    "text",
    [
        "They may sign and march on; the second offer came first.",
        "Mr. May said so. The march of the army went on.",
        "He sat in the sun while the couple wed.",
        "The fall of Kabul shook them.",
        "It sold 1987 tonnes for $1990, some 2000 people said.",
        "Resolution 1973, Section 301, an F-16, a Boeing 737 and 2.2025 points.",
        "Call 1-800-555-2025 about the 85-15 split.",
        "He scored in the second half of the game.",
        "Black Monday is remembered.",
    ],
)
def test_words_and_numbers_that_only_look_like_dates_are_none(text: str) -> None:
    assert [m for m in resolve(text, SATURDAY) if m.interval != Interval()] == []


def test_lengths_of_time_and_habits_have_a_kind_but_no_days() -> None:
    kinds = [(m.kind, m.interval) for m in resolve("A six-month pause, reviewed every Monday and annually.", SATURDAY)]
    assert kinds == [("duration", Interval()), ("set", Interval()), ("set", Interval())]


def test_an_hour_and_its_day_are_one_mention_of_kind_time() -> None:
    text = "The call began at 15:30 GMT on Tuesday."
    mention = one(text)
    assert (text[mention.start : mention.end], mention.kind) == ("15:30 GMT on Tuesday", "time")


def test_every_form_of_the_grammar_reads_its_own_example() -> None:
    from deedbook.codebook.table import data_folder, rows

    for row in rows(data_folder() / "date_forms.csv", ("form", "example", "pattern")):
        text = f"so, {row.text('example')}."
        assert resolve(text, SATURDAY), row.text("form")


def test_impossible_and_far_dates_do_no_harm() -> None:
    for text in ("31 June 2024", "February 30", "99/99/9999", "9999-12-31", "0000-00-00", "the 99th century"):
        resolve(text, SATURDAY)
    resolve("a century ago, 900 decades ago", Interval(date(1, 1, 1), date(1, 1, 1), "explicit"))
    resolve("in the next 999 centuries", Interval(date(9999, 12, 31), date(9999, 12, 31), "explicit"))


def test_easter_falls_where_the_almanac_has_it() -> None:
    assert [easter(year) for year in (1987, 2000, 2024, 2025)] == [
        date(1987, 4, 19),
        date(2000, 4, 23),
        date(2024, 3, 31),
        date(2025, 4, 20),
    ]
    assert load_calendar().holidays["memorial day"].on(2025) == date(2025, 5, 26)


_TEXT_WORDS = (
    "on in by since until the a last next this past March May 3 31 29 1988 2025 Friday weeks year "
    "quarter third , . - ago earlier later 's ' 5 p.m. FY25 Q3 to and between from 198 0s mid- early "
    "of half first Feb. noon \u0663 İ 8/11"
)
_WORDS = st.sampled_from(_TEXT_WORDS.split())


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.text(max_size=80), st.lists(_WORDS, max_size=14).map(" ".join)), st.dates(), st.booleans())
def test_mentions_lie_in_the_text_in_order_and_intervals_run_forward(text: str, day: date, dated: bool) -> None:
    published = Interval(day, day, "publication") if dated else Interval()
    end = 0
    for mention in resolve(text, published):
        assert end <= mention.start < mention.end <= len(text)
        end = mention.end
        for interval in (mention.interval, mention.named):
            assert not (interval.start and interval.end) or interval.start <= interval.end
            assert (interval.basis == "none") == (interval == Interval())


def test_long_texts_come_to_an_end() -> None:
    sentence = "Officials said on Friday that the third quarter of 2024 was 2 years earlier than the past week. "
    assert len(resolve(sentence * 200, SATURDAY)) == 200 * len(resolve(sentence, SATURDAY))
    assert resolve("the " * 20_000, SATURDAY) == []
    assert resolve("1" * 100_000, SATURDAY) == []


@pytest.mark.parametrize(
    ("text", "may"),
    (
        ("They met on 16 January 2025.", False),
        ("They met on January 16, 2025, and on 3 May 1999.", False),
        ("They will meet on 17 January 2025.", True),
        ("They will meet on January 17, 2025.", True),
        ("They met on 16 January 2025 and will meet next week.", True),
        ("It was due by 31 June 2025.", True),
    ),
)
def test_a_glance_tells_whether_a_text_may_look_beyond_a_day(text: str, may: bool) -> None:
    assert may_look_beyond(text, date(2025, 1, 16)) is may
    ahead = any(m.interval.start and m.interval.start > date(2025, 1, 16) for m in resolve(text, Interval()))
    assert may or not ahead


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Peru has not received the tranche, which was due in October.", "2025-10-01/2025-10-31"),
        ("Peru has not paid what it promised to settle by October.", "/2025-10-31"),
        ("Peru will pay in October.", "2026-10-01/2026-10-31"),
        ("The tranche is due in October.", "2026-10-01/2026-10-31"),
        ("The tranche was due in December.", "2025-12-01/2025-12-31"),
    ],
)
def test_what_was_due_in_the_month_that_is_just_over_is_not_due_next_year(text: str, expected: str) -> None:
    assert days(text) == expected
