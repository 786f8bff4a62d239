"""What kind of body a name that no rule knows is, and the whole of names printed short."""

from __future__ import annotations

import re

from people.offices.records import Kind

# Short names whose whole is the same everywhere; 农委 and 文旅局 are not, and stay as printed.
_WHOLE = {
    "发改委": "发展和改革委员会",
    "卫健委": "卫生健康委员会",
    "卫计委": "卫生和计划生育委员会",
    "国资委": "国有资产监督管理委员会",
    "民委": "民族事务委员会",
    "人社局": "人力资源和社会保障局",
    "人社厅": "人力资源和社会保障厅",
    "住建局": "住房和城乡建设局",
    "住建厅": "住房和城乡建设厅",
    "教体局": "教育体育局",
    "民宗局": "民族宗教事务局",
    "市场监管局": "市场监督管理局",
    "城管局": "城市管理局",
    "安监局": "安全生产监督管理局",
    "食药监局": "食品药品监督管理局",
    "工信局": "工业和信息化局",
    "工信厅": "工业和信息化厅",
    "应急局": "应急管理局",
    "环保局": "环境保护局",
    "环保厅": "环境保护厅",
    "国土局": "国土资源局",
    "国土厅": "国土资源厅",
    "工信部": "工业和信息化部",
    "人社部": "人力资源和社会保障部",
    "住建部": "住房和城乡建设部",
    "人防办": "人民防空办公室",
    "文明办": "精神文明建设指导委员会办公室",
    "疾控中心": "疾病预防控制中心",
}
_SHORT = {whole: short for short, whole in reversed(_WHOLE.items())}

# Ministries, which papers print without the country: 民政部副部长.
_MINISTRY = re.compile(
    r"^(?:外交|国防|教育|科技|科学技术|工信|工业和信息化|公安|国安|国家安全|民政|司法|财政|人社|"
    r"人力资源和社会保障|自然资源|生态环境|住建|住房和城乡建设|交通|交通运输|水利|农业|农业农村|商务|文化|"
    r"文旅|文化和旅游|卫生|应急管理|退役军人事务|环保|环境保护|国土资源|铁道)部$"
)
_INSTITUTION = re.compile(
    r"(?:大学|学院|学校|中学|小学|高中|初中|[一二三四五六七八九十]中|幼儿园|医院|卫生院|保健院|党校|研究院|"
    r"研究所|设计院|馆|电视台|广播站|报社|出版社|中心|服务站|福利院|敬老院|养老院|剧院|公园|院|校)$"
)
_MASS = re.compile(r"(?:妇联|工会|文联|科协|残联|侨联|工商联|团委|团支部)$")
_MILITARY = re.compile(r"(?:军区|军分区|警备区|武警[一-龥]*|预备役[一-龥]*)$")
_NAMED = re.compile(
    r"(?:大学|学院|学校|中学|小学|高中|初中|[一二三四五六七八九十]中|幼儿园|医院|公园|管委会|管理委员会)$"
)
_GENERIC = re.compile(
    r"^(?:(?:第?[一二三四五六七八九十]|实验|外国语|职业|职教|特殊教育|机关|教师进修|人民|中心|中医|妇幼保健|妇产|儿童|"
    r"传染病|精神病|口腔|肿瘤|骨科|直属|高级|初级|民族|体育|开放|老年|行政|技工|中等|专业|技术|完全|附属)+"
    r"(?:院|大学|学院|学校|中学|小学|高中|初中|中|幼儿园|医院|公园))$"
)
_DEPARTMENT = re.compile(
    r"(?:局|厅|部|署|司|处|科|股|室|所|站|委|委员会|办|办公室|队|组|指挥部|领导小组|专班|分局|支队|大队|中队|总队|"
    r"团|院|会)$"
)
# 民政局社会救助科: an office inside a department
_INNER = re.compile(
    r"^(?P<outer>.{1,24}?(?:局(?!部)|厅(?!堂)|委员会|委(?!员)|(?<!服)办公室|(?<![举经主公])办(?!公|事)|部(?!门|队|长)|中心(?!医|校|小|学|幼|血)|"
    r"医院|大学))(?P<inner>.{1,24}(?:局|处|科|股|室|所|站|队|组|部|办|工会|团委|学院|中心|医院|分局))$"
)


def whole_name(organ: str) -> tuple[str, str]:
    """The organ's name in full, and in short where the two differ ("" otherwise).

    >>> whole_name("住建局"), whole_name("发展和改革委员会"), whole_name("民政局")
    (('住房和城乡建设局', '住建局'), ('发展和改革委员会', '发改委'), ('民政局', ''))
    """
    whole = _WHOLE.get(organ, organ)
    return whole, _SHORT.get(whole, "")


def kind_of(organ: str) -> Kind:
    if organ.endswith(("管委会", "管理委员会")):
        return Kind.GOVERNMENT
    if _INSTITUTION.search(organ):
        return Kind.INSTITUTION
    if _MASS.search(organ):
        return Kind.MASS
    if _MILITARY.search(organ):
        return Kind.MILITARY
    return Kind.DEPARTMENT if _DEPARTMENT.search(organ) else Kind.OTHER


def is_ministry(organ: str) -> bool:
    return bool(_MINISTRY.match(organ))


def bears_own_name(organ: str, *, place_printed: bool) -> bool:
    """Whether a school or hospital has a name to which its place is no part: 青藤路小学.

    One called by its work alone (实验小学) bears the name of the place that is printed with it.
    """
    if not _NAMED.search(organ):
        return False
    return not place_printed or not _GENERIC.match(organ)


def split_inner(organ: str) -> tuple[str, str]:
    """A department and the office inside it, "" where the words name one body only.

    >>> split_inner("民政局社会救助科"), split_inner("办公室")
    (('民政局', '社会救助科'), ('办公室', ''))
    """
    found = _INNER.match(organ)
    return (found["outer"], found["inner"]) if found else (organ, "")
