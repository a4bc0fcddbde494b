"""What the ledger's likeness of two entries is made from: how common words are, and the weights of its features.

    python -m training.merging words SHARED   word_shares.csv, from Reuters 1987 and political news of 2015-16
    python -m training.merging fit SHARED     likeness.csv, from ECB+ and from half of the labelled acts
    python -m training.merging folds SHARED   figures on each fold of topics with weights of the other folds

Both files go into the codebook's data folder. Pairs without known parties are learned from ECB+, topics 1 to 35; pairs
of one two parties from the clusters of training/ledger/same_act.jsonl that ``acts.tuned_on`` names."""

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

from deedbook.codebook import load
from deedbook.evaluate import acts, ecbplus
from deedbook.evaluate.partition import conll
from deedbook.ledger import exclusions, likeness, merge, sameness, wire
from deedbook.ledger.forms import WORD, base, head
from deedbook.ledger.likeness import Weights
from deedbook.ledger.sameness import Pages
from deedbook.ledger.traits import Traits, places_of
from deedbook.reading import read
from deedbook.records import Article

DATA = Path(__file__).parents[1] / "src/deedbook/codebook/data"
LABELS = Path(__file__).parent / "ledger"
LEAST_SHARE = 0.003  # of documents, mean of both collections: rarer words all count as rare
LEAST_WEIGHT = 0.05  # of a feature of 0 to 1: under it no likeness moves by more than a hundredth or so
PENALTY = 10.0  # of squared weights of standardised features: there are but a few hundred pairs of one two parties
STEPS = 40
# What can only speak for one act, and what only against it: between two parties a feature that is fitted the other way
# about has learned an accident of some hundred pairs, and is left out.
FOR = frozenset({"akin", "kin", "near", "names", "page_words", "page_names", "page_numbers", "shared_words", "same_sum",
                 "dated_alike", "same_instrument", "same_person"})  # fmt: skip
AGAINST = frozenset({"other_names", "other_goods", "other_rung", "published_apart", "meeting_days_apart"})
Matrix = NDArray[np.float64]
Features = Callable[[Traits, Traits, Pages], Mapping[str, float]]


def words(shared: Path) -> dict[str, float]:
    """The share of documents that hold a base form, mean of the two collections."""
    wire_reports = (
        article.raw
        for path in sorted((shared / "corpora/reuters21578").glob("*.sgm"))
        for article in read([str(path)])
        if isinstance(article, Article)
    )
    politics = (path.read_text(encoding="utf-8") for path in (shared / "gold/polnear/train/text").glob("*.txt"))
    shares: Counter[str] = Counter()
    for texts in (wire_reports, politics):
        counts: Counter[str] = Counter()
        total = 0
        for text in texts:
            counts.update({base(word) for word in WORD.findall(text)})
            total += 1
        for word, count in counts.items():
            shares[word] += count / total / 2  # type: ignore[assignment]
    return {w: s for w, s in sorted(shares.items()) if s >= LEAST_SHARE and w.isalpha() and len(w) > 1}


def fitted(pairs: Sequence[tuple[Mapping[str, float], bool]]) -> Weights:
    """Logistic regression with a penalty of squared weights, by damped Newton steps."""
    names = list(pairs[0][0])
    x = np.array([[features[name] for name in names] for features, _ in pairs])
    y = np.array([float(same) for _, same in pairs])
    mean, scale = x.mean(0), x.std(0)
    scale[scale < 1e-9] = 1.0
    z = np.c_[np.ones(len(x)), (x - mean) / scale]
    penalty = np.r_[0.0, np.full(len(names), PENALTY)]

    def loss(weights: Matrix) -> float:
        value = z @ weights
        return float((np.logaddexp(0, value) - y * value).sum() + (penalty * weights**2).sum() / 2)

    weights = np.zeros(z.shape[1])
    now = loss(weights)
    for _ in range(STEPS):
        likely = 1 / (1 + np.exp(-(z @ weights)))
        slope = z.T @ (likely - y) + penalty * weights
        step = np.linalg.solve((z * (likely * (1 - likely))[:, None]).T @ z + np.diag(penalty + 1e-6), slope)
        length = 1.0
        while (then := loss(weights - length * step)) > now and length > 1e-6:
            length /= 2
        weights, gained, now = weights - length * step, now - then, then
        if gained < 1e-6:
            break
    plain = weights[1:] / scale
    bias = float(weights[0] - plain @ mean)
    return Weights(bias, MappingProxyType(dict(zip(names, map(float, plain), strict=True))))


def in_reason(pairs: Sequence[tuple[Mapping[str, float], bool]]) -> Weights:
    """``fitted`` without the features that would speak the other way about, the worst of them left out first, and
    without those that tell next to nothing, which cost time wherever two reports are compared."""
    left = set(pairs[0][0])
    while True:
        found = fitted([({name: row[name] for name in row if name in left}, same) for row, same in pairs])
        wrong = [n for n, weight in found.of.items() if (weight < 0 and n in FOR) or (weight > 0 and n in AGAINST)]
        idle = [name for name, weight in found.of.items() if abs(weight) < LEAST_WEIGHT]
        if wrong:
            left.remove(max(wrong, key=lambda name: abs(found.of[name])))
        elif idle:
            left.remove(min(idle, key=lambda name: abs(found.of[name])))
        else:
            return found


