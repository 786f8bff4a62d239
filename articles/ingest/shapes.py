"""What a line of print looks like by itself: display type, a subhead, a caption, an advertisement."""

from __future__ import annotations

import re

from articles.ingest.characters import ORNAMENTS, ends_sentence

# The longest display line of a broadsheet page, several phrases run together, is about 45
# characters; a longer line without a full stop is a column that was cut off.
_LONGEST_DISPLAY = 60
_LONGEST_SUBHEAD = 20
_LONGEST_BARE_HEAD = 10  # of characters alone, without marks or figures
_LONGEST_CAPTION = 90

_HAN = re.compile(r"[\u3400-\u9fff]")
_INNER_STOP = re.compile(r"[。;；]")
_COMMA = re.compile(r"[,，]")
_NUMBERED = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.．]|[(（][一二三四五六七八九十\d]{1,2}[)）]|\d{1,2}[、.．](?!\d)|第[一二三四五六七八九十]{1,2}[、篇章部])"
)
_QUOTED = re.compile(r"^[“\"「《【][^”\"」》】]{2,18}[”\"」》】]$")
_CAPTION = re.compile(
    r"^(?:[▲△▼▽◆◀▶←→↑↓■□●○]\s*)?(?:图为|图[①-⑩一二三四五六七八九十\d]{1,2}\s*[:：为]?|[上下左右本]图(?=[:：为是,，\s])|题图|资料图|图片说明|新华社发)"
)
_PICTURES = re.compile(r"合影(?:留念)?$|(?:现场|场景|一角|瞬间)$|正在[\u3400-\u9fff]{3,16}$")
# 志愿者在清理河道 · 居民与网格员交流 · 林晓禾为老人理发: people, and what they are seen doing
_SCENE = re.compile(
    r"^[\u3400-\u9fff]{0,9}?(?:[者员工民生人警客手师们]|(?:群|观|听)众|家长|孩子|师生|代表|医护|大夫)"
    r"(?:们)?(?:正?在|正|与|为|向|给|和|指导|帮助|参加|参观|参与|体验|展示|学习|练习|观看|清理|清扫|打扫|检查|巡查|察看|查看|"
    r"采摘|分拣|收割|搬运|操作|领取|排队|进行|讲解|演示|慰问|走访|发放|接受|认真)[\u3400-\u9fff“”]{2,16}$"
)
_CREDITED = re.compile(r"(?:摄|供图|[/／]图|资料图片|资料图)\s*[)）]?$")
# Signs of trade that hardly stand in a report.
_SELLS = re.compile(
    # what any of them begins with, before each is tried
    r"(?=[热电地订抢售恭招旺钜盛免火面元万首即现低全席欲解ＴｔTt\d])(?:"
    r"(?:热线|(?<!举报)(?<!监督)(?<!受理)电话|(?<!来信)(?<!通信)地址)\s*[:：]?\s*(?:[\d\-—－转]{5,}|(?<=[:：]))|订购热线|抢购|售楼|恭迎|招租|旺铺|钜惠|盛大开[盘业]|免费领取|"
    r"火热招生|面议|元起|万起|首付|即买即住|现房|低至|全城让利|席位有限|欲购从速|解释权归|[ＴｔTt][Ee][Ll]|\d折|"
    r"(?:\d{3,4}[-—－])\d{7,8}|(?<!\d)1[3-9]\d{9}(?!\d))"
)
# Signs that a sentence of a report can hold as well: they count only in display type.
_OFFERS = re.compile(r"订购|特价|促销|出租|转让|出售|加盟|有售|配送|团购|优惠|让利|包邮|预订|席位")
# With what a new paragraph of a report opens; what goes on from another column hardly ever does.
_OPENER = re.compile(
    r"^(?:下一步|接下来|今后|目前|近年来|近日|据悉|据了解|据介绍|据统计|此外|另外|同时|随后|当天|当日|当晚|会上|会后|会议|座谈会|"
    r"活动中|活动现场|活动当天|活动期间|现场|调研中|座谈中|检查中|督导中|截至|通过|为了?|针对|围绕|就|在|对于|关于|根据|按照|"
    r"其中|首先|其次|最后|一是|二是|三是|自|从|记者|本次|此次|今年|去年|去年以来|今年以来|\d{1,2}月\d{1,2}日|\d{4}年|[“\"][^”\"]{8,})"
)


# A colon behind these opens a quotation, not a headline: 他要求: · 记者:
_SAYS = re.compile(r"(?:说|表示|指出|强调|要求|认为|介绍|道|问|答|如下|记者)[:：]$")
_SPEAKS = re.compile(r"^(?:问|答|[\u3400-\u9fff]{2,4})[:：].+[?？!！]$")

