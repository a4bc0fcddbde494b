"""Whether the words say that an act did not happen.

The trained reader has seen too few denials to know them. Their constructions are few: a word of denial that governs the
cue ("denied reports that it had sold"), or a negation within it ("has never accused", "made no appeal")."""

import re

_GOVERNED = re.compile(
    r"\b(?:(?<!nor )den(?:y|ies|ied|ying)(?! (?:\w+ ){0,2}(?:entry|access|visas?|permission))"
    r"|(?:no|little) truth (?:to|in)"
    r"|(?:reject(?:s|ed|ing)?|dismiss(?:es|ed|ing)?|refut(?:es?|ed|ing)|disput(?:es?|ed|ing))"
    r" (?:\S+ ){0,4}(?:reports?|rumou?rs?|claims?|allegations?|suggestions?|speculation)"
    r"|(?:false|untrue|incorrect|not true|baseless|unfounded) that)"
    r"(?: (?!(?:but|and|while|although|because|after|following|since|despite|who|which|said|saying|told|aware|knew|"
    r"known|heard|informed)\b)[^\s,;:.”\"]+){0,18}[ ,]*$",  # who denies that he was told of it denies nothing else
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
    r"|(?:that|says?|said|saying|insist(?:s|ed|ing)?|stress(?:es|ed|ing)?) no (?!longer |doubt |one )"
    r"(?:[^\s,;:.]+ ){0,4}[^\s,;:.]+"  # said no Libyan troops … had crossed
    r"|(?:ha[sd]|have) no (?:intention|thought|plans?|wish|desire) (?:of|to|for)"
    r"|(?:ha[sd]|have|did|does|do|is|are|was|were)(?: (?:so far|ever|yet|\w+ly))*(?: not|n't|n’t)"
    r"(?: (?!(?:only|merely) )(?:so far|ever|yet|\w+ly))*(?: been| be)?) $",
    re.IGNORECASE,
)
_UNMEANT = re.compile(
    r"\b(?:(?:no|(?:not|n't|n’t) (?:have )?any) (?:intentions?|plans?|thought|wish|desire) (?:of|to|for)"
    r"|(?:do|does|did|is|are|was|were)(?: not|n't|n’t) (?:plan|planning|intend|intending|mean|seek|seeking)\b"
    r"|disavow\w*|refut(?:e|es|ed|ing) (?:reports?|rumou?rs?))",
    re.IGNORECASE,
)
_SPARED = re.compile(
    r"\b(?:will|would|wo|shall)(?: not|n't|n’t)(?: \w+ly)?"
    r" (?:retaliat|impos|attack|invad|leav|withdraw|punish|expel|sever)",
    re.IGNORECASE,
)
# "denied entry", "cannot deny", "did not rule out", "has not decided", "no objection": words of no denial
_OTHERWISE = re.compile(
    r"\bden(?:y|ies|ied|ying) (?:\w+ ){0,2}(?:entry|access|visas?|permission|possib\w+)|\b(?:not|n't|n’t|or) deny\b"
    r"|\brul(?:e|ed|ing)\s+out\b|\bno (?:objections?|reason|decisions?)\b"
    r"|\b(?:not|n't|n’t) (?:yet )?(?:decided|closed|allow)\b"
    r"|\b(?:may|might) never\b|\bnot (?:even )?spared\b",
    re.IGNORECASE,
)
_ACCUSING = re.compile(r"\b(?:accus|critici|blam|condemn|charg|complain|denounc|protest|object)", re.IGNORECASE)
_HARM = frozenset({"THREATEN", "SANCTION", "COERCE", "ASSAULT", "MOBILIZE"})  # "will not" spares; else it refuses
# on these rungs a negation is the rung itself ("has not come", "will not"), or says what the reader read already
_RUNGS = frozenset({"not_received", "refused", "withdrawn", "suspended", "lapsed", "promised", "offered"})


def word(text: str, start: int) -> str | None:
    """The words that deny whatever begins at ``start``, from the word of denial on; ``None`` if none does."""
    found = _GOVERNED.search(" ".join(text[:start].split()) + " ")
    return found[0] if found else None


def denied(text: str, cue: tuple[int, int], event_type: str, status: str) -> bool:
    """Whether a sentence denies the act of a cue. What is refused was asked for all the same: no denial."""
    start, end = cue
    words = " ".join(text[start:end].split())
    if word(text, start) or _AFTER.search(" " + " ".join(text[end:].split())):
        return True
    if event_type == "REJECT":
        return False
    if _OTHERWISE.search(words + " " + " ".join(text[end : end + 40].split())):
        return False
    if event_type == "ACCUSE" and not _ACCUSING.search(words):  # "is not enough", "has not lived up to" accuse
        return False
    if _DENIAL.search(words) or _UNMEANT.search(words):
        return True
    if event_type in _HARM and status in ("promised", "discussed") and _SPARED.search(words):
        return True
    if status in _RUNGS:
        return False
    before = " ".join(text[:start].split()) + " "
    return bool(_NEGATED.search(words) or _NONE.search(words) or _NONE_BEFORE.search(before))
