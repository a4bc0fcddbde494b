"""One act, however often told, is one occurrence; two acts stay two."""

import random
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from deedbook.ledger import merge, wire
from deedbook.ledger.traits import Places, entry_id
from deedbook.records import Entry, Occurrence

from .builders import article, entry, keyed, replace

PLACES = Places.of(("Norland", "Farmark", "Norland's", "Northaven"))


def ids(found: tuple[Occurrence, ...]) -> list[list[str]]:
    return sorted(sorted(e.event.cue.text for e in o.entries if e.event.cue) for o in found)


def test_a_meeting_told_by_reporter_and_both_sides_is_one_with_three_reports() -> None:
    a = article(
        "Ambassador Oru met Deputy Secretary Vale this week. In a post Oru wrote: discussed ways of growing commerce. "
        "Vale replied in a post: pleasure to meet Ambassador Oru today.",
        "2025-11-08",
    )
    met = {"on": "2025-11-03", "until": "2025-11-08", "basis": "relative"}
    entries = [
        entry(a, "met", "CONSULT", "act", joint=True, actor="Ambassador Oru", recipient="Deputy Secretary Vale", **met),
        entry(a, "discussed ways", "CONSULT", "discussed", speaker=("direct", "NRL", "Lio Oru"), **met),
        entry(a, "pleasure to meet", "CONSULT", "act", by="FRM", to="NRL", speaker=("direct", "FRM", "Vale"),
              recipient="Ambassador Oru", on="2025-11-08", basis="relative"),
    ]  # fmt: skip
    found = merge.occurrences(entries, keyed(a), places=PLACES)
    assert len(found) == 1
    assert len(found[0].entries) == 3
    assert found[0].sources == 1
    assert found[0].symmetric
    assert (found[0].actor, found[0].recipient) == ("FRM", "NRL")
    assert found[0].happened.start == date(2025, 11, 3)


def test_two_meetings_of_one_week_with_different_people_stay_two() -> None:
    a = article("Minister Oru met Minister Vale on Tuesday. Banker Quill met Banker Stroud on Tuesday.", "2025-11-08")
    on = {"on": "2025-11-04", "joint": True}
    entries = [
        entry(a, "met Minister", "CONSULT", "act", actor="Minister Oru", recipient="Minister Vale", **on),
        entry(a, "met Banker", "CONSULT", "act", actor="Banker Quill", recipient="Banker Stroud", **on),
    ]
    assert len(merge.occurrences(entries, keyed(a), places=PLACES)) == 2


def test_continuous_contact_is_not_one_of_the_meetings() -> None:
    a = article("Norland kept up continuous contact with Farmark. Oru met Vale.", None)
    entries = [
        entry(a, "continuous contact", "CONSULT", "act", joint=True),
        entry(a, "met", "CONSULT", "act", joint=True),
    ]
    assert len(merge.occurrences(entries, keyed(a), places=PLACES)) == 2


def test_talks_that_may_be_held_are_not_the_talks_that_were_held() -> None:
    a = article("Oru met Vale on Monday. The two may resume negotiations.", "2025-11-05")
    entries = [
        entry(a, "met", "CONSULT", "act", joint=True),
        entry(a, "may resume", "CONSULT", "discussed", joint=True),
    ]
    assert len(merge.occurrences(entries, keyed(a), places=PLACES)) == 2


def test_outlets_that_tell_one_meeting_on_one_day_are_its_sources() -> None:
    a = article("Minister Oru met Secretary Vale on Friday.", "2025-11-08", id="a", outlet="The Courier")
    b = article("Vale received Oru for talks, a spokesman said.", "2025-11-07", id="b", outlet="Evening Star")
    entries = [
        entry(
            a, "met", "CONSULT", "act", joint=True, on="2025-11-07", actor="Minister Oru", recipient="Secretary Vale"
        ),
        entry(b, "received", "CONSULT", "act", by="FRM", to="NRL", on="2025-11-07", actor="Vale", recipient="Oru"),
    ]
    (found,) = merge.occurrences(entries, keyed(a, b), places=PLACES)
    assert found.sources == 2
    assert found.outlets == ("Evening Star", "The Courier")
    assert found.known == date(2025, 11, 7)


