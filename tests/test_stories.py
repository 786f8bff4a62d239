"""Which lines make up which story, seen by what a page's stories say in the end."""

from __future__ import annotations

import pytest

from articles.ingest.layout import Draft, Kind, Line
from articles.ingest.lexicon import Lexicon
from articles.ingest.pipeline import read_page
from articles.ingest.records import PageHints, ParsedPage, Printed
from articles.ingest.stories import goes_on, settle_heads

FLOODS = """柳河区召开防汛推进会

本报讯 6月18日，柳河区召开防汛推进会。会议通报了雨情。

周立群强调，要压实责任，加强巡查。

记者 林晓禾"""

DREDGING = """清水街道清淤保畅通

本报讯 近日，清水街道组织人员清理河道。居民都说好。

通讯员 苏禾"""

READING = """每到周末，梧桐巷的书屋里就坐满了孩子。书屋是去年开的，有书三千多册。

书屋的管理员是退休教师金秋实。她说，孩子们爱来，她就天天开门。"""


def read(*parts: str) -> ParsedPage:
    return read_page("\n\n".join(parts).encode(), "x.txt", PageHints(), Lexicon.packaged())


def titles(page: ParsedPage) -> list[str]:
    return [" / ".join(each.text for each in story.headlines) for story in page.stories]


def bodies(page: ParsedPage) -> list[list[tuple[str, str]]]:
    return [[(part.kind, part.text) for part in story.body] for story in page.stories]


def signed(page: ParsedPage) -> list[list[str]]:
    return [[printed.text for printed in story.byline_text] for story in page.stories]


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ((FLOODS, DREDGING), ["柳河区召开防汛推进会", "清水街道清淤保畅通"]),
        # a column cut off in mid-sentence, and by chance a word (集中) across the break
        (
            (
                FLOODS,
                "据统计,今年以来街道共排查河道、沟渠和泵站二百余处,对发现的问题集",
                "中牧区纪委监委 开展警示教育进社区活动",
                DREDGING.split("\n\n", 1)[1],
            ),
            ["柳河区召开防汛推进会", "中牧区纪委监委 开展警示教育进社区活动"],
        ),
        # the signature stands under the headline
        (
            (
                "巷子里的读书声\n\n□本报记者 罗一鸣",
                READING,
                "梧桐社区办起食堂\n\n□本报记者 苏禾",
                READING,
            ),
            ["巷子里的读书声", "梧桐社区办起食堂"],
        ),
        # a story without a lead between two that have one
        (
            (FLOODS, "巷子里的读书声", READING, "记者 苏禾", DREDGING),
            ["柳河区召开防汛推进会", "巷子里的读书声", "清水街道清淤保畅通"],
        ),
        # neither lead nor signature
        (
            (FLOODS, "巷子里的读书声里有故事", READING),
            ["柳河区召开防汛推进会", "巷子里的读书声里有故事"],
        ),
        # goes on from another page
        (
            (
                FLOODS,
                "清水河治理记\n\n(上接N01版)清水河的水清了，两岸的树绿了，沿河的步道修好了，居民早晚都来走一走。\n\n记者 苏禾",
            ),
            ["柳河区召开防汛推进会", "清水河治理记"],
        ),
        # briefs, each with its ornament and without a headline
        (("简讯\n\n■本报讯 近日，街道植树百株。\n\n■本报讯 昨日，社区义诊。",), ["简讯", ""]),
        # below an advertisement
        (
            (
                "巷子里的读书声里有故事",
                READING,
                "柳河花园盛大开盘\n\n售楼热线:0370-5551234",
                "书讯",
                READING,
                "（记者 苏禾）",
            ),
            ["巷子里的读书声里有故事", "书讯"],
        ),
        # the headline stands below its first paragraph
        (
            (
                "本报讯 6月18日，柳河区召开推进会。\n\n柳河区召开推进会\n\n周立群强调，要压实责任。\n\n记者 林晓禾",
            ),
            ["柳河区召开推进会"],
        ),
        # a quotation with a deck that says of whom the story tells, on the page's head and below
        (
            (
                "“有我在，你们放心”",
                "——记清水街道退休教师金秋实",
                READING,
                "■本报记者 罗一鸣",
                "让书香飘进巷子",
                "近日，记者专访了清水街道党工委书记周立群。\n\n记者：书屋办得怎样？\n\n周立群：有书三千多册。",
                "记者 苏禾",
            ),
            ["“有我在，你们放心” / ——记清水街道退休教师金秋实", "让书香飘进巷子"],
        ),
        (
            (FLOODS, "“有我在”", "——记退休教师金秋实", READING, "记者 苏禾"),
            ["柳河区召开防汛推进会", "“有我在” / ——记退休教师金秋实"],
        ),
        # a notice, a list
        (
            (
                FLOODS,
                "公告\n\n因清水路施工，自6月20日起封闭三日，请绕行梧桐路。不便之处，敬请谅解。\n\n柳河区住建局\n\n2021年6月18日",
            ),
            ["柳河区召开防汛推进会", "公告"],
        ),
        (("没有一行像标题的文字，" * 12,), []),
    ],
)
def test_a_page_is_cut_into_its_stories(parts, expected):
    assert titles(read(*parts)) == expected


