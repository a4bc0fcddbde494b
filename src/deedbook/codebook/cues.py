"""The cue lexicon of the baseline coder: constructions that report an act, things that are given, and modifiers.

Patterns are regular expressions over the sentence; ``<lemma>`` stands for all forms of a verb (``data/verbs.csv`` holds
the irregular ones). A ``form`` says how roles are found: see :class:`Cue`."""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from deedbook.codebook.openings import Openings

FORMS = frozenset({"verb", "noun", "lack", "lack_giver", "lack_passive", "stop"})
FRAMES = frozenset({"subject", "joint", "both", "speaker", "receiver", "from", "warmth", "with_no", "measure"})


@dataclass(frozen=True, slots=True)
class Cue:
    """One construction. ``form``: a verb takes modals and passives, a noun does not, ``lack*`` reports absence and
    takes its type from the thing that is absent, ``stop`` reports a thing suspended, withdrawn or lapsed. ``frame``:
    the subject acts (``subject``), both act (``joint``), both are named somewhere (``both``), the writer acts
    (``speaker``), the subject receives (``receiver``), the giver follows (``from``), praise fails to become goods
    (``warmth``), a list of goods follows (``with_no``), or the subject is the measure itself (``measure``). ``needs``
    must occur after the cue in its clause. ``seen``: events that it makes of labelled sentences, which tells how much
    a trained coder can know of it (counted by ``training.seen``). ``plain``: its words leave no doubt that the thing is
    done."""

    pattern: re.Pattern[str]
    form: str
    event_type: str
    status: str
    frame: str
    needs: re.Pattern[str] | None
    instrument: str
    domains: tuple[str, ...]
    seen: int
    plain: bool


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that states give, take or withhold, with the event type its absence would have had."""

    pattern: re.Pattern[str]
    event_type: str
    instrument: str
    domains: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Needed:
    """The words of which a sentence must hold one, and none of ``unless``, where it is about an instrument; else it is
    ``otherwise`` where it holds a word of ``where``, or no instrument of the codebook."""

    words: re.Pattern[str]
    otherwise: str
    where: re.Pattern[str] | None
    unless: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Modifier:
    """A word or construction that changes how a cue is read; ``status`` is the rung an operator puts it on."""

    kind: str
    pattern: re.Pattern[str]
    status: str


def _rows(name: str) -> list[dict[str, str]]:
    # not table.rows, which trims cells: a space at the end of a pattern counts
    text = files("deedbook.codebook").joinpath("data", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _regular(lemma: str) -> tuple[str, ...]:
    """Third person, past and participle of a regular English verb."""
    if lemma.endswith("e"):
        return lemma, lemma + "s", lemma + "d", lemma[:-1] + "ing"
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        return lemma, lemma[:-1] + "ies", lemma[:-1] + "ied", lemma + "ing"
    third = lemma + ("es" if lemma.endswith(("s", "sh", "ch", "x", "z")) else "s")
    return lemma, third, lemma + "ed", lemma + "ing"


@cache
def _irregular() -> dict[str, tuple[str, ...]]:
    return {row["lemma"]: tuple(row["forms"].split("|")) for row in _rows("verbs.csv")}


def is_base(word: str) -> bool:
    """Whether a verb form is the bare infinitive ("support", "cut"), which often is a noun as well."""
    if word in _irregular():
        return len(_irregular()[word]) > 3  # "cut" and "set" are their own past
    return not word.endswith(("ed", "s", "ing")) and not any(word in forms for forms in _irregular().values())


def expand(pattern: str) -> str:
    """Write out ``<lemma>``: ``<reduce> `` becomes ``(?:reduce|reduces|reduced|reducing) ``."""

    def forms(found: re.Match[str]) -> str:
        lemma = found[1]
        if "[" in lemma:  # recogni[sz]e: both spellings share their endings
            return "(?:" + "|".join(_regular(lemma)) + ")"
        return "(?:" + "|".join(_irregular().get(lemma) or _regular(lemma)) + ")"

    return re.sub(r"<([a-z\[\]]+)>", forms, pattern)


def _compiled(pattern: str, source: str, row: int) -> re.Pattern[str]:
    try:
        whole = rf"(?<![\w-])(?:{expand(pattern)})(?:(?<=\W)|(?!\w))"  # whole words only
        return re.compile(whole, re.IGNORECASE)
    except re.error as error:
        raise ValueError(
            f"{source}, row {row}: {pattern!r} is no regular expression ({error}). Mend the row."
        ) from error


@cache
def cues() -> tuple[Cue, ...]:
    """All constructions, in the order of ``data/cues.csv`` (the first of equal length wins).

    Raises ValueError that names the row for a pattern, form or frame that is not known."""
    found = []
    for number, row in enumerate(_rows("cues.csv"), 2):
        if row["form"] not in FORMS or row["frame"] not in FRAMES:
            raise ValueError(
                f"cues.csv, row {number}: form {row['form']!r} or frame {row['frame']!r} is unknown;"
                f" expected one of {sorted(FORMS)} and {sorted(FRAMES)}."
            )
        found.append(
            Cue(
                pattern=_compiled(row["pattern"], "cues.csv", number),
                form=row["form"],
                event_type=row["type"],
                status=row["status"],
                frame=row["frame"],
                needs=re.compile(row["needs"], re.IGNORECASE) if row["needs"] else None,
                instrument=row["instrument"],
                domains=tuple(row["domains"].split("|")) if row["domains"] else (),
                seen=int(row["seen"] or 0),
                plain=row["plain"] == "yes",
            )
        )
    return tuple(found)


@cache
def heard() -> Openings[Cue]:
    """All constructions, to be asked which can occur in a sentence."""
    return Openings(cues())


@cache
def given() -> Openings[Thing]:
    """All things, to be asked which can be named in a text."""
    return Openings(things())


@cache
def things() -> tuple[Thing, ...]:
    """What can be given or withheld, most specific first (``data/things.csv``)."""
    return tuple(
        Thing(
            re.compile(rf"(?<!\w)(?:{row['pattern']})", re.IGNORECASE),
            row["type"],
            row["instrument"],
            tuple(row["domains"].split("|")) if row["domains"] else (),
        )
        for row in _rows("things.csv")
    )


@cache
def needed() -> Mapping[str, Needed]:
    """Instruments that are read only where the words say so (``data/instrument_words.csv``)."""
    return MappingProxyType(
        {
            row["instrument"]: Needed(
                re.compile(row["words"], re.IGNORECASE),
                row["otherwise"],
                re.compile(row["where"], re.IGNORECASE) if row["where"] else None,
                re.compile(row["unless"], re.IGNORECASE) if row["unless"] else None,
            )
            for row in _rows("instrument_words.csv")
        }
    )


@cache
def modifiers(kind: str) -> tuple[Modifier, ...]:
    """All modifiers of one kind (``data/modifiers.csv``)."""
    return tuple(
        Modifier(kind, _compiled(row["pattern"], "modifiers.csv", number), row["status"])
        for number, row in enumerate(_rows("modifiers.csv"), 2)
        if row["kind"] == kind
    )


@cache
def abbreviations() -> frozenset[str]:
    """Short forms whose full stop ends no sentence."""
    return frozenset(row["abbreviation"].lower() for row in _rows("abbreviations.csv"))
