"""One act as each side and each outlet tells it: what its account names (domains, sums, promises), and what it leaves
out that another names."""

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from deedbook.measures.answer import Account, ToldAct
from deedbook.measures.doers import is_burden
from deedbook.measures.sureness import line
from deedbook.measures.view import View
from deedbook.measures.wording import (
    amount,
    count,
    domain,
    instrument,
    interval,
    listed,
    named,
    rules,
    sentence,
    status,
)
from deedbook.records import Entry, Interval, Occurrence

_MET = r"\bme(?:t|et|eting)\b|visit|host|receiv"
_SAID = ("direct", "indirect")
_WORDS = frozenset({"CONSULT", "AGREE", "REQUEST", "SUPPORT"})
_FIGURE = re.compile(r"\d")
_PROMISED = frozenset({"promised", "agreed"})


def told(view: View, most: int | None = None, *, outlets: bool = True) -> tuple[tuple[ToldAct, ...], int]:
    """Acts that several passages tell: those with both sides' accounts first, then those told most often, ``most`` of
    them at most; and how many more there are.

    ``reports`` counts passages, ``articles`` articles; the line's sources count independent ones. ``outlets``: with
    what each of them names."""
    found = []
    for act in view.occurrences:
        if not view.is_between(act.actor, act.recipient) or len(act.entries) < 2 or act.status == "not_received":
            continue
        heard = {code: _heard(view, act, code) for code in view.pair}
        sides = _accounts(view, heard) if any(heard.values()) else ()
        spoken = sum(bool(account.names) for account in sides)
        talks = act.event_type == "CONSULT"
        articles = len({entry.article_key for entry in act.entries})
        accounts = sides if spoken and (talks or spoken == 2) else ()
        # An act on which the sides are not heard is worth telling again only where several articles tell it.
        if not accounts and articles < 2:
            continue
        found.append(((-(spoken if accounts else 0), -view.sources(act.entries), -len(act.entries)), act, accounts))
    found.sort(key=lambda item: (item[0], item[1].id))
    chosen = found[:most]
    return tuple(_told(view, act, accounts, outlets) for _, act, accounts in chosen), len(found) - len(chosen)


def _told(view: View, act: Occurrence, accounts: tuple[Account, ...], outlets: bool) -> ToldAct:
    articles = len({entry.article_key for entry in act.entries})
    text = f"{_what(view, act)}, {interval(act.happened)}: {count(len(act.entries), 'passage')}"
    text += f" of {count(articles, 'article')}"
    return ToldAct(
        what=line(view, text + ".", _spread(view, act)),
        reports=len(act.entries),
        accounts=accounts,
        articles=articles,
        outlets=_outlets(view, act) if outlets else (),
    )


def _outlets(view: View, act: Occurrence) -> tuple[Account, ...]:
    """What each independent text names of the act; nothing where there is one text, or where all name the same."""
    texts: dict[str, list[Entry]] = {}
    for entry in act.entries:
        texts.setdefault(view.copy(entry.article_key), []).append(entry)
    names = {key: _names(view, entries) for key, entries in texts.items()}
    every = tuple(dict.fromkeys(name for own in names.values() for name in own))
    if len(texts) < 2 or all(set(own) == set(every) for own in names.values()):
        return ()
    labels = dict(zip(texts, view.cited([entries[0] for entries in texts.values()]), strict=True))
    found = []
    for key, entries in texts.items():
        omits = _left_out(names[key], every)
        text = f"{labels[key]} names {listed(names[key]) or 'none of it'}"
        text += f"; leaves out {listed(omits)}" if omits else ""
        quotes = view.citations.cite(sorted(entries, key=lambda e: -len(_names(view, [e]))), 2)
        found.append(Account("", names[key], omits, quotes, text + ".", labels[key]))
    return tuple(found)


def _spread(view: View, act: Occurrence) -> list[Entry]:
    """Entries with each kind of voice once before any voice a second time."""
    first: dict[tuple[str, str | None], Entry] = {}
    for entry in view.best(act.entries):
        first.setdefault((entry.event.speaker.kind, entry.event.speaker.code), entry)
    held = set(map(id, first.values()))  # to compare entries takes long
    return [*first.values(), *(entry for entry in act.entries if id(entry) not in held)]


def _what(view: View, act: Occurrence) -> str:
    """The act in a few words, with the persons' names where the reports give them."""
    who = [_person(view, act, code) or view.name(code) for code in (act.actor, act.recipient)]
    if act.event_type == "CONSULT":
        cues = [entry.event.cue.text.lower() for entry in act.entries if entry.event.cue]
        return f"{listed(who)} {'met' if any(re.search(_MET, cue) for cue in cues) else 'talked'}"
    label = instrument(act.instrument) or domain(act.domains[0] if act.domains else "other")
    what = named(label, act.object, act.amount)
    return f"{what[:1].upper()}{what[1:]} ({status(act.status, burden=is_burden(act))})"


