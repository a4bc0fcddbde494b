"""Same act elsewhere: event mentions of ECB+, clustered over each fold of topics by the ledger's own function.

Mentions are the gold ones (actions) of the sentences that ``sentences.csv`` lists as validated; single ones stay. A
fold's documents go in together, without their topics; nothing but the text and the mention's words is given, so the
entries' parties and dates are unknown. *Baseline*: mentions whose main word has the same base form are one act."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

from deedbook.codebook import load
from deedbook.evaluate.gold import GoldError
from deedbook.evaluate.partition import Conll, conll
from deedbook.ledger import merge
from deedbook.ledger.forms import head
from deedbook.ledger.traits import entry_id, places_of
from deedbook.records import Article, Block, Entry, Event, Interval, Origin, Party, Phrase, Span

FOLDS = 5
_WHEN = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Mention:
    """An action in a validated sentence: its words' offsets in the document's text, and the gold act."""

    topic: int
    document: str
    sentence: tuple[int, int]
    start: int
    end: int
    words: tuple[str, ...]
    act: str


@dataclass(frozen=True, slots=True)
class EcbplusReport:
    """By fold: topics, mentions, acts, ours and the baseline."""

    folds: tuple[tuple[tuple[int, ...], int, int, Conll, Conll], ...]

    @property
    def figure(self) -> float:
        """Mean CoNLL F1 of the folds."""
        return sum(ours.f1 for *_, ours, _ in self.folds) / len(self.folds)

    @property
    def baseline(self) -> float:
        """Mean CoNLL F1 of the baseline."""
        return sum(plain.f1 for *_, plain in self.folds) / len(self.folds)

    def lines(self, errors: bool) -> list[str]:
        """The report for a terminal."""
        out = [
            f"ecbplus ({len(self.folds)} folds of topics, no topics given, single mentions kept):"
            f" CoNLL F1 {100 * self.figure:.1f}, same head word {100 * self.baseline:.1f},"
            f" difference {100 * (self.figure - self.baseline):+.1f}",
            f"  {'topics':34}{'mentions':>9}{'acts':>6}{'MUC':>7}{'B3':>7}{'CEAFe':>7}{'CoNLL':>7}{'head':>7}",
        ]
        for topics, mentions, acts, ours, plain in self.folds:
            out.append(
                f"  {' '.join(map(str, topics)):34}{mentions:9}{acts:6}{100 * ours.muc.f1:7.1f}"
                f"{100 * ours.b_cubed.f1:7.1f}{100 * ours.ceaf_e.f1:7.1f}{100 * ours.f1:7.1f}{100 * plain.f1:7.1f}"
            )
        return out


def evaluate(folder: Path, folds: int = FOLDS) -> EcbplusReport:
    """Cluster each fold of ``folder`` (``sentences.csv`` and ``xml``). Raises GoldError."""
    found, texts = mentions(folder)
    topics = sorted({mention.topic for mention in found})
    articles = {name: article(name, text) for name, text in texts.items()}
    done = []
    for some in (topics[at::folds] for at in range(min(folds, len(topics)))):
        mine = [mention for mention in found if mention.topic in some]
        gold = [mention.act for mention in mine]
        plain = [head(mention.words) for mention in mine]
        done.append(
            (tuple(some), len(mine), len(set(gold)), conll(gold, clustered(mine, articles)), conll(gold, plain))
        )
    return EcbplusReport(tuple(done))


def clustered(some: Sequence[Mention], articles: dict[str, Article]) -> list[str]:
    """The occurrence that each mention is put in."""
    made = [entry(mention, articles[mention.document], n) for n, mention in enumerate(some)]
    keyed = {articles[m.document].key: articles[m.document] for m in some}
    acts = merge.occurrences(made, keyed, places=places_of(load()))
    where = {entry_id(one): act.id for act in acts for one in act.entries}
    return [where[entry_id(one)] for one in made]


def article(name: str, text: str) -> Article:
    """A document as the reader would give it: undated, its text one body."""
    return Article(
        id=name,
        raw=text,
        blocks=(Block("body", 0, len(text)),),
        origin=Origin(name, "text", "", "utf-8", "ecbplus"),
        outlet=name,
    )


def entry(mention: Mention, of: Article, number: int) -> Entry:
    """The entry of a mention: nothing but its words is known."""
    event = Event(
        article_id=of.id,
        event_id=f"{number:05d}",
        event_type="COOPERATE",
        quad_class="",
        status="act",
        actor=Party(None),
        recipient=Party(None),
        cue=Phrase(mention.start, mention.end, " ".join(mention.words)),
        sentence=Span(*mention.sentence),
    )
    return Entry(of.key, event, Interval(), None, _WHEN)


def mentions(folder: Path) -> tuple[list[Mention], dict[str, str]]:
    """Mentions in order of topic, document and place, and the documents' texts. Raises GoldError."""
    table = folder / "sentences.csv"
    valid: dict[tuple[int, str], set[int]] = {}
    try:
        with table.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                valid.setdefault((int(row["Topic"]), row["File"]), set()).add(int(row["Sentence Number"]))
    except (OSError, KeyError, ValueError) as error:
        raise GoldError(
            f"{table}: cannot be read ({error!r}). Give the folder with sentences.csv (Topic, File, Sentence Number)."
        ) from None
    found: list[Mention] = []
    texts: dict[str, str] = {}
    for (topic, file), sentences in sorted(valid.items()):
        name = f"{topic}_{file}"
        path = folder / "xml" / str(topic) / f"{name}.xml"
        try:
            root = ElementTree.parse(path).getroot()
        except (OSError, ElementTree.ParseError) as error:
            raise GoldError(f"{path}: cannot be read ({error}). Give the folder of ECB+ with its xml.") from None
        texts[name] = _document(root, topic, name, sentences, found)
    return found, texts


