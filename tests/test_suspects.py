from __future__ import annotations

import pytest

from articles.ingest.records import Part, Printed, Story
from articles.ingest.suspects import find_suspects


def story(text: str, headline: str = "路灯亮了") -> Story:
    return Story(
        section=None,
        headlines=(Printed.at(headline, 0),),
        dateline=None,
        event_date=None,
        body=(Part("paragraph", Printed.at(text, 100)),),
        byline_text=(),
        bylines=(),
        credit=None,
    )


@pytest.mark.parametrize(
    ("text", "place", "proposed"),
    [
        ("落实“-岗双责”。", "-", "一"),
        ("党政同责,-岗双责。", "-", "一"),
        ("提升服务理念 and 水平。", "and", "和"),
        ("居民or商户都可报名。", "or", "或"),
        ("路灯\ufffd了。", "\ufffd", "？"),
        ("路灯□了。", "□", "？"),
    ],
)
def test_a_misread_character_is_flagged_where_it_stands_with_a_proposal(text, place, proposed):
    [flag] = find_suspects(story(text))
    assert flag.code == "suspect-character"
    assert f"建议“{proposed}”" in flag.message
    assert text[flag.start - 100 : flag.end - 100].strip() == place


@pytest.mark.parametrize(
    "text",
    [
        "气温在-5到8摄氏度之间。",
        "热线0370-5551234。",
        "“open day”活动开始了。",
        "他爱唱Rock and Roll。",
        "“路灯”和“水管”都好了。",
        '"路灯"亮了。',
        "A-岗位",
    ],
)
def test_what_is_rightly_printed_is_not_flagged(text):
    assert find_suspects(story(text)) == ()


@pytest.mark.parametrize("text", ["“路灯亮了。", "路灯”亮了。", '"路灯亮了。'])
def test_quotation_marks_that_do_not_pair_are_flagged(text):
    assert [flag.code for flag in find_suspects(story(text))] == ["quote-unbalanced"]


def test_headlines_are_looked_at_too():
    [flag] = find_suspects(story("路灯亮了。", headline="“路灯亮了"))
    assert (flag.start, flag.end) == (0, 5)
