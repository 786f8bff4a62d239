from __future__ import annotations

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from articles.ingest.decode import MAX_BYTES, decode
from articles.ingest.errors import DecodeError

PAGE = (
    "清淤工程开工 沿河两岸将建步道\r\n\r\n本报讯 5月23日,区水务局在新桥村召开现场会,"
    "“清淤”工作要求各单位按时完成。\r\n\r\n记者 林晓禾 文/图\r\n"
)
TRADITIONAL = (
    "清淤工程開工　沿河兩岸將建步道\n本報訊　二十三日，區水務局在新橋村召開現場會，"
    "要求各單位按時完成。（記者林曉禾）\n"
)


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        (PAGE.encode(), PAGE, "utf-8"),
        (PAGE.encode("utf-8-sig"), PAGE, "utf-8-sig"),
        (PAGE.encode("gb18030"), PAGE, "gb18030"),
        (("\ufeff" + PAGE).encode("gb18030"), PAGE, "gb18030"),
        (PAGE.encode("utf-16"), PAGE, "utf-16-le"),
        (b"\xfe\xff" + PAGE.encode("utf-16-be"), PAGE, "utf-16-be"),
        (PAGE.encode("utf-16-le"), PAGE, "utf-16-le"),
        (PAGE.encode("utf-16-be"), PAGE, "utf-16-be"),
        (TRADITIONAL.encode("big5"), TRADITIONAL, "big5"),
        # legal Big5 as well as GB18030, and the other way round
        ("本報訊".encode("big5"), "本報訊", "big5"),
        ("本报讯".encode("gb18030"), "本报讯", "gb18030"),
        # traditional characters are no proof of Big5
        (TRADITIONAL.encode("gb18030"), TRADITIONAL, "gb18030"),
        # a list of names has few of the commonest words
        ("林晓禾 周立群 孟宪忠 邹玉兰".encode("gb18030"), "林晓禾 周立群 孟宪忠 邹玉兰", "gb18030"),
        # 堃 and 𬭎 take GBK and four bytes
        ("本报讯 记者马堃、陈𬭎".encode("gb18030"), "本报讯 记者马堃、陈𬭎", "gb18030"),
        (b"plain ASCII\n", "plain ASCII\n", "utf-8"),
        ("plain ASCII\n".encode("utf-16-le"), "plain ASCII\n", "utf-16-le"),
        # legal UTF-8 is UTF-8, whatever it says
        ("鏈姤璁".encode(), "鏈姤璁", "utf-8"),
        ("一页\f二页".encode(), "一页\f二页", "utf-8"),
    ],
)
def test_the_encoding_is_found_and_the_text_is_as_received(data, text, encoding):
    decoded = decode(data)
    assert (decoded.text, decoded.encoding) == (text, encoding)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "空的"),
        (b" \r\n\t\n", "只有空白"),
        ("　\u200b\n".encode("utf-8-sig"), "只有空白"),
        (b"\xef\xbb\xbf", "只有空白"),
        (b"\xff\xfe", "只有空白"),
        ("清淤工程".encode() + b"\xff" + PAGE.encode(), "第 13 个字节（偏移 12）"),
        (PAGE.encode()[: len("清淤工程开工 沿".encode()) - 1], "偏移 19"),
        (b"\xef\xbb\xbf" + PAGE.encode()[:20], "偏移 22"),
        (PAGE.encode("gb18030")[:20], "偏移 19"),
        (PAGE.encode("gb18030")[:40] + b"\xff\xff" + PAGE.encode("gb18030")[40:], "GB18030"),
        (TRADITIONAL.encode("big5")[:-1] + b"\xa1", "Big5"),
        (PAGE.encode("utf-16")[:-1], "UTF-16"),
        (b"\xff\xfe\x00\xd8" + PAGE.encode("utf-16-le"), "偏移 2"),
        # bytes of one UTF-8 character that would be a rare one in GB18030 (鏈)
        ("本".encode()[:2], "UTF-8"),
        ("区水务局\0召开现场会".encode(), "U+0000"),
        ("区水务局\x08召开现场会".encode(), "第 1 行有控制字符 U+0008"),
        ("区水务局\n召开\x9d现场会".encode(), "第 2 行有控制字符 U+009D"),
        (b"\x00\x01\x02\x03\x00\x00\x00\x10", "NUL"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "PDF"),
        (b"PK\x03\x04\x14\x00\x06\x00", "docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "doc"),
        # Shift_JIS kana and Latin-1: text, but in none of the encodings
        ("きょうはいいてんきです".encode("shift_jis"), "编码"),
        ("déjà vu, à l'été".encode("latin-1"), "编码"),
        (b"a" * (MAX_BYTES + 1), "上限"),
    ],
)
def test_what_is_no_page_is_refused_with_its_reason(data, said):
    with pytest.raises(DecodeError) as refused:
        decode(data)
    assert said in str(refused.value)


PHRASES = (
    "本报讯",
    "近日，区水务局在新桥村召开现场会。",
    "要求各单位认真学习，",
    "记者 林晓禾",
    "5月23日上午,",
    "“清淤”",
    "沿河两岸的居民有了步道",
    "A05版",
    "\r\n",
    "\n\n",
    "堃",
    "——",
)
newspaper_text = st.lists(st.sampled_from(PHRASES), min_size=4, max_size=40).map("".join)


@given(
    text=newspaper_text, encoding=st.sampled_from(["utf-8", "gb18030", "utf-16-le", "utf-16-be"])
)
def test_encoding_then_decoding_gives_the_text_back(text, encoding):
    assume(sum("\u4e00" <= character <= "\u9fff" for character in text) >= 8)
    decoded = decode(text.encode(encoding))
    assert (decoded.text, decoded.encoding) == (text, encoding)


@given(text=newspaper_text, data=st.data())
def test_utf8_cut_inside_a_character_is_refused(text, data):
    encoded = text.encode()
    inside = [place for place, byte in enumerate(encoded) if byte & 0xC0 == 0x80]
    assume(inside)
    with pytest.raises(DecodeError, match=r"UTF-8.*偏移"):
        decode(encoded[: data.draw(st.sampled_from(inside))])


@given(text=newspaper_text, data=st.data())
def test_utf8_that_lost_a_byte_of_a_character_is_refused(text, data):
    encoded = text.encode()
    assume(sum(byte >= 0x80 for byte in encoded) >= 30)
    beyond_ascii = [place for place, byte in enumerate(encoded) if byte >= 0x80]
    lost = data.draw(st.sampled_from(beyond_ascii))
    with pytest.raises(DecodeError, match=r"UTF-8.*偏移"):
        decode(encoded[:lost] + encoded[lost + 1 :])


@given(st.binary(max_size=200))
@example(b"\xff\xfe\x00\x00a\x00\x00\x00")
def test_any_bytes_are_text_without_nul_or_refused(data):
    try:
        decoded = decode(data)
    except DecodeError:
        return
    assert decoded.text.strip()
    assert "\0" not in decoded.text
