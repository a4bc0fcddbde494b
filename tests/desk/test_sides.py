"""What came of it, side by side: what is counted where, what was given for what, and acts toward everybody."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from deedbook.codebook import load
from deedbook.desk import explored, sides, signals
from deedbook.desk.evidence import Cites
from deedbook.desk.filters import Filters, choices, kept
from deedbook.desk.lanes import lanes
from deedbook.desk.source import Source
from deedbook.desk.timeline import timeline
from deedbook.ledger import Ledger
from deedbook.measures import Answer, answer
from deedbook.measures.dealings import acts_on

from ..measures.builders import Desk
from .test_ledgers import fill

PAIR = ("PAK", "USA")
LOAN = {"instrument": "loan", "domains": ("finance",)}
DUTY = {"instrument": "tariff", "domains": ("trade",)}


def told(*, exchange: bool) -> Answer:
    """Two undertakings of one sentence, linked as a package or not; a praise that is a step; an act toward all."""
    world = Desk()
    both = world.article("A", "2025-07-30", "Washington will cut the duty and Pakistan will buy soybeans.")
    cut = world.act(world.entry(both, "cut", "USA", "PAK", "CONCEDE", "promised", object="the duty", **DUTY))
    buy = world.act(world.entry(both, "buy", "PAK", "USA", "AGREE", "promised", object="soybeans"))
    praise = world.article("B", "2025-08-01", "Pakistan praised the soybeans of the United States.")
    done = world.act(world.entry(praise, "praised", "PAK", "USA", "SUPPORT", "act", object="the soybeans"))
    every = world.article("C", "2025-08-02", "The United States ended the duty on all countries.")
    world.act(
        world.entry(every, "ended", "USA", "ALL", "CONCEDE", "lapsed", object="the duty on all countries", **DUTY)
    )
    gone = world.article("D", "2025-08-03", "Pakistan has not received the loan.")
    world.act(world.entry(gone, "received", "USA", "PAK", "AID", "not_received", object="the loan", **LOAN))
    one = world.commitment(cut, package=("commitment01",) if exchange else ())
    world.commitment(buy, done, package=(one.id,) if exchange else ())
    return answer(world.snapshot(), PAIR, codebook=load())


@pytest.mark.parametrize("exchange", [True, False])
def test_what_the_ledger_holds_for_a_package_is_told_as_given_in_exchange(exchange: bool) -> None:
    found = told(exchange=exchange)
    drawn = lanes(found, load(), Cites(found).href)
    (trade,) = sides.trades(drawn)
    assert {trade.first.giver, trade.second.giver} == set(PAIR)
    assert trade.linked is exchange
    assert trade.evidence is not None  # the sentence stands behind it in either case


def test_an_act_complete_in_itself_is_no_stop_of_a_commitment() -> None:
    found = told(exchange=False)
    lane = next(lane for lane in lanes(found, load(), Cites(found).href) if lane.giver == "PAK")
    assert [dot.rung for dot in lane.dots] == [2] and not lane.stops
    paints = [dot.paint for dot in explored.dots([("way", [lane])], found.snapshot, load())]
    assert paints == ["promised", "talk"]


def test_the_chart_says_why_it_shows_fewer_acts_than_are_held() -> None:
    found = told(exchange=False)
    acts = acts_on(found.snapshot, PAIR)
    assert len(acts) == 5 and sum(act.recipient == "ALL" for act in acts) == 1
    drawn = timeline([signals.panel(found)])
    _, caption = signals.finding(found, drawn.per)
    assert drawn.picture("x").count("<a href") == 4
    assert "Of 5 acts held, 1 reported absent is not drawn." in caption


def test_every_choice_of_every_filter_keeps_as_many_acts_as_it_says(filled: Path) -> None:
    source = Source(filled)
    try:
        whole = source.snapshot(PAIR)
        acts = acts_on(whole, PAIR)
        offered = choices(acts, whole.articles)
        assert min(len(offered[name]) for name in ("domain", "instrument", "status", "speaker")) > 3
        for name, values in offered.items():
            for value, number in values:
                shown = acts_on(kept(whole, Filters(**{name: (value,)})), PAIR)
                assert len(shown) == number, (name, value)
    finally:
        source.close()


LINES = (
    ("The United States approved a loan of $40 million for Pakistan on Monday.", "One Paper"),
    ("Pakistan agreed to lower its tariff on goods of the United States, Shehbaz Sharif said.", "Other Paper"),
    ("The United States imposed a tariff of 19 percent on Pakistan on Friday.", "Other Paper"),
)


def test_outlet_and_who_vouches_keep_what_they_say(
    page: Page, desk_on: Callable[[Callable[[Ledger], None]], str], tmp_path: Path
) -> None:
    lines = [
        {"id": f"a{n}", "text": text, "outlet": outlet, "date": f"2026-01-0{n + 1}"}
        for n, (text, outlet) in enumerate(LINES)
    ]
    address = desk_on(lambda ledger: fill(ledger, tmp_path, *lines))
    page.goto(f"{address}/PAK-USA/acts")
    rows = page.locator("table.acts tbody tr")
    every = rows.count()
    for label, value, sentence in (("Outlet", "One Paper", "loan"), ("Who vouches", "Shehbaz Sharif", "lower")):
        page.goto(f"{address}/PAK-USA/acts")
        page.get_by_text("Filters").first.click()
        field = page.get_by_label(label, exact=True)
        number = int(re.findall(r"\((\d+)\)", field.locator(f"option[value='{value}']").text_content() or "")[0])
        field.select_option(value)
        page.get_by_role("button", name="Show", exact=True).click()
        expect(rows).to_have_count(number)
        assert 0 < number < every
        expect(rows.first).to_contain_text(sentence)


def test_what_is_counted_apart_is_one_click_away(page: Page, desk: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{desk}/PAK-USA")
    side = page.locator("article.side").filter(has=page.get_by_role("heading", name="From the United States to Pak"))
    links = side.locator(".apart a")
    assert links.count() > 1
    for text in links.all_text_contents():
        page.goto(f"{desk}/PAK-USA")
        side.locator(".apart a").filter(has_text=text).first.click()
        part = page.locator(f"[id='{page.url.partition('#')[2]}']")
        expect(part).to_be_in_viewport()
        expect(part.locator("a.ref").first).to_be_visible()


def test_names_of_both_pairs_stay_in_sight_where_the_chart_scrolls(page: Page, desk: str) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{desk}/PAK-USA/timeline?against=IND-USA")
    box = page.locator(".chartbox")
    for end in (0, 10_000):
        box.evaluate("(node, x) => { node.scrollLeft = x }", end)
        for place in page.locator(".panelname, .axisnames").all():
            seen = place.evaluate("node => node.getBoundingClientRect().left")
            assert 0 <= seen < 60


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_marks_to_explore_do_not_lie_on_one_another(page: Page, desk: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{desk}/PAK-USA/timeline")
    page.get_by_role("button", name="Explore this chart").click()
    expect(page.locator(".explorer .steer")).to_be_visible()
    boxes = [mark.bounding_box() for mark in page.locator(".explorer .mark-symbol > *").all()]
    held = [(b["x"] + b["width"] / 2, b["y"] + b["height"] / 2) for b in boxes if b]
    near = sum(abs(x - u) < 8 and abs(y - v) < 8 for n, (x, y) in enumerate(held) for u, v in held[n + 1 :])
    assert len(held) > 20 and near == 0
