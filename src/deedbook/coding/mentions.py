"""Who is named where: states, their capitals, agencies, officials by dated office, organisations, firms, projects.

A title ("Pakistan's Ambassador to the United States, Jane Doe") is one mention with the code of the state that is
served. A surname stands for its bearer after the full name or a title introduced it, or while its bearer holds one of
the offices of ``_KNOWN_BY_SURNAME`` on the article's date."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import ahocorasick

from deedbook.codebook import Codebook, Holder, Name
from deedbook.records import Article, Interval, TitleMention

_KNOWN_BY_SURNAME = frozenset({"head_of_state", "head_of_government", "foreign_minister", "supreme_leader"})
_NAME = (
    r"(?:[A-Z][\w’'.-]*[\w’]|al-[A-Z]\w+)(?: (?:(?:al|bin|ibn|de|da|von|van|der|ul|ur|el)[ -])?[A-Z][\w’'.-]*\w){0,3}"
)
_AFTER = re.compile(rf"(?:,? )({_NAME})")
_SPECIFIED = re.compile(r" for (?:[A-Z]\w+|the)(?:,? (?:[A-Z]\w+|and|the|of|&))*(?<=[a-z])")
_TO_STATE = re.compile(r" (?:to|in|for|of|at) (?:the )?$")
_OWNED = re.compile(
    r"(?:[’']s?)? (?:(?:new|former|then|acting|deputy|top|outgoing|visiting|senior|ex|[A-Z]\w+)[ -]){0,2}"
)
_FORMER = re.compile(r"\b(?:former|ex-?|then|late|one-time)[ -]$", re.IGNORECASE)
_CAPITAL = re.compile(r" [A-Z]")
_WORDY = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Mention:
    """Half-open offsets into ``Article.raw``; ``name`` is a person's full name where known."""

    start: int
    end: int
    code: str
    sector: str
    kind: str
    name: str | None = None


class Gazetteer:
    """Names of the codebook in one automaton; immutable once built."""

    def __init__(self, codebook: Codebook) -> None:
        self.codebook = codebook
        self._names = ahocorasick.Automaton()
        entries: dict[str, list[Name]] = {}
        for name in codebook.names:
            for text in {name.text, name.text.upper()} if len(name.text) > 3 or "." in name.text else {name.text}:
                entries.setdefault(text, []).append(name)
        people = {key: held for key, held in codebook.persons.items() if " " in key}
        # decoys ("New Jersey", "Uruguay Round") use up their text and name nobody
        for text in entries.keys() | people.keys() | set(codebook.decoys):
            self._names.add_word(text, (len(text), tuple(entries.get(text, ())), people.get(text, ())))
        self._names.make_automaton()
        titles = sorted({t for office in codebook.offices.values() for t in office.titles}, key=len, reverse=True)
        self._titles = re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, titles)) + r")(?!\w)", re.IGNORECASE)
        self._offices = {
            title.lower(): [o for o in codebook.offices.values() if title in o.titles]
            for office in codebook.offices.values()
            for title in office.titles
        }

    def find(self, text: str, on: Interval) -> list[Mention]:
        """Longest names from the left that hold on the date and stand as whole words; offsets into ``text``."""
        hits: list[tuple[int, int, tuple[Name, ...], tuple[Holder, ...]]] = []
        for last, (length, names, people) in self._names.iter(text):
            start, end = last - length + 1, last + 1
            if (start and _WORDY.match(text[start - 1])) or (end < len(text) and _WORDY.match(text[end])):
                continue
            if text[max(0, start - 5) : start].lower().endswith(("anti-", "pro-", "non-")):
                continue
            valid = tuple(n for n in names if _holds(n.valid_from, n.valid_to, on))
            if text[start - 1 : start] == "<" or text[end : end + 1] == ">":
                continue  # a ticker: <ROK>
            if valid or people or text[start:end] in self.codebook.decoys:
                hits.append((start, end, valid, people))
        found: list[Mention] = []
        taken = 0
        for start, end, names, people in sorted(hits, key=lambda h: (h[0], -h[1])):
            if start < taken:
                continue
            taken = end
            if names:
                name = names[0]
                found.append(Mention(start, end, name.code, name.sector or "GOV", name.kind))
            elif people:
                holder = serving(people, on)
                found.append(Mention(start, end, holder.state, self._sector(holder.office), "person", holder.person))
        return found

    def titles(self, text: str) -> Iterable[re.Match[str]]:
        return self._titles.finditer(text)

    def office(self, title: str, state: str | None) -> tuple[str, str, str | None]:
        """Key, sector and (for a title that only one state uses) state of an office named in print."""
        offices = self._offices[title.lower()]
        fitting = [o for o in offices if o.state == state] or [o for o in offices if o.state is None] or offices
        return fitting[0].key, fitting[0].sector, fitting[0].state

    def _sector(self, office: str) -> str:
        known = self.codebook.offices.get(office)
        return known.sector if known else "GOV"


