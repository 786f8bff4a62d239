"""Which division a page is of, the names of divisions, and what holds of any words at all."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.offices.gazetteer import divisions_called
from people.offices.home import find_home
from people.offices.names import short_form, stem
from people.offices.understanding import understand

DISTRICT = "龙亭区召开会议。龙亭区委书记要求。龙亭强化治理，全区上下行动。"


@pytest.mark.parametrize(
    ("name", "short", "bare"),
    [
        ("顺河回族区", "顺河区", "顺河"),
        ("中牟县", "中牟县", "中牟"),
        ("恩施土家族苗族自治州", "恩施州", "恩施"),
        ("积石山保安族东乡族撒拉族自治县", "积石山县", "积石山"),
        ("巴里坤哈萨克自治县", "巴里坤县", "巴里坤"),
        ("龙胜各族自治县", "龙胜县", "龙胜"),
        ("东乡族自治县", "东乡县", "东乡"),  # the people is all its name
        ("新疆维吾尔自治区", "新疆", "新疆"),
        ("内蒙古自治区", "内蒙古", "内蒙古"),
        ("回民区", "回民区", "回民"),  # no people's name is dropped without 族
        ("杞县", "杞县", "杞县"),  # one character is no name
    ],
)
def test_a_short_name_drops_the_peoples_and_keeps_the_level(name, short, bare):
    assert (short_form(name), stem(name)) == (short, bare)


@pytest.mark.parametrize(
    ("page_name", "newspaper", "text", "home"),
    [
        ("龙亭时讯", "开封日报", "", "龙亭区"),
        ("顺河", "开封日报", "", "顺河回族区"),
        ("中牟新闻", "郑州晚报", "", "中牟县"),
        ("经开区", "开封日报", "", "开封经济技术开发区"),
        ("", "开封日报", DISTRICT, "龙亭区"),
        ("", "", DISTRICT, "龙亭区"),
        ("要闻", "开封日报", "全市经济工作会议召开。", "开封市"),
        ("要闻", "河南日报", "全省经济工作会议召开。", "河南省"),
        # two districts share the page: it is the city's
        ("", "开封日报", "龙亭区、鼓楼区、龙亭区、鼓楼区代表参加。", "开封市"),
        # some district's page, and nothing tells which
        ("", "开封日报", "本报讯 区委书记要求，全区委办局行动。", None),
        # 东方 and 新华 are counties as well
        ("", "东方今报", "全省会议召开。", None),
        ("", "新华日报", "全省会议召开。", None),
        ("", "", "全市会议召开。", None),
        # of all the districts of this name the paper's own
        ("鼓楼新闻", "开封日报", "", "鼓楼区"),
        ("鼓楼新闻", "", "", None),
    ],
)
def test_the_home_of_a_page(page_name, newspaper, text, home):
    found = find_home([text], page_name=page_name, newspaper=newspaper)
    assert (found.name if found else None) == home


def test_the_home_lies_in_the_city_of_the_paper():
    found = find_home(["鼓楼区委召开会议。鼓楼区部署工作。"], newspaper="开封日报")
    assert found is not None
    assert found.parent == divisions_called("开封市")[0]


def test_the_offices_import_neither_django_nor_the_articles():
    code = (
        "import sys, people.offices.understanding, people.offices.home; "
        "sys.exit(any(name in sys.modules for name in ('django', 'articles')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_divisions_are_read_in_a_moment():
    code = (
        "import time; from people.offices.gazetteer import divisions_called; "
        "start = time.process_time(); divisions_called('开封市'); "
        "print(time.process_time() - start)"
    )
    spent = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert float(spent.stdout) < 0.2  # seconds; a fortieth where nothing else runs


PIECES = (
    "河南省 开封市 顺河回族区 顺河区 鼓楼区 杞县 市 区 县 省 青藤 街道 办事处 镇 乡 村 社区 柳溪 委 党委 党工委 党组 "
    "党支部 政府 人民政府 人大 人大常委会 政协 纪委 监委 法院 检察院 民政局 民政部 宣传部 公安 分局 小学 医院 经开区 "
    "开发区 管委会 团 共青团 总工会 武装部 办公室 中央 全国 国务院 原 时任 代 拟任 常务 副 第一 书记 主任 区长 县长 镇长 "
    "局长 部长 院长 常委 委员 成员 代表 领导 主席 调研员 助理 兼 的 党的十九大 （ ） 、 “"
)
WORDS = st.sampled_from(PIECES.split(" "))
PRINTED = st.one_of(st.lists(WORDS, max_size=6).map("".join), st.text(max_size=12))
HOMES = st.sampled_from([None, "河南省", "开封市", "顺河回族区", "杞县", "北京市", "长垣市"])


@given(posts=st.lists(PRINTED, max_size=5), home=HOMES)
def test_any_words_give_one_post_for_each_printed_in_order(posts, home):
    division = divisions_called(home)[0] if home else None
    held = understand(posts, division)
    assert [each.printed for each in held] == posts
    assert understand(posts, division) == held


@given(posts=st.lists(PRINTED, max_size=5), home=HOMES)
def test_a_body_lies_in_a_division_of_the_gazetteer_or_in_the_country(posts, home):
    division = divisions_called(home)[0] if home else None
    for held in understand(posts, division):
        top = held.body
        while top and top.parent:
            assert top.name
            top = top.parent
        assert top is None or top.name == "中国" or divisions_called(top.name)


@given(text=st.text(max_size=60), page=PRINTED, paper=PRINTED)
def test_any_page_has_a_home_or_none(text, page, paper):
    find_home([text], page_name=page, newspaper=paper)
