"""Stories as other works cite them: the forms, what they escape, and the files."""

from __future__ import annotations

import json
from datetime import date
from itertools import product

import bibtexparser
import pytest
import rispy
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from articles.addresses import Site
from articles.citations.bibtex import bibtex
from articles.citations.csl import item
from articles.citations.formats import FORMATS
from articles.citations.gbt import gbt
from articles.citations.record import Citation
from articles.citations.ris import ris
from articles.citing import citation_of, for_citing
from articles.dates import PartialDate
from articles.models import Article, Tag, TaggedArticle
from tests.factories import make_article, make_byline, make_issue, make_mention, make_page

READ_ON = date(2026, 3, 9)
ADDRESS = "https://news.example.cn/articles/12/"


def make_citation(**values: object) -> Citation:
    whole = {
        "key": "article-12",
        "title": "清淤工程开工",
        "paper": "河滨晚报",
        "authors": ("林晓禾", "苏禾"),
        "issued": PartialDate(2018, 5, 31),
        "page": "N05",
        "address": ADDRESS,
        "accessed": READ_ON,
    }
    return Citation(**(whole | values))


# GB/T 7714—2015


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (
            {},
            "林晓禾, 苏禾. 清淤工程开工[N/OL]. 河滨晚报, 2018-05-31(N05)[2026-03-09]. "
            "https://news.example.cn/articles/12/.",
        ),
        (  # the printed paper
            {"address": "", "page": "5"},
            "林晓禾, 苏禾. 清淤工程开工[N]. 河滨晚报, 2018-05-31(5).",
        ),
        (  # three authors are all named
            {"address": "", "authors": ("甲", "乙", "丙")},
            "甲, 乙, 丙. 清淤工程开工[N]. 河滨晚报, 2018-05-31(N05).",
        ),
        (  # of four, three
            {"address": "", "authors": ("甲", "乙", "丙", "丁")},
            "甲, 乙, 丙, 等. 清淤工程开工[N]. 河滨晚报, 2018-05-31(N05).",
        ),
        # what is missing
        ({"address": "", "authors": ()}, "清淤工程开工[N]. 河滨晚报, 2018-05-31(N05)."),
        ({"address": "", "page": ""}, "林晓禾, 苏禾. 清淤工程开工[N]. 河滨晚报, 2018-05-31."),
        (
            {"address": "", "issued": PartialDate(2018, 5)},
            "林晓禾, 苏禾. 清淤工程开工[N]. 河滨晚报, 2018-05(N05).",
        ),
        (
            {"address": "", "issued": None},
            "林晓禾, 苏禾. 清淤工程开工[N]. 河滨晚报, [日期不详](N05).",
        ),
        (
            {"issued": None, "authors": (), "page": ""},
            "清淤工程开工[N/OL]. 河滨晚报, [日期不详][2026-03-09]. "
            "https://news.example.cn/articles/12/.",
        ),
    ],
)
def test_gbt_writes_a_newspaper_story_as_the_standard_does(
    values: dict[str, object], expected: str
) -> None:
    assert gbt(make_citation(**values)) == expected


def test_a_list_in_gbt_is_numbered() -> None:
    lines = "".join(FORMATS["gbt"].write([make_citation(), make_citation()])).splitlines()

    assert [line.partition(" ")[0] for line in lines] == ["[1]", "[2]"]


# BibTeX

# What LaTeX makes of our escapes.
PRINTED = {
    r"\textbackslash{}": "\\",
    r"\textbraceleft{}": "{",
    r"\textbraceright{}": "}",
    r"\textasciitilde{}": "~",
    r"\textasciicircum{}": "^",
    r"\&": "&",
    r"\%": "%",
    r"\$": "$",
    r"\#": "#",
    r"\_": "_",
}


def as_printed(latex: str) -> str:
    text, printed = latex, ""
    while text:
        mark = next((mark for mark in PRINTED if text.startswith(mark)), text[0])
        printed += PRINTED.get(mark, mark)
        text = text[len(mark) :]
    return printed


def read_bibtex(text: str) -> dict[str, str]:
    parser = bibtexparser.bparser.BibTexParser(common_strings=True)
    (entry,) = bibtexparser.loads(text, parser).entries
    return entry


