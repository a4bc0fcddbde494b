"""Measure the ledger as it grows: made-up reports, from ten thousand events to a million; asserts nothing.

The reports are random words around sentences that tell acts between real states, spread as news is: few pairs make most
of it, an act is told by several outlets, some print the same copy. More of them cover more days, as news does; with
``--years`` they are crowded into so many years, or thinned. No coder runs; events are made with the text."""

import argparse
import math
import random
import resource
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import accumulate, islice
from pathlib import Path

from deedbook.brief.ready import SHARE, ahead, ready
from deedbook.codebook import load
from deedbook.ledger import Ledger
from deedbook.records import Amount, Article, Block, Coding, Event, Interval, Origin, Party, Phrase, Span

BATCH = 250
A_DAY = 274  # events: a million in ten years. Reuters-21578 tells 157 on each of its 58 days, and more of one pair
OUTLETS = [f"Paper {n}" for n in range(120)]
ACTS = (  # type, status, instrument, domain, verb, things, share
    ("CONSULT", "act", "talks", "diplomacy", "met", ("on trade", "on border security", "in the capital"), 30),
    ("SUPPORT", "act", "other", "diplomacy", "praised", ("its stand on peace", "the new government"), 10),
    ("ACCUSE", "act", "other", "security", "accused", ("of a raid", "of dumping steel"), 12),
    ("AGREE", "agreed", "trade_agreement", "trade", "agreed with", ("a trade pact", "a fishing accord"), 10),
    ("AID", "promised", "loan", "finance", "promised", ("a loan for a dam", "credit for a railway"), 8),
    ("AID", "approved", "loan", "finance", "approved for", ("a loan for a dam", "credit for a railway"), 5),
    ("AID", "delivered", "grant", "aid", "delivered to", ("wheat after the flood", "medical supplies"), 5),
    ("SANCTION", "approved", "tariff", "trade", "imposed on", ("a duty on steel", "a duty on textiles"), 6),
    ("REJECT", "refused", "talks", "diplomacy", "refused", ("talks on the border", "a visit"), 5),
    ("REQUEST", "requested", "visa", "migration", "asked", ("for more visas", "for an exemption"), 9),
)
PLAIN = {"width": 80, "colour": False}
QUAD = {kind.name: kind.quad_class for kind in load().event_types.values()}