def test_copies_of_one_wire_report_count_as_one_source() -> None:
    text = (
        "Norland pledged a grant of forty million crowns for the harbour of Farmark on Monday, and said that the money "
        "would be paid once the parliament of Farmark had passed the budget for the coming year, its minister said."
    )
    a, b = article(text, "2025-11-08", id="a", outlet="X"), article(text, "2025-11-09", id="b", outlet="Y")
    told = {"object": "a grant of forty million crowns for the harbour of Farmark", "instrument": "grant"}
    entries = [entry(one, "pledged", "AGREE", "promised", on="2025-11-03", **told) for one in (a, b)]
    articles = keyed(a, b)
    (found,) = merge.occurrences(entries, articles, wire=wire.groups(articles), places=PLACES)
    assert (len(found.entries), found.sources) == (2, 1)


def test_the_headline_merges_with_its_body() -> None:
    a = article(
        "Norland will cut its duty on Farmark's wool from June, its minister said.",
        "2025-11-08",
        headline="Norland cuts wool duty for Farmark",
    )
    entries = [
        entry(a, "cuts", "CONCEDE", "promised", object="wool duty", instrument="tariff"),
        entry(a, "will cut", "CONCEDE", "promised", object="its duty on Farmark's wool", instrument="tariff"),
    ]
    (found,) = merge.occurrences(entries, keyed(a), places=PLACES)
    assert found.object == "its duty on Farmark's wool", "the body's words are displayed, not the headline's"


def test_a_headline_that_overstates_its_body_takes_the_bodys_rung() -> None:
    a = article(
        "Norland ordered a cut of its duty on wool of Farmark, to take effect in June.",
        "2025-11-08",
        headline="Norland cuts wool duty for Farmark",
    )
    entries = [
        entry(a, "cuts", "CONCEDE", "delivered", object="wool duty", instrument="tariff"),
        entry(a, "ordered", "CONCEDE", "approved", object="a cut of its duty on wool of Farmark", instrument="tariff"),
    ]
    (found,) = merge.occurrences(entries, keyed(a), places=PLACES)
    assert found.status == "approved"


def test_promise_agreement_approval_and_delivery_are_four_acts() -> None:
    a = article("Norland promised, agreed, approved and paid the harbour loan.", "2025-11-08")
    entries = [
        entry(a, cue, "AID", status, object="the harbour loan", instrument="loan", domains=("finance",))
        for cue, status in
        (("promised", "promised"), ("agreed", "agreed"), ("approved", "approved"), ("paid", "delivered"))
    ]  # fmt: skip
    assert len(merge.occurrences(entries, keyed(a), places=PLACES)) == 4


def test_denial_and_report_of_one_act_stay_apart() -> None:
    a = article("Norland sold missiles to Farmark, a paper said. Norland denied that it sold missiles.", "2025-11-08")
    told = {"object": "missiles", "instrument": "arms_sale"}
    entries = [
        entry(a, "sold", "COOPERATE", "delivered", **told),
        entry(a, "denied", "COOPERATE", "delivered", polarity="negative", **told),
    ]
    assert len(merge.occurrences(entries, keyed(a), places=PLACES)) == 2


def test_direction_tells_acts_apart_unless_they_are_joint() -> None:
    a = article("Norland praised Farmark. Farmark praised Norland.", "2025-11-08")
    entries = [
        entry(a, "Norland praised", "SUPPORT", "act"),
        entry(a, "Farmark praised", "SUPPORT", "act", by="FRM", to="NRL"),
    ]
    assert len(merge.occurrences(entries, keyed(a), places=PLACES)) == 2


