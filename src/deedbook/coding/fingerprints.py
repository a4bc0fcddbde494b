"""Fingerprints of the sentences that a model was trained on, as its card lists them: packed, since tens of thousands of
them are shipped."""

import base64
from collections.abc import Iterable

_BYTES = 4  # of a sentence's SHA-256: its first eight hex digits


def packed(fingerprints: Iterable[str]) -> str:
    """``fingerprints`` (eight hex digits each), every one once and in order, as five characters each."""
    return base64.b85encode(b"".join(bytes.fromhex(print_) for print_ in sorted(set(fingerprints)))).decode("ascii")


def unpacked(text: str) -> frozenset[str]:
    """What :func:`packed` was given."""
    found = base64.b85decode(text)
    return frozenset(found[n : n + _BYTES].hex() for n in range(0, len(found), _BYTES))
