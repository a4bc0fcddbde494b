"""What each direction of a pair came to, as signs, one a matter: the chart that stands beside another pair's."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from deedbook.brief.wording import pair_name, standing
from deedbook.desk import charts, sides
from deedbook.desk.evidence import Cites
from deedbook.measures import Answer, Line
from deedbook.measures.wording import count

TITLE = "What each direction came to"


@dataclass(frozen=True, slots=True)
class Panel:
    """One pair: its directions in words, each with what it came to."""

    name: str
    code: str
    cites: Cites
    sides: tuple[tuple[str, sides.Side], ...]


def panels(answers: Sequence[Answer], name: Callable[[str], str]) -> tuple[Panel, ...]:
    """A panel a pair; ``name`` gives the plain name of a code."""
    return tuple(
        Panel(
            name=pair_name(answer),
            code="-".join(answer.pair),
            cites=Cites(answer),
            sides=tuple((sides.direction(side, name, side.joint), side) for side in sides.sides(answer)),
        )
        for answer in answers
    )


def drawn(held: Sequence[Panel], finding: str) -> str:
    """The panels as one picture."""
    rows = [
        (one.name if len(held) > 1 else "", [(text, signs(_matters(side), one.cites)) for text, side in one.sides])
        for one in held
    ]
    return charts.units(rows, title=TITLE, finding=finding)


def finding(held: Sequence[Panel], name: Callable[[str], str]) -> str:
    """What the first panel shows in a sentence, and the second beside it."""
    first, *others = (said([side for _, side in one.sides], name) for one in held)
    return " ".join([first, *(f"Beside it: {text[:1].lower()}{text[1:]}" for text in others)])


def said(found: Sequence[sides.Side], name: Callable[[str], str]) -> str:
    """How much was delivered in each direction, in a sentence."""
    parts = [
        f"of {count(side.beyond, 'matter')} that {name(side.giver)} took beyond talk, "
        f"{side.count(sides.DELIVERED):,} {'is' if side.count(sides.DELIVERED) == 1 else 'are'} delivered or binding"
        for side in found[:2]
        if side.beyond
    ]
    text = "; ".join(parts)
    return f"{text[:1].upper()}{text[1:]}." if parts else "Nothing beyond talk is held."


def signs(matters: Iterable[tuple[str, Line]], cites: Cites) -> list[charts.Unit]:
    """A sign a matter, by the name of its standing; each leads to its sentence."""
    made = []
    for name, line in matters:
        number = next((number for number in line.quotes if number in cites), None)
        href = cites.href(number) if number is not None else "#"
        made.append(charts.Unit(standing(name)[1], href, f"{name}: {line.text}"))
    return made


def _matters(side: sides.Side) -> list[tuple[str, Line]]:
    return [(name, row.what) for name, rows in side.by_standing for row in rows]
