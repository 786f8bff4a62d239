from __future__ import annotations

import os
import subprocess
import sys
import warnings
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.ingest.keywords import ArchiveWords, cut, find_keywords

CLEANUP = (
    ["临江区召开河道清淤工作推进会", "“银发食堂”同日揭牌"],
    [
        "近日，临江区召开河道清淤工作推进会。区委书记周立群要求，各单位要进一步加强河道清淤工作，"
        "切实提升河道清淤质量。",
        "会议强调，河道清淤关系防汛安全，要发挥志愿者作用，做好防汛物资储备。"
        "林晓禾等志愿者参加。截至三月，已清理淤泥两万立方米。",
        "当天，“银发食堂”在新桥镇揭牌，为老人提供助餐服务。",
    ],
)


def texts(headlines: list[str], body: list[str], **options: frozenset[str]) -> list[str]:
    return [keyword.text for keyword in find_keywords(headlines, body, **options)]


def test_a_story_gets_the_tags_a_desk_would_give_it():
    found = texts(*CLEANUP)
    assert found[0] == "河道清淤"
    assert {"银发食堂", "临江区", "防汛"} <= set(found)


@pytest.mark.parametrize(
    ("headlines", "body", "keyword"),
    [
        # neighbours that keep standing together are one subject
        (["社区开展垃圾分类宣传"], ["垃圾分类进家庭，垃圾分类有积分。"], "垃圾分类"),
        (["志愿服务常态化"], ["推进志愿服务，参与志愿服务。"], "志愿服务"),
        (["全市城市管理工作会召开"], ["城市管理精细，城市管理很好。"], "城市管理"),
        # the name of a place is put together
        (["临江回族区召开大会"], ["临江回族区有河。"], "临江回族区"),
        # quoted in the headline, in whatever marks; quoted twice in the text
        (['"银发食堂"揭牌'], ["老人前来用餐。"], "银发食堂"),
        (["食堂揭牌"], ["“一键叫车”开通，“一键叫车”便民。"], "一键叫车"),
        # its head is not lost: 党群 of 党群服务中心
        (["党群服务中心启用"], ["党群服务中心开放。", "党群服务中心建成。"], "党群服务中心"),
    ],
)
def test_a_phrase_printed_as_one_word_is_one_keyword(headlines, body, keyword):
    assert keyword in texts(headlines, body)


def test_words_of_the_headline_come_first():
    body = ["图书馆很大，游泳池很深。", "图书馆免费，游泳池免费。"]
    assert texts(["游泳池开放"], body)[0] == "游泳池"
    assert texts(["图书馆开放"], body)[0] == "图书馆"


@pytest.mark.parametrize(
    "word",
    ["近日", "本报", "记者", "要求", "表示", "进一步", "工作", "加强", "推进", "提升", "切实",
     "会议", "三月", "两万", "服务", "管理", "当天", "书记", "区委书记"],
)  # fmt: skip
def test_words_of_every_story_numbers_and_posts_are_no_keywords(word):
    headlines, body = CLEANUP
    assert word not in texts([*headlines, f"{word}{word}"], [*body, f"{word}，{word}。"] * 3)


def test_what_the_caller_bars_is_not_proposed():
    assert "防汛" not in texts(*CLEANUP, archive=ArchiveWords(stop=frozenset({"防汛"})))
    assert "银发食堂" not in texts(*CLEANUP, archive=ArchiveWords(stop=frozenset({"银发食堂"})))


def test_no_part_of_an_excluded_name_is_proposed():
    story = (["高山流水捐书"], ["高山流水向图书馆捐书。", "高山流水说，图书馆很好。"])
    assert any("高山" in keyword for keyword in texts(*story))
    without = texts(*story, exclude=frozenset({"高山流水", ""}))
    assert not any("高山" in keyword or "流水" in keyword for keyword in without)
    assert "图书馆" in without