def test_subheads_are_parts_of_their_story():
    page = read(
        "清水街道治理见成效\n\n本报讯 近日，清水街道治理见成效。",
        "“搭平台”聚合力\n\n街道搭建平台，居民都来了。",
        "“建阵地”暖人心\n\n街道建设阵地，居民都来了。\n\n记者 林晓禾",
        DREDGING,
    )
    assert titles(page) == ["清水街道治理见成效", "清水街道清淤保畅通"]
    assert bodies(page)[0] == [
        ("paragraph", "近日，清水街道治理见成效。"),
        ("subhead", "“搭平台”聚合力"),
        ("paragraph", "街道搭建平台，居民都来了。"),
        ("subhead", "“建阵地”暖人心"),
        ("paragraph", "街道建设阵地，居民都来了。"),
    ]


@pytest.mark.parametrize("label", ["链接", "人物简介", "名词解释"])
def test_the_label_of_a_box_is_a_head_though_it_stands_alone(label):
    [story] = bodies(read("石头村的日子\n\n□记者 林晓禾", READING, label, READING))
    assert ("subhead", label) in story


def test_heads_of_two_halves_are_told_by_their_series():
    heads = ("老房子，成了香饽饽", "新农人，挑起大梁来")
    page = read("石头村的日子\n\n□记者 林晓禾", READING, heads[0], READING, heads[1], READING)
    assert [text for kind, text in bodies(page)[0] if kind == "subhead"] == list(heads)
    alone = read("石头村的日子\n\n□记者 林晓禾", READING, heads[0], READING)
    assert "subhead" not in [kind for kind, _ in bodies(alone)[0]]


def test_questions_and_answers_of_an_interview_are_paragraphs():
    lines = [
        "记者：河道怎么治？",
        "周立：一段一段治，先清淤后绿化。",
        "记者：何时完工？",
        "周立：年底之前。",
    ]
    page = read("周立谈河道治理", "□本报记者 林晓禾", *lines)
    assert titles(page) == ["周立谈河道治理"]
    assert bodies(page) == [[("paragraph", line) for line in lines]]


def test_rows_of_a_list_are_paragraphs_and_no_cut_off_sentence():
    rows = [
        "一等奖",
        "林小禾 清水路小学",
        "苏一禾 梧桐路小学",
        "二等奖",
        "罗小鸣 清水路小学",
        "田小雨 梧桐路小学",
    ]
    page = read(FLOODS, "柳河区小学生作文比赛获奖名单", *rows)
    assert bodies(page)[1] == [("paragraph", row) for row in rows]
    assert "unfinished-text" not in {flag.code for flag in page.stories[1].flags}


