"""The tagger's network: two layers that read a sentence both ways, and the likeliest row of tags.

Pages give small batches, on which numpy spends more time on its calls than on numbers. So each
step is few calls, on arrays that lie in memory as the step needs them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from articles.ingest.tagger_weights import (
    HIDDEN,
    NAME_TAGS,
    PARTS,
    TAGS,
    Floats,
    Integers,
    Layer,
    Weights,
)

Tags = npt.NDArray[np.uint8]

# The tags of a name; one byte each.
_NAME = re.compile(
    b"|".join(
        re.escape(bytes([first])) + re.escape(bytes([rest])) + b"*"
        for first, rest in NAME_TAGS.items()
    )
)
_HALF = np.float32(0.5)
_ONE = np.float32(1)


@dataclass(frozen=True, slots=True)
class _Shape:
    """How the characters of a batch are laid out.

    The sentences come longest first; a row is a character: the first ones of all sentences, then
    the second ones of those that have two, and so on. A step of a layer takes a block, the
    sentences that are alive there, for one part or way after the other.
    """

    living: Sequence[int]  # for each place, how many sentences reach it: the first so many
    columns: Sequence[Integers]  # the rows of each sentence
    sources: Integers  # for each row, the character's place in all sentences joined
    into: Integers  # for each row of all blocks of PARTS, which part of which row goes in
    states: Integers  # [row, way]: where the blocks of ways have its state

    @classmethod
    def of(cls, lengths: Integers) -> _Shape:
        places = np.arange(lengths[0])[:, None]
        columns = np.arange(len(lengths))
        alive = places < lengths
        living = alive.sum(axis=1)
        starts = living.cumsum() - living
        rows = starts[:, None] + columns
        # The way back begins at the end of each sentence.
        mirror = np.where(alive, lengths - 1 - places, 0)
        mirrored = rows[mirror, columns]
        ways = np.stack([rows, mirrored] * (PARTS // 2), axis=1)
        parts = ways * PARTS + np.arange(PARTS)[:, None]
        return cls(
            living.tolist(),
            [rows[:length, column] for column, length in enumerate(lengths)],
            (lengths.cumsum() - lengths + places)[alive],
            parts[np.broadcast_to(alive[:, None], parts.shape)],
            np.stack([starts[:, None] + rows, (starts + living)[mirror] + mirrored], axis=2)[alive],
        )


def find_names(texts: Sequence[str], weights: Weights) -> list[list[tuple[int, int]]]:
    """The spans of people's names in each text; none of the texts is empty."""
    longest_first = sorted(range(len(texts)), key=lambda index: -len(texts[index]))
    ordered = [texts[index] for index in longest_first]
    shape = _Shape.of(np.array([len(text) for text in ordered], np.intp))
    codes = np.frombuffer("".join(ordered).encode("utf-32-le", "surrogatepass"), "<u4")
    known = weights.rows[np.minimum(codes, len(weights.rows) - 1)]
    # Every character is taken inwards once, however often it stands in the batch.
    different, where = np.unique(known[shape.sources], return_inverse=True)
    first, second = weights.layers
    state = _read_both_ways(_inwards(weights.vectors[different], first)[where], first, shape)
    state = _read_both_ways(_inwards(state, second), second, shape)
    emission = state @ weights.emission
    emission += weights.emission_bias
    tags = _likeliest(emission, weights, shape)
    found: list[list[tuple[int, int]]] = [[] for _ in texts]
    for rows, index in zip(shape.columns, longest_first, strict=True):
        found[index] = [name.span() for name in _NAME.finditer(tags[rows].tobytes())]
    return found


def _inwards(state: Floats, layer: Layer) -> Floats:
    """What goes into a layer: [row, PARTS side by side]."""
    into = state @ layer.inwards
    into += layer.bias
    return into


def _read_both_ways(into: Floats, layer: Layer, shape: _Shape) -> Floats:
    """The states of both ways side by side, a row for each character.

    Args:
        into: what `_inwards` gives for the characters.
    """
    into = into.reshape(-1, HIDDEN)[shape.into]
    read = np.empty((2 * len(shape.states), HIDDEN), np.float32)
    before = np.zeros((2, shape.living[0], HIDDEN), np.float32)
    end = 0
    for living in shape.living:
        start, end = end, end + living
        split = PARTS * start + 4 * living  # four parts for the gates, two for the candidates
        before = before[:, :living]
        gates = before @ layer.gates
        gates += into[PARTS * start : split].reshape(2, 2, living, HIDDEN)
        np.tanh(gates, out=gates)
        gates += _ONE
        update, reset = gates[0], gates[1]
        reset *= before
        change = reset @ layer.candidate
        change += into[split : PARTS * end].reshape(2, living, HIDDEN)
        np.tanh(change, out=change)
        change -= before
        change *= update
        change *= _HALF
        after = read[2 * start : 2 * end].reshape(2, living, HIDDEN)
        before = np.add(before, change, out=after)
    return read[shape.states].reshape(-1, 2 * HIDDEN)


def _likeliest(emission: Floats, weights: Weights, shape: _Shape) -> Tags:
    """Viterbi: of all rows of tags the one that scores best as a whole; a tag for each row.

    `emission` is overwritten by the best score of a row of tags that goes so far and ends in each.
    """
    most = shape.living[0]  # sentences
    emission[:most] += weights.start
    emission[[rows[-1] for rows in shape.columns]] += weights.end
    transition = weights.transition[:, None]
    room = np.empty(TAGS * most * TAGS, np.float32)
    before, end = emission[:most], most
    for living in shape.living[1:]:
        start, end = end, end + living
        # [tag, sentence, tag that follows]
        with_each = room[: TAGS * living * TAGS].reshape(TAGS, living, TAGS)
        np.add(before[:living].T[:, :, None], transition, out=with_each)
        emission[start:end] += np.maximum.reduce(with_each, axis=0)
        before = emission[start:end]
    return _back(emission, weights, shape)


def _back(scores: Floats, weights: Weights, shape: _Shape) -> Tags:
    """From the best last tag of each sentence to its first."""
    leading_to = np.ascontiguousarray(weights.transition.T)
    current = scores[[rows[-1] for rows in shape.columns]].argmax(axis=1)
    tags = np.empty(len(scores), np.uint8)
    end, following = len(scores), 0
    for living in reversed(shape.living):
        start = end - living
        if following:
            before = scores[start : start + following] + leading_to[current[:following]]
            current[:following] = before.argmax(axis=1)
        tags[start:end] = current[:living]
        end, following = start, living
    return tags
