"""IATI activity files (XML, versions 2.01 to 2.03): who committed, paid and planned to pay what to whom.

Met with real bytes: two complete files of version 2.01. Versions 2.02 and 2.03 are read by their published schemas; no
real file of them was met. Code lists are data (``codebook/data/registers/iati.csv``, after IATI's lists of 2024)."""

import io

from lxml import etree

from deedbook.reading.dating import given_day
from deedbook.reading.registers.iati_activity import REGISTER, Activity, Unreadable
from deedbook.reading.registers.record import File, Found, Row, search
from deedbook.records import Problem

VERSIONS = ("2.01", "2.02", "2.03")

_ACTIVITY = frozenset(
    (
        "iati-identifier",
        "reporting-org",
        "title",
        "description",
        "participating-org",
        "other-identifier",
        "activity-status",
        "activity-date",
        "contact-info",
        "activity-scope",
        "recipient-country",
        "recipient-region",
        "location",
        "sector",
        "tag",
        "country-budget-items",
        "humanitarian-scope",
        "policy-marker",
        "collaboration-type",
        "default-flow-type",
        "default-finance-type",
        "default-aid-type",
        "default-tied-status",
        "budget",
        "planned-disbursement",
        "capital-spend",
        "transaction",
        "document-link",
        "related-activity",
        "legacy-data",
        "conditions",
        "result",
        "crs-add",
        "fss",
    )
)
_TRANSACTION = frozenset(
    (
        "transaction-type",
        "transaction-date",
        "value",
        "description",
        "provider-org",
        "receiver-org",
        "disbursement-channel",
        "sector",
        "recipient-country",
        "recipient-region",
        "flow-type",
        "finance-type",
        "aid-type",
        "tied-status",
    )
)


def read(file: File) -> Found:
    """A record an activity, then the search that is stated of the file. A file of another version is not read."""
    rows: list[list[Row]] = []
    strange: dict[str, int] = {}
    version, generated, place = "", None, 0
    parser = etree.iterparse(
        io.BytesIO(file.data),
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    try:
        for event, element in parser:
            if event == "start":
                if element.tag == "iati-activities":
                    version, generated = element.get("version", ""), given_day(element.get("generated-datetime", ""))
                    if version not in VERSIONS:
                        yield Problem(
                            file.source,
                            f"it is IATI of version {version or '(none given)'}; {', '.join(VERSIONS)} are read.",
                            "Convert it, or ask its publisher for version 2.",
                        )
                        return
                continue
            if element.tag != "iati-activity":
                continue
            place += 1
            _count_strange(element, strange)
            try:
                activity = Activity(file, element, f"/iati-activities/iati-activity[{place}]", generated)
                found = activity.record()
            except Unreadable as wrong:
                yield Problem(file.source, str(wrong), "Correct the file, or ask its publisher.", f"activity {place}")
            else:
                rows.append(activity.parties())
                yield found
            element.clear()
    except etree.XMLSyntaxError as error:
        yield Problem(file.source, f"the XML is broken ({error.msg}).", "Save it again.", f"line {error.lineno}")
        return
    for name, count in sorted(strange.items()):
        yield Problem(
            file.source,
            f"the element {name!r} ({count} times) is not in IATI {version} and was passed over.",
            "Nothing need be done if it is the publisher's own.",
            fatal=False,
        )
    if not place:
        yield Problem(file.source, "it holds no activities.", "Check that it was saved in full.", fatal=False)
    if file.about.covers:
        yield search(REGISTER, file, rows)


def _count_strange(activity: etree._Element, strange: dict[str, int]) -> None:
    """Elements that the schema lacks; those in a namespace of their own are allowed by it."""
    for parent, known in ((activity, _ACTIVITY), *((t, _TRANSACTION) for t in activity.iterchildren("transaction"))):
        for child in parent.iterchildren(etree.Element):
            name = str(child.tag)
            if not name.startswith("{") and name not in known:
                key = f"{parent.tag}/{name}"
                strange[key] = strange.get(key, 0) + 1