def _holds(valid_from: date | None, valid_to: date | None, on: Interval) -> bool:
    if on.start is None and on.end is None:
        return valid_to is None  # an undated text is read with today's names
    day = on.start or on.end
    assert day is not None
    return (valid_from is None or valid_from <= day) and (valid_to is None or day <= valid_to)


def serving(held: Iterable[Holder], on: Interval) -> Holder:
    """Of several terms the one that covers the date, else the latest begun."""
    day = on.start or on.end
    terms = sorted(held, key=lambda h: h.start)
    covering = [h for h in terms if day and h.start <= day and (h.end is None or day <= h.end)]
    return (covering or terms)[-1]


def mentions(article: Article, gazetteer: Gazetteer) -> tuple[list[Mention], list[TitleMention]]:
    """All mentions of an article in order, none overlapping, and the titles that go with names."""
    text, on = article.raw, article.published
    plain = gazetteer.find(text, on)
    titled, titles = _titled(text, plain, gazetteer, on)
    kept = [m for m in plain if not any(t.start < m.end and m.start < t.end for t in titled)]
    known = titled + [m for m in kept if m.kind == "person"]
    taken = sorted([*titled, *kept], key=lambda m: m.start)
    return sorted([*taken, *_surnames(text, known, taken, gazetteer, on)], key=lambda m: m.start), titles


def _titled(
    text: str, plain: list[Mention], gazetteer: Gazetteer, on: Interval
) -> tuple[list[Mention], list[TitleMention]]:
    found: list[Mention] = []
    titles: list[TitleMention] = []
    for title in gazetteer.titles(text):
        if found and title.start() < found[-1].end:
            continue
        before = [m for m in plain if m.end <= title.start() <= m.end + 25 and m.kind != "person"]
        owner = before[-1] if before and _owns(text[before[-1].end : title.start()]) else None
        end = title.end()
        for other in plain:  # "ambassador to the United States"
            if other.start >= end and other.start <= end + 12 and _TO_STATE.fullmatch(text[end : other.start]):
                end = other.end
                owner = owner or (other if text[title.end() : other.start].strip().startswith("of") else None)
        while (more := re.match(r"(?:/| and (?=[A-Z]))", text[end:])) and (
            joined := re.match(r"[A-Z]\w+(?: [A-Z]\w+)?(?= [A-Z])", text[end + more.end() :])
        ):
            end += more.end() + joined.end()  # "Deputy Prime Minister/Foreign Minister"
            break
        specified = _SPECIFIED.match(text, end)
        end = specified.end() if specified else end
        name = _AFTER.match(text, end)
        person = name[1] if name else None
        if name and any(m.start < name.end() and name.start(1) < m.end and m.kind != "person" for m in plain):
            name = person = None
        held = gazetteer.codebook.persons.get(person or "") or gazetteer.codebook.persons.get(_last(person), ())
        key, sector, only = gazetteer.office(title[0], owner.code if owner else None)
        matching = [h for h in held if owner is None or h.state == owner.code]
        holder = serving(matching, on) if matching else None
        code = owner.code if owner else holder.state if holder else only
        if code is None or (person is None and owner is None):
            continue
        start = owner.start if owner and owner.end <= title.start() else title.start()
        stop = name.end() if name else end
        full = holder.person if holder else person
        found.append(Mention(start, stop, code, sector, "person" if person else "office", full))
        if person and full:
            former = bool(_FORMER.search(text[max(0, title.start() - 12) : title.start()]))
            titles.append(TitleMention(title.start(), stop, full, key, code, former))
    return found, titles


def _owns(between: str) -> bool:
    return _OWNED.fullmatch(between) is not None


def _last(name: str | None) -> str:
    return re.sub(r"[’']s?$", "", name).split()[-1] if name else ""


def _surnames(
    text: str, known: list[Mention], taken: list[Mention], gazetteer: Gazetteer, on: Interval
) -> list[Mention]:
    bearers = {_last(m.name): m for m in known if m.name}
    day = on.start or on.end
    found = []
    occupied = iter(taken)
    current = next(occupied, None)
    for word in re.finditer(r"(?<![\w-])[A-Z][\w’'-]+", text):
        surname = re.sub(r"[’']s?$", "", word[0])
        while current and current.end <= word.start():
            current = next(occupied, None)
        if current and current.start < word.start() + len(surname):
            continue
        start, end = word.start(), word.start() + len(surname)
        bearer = bearers.get(surname)
        if bearer:
            found.append(Mention(start, end, bearer.code, bearer.sector, "person", bearer.name))
        elif day and (held := gazetteer.codebook.persons.get(surname)):
            serves = [
                h for h in held if h.office in _KNOWN_BY_SURNAME and h.start <= day and (h.end is None or day <= h.end)
            ]
            neighbour = re.search(r"[A-Z][\w’'.-]* $", text[max(0, start - 20) : start]) or _CAPITAL.match(text, end)
            if not neighbour and len({h.person for h in serves}) == 1:
                found.append(Mention(start, end, serves[0].state, "GOV", "person", serves[0].person))
    return found
