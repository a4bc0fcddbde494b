"""The losses and the loop: one network, three kinds of items.

Labelled sentences train cues, then every gold cue (and every cue that the network wrongly proposes, as one that is not
real) is read again for roles, type and status. Given pairs train types, attributed sentences train attribution."""

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F

from deedbook.coding.encoding import Encoded, Pieces
from deedbook.coding.model import Guess, proposed
from deedbook.coding.vocabulary import FLAGS, PHRASES, Vocabulary
from training import distilling
from training.batches import batched, reread, short, tokens
from training.distilling import Soft
from training.material import Attributed, Given, Labelled
from training.network import Reader
from training.targets import Reading, Target, attribution, padded, target

EACH = 10  # steps between weights that are averaged
BUDGET = 800  # word pieces a batch, padding counted: small batches, since labels are few and steps count
FRESH = ("cue.", "attribution.", "phrases.", "party.", "absent.", "fields.", "pair.", "marks.")


@dataclass(frozen=True)
class Recipe:
    """How one stage is trained; every number that a result hangs on."""

    epochs: float
    rate: float = 5e-5
    head: float = 5e-4
    low: float = 0.0  # of low-rank additions (:mod:`training.low`)
    decay: float = 0.01
    layerwise: float = 1.0  # rate of a layer over that of the layer above it
    warmup: float = 0.1
    smoothing: float = 0.05
    seed: int = 1
    weights: dict[str, float] = field(default_factory=dict)  # of the losses by name
    taught: float = 0.5  # share of the teacher's answers where there are labels too
    averaged: float = 0.0  # share of the steps, the last ones, whose weights are averaged


@dataclass
class Task:
    """One item ready for the network."""

    encoded: Encoded
    labelled: Target | None = None
    given: list[float] | None = None
    tags: list[int] | None = None
    soft: Soft | None = None  # what the teacher says
    relation: NDArray[np.float64] | None = None  # (16,) and of a given pair's type


def tasks(items: Sequence[Labelled | Given | Attributed], pieces: Pieces, vocabulary: Vocabulary) -> list[Task]:
    made = []
    for item, encoded in zip(items, pieces.encode([i.source for i in items]), strict=True):
        if isinstance(item, Labelled):
            made.append(Task(encoded, labelled=target(item, encoded, vocabulary)))
        elif isinstance(item, Given):
            given = [float(t in item.types) for t in vocabulary.types] if item.types else None
            made.append(Task(encoded, given=given))
        else:
            made.append(Task(encoded, tags=attribution(item, encoded)))
    return made


def fit(model: Reader, data: Sequence[Task], recipe: Recipe, report: Callable[[str], None] = print) -> None:
    """Trains in place. Batches hold one kind of task each; order and dropout follow ``recipe.seed``."""
    torch.manual_seed(recipe.seed)
    chance = random.Random(recipe.seed)
    optimizer, rates = _optimizer(model, recipe)
    kinds = [
        [t for t in data if t.labelled and t.soft],
        [t for t in data if t.labelled and not t.soft],
        [t for t in data if t.given],
        [t for t in data if t.relation is not None and not t.given],
        [t for t in data if t.tags],
        [t for t in data if t.soft and not t.labelled],
    ]
    epochs = math.ceil(recipe.epochs)

    def epoch(some: random.Random) -> list[list[Task]]:
        groups = [b for kind in kinds if kind for b in batched(kind, [len(t.encoded.ids) for t in kind], BUDGET, some)]
        some.shuffle(groups)
        return groups

    total = int(recipe.epochs * len(epoch(random.Random(0))))
    step, mean = 0, Mean()
    model.train()
    for number in range(epochs):
        sums: dict[str, list[float]] = {}
        for batch in epoch(chance):
            if step >= total:
                break
            warm = recipe.warmup * total
            share = step / warm if step < warm else max(0.02, (total - step) / (total - warm))
            for group, rate in zip(optimizer.param_groups, rates, strict=True):
                group["lr"] = rate * share
            losses = loss(model, batch, recipe)
            value = sum(recipe.weights.get(name, 1.0) * x for name, x in losses.items())
            optimizer.zero_grad()
            assert isinstance(value, Tensor)
            value.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            step += 1
            if step > (1 - recipe.averaged) * total and step % EACH == 0:
                mean.add(model)
            for name, x in losses.items():
                sums.setdefault(name, []).append(float(x.detach()))
        report(f"epoch {number + 1}: " + ", ".join(f"{n} {sum(v) / len(v):.3f}" for n, v in sums.items()))
    mean.into(model)


