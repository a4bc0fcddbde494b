"""An activity of an IATI file as a record: its fields written out, its transactions, plans and stops as acts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from lxml import etree

from deedbook.codebook import load
from deedbook.reading.dating import given_day
from deedbook.reading.registers import rules
from deedbook.reading.registers.deeds import FORMAT_SAYS_SO, Deed, code_of
from deedbook.reading.registers.record import File, Register, Row, day, record
from deedbook.reading.registers.sheet import Field, Sheet
from deedbook.records import Amount, Interval, OfficialRecord, Party, Passed, Phrase

REGISTER = Register("IATI", "iati", "International Aid Transparency Initiative", format="xml")

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_ALL = 100.0  # per cent
_ROUNDING = 0.5  # per cent: shares that add up to this near of the whole are the whole


class Unreadable(ValueError):
    """An activity that is not as the standard has it."""


@dataclass(frozen=True, slots=True)
class _Side:
    """Somebody in a transaction: ``code`` is None where the reference and the name tell no state or organisation."""

    code: str | None
    name: str


class Activity:
    """One activity while its sheet is being written."""

    def __init__(self, file: File, activity: etree._Element, path: str, generated: date | None) -> None:
        self._file, self._activity, self._path = file, activity, path
        self._sheet = Sheet()
        self._updated = given_day(activity.get("last-updated-datetime", "")) or generated
        self._passed: list[Passed] = []
        self._unknown: list[str] = []
        self._named: set[str] = set()

    def parties(self) -> list[Row]:
        """Giver and receivers that the activity names, whether or not it tells an act; unknown ones may be anybody."""
        giver = self._giver(None).code
        return [(giver, code, None) for code in sorted(self._named)] or [(giver, None, None)]

    def record(self) -> OfficialRecord:
        activity, sheet = self._activity, self._sheet
        id = (activity.findtext("iati-identifier") or "").strip()
        if not id:
            raise Unreadable("it has no iati-identifier.")
        sheet.put("Register", REGISTER.name)
        sheet.put("Activity", id, f"{self._path}/iati-identifier")
        title = sheet.put("Title", _narrative(activity.find("title")), f"{self._path}/title/narrative", kind="headline")
        reporter = activity.find("reporting-org")
        sheet.put("Reported by", _narrative(reporter), f"{self._path}/reporting-org")
        status = self._code("status", "activity-status")
        written = sheet.put("Status", status.need("name") if status else None, f"{self._path}/activity-status/@code")
        self._listed("activity-date", "date", "type", "iso-date")
        self._listed("participating-org", "role", "role", None)
        self._listed("related-activity", "related", "type", "ref")
        countries = self._countries(activity, self._path)
        self._budgets()
        sheet.put("Description", _narrative(activity.find("description")), f"{self._path}/description", kind="body")
        goods = title.value if title else None
        deeds = [
            deed
            for place, element in enumerate(activity.iterchildren("transaction"), 1)
            for deed in self._transaction(element, f"{self._path}/transaction[{place}]", place, countries, goods)
        ]
        deeds += self._planned(countries, goods)
        if status and status.text("event_type") and written:
            deeds += self._stop(status.need("status"), written, countries, goods)
        return record(
            REGISTER,
            self._file,
            sheet,
            deeds,
            id=f"{self._file.name}#{id}",
            published=day(self._updated) if self._updated else Interval(),
            title=title.value.text if title else None,
            unknown=dict.fromkeys(self._unknown),
            passed=self._passed,
            outlet=_narrative(reporter) or None,
        )

    # -- fields --------------------------------------------------------------------------------------------------

    def _code(self, list_name: str, tag: str) -> rules.Row | None:
        element = self._activity.find(tag)
        code = element.get("code", "") if element is not None else ""
        if not code:
            return None
        known = rules.code_list(list_name).get(code)
        if known is None:
            raise Unreadable(f"its {tag} is {code!r}, which IATI's list lacks.")
        return known

    def _listed(self, tag: str, list_name: str, key: str, value: str | None) -> None:
        """Writes all elements of ``tag``, each under the name of its code; ``value``: the attribute to be printed."""
        for place, element in enumerate(self._activity.iterchildren(tag), 1):
            known = rules.code_list(list_name).get(element.get(key, ""))
            if known is None:
                raise Unreadable(f"the {key} of its {tag} is {element.get(key, '')!r}, which IATI's list lacks.")
            path = f"{self._path}/{tag}[{place}]"
            if value:
                self._sheet.put(known.need("name"), element.get(value), f"{path}/@{value}")
            else:
                self._sheet.put(known.need("name"), _narrative(element) or element.get("ref"), path)

    def _countries(self, element: etree._Element, path: str) -> Mapping[str, float]:
        """Receiving states with their shares in per cent. Where the shares are missing or do not add up to 100 among
        several states, none is told (empty): no share is made up."""
        found: dict[str, float] = {}
        listed = list(element.iterchildren("recipient-country"))
        for place, country in enumerate(listed, 1):
            given = country.get("percentage")
            self._sheet.put(
                "Recipient country",
                country.get("code", "") + (f", {given} per cent" if given else ""),
                f"{path}/recipient-country[{place}]",
            )
            code = rules.alpha2().get(country.get("code", "").upper())
            if code is None:
                raise Unreadable(f"its recipient-country {country.get('code', '')!r} is no country code (ISO 3166-1).")
            self._named.add(code)
            found[code] = float(given) if given else (_ALL if len(listed) == 1 else 0.0)
        regions = list(element.iterchildren("recipient-region"))
        if len(listed) > 1 and (0.0 in found.values() or (not regions and abs(sum(found.values()) - _ALL) > _ROUNDING)):
            self._unknown.append("the shares of the receiving countries are not given: no act is made of its sums")
            return {}
        if not found:
            self._unknown.append("receiving country unknown: the activity names a region or none")
        return found

    def _budgets(self) -> None:
        for place, budget in enumerate(self._activity.iterchildren("budget"), 1):
            kind = rules.code_list("budget").get(budget.get("type", "1"))
            label = f"{kind.need('name')} budget" if kind else "Budget"
            self._sheet.put(label, _period_text(budget), f"{self._path}/budget[{place}]")

    # -- acts ----------------------------------------------------------------------------------------------------

    def _transaction(
        self, element: etree._Element, path: str, place: int, countries: Mapping[str, float], goods: Phrase | None
    ) -> Iterator[Deed]:
        kind = element.find("transaction-type")
        known = rules.code_list("transaction").get(kind.get("code", "") if kind is not None else "")
        if known is None:
            given = kind.get("code", "") if kind is not None else ""
            raise Unreadable(f"the type of its transaction {place} is {given!r}, which IATI's list lacks.")
        dated = element.find("transaction-date")
        on = given_day(dated.get("iso-date", "")) if dated is not None else None
        if on is None:
            raise Unreadable(f"its transaction {place} has no transaction-date in the form 2015-03-31.")
        value, currency, number = self._value(element, f"transaction {place}")
        giver = self._giver(element.find("provider-org"))
        receiver = _side(element.find("receiver-org"))
        name = known.need("name")
        paid = ", paid" if known.text("status") == "delivered" else ""
        text = f"{name} of {number} {currency}{paid} on {on.isoformat()}"
        text += f" from {giver.name}" if giver.name else ""
        text += f" to {receiver.name}" if receiver.name else ""
        if said := _narrative(element.find("description")):
            text += f" ({said})"
        line = self._sheet.put(f"Transaction {place}", text, path, kind="body")
        assert line is not None
        own = self._countries(element, path) if element.find("recipient-country") is not None else countries
        start = line.value.start
        sum_at = start + len(name) + len(" of ")
        self._sheet.point(sum_at, sum_at + len(number), f"{path}/value")
        date_at = sum_at + len(f"{number} {currency}{paid} on ")
        self._sheet.point(date_at, date_at + len("2015-03-31"), f"{path}/transaction-date/@iso-date")
        reason = self._no_act(known, value, giver, own)
        if reason:
            self._passed.append(Passed(line.line.start, line.line.end, reason))
            return
        for code, share in own.items():
            part = abs(share - _ALL) > _ROUNDING
            yield Deed(
                event_type=known.need("event_type"),
                status=known.need("status"),
                instrument=known.text("instrument") or self._instrument(element),
                domains=self._domains(element, known.list("domains")),
                actor=Party(giver.code, "GOV", giver.name),
                recipient=Party(code, "GOV", load().states[code].name),
                cue=Phrase(start, start + len(name), name),
                sentence=line.line,
                object=goods,
                amount=Amount(
                    round(value * share / _ALL, 2),
                    currency,
                    None,
                    "about" if part else "exact",
                    sum_at,
                    sum_at + len(f"{number} {currency}"),
                ),
                date=day(on),
                confidence=FORMAT_SAYS_SO,
            )

    def _no_act(self, known: rules.Row, value: float, giver: _Side, countries: Mapping[str, float]) -> str:
        """Why a transaction is no act; empty where it is one."""
        if not known.text("event_type"):
            return f"{known.need('name').lower()}: {known.text('reason')}"
        if value == 0:
            return "a sum of zero"
        if value < 0:
            return "a negative sum corrects an earlier one; no act is made of it"
        if giver.code is None:
            return "the giver's state or organisation is not known"
        if not countries:
            return "the receiving state is not known"
        return "" if set(countries) != {giver.code} else "giver and receiver are one state"

    def _planned(self, countries: Mapping[str, float], goods: Phrase | None) -> Iterator[Deed]:
        """What is planned and still ahead of the day of the record is promised; what is past is told by payments."""
        for place, element in enumerate(self._activity.iterchildren("planned-disbursement"), 1):
            path = f"{self._path}/planned-disbursement[{place}]"
            line = self._sheet.put("Planned disbursement", _period_text(element), path, kind="body")
            start, end = _period(element)
            if line is None:
                continue
            giver = self._giver(element.find("provider-org"))
            if start is None or self._updated is None or start <= self._updated:
                reason = "planned for a time that is over: what was paid is told by transactions"
                self._passed.append(Passed(line.line.start, line.line.end, reason))
                continue
            value, currency, _ = self._value(element, f"planned disbursement {place}")
            if value <= 0 or giver.code is None or not countries:
                continue
            for code, share in countries.items():
                yield Deed(
                    "AGREE",
                    "promised",
                    self._instrument(None),
                    self._domains(None, ()),
                    Party(giver.code, "GOV", giver.name),
                    Party(code, "GOV", load().states[code].name),
                    line.value,
                    line.line,
                    goods,
                    Amount(round(value * share / _ALL, 2), currency, None, "exact", line.value.start, line.value.end),
                    Interval(start, end, "explicit"),
                )

    def _stop(
        self, status: str, written: Field, countries: Mapping[str, float], goods: Phrase | None
    ) -> Iterator[Deed]:
        ends = [e.get("iso-date", "") for e in self._activity.iterchildren("activity-date") if e.get("type") == "4"]
        on = given_day(ends[0]) if ends else self._updated
        giver = self._giver(None)
        for code in countries if giver.code else ():
            yield Deed(
                "AID",
                status,
                self._instrument(None),
                self._domains(None, ()),
                Party(giver.code, "GOV", giver.name),
                Party(code, "GOV", load().states[code].name),
                written.value,
                written.line,
                goods,
                None,
                day(on) if on else Interval(),
            )

    def _value(self, element: etree._Element, what: str) -> tuple[float, str, str]:
        """Sum, currency and the sum as printed."""
        value = element.find("value")
        printed = (value.text or "").strip() if value is not None else ""
        currency = (value.get("currency") if value is not None else None) or self._activity.get("default-currency", "")
        try:
            number = float(printed)
        except ValueError:
            raise Unreadable(f"the value of its {what} is {printed!r}, a number was expected.") from None
        if not currency:
            raise Unreadable(f"the value of its {what} has no currency, and the activity no default-currency.")
        return number, currency, printed

    def _giver(self, element: etree._Element | None) -> _Side:
        """The provider, else the funding organisation, else who reports."""
        funders = [e for e in self._activity.iterchildren("participating-org") if e.get("role") == "1"]
        sides = [_side(e) for e in (element, *funders, self._activity.find("reporting-org")) if e is not None]
        return next((side for side in sides if side.code), sides[0] if sides else _Side(None, ""))

    def _instrument(self, element: etree._Element | None) -> str:
        own = element.find("finance-type") if element is not None else None
        given = own if own is not None else self._activity.find("default-finance-type")
        known = rules.code_list("finance").get(given.get("code", "") if given is not None else "")
        return known.need("instrument") if known else "other"

    def _domains(self, element: etree._Element | None, own: tuple[str, ...]) -> tuple[str, ...]:
        """Aid, what the kind of transaction says, and the codebook's domains of the sectors (DAC's purpose codes)."""
        sectors = list(element.iterchildren("sector")) if element is not None else []
        sectors = sectors or list(self._activity.iterchildren("sector"))
        codes = [s.get("code", "") for s in sectors if s.get("vocabulary", "1") in ("1", "2")]
        told = [
            (len(prefix), name)
            for code in codes
            for name, domain in load().domains.items()
            for prefix in domain.dac
            if code.startswith(prefix) and name != "export_credit"
        ]
        longest = {name for length, name in told if length == max(n for n, _ in told)}
        return tuple(dict.fromkeys(("aid", *own, *sorted(longest))))


def _narrative(element: etree._Element | None) -> str:
    """English where there is some, else the first language."""
    if element is None:
        return ""
    found = list(element.iterchildren("narrative"))
    english = [n for n in found if n.get(_LANG, "").startswith("en")]
    return " ".join(((english or found)[0].text or "").split()) if found else ""


def _side(element: etree._Element | None) -> _Side:
    if element is None:
        return _Side(None, "")
    name, ref = _narrative(element), element.get("ref", "")
    prefix = ref.split("-")[0].upper()
    # A reference begins with the country of its list ("GB-GOV-1"); "XM-" and numbers are lists of organisations.
    code = rules.alpha2().get(prefix) if len(prefix) == 2 and not prefix.isdigit() else None
    return _Side(code or code_of(name), name or ref)


def _period(element: etree._Element) -> tuple[date | None, date | None]:
    ends = (element.find("period-start"), element.find("period-end"))
    first, last = (given_day(e.get("iso-date", "")) if e is not None else None for e in ends)
    return first, last


def _period_text(element: etree._Element) -> str:
    start, end = _period(element)
    value = element.find("value")
    printed = (value.text or "").strip() if value is not None else ""
    currency = value.get("currency", "") if value is not None else ""
    return f"{printed} {currency} from {start or 'an unknown day'} to {end or 'an unknown day'}" if printed else ""
