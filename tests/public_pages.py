"""One address of each kind of page that readers see, in a small archive with all there can be."""

from __future__ import annotations

from datetime import date
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse, translate_url
from PIL import Image

from articles.models import Article, Picture, Tag, TaggedArticle
from people.models import Tenure
from tests.factories import (
    make_article,
    make_byline,
    make_claim,
    make_issue,
    make_mention,
    make_organization,
    make_page,
    make_post,
    make_tenure,
)

# What browsers and programs fetch, and nobody reads as a page.
NO_PAGES = {"search-suggestions"}
# A name of articles.urls, and after a blank which of its states.
PAGES = [
    "home",
    "home in English",
    "article-list",
    "article-list narrowed",
    "article-list wrong",
    "article-detail",
    "article-detail in English",
    "article-detail withdrawn",
    "article-detail missing",
    "issue-list",
    "issue-list year",
    "issue-detail",
    "page-detail",
    "reporter-list",
    "reporter-detail",
    "official-list",
    "official-list letter",
    "official-list on a day",
    "official-list unclear",
    "official-detail",
    "post-detail",
    "organization-detail",
    "tenure-detail",
    "tag-list",
    "tag-detail",
    "section-list",
    "section-detail",
    "search",
    "search with results",
    "search without results",
    "api",
]

PLAIN = {"home", "search", "api"}


def make_pages() -> dict[str, str]:
    """Fill an empty archive; the addresses of PAGES in it."""
    story = make_story()
    tenure = put_in_office(story)
    district = tenure.post.organization.parent
    officials, stories = reverse("official-list"), reverse("article-list")
    search = reverse("search")
    gone = make_article("撤下的稿件", status=Article.Status.WITHDRAWN, withdrawal_note="查无实据。")
    rows = {
        "article-detail": story,
        "article-detail withdrawn": gone,
        "issue-detail": story.page.issue,
        "page-detail": story.page,
        "reporter-detail": story.bylines.get().person,
        "official-detail": tenure.person,
        "post-detail": tenure.post,
        "organization-detail": district,
        "tag-detail": Tag.objects.get(),
    }
    addresses = {name: reverse(name) for name in PAGES if name.endswith("list") or name in PLAIN}
    addresses |= {name: row.get_absolute_url() for name, row in rows.items()}
    addresses |= {
        "home in English": translate_url(reverse("home"), "en"),
        "article-detail in English": translate_url(story.get_absolute_url(), "en"),
        "search with results": f"{search}?q=清淤",
        "search without results": f"{search}?q=没有印过的字",
        "article-list narrowed": f"{stories}?since=2018&section=没有的",
        "article-list wrong": f"{stories}?since=去年",
        "article-detail missing": reverse("article-detail", args=[10**9]),
        "issue-list year": f"{reverse('issue-list')}?year=2018",
        "official-list letter": f"{officials}?letter=Z",
        "official-list on a day": f"{officials}?on=2019-11-25&organization={district.pk}",
        "official-list unclear": f"{officials}?on=x&organization=y",
        "tenure-detail": reverse("tenure-detail", args=[tenure.pk]),
        "section-detail": reverse("section-detail", args=["要闻"]),
    }
    return addresses


def make_story() -> Article:
    """A story with everything a page can print of it, among others."""
    page = make_page(make_issue(), text="原文" * 300, number="N05", name="河滨时讯")
    story = make_article(
        "清淤工程今日开工 全长一百二十公里的河道将在汛期之前疏通完毕",
        page,
        section="网格化治理与城市精细化管理专题",
        kicker="汛期将至",
        deck="“看得见的变化”“听得见的回响”",
        dateline="本报讯",
        body="区长周立群到场。\n\n## 先清北岸\n\n图: 工人在清淤\n\n" + "随后清南岸，" * 80,
        summary="区长周立群到场。" * 8,
        credit="文/图",
    )
    make_mention(story, "周立群", ["区委副书记", "区长", "河道治理指挥部办公室常务副主任"])
    make_mention(story, "阿不都克里木·买买提吐尔逊", ["副区长"])
    make_byline(story, "林晓禾")
    story.corrections.create(text="“一百二十公里”原作“一百公里”。")
    Picture.objects.create(
        article=story,
        image=_photograph(),
        caption="工人在清淤",
        credit="林晓禾",
        alternative="河边",
    )
    tag = Tag.objects.create(name="https://example.org/a/very/long/word/in/a/tag", slug="tag")
    TaggedArticle.objects.create(content_object=story, tag=tag)
    for number in range(24):
        day = make_page(make_issue(date(2016 + number // 8, 5, number + 1)))
        other = make_article(f"第{number}号稿件", day, section="要闻")
        make_mention(other, "周立群")
        make_byline(other, "林晓禾")
        TaggedArticle.objects.create(content_object=other, tag=tag)
    make_article("同版的另一篇", page)
    return story


def _photograph() -> SimpleUploadedFile:
    data = BytesIO()
    Image.new("RGB", (1200, 800), "teal").save(data, "JPEG")
    return SimpleUploadedFile("a.jpg", data.getvalue())


def put_in_office(story: Article) -> Tenure:
    """Tenures of every kind, and posts and organizations with names as long as they come."""
    city = make_organization("江滨市")
    district = make_organization("柳河回族区", parent=city, short_name="柳河区")
    district.other_names.create(name="柳河郊区", kind="former")
    office = make_organization("防汛抗旱与城市内涝治理办公室", "department", district)
    mention = story.mentions.get(name="周立群")
    start = story.body.index("周立群")
    story.mentions.filter(pk=mention.pk).update(start=start, end=start + 3)
    tenures = []
    for number, (body, title, status) in enumerate(
        [
            (make_organization("柳河区委", "party", district), "副书记", "inferred"),
            (make_organization("柳河区政府", "government", district), "区长", "confirmed"),
            (office, "常务副主任兼城市精细化管理专班召集人", "disputed"),
        ]
    ):
        post = make_post(body, title)
        make_claim(mention, post, printed=mention.posts[number])
        tenure = make_tenure(
            mention.person,
            post,
            date(2009 + 4 * number, 1, 1),
            date(2019, 11, 25),
            start_precision=["year", "month", "day"][number],
            status=status,
            note="据公报核对。",
        )
        tenures.append(tenure)
    return tenures[-1]
