"""A short name for a commitment: "19 % tariff on Pakistani goods", "Reko Diq loan", "Sale of F-16 upgrades".

The name is made from what is known of the commitment (project, rate, sum, parties) and one phrase of its reports, by
the table ``instrument_names.csv``: ``heads`` are the nouns that stand for the instrument in a phrase ("financing of …
for the mine"), so that what stands around them is what the name needs; ``named`` is the name where a phrase is left,
``plain`` where none is. Phrases that are no short noun phrase are passed over, not cut to fit."""

import re
from calendar import day_name, month_name
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from deedbook.codebook import EVERYBODY, Codebook, Name
from deedbook.codebook.table import data_folder, rows
from deedbook.coding import amounts
from deedbook.ledger.acts import MEASURES, Act
from deedbook.ledger.glances import Glance
from deedbook.ledger.phrases import listed
from deedbook.ledger.vocabulary import content, has, head_clause, specific, words
from deedbook.records import Amount

LONGEST = 5  # words of a phrase that a name takes in
TELLING = 24  # acts whose phrases are read for a name, the most telling first
ADJECTIVES = 2  # words before the head that qualify it: "reciprocal tariff", "long-term visas"
SAYS = 4  # words of a verb that says by itself what is meant
THREAT = 8  # words of what is held out against somebody
LIST_WORDS = 6  # of a list of goods: "energy, aircraft and other goods"

_CLAUSE = re.compile(
    r"\s+(?:that|which|who|whose|whom|when|while|where|if|unless|until|till|after|before|by|under|as|worth|including"
    r"|with|and then|and subsequently|without|through|from|than|whereby|sometime|because|so|is|are|was|were|will|would"
    r"|must|could|should|can|may|might|shall"
    r"|has|have|had|over|since|during|amid|between|among|against|into|particularly|especially|valued|aimed|aiming|designed)\s.*$"
    r"|[,;:(\"“”].*$|\s+to\s+.*$",
    re.IGNORECASE | re.DOTALL,
)
_LEAD = re.compile(
    r"^(?:(?:a|an|the|its|their|his|her|our|this|that|these|those|any|some|all|more|other|such|both|of|on|for|to|in|about"
    r"|first|last|next|new|possible|potential|proposed|planned|further|additional|another|up|around|nearly|almost|worth"
    r"|own|certain|various|several|many|number|series|round|package|supply|cargo|consignment|batch|sample|shipment"
    r"|memorandum|understanding|agreement|sale|purchase|provision|delivery|payment|closing|development|extension|joint"
    r"|approval|including|use|issue|export|import|and|or|at|least|most|annual|signed|dated|then|them|it)\b[\s'’]*)+",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"(?:\s+|^)(?:a|an|the|of|on|for|to|in|and|or|at|by|with|its|their|is|are|as|from|worth|be|no|not|per|cent"
    r"|must|will|would|should|could|can|may|might|shall)$",
    re.I,
)
_SIGNS = ("hurts", "helps", "joint", "ends")
_LIST = re.compile(r"(?<=\bof )[\w-]+(?:, [\w-]+)+,? and (?:other )?[\w-]+\b")  # "of energy, aircraft and other goods"
_LEFT_OFF = re.compile(rf"\b(?:{'|'.join(sorted(words('desisting')))}) (?:from )?\w+ing\b.*$", re.IGNORECASE)
_ARTICLE = re.compile(r"^.*\b(?:an?|the|for|of|on|in|to)\s+", re.IGNORECASE | re.DOTALL)
_TWICE = re.compile(r"\b([\w-]+) (?=\1\b)", re.IGNORECASE)
_BEHIND = re.compile(
    r"^\s*(?:of understanding|talks?|agreement|deal|package|programme|program)?\s*(?:of|on|for|in|to|about)?\s+"
)
_DATED = re.compile(
    rf"\b(?:from|in|by|of|on|since|until|for)\s+(?:early |late |mid-)?(?:\d{{1,2}} )?"
    rf"(?:(?:{'|'.join(month_name[1:])})(?: \d{{1,2}})?(?:,? \d{{4}})?|\d{{4}}|(?:{'|'.join(day_name)}))\b"
)
_WEEKDAY = re.compile(
    rf"^(?:on )?(?:{'|'.join(day_name)})\s+(?:to (?:start|begin|open|hold|launch|resume|continue)\s+)?"
)
_ASIDE = re.compile(r"[,;:(\"“”]")
_OF_THE_LAND = re.compile(r"\b(?:the|its) (?:island|country|nation|kingdom|republic|state)(?:'|’)s\s+", re.IGNORECASE)
_TICKER = re.compile(r"<[^<>]*>")  # "Plc <BCOM.L>"
_SPACES = re.compile(r"\s+")
_WORD = re.compile(r"[\w&./'’-]+")