def test_the_same_benefit_missed_twice_is_one_and_other_benefits_are_others() -> None:
    a = article(
        "Norland has not received meaningful trade concessions, investment or export credit. "
        "Later: Norland did not get preferential trade concessions or guaranteed orders for ships.",
        None,
    )
    missed = {"by": "FRM", "to": "NRL"}
    entries = [
        entry(a, "has not received", "CONCEDE", "not_received", object="meaningful trade concessions",
              domains=("trade",), **missed),
        entry(a, "not received", "COOPERATE", "not_received", object="investment", domains=("investment",), **missed),
        entry(a, "received", "AID", "not_received", object="export credit", domains=("export_credit",), **missed),
        entry(a, "did not get", "CONCEDE", "not_received", object="preferential trade concessions",
              domains=("trade",), **missed),
        entry(a, "not get", "AGREE", "not_received", object="guaranteed orders for ships", **missed),
    ]  # fmt: skip
    found = merge.occurrences(entries, keyed(a), places=PLACES)
    assert ids(found) == [["did not get", "has not received"], ["not get"], ["not received"], ["received"]]


def test_an_absence_reported_by_two_articles_is_two_claims() -> None:
    a, b = (article(f"{x}: no harbour loan has been paid.", d) for x, d in (("A", "2025-11-08"), ("B", "2025-11-09")))
    entries = [entry(one, "no harbour loan", "AID", "not_received", instrument="loan") for one in (a, b)]
    assert len(merge.occurrences(entries, keyed(a, b), places=PLACES)) == 2


def test_duties_on_different_goods_are_different_acts() -> None:
    a = article("Norland imposed a duty on steel on Monday. Norland imposed a duty on wheat on Monday.", "2025-11-08")
    told = {"instrument": "tariff", "on": "2025-11-03"}
    entries = [
        entry(a, "imposed a duty on steel", "SANCTION", "delivered", object="a duty on steel", **told),
        entry(a, "imposed a duty on wheat", "SANCTION", "delivered", object="a duty on wheat", **told),
    ]
    assert len(merge.occurrences(entries, keyed(a), places=PLACES)) == 2


def test_reports_of_an_act_with_sums_that_differ_are_different_acts() -> None:
    a = article("Norland lent Farmark 100 million dollars for its railway.", "2025-11-08", id="a")
    b = article("Norland lent Farmark 400 million dollars for its railway.", "2025-11-08", id="b")
    told = {"object": "dollars for its railway", "instrument": "loan", "on": "2025-11-07"}
    entries = [
        entry(a, "lent", "AID", "delivered", amount=(1e8, "USD"), **told),
        entry(b, "lent", "AID", "delivered", amount=(4e8, "USD"), **told),
    ]
    assert len(merge.occurrences(entries, keyed(a, b), places=PLACES)) == 2


def test_an_undated_report_joins_a_dated_act_only_on_telling_words() -> None:
    dated = article("Norland signed the Kesh Valley railway contract with Farmark.", "2025-11-08", id="a")
    telling = article("Norland signed the Kesh Valley railway contract.", None, id="b")
    vague = article("Norland signed a contract.", None, id="c")
    told = {"joint": True, "instrument": "other", "domains": ("trade",)}
    entries = [
        entry(dated, "signed", "SUPPORT", "agreed", object="the Kesh Valley railway contract", **told),
        entry(telling, "signed", "SUPPORT", "agreed", object="the Kesh Valley railway contract", **told),
        entry(vague, "signed", "SUPPORT", "agreed", object="a contract", **told),
    ]
    found = merge.occurrences(entries, keyed(dated, telling, vague), places=PLACES)
    assert sorted(len(o.entries) for o in found) == [1, 2]


def _crowd() -> tuple[list[Entry], dict]:
    made, articles = [], {}
    rng = random.Random(7)
    goods = ("wool", "steel", "wheat", "cotton")
    for at in range(24):
        good, day = rng.choice(goods), rng.randrange(1, 20)
        dated = f"2025-11-{day:02d}" if at % 6 else None
        a = article(f"Report {at}: Norland cut its duty on {good}. Oru met Vale.", dated, id=f"r{at}")
        articles[a.key] = a
        made.append(entry(a, "cut", "CONCEDE", "delivered", object=f"its duty on {good}", instrument="tariff"))
        made.append(entry(a, "met", "CONSULT", "act", joint=True, actor="Oru", recipient="Vale", by="FRM", to="NRL"))
    return made, articles


