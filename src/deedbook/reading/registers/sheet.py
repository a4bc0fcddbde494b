"""A record written out as text: one field a line, with a pointer from each value back into the register's file."""

import re
from dataclasses import dataclass, field

from deedbook.records import Block, Phrase, Pointer, Span
from deedbook.records.article import BlockKind

_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Field:
    """A value as it stands in the sheet, and the line that holds it."""

    value: Phrase
    line: Span


@dataclass(slots=True)
class Sheet:
    """The text of one record while it is being written. ``text`` is what becomes ``Article.raw``."""

    _parts: list[str] = field(default_factory=list)
    _length: int = 0
    blocks: list[Block] = field(default_factory=list)
    pointers: list[Pointer] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self._parts)

    def put(
        self, label: str, value: str | None, pointer: str | None = None, *, kind: BlockKind = "meta"
    ) -> Field | None:
        """Writes ``label: value`` on a line of its own; ``None`` where there is no value. White space in the value is
        one space. ``pointer`` says where in the file the value stands; ours have none."""
        value = _SPACE.sub(" ", value or "").strip()
        if not value:
            return None
        start = self._length + len(label) + 2
        line = self._write(f"{label}: {value}\n", kind)
        if pointer:
            self.pointers.append(Pointer(start, start + len(value), pointer, value))
        return Field(Phrase(start, start + len(value), value), line)

    def measure(self, what: str, order: str, *, ended: bool = False) -> Phrase:
        """Writes what our tables call a measure (or its end), and by which executive order it was put on; so that one
        measure has one name in all records. Returns the name."""
        what = f"end of the {what}" if ended else what
        line = self.put("Measure, by our table", f"{what} (Executive Order {order})" if order else what)
        assert line is not None
        return Phrase(line.value.start, line.value.start + len(what), what)

    def body(self, text: str) -> int:
        """Writes running text as it is, behind an empty line; returns the offset at which it begins."""
        self._write("\n", None)
        start = self._length
        self._write(f"{text}\n", "body")
        return start

    def point(self, start: int, end: int, pointer: str) -> None:
        """Says where in the file ``text[start:end]`` stands."""
        if len(self._parts) > 1:
            self._parts = [self.text]
        self.pointers.append(Pointer(start, end, pointer, self._parts[0][start:end]))

    def _write(self, text: str, kind: BlockKind | None) -> Span:
        start = self._length
        self._parts.append(text)
        self._length += len(text)
        if kind:
            self.blocks.append(Block(kind, start, start + len(text.rstrip())))
        return Span(start, start + len(text.rstrip()))