@dataclass(frozen=True, slots=True)
class Pattern:
    heads: re.Pattern[str]
    named: str
    plain: str


@cache
def _patterns() -> Mapping[tuple[str, str], Pattern]:
    table = {}
    for row in rows(data_folder() / "instrument_names.csv", ("instrument", "sign", "heads", "named", "plain")):
        heads = "|".join(map(re.escape, row.need("heads").split("|")))
        sign = row.one_of("sign", ("any", *_SIGNS))
        signs = _SIGNS if sign == "any" else (sign,)
        for one in signs:
            pattern = Pattern(re.compile(rf"\b(?:{heads})\b", re.I), row.need("named"), row.need("plain"))
            table[row.need("instrument"), one] = pattern
    return MappingProxyType(table)


class Namer:
    """Makes names with the codebook's states, demonyms and projects."""

    def __init__(self, codebook: Codebook) -> None:
        self._demonyms: dict[str, str] = {}
        self._projects: Mapping[str, str] = {
            name.full or name.text: name.text for name in reversed(codebook.names) if name.kind == "project"
        }
        self._places: dict[str, list[str]] = {}
        self._glances: dict[tuple[str, ...], Glance] = {}
        self._patterns: dict[tuple[str, ...], re.Pattern[str]] = {}
        for name in codebook.names:
            if name.kind in ("state", "demonym", "capital"):
                self._places.setdefault(name.code, []).append(name.text)
            if name.kind == "demonym" and name.valid_to is None:
                self._note(name)
        self._first_words = frozenset(text.split()[0] for texts in self._places.values() for text in texts)

    def _bare(self, text: str, giver: str, receiver: str) -> str:
        """Without sums, the two sides, and whatever follows the noun phrase. Other states stay ("Russian oil"), but not
        beside one of the two ("goods from India and Pakistan")."""
        text = _SPACES.sub(" ", head_clause(text))
        for one in sorted(amounts.find(text), key=lambda a: -(a.start or 0)):
            text = text[: one.start] + " " + text[one.end :]
        text = _OF_THE_LAND.sub(" ", _TICKER.sub(" ", _DATED.sub(" ", text)))
        goods = _LIST.search(text)
        text = goods[0] if goods and len(goods[0].split()) <= LIST_WORDS else _CLAUSE.sub("", text)
        made = self._without(text, giver, receiver)
        if made != text and any(word.strip(".,'’") in self._first_words for word in made.split()):
            made = self._without(made, *self._places)
        return _SPACES.sub(" ", made).strip()

    def _spelled(self, text: str) -> str:
        """With a capital at its start; of a headline in capitals only names of states keep theirs."""
        if text.isupper():
            spelled = (word.capitalize() for word in text.split())
            text = " ".join(word if word in self._first_words else word.lower() for word in spelled)
        return text[:1].upper() + text[1:]

    def _without(self, text: str, *codes: str) -> str:
        """Without the names of these states."""
        key = tuple(sorted(codes))
        if key not in self._glances:
            self._glances[key] = Glance.of(text for code in key for text in self._places.get(code, ()))
        return self._place(*key).sub(" ", text) if self._glances[key].may(text) else text

    def _place(self, *codes: str) -> re.Pattern[str]:
        """The names of states, each with the preposition before it."""
        pattern = self._patterns.get(codes)
        if pattern is None:
            texts = dict.fromkeys(text for code in codes for text in self._places.get(code, ()))
            longest = sorted(map(re.escape, texts), key=lambda text: (-len(text), text)) or [r"(?!)"]
            place = rf"(?<![\w-])(?:the\s+)?(?:{'|'.join(longest)})(?:['’]s?)?(?![\w-])"
            # "goods from Pakistan" loses its preposition, "a statement of Pakistan's policy" keeps it
            ends = r"(?=\s*(?:$|[,.;:)]|(?:and|or|of|in|on|for|to|with|by|at|as|from|worth|under|until|after|over)\b))"
            before = r"\b(?:in|of|to|for|from|on|toward|towards|at)\s+"
            pattern = re.compile(rf"{before}{place}{ends}|{place}", re.IGNORECASE)
            self._patterns[codes] = pattern
        return pattern

    def _note(self, name: Name) -> None:
        held = self._demonyms.get(name.code)
        if held is None or (held.endswith("s") and not name.text.endswith("s")):
            self._demonyms[name.code] = name.text

    def name(
        self,
        acts: Sequence[Act],
        *,
        instrument: str,
        measure: bool,
        joint: bool,
        giver: str,
        receiver: str,
        domains: Sequence[str],
        amount: Amount | None,
    ) -> str:
        """The name of the commitment that ``acts`` belong to, the most telling act first; never empty. ``domains`` are
        in order of how many acts name them."""
        sign = "joint" if joint else "hurts" if measure else "ends" if all(a.ends for a in acts) else "helps"
        project = next((self._projects.get(p, p) for act in acts for p in sorted(act.projects)), "")
        telling = ([act for act in acts if act.turn == "forward"] or acts)[:TELLING]
        objects = [text for act in telling for text in act.objects][:TELLING]
        if not project and (left_off := next((told for act in telling if (told := _left_off(act.object or ""))), "")):
            return left_off
        plain = measure and not project and all(act.family.name not in MEASURES for act in telling)
        called = "other" if plain else _named_as(instrument, acts, amount)
        pattern = _patterns().get((called, sign)) or _patterns()["other", sign]
        threats = sorted(filter(None, map(_told, telling)), key=str.isupper) if plain else []
        if threats:
            return self._spelled(threats[0])
        found = [_parts(self._bare(_item(text, pattern), giver, receiver), pattern) for text in objects]
        topic = project or _best([topic for _, topic in found])
        which = "" if project else _best([which for which, _ in found])
        if called in words("deal") and not any(pattern.heads.search(act.text) for act in acts):
            pattern = _patterns()["other", sign]  # "sustained engagement in trade and energy" is no energy deal
        if pattern.named == "{topic}" and len(topic.split()) == 1 and not _several(topic):
            topic, which = "", topic  # one word names nothing: "Agricultural cooperation"
        general = [domain.replace("_", " ") for domain in domains if domain not in ("other", "diplomacy")]
        general = [domain for domain in general if domain not in which.casefold()]  # "Defence cooperation in defence"
        if pattern is _patterns()["other", sign] and not (topic or which) and (to_do := _to_do(telling)):
            return to_do
        cut_to = _cut_to(acts) if sign == "helps" and instrument == "tariff" else ""
        if cut_to:
            pattern = _patterns()["tariff_cut", sign]
        template = pattern.named if topic or "{topic}" not in pattern.named else pattern.plain
        if which and "{which}" not in template and not topic:
            template, topic, which = pattern.named, which, ""
        if not topic and not which and "{which}" in template and "{topic}" not in template:
            template = pattern.plain
        extra = " additional" if any(act.additional for act in acts) else ""
        people = self._demonyms.get(receiver)
        if content(which) <= content(topic):
            which = ""  # "CORN tariff on corn imports"
        made = template.format(
            to=f" to {cut_to} %" if cut_to else "",
            rate=next((f"{r} %{extra}" for act in acts for r in sorted(act.rates)), ""),
            which="" if which.casefold() in (topic.casefold(), *pattern.plain.split()) else which,
            topic=topic,
            goods=f"{people} goods" if people else "all imports" if receiver == EVERYBODY else "imports",
            people=f"for {people} citizens" if people else "",
            sum="" if which else _sum(amount),
            domains=f" in {listed(general[:3])}" if general else "",
            general="" if general or which else "general",
        )
        made = _TWICE.sub("", _SPACES.sub(" ", made)).strip()
        return made[:1].upper() + made[1:]