def _document(root: ElementTree.Element, topic: int, name: str, valid: set[int], found: list[Mention]) -> str:
    """The text of one document (tokens joined by a space, sentences by an empty line); its mentions go to ``found``."""
    by: dict[int, list[tuple[str, str]]] = {}
    for token in root.iter("token"):
        by.setdefault(int(token.get("sentence", "0")), []).append((token.get("t_id", ""), token.text or ""))
    text, places, bounds = "", dict[str, tuple[int, int, int]](), dict[int, tuple[int, int]]()
    for sentence, tokens in by.items():
        text += "\n\n" if text else ""
        begin = len(text)
        for at, (number, word) in enumerate(tokens):
            text += " " if at else ""
            places[number] = (len(text), len(text) + len(word), sentence)
            text += word
        bounds[sentence] = (begin, len(text))
    acts = _acts(root, name)
    here = []
    for mark in root.findall("Markables/*"):
        anchors = sorted(places[a.get("t_id", "")] for a in mark.findall("token_anchor"))
        if not anchors or "ACTION" not in mark.tag or anchors[0][2] not in valid:
            continue
        number = mark.get("m_id", "")
        words = tuple(text[start:end] for start, end, _ in anchors)
        act = acts.get(number, f"{name}#{number}")
        here.append(Mention(topic, name, bounds[anchors[0][2]], anchors[0][0], anchors[-1][1], words, act))
    found += sorted(here, key=lambda mention: (mention.start, mention.end))
    return text


def _acts(root: ElementTree.Element, name: str) -> dict[str, str]:
    """The gold act of each mention that a relation names, by the mention's number."""
    instance = {mark.get("m_id"): mark.get("instance_id") for mark in root.findall("Markables/*")}
    found = {}
    for relation in root.findall("Relations/*"):
        target = relation.find("target")
        across = instance.get(target.get("m_id")) if target is not None and relation.tag == "CROSS_DOC_COREF" else None
        act = across or f"{name}/{relation.get('r_id')}"
        for source in relation.findall("source"):
            found[source.get("m_id", "")] = act
    return found
