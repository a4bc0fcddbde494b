"""Where reports of one act or commitment differ: amounts, dates, statuses, and whether it happened at all."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement

from deedbook.codebook import Codebook
from deedbook.ledger.acts import LOOSE
from deedbook.ledger.traits import places_of
from deedbook.ledger.vocabulary import content, family, has
from deedbook.measures.answer import Line
from deedbook.measures.matters import Matter
from deedbook.measures.notices import taken_back
from deedbook.measures.sureness import line
from deedbook.measures.view import View
from deedbook.measures.wording import amount, interval, listed, named, rules, sentence, status
from deedbook.records import Amount, Entry, Occurrence

_BESIDE = 20  # characters on either side of a sum
_ORDINAL = re.compile(
    r"\b(?:first|initial|second|third|next|last|remaining|final)\s+(?:of\s+)?(?:the\s+)?$", re.IGNORECASE
)
_SAME = 0.01  # amounts within one per cent are one amount, rounded


@dataclass(frozen=True, slots=True)
class _Conflict:
    """What reports of a matter differ on; ``told`` has, by what they say, the first report that says so."""

    what: str
    subject: str
    told: Mapping[str, Entry]
    entries: Sequence[Entry]

    @property
    def key(self) -> tuple[object, ...]:
        """What is the same of two that would be told alike."""
        return self.what, self.subject, *((text, id(entry)) for text, entry in self.told.items())

    def line(self, view: View) -> Line:
        cited = view.cited(list(self.told.values()))
        versions = [f"{text} ({name})" for text, name in zip(self.told, cited, strict=True)]
        text = f"{self.what}: reports differ on the {self.subject}: {listed(versions)}"
        return line(view, sentence(text), self.entries, most=6)


def lines(view: View, found: Sequence[Matter], most: int | None = None) -> tuple[tuple[Line, ...], int]:
    """Each conflict once, with both sides' evidence, those of the weightiest matters first; only independent sources
    can disagree. Of conflicts between reports ``most`` are told at most; last how many more there are. What is denied,
    and what an outlet corrected itself, is always told."""
    conflicts = list({conflict_.key: conflict_ for conflict_ in _conflicts(view, found)}.values())
    chosen = conflicts[:most]
    told = (*(conflict_.line(view) for conflict_ in chosen), *_corrected(view, found), *_denied(view))
    return tuple(dict.fromkeys(told)), len(conflicts) - len(chosen)


def _conflicts(view: View, found: Sequence[Matter]) -> Iterator[_Conflict]:
    for matter in found:
        money = matter.instrument in rules()["instruments"]["money"]
        # A duty changes from year to year: its rates conflict within one act only. A sum owed is one sum.
        # What is paid of it comes in parts: payments conflict within one act only, and no part with the whole.
        pledged = [e for e in matter.entries if _owed(view, e) and not _part(view, e)]
        paid = [[e for e in act.entries if e.event.status == "delivered"] for act in matter.acts]
        pools = [pledged, *paid] if money else [list(act.entries) for act in matter.acts]
        for pool in pools:
            wrong = {id(entry) for entry, _ in taken_back(view, pool)}
            yield from _differ(view, matter, "amount", [e for e in pool if id(e) not in wrong], _amount)
        for act in matter.acts:
            yield from _differ(view, matter, "date", act.entries, _date)
            yield from _differ(view, matter, "status", act.entries, _status)


def _corrected(view: View, found: Sequence[Matter]) -> list[Line]:
    """Sums that an outlet put right itself: no conflict, and the first one counts no more."""
    result = []
    for matter in found:
        for entry, right in taken_back(view, matter.entries):
            sums = f"from {amount(entry.event.amount)} to {amount(right.event.amount)}"
            text = f"{matter.what}: {view.outlet(right)} corrected the amount {sums}."
            result.append(line(view, text, [entry, right]))
    return result


def _owed(view: View, entry: Entry) -> bool:
    return view.order("promised") <= view.order(entry.event.status) < view.order("delivered")


def _part(view: View, entry: Entry) -> bool:
    """Whether the sum is said to be one of several ("the first 2,000 tonnes", "a tranche of $120 million")."""
    told, sentence_ = entry.event.amount, entry.event.sentence
    if told is None or told.start is None or told.end is None:
        return False
    raw = view.article(entry).raw
    beside = f"{raw[max(sentence_.start, told.start - _BESIDE) : told.start]} {raw[told.end : told.end + _BESIDE]}"
    return bool(_ORDINAL.search(raw[max(sentence_.start, told.start - _BESIDE) : told.start])) or has(
        "instalment", beside
    )


def _amount(entry: Entry) -> Amount | None:
    return entry.event.amount


def _date(entry: Entry) -> tuple[object, ...] | None:
    date = entry.event.date
    if date.basis not in ("explicit", "relative") or not date.start or not date.end:
        return None
    return date.start, date.end


def _status(entry: Entry) -> str | None:
    return entry.event.status if entry.event.polarity == "positive" else None


def _differ(
    view: View, matter: Matter, subject: str, entries: Sequence[Entry], value: Callable[[Entry], object]
) -> Iterator[_Conflict]:
    held = [(entry, says) for entry in entries if (says := value(entry)) is not None]
    if len(held) < 2 or len({_said(says) for _, says in held}) < 2 or not (kept := _in_conflict(view, held)):
        return
    told: dict[str, Entry] = {}
    for entry in kept:
        told.setdefault(_print(subject, entry), entry)
    if len(told) > 1:
        yield _Conflict(matter.what, subject, told, kept)


def _in_conflict(view: View, held: Sequence[tuple[Entry, object]]) -> list[Entry]:
    """Those of ``held`` (entry, what it says) that another text speaks against, each pair in order. What many say alike
    is compared once: a matter may have hundreds of entries."""
    numbers: dict[object, int] = {}  # of what is said, each once
    said = [numbers.setdefault(_said(says), len(numbers)) for _, says in held]
    distinct = list({number: says for number, (_, says) in zip(said, held, strict=True)}.values())
    against: list[set[int]] = [set() for _ in distinct]
    for one, other in combinations_with_replacement(range(len(distinct)), 2):
        if conflict(distinct[one], distinct[other]):
            against[one].add(other)
            against[other].add(one)
    if not any(against):
        return []
    texts = [view.copy(entry.article_key) for entry, _ in held]
    places = [at for at, number in enumerate(said) if against[number]]
    found: dict[int, None] = {}
    left = places  # not found yet
    for behind, at in enumerate(places, 1):
        known, text, apart = len(found), texts[at], against[said[at]]
        for place in left if at in found else places[behind:]:
            if place > at and said[place] in apart and texts[place] != text:
                found.setdefault(at)
                found.setdefault(place)
        if len(found) > known:
            left = [place for place in left if place not in found]
    return list({id(held[at][0]): held[at][0] for at in found}.values())  # by identity: comparing them is slow


def _said(says: object) -> object:
    """What is the same for all that says the same."""
    return (says.value, says.value_max, says.unit) if isinstance(says, Amount) else says


def conflict(one: object, other: object) -> bool:
    """Whether two sums, two dates as (first, last), or two statuses cannot both be true; nothing against nothing, or
    against something, is no conflict."""
    if one is None or other is None:
        return False
    if isinstance(one, Amount) and isinstance(other, Amount):
        if one.unit != other.unit:
            return False
        highs = [a.value_max or a.value for a in (one, other)]
        return not (one.value <= highs[1] * (1 + _SAME) and other.value <= highs[0] * (1 + _SAME))
    if isinstance(one, tuple) and isinstance(other, tuple):
        return bool(one[0] > other[1] or other[0] > one[1])
    return one != other


def _print(subject: str, entry: Entry) -> str:
    if subject == "amount":
        return amount(entry.event.amount)
    if subject == "date":
        return interval(entry.event.date)
    return status(entry.event.status).split(",")[0]


def _denied(view: View) -> list[Line]:
    """Acts that one report tells and another, or a quoted denial, says did not happen."""
    result = []
    for denial in (act for act in view.occurrences if act.polarity == "negative"):
        told = [
            act for act in view.occurrences if act.polarity == "positive" and same_matter(denial, act, view.codebook)
        ]
        what = sentence(named("", denial.object, denial.amount) or "An act").rstrip(".")
        who = listed(dict.fromkeys(e.event.speaker.name or view.outlet(e) for e in denial.entries))
        if told:
            text = f"{what}: reported by {listed(view.outlets(told))}, denied by {who}."
        else:
            text = f"{what}: denied by {who}; no report read says that it happened."
        result.append(line(view, text, [*denial.entries, *(e for act in told for e in act.entries)], most=4))
    return result


def same_matter(one: Occurrence, other: Occurrence, codebook: Codebook) -> bool:
    """Whether a denial or a report of absence can be of the act ``other``: same parties, family and words, places left
    aside ("missiles to Pakistan", "an F-16 upgrade for Pakistan")."""
    if {one.actor, one.recipient} != {other.actor, other.recipient} or other.status == "not_received":
        return False
    if family(one.instrument).name != family(other.instrument).name:
        return False
    shared = content(one.object or "") & content(other.object or "") - places_of(codebook).stems
    named = family(one.instrument).name != LOOSE  # where neither thing nor instrument is named, nothing is the same
    return bool(shared) or (named and not (one.object and other.object))