def _named_as(instrument: str, acts: Sequence[Act], amount: Amount | None) -> str:
    """The row of the table that names it: of what was said to be bought, of goods worth a sum, of a ban that is lifted
    or of money that is paid, rather than of the instrument that was read."""
    if any(act.goods_worth for act in acts):
        return "goods"
    if instrument == "sanctions_relief" and any(has("banning", act.text) for act in acts):
        return "ban_lifted"
    if instrument == "other" and _sum(amount) and any(has("paying", act.said) for act in acts):
        return "payment"
    bought = instrument in ("energy_deal", "other") and any(has("buying", act.said) for act in acts)
    return "purchase" if bought else instrument


def _cut_to(acts: Sequence[Act]) -> str:
    """The rate to which a duty is cut, in digits; empty where none is told, or only by how much."""
    for act in acts:
        for rate in sorted(act.rates):
            if re.search(rf"\b(?:to|(?:tariff|duty|rate|level)s? (?:of|at)) {re.escape(rate)}\b", act.text):
                return rate
    return ""


def _told(act: Act) -> str:
    """What is held out against somebody, in the report's own words from its verb on ("bar Japanese dealers"), since the
    thing alone would read as a gift; empty where its object does not follow the verb."""
    for cue in act.said.split("\n"):
        for goods in act.objects:
            between = r"(?:\s+\S+){0,3}?\s+"
            if told := re.search(rf"{re.escape(cue)}{between}{re.escape(goods)}", act.text):
                text = " ".join(_ASIDE.split(told[0])[0].split()[:THREAT])
                for _ in range(3):
                    text = _TAIL.sub("", text)
                return text if len(text.split()) > 1 else ""
        if not act.objects and len(cue.split()) >= SAYS:
            return _SPACES.sub(" ", " ".join(cue.split()[:THREAT]))  # "will bring out the truth"
    return ""


