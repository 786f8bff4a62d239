"""The tagger: whom it takes for people, and that batches and long sentences change nothing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.ingest import tagger
from articles.ingest.tagger import BATCH_SIZE, LONGEST, tag_people, tagger_available

NAMES = [
    ("区委书记邵文博主持会议并讲话。", "邵文博"),
    ("区领导段宏业、岑大为、柳洁参加活动。", "段宏业 岑大为 柳洁"),
    ("会后，副区长 褚艳丽 来到信访大厅。", "褚艳丽"),  # blanks are no part of a name
    ("市民王桂芳说，出门就是公园。", "王桂芳"),
    ("记者林晓禾 通讯员何清", "林晓禾 何清"),
    ("区长王强调研安全生产工作。", "王强"),  # 强调|研
    ("副区长李和平安排部署工作。", "李和平"),
    ("副区长高山松、江海潮陪同。", "高山松 江海潮"),
    ("区领导欧阳丽到场祝贺。", "欧阳丽"),
    ("（通讯员：何清）", "何清"),  # fed in half width
    ("各街道办事处要高度重视，不留死角。", ""),
    ("柳河区清水街道开展清淤工程。", ""),
    ("", ""),
    ("　", ""),
    ("□\ufffd\u3000𠮷", ""),  # characters it never saw
]


def names(sentence: str) -> str:
    (spans,) = tag_people([sentence])
    return " ".join(sentence[start:end] for start, end in spans)


@pytest.mark.parametrize(("sentence", "found"), NAMES)
def test_people_are_told_from_other_words(sentence, found):
    assert names(sentence) == found


def test_a_batch_says_of_each_sentence_what_is_said_of_it_alone():
    sentences = [sentence for sentence, _ in NAMES] * 5  # more than one batch, of all lengths
    assert len(sentences) > 2 * BATCH_SIZE
    assert tag_people(sentences) == [tag_people([sentence])[0] for sentence in sentences]


def test_nothing_asked_is_nothing_answered():
    assert tag_people([]) == []


def test_names_are_found_to_the_end_of_a_sentence_of_any_length():
    clause = "区委书记邵文博到清水街道察看清淤工程，"
    sentence = clause * 40
    assert len(sentence) > 2 * LONGEST
    assert names(sentence).split() == ["邵文博"] * 40


def test_no_name_of_a_list_is_cut_in_two():
    people = ["段宏业", "岑大为", "邵文博", "林晓禾", "褚艳丽", "欧阳丽"] * 20
    sentence = f"区领导{'、'.join(people)}参加活动。"
    assert len(sentence) > LONGEST
    assert names(sentence).split() == people


def test_a_row_without_any_mark_is_cut_all_the_same():
    sentence = "清" * (3 * LONGEST + 1)
    assert tag_people([sentence]) == [()]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text("区委书记王强、，。 　（）A1·张李", max_size=40), max_size=5))
def test_spans_lie_in_their_sentence_one_after_the_other(sentences):
    found = tag_people(sentences)
    assert len(found) == len(sentences)
    for sentence, spans in zip(sentences, found, strict=True):
        ends = [0, *(place for span in spans for place in span), len(sentence)]
        assert ends == sorted(ends)
        assert not any("、" in sentence[a:b] or " " in sentence[a:b] for a, b in spans)


@pytest.mark.parametrize("missing", ["numpy", "jieba"])
def test_without_numpy_or_the_weights_it_says_so(missing, monkeypatch):
    find_spec = tagger.find_spec
    monkeypatch.setattr(
        tagger, "find_spec", lambda name: None if name == missing else find_spec(name)
    )
    tagger._folder.cache_clear()
    tagger._names_in.cache_clear()
    try:
        assert not tagger_available()
        with pytest.raises(ModuleNotFoundError, match="tagger"):
            tag_people(["区长王强到会。"])
    finally:
        tagger._folder.cache_clear()
        tagger._names_in.cache_clear()


def test_it_is_available_with_what_is_installed():
    assert tagger_available()
