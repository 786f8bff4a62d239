"""A real page from upload to readers and back, as an editor does it; each task is counted.

The test knows nobody and nothing of the page beforehand: it reads names and headlines off the
screen, as an editor would, and never asks the database.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, User
from django.db import connection
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SEED = sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))[1]
DAY = "2018-03-20"
ADDED_POST = "测试岗位"
ADDED_TAG = "编辑添的标签"
EDITED = "编辑改定的标题"


class Hands:
    """An editor's hands on a page: everything they do is counted, by task."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.counts: dict[str, list[int]] = {}
        self._now = [0, 0]

    @contextmanager
    def task(self, name: str) -> Iterator[None]:
        self._now = self.counts.setdefault(name, [0, 0])
        yield

    def click(self, what: str | Locator) -> None:
        self._now[0] += 1
        (self.page.locator(what) if isinstance(what, str) else what).first.click()

    def button(self, name: str, **how) -> None:
        self.click(self.page.get_by_role("button", name=name, **how))

    def link(self, name: str, **how) -> None:
        self.click(self.page.get_by_role("link", name=name, **how))

    def key(self, name: str) -> None:
        self.page.wait_for_load_state()
        self._now[1] += 1
        self.page.keyboard.press(name)

    def type(self, text: str) -> None:
        self._now[1] += len(text)
        self.page.keyboard.type(text)

    def fill(self, field: Locator, text: str) -> None:
        """Click into a field and type over what it has."""
        self.click(field)
        self.key("Control+a")
        self.type(text)

    def choose_file(self, field: Locator, path: Path) -> None:
        self._now[0] += 1
        field.set_input_files(path)

    def drag_over(self, part: Locator, words: str) -> None:
        """Mark words of a paragraph with the mouse."""
        box = part.evaluate(
            """(part, words) => {
                const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
                for (let node = walker.nextNode(); node; node = walker.nextNode()) {
                    const start = node.data.indexOf(words);
                    if (start < 0) continue;
                    const range = document.createRange();
                    range.setStart(node, start);
                    range.setEnd(node, start + words.length);
                    const {left, right, top, bottom} = range.getClientRects()[0];
                    return {left, right, middle: (top + bottom) / 2};
                }
            }""",
            words,
        )
        self._now[0] += 1
        mouse = self.page.mouse
        mouse.move(box["left"] + 1, box["middle"])
        mouse.down()
        mouse.move(box["right"] - 1, box["middle"], steps=4)
        mouse.up()

    def report(self) -> str:
        rows = [
            f"  {name}：点 {clicks} 次，按键 {keys} 次"
            for name, (clicks, keys) in self.counts.items()
        ]
        return "\n".join(["", "编辑台上各件事要几下：", *rows])


@pytest.fixture
def hands(chromium, live_server, all_answered) -> Iterator[Hands]:
    """Those of a chief editor, logged in at a desk of 1280 px."""
    # The tests before have emptied the tables; the groups are those that a migration makes.
    import_module("articles.migrations.0005_groups").make_groups(
        apps, SimpleNamespace(connection=connection)
    )
    user = User.objects.create_user("chief", password="清水长流", is_staff=True)
    user.groups.add(Group.objects.get(name="主编"))
    context = chromium.new_context(
        viewport={"width": 1280, "height": 900}, base_url=live_server.url
    )
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(reverse("admin:index"))
    page.fill("#id_username", "chief")
    page.fill("#id_password", "清水长流")
    page.click("[type=submit]")
    yield Hands(page)
    context.close()
    assert errors == []


def says(page: Page, words: str) -> None:
    expect(page.locator(".messagelist")).to_contain_text(words)


def upload(hands: Hands, path: Path) -> None:
    """To the plan of that page, its date set by hand."""
    page = hands.page
    page.goto(reverse("admin:index"))
    hands.link("上传版面")
    hands.choose_file(page.get_by_label("选择文件"), path)
    hands.button("看导入方案")
    hands.fill(page.get_by_label("日期"), DAY)
    hands.button("按所填重看方案")
    expect(page.get_by_label("日期")).to_have_value(DAY)


def open_story(hands: Hands, page_address: str, number: int) -> str:
    """Open a story of the page, counted from 0; returns its headline."""
    hands.page.goto(page_address)
    link = hands.page.locator("ol.stories a").nth(number)
    headline = link.inner_text()
    hands.click(link)
    expect(hands.page.locator("#story-text")).to_be_visible()
    return headline


def stories_on(hands: Hands, page_address: str) -> list[str]:
    hands.page.goto(page_address)
    return hands.page.locator("ol.stories a").all_inner_texts()


