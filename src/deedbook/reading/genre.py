"""Report, opinion, interview, release or record: only where the page says so (table ``genres.csv``)."""

from collections.abc import Iterable

from deedbook.reading.labels import Labels
from deedbook.records.article import Genre

_OPENING = 4000  # characters of the text in which a programme or column is named


def genre_of(
    labels: Labels,
    *,
    headline: str | None,
    sections: Iterable[str],
    notices: Iterable[str],
    text: str,
    url: str | None,
    outlet: str | None = None,
) -> Genre:
    """The genre of the first rule that matches, in the table's order; an official outlet's page is a release; else
    report. ``sections`` are names of the section that the page stands in (not of all that its menu offers), ``notices``
    the furniture lines (who the writer is, whose the views are)."""
    seen = {
        "headline": (headline or "",),
        "section": tuple(sections),
        "line": tuple(notices),
        "text": (text[:_OPENING],),
        "url": (url or "",),
    }
    for rule in labels.genres:
        if any(rule.pattern.search(value) for value in seen[rule.where]):
            return rule.genre
    if outlet and labels.outlets.kinds.get(outlet.casefold()) == "official":
        return "release"
    return "report"
