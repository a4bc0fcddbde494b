"""The relation's charts before they are drawn: panels of signals with their links, findings, and tables."""

from collections.abc import Sequence
from urllib.parse import urlencode

from deedbook.brief.figures import timeline_told
from deedbook.brief.wording import pair_name
from deedbook.desk.evidence import Cites
from deedbook.desk.timeline import Panel
from deedbook.measures import Answer, SignalCell
from deedbook.measures.dealings import acts_on
from deedbook.measures.wording import count

TITLE = "Words and deeds"
MOST_MONTHS = 6


def panel(answer: Answer) -> Panel:
    """The signals of ``answer`` with the addresses behind their marks."""
    cites = Cites(answer)

    def link(cell: SignalCell, number: int) -> str:
        return cites.href(cell.quotes[number]) if number < len(cell.quotes) else links(cell.domain, [cell.month])

    def links(domain: str, months: Sequence[str]) -> str:
        # A whole year is asked for by its number: the acts of many months make too long an address.
        asked = sorted({month[:4] for month in months}) if len(months) > MOST_MONTHS else months
        asked = ["undated" if month == "unda" else month for month in asked]
        return f"/{'-'.join(answer.pair)}/acts?{urlencode({'month': asked, 'domain': domain}, doseq=True)}"

    return Panel(pair_name(answer), answer.signals, link, links)


def finding(answer: Answer, per: int) -> tuple[str, str]:
    """The finding in a sentence, and what is counted, a mark standing for up to ``per`` acts; which acts are no marks,
    too."""
    finding, caption = timeline_told(answer, per)
    acts = acts_on(answer.snapshot, answer.pair)
    absent = sum(act.status == "not_received" for act in acts)
    denied = sum(act.polarity == "negative" and act.status != "not_received" for act in acts)
    told = [f"{number:,} {text}" for number, text in ((absent, "reported absent"), (denied, "denied")) if number]
    if told:
        be = "is" if absent + denied == 1 else "are"
        caption = f"{caption} Of {count(len(acts), 'act')} held, {' and '.join(told)} {be} not drawn."
    return finding, caption


def domains(answers: Sequence[Answer]) -> list[str]:
    """Domains that occur, for the legend."""
    return sorted({cell.domain for answer in answers for cell in answer.signals})
