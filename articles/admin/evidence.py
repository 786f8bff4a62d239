"""Why a name counts as an official: the rule that found it, and the words it stands among."""

from __future__ import annotations

from articles.models import Mention

RULES = {
    "post-before-name": "职务在姓名前",
    "leader-list": "领导名单",
    "post-after-name": "职务在姓名后",
    "name-before-post": "姓名接职务",
    "post-in-brackets": "职务在括号里",
    "known-name": "编辑确认过的姓名",
    "tagger-only": "只有标注模型认出",
}

# Characters of the text before a name, where its post stands, and behind it.
_BEFORE, _BEHIND = 16, 8


def evidence(mention: Mention) -> str:
    """One line for an editor; "" for a name that a person entered."""
    rule = RULES.get(mention.rule, mention.rule)
    if mention.start is None or mention.end is None:
        return f"{rule}（见于标题）" if rule else ""
    body = mention.article.body
    words = body[max(0, mention.start - _BEFORE) : mention.end + _BEHIND].replace("\n", " ")
    return f"{rule}：…{words}…" if rule else ""
