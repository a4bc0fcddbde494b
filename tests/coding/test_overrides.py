"""Types and rungs that a few words decide."""

import pytest

from deedbook.coding.overrides import overridden


@pytest.mark.parametrize(
    ("sentence", "cue", "read", "expected"),
    [
        ("Peru is no longer pressing Chile for a date.", "is no longer pressing", ("REQUEST", "requested"),
         ("REQUEST", "withdrawn")),
        ("Peru no longer asks Chile for a date.", "asks", ("REQUEST", "requested"), ("REQUEST", "withdrawn")),
        ("Peru stopped pressing Chile for a date.", "stopped pressing", ("REQUEST", "requested"),
         ("REQUEST", "withdrawn")),
        ("Pleasure to meet the envoy of Peru today.", "Pleasure to meet", ("AGREE", "promised"), ("CONSULT", "act")),
        ("Honored to host the envoy of Peru.", "Honored to host", ("AGREE", "promised"), ("CONSULT", "act")),
        ("Chile set a duty of 9 percent on Peru by Executive Order 7, signed on Monday.", "set a duty",
         ("SANCTION", "delivered"), ("SANCTION", "approved")),
        ("Peru formally recommended the president of Chile for the peace prize.", "formally recommended",
         ("REQUEST", "requested"), ("SUPPORT", "act")),
        ("Peru and Chile explore all avenues for strengthening trade.", "strengthening", ("COOPERATE", "delivered"),
         ("AGREE", "discussed")),
        ("Fiji has no intention of leaving the forum.", "has no intention of leaving", ("REJECT", "refused"),
         ("SANCTION", "promised")),
        ("Fiji does not plan to impose duties on Peru.", "does not plan", ("REJECT", "refused"),
         ("THREATEN", "promised")),
        ("Oman has backed Chad since the war began.", "has backed", ("AID", "delivered"), ("SUPPORT", "act")),
        ("The envoy said Oman had Peruvian support.", "had Peruvian support", ("AID", "delivered"), ("SUPPORT", "act")),
        ("Peru handed over two vessels to Chile.", "handed over", ("RETREAT", "delivered"), ("AID", "delivered")),
        ("Peru handed over a soldier to Chile.", "handed over", ("RETREAT", "delivered"), ("RETREAT", "delivered")),
        ("A troop pact of Peru and Chile took effect on Monday.", "took effect", ("RETREAT", "delivered"),
         ("SUPPORT", "delivered")),
        ("Chile is lowering its own duties on copper from Peru.", "is lowering", ("SANCTION", "delivered"),
         ("CONCEDE", "delivered")),
        ("Peru hailed a decision of Chile cutting its duties on copper.", "cutting its duties",
         ("SANCTION", "delivered"), ("CONCEDE", "approved")),
        # words that only look so
        ("Peru opened two ways to Chile and shipped copper.", "shipped", ("COOPERATE", "delivered"),
         ("COOPERATE", "delivered")),
        ("Fiji has no intention of adopting the plan of Peru.", "has no intention of adopting", ("REJECT", "refused"),
         ("REJECT", "refused")),
        ("Oman backed Chad with a loan of $5 million.", "backed Chad with a loan", ("AID", "delivered"),
         ("AID", "delivered")),
        ("Chile cut aid to Peru over its duties.", "cut", ("SANCTION", "delivered"), ("SANCTION", "delivered")),
        ("Chile cut its quota and duties rose.", "cut", ("SANCTION", "delivered"), ("SANCTION", "delivered")),
        ("Peru presses Chile, which no longer buys its copper.", "presses", ("REQUEST", "requested"),
         ("REQUEST", "requested")),
        ("Peru will be pleased and promised to send envoys to meet Chile.", "promised to send", ("AGREE", "promised"),
         ("AGREE", "promised")),
        ("Chile began to collect the duty set by decree.", "began to collect", ("SANCTION", "delivered"),
         ("SANCTION", "delivered")),
        ("Chile imposed a duty of 9 percent by Executive Order 7.", "imposed", ("SANCTION", "delivered"),
         ("SANCTION", "delivered")),
        ("Chile has decided not to oppose the loan that Peru asks for.", "has decided not to oppose",
         ("REJECT", "refused"), ("SUPPORT", "act")),
        ("Chile would not stand in the way of a loan to Peru.", "would not stand in the way", ("REJECT", "refused"),
         ("AGREE", "offered")),
        ("Peru will continue to stick to its position on the quota of Chile.", "will continue to stick to",
         ("AGREE", "promised"), ("REJECT", "refused")),
        ("Peru will stick to its agreement with Chile.", "will stick to", ("AGREE", "promised"), ("AGREE", "promised")),
        ("Chile decided to oppose the loan to Peru.", "decided to oppose", ("REJECT", "refused"),
         ("REJECT", "refused")),
        ("Peru recommended that Chile cut its duties.", "recommended", ("REQUEST", "requested"),
         ("REQUEST", "requested")),
    ],
)  # fmt: skip
def test_few_words_decide(sentence: str, cue: str, read: tuple[str, str], expected: tuple[str, str]) -> None:
    start = sentence.index(cue)
    assert overridden(sentence, (start, start + len(cue)), *read) == expected