def _left_off(text: str) -> str:
    """What somebody undertakes to stop doing: "Stop buying Russian oil"."""
    told = _LEFT_OFF.search(text)
    return _phrased(told[0]) if told else ""


def _to_do(acts: Sequence[Act]) -> str:
    """What is to be done, where no noun phrase says what is meant: "Keep discussions ongoing"."""
    return next((made for act in acts if act.object and not act.objects and (made := _phrased(act.object))), "")


def _phrased(text: str) -> str:
    short = _SPACES.sub(" ", _CLAUSE.sub("", text)).strip(" .")
    return short[:1].upper() + short[1:] if 1 < len(short.split()) <= LONGEST else ""


def _item(text: str, pattern: Pattern) -> str:
    """Of a list ("patrol ships, metro loan") what stands for the instrument, where the list begins with something else;
    without the day on which it was agreed ("agreed on | Tuesday to start negotiations")."""
    text = _WEEKDAY.sub("", text)
    items = re.split(r", (?:and )?| and ", text)
    if len(items) == 1 or pattern.heads.search(items[0]):
        return text
    return next((item for item in items[1:] if pattern.heads.search(item)), text)


def _parts(phrase: str, pattern: Pattern) -> tuple[str, str]:
    """What stands before and behind the head in a phrase; without a head, the phrase itself behind it."""
    head = pattern.heads.search(phrase)
    if head is None:
        return "", _short(phrase, LONGEST)
    before, behind = _ARTICLE.sub("", phrase[: head.start()]), phrase[head.end() :]
    return _short(before, ADJECTIVES), _short(pattern.heads.sub(" ", _BEHIND.sub("", behind)), LONGEST)


def _short(text: str, longest: int) -> str:
    text = re.sub(r"^['’]?s\s+", "", _SPACES.sub(" ", text).strip(" -–—'’."))
    for _ in range(4):
        text = _LEAD.sub("", text).strip()
        text = _TAIL.sub("", text).strip(" -–—'’.")
    told = _WORD.findall(text)
    if not told or len(told) > longest or any(len(word) > 30 for word in told):
        return ""
    if not specific(content(text)) - words("calendar") - _nothing():
        return ""
    shouted = len(text) > 4 and text.isupper() and not re.search(r"\d", text)  # "STEEL", not "BGM-71 TOW"
    return (text.lower() if " " in text else text.capitalize()) if shouted else text


@cache
def _nothing() -> frozenset[str]:
    """Stems of words that name no thing by themselves ("a variety", "pressure", "relevant measures")."""
    return content(" ".join(words("names_nothing")))


def _several(word: str) -> bool:
    """Whether a word alone says what is meant, as things in the plural do ("Arrears", "Pomelos")."""
    return word.endswith("s") and not word.endswith(("ss", "us", "is", "ics"))


def _best(found: Iterable[str]) -> str:
    """The phrase that shares most words with the others; of those the shorter, then the earlier."""
    told = [text for text in found if text]
    if not told:
        return ""
    stems = [content(text) for text in told]
    agreed = [sum(len(own & other) for other in stems) for own in stems]
    return told[max(range(len(told)), key=lambda n: (agreed[n], -len(told[n]), -n))]


def _sum(amount: Amount | None) -> str:
    """``$500 million`` in words short enough for a name; empty for quantities that are no money."""
    if amount is None or len(amount.unit) != 3 or not amount.unit.isupper():
        return ""
    sign = {"USD": "$", "EUR": "€", "XDR": "SDR "}.get(amount.unit, f"{amount.unit} ")
    for size, word in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if amount.value >= size:
            return f"{sign}{amount.value / size:.4g} {word}"
    return f"{sign}{amount.value:,.0f}"
