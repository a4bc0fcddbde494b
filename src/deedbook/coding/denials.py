"""Whether the words say that an act did not happen.

The trained reader has seen too few denials to know them. Their constructions are few: a word of denial that governs the
cue ("denied reports that it had sold"), or a negation within it ("has never accused", "made no appeal")."""

import re

_GOVERNED = re.compile(
    r"\b(?:(?<!nor )den(?:y|ies|ied|ying)|(?:no|little) truth (?:to|in)"
    r"|(?:reject(?:s|ed|ing)?|dismiss(?:es|ed|ing)?|refut(?:es?|ed|ing)|disput(?:es?|ed|ing))"
    r" (?:\S+ ){0,4}(?:reports?|rumou?rs?|claims?|allegations?|suggestions?|speculation)"
    r"|(?:false|untrue|incorrect|not true|baseless|unfounded) that)"
    r"(?: (?!(?:but|and|while|although|because|after|who|which|said|saying)\b)[^\s,;:.”\"]+){0,12}[ ,]*$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"^(?: [^\s;:.”\"]+){0,14}? (?:was|were|is|are) (?:\w+ )?(?:false|untrue|incorrect|baseless|unfounded|not true)\b",
    re.IGNORECASE,
)
_DENIAL = re.compile(r"\bden(?:y|ies|ied|ying|ials?)\b", re.IGNORECASE)
_NEGATED = re.compile(
    r"\b(?:(?:ha[sd]|have|did|does|do|is|are|was|were)(?: so far| yet| ever)?(?: not|n't|n’t)"
    r"(?! (?:only|just|merely)\b)|never"
    r"|(?:ha[sd]|have|made?|makes|gives?|gave|there (?:is|was|were|are|ha[sd] been|have been)) no"
    r"(?! (?:longer|doubt)\b))\b",
    re.IGNORECASE,
)
_NONE = re.compile(r"^no\b", re.IGNORECASE)
_NONE_BEFORE = re.compile(
    r"\b(?:(?:there|it) (?:is|was|were|are|ha[sd] been|have been) no(?: \w+)?"  # there had been no … pressure
    r"|none of (?:\S+ ){0,6}\S+"
    r"|(?:ha[sd]|have) no (?:intention|thought|plans?|wish|desire) (?:of|to|for)"
    r"|(?:ha[sd]|have|did|does|do|is|are|was|were)(?: (?:so far|ever|yet|\w+ly))*(?: not|n't|n’t)"
    r"(?: (?!(?:only|merely) )(?:so far|ever|yet|\w+ly))*(?: been| be)?) $",
    re.IGNORECASE,
)
# on these rungs a negation is the rung itself ("has not come", "will not"), or says what the reader read already
_RUNGS = frozenset({"not_received", "refused", "withdrawn", "suspended", "lapsed", "promised", "offered"})


def denied(text: str, cue: tuple[int, int], event_type: str, status: str) -> bool:
    """Whether a sentence denies the act of a cue. What is refused was asked for all the same: no denial."""
    start, end = cue
    words = " ".join(text[start:end].split())
    if _GOVERNED.search(" ".join(text[:start].split()) + " ") or _AFTER.search(" " + " ".join(text[end:].split())):
        return True
    if event_type == "REJECT":
        return False
    if _DENIAL.search(words):
        return True
    if status in _RUNGS:
        return False
    before = " ".join(text[:start].split()) + " "
    return bool(_NEGATED.search(words) or _NONE.search(words) or _NONE_BEFORE.search(before))
