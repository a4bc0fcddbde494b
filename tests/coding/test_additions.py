"""What is added to the network for sentences of one party or none, on the shipped files."""

import gc
import shutil
import weakref
import zlib
from pathlib import Path

import numpy as np
import pytest

from deedbook.coding.additions import added, unpacked
from deedbook.coding.encoding import Source
from deedbook.coding.model import PACKED, WEIGHTS, Model, WeightsError
from deedbook.coding.reader import ReaderCoder
from tests.coding.builders import article

ENCODER = zlib.decompress((WEIGHTS / f"encoder.onnx{PACKED}").read_bytes())
MORE = unpacked((WEIGHTS / "additions.npz").read_bytes())
ALONE = Source(
    "It said it would lift the ban on Monday.",
    (),
    "Japan and Nepal end their quarrel",
    ((0, 5, "JPN"), (10, 15, "NPL")),
    "Japan met Nepal's envoy.",
    ((0, 5, "JPN"), (10, 15, "NPL")),
)
BOTH = Source("Japan told Nepal that it would lift the ban.", ((0, 5, "JPN"), (11, 16, "NPL")))


def test_a_graph_keeps_its_length_and_only_what_is_added_differs() -> None:
    made = added(ENCODER, MORE["encoder"])
    assert len(made) == len(ENCODER)
    assert made != ENCODER
    assert added(ENCODER, {}) == ENCODER


def test_nothing_is_added_to_a_matrix_by_factors_of_no_size() -> None:
    key = next(key for key in MORE["encoder"] if key.endswith("/left"))
    stem = key.removesuffix("left")
    some = {k: MORE["encoder"][k] for k in (key, f"{stem}right")}
    none = {**some, f"{stem}size": np.zeros_like(MORE["encoder"][f"{stem}size"])}
    whole = np.frombuffer(ENCODER, np.uint8).astype(int), np.frombuffer(added(ENCODER, none), np.uint8).astype(int)
    assert (whole[0] != whole[1]).mean() < 1e-3  # scales in their last digit
    full = {**some, f"{stem}size": MORE["encoder"][f"{stem}size"]}
    assert added(ENCODER, full) != added(ENCODER, none)


def test_numbers_of_another_shape_are_refused() -> None:
    key = next(key for key in MORE["encoder"] if "/" not in key)
    with pytest.raises(ValueError, match=r"bytes where the graph holds"):
        added(ENCODER, {key: np.zeros(99_999, np.float32)})


def test_only_sentences_of_one_party_or_none_are_read_with_what_is_added() -> None:
    model = Model()
    assert model.alone is not model
    assert model.alone.alone is model.alone
    assert model.alone.pieces is model.pieces
    first, second = (m.read([ALONE], 0.1)[0][1][0] for m in (model, model.alone))
    assert not np.allclose(first.parties, second.parties)
    coder = ReaderCoder(model=model)
    whole = article(f"{BOTH.text} {ALONE.text}", title=ALONE.title)
    several, single = coder.tell(coder.prepare(0, whole, lambda _: range(999)).lines)
    assert (several.line.single, single.line.single) == (False, True)
    (plain,) = (guesses[0] for _, guesses in model.read([several.line.source.as_read()], 0.1))
    assert several.cues[0][0].found == pytest.approx(plain.found, abs=1e-4)
    (with_more,) = (guesses[0] for _, guesses in model.alone.read([single.line.source], 0.1))
    assert single.cues[0][0].found == pytest.approx(with_more.found, abs=1e-4)


def test_a_model_that_nobody_needs_is_gone_at_once() -> None:
    gc.disable()  # processes that are forked off take with them what only the collector would free
    try:
        model = Model()
        model.alone.read([ALONE], 0.1)
        held = weakref.ref(model), weakref.ref(model.alone)
        del model
        assert [one() for one in held] == [None, None]
    finally:
        gc.enable()


def test_weights_without_additions_read_every_sentence_alike() -> None:
    model = Model()
    lone = Model()
    lone.card = {**model.card, "sha256": {k: v for k, v in model.card["sha256"].items() if k != "additions.npz"}}
    assert lone.alone is lone


def test_corrupt_additions_are_named_with_their_hash(tmp_path: Path) -> None:
    shutil.copytree(WEIGHTS, tmp_path / "w")
    path = tmp_path / "w" / "additions.npz"
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(WeightsError, match=r"additions\.npz: its SHA-256 is"):
        Model(tmp_path / "w").alone.read([ALONE], 0.1)
