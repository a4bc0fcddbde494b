"""The trained reader and the listed constructions, together."""

from dataclasses import replace

from deedbook.coding.combined import alone, combine, denials, unlearned
from deedbook.coding.joiner import without_heralds
from deedbook.coding.lexicon import LexiconCoder
from deedbook.coding.mentions import mentions
from deedbook.records import Event, Party, Phrase, Span
from tests.coding.builders import article

Told = tuple[tuple[int, int], float]  # cue, how sure


def together(read: list[Told], rare: list[Told]) -> tuple[list[Told], list[Told]]:
    return combine(read, rare, lambda e: e[0], lambda e: e[1])


def test_the_list_is_preferred_to_a_reader_that_is_not_sure_and_heard_where_it_is_silent() -> None:
    unsure, sure, alone = ((0, 5), 0.2), ((20, 25), 0.8), ((50, 52), 0.3)
    rare = [((3, 9), 0.0), ((20, 22), 0.0), ((40, 44), 0.0)]
    assert together([unsure, sure, alone], rare) == ([sure, alone], [rare[0], rare[2]])


def test_a_cue_that_the_list_splits_into_several_acts_is_its_own() -> None:
    split = [((20, 22), 0.0), ((20, 22), 0.0)]
    assert together([((20, 25), 0.8)], split) == ([], split)


def heard(text: str) -> list[tuple[str, str]]:
    coder, told = LexiconCoder(), article(text)
    found, titles = mentions(told, coder._gazetteer)
    listing = coder.listing(told, found, titles)
    assert listing.coding.events
    return [(e.cue.text, e.status) for e in unlearned(listing, alone(listing, found)) if e.cue]


def test_only_constructions_that_labels_hardly_hold_are_heard() -> None:
    assert heard("Nepal has not received aid from Japan.") == [("has not received", "not_received")]
    assert heard("Japan urged Nepal to cut tariffs.") == []


def test_a_deed_is_not_written_on_the_word_of_the_list() -> None:
    assert heard("Japan exempted Nepal from tariffs.") == []


def test_a_duty_that_is_being_collected_is_a_deed_on_the_word_of_the_list() -> None:
    assert heard("Japan collects a surcharge of 10 per cent on Nepalese carpets.") == [("collects", "delivered")]
    assert heard("Japan collected a surcharge of 10 per cent on Nepalese carpets.") == []


def test_where_a_company_is_named_again_without_its_name_the_list_is_heard() -> None:
    named = "U.S. Strategic Metals signed a memorandum with Pakistan. "
    assert heard(named + "Officials said the company would invest $500 million in Pakistan.") == [
        ("invest", "promised")
    ]
    assert heard(named + "Officials said U.S. Strategic Metals would invest $500 million in Pakistan.") == []


def test_what_a_word_of_denial_governs_is_heard_where_the_reader_tells_nothing_of_it() -> None:
    coder, told = LexiconCoder(), article("Nepal denied a part in a plan to sell rice to Japan.")
    listing = coder.listing(told, *mentions(told, coder._gazetteer))
    (event,) = denials(listing, [])
    assert (event.cue and event.cue.text, event.actor.code, event.polarity) == ("sell", "NPL", "negative")
    assert denials(listing, [event]) == []
    assert denials(listing, [replace(event, polarity="positive")]) == []


def test_the_saying_of_an_act_is_no_act_beside_it() -> None:
    told = article("Oman announced on Thursday that it would cut aid to Chad. Oman announced aid to Chad.")

    def read(cue: str, start: int = 0) -> Event:
        at = told.raw.index(cue, start)
        roles = {"actor": Party("OMN"), "recipient": Party("TCD"), "sentence": Span(0, 56)}
        return Event("a", cue, "AGREE", "", "promised", cue=Phrase(at, at + len(cue), cue), **roles)

    herald, act = read("announced on Thursday that it"), read("would cut")
    assert without_heralds([herald, act]) == [act]
    assert without_heralds([herald]) == [herald]
    assert without_heralds([read("announced", 57), act]) == [read("announced", 57), act]