def test_bibtex_says_all_that_is_known() -> None:
    entry = read_bibtex(bibtex(make_citation()))

    assert entry == {
        "ENTRYTYPE": "article",
        "ID": "article-12",
        "author": "{林晓禾} and {苏禾}",
        "title": "{清淤工程开工}",
        "journal": "河滨晚报",
        "entrysubtype": "newspaper",
        "date": "2018-05-31",
        "year": "2018",
        "month": "May",
        "pages": "N05",
        "url": ADDRESS,
        "urldate": "2026-03-09",
        "langid": "chinese",
    }


def test_bibtex_leaves_out_what_is_not_known() -> None:
    bare = make_citation(authors=(), issued=None, page="", address="", accessed=None)

    assert set(read_bibtex(bibtex(bare))) == {
        "ENTRYTYPE",
        "ID",
        "title",
        "journal",
        "entrysubtype",
        "langid",
    }


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("增长5%", r"增长5\%"),
        ("A&B_C#D$E", r"A\&B\_C\#D\$E"),
        ("~^", r"\textasciitilde{}\textasciicircum{}"),
        # an escape of ours is not escaped again
        ("\\%", r"\textbackslash{}\%"),
        ("{", r"\textbraceleft{}"),
        ("两行\n标题", "两行 标题"),
    ],
)
def test_bibtex_escapes_what_means_something_to_latex(text: str, latex: str) -> None:
    assert f"title = {{{{{latex}}}}},\n" in bibtex(make_citation(title=text))


# RIS


def test_ris_says_all_that_is_known() -> None:
    (record,) = rispy.loads(ris(make_citation()))

    assert record["type_of_reference"] == "NEWS"
    assert record["authors"] == ["林晓禾", "苏禾"]
    assert record["title"] == "清淤工程开工"
    assert record["secondary_title"] == "河滨晚报"
    assert (record["year"], record["date"]) == ("2018", "2018/05/31/")
    assert record["start_page"] == "N05"
    assert record["urls"] == [ADDRESS]


@pytest.mark.parametrize(
    ("issued", "lines"),
    [
        (PartialDate(2018, 5), ["PY  - 2018", "DA  - 2018/05//"]),
        (PartialDate(2018), ["PY  - 2018", "DA  - 2018///"]),
        (None, []),
    ],
)
def test_ris_dates_are_as_long_as_is_known(issued: PartialDate | None, lines: list[str]) -> None:
    written = ris(make_citation(issued=issued)).split("\r\n")

    assert [line for line in written if line.startswith(("PY", "DA"))] == lines


def test_a_break_in_a_title_starts_no_field_of_ris() -> None:
    record = ris(make_citation(title="一\r\nAU  - 二\nER  - "))

    assert "TI  - 一 AU - 二 ER -\r\n" in record
    assert record.count("\r\nER  - ") == 1


def test_a_comma_in_a_name_parts_it_in_no_two() -> None:
    (record,) = rispy.loads(ris(make_citation(authors=("林,晓禾*",))))

    assert record["authors"] == ["林，晓禾＊"]


# CSL-JSON, as far as the schema of citationstyles.org binds what we write

_DATE = {
    "type": "object",
    "required": ["date-parts"],
    "additionalProperties": False,
    "properties": {
        "date-parts": {
            "type": "array",
            "minItems": 1,
            "maxItems": 1,
            "items": {
                "type": "array",
                "minItems": 1,
                "maxItems": 3,
                "items": {"type": "integer"},
            },
        }
    },
}
CSL_ITEMS = Draft7Validator(
    {
        "type": "array",
        "items": {
            "type": "object",
            "required": ["type", "id"],
            "additionalProperties": False,
            "properties": {
                "id": {"type": "string", "minLength": 1},
                "type": {"const": "article-newspaper"},
                "author": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "additionalProperties": False,
                        "properties": {"literal": {"type": "string"}},
                    },
                },
                "title": {"type": "string"},
                "container-title": {"type": "string"},
                "page": {"type": "string"},
                "URL": {"type": "string"},
                "language": {"type": "string"},
                "issued": _DATE,
                "accessed": _DATE,
            },
        },
    }
)


def test_csl_says_all_that_is_known() -> None:
    assert item(make_citation()) == {
        "id": "article-12",
        "type": "article-newspaper",
        "title": "清淤工程开工",
        "author": [{"literal": "林晓禾"}, {"literal": "苏禾"}],
        "container-title": "河滨晚报",
        "issued": {"date-parts": [[2018, 5, 31]]},
        "page": "N05",
        "URL": ADDRESS,
        "accessed": {"date-parts": [[2026, 3, 9]]},
        "language": "zh-CN",
    }


# Whatever is printed

