"""The trained reader: shipped weights, checked by their SHA-256 and run by ONNX Runtime.

Three graphs share one tokenizer: ``encoder`` (word pieces → cue tags, attribution tags, states after its fourth layer),
``cue`` (states and a cue's mark → roles, type, status and the rest) and ``pair`` (states and the marks of a given actor
and recipient → type). Sentences that name one party or none are read by the same network with what is added to it for
them (:mod:`deedbook.coding.additions`). ``card.json`` names the files with their hashes, the order of the outputs, the
thresholds and the calibration. Shapes as in the training code: B sentences, C cues, T pieces, M mentions."""

import hashlib
import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from deedbook.coding.additions import added, unpacked
from deedbook.coding.encoding import Encoded, Pieces, Source, covered
from deedbook.coding.vocabulary import Vocabulary
from deedbook.records.failure import Failure

WEIGHTS = Path(__file__).parent / "weights"
PACKED = ".zlib"  # behind the name of a graph that is kept packed
_ADDITIONS = "additions.npz"
_BUDGET = 512  # padded word pieces a batch: what fits the cache of a core is read fastest
_BATCH = 16  # sentences a batch at most
_LONGER = 1.2  # how much longer than its shortest the longest of a batch may be: padding costs more than another run
_REACH = 0.1  # probability of *inside* from which a cue goes on: asking more cuts verbs in two
Numbers = NDArray[Any]


class WeightsError(Failure):
    """A weight file that is missing or not what was shipped; the message names it and says what to do."""


@dataclass(frozen=True, slots=True)
class Guess:
    """One proposed cue with probabilities. ``cue`` first and last + 1 piece; ``phrases`` (T, 2 × phrases): begin and
    inside of each; ``parties`` (M, 2); ``absent`` (4,); ``fields`` by name."""

    cue: tuple[int, int]
    found: float
    phrases: Numbers
    parties: Numbers
    absent: Numbers
    fields: Mapping[str, Numbers]

    @property
    def sure(self) -> float:
        """How probable it is that a cue of an event stands here: of both readings, the first and the second."""
        return float((self.found * self.fields["flag"][0]) ** 0.5)


