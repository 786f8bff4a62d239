"""The weights of the tagger as they lie in the jieba wheel: Baidu's LAC, the small model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.intp]

HIDDEN = 128  # size of a layer's state, and of a character's vector
TAGS = 57
# The tag a name begins with and the one it goes on with: nr, and PER of the other corpus.
NAME_TAGS = {16: 17, 48: 49}


@dataclass(frozen=True, slots=True)
class Layer:
    """A recurrent layer; the first axis of each is the direction, forward and backward.

    Of the three thirds of `inwards` and `bias` the first is the update gate, the second the
    reset gate, the third the candidate state; `gates` holds the first two.
    """

    inwards: Floats
    bias: Floats
    gates: Floats
    candidate: Floats


@dataclass(frozen=True, slots=True)
class Weights:
    characters: Mapping[str, int]  # rows of `vectors`
    unknown: int  # the row of every character that is not among them
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
    rows = (folder / "word.dic").read_text("utf-8").split("\n")
    characters = {
        character: int(row) for row, character in (each.split("\t") for each in rows if each)
    }
    crf = _read(model / "crfw", TAGS + 2, TAGS)
    return Weights(
        characters=characters,
        unknown=characters["OOV"],
        vectors=_read(model / "word_emb", max(characters.values()) + 1, HIDDEN),
        layers=(_layer(model, 0, HIDDEN), _layer(model, 2, 2 * HIDDEN)),
        emission=_read(model / "fc_4.w_0", 2 * HIDDEN, TAGS),
        emission_bias=_read(model / "fc_4.b_0", TAGS),
        start=crf[0],
        end=crf[1],
        transition=crf[2:],
    )


def _layer(model: Path, forward: int, width: int) -> Layer:
    numbers = (forward, forward + 1)
    recurrent = [_read(model / f"gru_{number}.w_0", 3 * HIDDEN * HIDDEN) for number in numbers]
    gates = 2 * HIDDEN * HIDDEN
    return Layer(
        inwards=np.stack(
            [_read(model / f"fc_{number}.w_0", width, 3 * HIDDEN) for number in numbers]
        ),
        # Both are added to the same sum.
        bias=np.stack(
            [
                _read(model / f"fc_{number}.b_0", 1, 3 * HIDDEN)
                + _read(model / f"gru_{number}.b_0", 1, 3 * HIDDEN)
                for number in numbers
            ]
        ),
        gates=np.stack([each[:gates].reshape(HIDDEN, 2 * HIDDEN) for each in recurrent]),
        candidate=np.stack([each[gates:].reshape(HIDDEN, HIDDEN) for each in recurrent]),
    )


def _read(path: Path, *shape: int) -> Floats:
    """The numbers at the end of a file, little-endian; a head of varying length is before them."""
    data = path.read_bytes()
    count = int(np.prod(shape))
    numbers = np.frombuffer(data, "<f4", count, len(data) - 4 * count)
    return numbers.astype(np.float32).reshape(shape)
