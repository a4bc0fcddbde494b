"""Status, type and splitting, on sentences of our own."""

import pytest

from deedbook.coding.constructions import Draft, drafts


def told(sentence: str) -> list[tuple[str, str]]:
    return [(d.event_type, d.status) for d in drafts(sentence)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Norway lifted the tariffs on Chilean salmon.", ("CONCEDE", "delivered")),
        ("Norway will lift the tariffs on Chilean salmon.", ("CONCEDE", "promised")),
        ("Norway may lift the tariffs on Chilean salmon.", ("CONCEDE", "discussed")),
        ("Norway and Chile explore all avenues for strengthening trade ties.", ("AGREE", "discussed")),
        ("Norway agreed to lift the tariffs on Chilean salmon.", ("CONCEDE", "agreed")),
        ("Norway is willing to lift the tariffs on Chilean salmon.", ("CONCEDE", "offered")),
        ("Norway refused to lift the tariffs on Chilean salmon.", ("REJECT", "refused")),
        ("Norway has yet to lift the tariffs on Chilean salmon.", ("CONCEDE", "not_received")),
        ("Chile urged Norway to lift the tariffs on its salmon.", ("REQUEST", "requested")),
        ("Norway imposed a tariff on Chilean salmon.", ("SANCTION", "delivered")),
        ("Norway threatened to impose a tariff on Chilean salmon.", ("THREATEN", "promised")),
        ("Norway may impose a tariff on Chilean salmon.", ("THREATEN", "discussed")),
        ("Norway will sign the agreement with Chile.", ("AGREE", "promised")),
        ("Norway postponed the sale of frigates to Chile.", ("COOPERATE", "suspended")),
        ("The court struck down the tariffs on Chile.", ("SANCTION", "withdrawn")),
        ("Norway's development fund approved a loan of $90 million to Chile.", ("AID", "approved")),
    ],
)
def test_the_words_around_a_cue_decide_how_far_the_act_has_got(sentence: str, expected: tuple[str, str]) -> None:
    assert expected in told(sentence)
    assert len(told(sentence)) == 1


def test_a_denial_turns_the_polarity_of_a_hostile_act() -> None:
    (draft,) = drafts("Norway did not impose a tariff on Chilean salmon.")
    assert (draft.event_type, draft.negated) == ("SANCTION", True)


def test_a_list_of_absent_benefits_is_one_event_a_benefit() -> None:
    sentence = "Chile has not received tariff concessions, export credits, military aid, or investment from Norway."
    found = drafts(sentence)
    assert [sentence[slice(*d.goods)] for d in found if d.goods] == [
        "tariff concessions",
        "export credits",
        "military aid",
        "investment from Norway",
    ]
    assert {d.status for d in found} == {"not_received"}
    assert [d.event_type for d in found] == ["CONCEDE", "AID", "AID", "COOPERATE"]


@pytest.mark.parametrize(
    "sentence",
    [
        "The envoy, a scholar of trade, earned his PhD in Oslo and has directed talks with Chile.",
        "Will Norway lift the tariffs on Chile?",
        "The visit to Norway by the Chilean choir ended.",
        "Norwegian praise and support were noted in Chile.",
    ],
)
def test_biography_questions_and_bare_nouns_yield_nothing(sentence: str) -> None:
    assert drafts(sentence) == []


def test_offsets_lie_within_the_sentence_and_in_order() -> None:
    sentence = "Norway met Chile in Oslo and offered to provide a loan of $5 million, but refused to cut tariffs."

    def inside(draft: Draft) -> bool:
        return 0 <= draft.head <= draft.start < draft.end <= len(sentence)

    found = drafts(sentence)
    assert found and all(map(inside, found))
    assert [d.start for d in found] == sorted(d.start for d in found)
