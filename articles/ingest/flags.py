"""What an editor is asked to look at: every code, its words, and whether it holds a story back."""

from __future__ import annotations

from articles.ingest.records import Flag, Printed

MESSAGES = {
    "date-unknown": "这一版没有印出日期，文件名与 issue.toml 也没有；请补上日期。",
    "no-story": "这一版没有认出稿件，全部文字留在“未归入稿件的文字”里。",
    "no-headline": "没有认出标题，请补上。",
    "no-byline": "没有认出署名。",
    "unfinished-text": "正文停在半句，可能缺了一栏：“…{tail}”。",
    "reordered": "这段文字印在署名之后或别处，已按文意接回“{near}”之后，请核对。",
    "orphan-text": "这段文字放在哪里拿不准：可能接在“{first}”之后，也可能接在“{second}”之后。",
    "leftover-text": "这段文字没有归入任何稿件，请看是否漏了稿件。",
    "advertisement": "这段文字像广告或商业信息，没有归入稿件。",
    "doubtful-official": "“{name}”是否确为人名、确任此职，请核对。",
    "one-voice": "缺少 numpy 或人名标注的权重，这一版的公职人物只由规则认出，没有第二种方法核对。",
    "suspect-character": "疑为识别错误：“{found}”，建议“{proposed}”。",
    "unread-character": "有字没有认出：“{found}”，请对照报纸补上。",
    "quote-unbalanced": "引号不成对，可能漏字或识别错误。",
}

# A story with one of these is not published by an import; the others only ask for a look.
BLOCKING = frozenset({"no-headline", "unfinished-text", "orphan-text"})


def flag(code: str, place: Printed | None = None, **words: str) -> Flag:
    """A flag with its message filled in, at the place of a printed text where there is one."""
    message = MESSAGES[code].format(**words)
    if place is None or not place.text:
        return Flag(code, message)
    return Flag(code, message, min(place.offsets), max(place.offsets) + 1)
