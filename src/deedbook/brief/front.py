"""Page one: what someone with one minute reads, never more than 400 words and eight rows."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from deedbook.brief.blocks import Text
from deedbook.brief.wording import listed, pair_name, party, standing, standings
from deedbook.measures.answer import Answer, Line, StandingRow, ToldAct
from deedbook.measures.page import first
from deedbook.measures.quotes import written_here
from deedbook.measures.wording import the

UNCHECKED = ", checked by no person"
WORDS = 400
BUDGET = WORDS - 4  # what is composed: a format may add a word or two of its own
ROWS = 8
ITEMS = 3  # statements in each list under the table
NUMBERS = 1  # evidence numbers beside one statement of page one; rows have room for one more, the judgement for three
LINKING = frozenset(  # no statement is cut behind one of these
    ("a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "such", "the", "to", "with")
)
_CLAUSE_END = re.compile(
    r"[,;:](?= )|(?<!\b[^\W\d_])\.(?= )"
)  # the full stop of an initial ("the U.S. bank") ends nothing
QUESTION = "Did the words become deeds?"
WRITTEN = "Example dispatches written for this project"
HEADER = ("Standing", "What", "Given by", "Since, and stopped by")
TITLES = {
    "standing": "What stands where",
    "told": "Both sides’ version",
    "unknown": "Not known, and where we looked",
    "would_change": "What would change this view",
    "dates_ahead": "Dates ahead",
    "beside": "Beside it",
    "basis": "What this rests on",
}
NOTHING = "Nothing found in what was read."
MORE = "More stands behind this page."

# What the measures hand over beyond page one, by the part of page one that it continues.
FURTHER = {
    "standing": "further_standing",
    "told": "further_told",
    "unknown": "further_unknown",
    "would_change": "further_would_change",
    "dates_ahead": "further_dates",
}

# What page one gives up to keep to its length, in this order, and how much of it is kept at that point.
GIVEN_UP = (
    ("told", 1),
    ("dates_ahead", 2),
    ("would_change", 2),
    ("unknown", 2),
    ("dates_ahead", 1),
    ("would_change", 1),
    ("unknown", 1),
    ("standing", 6),
    ("beside", 0),
)
# Then long statements of the lists are cut, and only then go rows of the table.
LAST_GIVEN_UP = (("standing", 5), ("standing", 4))
LEAST_KEPT = 16  # words of a statement that is cut before rows go


@dataclass(frozen=True, slots=True)
class FrontRow:
    """One row of page one's table. ``parties`` names the receiver too where it is not the other of the pair.
    ``aside``: what firms did or what is imposed, which goes first where rows are too many."""

    standing: str
    what: Text
    parties: str
    since: str
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Front:
    """Page one as every format prints it.

    ``basis`` holds label and value: cut-off, articles, independent sources, lines that no person has checked.
    ``left`` names the parts that page one could not hold in full; ``sections`` lists them whole."""

    title: str
    judgement: tuple[Text, ...]
    sure: str
    rows: tuple[FrontRow, ...]
    told: tuple[Text, ...]
    unknown: tuple[Text, ...]
    would_change: tuple[Text, ...]
    dates_ahead: tuple[Text, ...]
    basis: tuple[tuple[str, str], ...]
    notice: str
    left: tuple[str, ...] = ()
    beside: tuple[Text, ...] = ()

    def lists(self) -> tuple[tuple[str, str, tuple[Text, ...]], ...]:
        """The lists under the table: key, title, items. The comparator's is there only where something is held."""
        keys = ("told", "unknown", "would_change", "dates_ahead") + ("beside",) * bool(self.beside)
        return tuple((key, TITLES[key], getattr(self, key)) for key in keys)

    def groups(self) -> tuple[tuple[str, str, str, tuple[FrontRow, ...]], ...]:
        """The table's rows by standing: name, symbol, colour role, rows."""
        return tuple(
            (name, *standing(name), rows)
            for name in standings()
            if (rows := tuple(row for row in self.rows if row.standing == name))
        )

    def words(self) -> int:
        """Words as a reader of the page counts them: everything between white space, evidence numbers included."""
        return sum(len(text.split()) for text in self._texts())

    def _texts(self) -> Iterator[str]:
        def numbered(items: Iterable[Text]) -> Iterator[str]:
            for item in items:
                yield item.text
                yield "n " * len(item.quotes)

        yield f"Deedbook brief {self.title} {QUESTION} {self.notice} {self.sure}"
        yield from numbered(self.judgement)
        yield from (TITLES["standing"], *HEADER)
        for name, symbol, _, rows in self.groups():
            yield f"{name} {f'{symbol} ' * len(rows)}"
        for row in self.rows:
            yield f"{row.parties} {row.since}"
            yield from numbered((row.what,))
        for _, title, items in self.lists():
            yield title
            yield from numbered(items or (Text(NOTHING),))
        yield TITLES["basis"]
        yield from (f"{label} {value}" for label, value in self.basis)
        yield MORE if self.left else ""


