"""What the tests of registers share."""

from pathlib import Path

from deedbook.reading.registers import detection
from deedbook.reading.registers.about import NOTHING_STATED, About
from deedbook.reading.registers.record import File
from deedbook.records import Article, Event, OfficialRecord, Problem, Search

MADE = Path(__file__).parent / "files"

Item = Article | OfficialRecord | Search | Problem


def items(path: Path, about: About = NOTHING_STATED) -> list[Item]:
    """Everything that the readers make of a file; fails where none knows it."""
    data = path.read_bytes()
    file = File(data, path.name, str(path), about)
    if reader := detection.structured(data[: detection.HEAD], path.suffix):
        return list(reader(file))
    found = detection.document(file, data.decode("utf-8", "replace"))
    assert found is not None, f"{path.name}: no register is recognised"
    return list(found)


def records(path: Path, about: About = NOTHING_STATED) -> list[OfficialRecord]:
    """The records of a file, each checked: offsets and pointers say what stands there."""
    found = [item for item in items(path, about) if isinstance(item, OfficialRecord)]
    for record in found:
        check(record)
    return found


def problems(path: Path, about: About = NOTHING_STATED) -> list[Problem]:
    return [item for item in items(path, about) if isinstance(item, Problem)]


def searches(path: Path, about: About = NOTHING_STATED) -> list[Search]:
    return [item for item in items(path, about) if isinstance(item, Search)]


def check(record: OfficialRecord) -> None:
    raw = record.article.raw
    last = 0
    for block in record.article.blocks:
        assert last <= block.start <= block.end <= len(raw)
        last = block.end
    for pointer in record.pointers:
        assert raw[pointer.start : pointer.end] == pointer.value
        assert pointer.pointer
    for event in record.coding.events:
        assert event.cue and event.cue.text == raw[event.cue.start : event.cue.end]
        assert event.sentence.start <= event.cue.start < event.cue.end <= event.sentence.end
        assert event.object is None or event.object.text == raw[event.object.start : event.object.end]
        assert event.coder.startswith("register ")
        for party in (event.actor, event.recipient):
            assert party.start is None or party.end is not None
        if event.amount and event.amount.start is not None:
            assert any(sign.isdigit() for sign in raw[event.amount.start : event.amount.end])
    assert len({e.event_id for e in record.coding.events}) == len(record.coding.events)


def told(event: Event) -> tuple[str, str, str, str | None, str | None, str]:
    """Type, status, instrument, parties and day of an event."""
    day = event.date.start.isoformat() if event.date.start else "no day"
    return event.event_type, event.status, event.instrument, event.actor.code, event.recipient.code, day