def _person(view: View, act: Occurrence, code: str) -> str:
    """The fullest personal name under which the reports name this side; empty where they name the state only."""
    names = [
        party.name
        for entry in act.entries
        for party in (entry.event.actor, entry.event.recipient)
        if party.code == code and party.name
    ]
    names += [
        entry.event.speaker.name
        for entry in act.entries
        if entry.event.speaker.code == code and entry.event.speaker.name and entry.event.speaker.kind in _SAID
    ]
    persons = [name for name in names if 2 <= len(name.split()) <= 4 and not _is_office(view, name)]
    return max(persons, key=lambda name: (len(name.split()), len(name)), default="")


def _is_office(view: View, name: str) -> bool:
    """Whether a name holds more or less than a person's: a title, a nationality, a place, a body, small letters."""
    words = name.split()
    return (
        name in view.names_in_print
        or any(word in view.names_in_print for word in words)
        or words[0].lower() in view.title_words
        or not all(word[:1].isupper() for word in words)
    )


def _accounts(view: View, heard: Mapping[str, Sequence[Entry]]) -> tuple[Account, ...]:
    """Each side's account, from what it is heard to say."""
    names = {code: _names(view, heard[code]) for code in view.pair}
    return tuple(_account(view, code, heard[code], names, other) for code, other in (view.pair, view.pair[::-1]))


def _account(view: View, code: str, heard: Sequence[Entry], names: dict[str, tuple[str, ...]], other: str) -> Account:
    own = names[code] or ((domain("diplomacy"),) if heard else ())
    # Whoever is not heard in what was read has left nothing out that we could know of.
    omits = _left_out(names[code], names[other]) if heard else ()
    telling = sorted(heard, key=lambda entry: -len(_names(view, [entry])))  # the passage that names it proves it
    text = f"{view.the(code)} names {listed(own)}" if own else f"{view.the(code)} is not heard in what was read"
    if omits:
        text += f"; as quoted, leaves out {listed(omits)}"
    return Account(side=code, names=own, omits=omits, quotes=view.citations.cite(telling, 3), text=sentence(text))


def _heard(view: View, act: Occurrence, code: str) -> list[Entry]:
    """What this side is heard to say of the act: its own words in the act's entries; and, for a meeting, what it says
    or asks in the same articles at the same time (a request is told by the narrator, but it is the asker's word)."""
    own = [e for e in act.entries if e.event.speaker.kind in _SAID and e.event.speaker.code == code]
    if act.event_type != "CONSULT":
        return own
    articles = dict.fromkeys(entry.article_key for entry in act.entries)  # in the snapshot's order, as all entries are
    mine = {(entry.article_key, entry.event.event_id) for entry in act.entries}
    for entry in (entry for key in articles for entry in view.told_in.get(key, ())):
        event = entry.event
        if event.event_type not in _WORDS or event.polarity == "negative":
            continue
        if (
            (entry.article_key, event.event_id) in mine
            or event.status == "not_received"
            or not _together(entry.happened, act.happened)
        ):
            continue
        if not view.is_between(event.actor.code or "", event.recipient.code or ""):
            continue
        said = event.speaker.kind in _SAID and event.speaker.code == code
        done = event.speaker.kind == "narrator" and event.actor.code == code and event.event_type == "REQUEST"
        if said or done:
            own.append(entry)
    return own


def _together(one: Interval, other: Interval) -> bool:
    """Whether ``one`` was, or was last known to be, on a day of ``other``."""
    if not (one.end and other.start and other.end):
        return False
    return (one.start or one.end) <= other.end and other.start <= one.end


def _names(view: View, entries: Sequence[Entry]) -> tuple[str, ...]:
    """Domains that the sentences name in so many words, in plain English, in order of mention; then the sums that they
    give, and what they promise.

    The coder's domains are its own reading of a phrase ("prosperous"), so they do not tell what was said."""
    found: dict[str, None] = {}
    sums: dict[str, None] = {}
    for entry in entries:
        text = entry.event.sentence.of(view.article(entry).raw)
        for key in _in_order(text):
            found.setdefault(domain(key))
        event = entry.event
        if figure := amount(event.amount):
            sums.setdefault(figure)
        if event.event_type == "AGREE" and event.status in _PROMISED and event.object:
            sums.setdefault("a promise")
    return (*found, *sums)


@lru_cache(maxsize=1 << 12)
def _in_order(text: str) -> tuple[str, ...]:
    """Keys of the domains that ``text`` names, in order of mention."""
    places = [(match.start(), key) for key in rules()["named"] for match in _named(key).finditer(text)]
    return tuple(dict.fromkeys(key for _, key in sorted(places)))


def _left_out(mine: Sequence[str], others: Sequence[str]) -> tuple[str, ...]:
    """What others name and this account does not. Sums told of one act are one sum, rounded or in another currency: who
    gives one leaves none out."""
    figure = any(map(_FIGURE.search, mine))
    return tuple(name for name in others if name not in mine and not (figure and _FIGURE.search(name)))


@cache
def _named(name: str) -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in rules()["named"][name])
    return re.compile(rf"\b(?:{words})", re.IGNORECASE)
