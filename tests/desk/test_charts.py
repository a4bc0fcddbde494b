"""Charts as text: scales, marks, links and what is said where a mark cannot be seen."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

import pytest
from lxml import etree, html

from deedbook.desk.assets import chart_style
from deedbook.desk.charts import Moment, two_axes
from deedbook.desk.drawing import PITCH, alone
from deedbook.desk.text import visible
from deedbook.desk.timeline import HIGHEST, MOST_COLUMNS, Panel, timeline
from deedbook.desk.vegalite import apart
from deedbook.measures import SignalCell

SVG = "{http://www.w3.org/2000/svg}"


def cell(month: str, count: int = 1, kind: str = "word", domain: str = "trade") -> SignalCell:
    return SignalCell(month, "AGREE", "deed" if kind == "deed" else "word", domain, "USA", count, ())


def one(cell: SignalCell, number: int) -> str:
    return f"/{cell.month}/{number}"


def many(domain: str, months: Sequence[str]) -> str:
    return f"/{domain}/{'+'.join(months)}"


def drawn(*panels: list[SignalCell]) -> etree._Element:
    made = [Panel(f"Panel {n}", tuple(cells), one, many) for n, cells in enumerate(panels)]
    return etree.fromstring(timeline(made).picture("Words and deeds. Found."))


def links(svg: etree._Element) -> list[str]:
    return [a.get("href") for a in svg.iter(f"{SVG}a")]


def sizes(svg: etree._Element) -> list[int]:
    """How many acts each mark stands for, as it says itself."""
    titles = [a.findtext(f"{SVG}title") or "" for a in svg.iter(f"{SVG}a")]
    found = [re.match(r"([\d,]+) (?:words?|deeds?), ", title) for title in titles]
    return [int(match[1].replace(",", "")) if match else 1 for match in found]


def test_each_act_is_a_mark_that_leads_to_its_own_sentence() -> None:
    svg = drawn([cell("2025-01", 3), cell("2025-02", 1, "deed")])
    assert links(svg) == ["/2025-01/0", "/2025-01/1", "/2025-01/2", "/2025-02/0"]


def test_words_stand_above_the_line_and_deeds_below() -> None:
    svg = drawn([cell("2025-01"), cell("2025-01", 1, "deed")])
    line = float(next(e.get("y1") for e in svg.iter(f"{SVG}line") if e.get("class") == "axis"))
    word, deed = (float(a.get("transform").rstrip(")").split()[-1]) for a in svg.iter(f"{SVG}a"))
    assert word < line < deed


@pytest.mark.parametrize("acts", [1, 40, 1_000, 10_000, 250_000])
def test_marks_stand_for_as_many_acts_as_there_are_and_the_chart_stays_a_chart(acts: int) -> None:
    months = [f"{year}-{month:02d}" for year in range(2015, 2027) for month in range(1, 13)]
    cells = [cell(m, -(-acts // len(months)), "word" if n % 3 else "deed") for n, m in enumerate(months)]
    svg = drawn(cells)
    told = Counter(sizes(svg))
    assert sum(size * times for size, times in told.items()) == sum(c.count for c in cells)
    assert float(svg.get("height")) <= 2 * HIGHEST * PITCH + 80
    assert sum(told.values()) <= 2 * 3 * HIGHEST * (MOST_COLUMNS + 2)
    assert ("One mark is up to" in "".join(svg.itertext())) == (max(told) > 1)


def test_many_kinds_of_acts_by_many_hands_are_gathered_by_domain() -> None:
    domains = ("trade", "finance", "security", "migration", "diplomacy", "aid")
    months = [f"{year}-{month:02d}" for year in range(2015, 2025) for month in range(1, 13)]
    cells = [
        SignalCell(month, kind, "word", domain, giver, 1, ())
        for month in months
        for kind in ("AGREE", "SUPPORT", "REQUEST")
        for domain in domains
        for giver in ("USA", "PAK")
    ]
    svg = drawn(cells)
    assert sum(sizes(svg)) == len(cells)
    assert float(svg.get("height")) <= 2 * HIGHEST * PITCH + 80
    assert all("+" in href for href in links(svg))


def test_two_pairs_share_their_columns_and_their_scale() -> None:
    svg = drawn([cell("2025-01", 2)], [cell("2025-06", 500)])
    ticks = [e.text for e in svg.iter(f"{SVG}text") if e.get("class") == "tick"]
    assert ticks[: len(ticks) // 2] == ticks[len(ticks) // 2 :]
    assert min(sizes(svg)) >= 1 and max(sizes(svg)) > 1
    assert links(svg)[0] == "/trade/2025-01" and links(svg)[1] == "/trade/2025-06"


def test_a_few_acts_long_before_the_others_do_not_stretch_the_chart() -> None:
    cells = [cell("1999-03"), *(cell(f"2025-{m:02d}", 3) for m in range(1, 13)), cell("undated", 2)]
    ticks = [e.text for e in drawn(cells).iter(f"{SVG}text") if e.get("class") == "tick"]
    assert ticks[0] == "earlier" and ticks[-1] == "undated" and len(ticks) == 14


def test_nothing_and_one_act_are_charts_too() -> None:
    assert links(drawn([])) == []
    assert links(drawn([cell("undated")])) == ["/undated/0"]


def test_what_an_article_says_stays_text_in_a_chart() -> None:
    evil = [Panel('"><script>x</script>\u202e', (cell("2025-01"),), lambda *_: '/"onload="x', many)]
    made = timeline([*evil, *evil])
    text = made.picture("<b>. \x07")
    assert not list(etree.fromstring(text).iter(f"{SVG}script"))
    assert "\u202e" not in text and "⟦U+202E⟧" in text
    page = html.fromstring(made.page("<b>. \x07"))
    assert not list(page.iter("script")) and "⟦U+202E⟧" in page.text_content()


def test_a_chart_alone_carries_its_style() -> None:
    svg = alone(timeline([Panel("P", (cell("2025-01"),), one, many)]).picture("T. F"), chart_style())
    style = etree.fromstring(svg.encode()).find(f"{SVG}style")
    assert style is not None and "--c-trade" in style.text and ".letters" in style.text


def test_a_step_told_late_leans() -> None:
    steps = [
        Moment(1, "promised", "#1", date(2025, 1, 1), date(2025, 1, 1), date(2025, 1, 1)),
        Moment(2, "delivered", "#2", date(2025, 2, 1), date(2025, 2, 1), date(2025, 9, 1)),
        Moment(3, "undated", "#3", None, None, None),
    ]
    svg = etree.fromstring(two_axes(steps, title="T", finding="F"))
    joins = [(e.get("x1"), e.get("x2")) for e in svg.iter(f"{SVG}line") if "join" in e.get("class")]
    assert joins[0][0] == joins[0][1] and float(joins[1][0]) < float(joins[1][1])
    assert two_axes(steps[2:], title="T", finding="F") == ""


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("plain\ntext\t", "plain\ntext\t"),
        ("a\x1b[31mb", "a␛[31mb"),
        ("a\u202eb\u2066c", "a⟦U+202E⟧b⟦U+2066⟧c"),
        ("a\r\nb", "a\nb"),
        ("a\u200bb\ufeff", "a⟦U+200B⟧b⟦U+FEFF⟧"),
        ("\ud800", "⟦U+D800⟧"),
        ("Ä العربية 中文", "Ä العربية 中文"),
    ],
)
def test_what_acts_on_its_surroundings_is_shown_as_a_sign(raw: str, shown: str) -> None:
    assert visible(raw) == shown


def test_what_is_known_by_its_year_alone_stands_in_no_column_of_a_month() -> None:
    svg = drawn([cell("2025-03"), cell("2025-07"), cell("2024"), cell("2025", kind="deed")])
    ticks = [text.text for text in svg.iter(f"{SVG}text") if "tick" in (text.get("class") or "")]
    assert ticks[-1] == "undated" and "undated" not in ticks[:-1]


def test_steps_too_many_for_a_phone_share_the_row_and_never_lie_on_one_another() -> None:
    days = [date(2025, 1 + n // 10, 1 + n % 10) for n in range(30)]
    shown, wide = (date(2025, 1, 1), date(2026, 6, 1)), 300
    exact = [(day - shown[0]).days / (shown[1] - shown[0]).days * wide for day in days]
    at = [x + shift for x, shift in zip(exact, apart(days, shown, wide), strict=True)]
    assert all(later - earlier >= 8 for earlier, later in pairwise(at))
    assert at[0] >= -1 and at[-1] <= wide


def test_the_numbers_of_a_long_history_touch_no_other() -> None:
    days = [date(2024, 1, 1) + timedelta(days=5 * n + n % 3) for n in range(40)]
    moments = [Moment(n, "x", "#x", None, day, day) for n, day in enumerate(days, 1)]
    drawn = two_axes(moments, title="History", finding="")
    spots = [(float(x), float(y)) for x, y in re.findall(r'<circle cx="([\d.]+)" cy="(-?[\d.]+)"', drawn)]
    assert len(spots) == 80
    for place, (x, y) in enumerate(spots):
        assert all(abs(x - a) >= 19 or abs(y - b) >= 19 for a, b in spots[place + 1 :])
