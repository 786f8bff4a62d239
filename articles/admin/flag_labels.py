"""Short Chinese names for the codes of flags."""

from __future__ import annotations

LABELS = {
    "date-unknown": "缺日期",
    "no-story": "没有稿件",
    "no-headline": "缺标题",
    "no-byline": "缺署名",
    "unfinished-text": "正文不完整",
    "reordered": "调整过文序",
    "orphan-text": "文字位置不明",
    "leftover-text": "剩余文字",
    "advertisement": "疑为广告",
    "doubtful-official": "人名存疑",
    "one-voice": "只有规则认人",
    "suspect-character": "疑有错字",
    "unread-character": "有字未认出",
    "quote-unbalanced": "引号不成对",
    "too-long": "文字过长",
    "edit-conflict": "与编辑所定不同",
    "not-found-again": "再导入未找到",
    "person-unclear": "人物待认定",
}


def code_label(code: str) -> str:
    """The name of a code; one without a name is shown as it is."""
    return LABELS.get(code, code)