partial_dates = st.one_of(
    st.none(),
    st.builds(PartialDate, st.integers(1900, 2100)),
    st.builds(PartialDate, st.integers(1900, 2100), st.integers(1, 12)),
    st.builds(PartialDate, st.integers(1900, 2100), st.integers(1, 12), st.integers(1, 28)),
)
citations = st.builds(
    make_citation,
    title=st.text(max_size=60),
    paper=st.text(max_size=20),
    authors=st.lists(st.text(min_size=1, max_size=8), max_size=5).map(tuple),
    issued=partial_dates,
    page=st.text(max_size=6),
    address=st.sampled_from(["", ADDRESS]),
)


@given(citations)
def test_any_story_is_one_line_of_gbt(citation: Citation) -> None:
    line = gbt(citation)

    assert line.splitlines() == [line]
    assert line.endswith(".")


@given(citations)
def test_any_story_is_one_entry_of_bibtex_that_prints_its_title(citation: Citation) -> None:
    text = bibtex(citation)
    value = next(line for line in text.splitlines() if line.startswith("  title = "))

    depth = 0
    for character in text:
        depth += {"{": 1, "}": -1}.get(character, 0)
        assert depth >= 0
    assert depth == 0
    title = value.removeprefix("  title = {{").removesuffix("}},")
    assert (
        as_printed(title).split()
        == "".join(c if c.isprintable() else " " for c in citation.title).split()
    )


@given(citations)
def test_any_story_is_one_record_of_ris(citation: Citation) -> None:
    lines = ris(citation).split("\r\n")

    assert lines[0] == "TY  - NEWS"
    assert lines[-2:] == ["ER  - ", ""]
    for line in lines[:-1]:
        assert line[2:6] == "  - "
        assert line.splitlines() == [line]


@given(st.lists(citations, max_size=3))
def test_any_list_is_csl_json(rows: list[Citation]) -> None:
    items = json.loads("".join(FORMATS["csl"].write(rows)))

    CSL_ITEMS.validate(items)
    assert len(items) == len(rows)


# Stories of the archive


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("signed", "expected"),
    [
        ([("记者", "林晓禾"), ("通讯员", "苏禾")], ("林晓禾", "苏禾")),
        # one person in two roles is one author
        ([("文", "林晓禾"), ("图", "林晓禾")], ("林晓禾",)),
        ([("记者", "林晓禾"), ("摄影", "苏禾"), ("编辑", "周立")], ("林晓禾",)),
        # a picture by itself is by its photographer
        ([("摄影", "苏禾"), ("编辑", "周立")], ("苏禾",)),
        ([], ()),
    ],
)
def test_authors_are_those_who_wrote(signed: list[tuple[str, str]], expected: tuple) -> None:
    story = make_article()
    for position, (role, name) in enumerate(signed, start=1):
        make_byline(story, name, role)
        story.bylines.filter(role=role, name=name).update(position=position)

    story = for_citing(Article.objects.all()).get()

    assert citation_of(story, Site("https://a.example"), READ_ON).authors == expected


@pytest.mark.django_db
def test_a_story_is_cited_as_printed_with_its_own_address(client) -> None:
    page = make_page(make_issue(date(2018, 5, 1), "month"), number="N05")
    story = make_article("清淤,开工", page)
    make_byline(story)

    response = client.get(reverse("article-cite", args=[story.pk, "gbt"]))

    today = timezone.localdate().isoformat()
    assert response.text == (
        f"[1] 林晓禾. 清淤，开工[N/OL]. 河滨晚报, 2018-05(N05)[{today}]. "
        f"http://testserver{story.get_absolute_url()}.\n"
    )


@pytest.mark.django_db
@pytest.mark.parametrize("name", FORMATS)
def test_each_format_is_a_file_that_robots_leave_alone(client, name: str) -> None:
    story = make_article()

    response = client.get(reverse("article-cite", args=[story.pk, name]))

    assert response["Content-Type"] == f"{FORMATS[name].media_type}; charset=utf-8"
    assert (
        f'filename="article-{story.pk}.{FORMATS[name].suffix}"' in response["Content-Disposition"]
    )
    assert response["X-Robots-Tag"] == "noindex"
    assert "清淤工程开工" in response.text


@pytest.mark.django_db
def test_the_name_of_the_site_is_that_of_the_settings(client, settings) -> None:
    settings.SITE_URL = "https://news.example.cn"
    story = make_article()

    text = client.get(reverse("article-cite", args=[story.pk, "ris"])).text

    assert f"UR  - https://news.example.cn{story.get_absolute_url()}\r\n" in text


