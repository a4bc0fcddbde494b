"""Jinja as the desk uses it: everything escaped, every odd character visible, nothing undefined passed over."""

import re
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request

from deedbook import __version__
from deedbook.brief.wording import basis, event_type, linkable, look, rung, standing
from deedbook.desk import charts, making, users
from deedbook.desk.assets import asset
from deedbook.desk.evidence import address
from deedbook.desk.text import visible
from deedbook.measures.wording import amount as amount_of
from deedbook.measures.wording import count, day, domain, instrument, interval, listed, the

_MONTHS = re.compile(r"\b(?:January|February|March|April|June|July|August|September|October|November|December)\b")


@cache
def environment() -> Environment:
    """One for all requests. ``finalize`` sees every value before it is escaped."""
    env = Environment(
        loader=PackageLoader("deedbook.desk"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
        auto_reload=False,
    )
    env.filters |= {
        "day": day,
        "interval": interval,
        "count": _count,
        "domain": domain,
        "instrument": instrument,
        "rung": rung,
        "basis": basis,
        "kind": event_type,
        "listed": listed,
        "amount": amount_of,
        "blocker": blocker,
        "short": short,
        "parted": parted,
        "cut": cut,
        "verdict": verdict,
        "capital": lambda text: text[:1].upper() + text[1:],
    }
    env.tests["web"] = linkable
    env.globals |= {
        "version": __version__,
        "asset": asset,
        "look": look,
        "standing": standing,
        "address": address,
        "key": _drawn(charts.key),
        "stop_key": _drawn(charts.stop_key),
        "dot_key": _drawn(charts.dot_key),
        "lane": _drawn(charts.lane),
        "along": charts.along,
        "sign": _drawn(charts.sign),
        "csrf": csrf,
    }
    return env


def render(request: Request, template: str, context: dict[str, Any]) -> str:
    """The page ``template`` with ``context`` and what every page knows: the path, the query, the user, the desk."""
    query = dict(request.query_params.multi_items())
    shared = {
        "path": request.url.path,
        "query": query,
        "user": users.current(request),
        "desk": request.app.state.desk,
        "base": str(request.base_url).rstrip("/"),
        "today": date.today(),
        "embed": False,
    }
    return environment().get_template(template).render(shared | context)


def csrf(user: users.User) -> Markup:
    """The hidden field that every form that changes something carries."""
    if page := making.current():
        page.personal = True
    return Markup('<input type="hidden" name="csrf" value="{}">').format(user.token)


def _finalize(value: Any) -> Any:
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def blocker(text: str) -> str:
    """Who holds a commitment up, as the ledger has it ("giver (United States)", "court"), within a sentence."""
    role, _, name = text.removesuffix(")").partition(" (")
    if not name:
        return f"a {role}" if role in ("court", "condition") else role
    return the(name) + (f", the {role}" if role == "borrower" else "")


def short(text: str) -> str:
    """A date as text with its months cut to three letters, for tables."""
    return _MONTHS.sub(lambda found: found[0][:3], text)


def parted(text: str, most: int) -> tuple[str, str]:
    """``text`` as what is read at once, at most so many characters, and the rest, which is asked for."""
    if len(text) <= most + most // 4:
        return text, ""
    first = text[:most].rpartition(" ")[0] or text[:most]
    return first, text[len(first) :].strip()


def cut(text: str, most: int) -> str:
    """``text`` on one line, of at most so many characters; an ellipsis shows where more stands."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[:most].rpartition(' ')[0] or line[:most]} …"


def verdict(name: str) -> str:
    """The verdict on a claim, so that somebody understands it who has not read how claims are tested."""
    return {"supported, omits": "supported, but it leaves something out", "overtaken": "overtaken by later acts"}.get(
        name, name
    )


def _count(number: int, one: str, many: str | None = None) -> str:
    return count(number, one, many)


def _drawn(draw: Callable[..., str]) -> Callable[..., Markup]:
    """A chart's function, whose text is escaped where it is made."""
    return lambda *args: Markup(draw(*args))
