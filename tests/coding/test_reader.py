"""The trained coder on real weights: what it does whatever the text, and what when its weights are damaged."""

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deedbook.coding import default_coder
from deedbook.coding.casting import coordinated, pairs, rival
from deedbook.coding.encoding import Source
from deedbook.coding.gate import NO_PARTY, ONE_PARTY, Gate
from deedbook.coding.model import WEIGHTS, Model, WeightsError
from deedbook.coding.reader import ReaderCoder
from deedbook.records import Article, Coding
from tests.coding.builders import article


@pytest.fixture(scope="module")
def coder() -> ReaderCoder:
    return ReaderCoder()


def exact(coding: Coding, source: Article) -> None:
    """Every phrase is what stands at its offsets."""
    for event in coding.events:
        for phrase in (event.cue, event.object, event.condition):
            assert phrase is None or source.raw[phrase.start : phrase.end] == phrase.text
        for party in (event.actor, event.recipient):
            assert party.start is None or source.raw[party.start : party.end] == party.name
        assert 0.0 <= event.confidence <= 1.0
        assert event.sentence.start <= event.cue.start < event.cue.end <= event.sentence.end if event.cue else True


def test_reads_an_act_with_both_parties_type_and_rung(coder: ReaderCoder) -> None:
    source = article("Japan condemned North Korea on Tuesday.")
    (coding,) = coder.code([source])
    (event,) = coding.events
    assert (event.actor.code, event.recipient.code, event.event_type) == ("JPN", "PRK", "ACCUSE")
    exact(coding, source)


def test_a_promise_is_not_a_delivery(coder: ReaderCoder) -> None:
    promised, done = coder.code(
        [
            article("Germany promised on Monday to lend Kenya 40 million euros."),
            article("Germany has paid Kenya the 40 million euros."),
        ]
    )
    assert {e.status for e in promised.events} == {"promised"}
    assert "delivered" in {e.status for e in done.events}


@pytest.mark.parametrize(
    "text",
    [
        "Pakistan told India " + "again and " * 5000 + "that it would not sign.",
        "Le Pakistan a signé un accord avec la Chine, a déclaré le ministre des affaires étrangères du pays.",
        "China\x00 told\x07 India\x1b[31m that it had signed\u200b the pact with Nepal.",
        "🇵🇰 Pakistan 🤝 China signed 📝 a deal with the U.S. 🎉🎉",
        "\u202eChina promised Iran a loan\u202c, وقال الوزير إن باكستان وقعت, and Turkey agreed with Israel.",
        "",
        ".",
        "\n\n\n",
        "Iran " * 400,
    ],
)
def test_any_text_gives_a_safe_result_with_offsets_intact(coder: ReaderCoder, text: str) -> None:
    source = article(text) if text.strip() else article("x" + text)
    exact(coder.code([source])[0], source)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=200))
def test_random_text_between_two_states_never_stops_the_coder(noise: str) -> None:
    source = article(f"China {noise} signed a pact with India.")
    exact(_SHARED.code([source])[0], source)


_SHARED = ReaderCoder()


def test_what_is_coded_does_not_depend_on_the_batch(coder: ReaderCoder) -> None:
    texts = ["France sold Egypt 24 jets.", "Moscow warned Kyiv.", "Brazil and Chile signed a trade pact in Lima."]
    alone = [coder.code([article(t)])[0] for t in texts]
    together = coder.code([article(t) for t in texts])
    for one, other in zip(alone, together, strict=True):
        assert [(e.cue, e.event_type, e.status, e.actor, e.recipient) for e in one.events] == [
            (e.cue, e.event_type, e.status, e.actor, e.recipient) for e in other.events
        ]


def test_long_sentences_are_passed_over_with_a_reason(coder: ReaderCoder) -> None:
    text = "Pakistan told India " + "again and " * 900 + "that it would not sign."
    (coding,) = coder.code([article(text)])
    assert not coding.events
    assert any("longer than" in p.reason for p in coding.passed)


def test_a_missing_weight_file_is_named_with_the_remedy(tmp_path: Path) -> None:
    shutil.copytree(WEIGHTS, tmp_path / "w")
    (tmp_path / "w" / "encoder.onnx.zlib").unlink()
    with pytest.raises(WeightsError, match=r"encoder\.onnx\.zlib: cannot be read.*make train"):
        ReaderCoder(model=Model(tmp_path / "w")).code([article("China praised India.")])