@pytest.mark.django_db
@pytest.mark.parametrize("status", ["imported", "reviewed", "withdrawn"])
def test_what_readers_may_not_see_is_not_cited(client, status: str) -> None:
    story = make_article("清淤工程开工", status=status)

    assert client.get(reverse("article-cite", args=[story.pk, "gbt"])).status_code == 404
    assert "清淤" not in client.get(reverse("article-list-cite", args=["gbt"])).text


@pytest.mark.django_db
def test_a_format_that_is_none_is_not_there(client) -> None:
    story = make_article()

    assert client.get(reverse("article-cite", args=[story.pk, "apa"])).status_code == 404
    assert client.get(reverse("article-list-cite", args=["apa"])).status_code == 404


@pytest.mark.django_db
def test_a_list_is_cited_as_it_was_narrowed(client) -> None:
    tag = Tag.objects.create(name="防汛", slug="防汛")
    for number, (section, official) in enumerate(
        product(["要闻", "城区"], ["周立群", "安知夏"]), start=1
    ):
        story = make_article(f"稿件{number}", section=section)
        make_mention(story, official)
        TaggedArticle.objects.create(content_object=story, tag=tag)
    asked = {"section": "城区", "official": "周立群", "tag": "防汛"}

    items = client.get(reverse("article-list-cite", args=["csl"]), asked).json()

    assert [each["title"] for each in items] == ["稿件3"]


@pytest.mark.django_db
def test_conditions_that_are_none_cite_nothing(client) -> None:
    make_article()

    response = client.get(reverse("article-list-cite", args=["csl"]), {"since": "昨天"})

    assert response.json() == []


def publish(count: int) -> None:
    page = make_page(number="1")
    Article.objects.bulk_create(
        Article(
            page=page,
            position=number,
            key=f"bulk{number}",
            order_key=2019112500000000 + number,
            headline=f"稿件{number}",
            status=Article.Status.PUBLISHED,
            published_at=timezone.now(),
        )
        for number in range(count)
    )


@pytest.mark.django_db
@pytest.mark.parametrize(("stories", "cited"), [(10, 10), (3000, 500)])
def test_a_list_takes_two_queries_however_long(
    client, django_assert_num_queries, stories: int, cited: int
) -> None:
    publish(stories)

    with django_assert_num_queries(2):  # the stories and their signatures
        items = client.get(reverse("article-list-cite", args=["csl"])).json()

    assert len(items) == cited
    assert items[0]["title"] == f"稿件{stories - 1}"


@pytest.mark.django_db
def test_a_story_takes_two_queries(client, django_assert_num_queries) -> None:
    story = make_article()

    with django_assert_num_queries(2):
        client.get(reverse("article-cite", args=[story.pk, "bibtex"]))


# The boxes on pages


@pytest.mark.django_db
def test_a_story_shows_how_it_is_cited_and_leads_to_the_files(client) -> None:
    story = make_article(page=make_page(number="N05"))
    make_byline(story)

    text = client.get(story.get_absolute_url()).text

    assert "林晓禾. 清淤工程开工[N]. 河滨晚报, 2019-11-25(N05)." in text
    assert "清淤工程开工[N/OL]. 河滨晚报, 2019-11-25(N05)[" in text
    for name in ("bibtex", "ris", "csl"):
        assert f'href="{reverse("article-cite", args=[story.pk, name])}"' in text


@pytest.mark.django_db
def test_a_preview_is_not_to_be_cited(admin_client) -> None:
    story = make_article(status=Article.Status.REVIEWED)

    text = admin_client.get(reverse("admin:articles_article_preview", args=[story.pk])).text

    assert "引用本文" not in text


@pytest.mark.django_db
def test_a_list_leads_to_the_citations_of_all_it_holds(client) -> None:
    publish(25)
    asked = {"since": "2019", "section": ""}
    first = client.get(reverse("article-list"), asked)

    second = client.get(reverse("article-list"), asked | {"after": first.context["page"].after})

    address = reverse("article-list-cite", args=["ris"]) + "?since=2019&amp;section="
    for page in (first, second):
        assert f'href="{address}"' in page.text
    assert client.get(address.replace("&amp;", "&")).text.count("TY  - NEWS") == 25


@pytest.mark.django_db
def test_an_empty_list_is_not_to_be_cited(client) -> None:
    assert "引用这些稿件" not in client.get(reverse("article-list")).text
