"""From a draft to an event: who did it to whom, who says so, when, how much, under which condition."""

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from deedbook.codebook.cues import modifiers
from deedbook.coding.constructions import Draft
from deedbook.coding.mentions import Mention
from deedbook.coding.sentences import Sentence, clauses
from deedbook.records import Event, Party, Speaker
from deedbook.records.event import event_id as event_id

_PREPOSITION = re.compile(
    r"(?:^|\s)(?:in|at|from|of|for|with|to|by|against|on|over|toward|towards|between|via|near|across|under|into|per)"
    r"(?: the| its| his| an?)?(?: (?!which|whom|who|that|and)\w+){0,1}\s+$",
    re.IGNORECASE,
)
_BESIDE = re.compile(r"(?:[’']s?)?(?: [\w’'-]+){0,3} $|^$|^ $")
_LISTED = re.compile(r",?( and)? (?:the )?")
FIRMS = frozenset({"firm", "agency", "organisation"})  # kinds that "the company" or "the bank" may mean
_CONTINUED = re.compile(r"\w|[’']s? | (?:that|which|of) ")  # not a pronoun on its own, or one defined on the spot
_AIMED = re.compile(r"\b(?:on|for|against|to|toward)(?: \w+){0,3} $")
_WARES = re.compile(r" (?:goods|products|exports|nationals|citizens|imports)\b")
_PAIR_SHARE = 0.5  # of all mentions: below it an article is about more than one pair, and nothing is supplied from it


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody who can fill a role: offsets are ``None`` where the role is supplied from the context."""

    code: str
    sector: str
    start: int | None
    end: int | None
    name: str | None = None
    person: bool = False
    kind: str = ""
    supplied: bool = False

    def party(self, text: str) -> Party:
        if self.start is None or self.end is None:
            return Party(self.code, self.sector)
        return Party(self.code, self.sector, text[self.start : self.end], self.start, self.end)


@dataclass(slots=True)
class Discourse:
    """What has been said so far in one article: read by pronouns and by roles left out."""

    pair: tuple[str, str] | None
    subject: Seat | None = None
    person: Seat | None = None
    firm: Seat | None = None
    speaker: Seat | None = None
    voice: Speaker | None = None  # the last named speaker, who may serve no state
    lack: tuple[str, str] | None = None

    def other(self, code: str) -> Seat | None:
        """The other state of the article's pair; ``None`` where the article is about more than one pair."""
        if self.pair and code in self.pair:
            return Seat(self.pair[1] if code == self.pair[0] else self.pair[0], "GOV", None, None, supplied=True)
        return None


class Roles(NamedTuple):
    actor: Seat
    recipient: Seat
    symmetric: bool


def pair_of(found: list[Mention]) -> tuple[str, str] | None:
    """The two codes that an article is about, if two are named twice or more and make up half of all mentions."""
    counts = Counter(m.code for m in found if m.kind != "firm")
    top = counts.most_common(2)
    if len(top) < 2 or top[1][1] < 2 or sum(n for _, n in top) < _PAIR_SHARE * counts.total():
        return None
    return top[0][0], top[1][0]


