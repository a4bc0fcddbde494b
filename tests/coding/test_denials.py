"""Acts that did not happen, and words that only look so."""

import pytest

from deedbook.coding.denials import denied


def told(sentence: str, cue: str, event_type: str = "COOPERATE", status: str = "delivered") -> bool:
    start = sentence.index(cue)
    return denied(sentence, (start, start + len(cue)), event_type, status)


@pytest.mark.parametrize(
    ("sentence", "cue"),
    [
        ("Kenya denied that it had sold the rifles to Uganda.", "had sold"),
        ("Kenya denied having sold the rifles to Uganda.", "denied having sold"),
        ("Oslo rejected reports that it had shipped gas to Minsk.", "had shipped"),
        ("Oslo dismissed as false reports that it had shipped gas to Minsk.", "had shipped"),
        ("There is no truth to reports that Ghana supplied rice to Mali.", "supplied"),
        ("A report that Ghana had supplied rice to Mali was false.", "had supplied"),
        ("KENYA DENIES\nUGANDA BUYING RIFLES", "BUYING"),
        ("None of the ferries are known to have been stopped by Nauru.", "are known to have been stopped"),
        ("There has been no pressure from Nauru on the bank.", "pressure"),
        ("Nauru said it had no plans to ship the rifles to Kenya.", "ship"),
        ("The ferries had so far not been sold to Nauru.", "had so far not been sold"),
        ("Nauru refuted reports of withdrawing its envoy.", "refuted reports of withdrawing"),
        (
            "She denied that any hidden clause of the pact with Kenya fixed how many rifles would go to Chad.",
            "would go",
        ),
        ("Nauru said no soldiers of its small army had crossed into Kiribati.", "had crossed"),
        ("There isn’t any plan to arm Kiribati.", "isn’t any plan to arm"),
    ],
)
def test_denials(sentence: str, cue: str) -> None:
    assert told(sentence, cue)


@pytest.mark.parametrize(
    ("sentence", "cue", "event_type", "status", "expected"),
    [
        # negations within the cue
        ("Peru has never accused Chile of spying.", "has never accused", "ACCUSE", "act", True),
        ("Peru had made no appeal to the bank.", "had made no appeal", "REQUEST", "requested", True),
        ("Peru isn't talking with Chile.", "isn't talking", "CONSULT", "act", True),
        # harm that is not meant
        ("Peru will not retaliate against Chile.", "will not retaliate", "THREATEN", "promised", True),
        ("Peru has no intention of leaving the bank.", "has no intention of leaving", "SANCTION", "promised", True),
        ("Peru does not plan to impose duties on Chile.", "does not plan to impose", "THREATEN", "discussed", True),
        # other clauses, refusals and what never came
        ("Kenya denied entry to envoys, and Uganda sold rifles to Chad.", "sold", "COOPERATE", "delivered", False),
        ("Kenya denied the charge; it had sold rifles to Chad.", "had sold", "COOPERATE", "delivered", False),
        ("Kenya could neither confirm nor deny that Uganda bought rifles.", "bought", "COOPERATE", "delivered", False),
        ("Peru has not received the grain from Chile.", "has not received", "AID", "not_received", False),
        ("Peru will not sell copper to Chile.", "will not sell", "REJECT", "refused", False),
        ("Kenya denied the charge of Uganda.", "denied the charge", "REJECT", "act", False),
        ("Kenya sold the rifles to Uganda.", "sold", "COOPERATE", "delivered", False),
        ("Kenya sold the rifles to Uganda, not Chad.", "sold", "COOPERATE", "delivered", False),
        ("Kenya has not only sold rifles to Uganda.", "has not only sold", "COOPERATE", "delivered", False),
        ("Kenya has not only sold rifles to Uganda.", "sold", "COOPERATE", "delivered", False),
        ("Kenya denied being told that Uganda had sold rifles to Chad.", "had sold", "COOPERATE", "delivered", False),
        (
            "It is not true that Chad was threatened following Uganda’s withdrawal.",
            "withdrawal",
            "SANCTION",
            "act",
            False,
        ),
        ("Nauru said no longer hidden funds had gone to Fiji.", "had gone", "AID", "delivered", False),
        # a negation may be the act itself
        ("The bank was not even spared criticism by Peru.", "was not even spared criticism", "ACCUSE", "act", False),
        ("The offer of Peru is not enough, Chile said.", "is not enough", "ACCUSE", "act", False),
        ("Peru has not lived up to the accord, Chile said.", "has not lived up to", "ACCUSE", "act", False),
        ("Peru will not allow ships of Chile to dock.", "will not allow", "THREATEN", "promised", False),
        ("Peru did not rule out duties on Chile.", "did not rule out", "THREATEN", "discussed", False),
        ("Peru has not decided on a loan to Chile.", "has not decided on", "AGREE", "discussed", False),
        ("Peru denied entry to a judge from Chile.", "denied entry to", "COERCE", "act", False),
        ("Peru had no objection to the loan.", "had no objection", "SUPPORT", "act", False),
    ],
)
def test_negations(sentence: str, cue: str, event_type: str, status: str, expected: bool) -> None:
    assert told(sentence, cue, event_type, status) is expected
