"""From the bytes of a page to its text."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter

from articles.ingest.errors import DecodeError
from articles.ingest.records import DecodedText

# The densest broadsheet page is some 60 kB of text; at a hundred times that it is something else
# (a whole year in one file, a picture by the wrong name) and would only fill the memory.
MAX_BYTES = 8 * 1024 * 1024

# A file that says itself how it is encoded.
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig", "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16-be"),
)
# The readings of a file that does not, the likeliest first: name and codec.
# cp950 is Big5 with the characters every Taiwanese machine adds to it.
CODECS = {
    "utf-8": "utf-8",
    "gb18030": "gb18030",
    "big5": "cp950",
    "utf-16-le": "utf-16-le",
    "utf-16-be": "utf-16-be",
}
LABELS = {"utf-8": "UTF-8", "gb18030": "GB18030", "big5": "Big5"}

# Files that are not text at all, by their first bytes.
SIGNATURES = (
    (b"%PDF-", "PDF"),
    (b"PK\x03\x04", "压缩包或 Word（docx）"),
    (b"\xd0\xcf\x11\xe0", "旧版 Word（doc）"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "PNG 图片"),
    (b"\xff\xd8\xff", "JPEG 图片"),
    (b"Rar!", "RAR 压缩包"),
    (b"7z\xbc\xaf\x27\x1c", "7z 压缩包"),
    (b"\x1f\x8b", "gzip 压缩包"),
)

# The 300 characters that make up 60 % of Chinese prose, then the forms they (and some others
# nearly as frequent) have in traditional script, those of names, and marks. A wrong reading lands among 20,000 characters
# by chance and meets these in one of thirty.
COMMON = frozenset(
    "一是人了不在有大中国和为这上他个地年来我会以到时要出的生学说道民家子也成行下们于后就发自之对得主长可"
    "过天作分方用多你着部能市等业全里工公经本都而高政法面门动日进区事代那去心小同北定开产前其军还然起种所"
    "如现理机体表力好外与文当两实重新三么只山水关明从化平建又制南内西没此将员名手最东头者月间无安看见各城"
    "十相但已些正口通想度加第她合院物性战由位常点海意场武使次二向治因立数样身情入原问把路被并利石老教万知"
    "级量任江及应省资委务元美特期世湖回系比气汉总展电科金先声提品设或义王社很统处四首共马形己儿司太目基领"
    "队直计别女权话少流命至报米给打变果书清活几州华解议更称程今决张导术府才保交放管结师便走达族反再题色五"
    "國為這個來時會說學長過們於後發對業經門動進區產軍還種現體機當與實從關內員間無見應總開將東書電報記聞務"
    "點樣場問題導議話處數較組織設計統領隊極歷縣據強黨農運義連離廣線傳萬邊單證認識轉變華視讓給參積億價條號"
    "級頭衛環責團結資鄉鎮錢臺灣親氣風馬黃並裡著麼兩裏權勞黨員聯辦達術師"
    "李张刘陈杨赵黄周吴徐孙胡朱林何郭罗梁宋郑谢韩唐冯董程曹袁邓许沈曾彭吕苏卢蒋蔡贾丁魏薛叶潘杜戴夏钟汪姜范"
    "姚谭廖邹熊陆郝孔崔康毛邱秦史顾侯邵孟龙段雷钱汤尹黎易乔贺龚伟芳娜秀英敏静丽强磊洋勇艳杰娟涛超霞刚桂玉兰"
    "張劉陳楊趙吳孫韓馮葉鍾陸顧龍湯喬賀龔偉麗強艷傑濤剛蘭鄭謝鄧許盧蔣賈羅蘇呂"
    "，。、；：？！“”‘’《》（）「」『』【】—…·０１２３４５６７８９　■●◆▲"
)
# Below this share of common characters no reading is believed. Prose has 0.6 to 0.8, a page of
# nothing but names 0.3 and more, a wrong reading under 0.05.
MIN_PLAUSIBILITY = 0.1
# From this share of legal UTF-8 on, a file is UTF-8 with a broken place. Ten characters of
# GB18030, Big5 or UTF-16 reach 0.88 in one of a thousand, forty never more than 0.6.
MIN_UTF8_SHARE = 0.85
ASCII = bytes(range(128))

# Control characters that are white space in a text file; any other means it is not one.
WHITE_CONTROLS = frozenset("\t\n\v\f\r\x85")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
# What is read as nothing: the mark of the byte order and the zero-width space.
_BLANK = re.compile(r"[\s\ufeff\u200b]*")


# What an editor is told of a file of more than MAX_BYTES; how much more nobody reads on to learn.
TOO_LARGE = f"文件超过一版的上限 {MAX_BYTES // 1024 // 1024} MiB。请一版一个文件。"


def decode(data: bytes) -> DecodedText:
    """Decode the bytes of one page: UTF-8, GB18030, Big5 or UTF-16, marked or not.

    The text is as received, line ends included, without a leading byte order mark.

    Raises:
        DecodeError: it is empty, too large, no text, in none of these encodings, or broken
            somewhere. Broken UTF-8 is not tried as anything else: it nearly always would pass
            for rare Chinese characters.
    """
    if len(data) > MAX_BYTES:
        raise DecodeError(TOO_LARGE)
    if not data:
        raise DecodeError("文件是空的。请重新导出这一版。")
    for signature, kind in SIGNATURES:
        if data.startswith(signature):
            raise DecodeError(f"这不是文本文件，而是{kind}。请把版面文字另存为 .txt 再导入。")
    encoding = _encoding(data)
    mark = next((bom for bom, name, _ in BOMS if name == encoding and data.startswith(bom)), b"")
    text = _decode_strictly(data[len(mark) :], encoding, len(mark)).lstrip("\ufeff")
    _check_content(text)
    return DecodedText(text, encoding)


def _encoding(data: bytes) -> str:
    for bom, name, _ in BOMS:
        if data.startswith(bom):
            return name
    if b"\0" not in data and (_is_utf8(data) or _utf8_share(data) >= MIN_UTF8_SHARE):
        return "utf-8"
    plausibility = {
        encoding: _plausibility(data.decode(codec, errors="replace"))
        for encoding, codec in CODECS.items()
    }
    best = max(plausibility, key=plausibility.__getitem__)  # of equals, the first
    if plausibility[best] >= MIN_PLAUSIBILITY:
        return best
    if _is_cut_short(data):
        return "utf-8"
    if b"\0" in data:
        raise DecodeError(
            f"第 {data.index(0) + 1} 个字节是空字符（NUL），这不是文本文件，或已经损坏。"
            "请重新导出为 UTF-8 编码的 .txt。"
        )
    raise DecodeError(
        "认不出文字编码：不是 UTF-8、GB18030、Big5 或 UTF-16 的中文。请另存为 UTF-8 再导入。"
    )


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _utf8_share(data: bytes) -> float:
    """How many of the bytes beyond ASCII stand in a legal UTF-8 character, 0 to 1."""
    beyond_ascii = len(data.translate(None, ASCII))
    legal = len(data.decode(errors="ignore").encode().translate(None, ASCII))
    return legal / beyond_ascii if beyond_ascii else 0.0


def _is_cut_short(data: bytes) -> bool:
    """Whether, read as UTF-8, only the last character lacks some of its bytes."""
    try:
        data.decode()
    except UnicodeDecodeError as error:
        return error.reason == "unexpected end of data"
    return False


def _plausibility(text: str) -> float:
    """The share of common characters less that of impossible ones, of all beyond ASCII.

    Text of ASCII alone (in UTF-16) is wholly plausible.
    """
    common = impossible = other = 0
    for character, count in Counter(text).items():
        if character in COMMON:
            common += count
        elif _is_impossible(character):
            impossible += count
        elif not character.isascii():
            other += count
    counted = common + impossible + other
    return (common - impossible) / counted if counted else 1.0


def _is_impossible(character: str) -> bool:
    """Whether no Chinese text has it: controls, private and unassigned characters, U+FFFD."""
    if character == "\ufffd":
        return True
    return character not in WHITE_CONTROLS and unicodedata.category(character) in ("Cc", "Co", "Cn")


def _decode_strictly(data: bytes, encoding: str, skipped: int) -> str:
    codec = next((codec for _, name, codec in BOMS if name == encoding), None) or CODECS[encoding]
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        label = LABELS.get(encoding.removesuffix("-sig"), "UTF-16")
        start = skipped + error.start
        what = "结尾不完整，文件可能没有传完" if error.end == len(data) else "不合编码，文件已损坏"
        raise DecodeError(
            f"这是 {label} 文本，但第 {start + 1} 个字节（偏移 {start}）处{what}。请重新导出或重新传送。"
        ) from None


def _check_content(text: str) -> None:
    if control := _CONTROL.search(text):
        line = text.count("\n", 0, control.start()) + 1
        raise DecodeError(
            f"第 {line} 行有控制字符 U+{ord(control.group()):04X}，文件不是纯文本或已经损坏。"
            "请重新导出。"
        )
    if _BLANK.fullmatch(text):
        raise DecodeError("文件里只有空白，没有文字。请核对这一版是否漏识别。")
