"""Text from articles made safe to show: control characters and marks that reorder text become visible signs."""

import re

# C0 and C1 controls but tab and newline, lone surrogates, marks that reorder or hide text, the byte order mark, tags.
_ODD = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2064\u2066-\u206f"
    "\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)


def visible(text: str) -> str:
    """``text`` with every such character as a sign: ``␛`` for a control of ASCII, ``⟦U+202E⟧`` for any other.

    Carriage returns before a newline go: they show nothing and reorder nothing."""
    return _ODD.sub(lambda found: _sign(ord(found.group())), text.replace("\r\n", "\n"))


def _sign(code: int) -> str:
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else f"⟦U+{code:04X}⟧"