def seats(text: str, sentence: Sentence, found: list[Mention], said: Discourse) -> list[Seat]:
    """Everybody in a sentence who can fill a role, pronouns and "both sides" resolved, in order; ``found`` are the
    mentions that begin in it."""
    named = [
        Seat(m.code, m.sector, m.start, m.end, m.name or _printed(text, m), m.kind == "person", m.kind) for m in found
    ]
    body = text[sentence.start : sentence.end]
    again: list[Seat] = []
    known_by = (("state_again", said.subject), ("person_again", said.person), ("firm_again", said.firm))
    for kind, known in known_by:
        for modifier in modifiers(kind):
            for match in modifier.pattern.finditer(body):
                start, end = sentence.start + match.start(), sentence.start + match.end()
                if any(n.start is not None and n.end is not None and n.start < end and start < n.end for n in named):
                    continue
                if _CONTINUED.match(body, match.end()):
                    continue
                before = [
                    n for n in named if n.start is not None and n.start < start and not oblique(text, sentence, n)
                ]
                seat = known
                if kind == "state_again" and before:
                    seat = before[0]
                if kind == "firm_again":
                    seat = next((n for n in reversed(named) if n.kind in FIRMS and (n.start or 0) < start), known)
                if seat:
                    name = seat.name or (text[seat.start : seat.end] if kind == "firm_again" and seat.start else None)
                    again.append(Seat(seat.code, seat.sector, start, end, name, kind == "person_again", seat.kind))
    everyone = [
        Seat("ALL", "GOV", sentence.start + m.start(), sentence.start + m.end())
        for modifier in modifiers("all")
        for m in modifier.pattern.finditer(body)
    ]
    return sorted([*named, *again, *everyone], key=lambda s: s.start or 0)


def _printed(text: str, mention: Mention) -> str | None:
    """Agencies and offices are known by the name in print; a state is not its own spokesman's name."""
    return text[mention.start : mention.end] if mention.kind in ("agency", "organisation", "office", "firm") else None


def oblique(text: str, sentence: Sentence, seat: Seat) -> bool:
    """A mention behind a preposition is no subject ("in Washington", "with the United States")."""
    assert seat.start is not None
    return _PREPOSITION.search(text[max(sentence.start, seat.start - 30) : seat.start]) is not None


def roles(
    text: str, sentence: Sentence, draft: Draft, present: list[Seat], said: Discourse, voice: Seat | None
) -> Roles | str:
    """Actor and recipient of a draft, or the reason in words why they cannot be told.

    ``voice`` is who speaks the quotation that holds the cue, if any: a quotation without a subject is about its
    speaker's side."""
    start, end = sentence.start + draft.head, sentence.start + draft.end
    left = [s for s in present if s.end is not None and s.end <= start + 1]
    right = [s for s in present if s.start is not None and s.start >= end - 1]
    if draft.form == "lack_passive" or draft.frame == "measure":
        return _measured(text, present, said)
    if draft.form.startswith("lack") or draft.frame in ("warmth", "with_no"):
        return _lacking(text, sentence, draft, left, right, present, said)
    together = _together(text, sentence, left, said, start)
    if draft.frame in ("joint", "both") and together:
        return Roles(*together, symmetric=True)
    if draft.frame == "both":
        codes = list({s.code: s for s in present}.values())
        first = codes[0] if codes else None
        second = codes[1] if len(codes) > 1 else first and said.other(first.code)
        if first is None and said.pair and sentence.kind != "headline" and draft.status == "discussed":
            first, second = said.other(said.pair[1]), said.other(said.pair[0])
        return Roles(first, second, symmetric=True) if first and second else "only one party is named"
    if draft.frame == "from":
        actor = right[0] if right else None
        recipient = next((s for s in present if actor and s.code != actor.code), None)
        return _closed(actor, recipient, draft, said)
    subject = _subject(text, sentence, draft, left, start)
    if draft.frame == "speaker" or (voice and subject is None):
        subject = voice
    if subject is None and together:
        subject = together[0]
    goal = _goal(text, subject, left, right, draft)
    if draft.passive or draft.frame == "receiver":
        by = next(
            (
                s
                for s in right
                if s.start is not None and re.search(r"\b(?:by|from)(?: \w+){0,2} $", text[end : s.start])
            ),
            None,
        )
        if draft.passive and subject is None:  # "the sanctions on Y were lifted by X"
            subject = next((s for s in left if _aimed(text, s)), None)
        giver = by if by and (subject is None or by.code != subject.code) else None
        if giver is None and subject:
            giver = (
                next((s for s in [*right, *left] if s.code != subject.code), None)
                if draft.frame == "receiver"
                else None
            )
        return _closed(giver, subject, draft, said, reverse=True)
    return _closed(subject, goal, draft, said)


