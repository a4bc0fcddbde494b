"""Who is named where: states, their capitals, agencies, officials by dated office, organisations, firms, projects.

A title ("Pakistan's Ambassador to the United States, Jane Doe") is one mention with the code of the state that is
served. A surname stands for its bearer after the full name or a title introduced it, or while its bearer holds one of
the offices of ``_KNOWN_BY_SURNAME`` on the article's date."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import ahocorasick

from deedbook.codebook import Codebook, Holder, Name
from deedbook.records import Article, Interval, TitleMention

_LEADERS = frozenset({"head_of_state", "head_of_government", "foreign_minister", "supreme_leader"})
_KNOWN_BY_SURNAME = _LEADERS | {
    "adb_chief", "agriculture_minister", "central_bank", "defence_minister", "deputy_head_of_government",
    "economy_minister", "energy_minister", "finance_minister", "foreign_secretary", "imf_chief", "nato_chief",
    "opec_chief", "trade_minister", "trade_representative", "world_bank_chief", "wto_chief",
}  # fmt: skip
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
_CAPITAL_BEFORE = re.compile(r"[A-Z][\w’'.-]* $")
_SECOND = re.compile(r"(?:/| and (?=[A-Z]))([A-Z]\w+(?: [A-Z]\w+)?)(?= [A-Z])")
# what may not stand before is looked for after the first character: a search skips to that character, not to a gap
_WRAP = re.compile(r"\n(?<=\S\n)(?=\S)")
_WORD = re.compile(r"[A-Z](?<![\w-][A-Z])[\w’'-]+")
_REACH = 25  # characters between a state and the title of its office


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
            names = tuple(entries.get(text, ()))
            bounded = any(n.valid_from or n.valid_to for n in names)
            self._names.add_word(text, (len(text), names, bounded, people.get(text, ()), text in codebook.decoys))
        self._names.make_automaton()
        self._offices = {
            title.lower(): [o for o in codebook.offices.values() if title in o.titles]
            for office in codebook.offices.values()
            for title in office.titles
        }
        # an automaton too: an alternation of hundreds of titles is tried at every character, four fifths of all time
        self._titles = ahocorasick.Automaton()
        for title in self._offices:
            self._titles.add_word(title, title)
        self._titles.make_automaton()

    def find(self, text: str, on: Interval) -> list[Mention]:
        """Longest names from the left that hold on the date and stand as whole words; offsets into ``text``."""
        text = unwrapped(text)
        hits: list[tuple[int, int, tuple[Name, ...], tuple[Holder, ...]]] = []
        for last, (length, names, bounded, people, decoy) in self._names.iter(text):
            start, end = last - length + 1, last + 1
            before, after = text[start - 1 : start], text[end : end + 1]
            if _wordy(before) or _wordy(after) or before == "<" or after == ">":  # within a word, or a ticker: <ROK>
                continue
            if before == "-" and text[max(0, start - 5) : start].lower().endswith(("anti-", "pro-", "non-")):
                continue
            valid = tuple(n for n in names if _holds(n.valid_from, n.valid_to, on)) if bounded else names
            if not valid and on.start is None and on.end is None:
                valid = names[-1:]  # nobody has the name today: whoever had it last ("East Germany")
            if valid or people or decoy:
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

    def titles(self, text: str) -> Iterator[tuple[int, int, str]]:
        """The longest titles of offices from the left, in any case: start, end, and the title in lower case."""
        hits = []
        for last, title in self._titles.iter(_lowered(text)):
            start, end = last - len(title) + 1, last + 1
            before = text[start - 1 : start]
            if before != "-" and not _wordy(before) and not _wordy(text[end : end + 1]):
                hits.append((start, -end, title))
        taken = 0
        for start, end, title in sorted(hits):
            if start >= taken:
                taken = -end
                yield start, taken, title

    def office(self, title: str, state: str | None) -> tuple[str, str, str | None]:
        """Key, sector and (for a title that only one state uses) state of the office with a title in lower case."""
        offices = self._offices[title]
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


def _wordy(character: str) -> bool:
    """Whether a character, or the lack of one at an end of the text, is part of a word, as ``\\w`` has it."""
    return character.isalnum() or character == "_"


def _lowered(text: str) -> str:
    """Lower case, offsets unchanged: a capital I with a dot is the one character that would become two."""
    return text.replace("İ", "I").lower()


def unwrapped(text: str) -> str:
    """The text with the line breaks inside its paragraphs as spaces, offsets unchanged: a wire service breaks lines
    in the middle of a name ("United\\nStates"). A blank or indented line stays what it is."""
    return _WRAP.sub(" ", text)


def mentions(article: Article, gazetteer: Gazetteer) -> tuple[list[Mention], list[TitleMention]]:
    """All mentions of an article in order, none overlapping, and the titles that go with names."""
    before: list[Mention] = []
    if article.previous:  # a piece of a longer text: who is introduced before it may go by a surname in it
        for text in (article.title or "", article.previous):
            before += mentions_of(text, article.published, gazetteer)[0]
    return mentions_of(article.raw, article.published, gazetteer, before)


def mentions_of(
    raw: str, on: Interval, gazetteer: Gazetteer, before: Iterable[Mention] = ()
) -> tuple[list[Mention], list[TitleMention]]:
    """The same of any text of a date, such as a title; ``before``: mentions in what stands before it."""
    text = unwrapped(raw)
    plain = gazetteer.find(text, on)
    titled, titles = _titled(text, plain, gazetteer, on)
    kept = [m for m in plain if not any(t.start < m.end and m.start < t.end for t in titled)]
    known = [m for m in (*before, *titled, *kept) if m.name]
    taken = sorted([*titled, *kept], key=lambda m: m.start)
    return sorted([*taken, *_surnames(text, known, taken, gazetteer, on)], key=lambda m: m.start), titles


def _titled(
    text: str, plain: list[Mention], gazetteer: Gazetteer, on: Interval
) -> tuple[list[Mention], list[TitleMention]]:
    found: list[Mention] = []
    titles: list[TitleMention] = []
    starts, ends = [m.start for m in plain], [m.end for m in plain]
    for at, end, title in gazetteer.titles(text):
        if found and at < found[-1].end:
            continue
        first = end
        owner = _owner(text, plain, ends, at)
        for other in plain[bisect_left(starts, end) :]:  # "ambassador to the United States"
            if other.start > end + 12:
                break
            if other.start >= end and _TO_STATE.fullmatch(text, end, other.start):
                end = other.end
                owner = owner or (other if text[first : other.start].strip().startswith("of") else None)
        second = _SECOND.match(text, end)  # "Deputy Prime Minister/Foreign Minister"
        end = second.end() if second else end
        specified = _SPECIFIED.match(text, end)
        end = specified.end() if specified else end
        name = _AFTER.match(text, end)
        person = name[1] if name else None
        if name and _names_other(plain[bisect_right(ends, name.start(1)) : bisect_left(starts, name.end())]):
            name = person = None
        held = _named(person or "", gazetteer)
        key, sector, only = gazetteer.office(title, owner.code if owner else None)
        matching = [h for h in held if owner is None or h.state == owner.code]
        holder = serving(matching, on) if matching else None
        code = owner.code if owner else holder.state if holder else only
        if code is None or (person is None and owner is None):
            continue
        start = owner.start if owner and owner.end <= at else at
        stop = name.end() if name else end
        full = holder.person if holder else person
        found.append(Mention(start, stop, code, sector, "person" if person else "office", full))
        if person and full:
            former = bool(_FORMER.search(text[max(0, at - 12) : at]))
            titles.append(TitleMention(at, stop, full, key, code, former))
    return found, titles


def _named(person: str, gazetteer: Gazetteer) -> Sequence[Holder]:
    """Who held an office under a name. A surname that stands last is none where family names stand first: "Arakawa
    Shin" is no Korean."""
    persons, first = gazetteer.codebook.persons, gazetteer.codebook.family_name_first
    return persons.get(person) or [
        h for h in persons.get(_last(person), ()) if " " not in person or h.state not in first
    ]