def compose(answer: Answer) -> Front:
    """Page one of ``answer``, from what the measures offer for it.

    What does not fit is given up one item at a time in the order of ``GIVEN_UP``; then long statements are cut, those
    of the table last.
    Nothing goes silently: ``left`` names the part, and the section "Page one in full" holds it."""
    parts = _Parts(
        judgement=[_few(line, NUMBERS + 3) for line in answer.judgement[:2]],
        sure=_sure(answer),
        rows=[_row(answer, row) for row in _chosen(answer.standing)],
        lists={
            "told": [tuple(_few(text, 2) for text in in_short(answer, act)) for act in answer.told],
            **{
                key: [(_few(line),) for line in getattr(answer, key)]
                for key in ("unknown", "would_change", "dates_ahead")
            },
        },
        beside=[_few(line) for line in answer.beside],
        asked=answer.against is not None,
    )
    for key, groups in parts.lists.items():
        parts.lists[key] = groups[:ITEMS]
    for steps, shortest, rows in ((GIVEN_UP, LEAST_KEPT, False), (LAST_GIVEN_UP, 4, True)):
        for key, least in steps:
            while _front(answer, parts).words() > BUDGET and parts.give_up(key, least):
                continue
        for length in range(32, shortest - 1, -4):
            if _front(answer, parts).words() > BUDGET:
                parts.cut(length, rows=rows)
    if _front(answer, parts).words() > BUDGET:
        parts.sure = ""
    return _front(answer, parts)


def whole(answer: Answer, part: str) -> tuple[Any, ...]:
    """All that belongs in a part of page one, whether there is room for it or not."""
    return (*getattr(answer, part), *getattr(answer, FURTHER[part]))


@dataclass(slots=True)
class _Parts:
    """Page one while it is being shortened. A group of ``lists`` goes or stays as one: both accounts of one act."""

    judgement: list[Text]
    sure: str
    rows: list[FrontRow]
    lists: dict[str, list[tuple[Text, ...]]]
    beside: list[Text]
    asked: bool
    shortened: bool = False

    def give_up(self, key: str, least: int) -> bool:
        """Drops the last item of a part, or the last row of the standing that has most (of equals one set aside);
        False if nothing can go."""
        if key == "beside":
            given = bool(self.beside) and not self.asked
            self.beside = [] if given else self.beside
            return given
        items: list[Any] = self.rows if key == "standing" else self.lists[key]
        if len(items) <= least:
            return False
        names = [row.standing for row in self.rows]
        last = {name: place for place, name in enumerate(names)}
        most = max(last, key=lambda name: (names.count(name), self.rows[last[name]].aside), default="")
        items.pop(last[most] if key == "standing" else -1)
        return True

    def cut(self, length: int, *, rows: bool) -> None:
        """Cuts the statements of lists, and of the table where ``rows``, to ``length`` words, the judgement to twice as
        many; an ellipsis shows it."""

        def short(text: Text, most: int = length) -> Text:
            return replace(text, text=shortened(text.text, most))

        self.shortened = True
        self.judgement = [short(text, max(40, 2 * length)) for text in self.judgement]
        if rows:
            self.rows = [replace(row, what=short(row.what)) for row in self.rows]
        for key, groups in self.lists.items():
            self.lists[key] = [tuple(short(text) for text in group) for group in groups]


def _front(answer: Answer, parts: _Parts) -> Front:
    lists = {key: tuple(text for group in groups for text in group) for key, groups in parts.lists.items()}
    shown = {"judgement": tuple(parts.judgement), "standing": tuple(row.what for row in parts.rows), **lists}
    missing = {key for key, groups in parts.lists.items() if len(groups) < len(whole(answer, key))}
    missing |= {"standing"} if len(parts.rows) < len(whole(answer, "standing")) else set()
    missing |= {"judgement"} if len(answer.judgement) > 2 else set()
    missing |= {key for key, texts in shown.items() if parts.shortened or any(text.more for text in texts)}
    return Front(
        title=pair_name(answer),
        judgement=tuple(parts.judgement),
        sure=parts.sure,
        rows=tuple(parts.rows),
        told=lists["told"],
        unknown=lists["unknown"],
        would_change=lists["would_change"],
        dates_ahead=lists["dates_ahead"],
        basis=_basis(answer),
        notice=_notice(answer),
        beside=tuple(parts.beside),
        left=tuple(sorted(missing)),
    )


def _notice(answer: Answer) -> str:
    if not answer.written_examples:
        return ""
    articles = answer.snapshot.articles.values()
    written = sum(written_here(article.outlet, article.rights) for article in articles)
    return f"{WRITTEN}: {written:,} of {len(articles):,} articles."


def told_texts(answer: Answer, act: ToldAct) -> Iterator[Text]:
    """The sides' accounts of one act, as sentences: what each names, and what it leaves out that the other names."""
    yield Text(act.what.text, act.what.quotes)
    for account in act.accounts:
        if account.text:
            yield Text(account.text, account.quotes, under=True)
            continue
        omits = f"leaves out {listed(account.omits)}" if account.omits else ""
        parts = [f"names {listed(account.names)}", *([omits] if omits else [])] if account.names else [omits]
        said = f"{the(party(answer, account.side))} {'; '.join(parts) or 'gives no account'}."
        yield Text(_capital(said), account.quotes, under=True)


