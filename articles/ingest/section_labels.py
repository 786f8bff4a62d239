"""The label of a column over a story's headlines: 基层动态, ■ 相关新闻."""

from __future__ import annotations

import re

from articles.ingest.characters import ORNAMENTS, one_blank
from articles.ingest.clauses import opens_with_verb
from articles.ingest.records import Printed
from articles.ingest.statements import runs_on

_LONGEST_SECTION = 9
# A label so short over a whole headline names the column, whatever its words.
_LONGEST_BARE_LABEL = 5
# 走进校园 can be the name of a column over a whole headline of two phrases.
_SHORTEST_LABEL = 4
_SHORTEST_HEADLINE = 8
_ORNAMENTED = re.compile(rf"^[{''.join(ORNAMENTS)}]\s*")

# How the name of a column ends, or all of it: 相关新闻, 基层动态, 网格化治理, 党建园地.
_SECTION = re.compile(
    r"(?:新闻|动态|链接|时讯|简讯|快讯|短讯|要闻|关注|聚焦|视点|视窗|观察|一线|风采|园地|之窗|在线|直播|速递|速览|播报|"
    r"专栏|专题|特写|特刊|专版|访谈|对话|评论|短评|时评|论坛|热线|热点|焦点|焦距|传真|掠影|集锦|集萃|纪实|纪事|剪影|回音|"
    r"公告|公示|启事|声明|通知|提醒|提示|服务|讲堂|课堂|课|故事|人物|先锋|榜样|典型|风景|影像|图片|镜头|看台|平台|进行时|"
    r"正在行动|在行动|行动|治理|攻坚|创建|建设|教育|先行|经验|做法|亮点|资讯|信息|消息|简报|连线|面对面|直通车|大家谈|曝光台|"
    r"回顾|展望|解读|问答|说法|说事|发布|推荐|导读|背景|延伸阅读|延伸|阅读|新语|声音|随笔|文苑|副刊|书画|摄影)$"
)
# 旗帜飘扬在抗洪一线: a statement, where 党员在行动 names a column
_HAPPENS_IN = re.compile(r"在(?!行动|线|一线|基层|身边|路上)")
_PUNCTUATED = re.compile(r"[,，。;；:：!！?？]")
_BLANK = re.compile(r"\s+")


def take_section(
    lines: list[Printed],
) -> tuple[Printed | None, list[Printed], list[Printed]]:
    """Part the label of a column from the display lines below it."""
    furniture: list[Printed] = []
    if len(lines) < 2:
        return None, furniture, [_bare(line, furniture) for line in lines]
    first = lines[0]
    ornamented = bool(_ORNAMENTED.match(first.text))
    bare = _bare(first, furniture)
    label = "".join(bare.text.split())
    if _is_section(label, ornamented, lines[1].text):
        return one_blank(bare), furniture, [_bare(line, furniture) for line in lines[1:]]
    return None, furniture, [bare, *(_bare(line, furniture) for line in lines[1:])]


def _is_section(label: str, ornamented: bool, below: str) -> bool:
    # what a line behind a dash says more of is a headline
    if below.startswith("——") or _HAPPENS_IN.search(label):
        return False
    if len(label) > _LONGEST_SECTION or _PUNCTUATED.search(label):
        return False
    if ornamented:
        return True
    acts = opens_with_verb(label) and not (len(label) == _SHORTEST_LABEL and _BLANK.search(below))
    if acts or runs_on(label, below) or len(below) < _SHORTEST_HEADLINE:
        return False
    return bool(_SECTION.search(label)) or len(label) <= _LONGEST_BARE_LABEL


def _bare(line: Printed, furniture: list[Printed]) -> Printed:
    """A display line without the ornament before it, which becomes furniture."""
    found = _ORNAMENTED.match(line.text)
    if found is None:
        return line
    furniture.append(line[: found.end()].strip())
    return line[found.end() :].strip()
