"""What was read, up to when, from how many independent sources, and what was left out or could not be read."""

from collections.abc import Iterable, Sequence

from deedbook.measures.answer import Coverage
from deedbook.measures.view import View, published
from deedbook.measures.wording import count, day
from deedbook.records import Article, Problem

READ_LANGUAGES = ("en", "und")


def coverage(view: View, problems: Sequence[Problem], lines: int, unreviewed: int) -> Coverage:
    """``lines`` counts lines of the answer that rest on quotations, ``unreviewed`` those no person has checked."""
    snapshot = view.snapshot
    held = [snapshot.articles[key] for key in view.article_keys]
    days = [when for article in snapshot.articles.values() if (when := published(article))]
    sources = len({view.source(key) for key in view.article_keys})
    read = len(snapshot.articles)
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
        first=min(days, default=None),
        last=max(days, default=None),
        undated=sum(published(article) is None for article in held),
        undated_left_out=snapshot.undated_left_out,
        later_left_out=snapshot.later_left_out,
        unread=(*unread(snapshot.articles.values()), *(str(problem) for problem in problems)),
        on_pair=len(held),
        summary=summary,
    )


def unread(articles: Iterable[Article]) -> tuple[str, ...]:
    """Articles that were stored but not read, for their language, with their number."""
    counts: dict[str, int] = {}
    for article in articles:
        if article.language not in READ_LANGUAGES:
            counts[article.language] = counts.get(article.language, 0) + 1
    return tuple(
        f"{count(number, 'article')} in another language ({language})" for language, number in sorted(counts.items())
    )


def period(view: View) -> str:
    """When the articles read are from: ``18 June 2025 to 20 June 2026, 1 undated``."""
    days = sorted(when for key in view.snapshot.articles if (when := published(view.snapshot.articles[key])))
    if not days:
        return "none of them dated" if view.snapshot.articles else "nothing was read"
    text = day(days[0]) if days[0] == days[-1] else f"{day(days[0])} to {day(days[-1])}"
    undated = len(view.snapshot.articles) - len(days)
    return f"{text}, {undated:,} undated" if undated else text


def _cut_off(view: View) -> str:
    if view.snapshot.as_of:
        return day(view.snapshot.as_of)
    return f"none asked; last article {day(view.cut_off)}" if view.cut_off else "none asked; no dated article"
