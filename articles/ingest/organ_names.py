"""What belongs to the names of organs and places that stand before a post."""

from __future__ import annotations

import re
from dataclasses import dataclass

from articles.ingest.lexicon import PostWords
from articles.ingest.vocabulary import Vocabulary
from articles.ingest.words import Remembered

# 区委, 回族区政府: the name of the place may stand before
_BARE_LEVEL = re.compile(
    r"(?:[回满壮苗藏]|蒙古|哈萨克|土家)?族?自?治?[东西南北中]?[省市区县州盟旗镇乡村路街桥湖河庄寨屯店集营岗坡口沟关门山岭湾洼港岛巷里园苑坝闸]"
    r"|街道|社区|办事处|新城|新村|新区"
)
# Words that say of which place a post is; before them only a wider place can stand.
_PLACED = re.compile(
    r"国家|全国|中央|中共|共青团|中华|[省市区县州盟旗镇乡村]|.*(?:省|市|区|县|自治州|街道|镇|乡|社区|村)$"
)
# These have a subject as organs do: 经济技术|开发区.
_ZONES = frozenset(
    [
        f"{kind}区"
        for kind in (
            "开发",
            "实验",
            "示范",
            "新",
            "港",
            "园",
            "集聚",
            "保税",
            "高新",
            "经开",
            "自贸",
            "综保",
            "景",
            "风景",
            "特",
            "名胜",
            "保护",
            "度假",
            "旅游",
            "功能",
            "库",
            "林",
            "灌",
        )
    ]
)
# What stands in these is part of an organ's name: （城市管理局）, “两新”.
WHOLE = ("(", "（", "“", '"')
_STREET = "路街巷桥湖河"
_JOINERS = "和与及暨"
_NOUNS = ("n", "j", "b", "s", "vn", "an", "l", "i", "x", "g", "m")
# 该局|局长, 该社区|党委书记
_OF_IT = frozenset("局村区县市镇乡校院馆站队厅处所办") | {"社区", "街道", "办事处", "中心", "大队"}
# Adverbs, prepositions, conjunctions, pronouns, particles, times.
_NEVER_IN_A_PLACE = ("d", "p", "c", "r", "u", "y", "t")
_RARE_VERB = -9.8  # odds; 迎宾 and 解放 name streets, 组织 and 参加 do not
_NEEDS_SUBJECT = frozenset("局厅部处科股室所队院馆组站") | {"部队", "中心", "委员会", "办公室"}
# Verbs of stories that are also the work of an organ: 就业指导中心, 人才交流服务中心.
_WORKS = frozenset(["指导", "检查", "督导", "接待", "宣传", "会商"])
# Of an organ's department: 移交|安置科 behind 事务局
_DEPARTMENT = re.compile(r"[\u3400-\u9fff]{2,4}[处科股室]")
# In a row they stand for what an organ is for: 教|文|卫|体|局
_ABBREVIATED = frozenset("教科文卫体旅广农林水牧工信商")
_OF_ABBREVIATED = _ABBREVIATED | frozenset("局办委")
_ASPECTS = ("着", "了", "过")  # 带着, 看了: what is done with someone
_NAME_OF_TWO = 2
_PLACE_BODY = 4  # characters before 社区, 镇, 街道; longer names are words of the dictionary
_NUMERALS = frozenset("一二三四五六七八九十第")
# Of the characters that end a post's words these stand in names of places as well.
_IN_PLACES = frozenset("都同道为至于自向如来和经后")
_LACKS_A_CHARACTER = re.compile(
    r"[庄寨屯店营岗坡沟山岭洼集桥河湖湾口](?:[省市区县州旗镇乡村]|街道|社区)|[一二三四五六七八九十]+[路街]"
)
# 来|安镇, 和|川乡
_OF_ONE_CHARACTER = re.compile(r"[\u3400-\u9fff](?:[镇乡村]|街道|社区)")


@dataclass(slots=True)
class Walk:
    """How far a walk to the left over one post has come."""

    known: str = ""  # what is known to belong to the post, without its last word
    body: int = 0  # characters of the name of the place that is being read
    placed: bool = False
    bare: bool = True  # only the last word of the post is known yet
    left: int = 0  # how many words stand before the one that is looked at


