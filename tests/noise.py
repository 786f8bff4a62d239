"""Pages in the genre, and the damage that recognition, layout and copying do to such pages."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent

FOLIO = "2021年6月22日 星期二 责编 白云帆 美编 宋小词 校对 路遥远 N05 柳河时讯"

STORIES = (
    """柳河区召开防汛工作推进会
绷紧防汛弦 守好平安门

本报讯 6月18日上午,柳河区召开防汛工作推进会。区委书记周立群,区委副书记、区长何维,区领导马识途、尼玛·扎西参加会议。

会议通报了入汛以来的雨情水情,对易涝点整治、物资储备

和值班值守作了安排。

周立群强调,要压实责任,加强巡查,确保群众生命财产安全。

记者 林晓禾 通讯员 周 立 文/图""",
    """清水街道:
“板凳会”上解民忧

本报讯(本报记者 欧阳春 实习生 苏禾)近日,清水街道梧桐社区的院子里摆起了板凳。居民你一言我一语,把路灯不亮、下水道不通的事说了个遍。

图为居民在院子里议事。

“提了没几天,路灯就亮了。”居民田桂兰说。

■“话匣子”打开了

社区党总支书记江海潮说,板凳会开了十二次,解决问题37件。""",
    """■网格故事

巷子里的读书声

□本报记者 罗一鸣

每到周末,梧桐巷的书屋里就坐满了孩子。书屋是去年开的,有书3000多册,都是居民捐的。

书屋的管理员是退休教师金秋实。她说,孩子们爱来,她就天天开门。

(下转N06版)""",
    """柳河区人民医院招聘公告

因工作需要,现招聘护士10名,年龄30岁以下。

报名电话:0370-5551234 地址:柳河区清水路1号

欲购从速 价格面议 13800000000""",
)


def base_pages() -> list[str]:
    """Whole pages to be damaged: invented ones, and those whose gold stands beside them."""
    files = [
        *sorted((_ROOT / "seeds").glob("*.txt")),
        *sorted((_ROOT / "tests/pages").glob("*.txt")),
    ]
    invented = ["\n\n".join([FOLIO, *STORIES]), "\n\n".join([*STORIES[::-1], FOLIO])]
    return [*invented, *(file.read_text("utf-8") for file in files)]


def _insert(text: str, pieces: str, chance: random.Random, share: float = 0.02) -> str:
    """One of `pieces` behind each character by a chance of `share`."""
    return "".join(
        character + (chance.choice(pieces) if chance.random() < share else "") for character in text
    )


def blanks(text: str, chance: random.Random) -> str:
    return _insert(text, " \u3000\t\xa0", chance)


def breaks(text: str, chance: random.Random) -> str:
    return _insert(text, "\n\r\v\f\x85\u2028", chance)


def lost_breaks(text: str, chance: random.Random) -> str:
    return "".join(each for each in text if each != "\n" or chance.random() < 0.7)


def hard_wrap(text: str, chance: random.Random) -> str:
    """Every line broken at the width of a column."""
    width = chance.randint(8, 30)
    lines = text.split("\n")
    return "\n".join(
        line[start : start + width] for line in lines for start in range(0, len(line) or 1, width)
    )


_WIDTHS = str.maketrans(',.:;()!?"0123456789', "，。：；（）！？“０１２３４５６７８９")
_NARROW = {wide: narrow for narrow, wide in _WIDTHS.items()}


def widths(text: str, chance: random.Random) -> str:
    """Punctuation and digits of either width."""
    tables = (_WIDTHS, _NARROW)
    return "".join(
        each.translate(chance.choice(tables)) if chance.random() < 0.4 else each for each in text
    )


def shuffled(text: str, chance: random.Random) -> str:
    blocks = text.split("\n\n")
    chance.shuffle(blocks)
    return "\n\n".join(blocks)


def doubled(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    for _ in range(3):
        lines.insert(chance.randint(0, len(lines)), chance.choice(lines))
    return "\n".join(lines)


def moved_signatures(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    for line in [line for line in lines if "记者" in line and len(line) < 40]:
        lines.remove(line)
        lines.insert(chance.randint(0, len(lines)), line)
    return "\n".join(lines)


def truncated(text: str, chance: random.Random) -> str:
    start = chance.randint(0, len(text) // 3)
    return text[start : chance.randint(start, len(text))]


def lost_characters(text: str, chance: random.Random) -> str:
    return "".join(each for each in text if chance.random() > 0.03)


def foreign(text: str, chance: random.Random) -> str:
    """Characters that belong to no Chinese page."""
    return _insert(text, "\u200b\ufeff\ufffd□■é😀\U00020000ﬀ㈱\u0301·。：“”（）", chance)


Noise = Callable[[str, random.Random], str]
NOISES: tuple[Noise, ...] = (
    blanks,
    breaks,
    lost_breaks,
    hard_wrap,
    widths,
    shuffled,
    doubled,
    moved_signatures,
    truncated,
    lost_characters,
    foreign,
)