class News:
    """An endless run of reports in order of their days, the same for one ``seed``, with so many events ``a_day``."""

    def __init__(self, seed: int, a_day: float = A_DAY) -> None:
        self.random = random.Random(seed)
        states = sorted(code for code, state in load().states.items() if len(code) == 3)
        self.random.shuffle(states)
        pairs = [(a, b) for n, a in enumerate(states) for b in states[n + 1 :]]
        self.random.shuffle(pairs)
        pairs = pairs[:6000]
        self.pairs, self.weights = pairs, list(accumulate(1 / (rank + 12) for rank in range(len(pairs))))
        names: dict[str, str] = {}
        for name in load().names:
            if name.kind == "state":
                names.setdefault(name.code, name.text)
        self.names = names
        letters = "bcdfghklmnprstvw"
        self.words = sorted(
            {
                "".join(self.random.choice(letters) + self.random.choice("aeiou") for _ in range(n))
                for n in (2, 3, 4)
                for _ in range(7000)
            }
        )
        self.random.shuffle(self.words)
        self.often = list(accumulate(1 / (rank + 3) for rank in range(len(self.words))))
        self.step = timedelta(days=1) / a_day

    def reports(self, at: datetime = datetime(2015, 1, 1)) -> Iterator[tuple[Article, Coding]]:
        """From ``at`` on. Each act told by one to eight reports over three days; a fifth of the reports print the one
        before again."""
        number = 0
        while True:
            telling = []
            for _ in range(3):
                pair = self.random.choices(self.pairs, cum_weights=self.weights)[0]
                kind = self.random.choices(ACTS, [act[-1] for act in ACTS])[0]
                dated = self.random.random() < 0.35
                telling.append(
                    (
                        pair if self.random.random() < 0.5 else pair[::-1],
                        kind,
                        self.random.choice(kind[5]),
                        dated,
                        self.random.randrange(1, 400),
                    )
                )
            tellings = min(8, 1 + int(self.random.expovariate(0.6)))
            last: tuple[str, Coding] | None = None
            for _ in range(tellings):
                number += 1
                day = (at + timedelta(days=self.random.random() * 2)).date()
                undated = self.random.random() < 0.005
                made = self.report(number, telling, at.date(), None if undated else day, last)
                last = (made[0].raw, made[1])
                yield made
                at += self.step * len(telling)

    def report(self, number, telling, happened: date, day: date | None, last) -> tuple[Article, Coding]:
        outlet = self.random.choice(OUTLETS)
        events: list[Event] = []
        if last and self.random.random() < 0.2:
            raw = last[0]
            coding = last[1]
        else:
            parts: list[str] = []
            length = 0
            for (one, other), (kind, status, instrument, domain, verb, _, _), thing, dated, sum_ in telling:
                filler = " ".join(self.random.choices(self.words, cum_weights=self.often, k=55)).capitalize() + ". "
                a, b = self.names.get(one, one), self.names.get(other, other)
                said = f"{a} {verb} {b} {thing}"
                money = kind == "AID" and status != "delivered"
                tail = (f" of ${sum_} million" if money else "") + (f" on {happened:%d %B %Y}" if dated else "") + ". "
                start = length + len(filler)
                cue = start + len(a) + 1
                to = cue + len(verb) + 1
                what = to + len(b) + 1
                events.append(
                    Event(
                        "", f"{start:016x}", kind, QUAD[kind], status, Party(one, "GOV", a, start, start + len(a)),
                        Party(other, "GOV", b, to, to + len(b)), Phrase(cue, cue + len(verb), verb),
                        Span(start, start + len(said) + len(tail) - 1), symmetric=kind in ("CONSULT", "AGREE"),
                        instrument=instrument, domains=(domain,), object=Phrase(what, what + len(thing), thing),
                        amount=Amount(sum_ * 1e6, "USD") if money else None,
                        date=Interval(happened, happened, "explicit") if dated else Interval(),
                        confidence=0.7, coder="made 1",
                    )
                )  # fmt: skip
                parts += [filler, said, tail]
                length += len(filler) + len(said) + len(tail)
            raw = "".join(parts)
            coding = Coding(tuple(events))
        head = raw.index(". ") if ". " in raw else 0
        article = Article(
            f"r{number}", raw, (Block("body", 0, len(raw)),),
            Origin(f"made/{number // 1000}.jsonl#r{number}", "jsonl", "0" * 64, "utf-8", "made 1"), outlet=outlet,
            title=raw[: min(head, 60)], published=Interval(day, day, "explicit") if day else Interval(),
        )  # fmt: skip
        return article, coding


def grow(path: Path, events: int, seed: int, a_day: float) -> tuple[float, float]:
    """Writes a ledger of so many events; seconds of writing, indexing and making ready, without the making of reports:
    by the clock, and of this process."""
    spent, worked, held = 0.0, 0.0, 0
    with Ledger.open(path) as ledger:
        reports = News(seed, a_day).reports()
        shown = 0
        while held < events:
            batch = list(islice(reports, BATCH))
            began, from_ = time.perf_counter(), time.process_time()
            ledger.add_many(batch, coder="made 1")
            spent += time.perf_counter() - began
            worked += time.process_time() - from_
            held += sum(len(coding.events) for _, coding in batch)
            if held - shown >= 100_000:
                shown = held
                print(f"  {held:>9,} events  {spent:8.1f} s, {worked:8.1f} s of this process", flush=True)
        began, from_ = time.perf_counter(), time.process_time()
        ledger.settle()
        made = ahead(ledger, SHARE * (spent + time.perf_counter() - began))
        ledger.close()
        last = time.perf_counter() - began
        spent += last
        worked += time.process_time() - from_
        print(f"  {len(made)} briefs made ready at the end, which took {last:.1f} s", flush=True)
    return spent, worked


def timed(function, times: int = 1):
    """What ``function`` returns, and the least seconds that it took."""
    best = math.inf
    for _ in range(times):
        began = time.perf_counter()
        found = function()
        best = min(best, time.perf_counter() - began)
    return found, best


def goal(what: str, value: float, least: float, unit: str) -> None:
    """One line of what was to be shown."""
    print(f"  {what:66} {value:9.3f} {unit:8} goal {least:g}: {'met' if value <= least else 'missed'}", flush=True)


