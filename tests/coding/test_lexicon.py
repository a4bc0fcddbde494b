"""Who did what to whom, who says so, and when, on sentences of our own."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deedbook.codebook import load
from deedbook.coding import LexiconCoder
from deedbook.reading import read
from deedbook.records import Article, Coding
from tests.coding.builders import article, coding, events, told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Japan lifted its sanctions on Myanmar.", ("JPN", "MMR", "CONCEDE", "delivered")),
        ("The sanctions on Myanmar were lifted by Japan.", ("JPN", "MMR", "CONCEDE", "delivered")),
        ("Tokyo will provide a loan of $40 million to Myanmar.", ("JPN", "MMR", "AGREE", "promised")),
        ("Kenya has not received a loan from the World Bank.", ("WBG", "KEN", "AID", "not_received")),
        ("Kenya's finance minister asked Japan for a loan.", ("KEN", "JPN", "REQUEST", "requested")),
        ("The Kremlin accused Norway of espionage.", ("RUS", "NOR", "ACCUSE", "act")),
        ("Norway imposed a duty on Chilean salmon.", ("NOR", "CHL", "SANCTION", "delivered")),
        ("The United States imposed tariffs on all countries.", ("USA", "ALL", "SANCTION", "delivered")),
    ],
)
def test_actor_and_recipient_follow_voice_and_frame(text: str, expected: tuple[str, str, str, str]) -> None:
    assert [told(e) for e in events(text)] == [expected]


def test_a_meeting_is_symmetric_and_written_once() -> None:
    (event,) = events("Kenya and Japan held talks in Nairobi on Monday.", date="2025-03-05")
    assert told(event) == ("KEN", "JPN", "CONSULT", "act") and event.symmetric
    assert (event.date.start, event.date.end) == (date(2025, 3, 3), date(2025, 3, 3))


def test_a_measure_toward_two_states_is_two_events() -> None:
    found = events("Norway imposed tariffs on Chile and Peru.")
    assert {e.recipient.code for e in found} == {"CHL", "PER"}


def test_who_the_prime_minister_is_depends_on_the_date() -> None:
    text = "Thatcher met the French foreign minister in Paris."
    assert [e.actor.code for e in events(text, date="1987-03-02")] == ["GBR"]
    assert events(text, date="2015-03-02") == []


def test_an_envoy_acts_for_the_state_that_sent_him() -> None:
    (event,) = events("Kenya's ambassador to Japan, Jane Otieno, praised the Japanese government.")
    assert told(event) == ("KEN", "JPN", "SUPPORT", "act")
    assert event.actor.name == "Kenya's ambassador to Japan, Jane Otieno"


def test_the_sayer_vouches_for_what_was_said() -> None:
    (event,) = events("Japan will lift sanctions on Myanmar, Kenyan analyst Mary Achieng said on Friday.")
    assert event.speaker.kind == "indirect"
    (event,) = events("Officials said Japan will lift sanctions on Myanmar.")
    assert event.speaker.kind == "unnamed"
    (event,) = events("Japan lifted sanctions on Myanmar.")
    assert event.speaker.kind == "narrator"


def test_a_quotation_without_a_subject_is_about_its_speakers_side() -> None:
    text = (
        "Kenya's ambassador to Japan, Jane Otieno, met Japanese officials on Monday. In a post the envoy wrote:"
        " “Pleasure to meet Japanese friends at the ministry this morning.”"
    )
    event = events(text, date="2025-03-05")[-1]
    assert told(event) == ("KEN", "JPN", "CONSULT", "act")
    assert (event.speaker.kind, event.speaker.code, event.speaker.name) == ("direct", "KEN", "Jane Otieno")


def test_whoever_speaks_for_somebody_is_named_behind_the_name() -> None:
    text = "“We have paid Kenya the $60 million,” said Rosa Quispe, spokeswoman of the Asian Development Bank."
    (event,) = events(text)
    assert told(event) == ("ADB", "KEN", "AID", "delivered")
    assert (event.speaker.kind, event.speaker.code, event.speaker.name) == ("direct", "ADB", "Rosa Quispe")


def test_absence_is_dated_by_the_report_and_undated_in_an_undated_one() -> None:
    text = "Kenya has not received the loan that Japan promised in 2019."
    (event,) = [e for e in events(text, date="2025-03-05") if e.status == "not_received"]
    assert (event.date.start, event.date.end) == (date(2025, 3, 5), date(2025, 3, 5))
    (event,) = [e for e in events(text) if e.status == "not_received"]
    assert (event.date.start, event.date.end) == (None, None)


def test_an_export_credit_agencys_loan_is_export_credit_and_a_funds_is_imf_support() -> None:
    (event,) = events("The U.S. Export-Import Bank approved a loan of $5 million for Kenya.")
    assert (event.instrument, event.amount and event.amount.value) == ("export_credit", 5_000_000)
    (event,) = events("Kenya received $7 million from the International Monetary Fund.")
    assert event.instrument == "imf_support"


def test_what_is_passed_over_carries_a_reason() -> None:
    found = coding("Kenya and Japan are far apart on the map.")
    assert found.events == () and [p.reason for p in found.passed] == ["no cue is known in it"]


def test_another_language_yields_nothing_and_says_so() -> None:
    text = "Die Bundesregierung hat gestern mit der französischen Regierung über Zölle und Handel gesprochen."
    found = coding(text)
    assert found.events == () and "language de" in found.passed[0].reason


def test_a_given_pair_yields_exactly_one_event_whatever_the_spans_name() -> None:
    text = "Rebels of the Blue Front attacked soldiers near Oru."
    (event,) = events(text, actor_span=[0, 24], recipient_span=[34, 42])
    assert (event.actor.name, event.recipient.name, event.event_type) == (
        "Rebels of the Blue Front",
        "soldiers",
        "ASSAULT",
    )
    (event,) = events("Nothing is known of it here.", actor_span=[0, 7], recipient_span=None)
    assert event.cue is None and event.event_type in load().event_types


def exact(found: Coding, source: Article) -> None:
    for e in found.events:
        for p in (e.cue, e.object, e.condition):
            assert p is None or source.raw[p.start : p.end] == p.text
        for party in (e.actor, e.recipient):
            assert party.start is None or party.end is None or source.raw[party.start : party.end] == party.name
        assert e.cue and e.sentence.start <= e.cue.start < e.cue.end <= e.sentence.end
        if e.amount:
            assert e.amount.start is not None and e.sentence.start <= e.amount.start < e.sentence.end
        if e.speaker.start is not None:
            assert 0 <= e.speaker.start < (e.speaker.end or 0) <= len(source.raw)
        book = load()
        assert e.event_type in book.event_types and e.status in book.statuses and e.instrument in book.instruments
        assert set(e.domains) <= set(book.domains)
        assert 0 <= e.confidence <= 1
    ids = [e.event_id for e in found.events]
    assert len(ids) == len(set(ids))


def test_every_span_is_exact_on_the_examples(examples: object) -> None:
    articles = [a for a in read([str(examples)]) if isinstance(a, Article)]
    assert len(articles) >= 20
    for source, found in zip(articles, LexiconCoder().code(articles), strict=True):
        exact(found, source)


def test_every_span_is_exact_on_saved_pages_and_a_thousand_reuters_reports(shared: object) -> None:
    folder = f"{shared}/corpora"
    pages = [a for a in read([f"{folder}/html"]) if isinstance(a, Article)]
    reports = [a for a in read([f"{folder}/reuters21578/reut2-003.sgm"]) if isinstance(a, Article)]
    assert len(reports) >= 900
    for source, found in zip([*pages, *reports], LexiconCoder().code([*pages, *reports]), strict=True):
        exact(found, source)


def test_a_batch_is_coded_as_its_articles_are_one_by_one(examples: object) -> None:
    articles = [a for a in read([str(examples)]) if isinstance(a, Article)][:8]
    coder = LexiconCoder()
    assert coder.code(articles) == [coder.code([a])[0] for a in articles]


@settings(max_examples=150, deadline=None)
@given(st.text(st.characters(codec="utf-8"), min_size=1).filter(str.strip))
def test_no_text_breaks_the_coder(text: str) -> None:
    source = article(f"Japan met Kenya. {text} Japan will lift sanctions on Kenya.")
    exact(LexiconCoder().code([source])[0], source)
