"""The stages in which the shipped network is trained, and nothing else: what a result hangs on stands here.

T: a teacher five times the size learns from real labels, but for those of one fold of documents, on which it can be
measured, and from every second sentence of our own; then for longer, with later rounds, the other half of our own, and
given pairs: after the first go it had not yet learned even what it was shown; and once more, with all of our own and
with real sentences whose states gave way to others, labels and all.
A: what can be learned without a real label (our own sentences, our own pairs, PolNeAR's attributions).
B: real labels and what the teacher says of the same sentences, half and half, every second sentence of our own, what
the teacher says of sentences without labels, a part of the attributions, and given pairs (our own, PLV's rows, and
pairs out of any sentence, whose type the teacher says); then the same for longer, with the other half of our own;
then with variants of these sentences, of which only the teacher speaks, and with what stands before a sentence, where a
party may have to be looked for there.
C: additions of low rank to the network (``low``), with which sentences are read that name one party or none: real
ones and stories of our own, with what stands before them, and such as were made of labelled ones (``hidden``)."""

import copy
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

import torch

from deedbook.coding.encoding import Pieces
from deedbook.coding.vocabulary import Vocabulary
from training import material
from training.distilling import soften
from training.hidden import hidden
from training.low import widened
from training.material import Attributed, Given, Item, Labelled, folds
from training.network import Reader, reader
from training.teacher import teacher
from training.train import Recipe, Task, fit, relations, tasks
from training.variants import moved, variants
from training.words import Words

STAGE_A = Recipe(epochs=2, rate=2e-4, head=1e-3, seed=1)
STAGE_T = Recipe(epochs=4, rate=5e-5, head=5e-4, seed=1)
LONGER_T = Recipe(epochs=5, rate=6e-5, head=3e-4, seed=2)
MOVED_T = Recipe(epochs=2, rate=6e-5, head=3e-4, warmup=0.08, seed=3)
STAGE_B = Recipe(epochs=3, rate=2e-4, head=1e-3, seed=1)
LONGER = Recipe(epochs=6, rate=2e-4, head=1e-3, seed=2)
VARIED = Recipe(epochs=3, rate=2e-4, head=1e-3, seed=3)
ALONE = Recipe(epochs=2, rate=3e-4, head=3e-4, low=1e-3, decay=0.0, warmup=0.05, seed=1, averaged=0.3)
RANK = 16  # of the additions to a matrix
WEIGHED = ("w24", "w30")  # writers whose stories and articles only teach how to weigh what is read
APART = 0  # fold that the teacher never sees
OLDER = 7  # last round of labels that stages A and T learn: the later ones came when these had run
ATTRIBUTED_A, ATTRIBUTED_B = 4000, 2000  # sentences of PolNeAR
TWO = 13  # last round whose sentences were drawn to name two parties
RELATED = 5000  # pairs out of sentences
SOURCES = ("own", "own pairs", "polnear", "plv", "reuters", "ecbplus", "timex", "html")


@dataclass(frozen=True)
class Material:
    """Everything that can be trained on; what a source that is left out would have given is empty."""

    real: list[Labelled]  # as the product first reads them
    around: list[Labelled]  # those of them that name two parties, with the title and the sentence before
    alone: list[Labelled]  # real ones and stories of our own that were drawn or written to name fewer
    own: list[Labelled]
    pairs: list[Given]
    attributed: list[Attributed]
    plv: list[Given]
    more: list[Labelled]  # without labels
    varied: list[Labelled]  # made of the others, but for those of one fold; without labels

    def texts(self) -> Iterator[str]:
        """All that is labelled."""
        some: list[Item] = [*self.real, *self.alone, *self.own, *self.pairs, *self.attributed, *self.plv]
        for item in some:
            yield item.source.text


@dataclass(frozen=True)
class Taught:
    """What stage B learns from; ``real`` and ``own`` hold labels and the teacher's answers, ``more`` and
    ``varied`` only these."""

    real: list[Task]
    own: list[Task]
    around: list[Task]  # by labels alone
    more: list[Task]
    varied: list[Task]
    attributed: list[Task]
    given: list[Task]  # PLV's rows and our own pairs: so that the layers below see them too
    related: list[Task]  # pairs out of sentences, whose type only the teacher says