def test_a_page_goes_from_upload_to_readers_and_keeps_what_editors_did(
    hands, tmp_path, capsys
) -> None:
    page = hands.page
    with hands.task("上传、看方案、导入"):
        upload(hands, SEED)
        count = page.locator(".upload-story").count()
        hands.button("导入", exact=True)
        says(page, f"新增 {count} 篇")
    page.locator(".run-pages a").first.click()
    on_page = page.url
    headlines = stories_on(hands, on_page)
    assert len(headlines) == count >= 5

    with hands.task("从待审里审一篇，到下一篇"):
        page.goto(reverse("admin:index"))
        hands.key("n")
        expect(page.locator(".review-bar")).to_contain_text("您认领到")
        first = page.locator("#id_headline").input_value()
        hands.key("r")
        says(page, f"《{first}》已审")
        expect(page.locator("#id_headline")).not_to_have_value(first)

    with hands.task("拆开并在一起的一篇"):
        last = open_story(hands, on_page, count - 1)
        parts = page.locator(".part[data-index]")
        before = parts.count()
        hands.click(parts.nth(2).locator("summary"))
        hands.button("从这里拆分")
        says(page, f"从《{last}》拆出")
        expect(parts).to_have_count(2)
    assert len(stories_on(hands, on_page)) == count + 1
    assert before > 2

    with hands.task("并起拆散的两篇"):
        first, second = headlines[:2]
        open_story(hands, on_page, 0)
        hands.click("details.repairs > summary")
        hands.button("与下一篇")
        says(page, f"《{second}》并入《{first}》")
    after_repairs = stories_on(hands, on_page)
    assert len(after_repairs) == count
    assert second not in after_repairs

    with hands.task("改一个人：不是，添上，改认，认可"):
        third = open_story(hands, on_page, 1)
        part = page.locator(".part[data-index]", has=page.locator("a.mention")).first
        mention = part.locator("a.mention").first
        name, place = mention.inner_text(), part.get_attribute("id")
        hands.click(mention)
        hands.button("不是任公职的人")
        says(page, f"“{name}”不是任公职的人")
        hands.drag_over(page.locator(f"#{place} .part-words"), name)
        hands.button("这是任公职的人")
        hands.type(ADDED_POST)
        hands.button("添上")
        says(page, f"添上“{ADDED_POST}{name}”")
        card = page.locator(".mention-card.is-open")
        expect(card).to_contain_text(f"报上印作{ADDED_POST}")
        hands.click(card.locator(".select2-selection"))
        hands.type(name)
        hands.click(page.locator(".select2-results__option", has_text=name))
        hands.click(card.get_by_role("button", name="改认"))
        says(page, f"“{name}”认定为“{name}”")
        hands.click(card.get_by_role("button", name="认可"))
        expect(card).to_contain_text("已确认")
    story = page.url.partition("#")[0]

    with hands.task("改标题、加标签"):
        hands.fill(page.locator("#id_headline"), EDITED)
        hands.click(".field-tags .select2-search__field")
        hands.type(ADDED_TAG)
        hands.click(page.locator(".select2-results__option", has_text=ADDED_TAG))
        hands.button("保存并继续编辑")
        says(page, "成功")

    with hands.task("发布"):
        hands.link("发布…")
        expect(page.get_by_role("heading", name="将发布 1 篇")).to_be_visible()
        hands.button("发布 1 篇")
        says(page, "1 篇")

    with hands.task("在网站上看"):
        page.goto(story)
        hands.link("在网站上看")
        expect(page.get_by_role("heading", level=1)).to_contain_text(EDITED)
        expect(page.get_by_role("link", name=ADDED_TAG)).to_be_visible()
        expect(page.locator("a.person", has_text=name).first).to_be_visible()

    with hands.task("再导入同一版，文字有变"):
        words = third[-3:]
        again = tmp_path / SEED.name
        again.write_text(
            SEED.read_text(encoding="utf-8").replace(words, "再来的"), encoding="utf-8"
        )
        upload(hands, again)
        expect(page.get_by_text("编辑所定不动").first).to_be_visible()
        hands.button("导入", exact=True)
        says(page, "与编辑所定不同")
    run = page.url
    assert stories_on(hands, on_page) == [
        EDITED if each == third else each for each in after_repairs
    ]
    page.goto(story)
    expect(page.locator("#id_headline")).to_have_value(EDITED)
    expect(page.locator(".desk-flags, .theirs").first).to_be_visible()
    expect(page.locator("#content")).to_contain_text(
        "再来的"
    )  # what the import says, to choose from
    expect(page.locator(f'a.mention:text-is("{name}")').first).to_be_visible()

    with hands.task("撤销这次导入"):
        page.goto(run)
        hands.link("撤销这次导入")
        expect(page.get_by_role("heading", name="会恢复 1 版")).to_be_visible()
        hands.button("撤销这些版")
        says(page, "恢复 1 版")
    page.goto(story)
    expect(page.locator("#id_headline")).to_have_value(EDITED)
    expect(page.locator("#content")).not_to_contain_text("再来的")

    with capsys.disabled():
        print(hands.report())