def test_names_of_two_characters_are_spaced_out_in_the_rows_of_a_list():
    rows = [
        "金 禾 区水利局办公室副主任",
        "林小禾 区水利局办公室主任",
        "苏一禾 清水街道党政办主任",
        "田小雨 梧桐镇党委委员",
        "虎　岚 区农委宣传科科长",
        "钟 声 区林业局防火科科长",
    ]
    head = "柳河区防汛先进个人拟表彰名单公示"
    opening = "经考核，拟对6名个人予以表彰。名单如下:"
    page = read(head, opening, *rows, "公示期为5个工作日。", "柳河区防汛办 2017年6月9日")
    assert titles(page) == [head]
    assert [text.replace("　", " ") for _, text in bodies(page)[0][1:7]] == [
        row.replace("　", " ") for row in rows
    ]
    assert {kind for kind, _ in bodies(page)[0]} == {"paragraph"}


def test_verse_keeps_its_lines():
    verse = "梧桐的叶子黄了\n像一封封寄出的信\n我坐在青石阶上\n听风翻旧日的书\n炊烟绕着老柳树\n母亲在村口喊我的乳名\n欧阳铁/文"
    page = read(FLOODS, "梧桐巷的秋天\n\n" + verse, DREDGING)
    assert titles(page)[1] == "梧桐巷的秋天"
    assert bodies(page)[1] == [("paragraph", line) for line in verse.split("\n")[:-1]]
    assert signed(page)[1] == ["欧阳铁/文"]


def test_verse_between_its_headline_and_its_author_needs_no_other_sign():
    verse = ["一条船", "泊在芦花的白里", "像一个人", "泊在往事里", "等一声吆喝"]
    page = read(FLOODS, "柳河渡口", *verse, "欧阳铁/文", DREDGING)
    assert titles(page) == ["柳河区召开防汛推进会", "柳河渡口", "清水街道清淤保畅通"]
    assert bodies(page)[1] == [("paragraph", line) for line in verse]


def test_each_story_has_its_own_signature():
    assert signed(read(FLOODS, DREDGING)) == [["记者 林晓禾"], ["通讯员 苏禾"]]


def test_a_section_stands_over_its_story_and_its_ornament_is_furniture():
    page = read(FLOODS, "■相关新闻", DREDGING)
    sections = [story.section.text if story.section else None for story in page.stories]
    assert sections == [None, "相关新闻"]
    assert [printed.text for printed in page.furniture] == ["■"]


def test_an_ornamented_label_over_a_headline_opens_a_story_without_dateline_or_end_above():
    notice = "这些路段分时停水\n\n因水管改造，清水路沿线居民家中将分时停水，请提前做好储水准备，停水期间关好水阀。"
    above = "柳河区开展防汛演练\n\n■记者 林晓禾\n\n近日，柳河区在清水桥开展防汛演练，三百人参加。"
    page = read(above, "◆ 便民服务\n\n" + notice)
    assert titles(page)[1] == "这些路段分时停水"
    assert page.stories[1].section.text == "便民服务"


def test_under_the_label_of_a_column_of_briefs_every_display_line_heads_one():
    briefs = "● 柳河短波\n\n梧桐路通车\n\n5月3日，梧桐路通车，居民说方便多了。\n\n清水小学开运动会\n\n5月4日，清水小学开运动会。"
    page = read(FLOODS, briefs)
    assert titles(page)[1:] == ["梧桐路通车", "清水小学开运动会"]


def test_a_photograph_between_two_lines_of_a_headline_does_not_part_them():
    page = read(
        "守护一河清水\n\n图为居民清理河道\n\n柳河区开展巡河\n\n本报讯 近日，柳河区开展巡河。\n\n记者 林晓禾"
    )
    assert [[each.text for each in story.headlines] for story in page.stories] == [
        ["守护一河清水", "柳河区开展巡河"]
    ]
    assert ("caption", "图为居民清理河道") in bodies(page)[0]


