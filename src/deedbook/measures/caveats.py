"""What to beware of in the articles behind the answer, each with its place in the text."""

from collections.abc import Iterator, Sequence

from deedbook.measures.absence import listings
from deedbook.measures.answer import Line
from deedbook.measures.quotes import written_here
from deedbook.measures.view import View, published
from deedbook.measures.wording import clip, count, day, fold, listed
from deedbook.records import Article, Entry


def lines(view: View) -> tuple[Line, ...]:
    """Undated, suspect, unattributed, opinion, one commentator's lists, single sources, future dates, own examples."""
    return tuple(_lines(view))


def undated(view: View) -> list[tuple[str, Article]]:
    """Articles on the pair without a date, with their keys."""
    return [
        (key, view.snapshot.articles[key])
        for key in view.article_keys
        if published(view.snapshot.articles[key]) is None
    ]


def _lines(view: View) -> Iterator[Line]:
    snapshot = view.snapshot
    keys = view.article_keys
    entries = view.evidence
    for key, article in undated(view):
        yield _undated(view, key, article)
    for remark in snapshot.remarks:
        if remark.article_key in keys:
            name = _name(snapshot.articles[remark.article_key])
            places = view.citations.cite_place(remark.article_key, remark.start, remark.end)
            yield Line(f"{name}: {fold(remark.text)}", places)
    for listing in listings(view):
        outlets = listed(dict.fromkeys(view.outlet(entry) for entry in listing.entries))
        text = f"{count(listing.items, 'reported absence')} in {outlets} rest on one commentator, {listing.who}."
        yield Line(text, view.citations.cite(listing.entries, 4), 1, "very unsure: one commentator")
    opinion = [key for key in keys if snapshot.articles[key].genre in ("opinion", "interview")]
    if opinion:
        names = listed(_name(snapshot.articles[key]) for key in opinion[:5])
        yield Line(f"{count(len(opinion), 'article')} on the pair {_are(opinion)} opinion or interview: {names}.")
    unnamed = [entry for entry in entries if entry.event.speaker.kind == "unnamed"]
    if unnamed:
        text = f"{count(len(unnamed), 'report')} of acts {_are(unnamed)} attributed to nobody by name."
        yield Line(text, view.citations.cite(unnamed, 6), view.sources(unnamed))
    single = [act for act in view.occurrences if act.sources == 1]
    if single:
        text = (
            f"{len(single)} of {count(len(view.occurrences), 'merged act')} on the pair rest on one independent source."
        )
        yield Line(text)
    yield from _dates(view, entries)
    written = [key for key in keys if written_here(snapshot.articles[key].outlet, snapshot.articles[key].rights)]
    if written:
        text = f"{len(written)} of {count(len(keys), 'article')} on the pair were written for this project as examples."
        yield Line(text)
    if snapshot.undated_left_out:
        yield Line(f"The cut-off left out {count(snapshot.undated_left_out, 'article')} without a date.")


def _undated(view: View, key: str, article: Article) -> Line:
    inference = view.snapshot.inferences.get(key)
    if inference is None:
        return Line(f"{_name(article)} carries no date, and nothing in it says when it was written.")
    places: list[int] = []
    reasons = []
    for reason, phrase in inference.reasons:
        places += view.citations.cite_place(key, phrase.start, phrase.end)
        reasons.append(fold(reason).rstrip("."))
    text = (
        f"{_name(article)} carries no date; inferred: not before {day(inference.not_before)}, since {listed(reasons)}."
    )
    return Line(text, tuple(dict.fromkeys(places)), 0, "inferred, not stated")


def _dates(view: View, entries: Sequence[Entry]) -> Iterator[Line]:
    """Articles dated after the day on which they were read: the date printed cannot be right, or is not theirs."""
    read = {entry.article_key: entry.recorded for entry in entries}
    for key, recorded in read.items():
        when, dated = recorded.date(), published(view.snapshot.articles[key])
        if dated and dated > when:
            name = _name(view.snapshot.articles[key])
            yield Line(
                f"{name} is dated {day(dated)}, after it was read on {day(when)}: its date is not to be trusted."
            )


def _are(things: list[Entry] | list[str]) -> str:
    return "is" if len(things) == 1 else "are"


def _name(article: Article) -> str:
    title = f" (“{clip(fold(article.title), 12)}”)" if article.title else ""
    return f"{article.outlet or article.id}{title}"