def gather(shared: Path, drop: Sequence[str] = ()) -> Material:
    """All material but that of the sources in ``drop`` (names of :data:`SOURCES`)."""
    held = labelled(shared, drop)
    of = folds(held.real, held.plv)
    unread = material.unread(shared)
    return replace(
        held,
        more=[i for i in material.unlabelled(unread) if i.origin not in drop],
        varied=[
            i
            for i in variants(unread[1], [i for i in held.real if of[i.group] != APART], held.own)
            if i.origin not in drop and of.get(i.group) != APART
        ],
    )


def labelled(shared: Path, drop: Sequence[str] = ()) -> Material:
    """What of it has labels."""
    unknown = set(drop) - set(SOURCES)
    if unknown:
        raise ValueError(f"{', '.join(sorted(unknown))}: no source; expected some of {', '.join(SOURCES)}")
    said = [] if "polnear" in drop else material.attributed(shared, "train")
    whole = [i for i in material.real(shared) if i.origin not in drop]
    drawn = [i for i in whole if i.round <= TWO]
    own = [] if "own" in drop else material.own()
    return Material(
        real=[context(i) for i in drawn],
        around=[i for i in drawn if i.source.as_read() != i.source],
        alone=[context(i) for i in (*whole, *own) if i.round > TWO],
        own=[i for i in own if i.round <= TWO],
        pairs=[] if "own pairs" in drop else material.pairs_own(),
        attributed=random.Random(1).sample(said, min(len(said), ATTRIBUTED_A)),
        plv=[] if "plv" in drop else material.plv(shared / "gold" / "plv" / "PLV_train.tsv"),
        more=[],
        varied=[],
    )


def thinned(held: Material, every: int) -> Material:
    """Each ``every``-th item of each kind: enough to see all stages run."""
    made = replace(held, **{kind.name: getattr(held, kind.name)[::every] for kind in fields(held)})
    known = {i.group for i in made.plv}  # whose rows tell the fold of their sentences
    real = [i for i in made.real if i.origin != "plv" or i.group in known]
    dealt = {i.group for i in real}
    around = [i for i in held.around if i.group in dealt][::every]
    return replace(made, real=real, around=around)


def context(item: Labelled) -> Labelled:
    """The item as the product reads it: title and previous sentence only where the sentence names one party."""
    return replace(item, source=item.source.as_read())


def surrounded(around: Sequence[Labelled]) -> list[Labelled]:
    """What teaches to look for a party in what stands before the sentence: four times where one stands only there,
    twice where one stands nowhere, once where all are in the sentence, and a quarter of what holds no event."""
    made = []
    for n, item in enumerate(around):
        source = item.source
        inside = {code for *_, code in source.mentions}
        before = {code for *_, code in (*source.title_mentions, *source.previous_mentions)}
        codes = [event[role]["code"] for event in item.events for role in ("actor", "recipient")]
        missed = any(code in before - inside for code in codes)
        if before:
            made += [item] * (4 if missed else 2 if None in codes else 1 if item.events else n % 4 == 0)
    return made


def stage_a(held: Material, words: Words, vocabulary: Vocabulary, report: Callable[[str], None]) -> Reader:
    model = reader(vocabulary, words.kept)
    own = [i for i in held.own if i.round <= OLDER]
    some: list[Item] = [*own, *held.pairs, *list(material.pairs_of(own))[::2], *held.attributed]
    fit(model, tasks(some, words.pieces, vocabulary), STAGE_A, report)
    return model


def stage_t(held: Material, words: Words, vocabulary: Vocabulary, report: Callable[[str], None]) -> Reader:
    of = folds(held.real, held.plv)
    model = teacher(vocabulary, words.kept)
    real = [i for i in held.real if of[i.group] != APART]
    own = [i for i in held.own if i.round <= OLDER]
    rows = [i for i in held.plv if of[i.group] != APART]
    first: list[Item] = [*(i for i in real if i.round <= OLDER), *own[::2]]
    fit(model, tasks(first, words.pieces, vocabulary), STAGE_T, report)
    fit(model, tasks([*real, *held.own[1::2], *rows, *held.pairs[::3]], words.pieces, vocabulary), LONGER_T, report)
    some: list[Item] = [*real, *moved(real)[::2], *held.own, *rows, *held.pairs[::3]]
    fit(model, tasks(some, words.pieces, vocabulary), MOVED_T, report)
    return model