def test_a_corrupt_weight_file_is_named_with_its_hash(tmp_path: Path) -> None:
    shutil.copytree(WEIGHTS, tmp_path / "w")
    path = tmp_path / "w" / "cue.onnx"
    held = bytearray(path.read_bytes())
    held[len(held) // 2] ^= 0xFF
    path.write_bytes(held)
    with pytest.raises(WeightsError, match=r"cue\.onnx: its SHA-256 is"):
        ReaderCoder(model=Model(tmp_path / "w")).code([article("China praised India on Monday for its decision.")])


@pytest.mark.parametrize("content", ["", "[]", '{"name": "x"}', "\x00\x01"])
def test_a_card_that_is_no_card_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "card.json").write_text(content, encoding="utf-8")
    with pytest.raises(WeightsError, match=r"card\.json"):
        Model(tmp_path)


def test_the_card_names_every_file_and_all_of_them_are_small() -> None:
    card = json.loads((WEIGHTS / "card.json").read_text(encoding="utf-8"))
    held = {p.name: p for p in WEIGHTS.iterdir() if p.name not in ("card.json", "README.md")}
    assert held.keys() == card["sha256"].keys()
    assert sum(p.stat().st_size for p in WEIGHTS.iterdir()) <= 25_000_000


def test_the_gate_names_its_reason() -> None:
    gate = Gate({})
    assert gate.reason(Source("Prices rose.")) == NO_PARTY
    assert gate.reason(Source("Japan's prices rose.", ((0, 5, "JPN"),))) == ONE_PARTY
    both = Source("It said so of Japan.", ((14, 19, "JPN"),), "Korea", ((0, 5, "KOR"),))
    assert gate.reason(both) == ONE_PARTY
    assert gate.reason(Source("Japan met Korea.", ((0, 5, "JPN"), (10, 15, "KOR")))) is None


def test_a_sentence_of_fewer_parties_waits_if_who_is_missing_stands_before_it() -> None:
    gate = Gate({"words": {"grew": -9.0}, "least": -3.0, "base": 0.0, "alone": {"words": {}}})
    here, before = ((0, 5, "NPL"),), ((0, 5, "JPN"),)
    waiting = Source("Nepal was paid.", here, previous="Japan promised.", previous_mentions=before)
    assert gate.reason(waiting) == ONE_PARTY
    assert gate.waits(waiting)
    assert gate.waits(Source("Nepal was paid.", here, "Japan's grant", before))
    assert not gate.waits(Source("The sum was paid.", previous="Japan promised.", previous_mentions=before))
    assert not gate.waits(Source("Nepal was paid.", here, previous="Nepal asked.", previous_mentions=here))
    assert not Gate({}).waits(waiting)


def test_it_is_read_where_its_words_and_what_the_others_tell_speak_of_an_act() -> None:
    alone = {"words": {"paid": 2.0, "grew": -2.0}, "base": -2.0, "same": 0.0, "named": 0.5, "least": 0.0}
    gate = Gate({"alone": {**alone, "told": [0.0, 0.5, 3.0]}})
    here = ((0, 5, "NPL"),)
    paid, grew = Source("Nepal was paid.", here), Source("Nepal grew.", here)
    assert gate.passes(paid, 0)
    assert not gate.passes(Source("It asked."), 1)
    assert not gate.passes(grew, 1)
    assert not gate.passes(grew, 2)
    assert gate.passes(Source("It asked."), 2)
    assert gate.passes(Source("It asked."), 40)  # more than the table knows


@pytest.mark.parametrize(
    "text",
    [
        "Nor has Nepal sent the rice.",
        "The rice has not arrived.",
        "None of the rice has been delivered.",
        "Nepal has yet to receive the rice.",
        "Nepal hasn’t paid.",
        "The lorries failed to\narrive.",
    ],
)
def test_what_has_not_come_is_read_though_it_names_few_parties(text: str) -> None:
    gate, both = Gate({}), ((0, 5, "JPN"), (9, 14, "NPL"))
    assert gate.reason(Source(text, previous="Japan, Nepal", previous_mentions=both)) is None
    assert gate.reason(Source(text)) == NO_PARTY
    assert gate.reason(Source("The rice has arrived.", previous="Japan, Nepal", previous_mentions=both)) == NO_PARTY


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        ("India promised Sri Lanka 40,000 tonnes of rice in May. Nor has India delivered the fuel that it pledged.",
         ("IND", "LKA")),
        ("India promised 40,000 tonnes of rice to Sri Lanka in May. The rice has not arrived, the food ministry said.",
         ("IND", "LKA")),
        ("Kenya agreed to buy maize from Zambia. Kenya has not purchased any maize this year.", ("KEN", "ZMB")),
        ("Norway promised Fiji a loan of $20 million in March. The money has not been disbursed, officials said.",
         ("NOR", "FJI")),
    ],
)  # fmt: skip
def test_what_was_promised_and_has_not_come_is_told(text: str, parties: tuple[str, str], coder: ReaderCoder) -> None:
    (coding,) = coder.code([article(text, date="2024-08-05")])
    found = [e for e in coding.events if e.status == "not_received"]
    assert [(e.actor.code, e.recipient.code) for e in found] == [parties]


