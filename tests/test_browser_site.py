"""The site in a browser: at hand on a phone, nothing sticks out, nothing complains."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from articles.models import Article, Tag
from people.models import Tenure
from tests.public_pages import make_story, put_in_office

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

PHONE = {"width": 390, "height": 844}
WIDTHS = [320, 390, 1280]


@pytest.fixture
def story(live_server, media: None) -> Article:
    """A story among others, with words as long as a page can bring."""
    story = make_story()
    put_in_office(story)
    return story


@pytest.fixture
def addresses(live_server, story: Article) -> list[str]:
    names = ["home", "article-list", "issue-list", "official-list", "reporter-list", "tag-list"]
    rows = [story, story.page, story.page.issue, Tag.objects.get()]
    rows += [each.person for each in (*story.mentions.all(), *story.bylines.all())]
    tenure = Tenure.objects.order_by("-pk")[0]
    district = tenure.post.organization.parent
    rows += [tenure.post, tenure.post.organization, district]
    paths = [reverse(name) for name in names] + [row.get_absolute_url() for row in rows]
    paths.append(reverse("tenure-detail", args=[tenure.pk]))
    paths.append(f"{reverse('official-list')}?on=2019-11-25&organization={district.pk}")
    paths.append(f"{reverse('official-list')}?on=x&organization=y")
    return [live_server.url + path for path in paths]


@pytest.fixture
def reader(chromium: Browser) -> Iterator[Page]:
    """A page on a phone; whatever the browser complains of fails the test."""
    context = chromium.new_context(viewport=PHONE, locale="zh-CN")
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []


def test_a_reader_goes_from_the_front_page_to_an_official_and_back(
    live_server, story: Article, reader: Page
) -> None:
    reader.goto(live_server.url)
    reader.get_by_role("link", name="清淤工程今日开工").first.click()
    expect(reader.get_by_role("heading", level=1)).to_contain_text("清淤工程今日开工")

    reader.locator(".text").get_by_role("link", name="周立群").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("周立群")
    expect(reader.get_by_text("河道治理指挥部办公室常务副主任")).to_be_visible()

    reader.get_by_role("link", name="较早").click()
    expect(reader.locator(".works")).to_be_in_viewport()
    expect(reader.get_by_role("heading", name="第0号稿件")).to_be_visible()
    reader.get_by_role("link", name="较新").click()
    reader.locator(".works").get_by_role("link", name="清淤工程今日开工").click()
    reader.get_by_role("link", name="首页").first.click()
    expect(reader).to_have_url(live_server.url + reverse("home"))


def test_the_filters_are_open_where_there_is_room(
    live_server, story: Article, reader: Page
) -> None:
    reader.goto(live_server.url + reverse("article-list"))
    expect(reader.get_by_label("栏目")).to_be_hidden()

    reader.set_viewport_size({"width": 1280, "height": 844})
    expect(reader.get_by_label("栏目")).to_be_visible()


def test_the_list_is_narrowed_by_typing(live_server, story: Article, reader: Page) -> None:
    reader.goto(live_server.url + reverse("article-list"))
    reader.get_by_text("按日期、栏目、标签或人名筛选").click()
    reader.get_by_label("栏目").fill(story.section)
    reader.get_by_role("button", name="筛选").click()
    expect(reader.locator("article")).to_have_count(1)

    reader.get_by_label("起").fill("去年")
    reader.get_by_role("button", name="筛选").click()
    expect(reader.get_by_text("不是日期")).to_be_visible()


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_sticks_out_of_any_page(addresses: list[str], reader: Page, width: int) -> None:
    reader.set_viewport_size({"width": width, "height": 844})
    for address in addresses:
        reader.goto(address)
        reader.locator("details").evaluate_all("all => all.forEach(each => each.open = true)")
        assert reader.evaluate("document.documentElement.scrollWidth") <= width, address


def test_navigation_can_be_hit_with_a_thumb(addresses: list[str], reader: Page) -> None:
    reader.goto(addresses[0])

    for link in reader.get_by_role("navigation", name="主导航").get_by_role("link").all():
        box = link.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_paper_in_the_scheme_asked_for(
    addresses: list[str], reader: Page, scheme: str
) -> None:
    reader.emulate_media(color_scheme=scheme)
    for address in addresses:
        reader.goto(address)
        paper, contrasts = reader.evaluate(CONTRASTS)
        assert (paper > 0.5) is (scheme == "light")
        assert min(contrasts) >= 4.5, address


# The luminance of the paper, and the contrast of each piece of text with what lies under it.
CONTRASTS = """() => {
    const luminance = colour => {
        const [r, g, b] = colour.match(/[\\d.]+/g).map(Number).map(value => value / 255)
            .map(value => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const under = element => {
        for (; element; element = element.parentElement) {
            const colour = getComputedStyle(element).backgroundColor;
            if (colour !== 'rgba(0, 0, 0, 0)') return luminance(colour);
        }
        return 1;
    };
    const printed = [...document.querySelectorAll('body *')].filter(element =>
        !element.closest('[aria-hidden]') && [...element.childNodes].some(
            node => node.nodeType === Node.TEXT_NODE && node.data.trim()));
    return [under(document.body), printed.map(element => {
        const pair = [luminance(getComputedStyle(element).color), under(element)];
        return (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
    })];
}"""


def test_paper_gets_the_story_and_nothing_around_it(
    live_server, story: Article, reader: Page
) -> None:
    reader.goto(live_server.url + story.get_absolute_url())
    reader.emulate_media(media="print", color_scheme="dark")

    expect(reader.locator(".text")).to_be_visible()
    expect(reader.locator(".origin")).to_be_visible()
    for around in (".sections", ".crumbs", ".beside", ".imprint"):
        expect(reader.locator(around)).to_be_hidden()
    assert reader.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    assert reader.evaluate("getComputedStyle(document.body).backgroundColor") == (
        "rgb(255, 255, 255)"
    )


def test_paper_gets_the_posts_of_a_person_too(live_server, story: Article, reader: Page) -> None:
    official = story.mentions.get(name="周立群").person
    reader.goto(live_server.url + official.get_absolute_url())
    reader.emulate_media(media="print")

    expect(reader.get_by_text("河道治理指挥部办公室常务副主任")).to_be_visible()


def test_no_heading_skips_a_level(addresses: list[str], reader: Page) -> None:
    for address in addresses:
        reader.goto(address)
        levels = reader.evaluate(
            "[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(each => +each.tagName[1])"
        )
        assert (levels[0], levels.count(1)) == (1, 1), address
        assert all(next <= last + 1 for last, next in pairwise(levels)), (address, levels)


def test_the_first_key_leads_past_the_masthead(live_server, story: Article, reader: Page) -> None:
    reader.goto(live_server.url + story.get_absolute_url())
    reader.keyboard.press("Tab")
    expect(reader.get_by_role("link", name="跳到正文")).to_be_in_viewport()
    reader.keyboard.press("Enter")

    expect(reader.locator("main")).to_be_focused()


def test_a_bar_of_a_career_leads_to_its_evidence_and_on_to_the_sentence(
    live_server, story: Article, reader: Page
) -> None:
    mention = story.mentions.get(name="周立群")
    tenure = Tenure.objects.get(post__title="区长")
    reader.goto(live_server.url + mention.person.get_absolute_url())
    reader.locator(f'.timeline a[href="#tenure-{tenure.pk}"] .target').click()
    entry = reader.locator(f"#tenure-{tenure.pk}")
    expect(entry).to_be_in_viewport()

    entry.get_by_role("link", name="清淤工程今日开工").first.click()

    expect(reader.locator(f"#m{mention.pk}")).to_be_in_viewport()
    expect(reader.locator(".sentence:has(:target)")).to_have_text("区长周立群到场。")


@pytest.mark.parametrize("width", WIDTHS)
def test_the_words_of_a_chart_stay_inside_it_and_keep_their_size(
    live_server, story: Article, reader: Page, width: int
) -> None:
    official = story.mentions.get(name="周立群").person
    reader.set_viewport_size({"width": width, "height": 844})
    reader.goto(live_server.url + official.get_absolute_url())

    for text in reader.locator(".chart text").all():
        box = text.bounding_box()
        if box is None:  # the label for the other width
            continue
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert box["height"] >= 12


def test_no_key_stops_at_what_a_screen_reader_does_not_hear(
    addresses: list[str], reader: Page
) -> None:
    for address in addresses:
        reader.goto(address)
        assert (
            reader.evaluate(
                "[...document.querySelectorAll('[aria-hidden] a, [aria-hidden] input')]"
                ".filter(each => each.tabIndex >= 0).length"
            )
            == 0
        ), address
