"""Who vouches for an event: the narrator, somebody quoted, somebody reported, or somebody without a name."""

import re
from dataclasses import dataclass, replace

from deedbook.codebook.cues import modifiers
from deedbook.coding.joiner import Seat
from deedbook.coding.quotations import Quotation
from deedbook.coding.sentences import Sentence
from deedbook.records import Speaker
from deedbook.records.event import SpeakerKind

_NAME_BEFORE = re.compile(r"((?:[A-Z][\w’'-]+ ){1,3}[A-Z][\w’'-]+),?(?: \w+ly)? $")
_NAME_AFTER = re.compile(r" ((?:[A-Z][\w’'-]+ ){1,3}[A-Z][\w’'-]+)")
_OFFICE = re.compile(  # "Julie Kozack, spokeswoman of the Fund": who speaks for somebody
    r", (?=[^,;.“”\"]{0,90}\b(?:spokes\w+|ministers?|secretary|ambassador|envoy|president|premier|chancellor|governor"
    r"|director|head|chief|chair\w*|commissioner|official|negotiator|representative)\b)[^,;.“”\"]+"
)
_NOTICE = re.compile(
    r"(?:announced|reported|described|confirmed|declared|disclosed) (?:on|in|at|by|last|this|earlier)\b"
)
_PRONOUN = re.compile(r"(?:[Hh]e|[Ss]he)(?: \w+ly| also)? ")
_CLOSING = re.compile(r"(?: (?:on|in|late|early|at|to|during|after|before)\b[^,;]{0,60})?[.”\"]*")
_TAG = 14  # words of a closing tag (", the country's deputy minister for energy said")
_BODY = re.compile(  # "Sri Lanka | 's foreign ministry said": the phrase of the model may stop at the name of the state
    r"(?:['’]s?)?\s(?:[\w-]+\s){0,2}(?:ministry|minister|government|treasury|bank|embassy|office|department|president"
    r"|cabinet|army|navy|parliament|authorities|commission|council|agency|spokes\w+)\b",
    re.IGNORECASE,
)
_REACH = 220  # characters between a quotation and the verb that attributes it


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker with the seat it would take as a party; ``seat`` is ``None`` for somebody who serves no state."""

    speaker: Speaker
    seat: Seat | None


def _reporting(text: str, start: int, end: int) -> list[re.Match[str]]:
    return [m for mod in modifiers("reporting") for m in mod.pattern.finditer(text, start, end)]


def _unnamed(text: str, start: int, end: int) -> re.Match[str] | None:
    for modifier in modifiers("unnamed"):
        for match in modifier.pattern.finditer(text, start, end):
            if re.fullmatch(r"(?: (?:had|have|has|also|\w+ly))*\s*", text[match.end() : end]):
                return match
    return None


def _sayer(text: str, low: int, verb: re.Match[str], present: list[Seat], kind: SpeakerKind) -> Voice | None:
    """Whoever stands before the reporting verb, or after "according to" and "said"."""
    before = text[low : verb.start()]
    unnamed = _unnamed(text, low, verb.start())
    left = [
        s for s in present if s.start is not None and s.end is not None and low <= s.start and s.end <= verb.start() + 1
    ]
    if unnamed and not any(s.person and (s.start or 0) >= unnamed.start() for s in left):
        seat = next((s for s in reversed(left)), None)
        return Voice(Speaker("unnamed", seat.code if seat else "UNK", None, unnamed.start(), unnamed.end()), seat)
    inverted = verb[0].lower() == "according to" or not before.strip(" ,”\"’'")
    if inverted:
        after = text[verb.end() :]
        seat = next((s for s in present if s.start is not None and verb.end() <= s.start <= verb.end() + 12), None)
        if seat is None and (name := _NAME_AFTER.match(after)):
            at = verb.end() + name.start(1)
            office = _OFFICE.match(text, verb.end() + name.end())
            served = next((s for s in present if office and office.start() <= (s.start or -1) < office.end()), None)
            return Voice(Speaker(kind, served.code if served else "UNK", name[1], at, at + len(name[1])), served)
        return _voice(text, seat, kind) if seat else None
    name = _NAME_BEFORE.search(before)
    people = [s for s in left if s.person]
    if people and (not name or (people[-1].end or 0) >= low + name.start()):
        return _voice(text, people[-1], kind)
    if name:
        at = low + name.start(1)
        return Voice(Speaker(kind, "UNK", name[1], at, at + len(name[1])), None)
    return _voice(text, left[-1], kind) if left else None


def behind(text: str, end: int) -> str:
    """The body of a state that is named behind it; empty where none is."""
    found = _BODY.match(text, end)
    return found[0] if found else ""


def _named(text: str, seat: Seat) -> str | None:
    """A body of a state under its own name ("Sri Lanka's foreign ministry"); ``None`` of the bare state."""
    if seat.start is None or seat.end is None or seat.person or not (body := behind(text, seat.end)):
        return None
    return text[seat.start : seat.end] + body


def _voice(text: str, seat: Seat, kind: SpeakerKind) -> Voice:
    return Voice(Speaker(kind, seat.code, seat.name or _named(text, seat), seat.start, seat.end), seat)


def quoted(text: str, quotation: Quotation, line: tuple[int, int], present: list[Seat]) -> Voice | None:
    """The speaker of a quotation, from the words around it in its paragraph ``line``; ``present`` are the parties
    named there. ``None`` where the paragraph does not say."""
    low = max(line[0], quotation.start - _REACH)
    lead = text[low : quotation.start]
    cut = max(lead.rfind(". "), lead.rfind("\n"))
    verbs = _reporting(text, low + cut + 1 if cut != -1 else low, quotation.start)
    if verbs:
        return _sayer(text, low + cut + 1 if cut != -1 else low, verbs[-1], present, "direct")
    high = min(line[1], quotation.end + _REACH)
    stop = re.search(r"[.!?](?=\s|$)|[“\"]", text[quotation.end + 1 : high])
    high = quotation.end + 1 + stop.start() if stop else high
    verbs = _reporting(text, quotation.end, high)
    return _sayer(text, min(quotation.end + 1, high), verbs[0], present, "direct") if verbs else None


def reported(text: str, sentence: Sentence, at: int, present: list[Seat], last: Speaker | None) -> Voice | None:
    """The speaker of indirect speech that governs the cue at ``at``: the last reporting verb before it in its
    sentence, or one that closes the sentence (", the ministry said"). ``last`` is whoever "he" or "she" may be who
    is no party."""
    verbs = _reporting(text, sentence.start, sentence.end)
    for verb in reversed([v for v in verbs if v.end() <= at and not _NOTICE.match(text, v.start())]):
        if last and _PRONOUN.fullmatch(text[sentence.start : verb.start()]):
            return Voice(replace(last, kind="indirect", start=None, end=None), None)
        voice = _sayer(text, sentence.start, verb, present, "indirect")
        if voice:
            return voice
    for verb in (v for v in verbs if v.start() > at):
        closing = _CLOSING.fullmatch(text[verb.end() : sentence.end])
        comma = text.rfind(",", at, verb.start())
        if verb[0].lower() == "according to":
            return _sayer(text, sentence.start, verb, present, "indirect")
        if closing and comma != -1 and len(text[comma : verb.start()].split()) <= _TAG:
            return _sayer(text, comma + 1, verb, present, "indirect")
    return None


def own(text: str, cue: tuple[int, int], actor: Seat) -> Speaker | None:
    """Officials without a name who "indicated" or "described" vouch for what they indicate."""
    if actor.end is None or not _reporting(text, cue[0], cue[1]):
        return None
    unnamed = _unnamed(text, max(0, actor.end - 40), cue[0])
    return Speaker("unnamed", actor.code, None, unnamed.start(), unnamed.end()) if unnamed else None
