"""The shorter forms of a division's name: without the peoples it is named after, without its level."""

from __future__ import annotations

import re

# The recognised peoples as they stand in names of divisions; 各族 in those of several.
_PEOPLES = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|高山|拉祜|水|东乡|"
    "纳西|景颇|柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|乌孜别克|俄罗斯|"
    "鄂温克|德昂|保安|裕固|京|塔塔尔|独龙|鄂伦春|赫哲|门巴|珞巴|基诺|各"
)
# 柳河回族区, 巴里坤哈萨克自治县: the 族 may be left out before 自治
_PEOPLE = re.compile(rf"(?:(?:{_PEOPLES})族)+|(?:{_PEOPLES})(?=自治)")
_SELF_GOVERNED = re.compile(r"自治(?=[州县旗]$)")
_REGION = re.compile(r"(?:壮族|回族|维吾尔)?自治区$")
_LEVEL = re.compile(r"(?:特别行政区|自治[区州县旗]|地区|林区|特区|新区|[省市区县州盟旗])$")


def short_form(name: str) -> str:
    """The name as papers shorten it, its level kept.

    >>> short_form("柳河回族区"), short_form("青山土家族苗族自治县"), short_form("柳河县")
    ('柳河区', '青山县', '柳河县')
    """
    if name.endswith("自治区"):
        return _REGION.sub("", name)
    if "族" not in name and "自治" not in name:
        return name
    without = _SELF_GOVERNED.sub("", _PEOPLE.sub("", name))
    if len(without) > 1:
        return without
    # 东乡族自治县: the people is all there is
    return re.sub(r"族?自治(?=[州县旗]$)", "", name)


def stem(name: str) -> str:
    """The name without its level: 柳河 of 柳河区; the whole where one character would be left."""
    short = short_form(name)
    bare = _LEVEL.sub("", short)
    return bare if len(bare) > 1 else short
