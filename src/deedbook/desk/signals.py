"""The relation's charts before they are drawn: panels of signals with their links, findings, and tables."""

from collections.abc import Sequence
from urllib.parse import urlencode

from deedbook.brief.figures import timeline_told
from deedbook.brief.wording import pair_name
from deedbook.desk.evidence import Cites
from deedbook.desk.timeline import Link, Panel
from deedbook.measures import Answer, SignalCell
from deedbook.measures.view import acts_on
from deedbook.measures.wording import count

TITLE = "Words and deeds"
SINGLE = 1  # a mark of so many acts leads to its sentence; one of more leads to the list of its acts


def panel(answer: Answer) -> Panel:
    """The signals of ``answer`` with the addresses behind their marks."""
    return Panel(pair_name(answer), answer.signals, _links(answer))


def _links(answer: Answer) -> Link:
    cites = Cites(answer)

    def link(cell: SignalCell, first: int, acts: int) -> str:
        if acts == SINGLE and first < len(cell.quotes):
            return cites.href(cell.quotes[first])
        asked = urlencode({"month": cell.month, "domain": cell.domain})
        return f"/{'-'.join(answer.pair)}/acts?{asked}"

    return link


def finding(answer: Answer) -> tuple[str, str]:
    """The finding in a sentence, and what is counted; which acts are no marks, too."""
    finding, caption = timeline_told(answer)
    acts = acts_on(answer.snapshot, answer.pair)
    absent = sum(act.status == "not_received" for act in acts)
    denied = sum(act.polarity == "negative" and act.status != "not_received" for act in acts)
    told = [f"{number:,} {text}" for number, text in ((absent, "reported absent"), (denied, "denied")) if number]
    if told:
        caption = f"{caption} Of {count(len(acts), 'act')} held, {' and '.join(told)} are not drawn."
    return finding, caption


def domains(answers: Sequence[Answer]) -> list[str]:
    """Domains that occur, for the legend."""
    return sorted({cell.domain for answer in answers for cell in answer.signals})
