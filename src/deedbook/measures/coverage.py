"""What was read, up to when, from how many independent sources, and what was left out or could not be read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from deedbook.measures.answer import Coverage
from deedbook.measures.view import View, published
from deedbook.measures.wording import count, day, domain, listed, rules
from deedbook.records import Problem

READ_LANGUAGES = ("en", "und")


@dataclass(frozen=True, slots=True)
class Cover:
    """What was read on a pair and, of that, on some domains: the denominator of every zero.

    ``articles`` counts reports and other texts, ``records`` official records; ``in_domain`` counts both. ``first`` and
    ``last`` are days of publication (``None``: none dated). ``pair`` names the pair in a sentence."""

    articles: int
    records: int
    in_domain: int
    domains: tuple[str, ...]
    first: date | None
    last: date | None
    pair: str = "the pair"

    @property
    def _in_domain(self) -> str:
        return f"{self.in_domain:,}" if self.in_domain else "none"

    @property
    def text(self) -> str:
        records = count(self.records, "official record") if self.records else "no official record"
        text = f"{count(self.articles, 'article')} and {records} on {self.pair}"
        if self.domains:
            text += f", {self._in_domain} of them on {listed(domain(name) for name in self.domains)}"
        if self.first and self.last:
            text += f", {day(self.first)}" + (f" to {day(self.last)}" if self.last != self.first else "")
        return text


def covered(view: View, domains: Iterable[str] = ()) -> Cover:
    """How much was read on the pair, and of it on ``domains`` (ties in general left aside)."""
    wanted = tuple(name for name in dict.fromkeys(domains) if name not in rules()["domains"]["general"])
    held = {key: view.snapshot.articles[key] for key in view.article_keys}
    told = {
        entry.article_key
        for act in view.occurrences
        if set(act.domains) & set(wanted)
        for entry in act.entries
        if entry.article_key in held
    }
    records = sum(article.genre == "record" for article in held.values())
    days = [when for article in held.values() if (when := published(article))]
    last = min(max(days), view.cut_off or date.max) if days else None
    return Cover(len(held) - records, records, len(told), wanted, min(days, default=None), last)


def coverage(view: View, problems: Sequence[Problem], lines: int, unreviewed: int) -> Coverage:
    """``lines`` counts lines of the answer that rest on quotations, ``unreviewed`` those no person has checked."""
    snapshot = view.snapshot
    held = [snapshot.articles[key] for key in view.article_keys]
    sources = view.sources_in_all
    read = view.extent.articles
    left = snapshot.undated_left_out + snapshot.later_left_out
    summary = f"{count(read, 'article')} read, {len(held):,} on the pair, from {count(sources, 'independent source')}; "
    summary += f"{unreviewed:,} of {count(lines, 'line')} unchecked by a person"
    summary += f"; {left:,} left out by the cut-off." if left else "."
    return Coverage(
        cut_off=_cut_off(view),
        articles=read,
        sources=sources,
        lines_unreviewed=unreviewed,
        lines=lines,
        first=view.extent.first,
        last=view.cut_off and view.extent.last and min(view.extent.last, view.cut_off),
        undated=sum(published(article) is None for article in held),
        undated_left_out=snapshot.undated_left_out,
        later_left_out=snapshot.later_left_out,
        unread=(*unread(view), *(str(problem) for problem in problems)),
        on_pair=len(held),
        summary=summary,
        withheld=view.withheld,
    )


def unread(view: View) -> tuple[str, ...]:
    """Articles that were stored but not read, for their language, with their number."""
    return tuple(
        f"{count(number, 'article')} in another language ({language})"
        for language, number in view.extent.languages
        if language not in READ_LANGUAGES
    )


def period(view: View) -> str:
    """When the articles read are from: ``18 June 2025 to 20 June 2026, 1 undated``."""
    read = view.extent
    if not read.first or not read.last:
        return "none of them dated" if read.articles else "nothing was read"
    last = min(read.last, view.cut_off or read.last)  # a record dated to a year may reach ahead
    text = day(read.first) if read.first == last else f"{day(read.first)} to {day(last)}"
    return f"{text}, {read.undated:,} undated" if read.undated else text


def _cut_off(view: View) -> str:
    if view.snapshot.as_of:
        return day(view.snapshot.as_of)
    if not view.cut_off:
        return "none, as no article is dated"
    return (
        f"{day(view.cut_off)}, {'the last article’s day' if view.cut_off == view.extent.last else 'the day of reading'}"
    )