def _owner(text: str, plain: Sequence[Mention], ends: Sequence[int], at: int) -> Mention | None:
    """The state or body whose office the title at ``at`` is, where it stands before it: "Peru's new minister"."""
    last = bisect_right(ends, at)
    near = [m for m in plain[bisect_left(ends, at - _REACH, 0, last) : last] if m.kind != "person"]
    return near[-1] if near and _OWNED.fullmatch(text, near[-1].end, at) else None


def _names_other(within: Iterable[Mention]) -> bool:
    return any(m.kind != "person" for m in within)


def _last(name: str | None) -> str:
    return _bare(name).split()[-1] if name else ""


def _bare(word: str) -> str:
    """Without the ending of the genitive."""
    if word.endswith(("’", "'")):
        return word[:-1]
    return word[:-2] if word.endswith(("’s", "'s", "’S", "'S")) else word


def _surnames(
    text: str, known: list[Mention], taken: list[Mention], gazetteer: Gazetteer, on: Interval
) -> list[Mention]:
    first = gazetteer.codebook.family_name_first
    bearers = {(_bare(m.name).split()[0] if m.code in first else _last(m.name)): m for m in known if m.name}
    day = on.start or on.end
    persons = gazetteer.codebook.persons
    found = []
    occupied = iter(taken)
    current = next(occupied, None)
    for word in _WORD.finditer(text):
        surname = _bare(word[0])
        shouted = len(surname) > 3 and surname.isupper()
        surname = surname.title() if shouted else surname
        bearer = bearers.get(surname)
        held = persons.get(surname) if bearer is None else None
        if (bearer is None and held is None) or (shouted and not _headline(text, word.start())):
            continue
        start, end = word.start(), word.start() + len(surname)
        while current and current.end <= start:
            current = next(occupied, None)
        if current and current.start < end:
            continue
        if bearer:
            found.append(Mention(start, end, bearer.code, bearer.sector, "person", bearer.name))
        elif held and (holder := _known(held, day)):
            neighbour = _CAPITAL_BEFORE.search(text, max(0, start - 20), start) or _CAPITAL.match(text, end)
            if (shouted or not neighbour) and not _another(text, surname, holder, gazetteer):
                found.append(Mention(start, end, holder.state, "GOV", "person", holder.person))
    return found


