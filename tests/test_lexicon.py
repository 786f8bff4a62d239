"""The packaged word lists, and how likely a row of words is."""

from __future__ import annotations

from pathlib import Path

import pytest

from articles.ingest import lexicon as lexicon_module
from articles.ingest.lexicon import Lexicon, read_entries
from articles.ingest.vocabulary import packaged_vocabulary
from articles.ingest.word_table import WordTable

LISTS = sorted(Path(lexicon_module.__file__).parent.joinpath("data").glob("*.txt"))


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.name)
def test_a_list_says_what_it_is_and_holds_nothing_twice(path: Path) -> None:
    assert path.read_text(encoding="utf-8").startswith("# ")
    entries = [entry.split()[0] for entry in read_entries(path.name)]
    assert entries
    assert len(set(entries)) == len(entries)


@pytest.mark.parametrize(
    "surname", ["王", "肖", "付", "闫", "占", "铁", "虎", "逯", "欧阳", "完颜"]
)
def test_common_rare_and_compound_surnames_are_known(surname: str) -> None:
    assert Lexicon.packaged().is_surname(surname)


@pytest.mark.parametrize("text", ["的", "在", "陪同", ""])
def test_other_words_are_no_surnames(text: str) -> None:
    assert not Lexicon.packaged().is_surname(text)


def test_compound_surnames_can_be_listed() -> None:
    assert "诸葛" in Lexicon.packaged().compound_surnames


def test_a_commoner_surname_has_the_better_odds() -> None:
    surnames = Lexicon.packaged().odds.surnames
    assert surnames["王"] > surnames["虎"]


def test_an_archive_adds_its_own_words_and_shares_the_lists() -> None:
    own = Lexicon.packaged(names=["虎建军"], stop_tags=["工作"])
    assert own.names == {"虎建军"}
    assert own.stop_tags == {"工作"}
    assert own.posts is Lexicon.packaged().posts


def test_words_are_cut_where_that_is_likeliest() -> None:
    vocabulary = packaged_vocabulary()
    assert vocabulary.words("带领区委办负责人") == ["带领", "区委", "办", "负责人"]
    assert vocabulary.words("") == []


def test_the_vocabulary_holds_words_and_no_names_of_people() -> None:
    vocabulary = packaged_vocabulary()
    assert "高度" in vocabulary
    assert "党工委" in vocabulary  # our lists add what the dictionary lacks
    assert "诸葛亮" not in vocabulary
    assert vocabulary.tag("带领").startswith("v")
    assert vocabulary.tag("没有这个词") == ""
    assert vocabulary.odds("高度") > vocabulary.odds("没有这个词")


ROWS = "".join(f"{row}\n" for row in (" 0 - 12.5", "河 90 n 5.0", "河岸 20 n 9.5", "河长 0 - 8.0"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("河", ["河", "河岸", "河长"]),
        ("河 ", ["河"]),  # the whole word alone
        ("河长", ["河长"]),
        (" ", [""]),  # the first row
        ("一", []),
        ("龙", []),
    ],
)
def test_the_table_of_words_finds_what_begins_with_a_text(text: str, words: list[str]) -> None:
    table = WordTable(ROWS.encode())
    assert [word for word, _, _, _ in table.beginning_with(text)] == words
