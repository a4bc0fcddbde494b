"""Which language a text is in, by its script and its commonest words: enough to tell what is not English.

Method: the script of most letters limits the choice; among its languages the one wins whose function words (table
``languages.csv`` of the codebook) make up most of the words, letters that only it uses counting half a word each. For
Latin script the answer is English unless another language clearly leads, since a short English headline may hold no
function word at all.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from deedbook.codebook.table import data_folder, rows

UNDETERMINED = "und"
_SAMPLE = 20_000
# Not \w: the vowel signs of Indian scripts are no word characters for Python.
_WORD = re.compile(r"""[^\s\d_.,;:!?()\[\]{}"'“”‘’«»„|/।،؛؟。、—–…%$€£&*+=<>#@-]+""")


@dataclass(frozen=True, slots=True)
class _Language:
    code: str
    letters: frozenset[str]
    words: frozenset[str]


def recognise(text: str, hint: str = "") -> str:
    """ISO 639-1 code of the language that most of ``text`` is written in; ``und`` where it holds no letters or an
    unknown script. ``hint`` is what the page declares (``en-GB``); it decides only between close candidates."""
    sample = text[:_SAMPLE]
    words = [word.lower() for word in _WORD.findall(sample)]
    if not any(map(str.isalpha, sample)):
        return UNDETERMINED
    candidates = _languages().get(_script(sample), ())
    if not candidates:
        return UNDETERMINED
    counted = Counter(words)
    declared = hint.split("-")[0].split("_")[0].lower()
    scores = {language.code: _score(language, counted) for language in candidates}
    best = max(scores, key=lambda code: (scores[code], code == declared))
    if "en" not in scores or best == "en":
        return best
    if declared == best and scores[best] > scores["en"]:
        return best
    return best if scores[best] >= 2 and scores[best] > 1.5 * scores["en"] else "en"


def _score(language: _Language, counted: Mapping[str, int]) -> float:
    common = sum(n for word, n in counted.items() if word in language.words)
    marked = sum(n for word, n in counted.items() if not language.letters.isdisjoint(word))
    return common + marked / 2


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
def _languages() -> Mapping[str, tuple[_Language, ...]]:
    table: dict[str, list[_Language]] = {}
    for row in rows(data_folder() / "languages.csv", ("language", "name", "script", "letters", "words")):
        language = _Language(row.need("language"), frozenset(row.text("letters")), frozenset(row.list("words")))
        table.setdefault(row.need("script"), []).append(language)
    return {script: tuple(languages) for script, languages in table.items()}