class Mean:
    """The mean of a network's weights as they were at each of many steps, those alone that are learned."""

    def __init__(self) -> None:
        self._held: dict[str, Tensor] = {}
        self._count = 0

    def add(self, model: nn.Module) -> None:
        self._count += 1
        for name, weight in model.named_parameters():
            if weight.requires_grad:
                now = weight.detach().double()
                was = self._held.setdefault(name, now.clone())
                was += (now - was) / self._count

    def into(self, model: nn.Module) -> None:
        """Puts the mean in the place of the last weights, if there is one."""
        model.load_state_dict({name: weight.float() for name, weight in self._held.items()}, strict=False)


def _optimizer(model: Reader, recipe: Recipe) -> tuple[torch.optim.Optimizer, list[float]]:
    groups = []
    for name, weight in model.named_parameters():
        if not weight.requires_grad:
            continue
        depth = 0
        if name.startswith("layers."):
            depth = model.shape.depth - int(name.split(".")[1])
        elif name.startswith("further."):
            depth = model.shape.extra - int(name.split(".")[1])
        elif not name.startswith(FRESH):
            depth = model.shape.depth + 1
        rate = recipe.head if name.startswith(FRESH) else recipe.rate * recipe.layerwise ** max(0, depth - 1)
        rate = recipe.low if ".parametrizations." in name else rate
        plain = weight.ndim < 2 or name.startswith(("words", "places", "segments"))
        groups.append({"params": [weight], "lr": rate, "weight_decay": 0.0 if plain else recipe.decay})
    return torch.optim.AdamW(groups, fused=True), [float(g["lr"]) for g in groups]  # type: ignore[arg-type]


def loss(model: Reader, batch: Sequence[Task], recipe: Recipe) -> dict[str, Tensor]:
    """Named losses of one batch of one kind."""
    t = tokens([task.encoded for task in batch])
    length = t.ids.shape[1]
    paired = batch[0].given is not None or batch[0].relation is not None
    with short():
        shared, cue, said = model.encode(t.ids, t.segments, t.mask)
        if paired:
            states = model.attend(shared, t.mask, t.marks)
            types = model.relate(states, t.mask, t.marks)
    if paired:
        return related(batch, types.float(), recipe)
    if batch[0].tags:
        gold = padded([task.tags or [] for task in batch], length, -1).long()
        return {"said": F.cross_entropy(said.float().flatten(0, 1), gold.flatten(), ignore_index=-1)}
    taught: dict[str, Tensor] = {}
    if batch[0].soft:
        some = [task.encoded for task in batch]
        taught = distilling.losses(model, some, [t.soft for t in batch if t.soft], shared, cue, t.mask)
        if not batch[0].labelled:
            return taught
    gold = padded([task.labelled.tags for task in batch if task.labelled], length, 0).long()
    weight = _readable(batch, length)
    each = F.cross_entropy(cue.float().flatten(0, 1), gold.flatten(), reduction="none") * weight.flatten()
    losses = {"cue": 4 * each.sum() / weight.sum()}
    chosen = [(n, r) for n, task in enumerate(batch) if task.labelled for r in task.labelled.readings]
    chosen += _wrong(batch, cue)
    if chosen:
        losses |= _readings(model, batch, chosen, shared, t.mask, recipe)
    if taught:
        losses = {name: (1 - recipe.taught) * x for name, x in losses.items()}
        losses |= {name: recipe.taught * x for name, x in taught.items()}
    return losses


