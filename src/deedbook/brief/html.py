"""The brief as one self-contained HTML file: no script, no request, and a policy that forbids both."""

import base64
import hashlib
import re
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from deedbook import __version__
from deedbook.brief import charts
from deedbook.brief.blocks import Card, Figure, Points, Section, Table, Text
from deedbook.brief.front import HEADER, MORE, NOTHING, QUESTION, TITLES, Front
from deedbook.brief.sections import evidence_lead
from deedbook.brief.wording import colours, day, linkable, look, quoted, standing
from deedbook.measures.answer import Answer, Line, Quote

if TYPE_CHECKING:
    from jinja2 import Environment, Template
    from markupsafe import Markup

_SPECIAL = re.compile("[&<>\"']")
_FEW = 4  # numbers that stand beside a text; more of them are set smaller


class Citations:
    """Where each evidence number is cited on the page that is being written, in order, for the way back."""

    def __init__(self, numbers: set[int]) -> None:
        self._numbers = numbers
        self._places: dict[int, list[tuple[str, str]]] = {}

    def has(self, number: int) -> bool:
        return number in self._numbers

    def cite(self, number: int, place: str, home: str = "") -> str:
        """Notes one more citation of ``number`` in ``place`` and returns the anchor that stands there.

        ``home`` is the anchor for the way back where it is another one: a row inside a closed ``<details>`` is no
        place that every browser can go to."""
        seen = self._places.setdefault(number, [])
        anchor = f"c{number}-{len(seen) + 1}"
        seen.append((home or anchor, place))
        return anchor

    def refs(self, text: Text | Line, place: str, home: str = "") -> "Markup":
        """The numbers behind ``text``, each with its link to the quotation: half of a long page, so not left to the
        template."""
        from markupsafe import Markup

        if not text.quotes:
            return Markup("")
        links = [
            f'<a class="ref" id="{self.cite(number, place, home)}" href="#q{number}" '
            f'aria-label="Evidence {number}">{number}</a>'
            if number in self._numbers
            else f'<span class="ref">{number}</span>'
            for number in text.quotes
        ]
        many = " many" if len(links) > _FEW else ""
        return Markup(f' <span class="refs{many}">{" ".join(links)}</span>')

    def content(self, text: Text, place: str, home: str = "") -> "Markup":
        """``text`` with its mark, its numbers and its note."""
        from markupsafe import Markup

        note = f' <span class="note">{_safe(text.note)}</span>' if text.note else ""
        return Markup(f"{_mark(text.mark) if text.mark else _safe(text.text)}{self.refs(text, place, home)}{note}")

    def quotations(self, quotes: Iterable[Quote]) -> "Markup":
        """The list of evidence: once all that cites it is written, since each leads back there."""
        from markupsafe import Markup

        return Markup("".join([self._quotation(quote) for quote in quotes]))

    def _quotation(self, quote: Quote) -> str:
        """A quotation in the list of evidence, with its links back."""
        number, url = quote.number, quote.url
        flags = "".join([f' <span class="flag">{_safe(flag)}</span>' for flag in quote.flags])
        where = f"{_safe(quote.title)} · " if quote.title else ""
        where += f"Article {_safe(quote.article_id)}, {_safe(quote.place)}"
        if url and linkable(url):
            where += f' · <a rel="external noopener noreferrer" href="{_safe(url)}">{_safe(_host(url))}</a>'
        elif url:
            where += f" · {_safe(url)}"
        back = " · ".join(
            [
                f'<a href="#{anchor}" aria-label="Back to {name}, where evidence {number} is cited">{name}</a>'
                for anchor, name in ((anchor, _safe(place)) for anchor, place in self.places(number))
            ]
        )
        return (
            f'<li class="quote" id="q{number}">\n<span class="num">{number}</span>\n<div>\n'
            f"<blockquote><bdi>{_safe(quoted(quote.text))}</bdi></blockquote>\n"
            f'<p><span class="outlet">{_safe(quote.outlet)}</span>, {_safe(day(quote.published))}'
            f"{f'; vouched for by {_safe(quote.speaker)}' if quote.speaker else ''}.{flags}</p>\n"
            f'<p class="where">{where}</p>{f"""<p class="back">Cited in {back}</p>""" if back else ""}</div>\n</li>'
        )

    def places(self, number: int) -> list[tuple[str, str]]:
        """Anchor and name of each place that cites ``number``; a place that cites it again is listed once."""
        first: dict[str, str] = {}
        for anchor, place in self._places.get(number, ()):
            first.setdefault(place, anchor)
        return [(anchor, place) for place, anchor in first.items()]


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, PackageLoader, StrictUndefined

    env = Environment(
        loader=PackageLoader("deedbook.brief"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    for name, kind in (("table", Table), ("points", Points), ("card", Card), ("figure", Figure)):
        env.tests[name] = lambda block, kind=kind: isinstance(block, kind)
    env.filters |= {"sentence": _sentence, "day": day}
    return env


def _filled(template: "Template", **values: Any) -> str:
    """The template with these values. Its macros and its context refer to one another; so that nobody need look for
    what they held once it is written, they let go of it."""
    context = template.new_context(values)
    try:
        return "".join(template.root_render_func(context))
    finally:
        context.vars.clear()
        context.exported_vars.clear()
        context.parent.clear()


def render_html(answer: Answer, front: Front, sections: tuple[Section, ...]) -> str:
    """The page. Text that comes from articles is escaped by the template; nothing of it is trusted as HTML."""
    from markupsafe import Markup

    css = _environment().get_template("brief.css.j2").render(colours=colours())
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    cites = Citations({quote.number for quote in answer.quotes})
    figures = [block for section in sections for block in section.blocks if isinstance(block, Figure)]
    return _filled(
        _environment().get_template("brief.html.j2"),
        policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
        css=Markup(css),
        version=__version__,
        front=front,
        question=QUESTION,
        titles=TITLES,
        header=HEADER,
        nothing=NOTHING,
        more=MORE,
        has_full=any(section.key == "in-full" for section in sections),
        sections=sections,
        against=answer.against,
        quotes=answer.quotes,
        evidence_lead=evidence_lead(answer),
        charts={figure.key: Markup(charts.svg(figure)) for figure in figures},
        legends={figure.key: _legend(figure) for figure in figures},
        cites=cites,
        mark=_mark,
        refs=cites.refs,
        content=cites.content,
        quotations=cites.quotations,
    )


def _safe(text: str) -> str:
    """``text`` escaped: half of a long page is made here, and most of its texts hold nothing to escape."""
    from markupsafe import escape

    return str(escape(text)) if _SPECIAL.search(text) else text


def _legend(figure: Figure) -> list[tuple[Any, str]]:
    from markupsafe import Markup

    if figure.key == "ladder":
        return [
            (Markup(charts.giver_svg(role)), f"{name} give{'' if role == 'other' else 's'}")
            for role, name in figure.givers
        ]
    return [(Markup(charts.key_svg(name)), look(name).name) for name in charts.domains(figure)]


def _mark(name: str) -> "Markup":
    """A standing with its symbol."""
    from markupsafe import Markup, escape

    symbol, colour = standing(name)
    return Markup(
        f'<span class="mark mark-{escape(colour)}"><i aria-hidden="true">{escape(symbol)}</i> '
        f"{escape(_sentence(name))}</span>"
    )


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _host(url: str) -> str:
    return (urlsplit(url).hostname or url).removeprefix("www.")
