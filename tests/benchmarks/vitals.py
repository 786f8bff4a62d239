"""What a page asks of a reader's browser; run by hand, from the checkout:

    DATABASE_URL=sqlite:////somewhere/filled.sqlite3 DEBUG=1 python -m tests.benchmarks.vitals

Opens one page of each kind of a filled archive in Chromium, as on a phone, and prints when its
largest piece was painted (LCP, milliseconds), how much it moved while it loaded (CLS), and the
bytes of HTML, CSS and JavaScript, not compressed. It starts a server of its own on this machine
and reads the database only. The times are of this machine; the bytes are the same on any.
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
from collections import Counter
from threading import Thread
from wsgiref.simple_server import WSGIRequestHandler, make_server

from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.wsgi import get_wsgi_application
from django.urls import reverse
from playwright.sync_api import Browser, Response, sync_playwright

from articles.models import Article, Byline, Mention, TaggedArticle
from people.models import Tenure

REPEATS = 5
PHONE = {"width": 390, "height": 844}
KINDS = {"document": "html", "stylesheet": "css", "script": "js", "font": "font"}

VITALS = """() => new Promise(resolve => {
  let largest = 0, moved = 0;
  const watch = (type, each) => new PerformanceObserver(list => list.getEntries().forEach(each))
    .observe({type, buffered: true});
  watch("largest-contentful-paint", entry => { largest = entry.startTime; });
  watch("layout-shift", entry => { moved += entry.hadRecentInput ? 0 : entry.value; });
  requestAnimationFrame(() => requestAnimationFrame(() => resolve([largest, moved])));
})"""


class Quiet(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


def pages() -> dict[str, str]:
    """The address of one page of each kind, the newest there is."""
    lists = ["home", "article-list", "issue-list", "official-list", "reporter-list", "tag-list"]
    found = {name: reverse(name) for name in [*lists, "section-list", "search"]}
    newest = "-order_key"
    story = Article.objects.published().newest_first()[0]
    found |= {"story": story.get_absolute_url(), "page": story.page.get_absolute_url()}
    found["issue"] = story.page.issue.get_absolute_url()
    mention = Mention.objects.published().filter(person__is_official=True).order_by(newest)[0]
    byline = Byline.objects.published().filter(person__is_reporter=True).order_by(newest)[0]
    found["official"] = reverse("official-detail", args=[mention.person_id])
    found["reporter"] = reverse("reporter-detail", args=[byline.person_id])
    found["tag"] = TaggedArticle.objects.published().order_by(newest)[0].tag.get_absolute_url()
    tenure = Tenure.objects.select_related("post__organization").first()
    if tenure:
        found["post"] = tenure.post.get_absolute_url()
        found["organization"] = tenure.post.organization.get_absolute_url()
    for section in Article.objects.published().exclude(section="").values_list("section")[:1]:
        found["section"] = reverse("section-detail", args=section)
    return found


def measure(browser: Browser, address: str) -> tuple[float, float, Counter[str]]:
    """LCP and CLS of one visit without a cache, and its bytes by kind."""
    context = browser.new_context(viewport=PHONE, locale="zh-CN")
    page = context.new_page()
    answers: list[Response] = []

    def note(answer: Response) -> None:
        answers.append(answer)

    page.on("response", note)
    page.goto(address, wait_until="networkidle")
    largest, moved = page.evaluate(VITALS)
    size: Counter[str] = Counter()
    for answer in answers:
        if kind := KINDS.get(answer.request.resource_type):
            size[kind] += len(answer.body())
    context.close()
    return largest, moved, size


def main() -> None:
    if "DATABASE_URL" not in os.environ:
        sys.exit("DATABASE_URL is not set: name a filled database.")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's loop runs in this thread

    server = make_server(
        "127.0.0.1", 0, StaticFilesHandler(get_wsgi_application()), handler_class=Quiet
    )
    Thread(target=server.serve_forever, daemon=True).start()
    print(f"{'':16}{'LCP':>7}{'CLS':>7}{'HTML':>9}{'CSS':>8}{'JS':>8}{'font':>6}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for name, path in pages().items():
            address = f"http://127.0.0.1:{server.server_port}{path}"
            visits = [measure(browser, address) for _ in range(REPEATS)]
            largest = statistics.median(visit[0] for visit in visits)
            moved = max(visit[1] for visit in visits)
            size = visits[-1][2]
            sizes = f"{size['html']:9}{size['css']:8}{size['js']:8}{size['font']:6}"
            print(f"{name:16}{largest:7.0f}{moved:7.3f}{sizes}", flush=True)
        browser.close()
    server.shutdown()


if __name__ == "__main__":
    main()
