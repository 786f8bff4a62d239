from __future__ import annotations

import pytest

from articles.ingest.clauses import has_subject, names_only_who, opens_with_verb
from articles.ingest.headings import read_heading
from articles.ingest.lines import split_lines
from articles.ingest.statements import runs_on


@pytest.mark.parametrize(
    ("display", "section", "headlines"),
    [
        ("柳河区召开防汛推进会", None, ["柳河区召开防汛推进会"]),
        # kicker and headline, in either order
        (
            "柳河区召开防汛推进会\n绷紧防汛弦 守好平安门",
            None,
            ["柳河区召开防汛推进会", "绷紧防汛弦 守好平安门"],
        ),
        (
            "绷紧防汛弦 守好平安门\n柳河区召开防汛推进会",
            None,
            ["绷紧防汛弦 守好平安门", "柳河区召开防汛推进会"],
        ),
        (
            "区领导调研清水河治理工作\n要求加快进度 确保质量",
            None,
            ["区领导调研清水河治理工作", "要求加快进度 确保质量"],
        ),
        ("GDP增长8%\n柳河区交出亮眼成绩单", None, ["GDP增长8%", "柳河区交出亮眼成绩单"]),
        # the second of a couplet may end in a character that organs end in
        (
            "抢先机求突破 聚合力开新局 柳河区召开防汛推进会",
            None,
            ["抢先机求突破 聚合力开新局", "柳河区召开防汛推进会"],
        ),
        # what people are counted to do is a line of its own, and so is a much shorter phrase
        (
            "“老字号”烩面传承人收徒 六名年轻人接过擀面杖".replace("六", "6"),
            None,
            ["“老字号”烩面传承人收徒", "6名年轻人接过擀面杖"],
        ),
        (
            "《文明行为促进条例》宣讲走进千家万户 “小手册”里有“大文章”",
            None,
            ["《文明行为促进条例》宣讲走进千家万户", "“小手册”里有“大文章”"],
        ),
        (
            "柳河区举办首届网格员大比武 24支队伍同台竞技",
            None,
            ["柳河区举办首届网格员大比武", "24支队伍同台竞技"],
        ),
        (
            "清水街道:精准施策解难题\n38家企业渡过难关",
            None,
            ["清水街道:精准施策解难题", "38家企业渡过难关"],
        ),
        ("柳河区清理“僵尸车”\n首日拖离47辆", None, ["柳河区清理“僵尸车”", "首日拖离47辆"]),
        (
            "一元理发店开了七年 ——清水街道林师傅的故事",
            None,
            ["一元理发店开了七年", "——清水街道林师傅的故事"],
        ),
        # behind a couplet stands who did it, whatever the couplet ends with
        (
            "弯腰捡一捡 洁净满乡村 清水镇掀起环境整治热潮",
            None,
            ["弯腰捡一捡 洁净满乡村", "清水镇掀起环境整治热潮"],
        ),
        # who and what, and then a couplet
        (
            "柳河区四大班子领导 集中调研重大项目建设 比进度晾成效 鼓干劲争一流",
            None,
            ["柳河区四大班子领导 集中调研重大项目建设", "比进度晾成效 鼓干劲争一流"],
        ),
        (
            "柳河区体育馆建成投用 群众健身又添好去处",
            None,
            ["柳河区体育馆建成投用", "群众健身又添好去处"],
        ),
        ("柳河区首支 “银发调解队” 正式上岗", None, ["柳河区首支 “银发调解队” 正式上岗"]),
        (
            "“家门口”的法律课堂\n清水街司法所开展普法宣传周活动",
            None,
            ["“家门口”的法律课堂", "清水街司法所开展普法宣传周活动"],
        ),
        (
            "走进校园\n民警化身“法治副校长” 开学第一课讲防骗",
            "走进校园",
            ["民警化身“法治副校长” 开学第一课讲防骗"],
        ),
        # below a headline the same is one deck
        (
            "柳河区举行项目开工活动\n总投资三十二亿元 26个项目同时开工",
            None,
            ["柳河区举行项目开工活动", "总投资三十二亿元 26个项目同时开工"],
        ),
        # two display lines run together with a blank
        (
            "柳河区召开防汛推进会 绷紧防汛弦 守好平安门",
            None,
            ["柳河区召开防汛推进会", "绷紧防汛弦 守好平安门"],
        ),
        (
            "绷紧防汛弦 守好平安门 柳河区召开防汛推进会",
            None,
            ["绷紧防汛弦 守好平安门", "柳河区召开防汛推进会"],
        ),
        # subject and predicate broken for display
        ("清水街道\n开展防汛演练", None, ["清水街道开展防汛演练"]),
        ("清水街道 开展防汛演练", None, ["清水街道 开展防汛演练"]),
        ("柳河区政协 视察河道治理", None, ["柳河区政协 视察河道治理"]),
        (
            "区委书记周立群到清水街道调研\n河道治理工作",
            None,
            ["区委书记周立群到清水街道调研河道治理工作"],
        ),
        ("柳河区:\n小网格托起大民生", None, ["柳河区:小网格托起大民生"]),
        ("4月起 柳河区11条道路禁停", None, ["4月起 柳河区11条道路禁停"]),
        ("梧桐社区\n“书香漂流”进楼院", None, ["梧桐社区“书香漂流”进楼院"]),
        # a couplet in one line of type
        ("让数据多跑路 让群众少跑腿", None, ["让数据多跑路 让群众少跑腿"]),
        (
            "让数据多跑路 让群众少跑腿\n柳河区推行“一窗通办”",
            None,
            ["让数据多跑路 让群众少跑腿", "柳河区推行“一窗通办”"],
        ),
        ("我区举办“学先锋 树新风”活动", None, ["我区举办“学先锋 树新风”活动"]),
        # 把 … wants to be told where it ends
        (
            "区领导到清水街道调研旧楼改造工作\n把便民服务送到 居民家门口",
            None,
            ["区领导到清水街道调研旧楼改造工作", "把便民服务送到 居民家门口"],
        ),
        (
            "柳河区召开防汛推进会\n将防汛责任扛在 党员干部肩上",
            None,
            ["柳河区召开防汛推进会", "将防汛责任扛在 党员干部肩上"],
        ),
        # an event that was held is said in full, however short
        ("区妇联全会召开 把暖心事办在平时", None, ["区妇联全会召开", "把暖心事办在平时"]),
        ("区运动会开幕\n让健身成为习惯", None, ["区运动会开幕", "让健身成为习惯"]),
        ("区法院 把法庭搬进楼院", None, ["区法院 把法庭搬进楼院"]),
        # quotations and questions
        ("“小板凳”坐出“大和谐”", None, ["“小板凳”坐出“大和谐”"]),
        ("“路灯亮了,\n心里也亮了”", None, ["“路灯亮了,心里也亮了”"]),
        ("老旧小区改造,钱从哪儿来?", None, ["老旧小区改造,钱从哪儿来?"]),
        ("清水街道:“板凳会”上解民忧", None, ["清水街道:“板凳会”上解民忧"]),
        # who did what, said in full, is an entry however short it is and whatever follows
        (
            "柳河区举行消防应急演练 提升居民避险能力",
            None,
            ["柳河区举行消防应急演练", "提升居民避险能力"],
        ),
        (
            "柳河区全力推进旧楼改造\n圆了百姓安居梦",
            None,
            ["柳河区全力推进旧楼改造", "圆了百姓安居梦"],
        ),
        ("我区38个项目集中开工 总投资逾百亿元", None, ["我区38个项目集中开工", "总投资逾百亿元"]),
        ("我区免费筛查启动\n1.2万名妇女受益", None, ["我区免费筛查启动", "1.2万名妇女受益"]),
        (
            "柳河区普法教育领导小组召开会议 学条文 讲案例 办实事",
            None,
            ["柳河区普法教育领导小组召开会议", "学条文 讲案例 办实事"],
        ),
        (
            "区委书记周立群为全区党员上党课 知敬畏 守底线",
            None,
            ["区委书记周立群为全区党员上党课", "知敬畏 守底线"],
        ),
        ("周立群现场督办\n旧楼改造不能只刷墙面", None, ["周立群现场督办", "旧楼改造不能只刷墙面"]),
        (
            "旧楼加装电梯钱从哪儿来? 有人掏钱,有人不肯",
            None,
            ["旧楼加装电梯钱从哪儿来?", "有人掏钱,有人不肯"],
        ),
        ("县公安局向盗车亮剑 三天打掉两个团伙", None, ["县公安局向盗车亮剑", "三天打掉两个团伙"]),
        # by chance a word stands across the blank (演唱)
        (
            "柳河区举行庆丰收文艺汇演 唱支山歌给乡亲听",
            None,
            ["柳河区举行庆丰收文艺汇演", "唱支山歌给乡亲听"],
        ),
        # who acts alone, and what is not yet said to the end
        ("柳河区纪工委监察工委\n开展营商环境监督", None, ["柳河区纪工委监察工委开展营商环境监督"]),
        ("柳河区百名“第一书记”\n直播带货助农增收", None, ["柳河区百名“第一书记”直播带货助农增收"]),
        ("保洁工人、执法人员\n战高温斗酷暑", None, ["保洁工人、执法人员战高温斗酷暑"]),
        (
            "柳河区党代表、人大代表、政协委员 集中视察民生实事办理",
            None,
            ["柳河区党代表、人大代表、政协委员 集中视察民生实事办理"],
        ),
        (
            "柳河区召开“三个一”专题教育 第二专题研讨会\n守好底线 树好新风",
            None,
            ["柳河区召开“三个一”专题教育 第二专题研讨会", "守好底线 树好新风"],
        ),
        (
            "柳河区人大常委会对《饮水条例》 贯彻情况开展检查",
            None,
            ["柳河区人大常委会对《饮水条例》 贯彻情况开展检查"],
        ),
        ("柳河区入选 国家级示范区名单", None, ["柳河区入选 国家级示范区名单"]),
        (
            "全市秋冬季防火工作\n现场会在柳河区召开",
            None,
            ["全市秋冬季防火工作现场会在柳河区召开"],
        ),
        ("全市现场会在柳河区召开 推广社区经验", None, ["全市现场会在柳河区召开", "推广社区经验"]),
        ("柳河区惠企政策落地 工厂轻装上阵", None, ["柳河区惠企政策落地", "工厂轻装上阵"]),
        ("柳河区安委会 部署节日期间安全生产", None, ["柳河区安委会 部署节日期间安全生产"]),
        (
            "柳河区消防大队深入商场超市 开展消防检查",
            None,
            ["柳河区消防大队深入商场超市 开展消防检查"],
        ),
        (
            "柳河区今年教师公开招聘 面试工作圆满结束",
            None,
            ["柳河区今年教师公开招聘 面试工作圆满结束"],
        ),
        (
            "柳河区召开今年民主生活会 情况通报会",
            None,
            ["柳河区召开今年民主生活会 情况通报会"],
        ),
        ("柳河区启动“白加黑” 防汛值守模式", None, ["柳河区启动“白加黑” 防汛值守模式"]),
        ("柳河区开展“夏夜巡查” 集中统一行动", None, ["柳河区开展“夏夜巡查” 集中统一行动"]),
        ("柳河区开展建筑施工领域 安全“回头看”", None, ["柳河区开展建筑施工领域 安全“回头看”"]),
        ("区领导调研历史文化街区 保护利用工作", None, ["区领导调研历史文化街区 保护利用工作"]),
        # a couplet said of who stands before it, and one that is even but for its quotation marks
        ("清水镇 葡萄熟了引客来 美丽乡村促增收", None, ["清水镇 葡萄熟了引客来 美丽乡村促增收"]),
        ("清水街道 补短板 强弱项 惠民生", None, ["清水街道 补短板 强弱项 惠民生"]),
        ("“红色物业”进小区 居民生活更舒心", None, ["“红色物业”进小区 居民生活更舒心"]),
        # a statement that ends like the name of a column
        (
            "红旗飘扬在抗洪一线\n清水街道组建9支突击队",
            None,
            ["红旗飘扬在抗洪一线", "清水街道组建9支突击队"],
        ),
        # a section's label, with an ornament or without
        ("■网格故事\n巷子里的读书声", "网格故事", ["巷子里的读书声"]),
        ("● 相关新闻\n柳河区治理清水河", "相关新闻", ["柳河区治理清水河"]),
        ("网格化治理\n清水街道:小网格托起大民生", "网格化治理", ["清水街道:小网格托起大民生"]),
        ("党史学习教育\n柳河区领导讲授专题党课", "党史学习教育", ["柳河区领导讲授专题党课"]),
        ("基层动态\n梧桐社区为老人开展义诊", "基层动态", ["梧桐社区为老人开展义诊"]),
        ("基 层 动 态\n梧桐社区为老人开展义诊", "基 层 动 态", ["梧桐社区为老人开展义诊"]),
        ("公告\n关于清水路封闭施工的公告", "公告", ["关于清水路封闭施工的公告"]),
        ("■巷子里的读书声", None, ["巷子里的读书声"]),
        ("关于进一步加强清水河管理的通告", None, ["关于进一步加强清水河管理的通告"]),
        ("", None, []),
    ],
)
def test_display_type_is_sorted_into_section_and_entries(display, section, headlines):
    heading = read_heading(split_lines(display))
    assert (heading.section.text if heading.section else None) == section
    assert [entry.text for entry in heading.headlines] == headlines