def ask(path: Path) -> None:
    """What a reader waits for. One report is read into each pair that is asked about."""
    size = sum(p.stat().st_size for p in path.parent.glob(path.name + "*"))
    goal("open and close", timed(lambda: Ledger.open(path).close())[1], 1, "s")
    with Ledger.open(path) as ledger:
        counts = ledger.counts()
        pairs, seconds = timed(ledger.pairs)
        print(
            f"  {counts.articles:,} articles, {counts.events:,} events, {size / 2**20:,.0f} MB; {len(pairs):,} pairs, "
            f"counted in {seconds:.2f} s; limits met {counts.capped:,} times"
        )
        goal("bytes an event", size / counts.events, 2048, "bytes")
        for words in ("loan railway", '"border security"', "steel"):
            hits, seconds = timed(lambda words=words: ledger.search(words, 20), 3)
            goal(f"search {words} ({len(hits)} shown)", 1000 * seconds, 100, "ms")
        spent = sorted(timed(lambda words=words: ledger.search(words, 20))[1] for words in searches())
        for share in (50, 99):
            goal(f"{len(spent)} searches, {share} in 100 within", 1000 * spent[len(spent) * share // 100], 100, "ms")
        last = max((pair.last for pair in pairs if pair.last), default=date(2025, 1, 1))
        by_size = sorted(pairs, key=lambda pair: -pair.reports)
        for place in sorted({min(place, len(by_size) - 1) for place in (0, 10, 100, len(by_size) // 2)}):
            pair = by_size[place]
            two = (pair.one, pair.other)
            told = f"brief of pair no. {place + 1} ({pair.reports:,} reports)"
            for form in ("terminal", "html"):
                first, seconds = timed(lambda two=two, form=form: ready(ledger, two, form, **PLAIN))
                goal(f"{told}, {form}: {'as it was made ready' if first.made else 'made for it'}", seconds, 2, "s")
                anew = timed(lambda two=two, form=form: ready(ledger, two, form, anew=True, **PLAIN))[1]
                goal("  made anew", anew, 2, "s")
            one_more(ledger, two, last)
            for form in ("terminal", "html"):
                after, seconds = timed(lambda two=two, form=form: ready(ledger, two, form, **PLAIN))
                what = f"kept, naming {after.since.reports} report read since" if after.since else "made with it"
                goal(f"  {form}, one report later: {what}", seconds, 2, "s")
                anew = timed(lambda two=two, form=form: ready(ledger, two, form, anew=True, **PLAIN))[1]
                goal(f"  {form}, one report later: made anew", anew, 2, "s")


def searches() -> list[str]:
    """What people ask for: words and phrases of the acts, names, and words of the reports from often to rare; one, two
    or three at a time."""
    news, chance = News(1), random.Random(7)
    things = [f'"{thing}"' for act in ACTS for thing in act[5]] + [act[4].split()[0] for act in ACTS]
    words = [*things, *(word for thing in things for word in thing.strip('"').split()), *news.names.values()]
    made = []
    for _ in range(300):
        filler = chance.choices(news.words, cum_weights=news.often)[0]
        made.append(" ".join(chance.sample([chance.choice(words), chance.choice(words), filler], chance.randint(1, 3))))
    return made


def one_more(ledger: Ledger, two: tuple[str, str], day: date) -> None:
    """Reads one more report into a pair, of the ledger's last ``day``."""
    news = News(ledger.turn())
    telling = [(two, ACTS[0], ACTS[0][5][0], True, 1)]
    article, coding = news.report(ledger.turn(), telling, day, day, None)
    ledger.add(replace(article, id=f"later{ledger.turn()}"), coding, coder="made 1")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, nargs="+", default=[10_000, 30_000, 100_000, 300_000, 1_000_000])
    parser.add_argument("--folder", type=Path, help="where the ledgers are made, and stay (default: gone afterwards)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--years", type=float, help="spread over so many, however many events there are")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        where = chosen.folder or Path(folder)
        points = []
        for events in chosen.events:
            path = where / f"made-{events}.sqlite"
            if not path.exists():
                seconds, worked = grow(
                    path, events, chosen.seed, events / chosen.years / 365 if chosen.years else A_DAY
                )
                points.append((events, seconds, worked))
                print(
                    f"{events:>9,} events written and indexed in {seconds:8.1f} s ({worked:.1f} s of this process, "
                    f"{events / worked:,.0f} a second; {peak():.0f} MB)",
                    flush=True,
                )
            ask(path)
        for place, what in ((1, "total time"), (2, "processor time")):
            if len(points) > 1:
                goal(f"log-log slope of {what}", slope([(p[0], p[place]) for p in points]), 1.1, "")


def slope(points: list[tuple[int, float]]) -> float:
    logs = [(math.log(x), math.log(y)) for x, y in points]
    x, y = (sum(point[n] for point in logs) / len(logs) for n in (0, 1))
    return sum((a - x) * (b - y) for a, b in logs) / sum((a - x) ** 2 for a, _ in logs)


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