class Model:
    """The reader. Graphs are loaded when first needed; nothing changes afterwards."""

    def __init__(self, folder: Path = WEIGHTS, *, threads: int = 1, base: "Model | None" = None) -> None:
        """``threads`` of one run; what is read does not depend on them. With a ``base`` it is that model with what is
        added for sentences of one party or none. Raises :class:`WeightsError`."""
        self.folder = folder
        self._threads, self._adds = threads, base is not None
        self.card: dict[str, Any] = base.card if base else _card(folder)
        if base:  # no more than these of it: two that hold one another are not freed when they should be
            self.pieces = base.pieces
        words = self.card["vocabulary"]
        self.vocabulary = Vocabulary(*(tuple(words[k]) for k in ("types", "statuses", "instruments", "domains")))

    @property
    def name(self) -> str:
        return str(self.card["name"])

    @property
    def alone(self) -> "Model":
        """What reads sentences of one party or none: this network with what is added to it, if there is such."""
        return self._beside or self

    @cached_property
    def _beside(self) -> "Model | None":
        held = _ADDITIONS in self.card["sha256"] and not self._adds
        return Model(self.folder, threads=self._threads, base=self) if held else None

    @cached_property
    def pieces(self) -> Pieces:
        self._checked("pieces.json")
        return Pieces(self.folder / "pieces.json")

    def _checked(self, name: str) -> bytes:
        path = self.folder / name
        try:
            data = path.read_bytes()
        except OSError as error:
            raise WeightsError(f"{path}: cannot be read ({error.strerror}). {_REMEDY}") from None
        found, expected = hashlib.sha256(data).hexdigest(), self.card["sha256"].get(name)
        if found != expected:
            raise WeightsError(f"{path}: its SHA-256 is {found[:12]}…, expected {str(expected)[:12]}…. {_REMEDY}")
        return data

    @cached_property
    def _additions(self) -> Mapping[str, Mapping[str, Numbers]]:
        return unpacked(self._checked(_ADDITIONS)) if self._adds else {}

    def _session(self, name: str) -> Any:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads, options.inter_op_num_threads = self._threads, 1
        options.enable_mem_pattern = False  # lengths vary: a plan for each would be kept and used once
        options.log_severity_level = 3
        options.add_session_config_entry("session.use_env_allocators", "1")
        _arena()
        packed = name + PACKED
        file = packed if packed in self.card["sha256"] else name
        data = self._checked(file)
        try:
            graph = zlib.decompress(data) if file == packed else data
            if more := self._additions.get(name.removesuffix(".onnx")):
                graph = added(graph, more)
            session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
        except Exception as error:  # whatever ONNX Runtime raises means the same to the user
            raise WeightsError(f"{self.folder / file}: ONNX Runtime cannot load it ({error}). {_REMEDY}") from error
        session._model_bytes = None  # kept by it to be loaded again elsewhere: as much memory as the graph itself
        return session

    @cached_property
    def _encoder(self) -> Any:
        return self._session("encoder.onnx")

    @cached_property
    def _cue(self) -> Any:
        return self._session("cue.onnx")

    @cached_property
    def _pair(self) -> Any:
        return self._session("pair.onnx")

    def read(self, sources: Sequence[Source], least: float) -> list[tuple[Encoded, list[Guess]]]:
        """Every source with the cues that it may hold (probability of a cue at least ``least``)."""
        encoded = self.pieces.encode(sources)
        made = self._read(encoded, lambda n, scores: proposed(scores, encoded[n], least))
        return list(zip(encoded, made, strict=True))

    def judge_cues(
        self, sources: Sequence[Source], cues: Sequence[Sequence[tuple[int, int]]]
    ) -> list[list[Guess | None]]:
        """For every source what its given cues (start, end in its text) are read as, whether or not the model would
        propose them; ``None`` for a cue that lies behind what is read. ``found`` is 1."""
        encoded = self.pieces.encode(sources)
        places = [[covered(e.offsets, *cue) for cue in some] for e, some in zip(encoded, cues, strict=True)]
        read = map(iter, self._read(encoded, lambda n, _: [(a, b, 1.0) for a, b in places[n] if a < b]))
        return [[next(held) if a < b else None for a, b in some] for some, held in zip(places, read, strict=True)]

    def judge_pieces(
        self, sources: Sequence[Source], cues: Sequence[Sequence[tuple[int, int]]]
    ) -> list[tuple[Encoded, list[Guess]]]:
        """The same for cues given as pieces (first, last + 1) of the encoded sources."""
        encoded = self.pieces.encode(sources)
        made = self._read(encoded, lambda n, _: [(first, last, 1.0) for first, last in cues[n]])
        return list(zip(encoded, made, strict=True))

    def _read(
        self, encoded: Sequence[Encoded], choose: Callable[[int, Numbers], Iterable[tuple[int, int, float]]]
    ) -> list[list[Guess]]:
        """The cues that ``choose`` takes of each source, by its number and the probabilities of its cue tags (T, 3)."""
        made: list[list[Guess]] = [[] for _ in encoded]
        for part in _batches([len(e.ids) for e in encoded]):
            some = [encoded[n] for n in part]
            ids, segments, mask = (_padded(rows) for rows in _columns(some))
            states, cue, _ = self._encoder.run(None, {"ids": ids, "segments": segments, "mask": mask})
            cues = [(k, c) for k, n in enumerate(part) for c in choose(n, _softmax(cue[k]))]
            for at in range(0, len(cues), _BATCH):
                self._attend(some, cues[at : at + _BATCH], states, mask, [made[n] for n in part])
        return made

    def _attend(
        self,
        some: Sequence[Encoded],
        cues: Sequence[tuple[int, tuple[int, int, float]]],
        states: Numbers,
        mask: Numbers,
        made: Sequence[list[Guess]],
    ) -> None:
        rows = [n for n, _ in cues]
        longest = max(len(some[n].ids) for n in rows)
        marks = np.zeros((len(cues), longest), np.int64)
        for k, (_, (first, last, _)) in enumerate(cues):
            marks[k, first:last] = 1
        phrases, parties, absent, fields = self._cue.run(
            None,
            {
                "states": states[rows, :longest],
                "mask": mask[rows, :longest],
                "marks": marks,
                "mentions": mention_weights([some[n] for n in rows], longest),
            },
        )
        slices = self.vocabulary.slices
        for k, (n, (first, last, found)) in enumerate(cues):
            judged = {
                name: (_sigmoid if name in ("domain", "flag") else _softmax)(fields[k, cut])
                for name, cut in slices.items()
            }
            made[n].append(
                Guess((first, last), found, _sigmoid(phrases[k]), _sigmoid(parties[k]), _sigmoid(absent[k]), judged)
            )

    def attribute(self, sources: Sequence[Source]) -> list[tuple[Encoded, Numbers]]:
        """Every source with the probabilities of its attribution tags (T, 7)."""
        encoded = self.pieces.encode(sources)
        made: list[Numbers] = [np.zeros((0, 7))] * len(sources)
        for part in _batches([len(e.ids) for e in encoded]):
            ids, segments, mask = (_padded(rows) for rows in _columns([encoded[n] for n in part]))
            _, _, said = self._encoder.run(None, {"ids": ids, "segments": segments, "mask": mask})
            for k, n in enumerate(part):
                made[n] = _softmax(said[k, : len(encoded[n].ids)])
        return list(zip(encoded, made, strict=True))

    def relate(self, sources: Sequence[Source]) -> Numbers:
        """For sources with given pairs the probability of each event type: (B, 16)."""
        encoded = self.pieces.encode(sources)
        made = np.zeros((len(sources), len(self.vocabulary.types)))
        for part in _batches([len(e.ids) for e in encoded]):
            some = [encoded[n] for n in part]
            ids, segments, mask = (_padded(rows) for rows in _columns(some))
            states, _, _ = self._encoder.run(None, {"ids": ids, "segments": segments, "mask": mask})
            (types,) = self._pair.run(None, {"states": states, "mask": mask, "marks": _padded([e.marks for e in some])})
            made[part] = _softmax(types)
        return made