def _another(text: str, surname: str, holder: Holder, gazetteer: Gazetteer) -> bool:
    """Whether a text introduces somebody else by a surname that stands first: where "Kim Mahn-je" said something, "Kim"
    is not the leader of that name."""
    if holder.state not in gazetteer.codebook.family_name_first:
        return False
    own = set(re.split(r"[\s-]", holder.person.casefold()))
    return any(given[1].casefold() not in own for given in re.finditer(rf"\b{surname} ([A-Z][a-z]+)", text))


def _headline(text: str, at: int) -> bool:
    """Whether the line is in capitals: "YEUTTER SAYS CURRENCIES SHOULD MOVE"."""
    return text[text.rfind("\n", 0, at) + 1 : (text.find("\n", at) + 1 or len(text) + 1) - 1].isupper()


def _known(held: Sequence[Holder], day: date | None) -> Holder | None:
    """Whom a bare surname means: the only holder of a well-known office on the day; in a text without a date the only
    leader who ever had the name."""
    if day is None:
        serves = [h for h in held if h.office in _LEADERS]
    else:
        serves = [
            h for h in held if h.office in _KNOWN_BY_SURNAME and h.start <= day and (h.end is None or day <= h.end)
        ]
    return serves[-1] if len({h.person for h in serves}) == 1 else None
