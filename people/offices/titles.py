"""Titles: where in a printed post the title begins, and how many may hold it."""

from __future__ import annotations

import re
from typing import NamedTuple

# 二级调研员, 一级主任科员: ranks, no posts
_RANK = (
    r"(?:[一二三四]级)?(?:副?调研员|副?巡视员|(?:副?主任)?科员)|[一二三四]级(?:高级)?(?:警长|警务专员)|"
    r"(?:副)?督察专员"
)
# Heads of a body: one at a time, unless 副 or 助理 stands with them.
_HEADS = (
    "总书记|书记|支书|驻村工作队队长|驻村工作队长|工作队队长|工作队长|总校长|省长|市长|区长|县长|州长|盟长|旗长|镇长|乡长|村长|"
    "部长|局长|厅长|司长|署长|处长|科长|股长|主任委员|主委|主任|委员长|主席团常务主席|主席|总理|检察长|院长|"
    "校长|所长|站长|馆长|台长|园长|场长|庭长|社长|行长|理事长|秘书长|干事长|会长|团长|"
    "总队长|支队长|大队长|中队长|队长|组长|政治委员|政委|教导员|指导员|司令员|司令|参谋长|教育长|关长|"
    "总指挥|指挥长|总工程师|总经济师|总规划师|总会计师|总农艺师|总统计师|总督学|督察长|督学|"
    "总编辑|总编|社长|董事长|总经理|经理|河长|林长|路长|负责人|行政长官"
)
# Held by several at a time.
_SEATS = (
    "(?:党组|党委|党工委|领导班子|班子|两委|专班)成员|成员|"
    "(?:组织|宣传|统战|政法|武装|纪检|纪律检查|生产|青年|妇女|保密|常务|候补|专职|执行|政治局|中央)委员|"
    "政治局常委|书记处书记|(?:部务|局务|校务|院务)委员|党代会代表|党代表|会计|常委|委员|执委|支委|代表|干事|专员|审判员|检察员|参事|督导员|组织员|协理员|网格长|"
    "国务委员|代办|(?:部|局|厅|区|市|县|镇|乡|省|处|校|院)长助理|(?:书记|主任|主席)助理"
)
_DEPUTY = "常务副|第一副|专职副|执行副|名誉副|副|常务|专职|执行|名誉|第一"
# 常务副区长, 代检察长, 原局长 at the end of 区民政局原局长
_TITLE = re.compile(
    rf"^(?P<before>.*?)(?P<standing>代理|代|原|前|时任|拟任|现任)?"
    rf"(?P<title>{_RANK}|驻村第一书记|驻村工作队队长|(?:{_DEPUTY})?(?:{_HEADS})|(?:副)?(?:{_SEATS}))$"
)
# 区四大班子领导, 管城区主要领导
_COLLECTIVE = re.compile(
    r"^(?P<before>.*?)(?:级|直)?(?:四大班子|四套班子|党政|班子|主要|分管|相关|有关){0,4}(?:领导同志|领导|负责同志)$"
)
_RANK_ONLY = re.compile(rf"^(?:{_RANK})$")
_HEAD_ONLY = re.compile(
    rf"^(?:驻村|常务副|第一|专职|常务|执行|党组|党委|党总支|党支部|机关党委)*(?:{_HEADS})$"
)

_SAME = {
    "支书": "书记",
    "政治委员": "政委",
    "主委": "主任委员",
    "村长": "主任",
    "党代会代表": "党代表",
    "工作队长": "工作队队长",
}


class Split(NamedTuple):
    before: str  # the words that name the body
    title: str
    standing: str  # the word between: 代, 原


def split_title(words: str) -> Split | None:
    """Where the title begins; None where the words hold no title that is known.

    >>> split_title("柳河区委副书记"), split_title("区人民检察院代检察长").standing
    (Split(before='柳河区委', title='副书记', standing=''), '代')
    """
    if found := _COLLECTIVE.match(words):
        return Split(found["before"], "", "")
    if found := _TITLE.match(words):
        return Split(found["before"], found["title"], found["standing"] or "")
    return None


def canonical(title: str) -> str:
    """One form of titles that are one: 支书 is 书记."""
    for printed, usual in _SAME.items():
        if title.endswith(printed):
            return title.removesuffix(printed) + usual
    return title


def is_rank(title: str) -> bool:
    return bool(_RANK_ONLY.match(title))


def is_single_seat(title: str) -> bool:
    """Whether one person at a time holds the post.

    >>> [is_single_seat(each) for each in ("区长", "常务副区长", "副区长", "党组成员")]
    [True, True, False, False]
    """
    return title != "负责人" and not is_rank(title) and bool(_HEAD_ONLY.match(title))
