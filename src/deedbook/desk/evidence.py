"""From an evidence number to its sentence: the address of the place in the article."""

from urllib.parse import quote

from deedbook.measures import Answer, Quote
from deedbook.records import TextEvidence


class Cites:
    """The quotes of an answer by number, each with the address of its sentence in its article."""

    def __init__(self, answer: Answer) -> None:
        self._quotes = {quote.number: quote for quote in answer.quotes}

    def __getitem__(self, number: int) -> Quote:
        return self._quotes[number]

    def __contains__(self, number: int) -> bool:
        return number in self._quotes

    def href(self, number: int) -> str:
        found = self._quotes.get(number)
        return address(found.evidence) if found else "#"


def address(place: TextEvidence) -> str:
    """The article's page, opened at the sentence, which is marked there."""
    return f"/articles/{quote(place.article_key, safe='')}?at={place.start}-{place.end}#at"