def _aimed(text: str, seat: Seat) -> bool:
    return seat.start is not None and _AIMED.search(text[max(0, seat.start - 30) : seat.start]) is not None


def _measured(text: str, present: list[Seat], said: Discourse) -> Roles | str:
    """Parties of a measure that is the subject itself ("US duties on Indian goods take effect", "no payment by the
    bank to the mine has been reported"): the receiver stands behind "on", "for", "to" or before "goods"."""
    receiver = next((s for s in present if _aimed(text, s)), None)
    receiver = receiver or next((s for s in present if s.end is not None and _WARES.match(text, s.end)), None)
    giver = next((s for s in present if receiver and s.code != receiver.code), None)
    if receiver is None and present:
        giver, receiver = present[0], said.other(present[0].code)
    before = said.subject if said.subject and receiver and said.subject.code != receiver.code else None
    giver = giver or (said.other(receiver.code) or before if receiver else None)
    if giver is None or receiver is None:
        return "only one party is named"
    return Roles(giver, receiver, symmetric=False)


def _closed(
    actor: Seat | None, recipient: Seat | None, draft: Draft, said: Discourse, *, reverse: bool = False
) -> Roles | str:
    """Supply the missing side from the article's pair where that is safe."""
    if actor is None and recipient is None:
        return "no party is named"
    known = actor or recipient
    assert known is not None
    if (actor is None or recipient is None) and draft.event_type in _SUPPLIED:
        supplied = said.other(known.code)
        actor, recipient = (actor or supplied), (recipient or supplied)
    if actor is None or recipient is None:
        return "only one party is named"
    if actor.code == recipient.code:
        return "both parties belong to one state"
    return Roles(actor, recipient, symmetric=draft.frame == "joint")


# Acts whose other side is taken from the article's pair where the sentence names one side only. Goods and money are
# not: whoever the sentence leaves unnamed there is too often a third party.
_SUPPLIED = frozenset({"AGREE", "REQUEST", "CONCEDE", "SUPPORT", "CONSULT"})


def _subject(text: str, sentence: Sentence, draft: Draft, left: list[Seat], start: int) -> Seat | None:
    """The party right beside the cue, else the first one of the clause, else of the sentence, that no preposition
    governs."""
    if not left:
        return None
    nearest = left[-1]
    assert nearest.end is not None
    direct = [s for s in left if s.code != "ALL" and not oblique(text, sentence, s)]
    if nearest in direct and _BESIDE.fullmatch(text[nearest.end : start] or " "):
        return nearest
    body = text[sentence.start : sentence.end]
    for low, high in clauses(body):
        if low <= start - sentence.start < high:
            inside = [s for s in direct if s.start is not None and s.start >= sentence.start + low]
            if inside:
                return inside[0]
            if body[low:high].startswith(" that "):  # "said that the agreement would cut": the agreement is no party
                return None
    if direct or draft.form == "stop":  # "the programme of X lapsed" is X's doing
        return (direct or left)[0]
    return left[0] if len(left) == 1 and _possessed(text, left[0]) else None


def also(text: str, present: list[Seat], recipient: Seat) -> list[Seat]:
    """Further recipients in one list: "duties on India, Nepal and Pakistan". A list ends with "and"."""
    found = [recipient]
    ended = 0
    for seat in present:
        last = found[-1]
        if seat.start is None or last.end is None or seat.start < last.end:
            continue
        joint = _LISTED.fullmatch(text, last.end, seat.start)
        if seat.code in {s.code for s in found} or not joint:
            break
        found.append(seat)
        if joint[1]:
            ended = len(found)
    return found[1:ended]


def _possessed(text: str, seat: Seat) -> bool:
    return seat.end is not None and re.match(r"[’']", text[seat.end : seat.end + 1]) is not None


def _goal(text: str, subject: Seat | None, left: list[Seat], right: list[Seat], draft: Draft) -> Seat | None:
    """The first other party after the cue, else one before it."""
    code = subject.code if subject else None
    for seat in right:
        if seat.code != code:
            return seat
    return next((s for s in reversed(left) if s.code != code and draft.event_type not in ("ASSAULT", "ACCUSE")), None)


