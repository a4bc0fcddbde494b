"""Which constructions of the cue lexicon a sentence holds, and on which rung the words around them put the act."""

import re
from dataclasses import dataclass, replace

from deedbook.codebook.cues import Cue, Modifier, given, heard, is_base, modifiers

_ADVERBS = r"(?:\s+(?:also|even|now|then|still|recently|again|formally|publicly|openly|repeatedly|\w+ly))*\s*$"
_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being|gets?|got)(?:\s+(?:\w+ly|also|not|yet))*\s+$", re.IGNORECASE)
_PARTICIPLE = re.compile(r"(?:ed|en|ned|ld|nt|put|cut|set|sold|held|met|paid|made|sent|begun)\b", re.IGNORECASE)
_NOMINAL = re.compile(r"\b(?:the|a|an|its|their|his|her|any|this|that|of|new|more|further|possible)\s+$", re.IGNORECASE)
_NO = re.compile(r"no (.+?) (?:has|have|had)\b", re.IGNORECASE)
_BEGIN = re.compile(
    r"[;:,“\"]\s(?:and |but )?| (?:said|says|showed|shows|reported) (?:that )?"
    r"| (?:but|while|although|after|because|so) "
)
_NOTHING = re.compile(r"\s*(?:no|nothing|neither)\b", re.IGNORECASE)
_JOINT = re.compile(r"\band (?:the )?[A-Z][\w.]+ $")
_AHEAD = frozenset({"discussed", "offered", "promised"})
_END = re.compile(
    r"[;:!?”\"]|\.$|,? (?:because|after|before|amid|despite|although|while|which|who|where|when)\b"
    r"|,? (?:if|unless|but|saying|citing)\b"
    r"|, (?=(?-i:[A-Z][\w.]* ){1,3}(?:officials?|\w+ed|has|have|is|are|was|were|said)\b)"
    r"|, (?=[^,]{0,80}\b(?:said|says|showed|announced)\b[^,]{0,60}$)"
    r"|, (?=among (?:them|others)\b)"
    r"|, (?=the (?:country|nation|government|two|ministry)\b)"
    r"|, and (?=all |no )|,? and (?=(?:\w+ ){1,3}(?:has|have|is|are|was|were|will)\b|\w+ed\b)"
    r"|, (?:as|and (?:it|he|she|they|the)|a |an |said|according)\b| — | – | - ",
    re.IGNORECASE,
)
_COORDINATION = re.compile(r"\s*,\s*(?:(?:and|or|nor)\s+)?|\s+(?:and|or|nor)\s+")
_LONGEST_GOOD = 9  # words of one benefit in a list; a longer piece is a clause
_LEADING = re.compile(
    r"^(?:with|any|the|a|an|its|their|his|no|of|for|to|on|into|in|that|from|some|such as)\s+", re.IGNORECASE
)
_COOPERATIVE = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID", "AGREE"})
_EASING = frozenset({"CONCEDE", "RETREAT"})
_DEBT = frozenset({"CONCEDE", "AID", "COOPERATE", "AGREE", "SUPPORT"})
_ORDER = {"discussed": 1, "requested": 1, "offered": 2, "promised": 3, "agreed": 4, "approved": 5, "delivered": 6}


@dataclass(frozen=True, slots=True)
class Draft:
    """An act before its parties are known; offsets within the sentence. ``goods`` is the object phrase, if any."""

    start: int
    end: int
    event_type: str
    status: str
    form: str
    frame: str
    passive: bool = False
    negated: bool = False
    goods: tuple[int, int] | None = None
    instrument: str = "other"
    domains: tuple[str, ...] = ()
    head: int = 0  # where operators before the cue begin: the subject stands to the left of it
    by: Cue | None = None


def drafts(sentence: str) -> list[Draft]:
    """Acts that a sentence reports, in order of cue; none for questions and biography."""
    matches = [(cue, match) for cue in heard().likely(sentence) for match in cue.pattern.finditer(sentence)]
    if not matches or any(m.pattern.search(sentence) for kind in ("biography", "question") for m in modifiers(kind)):
        return []
    found = [draft for cue, match in matches if (draft := _draft(sentence, cue, match))]
    chosen: list[Draft] = []
    for draft in sorted(found, key=lambda d: (d.head, d.start, d.start - d.end)):
        clash = next((c for c in chosen if (c.start < draft.end and draft.start < c.end) or _covers(c, draft)), None)
        if clash is None:
            chosen.append(draft)
        elif _inner(clash, draft):
            chosen[chosen.index(clash)] = draft
    split = [piece for draft in chosen if draft.event_type for piece in _coordinated(sentence, draft)]
    return _once(split)


def _covers(outer: Draft, inner: Draft) -> bool:
    """The outer cue is the operator that puts the inner act on its rung ("agreed to" cut tariffs)."""
    return outer.start < inner.start and inner.head < outer.end