class OrganNames:
    """Judges one word at a time, from the right, whether it still belongs to a post."""

    def __init__(self, words: PostWords, vocabulary: Vocabulary) -> None:
        self._words = words
        self._vocabulary = vocabulary
        self._suffixes = words.places | words.organs
        self._of_organs = words.organ_subjects | _WORKS
        self._inside = words.organ_subjects | frozenset(words.private_words)
        # Found once for each word.
        self._placing = Remembered(self._places)
        self._ending = Remembered(self._ends)

    def belongs(self, token: str, before: list[str], walk: Walk) -> bool:
        """Whether `token`, directly before what is known of the post, is part of it."""
        words = self._words
        if token in words.prefixes or token == "兼" or token[0] in WHOLE:
            return True
        if token in _JOINERS:
            joined = self._joins(before[-1] if before else "", walk.known)
            return joined or self._ends_a_place(token, before, walk)
        if token in words.breaking_characters or (len(token) > 1 and token.endswith(_ASPECTS)):
            return self._ends_a_place(token, before, walk)
        if self.ends_like_one(token):
            return True
        tag = self._vocabulary.tag(token)
        if walk.bare and walk.known:  # 青柳|区领导, 白云|镇长, 七一|区领导
            counted = len(token) == _NAME_OF_TWO and _NUMERALS.issuperset(token)
            return len(token) == 1 or tag == "" or counted or tag.startswith(("ns", "nz", "j"))
        return (not walk.bare or len(token) > 1) and self._names_something(token, before, tag, walk)

    def _ends_a_place(self, token: str, before: list[str], walk: Walk) -> bool:
        """Whether what mostly ends a post is part of a place's name, or says which is meant.

        魏|都|区委 and 钢|都|花园社区 have one character before it and nothing else; 和|庄镇 and
        经|八路 lack one.
        """
        if token == "该":
            return walk.known in _OF_IT
        if _LACKS_A_CHARACTER.match(walk.known) and not walk.body:
            return token in _IN_PLACES
        if not before and token in _IN_PLACES and _OF_ONE_CHARACTER.match(walk.known):
            return True
        return token in _IN_PLACES and bool(before) and self._within_a_place(before, walk)

    def _within_a_place(self, before: list[str], walk: Walk) -> bool:
        """Whether one character before such a word, and what is known behind it, name a place."""
        rest = range(_NAME_OF_TWO + 1)  # characters of the place's name behind the word
        named = next((size for size in rest if _BARE_LEVEL.match(walk.known, size)), None)
        breaking = self._words.breaking_characters
        alone = len(before[-1]) == 1 and before[-1] not in breaking
        if named is None or not alone or (walk.body and not named):
            return False
        if named:
            placed = len(before) == 1 or before[-2][-1] in self._words.places
            return placed and before[-1] not in self._words.places
        return len(before) == 1 or before[-2] in breaking or before[-2] == "街道"

    def _names_something(self, token: str, before: list[str], tag: str, walk: Walk) -> bool:
        """Whether a word that is none of the lists' can stand before what is known."""
        if walk.body < _PLACE_BODY and _BARE_LEVEL.match(walk.known, walk.body):
            return self._names_a_place(token, tag, walk)
        if walk.placed:
            return self._is_above(token, tag, walk.known)
        abbreviated = token in _ABBREVIATED and walk.known[:1] in _OF_ABBREVIATED
        if abbreviated or token in self._inside or tag == "" or tag.startswith(_NOUNS):
            return True
        if len(token) == 1 or token[0] in _NUMERALS:
            return walk.body + len(token) < _PLACE_BODY
        return tag.startswith("v") and (
            self._is_of_department(before, walk.known)
            if walk.body
            else self._lacks_its_subject(walk.known)
        )

    def _is_of_department(self, before: list[str], known: str) -> bool:
        """区民政局|优待|抚恤科: a verb right behind an organ, before a department of it."""
        organs = self._words.organs
        behind = bool(before) and not organs.isdisjoint([before[-1][-1:], before[-1][-2:]])
        return behind and _DEPARTMENT.match(known) is not None

    def gives_a_place(self, token: str) -> bool:
        """Whether the post now says of which place it is: 区委, 青柳区, 平安社区."""
        return self._placing[token]

    def _places(self, token: str) -> bool:
        if token in self._words.organ_subjects or token in _ZONES:
            return False
        named = len(token) > 1 and self._vocabulary.tag(token).startswith("ns")
        return named or _PLACED.match(token) is not None

    def _is_above(self, token: str, tag: str, known: str) -> bool:
        """Whether it can stand before an organ that has its place: only a wider place can.

        Or the rest of a place of three characters whose last two are one as well: 贞|丰县.
        """
        if len(token) == 1:
            first = self._vocabulary.words(known[:4])[0]
            cut = len(first) == 2 and first[-1] in self._words.places
            return cut and not tag.startswith(_NEVER_IN_A_PLACE)
        return tag.startswith("ns")

    def _names_a_place(self, token: str, tag: str, walk: Walk) -> bool:
        if walk.body + len(token) > _PLACE_BODY + 1:
            return False
        if walk.left == 0 and tag.startswith("n"):  # 绿城|百合|社区
            return True
        if len(token) == 1 or tag == "" or tag.startswith(("ns", "nz", "m", "j")):
            return True
        if token in self._inside and not tag.startswith("v"):
            return True
        of_street = walk.known[walk.body : walk.body + 1] in _STREET
        if walk.body or tag.startswith(_NEVER_IN_A_PLACE):
            # 老鸦|陈|街道, 如意|湖
            return of_street if not walk.body else walk.body == 1 and tag.startswith("n")
        rare = self._vocabulary.odds(token) < _RARE_VERB
        return not tag.startswith("v") or of_street or walk.left == 0 or rare

    def _lacks_its_subject(self, known: str) -> bool:
        """咨询|委员会, 评审|组: a verb says what the organ does."""
        words = self._vocabulary.words(known[:6]) if known else []
        return bool(words) and words[0] in _NEEDS_SUBJECT

    def ends_an_organ(self, tokens: list[str]) -> bool:
        """社会体育|指导|中心, 培训|中心: what else is a verb says what the organ does."""
        if len(tokens) < 2:
            return False
        if tokens[0] == "联合":
            return tokens[1].endswith(("组", "队", "会"))
        if tokens[0] in self._of_organs and tokens[1] in _NEEDS_SUBJECT:
            return True
        noun = self._vocabulary.tag(tokens[0]) == "n"  # 群众|体育|协会
        return noun and self._words.organ_subjects.issuperset(tokens)

    def _joins(self, left: str, right: str) -> bool:
        """发展|和|改革委员会, but not 财政局|和|民政局."""
        subjects = self._words.organ_subjects
        joined = any(left.endswith(subject) for subject in subjects)
        return joined and any(right.startswith(subject) for subject in subjects)

    def ends_like_one(self, token: str) -> bool:
        """Whether it ends as places and organs do: 青柳区, 规划局, 街道办事处."""
        return self._ending[token]

    def _ends(self, token: str) -> bool:
        suffixes = self._suffixes
        return token[-1:] in suffixes or token[-2:] in suffixes or token in suffixes
