"""The vote of rules and tagger; what each says is given, people and places are invented."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from articles.ingest.lexicon import Lexicon
from articles.ingest.people_vote import MOST_ASKED, TAGGER_ONLY, vote
from articles.ingest.records import FoundOfficial
from tests.parsed import make_official

LEXICON = Lexicon.packaged()


def says(*names: str) -> Callable[[Sequence[str]], list[tuple[tuple[int, int], ...]]]:
    """A tagger that knows just these names, each at its first place in a sentence."""

    def tag(sentences: Sequence[str]) -> list[tuple[tuple[int, int], ...]]:
        return [
            tuple(
                sorted(
                    (sentence.find(name), sentence.find(name) + len(name))
                    for name in names
                    if name in sentence
                )
            )
            for sentence in sentences
        ]

    return tag


def voted(text: str, rules: str, tagger: str, *, doubtful: bool = False) -> str:
    """Rules and result are written 姓名=岗位+岗位, with a ? for a doubt, and blanks between."""
    found = []
    for entry in rules.split():
        name, posts = entry.rstrip("?").split("=")
        official = make_official((text,), name, *posts.split("+"))
        found.append(FoundOfficial(*_fields(official), doubtful=entry.endswith("?")))
    (officials,) = vote([[text]], [tuple(found)], says(*tagger.split()), LEXICON)
    return " ".join(
        f"{each.name}={'+'.join(each.posts)}{'?' if each.doubtful else ''}" for each in officials
    )


def _fields(each: FoundOfficial) -> tuple[str, tuple[str, ...], int, int, int, str]:
    return each.name, each.posts, each.part, each.start, each.end, each.rule


TABLE = [
    # text, what the rules found, what the tagger says, the vote
    # both
    ("区长段宏业到会。", "段宏业=区长", "段宏业", "段宏业=区长"),
    ("区长明朗到会。", "明朗=区长?", "明朗", "明朗=区长"),  # the doubt is settled
    # the rules alone: kept, and doubtful where only the place speaks for the name
    ("区长段宏业到会。", "段宏业=区长", "", "段宏业=区长"),
    ("区长段宏到会。", "段宏=区长", "", "段宏=区长?"),
    ("区长囍永强到会。", "囍永强=区长", "", "囍永强=区长?"),
    ("区长段宏业到会。", "段宏业=区长?", "", "段宏业=区长?"),
    ("副主席尼玛·扎西到会。", "尼玛·扎西=副主席", "", "尼玛·扎西=副主席"),
    # a list of people bears out who stands between two of them
    (
        "区领导岑大为、时光、段宏业到会。",
        "岑大为=区领导 时光=区领导 段宏业=区领导",
        "岑大为 段宏业",
        "岑大为=区领导 时光=区领导 段宏业=区领导",
    ),
    # they end the name at different places
    ("区长段宏业到会。", "段宏=区长", "段宏业", "段宏=区长?"),
    ("区长鲜于彬到会。", "鲜于彬=区长", "于彬", "鲜于彬=区长"),
    ("区长段宏业作动员讲话。", "段宏业=区长", "段宏业作动员", "段宏业=区长"),  # no name at all
    # the tagger alone: behind a public post
    ("区政协副主席酆都春到会。", "", "酆都春", "酆都春=区政协副主席?"),
    ("党组书记、局长岑大为到会。", "", "岑大为", "岑大为=党组书记+局长?"),
    ("区长：岑大为", "", "岑大为", "岑大为=区长?"),
    ("镇长（女）岑大为到会。", "", "岑大为", "岑大为=镇长?"),
    ("骆冰副市长一行到会。", "", "骆冰", "骆冰=副市长?"),
    ("决定：岑大为任柳河区委常委、书记。", "", "岑大为", "岑大为=柳河区委常委+书记?"),
    ("决定：岑大为同志任柳河区区长。", "", "岑大为", "岑大为=柳河区区长?"),
    # where the rules doubt already, the tagger says where the name ends
    ("区长段宏业到会。", "段宏=区长?", "段宏业", "段宏业=区长?"),
    # in a list, beside people of the rules and of its own
    (
        "区领导段宏业、酆都春、岑大为到会。",
        "段宏业=区领导",
        "段宏业 酆都春 岑大为",
        "段宏业=区领导 酆都春=区领导? 岑大为=区领导?",
    ),
    (
        "参加的有区领导：段宏业，酆都春，岑大为。",
        "段宏业=区领导",
        "酆都春 岑大为",
        "段宏业=区领导 酆都春=区领导? 岑大为=区领导?",
    ),
    ("区领导段宏业 酆都春到会。", "段宏业=区领导", "酆都春", "段宏业=区领导 酆都春=区领导?"),
    # who is none: no public post beside them, a word, not in full, the beginning of a post
    ("市民岑大为说好。", "", "岑大为", ""),
    ("区长来到居民岑大为家中。", "", "岑大为", ""),
    ("河滨机械公司总经理岑大为到会。", "", "岑大为", ""),
    ("人大代表岑大为提出建议。", "", "岑大为", ""),
    ("区长段宏业，岑大为到会。", "段宏业=区长", "段宏业 岑大为", "段宏业=区长"),
    ("街道书记康乐家园走访记。", "", "康乐", ""),
    ("社区书记李某说好。", "", "李某", ""),
    ("社区书记老岑说好。", "", "老岑", ""),
    ("区长段宏业作动员讲话。", "", "段宏业作动员", ""),
    ("管委会主任任双组长。", "", "任双", ""),
]


@pytest.mark.parametrize(("text", "rules", "tagger", "result"), TABLE)
def test_two_voices_are_weighed(text, rules, tagger, result):
    assert voted(text, rules, tagger) == result


def test_what_an_editor_confirmed_is_beyond_the_vote():
    text = "区长明朗到会。"
    known = FoundOfficial("明朗", ("区长",), 0, 2, 4, "known-name")
    assert vote([[text]], [(known,)], says(), LEXICON) == [(known,)]


def test_a_name_that_two_stories_have_is_no_doubt():
    texts = ["区长时光到会。", "区长时光说好。"]
    found = [(make_official((text,), "时光", "区长"),) for text in texts]
    officials = vote([[text] for text in texts], found, says(), LEXICON)
    assert [each.doubtful for story in officials for each in story] == [False, False]


def test_a_name_spaced_out_is_one_to_the_tagger():
    text = "区领导岑大为、柳 洁到会。"
    rules = (FoundOfficial("柳洁", ("区领导",), 0, 7, 10, "leader-list"),)
    asked: list[str] = []

    def tag(sentences):
        asked.extend(sentences)
        return [((3, 6), (7, 9))]

    (officials,) = vote([[text]], [rules], tag, LEXICON)
    assert asked == ["区领导岑大为、柳洁到会。"]
    assert [(each.name, text[each.start : each.end]) for each in officials] == [
        ("岑大为", "岑大为"),
        ("柳洁", "柳 洁"),
    ]


def test_posts_of_several_places_are_gathered_in_print_order():
    story = ["酆都春走马上任", "副区长酆都春到会。他说好。", "区公安局局长酆都春又说好。"]
    (officials,) = vote([story], [()], says("酆都春"), LEXICON)
    assert officials == (
        FoundOfficial("酆都春", ("副区长", "区公安局局长"), 1, 3, 6, TAGGER_ONLY, doubtful=True),
    )


def asked_for(story: Sequence[str], *names: str) -> list[str]:
    """What the tagger is given where the rules found these, all as 人大代表."""
    asked: list[str] = []

    def tag(sentences):
        asked.extend(sentences)
        return [() for _ in sentences]

    rules = tuple(make_official(tuple(story), name, "人大代表") for name in names)
    vote([story, []], [rules, ()], tag, LEXICON)
    return asked


def test_only_sentences_with_a_post_or_a_name_in_question_are_asked_for():
    story = ["河道清了", "河道清了。区长段宏业到会！大家说好；总经理没来。人大代表岑大为也来了。"]
    assert asked_for(story, "岑大为") == ["区长段宏业到会！", "人大代表岑大为也来了。"]


@pytest.mark.parametrize(
    ("sentence", "asked"),
    [
        # the clause alone, where it goes on behind the post for long enough
        (
            "河道清了，区长段宏业到会察看河道清淤工程进度，大家说好。",
            ["区长段宏业到会察看河道清淤工程进度，"],
        ),
        # where a name ends is told by what comes after
        (
            "河道清了，区长段宏业，在会上同大家一起商量，大家说好。",
            ["区长段宏业，在会上同大家一起商量，"],
        ),
        ("河道清了，区长段宏业。大家说好。", ["区长段宏业。"]),
        ("河道清了，区长段宏业", ["区长段宏业"]),
        # two in one clause, or close to one another
        ("河道清了，区长段宏业，书记岑大为到会。", ["区长段宏业，书记岑大为到会。"]),
        (
            "区长段宏业到会察看河道清淤工程进度，大家说好，书记岑大为到会。",
            ["区长段宏业到会察看河道清淤工程进度，", "书记岑大为到会。"],
        ),
    ],
)
def test_of_a_sentence_the_clauses_with_a_post_and_what_is_close_behind_are_asked_for(
    sentence, asked
):
    assert asked_for([sentence]) == asked


def test_blanks_are_marked_between_words_and_the_place_of_a_name_stays_true():
    text = "区领导 岑大为 酆都春到会。"

    def tag(sentences):
        assert sentences == ["区领导 岑大为 酆都春到会。"]
        return [((4, 7), (8, 11))]

    (officials,) = vote([[text]], [()], tag, LEXICON)
    assert [text[each.start : each.end] for each in officials] == ["岑大为", "酆都春"]


def test_of_a_page_without_end_only_so_much_is_asked_for():
    asked: list[str] = []

    def tag(sentences):
        asked.extend(sentences)
        return [() for _ in sentences]

    sentence = "区长段宏业到会。"
    vote([[sentence * MOST_ASKED]], [()], tag, LEXICON)
    assert MOST_ASKED - len(sentence) < sum(map(len, asked)) <= MOST_ASKED