def test_nothing_of_the_display_type_is_lost_and_ornaments_are_furniture():
    source = "■网格故事\n清水街道办事处 开展\n“书香 漂流”活动"
    heading = read_heading(split_lines(source))
    assert [printed.text for printed in heading.furniture] == ["■"]
    placed = [*heading.furniture, heading.section, *heading.headlines]
    found = {
        offset: character
        for printed in placed
        for character, offset in zip(printed.text, printed.offsets, strict=True)
        if character.strip()
    }
    assert found == {at: each for at, each in enumerate(source) if each.strip()}


@pytest.mark.parametrize(
    ("text", "following", "joined"),
    [
        ("清水街道", "开展防汛演练", True),
        ("清水街道办事处:", "小网格托起大民生", True),
        ("柳河区召开河道治理暨", "防汛工作会议", True),
        ("加快推进城市基础设施建设的", "柳河实践", True),
        ("周立群调研", "河道治理工作", True),
        ("区政府与", "水利局签约", True),
        ("柳河区召开", "防汛推进会", True),
        ("柳河区召开防汛推进会", "绷紧防汛弦 守好平安门", False),
        ("绷紧防汛弦", "柳河区召开防汛推进会", False),
        ("小网格托起大民生", "清水街道创新治理", False),
    ],
)
def test_a_phrase_that_is_cut_off_runs_on(text, following, joined):
    assert runs_on(text, following) is joined


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("清水街道办事处", True),
        ("柳河区委、区政府", True),
        ("柳河区住建局", True),
        ("梧桐社区居民委员会", True),
        ("清水街道开展演练", False),
        ("巷子里的读书声", False),
    ],
)
def test_a_phrase_that_names_only_who_acts_is_told(text, who):
    assert names_only_who(text) is who


@pytest.mark.parametrize(
    ("text", "verb", "subject"),
    [
        ("绷紧防汛弦", True, False),
        ("扎实推进文明创建", True, False),
        ("让群众少跑腿", True, False),
        ("清水街道开展演练", False, True),
        ("周立群调研河道治理", False, True),
        ("巷子里的读书声", False, False),
    ],
)
def test_phrases_open_with_an_act_or_with_who_acts(text, verb, subject):
    assert (opens_with_verb(text), has_subject(text)) == (verb, subject)