def test_below_many_photographs_a_head_is_still_a_part_of_the_story():
    captions = "\n\n".join(f"图{number}:居民清理河道" for number in "一二三四五六")
    part = "一、清淤更彻底\n\n街道组织人员清淤。"
    [story] = read(FLOODS.replace("\n\n记者", f"\n\n{captions}\n\n{part}\n\n记者")).stories
    assert ("subhead", "一、清淤更彻底") in [(each.kind, each.text) for each in story.body]
    assert "一、清淤更彻底" not in [each.text for each in story.headlines]


def test_a_story_that_is_continued_elsewhere_ends_at_the_jump():
    first = "梧桐路通车\n\n本报讯（记者 林晓禾）近日，梧桐路通车，居民说方便多了。（下转N03版）"
    second = (
        "清水小学开运动会\n\n■记者 苏禾\n\n近日，清水小学开运动会，三百名学生参加，家长都来加油。"
    )
    assert titles(read(first, second)) == ["梧桐路通车", "清水小学开运动会"]


def test_a_signature_goes_on_where_its_bracket_or_its_credit_is_on_the_next_line():
    text = "梧桐路通车\n\n本报讯 近日，梧桐路通车，居民说方便多了。\n\n"
    [story] = read(text + "（记者 林晓禾 通讯员 苏禾\n\n周立）").stories
    assert [entry.names for entry in story.bylines] == [("林晓禾",), ("苏禾", "周立")]
    [story] = read(text + "记者 林晓禾 通讯员 苏禾\n\n文/图").stories
    assert story.credit == "文/图"


def test_the_photographers_name_below_a_caption_does_not_end_the_story():
    text = "梧桐路通车\n\n本报讯 近日，梧桐路通车。\n\n居民在新路上散步\n\n记者 林晓禾 摄\n\n居民说方便多了。\n\n记者 苏禾"
    [story] = read(text).stories
    assert [(part.kind, part.text) for part in story.body] == [
        ("paragraph", "近日，梧桐路通车。"),
        ("caption", "居民在新路上散步"),
        ("paragraph", "居民说方便多了。"),
    ]
    assert [entry.names for entry in story.bylines] == [("林晓禾", "苏禾")]


HEAD_SIGNED = """梧桐社区办起食堂

■全媒体记者　林晓禾

本报讯　近日，梧桐社区办起食堂，居民都爱来。食堂一天供应三餐，目前已有老人26"""


def test_display_type_over_a_signature_and_a_lead_opens_a_story_below_a_text_cut_off():
    page = read(HEAD_SIGNED, "清水街道清淤忙\n\n■全媒体记者　苏禾", FLOODS.split("\n\n")[1])
    assert titles(page) == ["梧桐社区办起食堂", "清水街道清淤忙"]


def test_a_tail_behind_a_story_signed_at_its_head_ends_the_one_that_was_cut_off():
    finished = "清水街道清淤忙\n\n■全媒体记者　苏禾\n\n" + FLOODS.split("\n\n")[1]
    tail = "8名，居民都说饭菜可口。"
    page = read(HEAD_SIGNED, finished, tail)
    assert bodies(page)[0][-1] == ("paragraph", bodies(read(HEAD_SIGNED))[0][-1][1] + tail)
    assert len(bodies(page)[1]) == 1
    # where nothing is cut off it stays
    assert bodies(read(HEAD_SIGNED + "名。", finished, tail))[1][-1] == ("paragraph", tail)


def test_a_piece_of_a_cut_off_column_is_no_headline_of_the_story_below():
    cut_off = DREDGING.split("\n\n")[1] + "河道里的淤泥和水草都清理了出去，居民购买社会服"
    for piece in ("务社会组织清淤", "地,一年能省十万"):
        page = read("清水街道清淤保畅通", cut_off, piece, FLOODS)
        assert titles(page) == ["清水街道清淤保畅通", "柳河区召开防汛推进会"]