def answered(master: Reader, items: Sequence[Labelled], pieces: Pieces, vocabulary: Vocabulary) -> list[Task]:
    """Tasks of labelled sentences with what ``master`` says of them, at the labelled cues too."""
    made = tasks(items, pieces, vocabulary)
    cues = [[r.cue for r in task.labelled.readings] if task.labelled else [] for task in made]
    for task, soft in zip(made, soften(master, [t.encoded for t in made], cues), strict=True):
        task.soft = soft
    return made


def said(master: Reader, items: Sequence[Labelled], pieces: Pieces) -> list[Task]:
    """Tasks of sentences of which ``master`` alone speaks."""
    read = pieces.encode([i.source for i in items])
    return [
        Task(encoded, soft=soft) for encoded, soft in zip(read, soften(master, read, [()] * len(read)), strict=True)
    ]


def teach(master: Reader, held: Material, pieces: Pieces, vocabulary: Vocabulary) -> Taught:
    """Tasks with what the teacher says of each sentence and each given pair."""
    labelled = answered(master, [*held.real, *held.own], pieces, vocabulary)
    given = tasks([*held.plv, *held.pairs], pieces, vocabulary)
    of = folds(held.real, held.plv)
    named = [i for i in held.real if of[i.group] != APART and i.origin != "plv"]
    chance = random.Random(1)
    pairs = material.pairs_named([*named, *held.more], chance)
    related = tasks(chance.sample(pairs, min(len(pairs), RELATED)), pieces, vocabulary)
    both = [*given, *related]
    for task, types in zip(both, relations(master, [t.encoded for t in both]), strict=True):
        task.relation = types
    return Taught(
        labelled[: len(held.real)],
        labelled[len(held.real) :],
        tasks(surrounded(held.around), pieces, vocabulary),
        said(master, held.more, pieces),
        said(master, held.varied, pieces),
        tasks(held.attributed[:ATTRIBUTED_B], pieces, vocabulary),
        given,
        related,
    )


def without(taught: Taught, held: Material, number: int) -> Taught:
    """What is left when fold ``number`` is to stay unseen."""
    of = folds(held.real, held.plv)
    apart = [of[group] == number for group in (*(i.group for i in held.real), *(i.group for i in held.plv))]
    real = [task for task, out in zip(taught.real, apart, strict=False) if not out]
    rows = [task for task, out in zip(taught.given, apart[len(held.real) :], strict=False) if not out]
    varied = [task for task, i in zip(taught.varied, held.varied, strict=True) if of.get(i.group) != number]
    around = [task for task, i in zip(taught.around, surrounded(held.around), strict=True) if of[i.group] != number]
    return replace(taught, real=real, around=around, given=[*rows, *taught.given[len(held.plv) :]], varied=varied)


def stage_b(start: Reader, taught: Taught, report: Callable[[str], None]) -> Reader:
    model = copy.deepcopy(start)
    rest = [*taught.attributed, *taught.given, *taught.related]
    fit(model, [*taught.real, *taught.own[::2], *taught.more, *rest], STAGE_B, report)
    fit(model, [*taught.real, *taught.own[1::2], *taught.more[::2], *rest], LONGER, report)
    rest += taught.around
    fit(model, [*taught.real, *taught.own[::2], *taught.more[1::2], *taught.varied, *rest], VARIED, report)
    return model


def single(held: Material) -> list[Labelled]:
    """What stage C learns. What weighs its readings is fitted on stories of the writers :data:`WEIGHED` and on real
    sentences that are no labels to train on, so these are left out."""
    of, chance = folds(held.real, held.plv), random.Random(ALONE.seed)
    around = [i for i in surrounded(held.around) if of[i.group] != APART]
    made = [i for i in hidden(held.around) if of[i.group] != APART]
    alone = [i for i in held.alone if of.get(i.group) != APART and i.labeller not in WEIGHED and i.source.single]
    return [*chance.sample(around, len(around) // 10), *chance.sample(made, len(made) // 3), *alone]


def stage_c(start: Reader, some: Sequence[Task], report: Callable[[str], None]) -> Reader:
    """``start`` with additions to its matrices that have learned ``some``."""
    model = widened(start, RANK, ALONE.seed)
    fit(model, some, ALONE, report)
    return model


def save(model: Reader, path: Path) -> None:
    torch.save(model.state_dict(), path)


def restore(path: Path, model: Reader) -> Reader:
    """The model with the weights that were saved."""
    model.load_state_dict(torch.load(path, weights_only=True))
    return model
