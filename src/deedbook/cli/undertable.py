"""What stands under a list of commitments: what they add up to, what the list counts, and how it was read."""

import re
from collections.abc import Sequence

from deedbook.codebook import EVERYBODY, Codebook
from deedbook.ledger.snapshots import extent
from deedbook.ledger.sources import Sourcing
from deedbook.ledger.sums import Sums, sums
from deedbook.ledger.traits import entry_id
from deedbook.measures.dealings import dealings
from deedbook.measures.quotes import written_here
from deedbook.measures.wording import amount, count, interval, listed, party
from deedbook.records import Amount, Commitment, Entry, Interval, Snapshot

_MOST_LEFT = 12  # commitments whose reason for not being added is printed


def of_pair(snapshot: Snapshot, pair: tuple[str, str]) -> list[Commitment]:
    """What one of the two owes, gives or imposes on the other, and what one of them does toward everybody by an
    instrument by which they deal, as far as that is no step of the former."""
    own = [c for c in snapshot.commitments if {c.giver, c.receiver} == set(pair)]
    told = {step.occurrence.id for c in own for step in c.history}
    instruments = dealings(snapshot, pair)
    broad = [
        c
        for c in snapshot.commitments
        if c.receiver == EVERYBODY and c.giver in pair and c.instrument in instruments
        if not told.issuperset(step.occurrence.id for step in c.history)
    ]
    return own + broad


def counted(commitments: Sequence[Commitment], snapshot: Snapshot, codebook: Codebook) -> str:
    """What the list counts, over which days, from how many articles and independent sources, and how it was read."""
    entries = _entries(commitments)
    read = (snapshot.extent or extent(snapshot.articles)).articles
    line = f"{count(len(commitments), 'commitment')}, each merged from all reports of it"
    if not entries:
        return f"{line}; {count(read, 'article')} read."
    keys = {entry.article_key for entry in entries}
    days = sorted(entry.known for entry in entries if entry.known)
    over = f", published {interval(Interval(days[0], days[-1], 'explicit'))}" if days else ""
    sources = Sourcing(snapshot.articles, snapshot.wire, codebook).of(entries).independent
    held = [snapshot.articles[key] for key in keys if key in snapshot.articles]
    written = sum(written_here(article.outlet, article.rights) for article in held)
    examples = f" Written as examples: {count(written, 'article')}." if written else ""
    told = f"{len(keys):,} of {count(read, 'article')} read tell of them, from"
    return f"{line}; {told} {count(len(sources), 'independent source')}{over}.{examples}"


def sureness(commitments: Sequence[Commitment]) -> str:
    """How the list was read."""
    readings = {entry_id(entry): entry.reviewed for entry in _entries(commitments)}
    checked = sum(readings.values())
    told = f"{checked:,} of {len(readings):,} readings checked by a person" if checked else "checked by no person"
    return f"Read by machine, {told}"


def _entries(commitments: Sequence[Commitment]) -> list[Entry]:
    return [entry for c in commitments for step in c.history for entry in step.occurrence.entries]


def added_up(commitments: Sequence[Commitment], codebook: Codebook) -> list[str]:
    """What the commitments add up to, and what was not added and why."""
    made = sums(commitments)
    lines = [_total(made, n, codebook) for n in range(len(made.totals))]
    if not lines and made.left:
        lines = ["No sums are added up: no commitment listed here is binding or paid, still open, and names a sum."]
    if made.left:
        by_size = sorted(made.left, key=lambda item: -(item[0].amount.value if item[0].amount else 0))
        told = [f"{_with_sum(c)}, {reason}" for c, reason in by_size]
        rest = len(told) - _MOST_LEFT
        lines.append("Not added up: " + "; ".join(told[:_MOST_LEFT]) + (f"; and {rest} more" if rest > 0 else "") + ".")
    return lines


def _total(made: Sums, place: int, codebook: Codebook) -> str:
    total = made.totals[place]
    one, other = (party(code, codebook) for code in (total.giver, total.receiver))
    done = any(part.commitment.execution in ("part", "complete") for part in total.parts)
    paid = amount(Amount(total.paid, total.currency)) if total.paid else "nothing"
    last = "payment reported, with no sum for each" if done and not total.paid else f"{paid} reported paid"
    one_only = len(total.parts) == 1
    line = (
        f"{one} to {other}: {amount(Amount(total.value, total.currency))} in"
        f" {count(len(total.parts), 'commitment')} that {'binds' if one_only else 'bind'} or went further"
        f" ({listed([part.commitment.name for part in total.parts])}); {last}."
    )
    rates = {part.rate for part in total.parts if part.rate}
    told = [
        f" Converted at {r.per_dollar:g} {r.currency} a dollar, {r.source}."
        for r in sorted(rates, key=lambda rate: rate.currency)
    ]
    return line + "".join(told)


def _with_sum(commitment: Commitment) -> str:
    told = amount(commitment.amount)
    figure = re.search(r"\d[\d.,]*", told)
    known = figure is not None and figure[0] in commitment.name
    return commitment.name if known or not told else f"{commitment.name} ({told})"
