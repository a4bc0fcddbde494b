"""Every count on every surface says what it counts: a noun beside it, or the head of its column."""

import os
import re
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from lxml import html

KINDS = (
    "front", "relation", "filtered", "silent", "timeline", "commitments", "comparison", "balance", "acts", "commitment",
    "article", "accounts", "search", "review", "bring in",
)  # fmt: skip
COMMANDS = (
    "ledger --pair PAK-USA", "ledger", "claims --pair PAK-USA", "accounts --pair PAK-USA", "search tariff", "ready",
    "diff --pair PAK-USA --from 2025-11-01 --to 2026-03-01", "brief --pair PAK-USA --against IND-USA", "decide events",
    "decide list", "decide agreement", "export rows.csv", "export rows.xlsx", "import tracker.csv",
)  # fmt: skip

COUNTED = (
    "account act agency article change claim column commitment contact copy decision deed domain duty event evidence "
    "fact figure file finding heading label line matter meeting moment month move name note official one outlet page "
    "pair party passage person problem reading record report request row rung search sentence source state step text "
    "thing time undated word brief country day minute week year hour MB KB character"
)
PLURALS = ("agencies", "copies", "countries", "duties", "parties", "people")
NOUN = rf"(?:{'|'.join(COUNTED.split())})s?|{'|'.join(PLURALS)}"
MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
NO_COUNT = re.compile(
    "|".join(
        (
            r"“[^”]*”|\"[^\"]*\"",  # what others wrote
            r"\[\^?\d+\]|\+\d+",  # evidence, and how many pieces more
            r"\S+\.(?:txt|html|csv|db)\b\S*|\b\d{4}-\d\d(?:-\d\d)?\b|\b\d\d/\d\d\b",
            rf"\b\d{{1,2}}(?:[–-]\d{{1,2}})? {MONTH}(?: \d{{4}})?|{MONTH} \d{{4}}",
            r"\b(?:19|20)\d\d\b|\b\d\d?:\d\d\b|\d+\.\d+\S*(?: of 1\b)?",
            r"[$€£] ?\d[\d,.]*(?: [mb]illion)?|\b[A-Z]{3} \d[\d,.]*(?: [mb]illion)?|\b\d[\d,.]* ?(?:%|per ?cent\b)",
            r"\b\d+ (?:[mb]illion bbl|other)\b",
            r"\b[0-9a-f]{8,16}\b|\b[A-Z]+-\d+\b|\S+/\S+|(?:Order|Proclamation|version) \d+",
            rf"(?i:\b(?:{NOUN})) \d+(?: of \d+)?\b",  # "article 2", "event 1 of 60"
        )
    )
)
COUNT = re.compile(r"(?<![\w.])\d[\d,]*(?!\w)")
AFTER = re.compile(rf"(?: (?:to|of|in) \d[\d,]*)*(?:[ \n]+[\w’'-]+){{0,5}}?[ \n]+(?i:{NOUN})\b")
PART = re.compile(r"\A[ \w]* of them\b|\A more\b")
# "Articles: 35", "New acts (15)", "words outnumber deeds, 35 to 6", "most words fall in June (9)"
BEFORE = re.compile(r"[A-Za-z)][^:\n]*:\s*\Z|\n[A-Z][^.\n]*\(\Z|deeds, \Z|most words fall in [ ¤]+\(\Z")


def untold(text: str) -> list[str]:
    """The numbers in the product's own words of which nothing says what they count. In a sentence that has said it
    once, what follows are parts of that."""
    plain = NO_COUNT.sub(" ¤ ", text)
    found = []
    for sentence in re.split(r"(?<=[.])\s|\n", plain):
        for match in COUNT.finditer(sentence):
            before, after = "\n" + sentence[: match.start()], sentence[match.end() :]
            if not (AFTER.match(after) or PART.match(after) or BEFORE.search(before)):
                found.append(sentence)
            break  # the rest of the sentence divides what was named
    return found


def shown(page: str) -> str:
    """The text of a page in the product's own words, each cell behind the head of its column, without what is quoted,
    drawn, or a reference to evidence."""
    tree = html.fromstring(page)
    digits = "translate(normalize-space(.), '0123456789 +', '') = ''"
    quoted = "//script | //style | //svg | //q | //blockquote | //mark | //select | //datalist | //pre | //textarea"
    for gone in tree.xpath(f"{quoted} | //*[@aria-hidden='true'] | //a[{digits}] | //p[@class='hit']"):
        gone.drop_tree()
    for table in tree.xpath("//table"):
        heads = [" ".join(head.text_content().split()) for head in table.xpath(".//thead//th")]
        for row in table.xpath(".//tbody//tr"):
            for head, cell in zip(heads, row.xpath("./td | ./th"), strict=False):
                cell.text = f" {head}: {cell.text or ''}"
    for group in tree.xpath("//dl/div[dt and dd]"):
        value = group.xpath("./dd")[0]
        value.text = f" {group.xpath('./dt')[0].text_content().strip()}: {value.text or ''}"
    for block in tree.xpath(
        "//td|//th|//p|//li|//h1|//h2|//h3|//div|//dt|//dd|//tr|//button|//label|//figcaption|//summary|//a"
    ):
        block.tail = f"\n{block.tail or ''}"
    return "\n".join(line.strip() for line in tree.text_content().splitlines() if line.strip())


def test_a_bare_number_is_found() -> None:
    assert untold("There are 7.\nOf 6 that went on, 2 came back.") == [
        "There are 7.",
        "Of 6 that went on, 2 came back.",
    ]
    assert not untold("7 acts, 3 of them new. Articles: 35\nOf 6 matters, 2 are open (1 in part).\nNew acts (15)")


@pytest.mark.parametrize("kind", KINDS)
def test_every_count_on_a_page_says_what_it_counts(desk: str, paths: dict[str, str], kind: str) -> None:
    with urllib.request.urlopen(desk + paths[kind]) as answer:
        assert not untold(shown(answer.read().decode()))


@pytest.mark.parametrize("words", COMMANDS)
def test_every_count_a_command_gives_says_what_it_counts(words: str, filled: Path, tmp_path: Path) -> None:
    (tmp_path / "tracker.csv").write_text(
        "giver,receiver,what,sum,date,status\nUSA,PAK,Reko Diq loan,1.25 billion USD,2025-12-10,approved\n"
        "USA,PAK,Wheat,5 million USD,2025-01-10,promised\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, "-m", "deedbook", *words.split(), "--ledger", str(filled)],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "COLUMNS": "400"},
    )
    assert done.returncode == 0, done.stderr
    own = done.stdout.split("\nEvidence\n")[0] + "\n" + done.stderr
    assert not untold("\n".join(line for line in own.splitlines() if words.startswith("brief") or line[:1] != " "))
