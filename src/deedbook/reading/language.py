"""Which language a text is in, by its script and its commonest words: enough to tell what is not English.

Method: the script of most letters limits the choice; among its languages the one wins whose function words (table
``languages.csv`` of the codebook) make up most of the words, letters that only it uses counting half a word each. For
Latin script the answer is English unless another language clearly leads, since a short English headline may hold no
function word at all.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from deedbook.codebook.table import data_folder, rows

UNDETERMINED = "und"
_SAMPLE = 20_000
# Not \w: the vowel signs of Indian scripts are no word characters for Python.
_WORD = re.compile(r"""[^\s\d_.,;:!?()\[\]{}"'“”‘’«»„|/।،؛؟。、—–…%$€£&*+=<>#@-]+""")


@dataclass(frozen=True, slots=True)
class _Script:
    """The languages of a script in the table's order, and by each word and letter those that it speaks for: so that
    a text is gone through once, and not once a language."""

    codes: tuple[str, ...]
    words: Mapping[str, tuple[str, ...]]
    letters: Mapping[str, tuple[str, ...]]


def recognise(text: str, hint: str = "") -> str:
    """ISO 639-1 code of the language that most of ``text`` is written in; ``und`` where it holds no letters or an
    unknown script. ``hint`` is what the page declares (``en-GB``); it decides only between close candidates."""
    sample = text[:_SAMPLE]
    words = [word.lower() for word in _WORD.findall(sample)]
    if not any(map(str.isalpha, sample)):
        return UNDETERMINED
    script = _scripts().get(_script(sample))
    if script is None:
        return UNDETERMINED
    counted = Counter(words)
    declared = hint.split("-")[0].split("_")[0].lower()
    scores = _scores(script, counted)
    best = max(scores, key=lambda code: (scores[code], code == declared))
    if "en" not in scores or best == "en":
        return best
    if declared == best and scores[best] > scores["en"]:
        return best
    return best if scores[best] >= 2 and scores[best] > 1.5 * scores["en"] else "en"


def _scores(script: _Script, counted: Mapping[str, int]) -> dict[str, float]:
    scores = dict.fromkeys(script.codes, 0.0)
    for word, n in counted.items():
        for code in script.words.get(word, ()):
            scores[code] += n
    marks = script.letters.keys() & set().union(*counted)
    for word, n in counted.items() if marks else ():
        for code in {code for letter in marks.intersection(word) for code in script.letters[letter]}:
            scores[code] += n / 2
    return scores


def _script(sample: str) -> str:
    if sample.isascii():
        return "LATIN"
    counted: Counter[str] = Counter()
    for char, n in Counter(sample).items():
        if char.isalpha():
            counted[unicodedata.name(char, "UNKNOWN").split()[0]] += n
    # Japanese writes Chinese characters too, so a fair share of kana decides.
    kana = counted["HIRAGANA"] + counted["KATAKANA"]
    if kana and kana * 10 >= counted["CJK"]:
        return "HIRAGANA"
    return counted.most_common(1)[0][0] if counted else "LATIN"


@cache
def _scripts() -> Mapping[str, _Script]:
    table: dict[str, list[tuple[str, str, list[str]]]] = {}
    for row in rows(data_folder() / "languages.csv", ("language", "name", "script", "letters", "words")):
        language = (row.need("language"), row.text("letters"), list(row.list("words")))
        table.setdefault(row.need("script"), []).append(language)
    return {
        script: _Script(
            codes=tuple(code for code, _, _ in languages),
            words=_by_sign((code, words) for code, _, words in languages),
            letters=_by_sign((code, letters) for code, letters, _ in languages),
        )
        for script, languages in table.items()
    }


def _by_sign(signs: Iterable[tuple[str, Iterable[str]]]) -> Mapping[str, tuple[str, ...]]:
    codes: dict[str, dict[str, None]] = {}  # a table may list a word twice, which counts once
    for code, found in signs:
        for sign in found:
            codes.setdefault(sign, {})[code] = None
    return {sign: tuple(spoken) for sign, spoken in codes.items()}
