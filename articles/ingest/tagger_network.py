"""The tagger's network: two layers that read a sentence both ways, and the likeliest row of tags."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from articles.ingest.tagger_weights import HIDDEN, NAME_TAGS, TAGS, Floats, Integers, Layer, Weights


@dataclass(frozen=True, slots=True)
class _Shape:
    """A batch of sentences, the longest first, laid out as [place in the sentence, sentence]."""

    lengths: Integers
    living: Sequence[int]  # for each place, how many sentences reach it: the first so many
    mirror: Integers  # [place, sentence]: the same place counted from the sentence's end

    @classmethod
    def of(cls, lengths: Integers) -> _Shape:
        places = np.arange(lengths[0])[:, None]
        alive = places < lengths
        mirror = np.where(alive, lengths - 1 - places, places)
        return cls(lengths, alive.sum(axis=1).tolist(), mirror)


def find_names(texts: Sequence[str], weights: Weights) -> list[list[tuple[int, int]]]:
    """The spans of people's names in each text. Texts of like length cost least; none is empty."""
    longest_first = sorted(range(len(texts)), key=lambda index: -len(texts[index]))
    ordered = [texts[index] for index in longest_first]
    shape = _Shape.of(np.array([len(text) for text in ordered], np.intp))
    rows = np.full((len(ordered[0]), len(texts)), weights.unknown, np.intp)
    for column, text in enumerate(ordered):
        known = weights.characters
        rows[: len(text), column] = [known.get(each, weights.unknown) for each in text]
    first, second = weights.layers
    # Every character is taken inwards once, however often it stands in the batch.
    different, where = np.unique(rows, return_inverse=True)
    into = _inwards(weights.vectors[different], first)[:, where]
    state = _read_both_ways(into, first, shape)
    into = _inwards(state, second)
    state = _read_both_ways(into, second, shape)
    emission = state @ weights.emission + weights.emission_bias
    tags = _likeliest(emission.reshape(*rows.shape, TAGS), weights, shape)
    found: list[list[tuple[int, int]]] = [[] for _ in texts]
    for column, index in enumerate(longest_first):
        found[index] = list(_spans(tags[: len(texts[index]), column].tolist()))
    return found


def _spans(tags: Sequence[int]) -> Iterator[tuple[int, int]]:
    start = 0
    while start < len(tags):
        end = start + 1
        goes_on = NAME_TAGS.get(tags[start])
        if goes_on is not None:
            while end < len(tags) and tags[end] == goes_on:
                end += 1
            yield start, end
        start = end


def _inwards(state: Floats, layer: Layer) -> Floats:
    """What goes into a layer, forward and backward."""
    return state @ layer.inwards + layer.bias


def _read_both_ways(given: Floats, layer: Layer, shape: _Shape) -> Floats:
    """The states of both directions side by side, a row for each place of each sentence.

    `given` is what goes into the layer: [way, row or place and sentence, feature].
    """
    places, sentences = shape.mirror.shape
    columns = np.arange(sentences)
    into = given.reshape(2, places, sentences, -1)
    into[1] = into[1][shape.mirror, columns]
    read = np.zeros((2, places, sentences, HIDDEN), np.float32)
    held = np.zeros((2, sentences, HIDDEN), np.float32)
    for place, living in enumerate(shape.living):
        before = held[:, :living]
        inwards = into[:, place, :living]
        gates = _sigmoid(inwards[..., : 2 * HIDDEN] + before @ layer.gates)
        update, reset = gates[..., :HIDDEN], gates[..., HIDDEN:]
        candidate = np.tanh(inwards[..., 2 * HIDDEN :] + (reset * before) @ layer.candidate)
        before += update * (candidate - before)
        read[:, place, :living] = before
    read[1] = read[1][shape.mirror, columns]
    return np.concatenate(read, axis=2).reshape(-1, 2 * HIDDEN)


def _sigmoid(value: Floats) -> Floats:
    half = np.float32(0.5)
    gate: Floats = half * np.tanh(half * value) + half
    return gate


def _likeliest(emission: Floats, weights: Weights, shape: _Shape) -> Integers:
    """Viterbi: of all rows of tags the one that scores best as a whole."""
    places, sentences, _ = emission.shape
    # For each place and tag, the best score of a row that goes so far and ends in it.
    scores = np.zeros((places, sentences, TAGS), np.float32)
    scores[0] = emission[0] + weights.start
    for place in range(1, places):
        living = shape.living[place]
        with_each = scores[place - 1, :living, :, None] + weights.transition
        scores[place, :living] = with_each.max(axis=1) + emission[place, :living]
    last = scores[shape.lengths - 1, np.arange(sentences)] + weights.end
    current = last.argmax(axis=1)
    tags = np.zeros((places, sentences), np.intp)
    leading_to = np.ascontiguousarray(weights.transition.T)
    for place in range(places - 1, -1, -1):
        living = shape.living[place]
        tags[place, :living] = current[:living]
        if place:
            before = scores[place - 1, :living] + leading_to[current[:living]]
            current[:living] = before.argmax(axis=1)
    return tags