def _inner(outer: Draft, inner: Draft) -> bool:
    """Whether the inner act says more than the operator: "agreed to cut tariffs" is the cut, "urged it to cut" not."""
    return _covers(outer, inner) and outer.form == "verb" and outer.event_type != inner.event_type


def _draft(sentence: str, cue: Cue, match: re.Match[str]) -> Draft | None:
    start, end = match.start(), match.end()
    while end > start and sentence[end - 1] == " ":
        end -= 1
    if start == end:
        return None
    before, after = sentence[:start], sentence[end:]
    passive = cue.form in ("verb", "stop") and bool(_PASSIVE.search(before)) and bool(_PARTICIPLE.search(match[0]))
    stop = _END.search(after)
    limit = end + (stop.start() if stop else len(after))
    low = 0 if passive or cue.form == "stop" else end
    if cue.needs and not cue.needs.search(sentence, low, limit):
        return None
    if cue.form == "verb" and not passive and not _finite(before, match[0]):
        return None
    if cue.status == "lapsed" and (operator := _operator(sentence, start)) and operator[0].status in _AHEAD:
        return None  # "is due to expire" has not expired
    told = _subject_goods(sentence, start, end) if passive or _told_by_subject(cue) else _tight(sentence, end, limit)
    draft = Draft(
        start,
        end,
        cue.event_type,
        cue.status,
        cue.form,
        cue.frame,
        passive,
        goods=told,
        instrument=cue.instrument,
        domains=cue.domains,
        head=start,
        by=cue,
    )
    if cue.form in ("verb", "noun"):
        draft = _ordered(sentence, _operated(sentence, draft))
        if draft.event_type in _DEBT and draft.status == "delivered" and _NOTHING.match(after):
            draft = replace(draft, status="not_received")  # "gave no aid"
    return _thing(sentence, draft, limit)


def _told_by_subject(cue: Cue) -> bool:
    return cue.frame == "measure" or cue.form == "lack_passive" or cue.status == "lapsed"


def _subject_goods(sentence: str, start: int, end: int) -> tuple[int, int] | None:
    """The thing a passive is about: the words before it in its clause ("the duty on steel was lifted")."""
    inside = _NO.match(sentence, start, end)  # "no payment to the mine has been reported"
    if inside:
        return _tight(sentence, inside.start(1), inside.end(1))
    cuts = [c.end() for c in _BEGIN.finditer(sentence, 0, start)]
    low = cuts[-1] if cuts else 0
    auxiliary = _PASSIVE.search(sentence[low:start])
    return _tight(sentence, low, low + auxiliary.start() if auxiliary else start)


def _finite(before: str, cue: str) -> bool:
    """Whether a word that may be a noun ("support", "the visit", "backing") stands as a verb here."""
    first = cue.split(" ", 1)[0].lower()
    if not before.strip():
        return True
    if _NOMINAL.search(before):
        return False
    if _JOINT.search(before):
        return True
    kind = "gerund" if first.endswith("ing") else "finite" if is_base(first) else ""
    if not kind:
        return True
    last = re.sub(r"(?: \w+ly| also| even| soon)+$", "", before.rstrip()).split()[-1]
    return any(m.pattern.fullmatch(last) for m in modifiers(kind))


def _tight(sentence: str, start: int, limit: int) -> tuple[int, int] | None:
    """A phrase without the articles, prepositions and commas around it; ``None`` if nothing is left."""
    text = sentence[start:limit]
    left = len(text) - len(text.lstrip(" ,"))
    while lead := _LEADING.match(text[left:]):
        left += lead.end()
    right = len(text.rstrip(" ,"))
    return (start + left, start + right) if right - left >= 2 else None


def _operated(sentence: str, draft: Draft) -> Draft:
    """Apply modals and matrix verbs from the inside out; a hedge lowers the rung, a denial turns the polarity."""
    for _ in range(3):
        found = _operator(sentence, draft.head)
        if found is None:
            return draft
        modifier, start = found
        status = modifier.status
        if sentence[start:].startswith("would") and _reported(sentence[:start]):
            status = "promised"
        draft = replace(_moved(draft, status), head=start)
    return draft


def _reported(before: str) -> bool:
    return any(m.pattern.search(before) for m in modifiers("backshift"))


def _ordered(sentence: str, draft: Draft) -> Draft:
    """An announced measure that an order backs is approved; it is delivered only once it applies."""
    if draft.status != "promised" or draft.event_type not in ("THREATEN", "CONCEDE"):
        return draft
    if not any(m.pattern.search(sentence) for m in modifiers("ordered")):
        return draft
    return replace(draft, status="approved", event_type="SANCTION" if draft.event_type == "THREATEN" else "CONCEDE")


