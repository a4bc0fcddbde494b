"""What a reviewer may put right about an event: each field in plain words, with the values that it may take."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from starlette.datastructures import FormData

from deedbook.brief.wording import event_type, rung
from deedbook.codebook import Codebook, load
from deedbook.desk.forms import field
from deedbook.ledger.decisions import CORRECTABLE, shown
from deedbook.measures.wording import domain, instrument, party
from deedbook.pipeline.adding import typed_sum
from deedbook.records import Event

# In the order in which they are asked for, with the key that leads there.
LABELS: Mapping[str, tuple[str, str]] = {
    "actor": ("Who acts", "a"),
    "recipient": ("Towards whom", "r"),
    "event_type": ("Kind of act", "t"),
    "status": ("How far it got", "f"),
    "polarity": ("The text says that it", "p"),
    "instrument": ("By what means", ""),
    "amount": ("How much", ""),
    "date_from": ("Not before", ""),
    "date_to": ("Not after", ""),
    "symmetric": ("Both do it alike", ""),
    "partial": ("Only in part", ""),
    "domains": ("What it is about", ""),
}
OTHERS: Mapping[str, str] = {
    "kept": "Whether it stands",
    "cue_words": "Words of what happened",
    "actor_words": "Words of who acts",
    "recipient_words": "Words of towards whom",
    "object_words": "Words of what it is about",
}
_POLARITY = {"positive": "is so", "negative": "is not so (denied)"}


@dataclass(frozen=True, slots=True)
class Correctable:
    """One field: ``kind`` is how it is asked for (``party``, ``choice``, ``several``, ``day`` or ``text``), ``choices``
    are values with their words."""

    name: str
    label: str
    key: str
    kind: str
    value: str
    choices: tuple[tuple[str, str], ...]


def correctable(event: Event, codebook: Codebook, given: Mapping[str, str] | None = None) -> tuple[Correctable, ...]:
    """The fields of ``event``, with what was ``given`` for them instead where that was not taken."""
    values = shown(event) | {name: value for name, value in (given or {}).items() if name in LABELS}
    found = []
    for name, (label, key) in LABELS.items():
        kind = "day" if name.startswith("date_") else "party" if name in ("actor", "recipient") else "choice"
        kind = {"domains": "several", "amount": "text"}.get(name, kind)
        choices = _choices(name, codebook) if kind in ("choice", "several") else ()
        if kind == "choice" and values[name] not in dict(choices):
            choices = ((values[name], values[name] or "unknown"), *choices)
        found.append(Correctable(name, label, key, kind, values[name], choices))
    return tuple(found)


def label(name: str) -> str:
    """What a field is called."""
    return LABELS[name][0] if name in LABELS else OTHERS.get(name, name.replace("_", " "))


def given(form: FormData, event: Event, codebook: Codebook) -> dict[str, str]:
    """The values that ``form`` asks for: codes where parties were named, domains in one order, so that what only looks
    different is no correction. What it leaves out stays as it is."""
    found = shown(event)
    for name in found:
        if name in ("actor", "recipient") and name in form:
            found[name] = code_of(field(form, name), codebook)
        elif name == "domains" and name in form:
            said = (part.strip() for value in form.getlist(name) if isinstance(value, str) for part in value.split("|"))
            found[name] = "|".join(sorted(set(filter(None, said))))
        elif name == "amount" and name in form:
            found[name] = typed_sum(field(form, name))
        elif name in form:
            found[name] = field(form, name)
    return found


def code_of(text: str, codebook: Codebook) -> str:
    """The code of a party that is named by its code or by a name that the codebook knows; else ``text``."""
    if text.upper() in codebook.codes:
        return text.upper()
    return _names().get(text.casefold(), text)


@cache
def parties() -> tuple[tuple[str, str], ...]:
    """Every code with its name, in the order of names."""
    book = load()
    return tuple(sorted(((code, party(code, book)) for code in book.codes), key=lambda item: item[1].casefold()))


@cache
def _names() -> Mapping[str, str]:
    book = load()
    kinds = ("state", "demonym", "organisation")
    known = {name.text.casefold(): name.code for name in book.names if name.kind in kinds}
    return known | {name.casefold(): code for code, name in parties()}


def _choices(name: str, codebook: Codebook) -> tuple[tuple[str, str], ...]:
    if name in ("symmetric", "partial"):
        return (("no", "no"), ("yes", "yes"))
    if name == "polarity":
        return tuple(_POLARITY.items())
    if name == "status":  # in the order in which things go
        return tuple((value, rung(value)) for value in codebook.statuses)
    words = {"event_type": event_type, "instrument": instrument, "domains": domain}[name]
    allowed: Iterable[str] = CORRECTABLE[name].allowed(codebook) if CORRECTABLE[name].allowed else ()  # type: ignore[misc]
    return tuple(sorted(((value, words(value) or "other") for value in allowed), key=_last_other))


def _last_other(choice: tuple[str, str]) -> tuple[bool, str]:
    return choice[0] == "other", choice[1].casefold()