def in_short(answer: Answer, act: ToldAct) -> Iterator[Text]:
    """As :func:`told_texts`; of two sides' accounts in one line, since what each leaves out is what the other names."""
    what, *accounts = told_texts(answer, act)
    met, counted, _ = what.text.partition(": ")
    alone = [
        (account, [name for name in account.names if name in other.omits])
        for account, other in zip(act.accounts, reversed(act.accounts), strict=True)
    ]
    if len(alone) != 2 or not all(names for _, names in alone) or not counted:
        yield from (what, *accounts)
        return
    (one, named), (other, also) = ((the(party(answer, account.side)), listed(names)) for account, names in alone)
    yield Text(f"{met}.")
    quotes = tuple(account.quotes[0] for account, _ in alone if account.quotes)
    yield Text(f"As quoted, only {one} names {named}, only {other} {also}.", quotes, under=True)


def shortened(text: str, most: int) -> str:
    """``text`` in at most ``most`` words and an ellipsis: up to where a clause ends, if that keeps half of them, since
    "and searched …" would say the opposite of "and searched no register"."""
    words = text.split()
    if len(words) <= most:
        return text
    kept = " ".join(words[:most])
    if kept.count("(") > kept.count(")"):
        kept = kept[: kept.rindex("(")].rstrip()
    heads = (kept[: match.start()] for match in _CLAUSE_END.finditer(kept))
    ends = [head for head in heads if len(head.split()) * 2 >= most and head.count("(") == head.count(")")]
    kept = ends[-1] if ends else kept
    held = kept.split()
    while len(held) > 1 and (held[-1].lower() in LINKING or _within_name(words, len(held))):
        held.pop()
    return " ".join(held).rstrip(",;:.") + " …"


def _within_name(words: Sequence[str], place: int) -> bool:
    """Whether a cut before the word at ``place`` would halve a name: "the U.S. | Export-Import Bank"."""
    last, following = words[place - 1], words[place]
    return last[:1].isupper() and following[:1].isupper() and not _CLAUSE_END.search(f"{last} ")


def _sure(answer: Answer) -> str:
    """How sure the judgement is; that nobody checked anything stands at the foot of the page already."""
    said = "; ".join(dict.fromkeys(line.sure.rstrip(".") for line in answer.judgement[:2] if line.sure))
    unchecked, lines = _checked(answer)
    return _capital(said.removesuffix(UNCHECKED) if unchecked == lines else said)


def _checked(answer: Answer) -> tuple[int, int]:
    """Of the statements that page one may show and that rest on evidence, those that no person has checked, and all."""
    lines = [part for part in first(answer) if isinstance(part, Line) and part.quotes]
    return sum(not line.reviewed for line in lines), len(lines)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _few(line: Line | Text, most: int = NUMBERS) -> Text:
    """A statement with the first ``most`` of its evidence numbers and a count of the others."""
    under = isinstance(line, Text) and line.under
    return Text(line.text, line.quotes[:most], more=max(0, len(line.quotes) - most), under=under)


def _chosen(rows: Sequence[StandingRow]) -> list[StandingRow]:
    """At most eight rows, by standing; each standing that occurs keeps its first row."""
    order = standings()
    first = {name: next((row for row in rows if row.standing == name), None) for name in order}
    chosen = [row for row in first.values() if row]
    chosen += [row for row in rows if not any(row is taken for taken in chosen)][: ROWS - len(chosen)]
    place = {id(row): index for index, row in enumerate(rows)}
    return sorted(chosen, key=lambda row: (order.index(row.standing), place[id(row)]))


def _row(answer: Answer, row: StandingRow) -> FrontRow:
    parties = "both sides" if row.joint else party(answer, row.giver)
    if not row.joint and {row.giver, row.receiver} != set(answer.pair):
        parties += f" → {party(answer, row.receiver)}"
    if row.private:
        parties += " (firms)"
    if row.burden:
        parties += " (imposed)" if row.standing in ("delivered or binding", "stopped") else " (would impose)"
    stopped = f"by {party(answer, row.stopped_by)}" if row.stopped_by else ""
    since = "; ".join(part for part in (row.since, stopped) if part) or "–"
    return FrontRow(row.standing, _few(row.what, NUMBERS + 1), parties, since, aside=row.private or row.burden)


def _basis(answer: Answer) -> tuple[tuple[str, str], ...]:
    cover = answer.coverage
    unchecked, lines = _checked(answer)
    return (
        ("Cut-off", cover.cut_off),
        ("Articles", f"{cover.articles:,}" + (f", {cover.on_pair:,} on the pair" if cover.on_pair else "")),
        ("Independent sources", f"{cover.sources:,}"),
        ("Unchecked statements", f"{unchecked:,} of {lines:,}"),
    )