def _operator(sentence: str, end: int) -> tuple[Modifier, int] | None:
    window = sentence[max(0, end - 70) : end]
    best: tuple[Modifier, int] | None = None
    for modifier in modifiers("operator"):
        for match in modifier.pattern.finditer(window):
            rest = window[match.end() :]
            if not rest.strip() or re.fullmatch(_ADVERBS[:-1], rest):
                at = end - len(window) + match.start()
                if best is None or at < best[1]:
                    best = (modifier, at)
                break
    return best


def _moved(draft: Draft, status: str) -> Draft:
    kind, now = draft.event_type, draft.status
    if status == "negated":
        return replace(draft, negated=not draft.negated)
    if status == "requested":
        return replace(draft, event_type="REQUEST", status="requested")
    if status == "refused":
        return replace(draft, event_type="REJECT", status="refused")
    if status == "not_received":
        if kind in _DEBT:
            return replace(draft, status="not_received")
        return replace(draft, negated=not draft.negated)
    if status in ("suspended", "withdrawn"):
        return replace(draft, status=status)
    if status == "approved":
        return replace(draft, status="approved") if now in ("delivered", "act") else draft
    if status == "threatened":
        return replace(draft, event_type="THREATEN", status="promised")
    if kind == "SUPPORT" and now == "agreed" and status != "agreed":  # a pact that may or will be signed
        return replace(draft, event_type="AGREE", status=status)
    if now in _ORDER and now != "delivered":
        lower = status if _ORDER[status] < _ORDER[now] else now
        return replace(draft, status=lower)
    future = "AGREE" if kind in _COOPERATIVE else "CONCEDE" if kind in _EASING else "THREATEN"
    if kind == "REQUEST":
        return replace(draft, status="promised" if status == "promised" else "discussed")
    return replace(draft, event_type=future, status=status)


def _thing(sentence: str, draft: Draft, limit: int) -> Draft:
    """Domain, instrument and, for absences and stops, type by the thing that is given or withheld."""
    low, high = draft.goods or (draft.end, limit)
    passive = draft.passive or draft.form == "lack_passive" or not draft.goods
    named = _named(sentence[0 : draft.end] if passive else sentence[low:high]) or _named(sentence[draft.start : high])
    if draft.frame in ("joint", "speaker") and (not named or set(named[2]) <= {"diplomacy"}):
        named = _named(sentence[draft.end :]) or named  # talks are about whatever the sentence goes on to name
    kind = draft.event_type
    if named:
        event_type, instrument, domains = named
        return replace(
            draft,
            event_type=kind or event_type,
            instrument=instrument
            if draft.instrument in ("", "other", "tariff", "loan", "grant", "purchase", "sanction")
            and instrument != "other"
            else draft.instrument or "other",
            domains=domains or draft.domains,
        )
    # a report of absence that names nothing a state gives ("has not published a readout") is no event
    fallback = "" if draft.form in ("lack_giver", "lack_passive") else "COOPERATE"
    return replace(draft, event_type=kind or fallback, domains=draft.domains)


def _named(text: str) -> tuple[str, str, tuple[str, ...]] | None:
    """Type, instrument and domains of the things named: the most specific one decides the first two."""
    hits = [thing for thing in given().likely(text) if thing.pattern.search(text)]
    if not hits:
        return None
    domains = dict.fromkeys(d for thing in hits for d in thing.domains)
    if len(domains) > 1:
        domains.pop("diplomacy", None)
    instrument = next((t.instrument for t in hits if t.instrument != "other"), "other")
    return hits[0].event_type, instrument, tuple(list(domains)[:3])


def _coordinated(sentence: str, draft: Draft) -> list[Draft]:
    """One event a benefit: what is reported absent in a list is split at its commas and conjunctions."""
    if draft.form not in ("lack", "lack_giver") or not draft.goods:
        return [draft]
    low, high = draft.goods
    if " both " in sentence[low:high]:  # "support in both economic and defence spheres" is one thing
        return [draft]
    cuts = [(c.start(), c.end()) for c in _COORDINATION.finditer(sentence, low, high)]
    bounds = zip([low, *(end for _, end in cuts)], [*(start for start, _ in cuts), high], strict=True)
    pieces = [(a, b, _named(sentence[a:b])) for a, b in bounds if len(sentence[a:b].split()) <= _LONGEST_GOOD]
    split = [
        replace(draft, goods=(a, b), event_type=named[0], instrument=named[1], domains=named[2] or draft.domains)
        for a, b, named in pieces
        if named
    ]
    return split if len(split) > 1 else [draft]


def _once(found: list[Draft]) -> list[Draft]:
    """Nominal cues that say the same thing in one sentence count once."""
    seen: set[tuple[str, str, str]] = set()
    kept = []
    for draft in found:
        key = (draft.form, draft.event_type, draft.status)
        if draft.form == "noun" and key in seen:
            continue
        seen.add(key)
        kept.append(draft)
    return kept