_BOX = re.compile(
    r"(?:相关|新闻|知识|资料|延伸)?链接|(?:新闻|相关|名词)?(?:背景|解释)|名词解释|延伸阅读|(?:人物|名家|作者)?(?:简介|名片|档案|小传)|"
    r"(?:温馨|友情|特别)?(?:提示|提醒)|小贴士|小知识|数[读说]|编后|编者按|记者手记|采访手记|短评|点评"
)
_COLONS = (":", "：")
_SPEECH = re.compile(
    r"(?<!如下)(?:[说道问答称]|表示|指出|强调|要求|认为|介绍|告诉[\u3400-\u9fff]{1,4}|透露|提出|提醒|坦言|感慨|建议)$"
)
_SALUTATION = re.compile(
    r"^(?:编辑(?:部|同志|部同志)|(?:各|广大|全体)[^\s,，。:：]{2,20}(?=[:：]$)|[\u3400-\u9fff]{0,4}(?:尊敬|亲爱|敬爱)的[^\s,，。:：]{1,16}"
    r"|[^\s,，。:：]{2,10}(?:同志们?|朋友们?|同学们|先生|女士|编辑部|乡亲们|家长们?|居民们))\s*[:：]"
)


def looks_display(text: str) -> bool:
    """Whether a line can be display type: short, and no sentence of running text."""
    if len(text) > _LONGEST_DISPLAY or _INNER_STOP.search(text):
        return False
    if ends_sentence(text) and not re.search(r"[?？!！…][”\"’」]?$", text):
        return False
    if text[-1] in ":：" and (len(text) > _LONGEST_SUBHEAD or _SAYS.search(text)):
        return False
    if text[-1] in ",，、" or text[0] in ",，。、;；:：)）”’》":
        return False
    commas = len(_COMMA.findall(re.sub(r"[“\"《][^”\"》]*[”\"》]", "", text)))
    return commas <= (1 if len(text) <= 45 else 0)


def looks_subhead(text: str) -> bool:
    """Whether a display line reads as the head of a part, not of a story."""
    bare = text.strip("".join(ORNAMENTS) + " \u3000")
    return bool(
        _QUOTED.match(bare) or (_NUMBERED.match(bare) and len(bare) <= _LONGEST_SUBHEAD + 8)
    )


def speaks(text: str) -> bool:
    """Whether a line is a question or an answer of an interview: 记者:…?"""
    return bool(_SPEAKS.match(text))


def addresses(text: str) -> bool:
    """Whether a line opens as a letter does: 编辑同志: · 尊敬的用户:因管道施工,…"""
    return bool(_SALUTATION.match(text))


def heads_box(text: str) -> bool:
    """Whether a line says that a box stands below it, beside the story: ■链接 · 人物简介"""
    return bool(_BOX.fullmatch(text.strip("".join(ORNAMENTS) + " \u3000:：")))


def announces(text: str) -> bool:
    """Whether what a text announces stands in paragraphs below it: 现公示下列同志: but not 他说:"""
    return text[-1:] in _COLONS and not _SPEECH.search(text[:-1])


def is_point(text: str) -> bool:
    """Whether a line opens as a numbered point: 一、报名办法 · 1.年满十八岁"""
    return bool(_NUMBERED.match(text))


def form_of_head(text: str) -> str:
    """What heads of one series have in common: “搭平台”聚合力, “建阵地”暖人心; "" for a long line."""
    form = _HAN.sub("字", text) if len(text) <= _LONGEST_SUBHEAD else ""
    # Two headlines can have the same number of characters and nothing else.
    return "" if len(form) > _LONGEST_BARE_HEAD and not form.strip("字") else form


def looks_caption(text: str) -> bool:
    """Whether a line reads as the words under a photograph."""
    if len(text) > _LONGEST_CAPTION:
        return False
    return bool(_CAPTION.match(text)) or (len(text) <= 60 and bool(_CREDITED.search(text)))


def pictures(text: str) -> bool:
    """Whether a lone short line says what a photograph shows: 老人们在河岸边合影留念."""
    return bool(_PICTURES.search(text) or _SCENE.match(text))


def opens_paragraph(text: str) -> bool:
    """Whether a line opens as the first of a paragraph does."""
    return bool(_OPENER.match(text) or _NUMBERED.match(text)) or looks_subhead(text)


def sells(text: str) -> int:
    """How many signs of an advertisement or a notice of trade a line has."""
    offers = 0 if ends_sentence(text) else len(_OFFERS.findall(text))
    return len(_SELLS.findall(text)) + offers
