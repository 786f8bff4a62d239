"""The weights of the tagger as they lie in the jieba wheel: Baidu's LAC, the small model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.intp]

HIDDEN = 128  # size of a layer's state, and of a character's vector
TAGS = 57
# What goes into a layer for a character: update gate, reset gate, candidate, each for both ways.
PARTS = 6
# The tag a name begins with and the one it goes on with: nr, and PER of the other corpus.
NAME_TAGS = {16: 17, 48: 49}


@dataclass(frozen=True, slots=True)
class Layer:
    """A recurrent layer, laid out for reading both ways, forward and backward, at once.

    Each way has an update gate, a reset gate and a candidate state. What makes the gates is
    halved, for sigmoid(x) is (1 + tanh(x / 2)) / 2, and so is `candidate`, which is given
    (1 + tanh) in the reset gate's place. Halving loses no digit.
    """

    inwards: Floats  # [from, PARTS side by side]
    bias: Floats
    gates: Floats  # [gate, way, from, to]
    candidate: Floats  # [way, from, to]


@dataclass(frozen=True, slots=True)
class Weights:
    rows: Integers  # of `vectors`, by the character's code; the last for all it does not know
    vectors: Floats
    layers: tuple[Layer, Layer]
    emission: Floats
    emission_bias: Floats
    start: Floats  # what a tag scores as the first of a sentence
    end: Floats  # and as the last
    transition: Floats  # [tag, tag that follows it]


def load_weights(folder: Path) -> Weights:
    """Read all files of `folder`, 12 MB, in less than a tenth of a second."""
    model = folder / "model_baseline"
    listed = (folder / "word.dic").read_text("utf-8").split("\n")
    characters = {
        character: int(row) for row, character in (each.split("\t") for each in listed if each)
    }
    codes = {ord(each): row for each, row in characters.items() if len(each) == 1}
    rows = np.full(max(codes) + 2, characters["OOV"], np.intp)
    rows[list(codes)] = list(codes.values())
    crf = _read(model / "crfw", TAGS + 2, TAGS)
    return Weights(
        rows=rows,
        vectors=_read(model / "word_emb", max(characters.values()) + 1, HIDDEN),
        layers=(_layer(model, 0, HIDDEN), _layer(model, 2, 2 * HIDDEN)),
        emission=_read(model / "fc_4.w_0", 2 * HIDDEN, TAGS),
        emission_bias=_read(model / "fc_4.b_0", TAGS),
        start=crf[0],
        end=crf[1],
        transition=crf[2:],
    )


def _layer(model: Path, forward: int, width: int) -> Layer:
    ways = (forward, forward + 1)
    inwards = [_read(model / f"fc_{way}.w_0", width, 3 * HIDDEN) for way in ways]
    # Both are added to the same sum.
    bias = [
        _read(model / f"fc_{way}.b_0", 1, 3 * HIDDEN)
        + _read(model / f"gru_{way}.b_0", 1, 3 * HIDDEN)
        for way in ways
    ]
    recurrent = [_read(model / f"gru_{way}.w_0", 3 * HIDDEN * HIDDEN) for way in ways]
    gates = 2 * HIDDEN * HIDDEN
    half = np.float32(0.5)
    return Layer(
        inwards=_side_by_side(inwards),
        bias=_side_by_side(bias),
        gates=half
        * np.stack(
            [
                np.stack(np.split(each[:gates].reshape(HIDDEN, 2 * HIDDEN), 2, axis=1))
                for each in recurrent
            ],
            axis=1,
        ),
        candidate=half * np.stack([each[gates:].reshape(HIDDEN, HIDDEN) for each in recurrent]),
    )


def _side_by_side(ways: Sequence[Floats]) -> Floats:
    """The parts of both ways in the order in which they are read, those of the gates halved."""
    forward, backward = (np.split(way, 3, axis=1) for way in ways)
    parts = [part for pair in zip(forward, backward, strict=True) for part in pair]
    scale = np.repeat(np.array([0.5, 0.5, 1], np.float32), 2 * HIDDEN)
    joined: Floats = scale * np.concatenate(parts, axis=1)
    return joined


def _read(path: Path, *shape: int) -> Floats:
    """The numbers at the end of a file, little-endian; a head of varying length is before them."""
    data = path.read_bytes()
    count = int(np.prod(shape))
    numbers = np.frombuffer(data, "<f4", count, len(data) - 4 * count)
    return numbers.astype(np.float32).reshape(shape)