def test_a_story_without_dateline_over_a_credited_photograph_opens_below_a_signed_one():
    photograph = "林晓禾为老人理发 通讯员 苏禾 摄"
    page = read(FLOODS, "一元理发店开了七年", photograph, READING, "记者 周立")
    assert titles(page) == ["柳河区召开防汛推进会", "一元理发店开了七年"]
    assert signed(page)[1] == ["通讯员 苏禾 摄", "记者 周立"]


def test_a_lone_line_that_says_what_a_photograph_shows_is_its_caption():
    page = read(
        FLOODS.replace("\n\n记者", "\n\n老人们在柳河岸边合影留念\n\n演练持续到傍晚。\n\n记者")
    )
    assert ("caption", "老人们在柳河岸边合影留念") in bodies(page)[0]


def test_two_headlines_of_one_length_are_no_series():
    first, second = "感谢那位不留名的公交司机", "清水街道夜里路灯几时能亮"
    page = read(FLOODS, first, "编辑同志：", READING, "通讯员 周立", second, READING)
    assert titles(page)[:2] == ["柳河区召开防汛推进会", first]


def test_a_story_without_headline_or_signature_says_so():
    [story] = read("本报讯 近日，清水街道组织人员清理河道。居民都说好。").stories
    assert {"no-headline", "no-byline"} <= {flag.code for flag in story.flags}


def test_a_text_that_stops_in_mid_sentence_says_so():
    [story] = read(
        "柳河区召开推进会\n\n本报讯 近日，柳河区召开推进会，要求各街道办事处压实\n\n记者 林晓禾"
    ).stories
    assert "unfinished-text" in {flag.code for flag in story.flags}


def line(text: str, kind: Kind) -> Line:
    return Line(Printed.at(text, 0), kind=kind)


@pytest.mark.parametrize(
    ("heads", "kept"),
    [
        (["清淤更彻底", "巡查更细致"], True),
        (["清淤更彻底"], False),
        (["一、清淤更彻底"], True),
        (["“清淤”更彻底"], False),
        (["“清淤更彻底”"], True),
    ],
)
def test_a_lone_short_line_without_form_is_a_cut_off_column(heads, kept):
    text = [line("本报讯", Kind.TEXT)]
    for head in heads:
        text += [line(head, Kind.DISPLAY), line("居民都说好。", Kind.TEXT)]
    settled = settle_heads(Draft((), tuple(text), ()))
    assert (Kind.DISPLAY in {each.kind for each in settled.text}) is kept


HALVES = """老院子里的新日子

□本报记者 林晓禾

走进清水街道梧桐社区，老院子换了新样，居民都说好。

路灯亮不亮，居民说了算

改造之初，最难的是统一思想。社区干部一户一户上门。

{second}

改造需要真金白银。街道算了一笔账，居民也出了钱。"""


@pytest.mark.parametrize(
    ("second", "kept"),
    [("钱从哪里来，三家一起扛", True), ("居民又搬来了板凳。", False)],
)
def test_heads_of_two_clauses_come_in_a_series(second, kept):
    [story] = read(HALVES.format(second=second)).stories
    heads = [part.text for part in story.body if part.kind == "subhead"]
    assert heads == (["路灯亮不亮，居民说了算", second] if kept else [])


@pytest.mark.parametrize(
    ("text", "following", "cut_off"),
    [
        ("居民搬来板凳,你一言", "我一语说开了。", True),
        ("居民搬来板凳", "，你一言我一语。", True),
        ("清淤更彻底", "街道组织人员清淤。", False),
        ("一、清淤,巡查", "街道组织人员清淤。", False),
    ],
)
def test_a_short_line_with_a_comma_goes_on(text, following, cut_off):
    assert goes_on(text, following) is cut_off