def test_at_most_ten_are_proposed_best_first_and_always_the_same():
    subjects = "图书馆 游泳池 博物馆 体育场 电影院 幼儿园 养老院 火车站 菜市场 动物园 植物园 污水厂"
    body = [f"{subject}开放。{subject}免费。" for subject in subjects.split()]
    found = find_keywords([], body)
    assert len(found) == 10
    scores = [keyword.score for keyword in found]
    assert scores == sorted(scores, reverse=True)
    assert find_keywords([], body) == found


def test_of_equal_keywords_the_first_printed_comes_first():
    assert texts([], ["“甲字工程”“乙字工程”", "“乙字工程”“甲字工程”"])[:2] == [
        "甲字工程",
        "乙字工程",
    ]


def test_a_short_story_gets_what_it_has():
    assert "游泳池" in texts([], ["昨天游泳池开放。"])


@pytest.mark.parametrize("body", [[], [""], ["  \n"], ["。，！"], ["12 34"], ["\0"], ["的了在"]])
def test_a_text_without_words_has_no_keywords(body):
    assert find_keywords([], body) == ()


@given(st.lists(st.text(alphabet='临江区防汛工作“”"，。的A1 \n', max_size=40), max_size=4))
def test_any_text_gets_short_words_of_its_own(body):
    for keyword in find_keywords(body[:1], body[1:]):
        assert 2 <= len(keyword.text) <= 20
        assert any(keyword.text in text for text in body)


def test_cutting_into_words_loses_no_character():
    text = "政府购买社会服务 等工作，\n 2018年A05版。"
    words = cut(text)
    assert "".join(words) == text
    assert "社会服务" in words or "服务" in words


@pytest.fixture(scope="module")
def jieba(tmp_path_factory):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from jieba import Tokenizer  # noqa: PLC0415
    tokenizer = Tokenizer()
    tokenizer.tmp_dir = str(tmp_path_factory.mktemp("jieba"))
    return tokenizer


@pytest.mark.parametrize(
    "text",
    [
        "近日，临江区召开河道清淤工作推进会，林晓禾等12名志愿者参加。",
        "韩卓然到柳河镇调研　　网格化 管理\n水利事业",
        # rjieba leaves these chains whole
        "热线0371-55551234，E-mail：desk@paper.example，2018-06-28至2018.06.30",
        "AT&T与C++，1.5%、3.14.15，A_b-c",
    ],
)
def test_words_are_cut_as_jieba_itself_cuts_them(text, jieba):
    assert cut(text, guess=True) == list(jieba.cut(text))
    assert cut(text) == list(jieba.cut(text, HMM=False))


RUN = """
from pathlib import Path
from articles.ingest.keywords import find_keywords
print(*(each.text for each in find_keywords(["图书馆"], ["图书馆"], cache_dir=Path({folder!r}))))
"""


def run(folder: Path, tmp_path: Path) -> subprocess.CompletedProcess[str]:
    # Compiled afresh, with every warning on, as on a newer Python's first start.
    environment = os.environ | {
        "PYTHONPYCACHEPREFIX": str(tmp_path / "pyc"), "PYTHONIOENCODING": "utf-8"
    }  # fmt: skip
    return subprocess.run(
        [sys.executable, "-W", "always", "-c", RUN.format(folder=str(folder))],
        capture_output=True,
        encoding="utf-8",
        env=environment,
        cwd=Path(__file__).parent.parent,
        check=False,
    )


def test_the_dictionary_loads_silently_and_keeps_its_cache_where_told(tmp_path):
    done = run(tmp_path / "deep" / "cache", tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "图书馆\n", "")
    (kept,) = (tmp_path / "deep" / "cache").iterdir()
    assert kept.suffix == ".cache"

    kept.write_bytes(b"")  # as a machine leaves it that stopped while writing
    assert run(kept.parent, tmp_path).stdout == "图书馆\n"


def test_without_a_place_for_the_cache_it_works_all_the_same(tmp_path):
    (tmp_path / "file").write_text("")
    done = run(tmp_path / "file" / "cache", tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "图书馆\n", "")


def test_jieba_is_not_loaded_before_a_word_is_asked_for():
    code = (
        "import sys, articles.ingest.keywords; sys.exit(bool({'jieba', 'rjieba'} & {*sys.modules}))"
    )
    root = Path(__file__).parent.parent
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0
