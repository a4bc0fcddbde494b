"""The answer about a pair, put together from the measures."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from deedbook.codebook import Codebook, load
from deedbook.measures import (
    absence,
    accounts,
    balance,
    caveats,
    comparison,
    disagreements,
    history,
    judgement,
    missed,
    outlook,
    signals,
    standing,
)
from deedbook.measures.answer import Answer, Behind, Line
from deedbook.measures.coverage import coverage
from deedbook.measures.matters import matters
from deedbook.measures.page import capped, first, only_first
from deedbook.measures.parity import Tally
from deedbook.measures.quotes import walk, written_here
from deedbook.measures.view import View
from deedbook.measures.wording import party, rules
from deedbook.records import Problem, Snapshot

MOST_TOLD = 50
MOST_DIFFERING = 100


def answer(
    snapshot: Snapshot,
    pair: tuple[str, str],
    *,
    against: tuple[str, str] | None = None,
    codebook: Codebook | None = None,
    problems: Sequence[Problem] = (),
    peers: Mapping[tuple[str, str], Tally] | None = None,
    most_told: int | None = MOST_TOLD,
    most_differing: int | None = MOST_DIFFERING,
    page_one: bool = False,
) -> Answer:
    """Did the words between the two become deeds, as far as ``snapshot`` shows?

    ``pair`` and ``against`` are codes, in the order in which they are to be shown; facts about others enter only as
    comparison or context. ``problems`` are the inputs that could not be used: they are named under coverage. ``peers``
    counts commitments by (giver, receiver), for places among all receivers (``parity.tallies`` of a snapshot of them).
    ``most_told``: of the acts that several passages tell, so many are set out (``None``: all); the rest is counted.
    ``most_differing``: the same of conflicts between reports. ``page_one``: what only stands behind it is counted
    (``Answer.behind``) and left out.
    Raises ValueError where a pair names one state twice. A pair on which nothing is held gets an answer that says so.
    """
    for asked in (pair, against):
        if asked is not None and asked[0] == asked[1]:
            raise ValueError(f"{asked[0]}-{asked[1]} names one state twice; a pair of two states was expected.")
    book = codebook or load()
    view = View.of(snapshot, pair, book)
    found = matters(view)
    others = comparison.others(view, against)
    table, further = standing.rows(view, found)
    told, told_left = accounts.told(view, rules()["page"]["told"] + 1 if page_one else most_told, outlets=not page_one)
    differing, differing_left = disagreements.lines(view, found, most_differing)
    full = Answer(
        pair=pair,
        against=against,
        names={},
        judgement=judgement.judgement(view, found, others),
        standing=table,
        told=told,
        told_left=told_left,
        unknown=outlook.unknown(view, found),
        would_change=outlook.would_change(view, found),
        dates_ahead=outlook.dates_ahead(view, found),
        coverage=coverage(view, problems, 0, 0),
        signals=(),
        ladder=(),
        commitments=(),
        absences=(),
        balance=(),
        comparison=(),
        disagreements=differing,
        disagreements_left=differing_left,
        caveats=(),
        quotes=(),
        snapshot=snapshot,
        written_examples=any(written_here(a.outlet, a.rights) for a in snapshot.articles.values()),
        further_standing=further,
        comparison_note=comparison.note(view, against),
        beside=comparison.beside(view, against),
        behind=Behind(
            len(view.told_once),
            len(signals.signals(view)),
            len(missed.grouped(view)),
            len(differing) + differing_left,
        ),
    )
    if page_one:
        return _numbered(view, only_first(full), problems)
    whole = replace(
        full,
        signals=signals.cells(view),
        ladder=signals.ladder(view, found),
        commitments=history.rows(view, found),
        absences=absence.rows(view, found),
        balance=balance.rows(view, found),
        comparison=comparison.rows(view, found, against, peers),
        caveats=caveats.lines(view),
        claims=absence.done(view),
        others=comparison.other_lines(view, others),
    )
    return _numbered(view, capped(whole), problems)


def _numbered(view: View, full: Answer, problems: Sequence[Problem]) -> Answer:
    """``full`` with its names, its lines counted and its evidence numbered."""
    parts = walk(full)[1:]
    resting = [part for part in parts if isinstance(part, Line) and part.quotes]
    unreviewed = sum(not line.reviewed for line in resting)
    counted = coverage(view, problems, len(resting), unreviewed)
    named = replace(full, names=_names(full, parts, view.codebook), coverage=counted)
    return view.citations.numbered(named, (*first(full), *parts))


def _names(full: Answer, parts: Iterable[object], book: Codebook) -> dict[str, str]:
    """Plain names of all codes that the answer, and the ``parts`` of it, show."""
    codes = {*full.pair, *(full.against or ())}
    for part in parts:
        if not isinstance(part, Line):
            for name in ("giver", "receiver", "side"):
                if (code := getattr(part, name, None)) is not None:
                    codes.add(code)
    return {code: party(code, book) for code in sorted(codes)}
