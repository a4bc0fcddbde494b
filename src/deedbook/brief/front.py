"""Page one: what someone with one minute reads, never more than 400 words and eight rows."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from deedbook.brief.blocks import Text
from deedbook.brief.wording import listed, pair_name, party, standing, standings
from deedbook.measures.answer import Answer, Line, StandingRow, ToldAct

WORDS = 400
ROWS = 8
NUMBERS = 3  # evidence numbers beside one statement of page one; the judgement has room for two more
QUESTION = "Did the words become deeds?"
WRITTEN = "Example: the dispatches behind this page were written for this project; no outlet published them."
HEADER = ("Standing", "What", "Given by", "Since, and stopped by")
TITLES = {
    "standing": "What stands where",
    "told": "Both sides’ version",
    "unknown": "Not known, and where we looked",
    "would_change": "What would change this view",
    "dates_ahead": "Dates ahead",
    "basis": "What this rests on",
}
NOTHING = "Nothing found in what was read."
MORE = "More than fits here is listed behind this page."

Parts = dict[str, list[tuple[Text, ...]]]


@dataclass(frozen=True, slots=True)
class FrontRow:
    """One row of page one's table. ``parties`` names the receiver too where it is not the other of the pair."""

    standing: str
    what: Text
    parties: str
    since: str


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

    def lists(self) -> tuple[tuple[str, str, tuple[Text, ...]], ...]:
        """The four lists under the table: key, title, items."""
        return tuple(
            (key, TITLES[key], getattr(self, key)) for key in ("told", "unknown", "would_change", "dates_ahead")
        )

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
                yield "n " * (len(item.quotes) + bool(item.more))

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
    """Page one of ``answer``. What does not fit is dropped from the end of the longest list first, never silently:
    ``left`` names the part, and the section "Page one in full" holds it."""
    rows = _chosen(answer.standing)
    parts: Parts = {
        "told": [tuple(_few(text) for text in told_texts(answer, act)) for act in answer.told],
        "unknown": [(_few(line),) for line in answer.unknown],
        "would_change": [(_few(line),) for line in answer.would_change],
        "dates_ahead": [(_few(line),) for line in answer.dates_ahead],
    }
    front = Front(
        title=pair_name(answer),
        judgement=tuple(_few(line, NUMBERS + 2) for line in answer.judgement[:2]),
        sure="; ".join(dict.fromkeys(line.sure.rstrip(".") for line in answer.judgement[:2] if line.sure)),
        rows=tuple(_row(answer, row) for row in rows),
        told=(),
        unknown=(),
        would_change=(),
        dates_ahead=(),
        basis=_basis(answer),
        notice=WRITTEN if answer.written_examples else "",
    )
    left = {"standing"} if len(rows) < len(answer.standing) else set()
    if len(answer.judgement) > 2:
        left.add("judgement")

    def filled() -> Front:
        told, unknown, would_change, dates_ahead = (
            tuple(text for group in parts[key] for text in group)
            for key in ("told", "unknown", "would_change", "dates_ahead")
        )
        return replace(
            front,
            told=told,
            unknown=unknown,
            would_change=would_change,
            dates_ahead=dates_ahead,
            left=tuple(sorted(left)),
        )

    for keep in (3, 2, 1):
        while filled().words() > WORDS and (key := _longest(parts, keep)):
            parts[key].pop()
            left.add(key)
    while filled().words() > WORDS and len(front.rows) > len(standings()):
        front = replace(front, rows=_without_one(front.rows))
        left.add("standing")
    if filled().words() > WORDS and front.sure:
        front = replace(front, sure="")
        left.add("judgement")
    for length in range(40, 3, -4):
        if filled().words() <= WORDS:
            break
        front = replace(
            front,
            judgement=tuple(_cut(text, length) for text in front.judgement),
            rows=tuple(replace(row, what=_cut(row.what, length)) for row in front.rows),
        )
        for key, groups in parts.items():
            parts[key] = [tuple(_cut(text, length) for text in group) for group in groups]
        left.update(("standing", "judgement", *parts))
    page = filled()
    shown = {"judgement": page.judgement, "standing": tuple(row.what for row in page.rows)}
    shown |= {key: items for key, _, items in page.lists()}
    left.update(key for key, items in shown.items() if any(text.more for text in items))
    return filled()


def told_texts(answer: Answer, act: ToldAct) -> Iterator[Text]:
    """The sides' accounts of one act, as sentences: what each names, and what it leaves out that the other names."""
    yield Text(act.what.text, act.what.quotes)
    for account in act.accounts:
        names = f"{party(answer, account.side)} names {listed(account.names)}" if account.names else ""
        omits = f"leaves out {listed(account.omits)}" if account.omits else ""
        said = "; ".join(part for part in (names, omits if names else "") if part)
        if not names:
            said = f"{party(answer, account.side)} {omits or 'gives no account'}"
        yield Text(f"{said}.", account.quotes, under=True)


def _longest(parts: Parts, keep: int) -> str:
    """The part with most words among those that hold more than ``keep`` statements; empty where there is none."""

    def words(key: str) -> int:
        return sum(len(text.text.split()) for group in parts[key] for text in group)

    return max((key for key, groups in parts.items() if len(groups) > keep), key=words, default="")


def _few(line: Line | Text, most: int = NUMBERS) -> Text:
    """A statement with the first ``most`` of its evidence numbers and a count of the others."""
    under = isinstance(line, Text) and line.under
    return Text(line.text, line.quotes[:most], more=max(0, len(line.quotes) - most), under=under)


def _cut(text: Text, length: int) -> Text:
    words = text.text.split()
    return replace(text, text=" ".join(words[:length]) + " …") if len(words) > length else text


def _chosen(rows: Sequence[StandingRow]) -> list[StandingRow]:
    """At most eight rows, by standing; each standing that occurs keeps its first row."""
    order = standings()
    first = {name: next((row for row in rows if row.standing == name), None) for name in order}
    chosen = [row for row in first.values() if row]
    chosen += [row for row in rows if not any(row is taken for taken in chosen)][: ROWS - len(chosen)]
    place = {id(row): index for index, row in enumerate(rows)}
    return sorted(chosen, key=lambda row: (order.index(row.standing), place[id(row)]))


def _without_one(rows: tuple[FrontRow, ...]) -> tuple[FrontRow, ...]:
    """``rows`` less the last one of the standing that has most rows."""
    names = [row.standing for row in rows]
    most = max(dict.fromkeys(names), key=names.count)
    last = len(names) - 1 - names[::-1].index(most)
    return rows[:last] + rows[last + 1 :]


def _row(answer: Answer, row: StandingRow) -> FrontRow:
    parties = party(answer, row.giver)
    if {row.giver, row.receiver} != set(answer.pair):
        parties += f" → {party(answer, row.receiver)}"
    stopped = f"by {party(answer, row.stopped_by)}" if row.stopped_by else ""
    since = "; ".join(part for part in (row.since, stopped) if part) or "–"
    return FrontRow(row.standing, _few(row.what), parties, since)


def _basis(answer: Answer) -> tuple[tuple[str, str], ...]:
    cover = answer.coverage
    return (
        ("Cut-off", cover.cut_off),
        ("Articles", f"{cover.articles:,}"),
        ("Independent sources", f"{cover.sources:,}"),
        ("Lines no person has checked", f"{cover.lines_unreviewed:,} of {cover.lines:,}"),
    )