@settings(max_examples=25, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_in_which_reports_come_in_does_not_matter(rng: random.Random) -> None:
    entries, articles = _crowd()
    expected = merge.occurrences(entries, articles, places=PLACES)
    rng.shuffle(entries)
    assert merge.occurrences(entries, articles, places=PLACES) == expected
    assert sum(len(o.entries) for o in expected) == len(entries)


def test_people_join_and_split_whatever_the_rules_say() -> None:
    a = article("Norland imposed a duty on steel on Monday.", "2025-11-08", id="a")
    b = article("Norland imposed a duty on steel on Monday, it said.", "2025-11-08", id="b")
    c = article("Norland praised Farmark.", "2025-11-08", id="c")
    told = {"object": "a duty on steel", "instrument": "tariff", "on": "2025-11-03"}
    steel = [entry(one, "imposed", "SANCTION", "delivered", **told) for one in (a, b)]
    praise = entry(c, "praised", "SUPPORT", "act")
    articles, (first, second, third) = keyed(a, b, c), map(entry_id, (*steel, praise))
    assert len(merge.occurrences([*steel, praise], articles, places=PLACES)) == 2
    split = merge.occurrences([*steel, praise], articles, places=PLACES, splits=[(first, second)])
    assert len(split) == 3
    joined = merge.occurrences([*steel, praise], articles, places=PLACES, joins=[(first, third)])
    assert len(joined) == 1
    both = merge.occurrences(
        [*steel, praise], articles, places=PLACES, joins=[(first, third)], splits=[(second, third)]
    )
    assert [len(o.entries) for o in both] != [3], "a split holds though a join and the rules lead around it"


def test_a_decision_and_its_taking_effect_are_two_acts() -> None:
    a = article("Norland decided on a tariff on wool of Farmark.", "2025-11-03", id="a")
    b = article("The tariff on wool of Farmark took effect.", "2025-11-07", id="b")
    told = {"object": "tariff on wool", "instrument": "tariff"}
    entries = [
        entry(a, "decided", "SANCTION", "approved", **told),
        entry(b, "took effect", "SANCTION", "delivered", **{**told, "object": None}),
    ]
    assert len(merge.occurrences(entries, keyed(a, b), places=PLACES)) == 2


def test_one_measure_in_other_words_is_one_act() -> None:
    a = article("Norland imposed punitive tariffs on computers of Farmark.", "1987-03-30", id="a")
    b = article("The decision of Norland to slap tariffs on computers angered Farmark.", "1987-04-03", id="b")
    entries = [
        entry(a, "imposed punitive tariffs", "SANCTION", "delivered", object="computers", instrument="tariff"),
        entry(b, "decision of Norland to slap tariffs", "SANCTION", "approved", object="computers",
              instrument="tariff"),
    ]  # fmt: skip
    assert len(merge.occurrences(entries, keyed(a, b), places=PLACES)) == 1


def test_components_can_be_merged_each_by_itself() -> None:
    entries, articles = _crowd()
    made = merge.merged(entries, articles, places=PLACES)
    alone = [
        merge.occurrences([e for act in component for e in act.entries], articles, places=PLACES)
        for component in made.components
    ]
    assert {o.id: o for some in alone for o in some} == {
        o.id: o for o in merge.occurrences(entries, articles, places=PLACES)
    }


def test_two_rows_of_one_register_on_two_weapons_are_two_deliveries() -> None:
    rows = [
        article(f"Delivery of {weapon} in 1988.", "2025-03-13", id=weapon, genre="record")
        for weapon in ("Harpoon missile", "Phalanx gun")
    ]
    told = [
        entry(row, "Delivery", "COOPERATE", "delivered", object=row.id, instrument="arms_sale", on="1988-01-01",
              until="1988-12-31")
        for row in rows
    ]  # fmt: skip
    made = [replace(e, event=replace(e.event, coder="register sipri 1")) for e in told]
    assert len(merge.occurrences(made, keyed(*rows), places=PLACES)) == 2


def test_a_day_ahead_is_when_a_promise_is_due_not_when_it_was_made() -> None:
    plain = article("Norland will lift its ban on Farmark's beef, a minister said.", "2026-03-02", id="plain")
    dated = article("Norland will lift its ban on Farmark's beef on 1 June.", "2026-03-03", id="dated")
    other = article("Norland will lift its ban on Farmark's beef on 1 September.", "2026-03-03", id="other")
    lift = {"object": "ban on Farmark's beef", "instrument": "tariff", "domains": ("trade",)}
    first, june, autumn = (
        entry(told, "will lift", "CONCEDE", "promised", on=on, **lift)
        for told, on in ((plain, None), (dated, "2026-06-01"), (other, "2026-09-01"))
    )
    held = keyed(plain, dated, other)
    assert len(merge.occurrences([first, june], held, places=PLACES)) == 1
    assert len(merge.occurrences([june, autumn], held, places=PLACES)) == 2


def test_grants_in_two_currencies_for_two_things_are_two() -> None:
    schools = article("Norland signed a binding grant agreement of 50 million euros for schools.", "2026-03-04", id="a")
    clinics = article("Norland signed a binding grant agreement of $40 million for clinics.", "2026-03-04", id="b")
    told = [
        entry(of, "signed", "AID", "agreed", object=of.raw[17:-1], instrument="grant", amount=amount)
        for of, amount in ((schools, (5e7, "EUR")), (clinics, (4e7, "USD")))
    ]
    assert len(merge.occurrences(told, keyed(schools, clinics), places=PLACES)) == 2


def test_what_one_report_names_may_stand_in_the_others_sentence() -> None:
    whole = article("Norland banned canned tuna from Farmark over a dispute on nets.", "2026-03-02", id="whole")
    short = article("Norland banned Farmark's tuna, which it says is caught in nets.", "2026-03-02", id="short")
    banned = {"instrument": "sanction", "domains": ("trade",)}
    one = entry(whole, "banned", "SANCTION", "delivered", object="canned tuna", **banned)
    other = entry(short, "banned", "SANCTION", "delivered", object="nets", **banned)
    held = keyed(whole, short)
    assert len(merge.occurrences([one, other], held, places=PLACES)) == 1


def test_weeks_later_another_verb_of_nothing_alike_tells_another_act() -> None:
    deal = article("Leader says deal with Norland concluded.", "2025-07-31", id="deal")
    memo = article(
        "A firm of Farmark and an army company of Norland sign minerals memorandum.", "2025-09-09", id="memo"
    )
    vague = entry(deal, "concluded", "AGREE", "agreed", joint=True, object="deal")
    signed = entry(memo, "sign", "AGREE", "agreed", joint=True, object="minerals memorandum", instrument="mineral_deal")
    assert len(merge.occurrences([vague, signed], keyed(deal, memo), places=PLACES)) == 2


def test_to_stop_buying_and_to_buy_are_two_promises() -> None:
    a = article("Norland promised Farmark to stop buying oil of a third state.", "2026-02-02", id="a")
    b = article("Norland intends to buy oil and aircraft of Farmark over five years.", "2026-02-07", id="b", outlet="X")
    energy = {"instrument": "energy_deal", "domains": ("energy",)}
    one = entry(a, "promised", "AGREE", "promised", object="to stop buying oil of a third state", **energy)
    other = entry(b, "intends to buy", "AGREE", "promised", object="oil and aircraft of Farmark", **energy)
    assert len(merge.occurrences([one, other], keyed(a, b), places=PLACES)) == 2