def _together(text: str, sentence: Sentence, left: list[Seat], said: Discourse, start: int) -> tuple[Seat, Seat] | None:
    """Two parties that act jointly: "X and Y", or "both sides" of the article's pair."""
    for first, second in itertools.pairwise(left):
        assert first.end is not None and second.start is not None
        between = text[first.end : second.start]
        if first.code != second.code and re.fullmatch(
            r"(?:[’']s?)?(?: \w+){0,3},? and (?:the |its )?(?:\w+ ){0,2}|-", between
        ):
            return first, second
    head = text[sentence.start : start]
    for modifier in modifiers("joint"):
        if (match := modifier.pattern.search(head)) and said.pair:
            at = sentence.start + match.start(), sentence.start + match.end()
            return Seat(said.pair[0], "GOV", *at), Seat(said.pair[1], "GOV", *at)
    return None


def _lacking(
    text: str,
    sentence: Sentence,
    draft: Draft,
    left: list[Seat],
    right: list[Seat],
    present: list[Seat],
    said: Discourse,
) -> Roles | str:
    """Who failed to give what to whom. The giver is the actor even where only the receiver is named."""
    start = sentence.start + draft.head
    codes = {s.code: s for s in reversed(present)}
    giver: Seat | None = None
    receiver: Seat | None = None
    if draft.form == "lack_giver":
        if both := _together(text, sentence, left, said, start):
            return Roles(*both, symmetric=True)
        giver = _subject(text, sentence, draft, left, start)
        if giver is None:
            return "nobody is named who failed to give"
        receiver = next((s for s in right if s.code != giver.code), None) or said.other(giver.code)
        receiver = receiver or next((s for s in left if s.code != giver.code), None)
    elif draft.frame == "receiver":
        receiver = _subject(text, sentence, draft, left, start)
        giver = next((s for s in [*right, *left] if receiver and s.code != receiver.code), None)
    elif said.lack and set(said.lack) <= codes.keys():
        giver, receiver = codes[said.lack[0]], codes[said.lack[1]]
    elif draft.frame == "warmth":
        giver = left[0] if left else None
        receiver = next((s for s in right if giver and s.code != giver.code), None)
    if giver is None and receiver is None and said.lack:
        giver, receiver = (Seat(code, "GOV", None, None, supplied=True) for code in said.lack)
    known = giver or receiver
    if known is None:
        return "no party is named"
    supplied = said.other(known.code)
    if said.lack and known.code in said.lack:
        rest = said.lack[0] if known.code == said.lack[1] else said.lack[1]
        supplied = Seat(rest, "GOV", None, None, supplied=True)
    giver, receiver = giver or supplied, receiver or supplied
    if giver is None or receiver is None or giver.code == receiver.code:
        return "only one party is named"
    return Roles(giver, receiver, symmetric=False)


_HERALD = re.compile(
    r"^(?:has |have |had )?(?:announc|sa(?:id|ys?)|declar|told|tell|stat(?:ed|es)|disclos|reveal)\w*\b.* "
    r"(?:that|it|he|she|they)$",
    re.IGNORECASE,
)


def without_heralds(events: Sequence[Event]) -> list[Event]:
    """Without events that are only the saying of the next: of "announced on Thursday that it | would cut" the second
    is the act."""
    begins = {(e.cue.start, e.actor.code, e.recipient.code) for e in events if e.cue}

    def herald(event: Event) -> bool:
        cue, who = event.cue, (event.actor.code, event.recipient.code)
        if cue is None or not _HERALD.search(cue.text):
            return False
        return any((cue.end + gap, *who) in begins for gap in (1, 2))

    return [event for event in events if not herald(event)]


def distinct(events: Iterable[Event]) -> list[Event]:
    """No two events of one cue, object, pair and type."""
    return list({e.event_id: e for e in events}.values())
