"""The tagger: names of people in sentences, told by a small neural network instead of by rules.

It is the second voice beside the rules, with other weaknesses than theirs. Its weights are
Baidu's LAC, the small model, which the jieba wheel carries for a mode of jieba's that no longer
runs; they are used here without jieba. Its tags of words are not used, only its names.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path

Span = tuple[int, int]

# Pieces that go through the network together: more gain nothing and hold more memory.
BATCH_SIZE = 32
# Characters; a longer sentence is cut after a mark. It bounds the memory of a batch. Cutting
# sooner is hardly quicker, and lists of leaders lose what tells a name that is also a word.
LONGEST = 300

# The network learned from half-width text.
_FED = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {ord("。"): ".", ord("、"): ","}
_BLANK = re.compile(r"\s")
_MARK = re.compile(r"[。！？!?；;，,、：:\s]")
# What a name is made of; the network takes 段宏业、柳洁 for one now and then.
_NAME = re.compile(
    r"[\u3400-\u9fff〇\U00020000-\U0003ffff][\u3400-\u9fff〇\U00020000-\U0003ffffA-Za-z·•・]+"
)


def tagger_available() -> bool:
    """Whether numpy and the weights are installed. Loads neither, but the first time looks."""
    return _folder() is not None


def tag_people(sentences: Sequence[str]) -> list[tuple[Span, ...]]:
    """The names of people in each sentence, as places in it; half-open, in characters.

    Costs about 20 µs a character; the first call of a process loads the weights, 75 MB.

    Raises:
        ModuleNotFoundError: the tagger is not available here.
    """
    pieces = [
        (number, start, sentence[start:end])
        for number, sentence in enumerate(sentences)
        for start, end in _cuts(sentence)
    ]
    # Those of like length together, so that a batch is done at once.
    pieces.sort(key=lambda piece: len(piece[2]))
    names_in = _names_in()
    found: list[list[Span]] = [[] for _ in sentences]
    for first in range(0, len(pieces), BATCH_SIZE):
        batch = pieces[first : first + BATCH_SIZE]
        fed = [_fed(text) for _, _, text in batch]
        for (number, start, text), names in zip(batch, names_in(fed), strict=True):
            found[number] += [(start + a, start + b) for a, b in _without_marks(text, names)]
    return [tuple(sorted(spans)) for spans in found]


def _cuts(sentence: str) -> Iterator[Span]:
    """The sentence in pieces of at most LONGEST characters."""
    start = 0
    while start < len(sentence):
        end = start + LONGEST
        if end < len(sentence):
            marks = [mark.end() for mark in _MARK.finditer(sentence, start, end)]
            end = marks[-1] if marks else end
        yield start, min(end, len(sentence))
        start = end


def _fed(text: str) -> str:
    """The text as the network knows it; one character for one."""
    return _BLANK.sub(",", text.translate(_FED))


def _without_marks(text: str, names: Sequence[Span]) -> Iterator[Span]:
    for start, end in names:
        for part in _NAME.finditer(text, start, end):
            yield part.span()


@cache
def _folder() -> Path | None:
    spec = find_spec("jieba")
    if spec is None or spec.origin is None or find_spec("numpy") is None:
        return None
    folder = Path(spec.origin).parent / "lac_small"
    complete = (folder / "word.dic").is_file() and (folder / "model_baseline" / "crfw").is_file()
    return folder if complete else None


@cache
def _names_in() -> Callable[[Sequence[str]], list[list[Span]]]:
    folder = _folder()
    if folder is None:
        raise ModuleNotFoundError("the tagger needs numpy and the weights of the jieba wheel")
    # On matrices as small as these several threads only wait for one another, ten times as long.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # numpy takes a tenth of a second to load and may be missing.
    from articles.ingest.tagger_network import find_names  # noqa: PLC0415
    from articles.ingest.tagger_weights import load_weights  # noqa: PLC0415

    weights = load_weights(folder)
    return lambda texts: find_names(texts, weights)
