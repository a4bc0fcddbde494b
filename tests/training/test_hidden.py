"""Sentences made of labelled ones: the name goes, the labels stay."""

from deedbook.codebook import load
from deedbook.coding.encoding import Source
from deedbook.coding.mentions import Gazetteer
from training.edits import edited, spliced
from training.hidden import hidden
from training.material import Labelled, places

TITLE = "Japan to lend Vietnam money for a bridge"
TEXT = "Japanese officials told Vietnam that Japan's loan would be paid in May."


def labelled(text: str, title: str = TITLE) -> Labelled:
    here, above = places([(text, None), (title, None)], Gazetteer(load()))

    def span(words: str) -> list[int]:
        at = text.index(words)
        return [at, at + len(words)]

    event = {
        "cue": span("would be paid"),
        "object": span("loan"),
        "amount": None,
        "condition": None,
        "actor": {"span": span("Japanese officials"), "code": "JPN"},
        "recipient": {"span": span("Vietnam"), "code": "VNM"},
        "speaker": {"kind": "indirect", "span": span("Japanese officials"), "code": "JPN"},
        "type": "AGREE",
        "status": "promised",
    }
    return Labelled(Source(text, here, title, above), [event], "own", "a", ("file", 0, 1))


def test_the_name_goes_and_the_labels_point_to_what_came() -> None:
    made = hidden([labelled(TEXT)])
    assert made
    for item in made:
        text, event = item.source.text, item.events[0]
        left = {code for *_, code in item.source.mentions}
        assert len(left) < 2 and item.key is None
        assert text[slice(*event["cue"])] == "would be paid"
        assert text[slice(*event["object"])] == "loan"
        assert (event["actor"]["code"], event["recipient"]["code"]) == ("JPN", "VNM")
        if "JPN" not in left:
            assert text[slice(*event["actor"]["span"])] == "Officials"
            assert text.startswith("Officials told") and "Japan" not in text
        if "VNM" not in left:
            assert "Vietnam" not in text


def test_nothing_is_made_where_no_context_names_the_party() -> None:
    assert hidden([labelled(TEXT, "A bridge is to be built")]) == []


def test_what_is_edited_away_has_no_place() -> None:
    edits = [(0, 9, ""), (15, 20, "lent")]
    event = {
        "cue": [15, 20],
        "object": None,
        "amount": None,
        "condition": None,
        **{role: {"span": [0, 8], "code": "JPN"} for role in ("actor", "recipient", "speaker")},
    }
    text = spliced("Japanese firms offer it", edits)
    moved = edited(event, edits, {})
    assert text == "firms lent it"
    assert text[slice(*moved["cue"])] == "lent"
    assert moved["actor"] == {"span": None, "code": "JPN"}