def test_a_sentence_of_one_party_is_read_once_the_others_tell_of_an_act(coder: ReaderCoder) -> None:
    first = "Norway promised Fiji a loan of $20 million for a harbour on Monday."
    later = "Oslo said it would pay the first part in May."
    told = article(f"{first} {later} The harbour lies on the south coast.", date="2024-08-05")
    prepared = coder.prepare(0, told)
    assert later in [told.raw[line.sentence.start : line.sentence.end] for line, _ in prepared.waiting]
    (coding,) = coder.code([told])
    exact(coding, told)
    found = [e for e in coding.events if e.sentence.start == told.raw.index(later)]
    assert [(e.actor.code, e.recipient.code) for e in found] == [("NOR", "FJI")]
    assert found[0].confidence >= 0.2


def test_who_gave_is_found_in_the_sentence_before(coder: ReaderCoder) -> None:
    told = article(
        "“We have paid Kenya the harbour grant of $60 million,” Norwegian Foreign Minister Espen Barth Eide said. "
        "Kenya received the harbour grant of $60 million on 4 June 2025, its treasury said."
    )
    (coding,) = coder.code([told])
    exact(coding, told)
    assert [(e.actor.code, e.recipient.code, e.status) for e in coding.events] == [("NOR", "KEN", "delivered")] * 2


def test_a_joint_act_is_written_once_and_a_list_is_split() -> None:
    actor = {"USA": 0.9, "FRA": 0.8, None: 0.0, "ALL": 0.0}
    recipient = {"IRN": 0.9, "USA": 0.1, None: 0.0, "ALL": 0.0}
    assert [p[:2] for p in pairs(actor, recipient, symmetric=False)] == [("USA", "IRN"), ("FRA", "IRN")]
    listed = {"USA", "FRA"}.issuperset
    joint = pairs(actor, recipient, symmetric=True, listed=lambda one, other: listed((one, other)))
    assert [p[:2] for p in joint] == [("USA", "IRN"), ("FRA", "IRN")]
    either = {"USA": 0.9, "IRN": 0.8, None: 0.0, "ALL": 0.0}
    assert [p[:2] for p in pairs(either, either, symmetric=False)] == [("USA", "IRN"), ("IRN", "USA")]
    assert [p[:2] for p in pairs(either, either, symmetric=True)] == [("USA", "IRN")]


def test_a_member_of_the_same_list_is_no_rival() -> None:
    together = coordinated(
        "Peru, Chile and Kenya met Mali.", ((0, 4, "PER"), (6, 11, "CHL"), (16, 21, "KEN"), (26, 30, "MLI"))
    )
    held = {"PER": 0.9, "CHL": 0.8, "MLI": 0.3, None: 0.1, "ALL": 0.0}
    assert rival(held, "PER", together) == 0.3
    assert rival(held, "MLI", together) == 0.9


def test_nobody_acts_on_himself() -> None:
    same = {"USA": 0.99, None: 0.01, "ALL": 0.0}
    assert pairs(same, same, symmetric=False)[0][:2] in (("USA", None), (None, "USA"))


def test_a_denied_deed_is_not_a_deed() -> None:
    text = "The U.S. Embassy on Friday denied that the United States had sold new missiles to Pakistan."
    (coding,) = default_coder().code([article(text)])
    assert coding.events
    assert all(e.polarity == "negative" or e.event_type == "REJECT" for e in coding.events)


def test_the_first_sentence_stands_for_a_title_that_is_missing(coder: ReaderCoder) -> None:
    text = "Norway and Kenya met on Monday. Rain fell on both days. Oslo said that it would pay."
    first, _, last = (x.source for x in coder.prepare(0, article(text), lambda _: range(999)).lines)
    assert first.title == ""
    assert last.title == "Norway and Kenya met on Monday."
    assert [code for *_, code in last.title_mentions] == ["NOR", "KEN"]
    (*_, titled) = (x.source for x in coder.prepare(0, article(text, title="Rain"), lambda _: range(999)).lines)
    assert titled.title == "Rain"
