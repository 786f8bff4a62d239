"""The words by which papers say in what role somebody signs."""

from __future__ import annotations

import re

# Whatever a paper calls its reporters, the role is 记者; trainees keep their own name.
_OWN = (
    r"(?:本\s*报|本刊|本网|[\u3400-\u9fff]{0,4}(?:晚报|日报|早报|晨报|商报|时报|快报|都市报|河报|郑报)|郑报|正观新闻|正观|"
    r"新华社|全媒体|融媒体?|首席|特派|特约|驻[\u3400-\u9fff]{2,3}|文化|时政|教育|体育|法治|[·・\s])"
)
_OWN_ROLES = (
    ("见习记者", r"(?:见习|实习)记者"),
    ("记者", r"记\s*者"),
    ("通讯员", r"通\s*[讯迅]\s*员"),
    ("实习生", r"实习生"),
)
ROLES = (
    *_OWN_ROLES,
    ("摄影", r"摄\s*影(?!\s*$)"),
    ("编辑", r"(?:责任)?编\s*辑|责编"),
    ("校对", r"(?:责任)?校\s*对"),
    ("供图", r"供\s*图(?!\s*$)"),
    ("制图", r"制\s*图(?!\s*$)"),
    ("作者", r"作\s*者"),
    ("文", r"(?<![^\s])文(?:\s*[/／](?!\s*图)|字)"),
    ("图", r"(?<![^\s])图(?:\s*[/／](?!\s*文)|片)"),
    ("读者", r"读\s*者"),
)
_GROUPS = [f"(?P<r{index}>{pattern})" for index, (_, pattern) in enumerate(ROLES)]
ROLE = re.compile(
    rf"{_OWN}*(?:{'|'.join(_GROUPS[: len(_OWN_ROLES)])})|{'|'.join(_GROUPS[len(_OWN_ROLES) :])}"
)
# Behind some of the names: 林晓禾/文 苏禾/图 · 苏禾摄. Without a slash 文 and 图 end many a name.
BESIDE = re.compile(
    r"\s*[/／]\s*(?P<slashed>文|图|摄\s*影|摄|供\s*图|制\s*图)\s*"
    r"|\s*(?P<glued>摄\s*影|摄|供\s*图|制\s*图)(?![\u3400-\u9fff])\s*"
)