def elsewhere(mentions: Sequence[ecbplus.Mention], articles: Mapping[str, Article]) -> list[tuple[Any, bool]]:
    """Pairs of mentions whose cues are related, with whether they are one act."""
    made = [ecbplus.entry(mention, articles[mention.document], n) for n, mention in enumerate(mentions)]
    gold = {f"{n:05d}": mention.act for n, mention in enumerate(mentions)}
    return _pairs(
        made,
        {articles[m.document].key: articles[m.document] for m in mentions},
        {},
        sameness.by_words,
        lambda one, other: gold[one.entry.event.event_id] == gold[other.entry.event.event_id],
    )


def between_parties(shared: Path, wanted: Callable[[str], bool] = acts.tuned_on) -> list[tuple[Any, bool]]:
    """Pairs of labelled mentions that nothing rules out, of clusters that ``wanted`` takes."""
    rows = acts.mentioned(LABELS / "same_act.jsonl")
    articles = acts.reports(shared, {row["newid"] for row in rows})
    keyed = {article.key: article for article in articles.values()}
    codebook = load()
    made = acts.built(rows, articles, codebook)
    gold = {entry.event.event_id: row["cluster"] for row, entry in zip(rows, made, strict=True)}
    return _pairs(
        [entry for row, entry in zip(rows, made, strict=True) if wanted(row["cluster"])],
        keyed,
        wire.groups(keyed, codebook.outlets),
        lambda a, b, p: None if exclusions.ruled_out(a, b) else sameness.between_parties(a, b, p),
        lambda one, other: gold[one.entry.event.event_id] == gold[other.entry.event.event_id],
    )


def _pairs(
    entries: Iterable[Any],
    articles: Mapping[str, Article],
    copies: Mapping[str, str],
    features: Callable[[Traits, Traits, Pages], Mapping[str, float] | None],
    same: Callable[[Traits, Traits], bool],
) -> list[tuple[Any, bool]]:
    found = merge.prepared(entries, articles, wire=copies, places=places_of(load()))
    pages = Pages(articles)
    made = []
    for one, other in merge.candidates(found):
        if (row := features(found[one], found[other], pages)) is not None:
            made.append((row, same(found[one], found[other])))
    return made


def _table(cases: Mapping[str, Weights]) -> str:
    lines = ["case,feature,weight"]
    for case, weights in cases.items():
        lines += [f"{case},bias,{weights.bias:.3f}"]
        lines += [f"{case},{name},{weight:.3f}" for name, weight in weights.of.items()]
    return "\n".join(lines) + "\n"


def _folds(shared: Path) -> None:
    mentions, texts = ecbplus.mentions(shared / "gold/ecbplus")
    articles = {name: ecbplus.article(name, text) for name, text in texts.items()}
    topics = sorted({mention.topic for mention in mentions})
    parts = [[m for m in mentions if m.topic in topics[at :: ecbplus.FOLDS]] for at in range(ecbplus.FOLDS)]
    pairs = [elsewhere(part, articles) for part in parts]
    figures = []
    for at, part in enumerate(parts):
        weights = fitted([pair for n, some in enumerate(pairs) if n != at for pair in some])
        with patch.object(likeness, "weights", lambda case, held=weights: held):
            ours = conll([m.act for m in part], ecbplus.clustered(part, articles))
        plain = conll([m.act for m in part], [head(m.words) for m in part])
        figures.append((ours.f1, plain.f1))
        print(
            f"fold {at + 1}: {len(part)} mentions, MUC {100 * ours.muc.f1:.1f}, B3 {100 * ours.b_cubed.f1:.1f}, "
            f"CEAF-e {100 * ours.ceaf_e.f1:.1f}, CoNLL {100 * ours.f1:.1f}, same head word {100 * plain.f1:.1f}"
        )
    ours_mean, plain_mean = np.mean(figures, 0)
    print(f"mean {100 * ours_mean:.1f}, same head word {100 * plain_mean:.1f}, {100 * (ours_mean - plain_mean):+.1f}")


def main(task: str, folder: str) -> None:
    """See the module's docstring."""
    shared = Path(folder)
    if task == "words":
        rows = [f"{word},{float(f'{share:.2g}')}" for word, share in words(shared).items()]
        (DATA / "word_shares.csv").write_text("\n".join(["word,share", *rows]) + "\n", encoding="utf-8")
    elif task == "fit":
        mentions, texts = ecbplus.mentions(shared / "gold/ecbplus")
        articles = {name: ecbplus.article(name, text) for name, text in texts.items()}
        topics = sorted({mention.topic for mention in mentions})
        unknown = [
            pair
            for at in range(ecbplus.FOLDS)
            for pair in elsewhere([m for m in mentions if m.topic in topics[at :: ecbplus.FOLDS]], articles)
        ]
        table = _table({"parties": in_reason(between_parties(shared)), "unknown": fitted(unknown)})
        (DATA / "likeness.csv").write_text(table, encoding="utf-8")
        print(table)
    elif task == "folds":
        _folds(shared)
    else:
        raise SystemExit(__doc__)


if __name__ == "__main__":
    main(*sys.argv[1:3])