@cache
def _arena() -> None:
    """One arena of memory for all sessions of a process: with one each they keep half as much again."""
    import onnxruntime as ort

    about = ort.OrtMemoryInfo("Cpu", ort.OrtAllocatorType.ORT_ARENA_ALLOCATOR, 0, ort.OrtMemType.DEFAULT)
    ort.create_and_register_allocator(about, None)


_REMEDY = "Install deedbook again, or in a working copy run make train."


def _card(folder: Path) -> dict[str, Any]:
    path = folder / "card.json"
    try:
        card = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise WeightsError(f"{path}: cannot be read ({error.strerror}). {_REMEDY}") from None
    except ValueError as error:
        raise WeightsError(f"{path}: is no JSON ({error}). {_REMEDY}") from None
    if not isinstance(card, dict) or not {"name", "sha256", "vocabulary"} <= card.keys():
        raise WeightsError(f"{path}: lacks name, sha256 or vocabulary. {_REMEDY}")
    return card


def proposed(scores: Numbers, encoded: Encoded, least: float) -> Iterator[tuple[int, int, float]]:
    """Cues by their tags: ``scores`` (T, 3) probabilities of outside, begin, inside → (first piece, last + 1,
    probability), where that is at least ``least``. A cue goes on while *inside* is not unlikely and leads *begin*."""
    rows = scores.tolist()
    held = [place != (0, 0) for place in encoded.offsets]
    n = 0
    while n < len(held):
        if not held[n] or rows[n][1] + rows[n][2] < _REACH:
            n += 1
            continue
        last = n + 1
        while last < len(held) and held[last] and rows[last][2] >= max(_REACH, rows[last][1]):
            last += 1
        if (found := max(begin + inside for _, begin, inside in rows[n:last])) >= least:
            yield n, last, found
        n = last


def mention_weights(some: Sequence[Encoded], length: int) -> NDArray[np.float32]:
    """(C, M, T): for each mention equal weights on its pieces."""
    most = max(1, max(len(e.mentions) for e in some))
    made = np.zeros((len(some), most, length), np.float32)
    for n, e in enumerate(some):
        for m, (first, last, _, _) in enumerate(e.mentions):
            made[n, m, first:last] = 1.0 / (last - first)
    return made


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Numbers of sources, the shortest first, in batches of bounded size: little of a batch is padding."""
    part: list[int] = []
    for n in sorted(range(len(lengths)), key=lengths.__getitem__):
        full = len(part) == _BATCH or (len(part) + 1) * lengths[n] > _BUDGET
        if part and (full or lengths[n] > _LONGER * lengths[part[0]]):
            yield part
            part = []
        part.append(n)
    if part:
        yield part


def _columns(some: Sequence[Encoded]) -> tuple[list[list[int]], list[list[int]], list[list[int]]]:
    return [e.ids for e in some], [e.segments for e in some], [[1] * len(e.ids) for e in some]


def _padded(rows: Sequence[Sequence[int]]) -> NDArray[np.int64]:
    made = np.zeros((len(rows), max(map(len, rows))), np.int64)
    for n, row in enumerate(rows):
        made[n, : len(row)] = row
    return made


def _softmax(x: Numbers) -> Numbers:
    e = np.exp(x - x.max(-1, keepdims=True))
    return np.asarray(e / e.sum(-1, keepdims=True))


def _sigmoid(x: Numbers) -> Numbers:
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(x, -30, 30))))