def related(batch: Sequence[Task], types: Tensor, recipe: Recipe) -> dict[str, Tensor]:
    """Given pairs: the label, what the teacher says, or a share of both. types (B, 16) as logits."""
    scores = F.log_softmax(types, -1)
    losses: dict[str, Tensor] = {}
    if batch[0].relation is not None:
        said = torch.from_numpy(np.stack([task.relation for task in batch if task.relation is not None])).float()
        losses["soft pair"] = -(said * scores).sum(-1).mean()
    if batch[0].given:
        gold = torch.tensor([task.given for task in batch])
        right = -torch.logsumexp(scores.masked_fill(gold == 0, -1e9), -1)
        losses["pair"] = ((1 - recipe.smoothing) * right - recipe.smoothing * scores.mean(-1)).mean()
    if len(losses) == 2:
        losses = {"pair": (1 - recipe.taught) * losses["pair"], "soft pair": recipe.taught * losses["soft pair"]}
    return losses


def _readable(batch: Sequence[Task], length: int) -> Tensor:
    return padded([[float(p != (0, 0)) for p in task.encoded.offsets] for task in batch], length, 0.0)


def _wrong(batch: Sequence[Task], cue: Tensor) -> list[tuple[int, Reading]]:
    """Cues that the network proposes and that overlap no gold cue."""
    made = []
    scores = cue.detach().float().softmax(-1)
    for n, task in enumerate(batch):
        assert task.labelled
        gold = [r.cue for r in task.labelled.readings]
        for first, last, _ in proposed(scores[n].numpy(), task.encoded, 0.2):
            if not any(first < b and a < last for a, b in gold):
                made.append(
                    (
                        n,
                        Reading(
                            (first, last), [], ([], []), (set(), set()), (False,) * 4, {}, [], [0.0] * 4, real=False
                        ),
                    )
                )
    return made[:: max(1, 2 * len(made) // len(batch))]  # a half of the sentences at most


def _readings(
    model: Reader,
    batch: Sequence[Task],
    chosen: Sequence[tuple[int, Reading]],
    shared: Tensor,
    mask: Tensor,
    recipe: Recipe,
) -> dict[str, Tensor]:
    length = shared.shape[1]
    rows, some = [n for n, _ in chosen], [task.encoded for task in batch]
    with short():
        phrases, parties, absent, fields = reread(model, shared, mask, [r.cue for _, r in chosen], rows, some)
    real = torch.tensor([float(r.real) for _, r in chosen])
    slices = model.slices
    losses: dict[str, Tensor] = {}
    flag = fields[:, slices["flag"]]
    losses["real"] = F.binary_cross_entropy_with_logits(flag[:, 0], real)
    keep = real.bool()
    if not keep.any():
        return losses
    held = [r for _, r in chosen if r.real]
    gold = torch.zeros(len(held), length, 2 * len(PHRASES))
    for n, reading in enumerate(held):
        for number, first, last in reading.phrases:
            gold[n, first, 2 * number] = 1
            gold[n, first:last, 2 * number + 1] = 1
    readable = _readable([batch[n] for n, r in chosen if r.real], length)[:, :, None]
    each = F.binary_cross_entropy_with_logits(phrases[keep], gold, reduction="none") * readable
    losses["phrase"] = 12 * each.sum() / (readable.sum() * gold.shape[-1])
    losses["party"] = _parties(parties[keep], held, [batch[n].encoded for n, r in chosen if r.real])
    losses["absent"] = F.binary_cross_entropy_with_logits(
        absent[keep], torch.tensor([[float(x) for x in r.absent] for r in held])
    )
    for name in ("type", "status", "kind", "instrument"):
        answers = torch.tensor([r.words[name] for r in held])
        losses[name] = F.cross_entropy(fields[keep][:, slices[name]], answers, label_smoothing=recipe.smoothing)
    domains = torch.zeros(len(held), len(range(*slices["domain"].indices(10**6))))
    for n, reading in enumerate(held):
        domains[n, reading.domains] = 1
    losses["domain"] = 3 * F.binary_cross_entropy_with_logits(fields[keep][:, slices["domain"]], domains)
    losses["flag"] = F.binary_cross_entropy_with_logits(
        flag[keep][:, 1:], torch.tensor([r.flags[1:] for r in held]).reshape(len(held), len(FLAGS) - 1)
    )
    return losses


def predictions(model: Reader, some: Sequence[Encoded], least: float) -> list[list[Guess]]:
    """For each sentence the cues it may hold and how they are read (plain Python, as the product's session gives)."""
    model.eval()
    made: list[list[Guess]] = [[] for _ in some]
    order = sorted(range(len(some)), key=lambda n: len(some[n].ids))
    slices = model.slices
    with torch.no_grad(), short():
        for at in range(0, len(order), 64):
            part = order[at : at + 64]
            held = [some[n] for n in part]
            t = tokens(held)
            shared, cue, _ = model.encode(t.ids, t.segments, t.mask)
            scores = cue.float().softmax(-1)
            cues = [(k, c) for k, e in enumerate(held) for c in proposed(scores[k].numpy(), e, least)]
            if not cues:
                continue
            rows, places = [k for k, _ in cues], [(a, b) for _, (a, b, _) in cues]
            *out, fields = reread(model, shared, t.mask, places, rows, held)
            phrases, parties, absent = (x.sigmoid().numpy() for x in out)
            for n, (k, (a, b, p)) in enumerate(cues):
                made[part[k]].append(
                    Guess(
                        (a, b),
                        p,
                        phrases[n],
                        parties[n],
                        absent[n],
                        {
                            name: (
                                fields[n, cut].sigmoid() if name in ("domain", "flag") else fields[n, cut].softmax(-1)
                            ).numpy()
                            for name, cut in slices.items()
                        },
                    )
                )
    return made


def judged(model: Reader, some: Sequence[Encoded], cues: Sequence[Sequence[tuple[int, int]]]) -> list[list[int]]:
    """The likeliest status at each given cue (first piece, last + 1); cues without a piece are left out."""
    model.eval()
    made: list[list[int]] = []
    with torch.no_grad(), short():
        for encoded, of in zip(some, cues, strict=True):
            asked = [cue for cue in of if cue[0] < cue[1]]
            if not asked:
                made.append([])
                continue
            t = tokens([encoded])
            shared, _, _ = model.encode(t.ids, t.segments, t.mask)
            fields = reread(model, shared, t.mask, asked, [0] * len(asked), [encoded])[3]
            made.append(fields[:, model.slices["status"]].argmax(-1).tolist())
    return made


def _parties(scores: Tensor, held: Sequence[Reading], some: Sequence[Encoded]) -> Tensor:
    """Of the mentions that can stand for a party the likeliest one is asked for; the mentions of other codes must not
    be taken. scores (C, M, 2) as logits."""
    gold, weight = torch.zeros_like(scores), torch.zeros_like(scores)
    best = scores.detach()
    for n, (reading, encoded) in enumerate(zip(held, some, strict=True)):
        for role in (0, 1):
            others = [m for m in range(len(encoded.mentions)) if m not in reading.besides[role]]
            weight[n, others, role] = 1
            for mentions in reading.parties[role]:
                one = max(mentions, key=lambda m: float(best[n, m, role]))
                gold[n, one, role] = weight[n, one, role] = 1
    each = F.binary_cross_entropy_with_logits(scores, gold, reduction="none") * weight
    return 3 * each.sum() / weight.sum().clamp(min=1)


def relations(model: Reader, some: Sequence[Encoded]) -> NDArray[np.float64]:
    """Probabilities of the types of given pairs: (B, 16)."""
    model.eval()
    made = np.zeros((len(some), model.sizes["type"]))
    with torch.no_grad(), short():
        for at in range(0, len(some), 32):
            t = tokens(some[at : at + 32])
            shared, _, _ = model.encode(t.ids, t.segments, t.mask)
            types = model.relate(model.attend(shared, t.mask, t.marks), t.mask, t.marks)
            made[at : at + 32] = types.float().softmax(-1).numpy()
    return made
