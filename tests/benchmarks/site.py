"""How quick the pages of the public site are in a large archive; run by hand, from the checkout:

    DATABASE_URL=sqlite:////somewhere/scratch.sqlite3 python -m tests.benchmarks.site
    python -m tests.postgres python -m tests.benchmarks.site --stories 100000

The database is a scratch one: empty at first, or the archive of an earlier run of the same
size, which is measured again. Each kind of page is asked for by Django's test client, in this
process; a line tells the milliseconds (p50, p95), what they are times the floor of one plain
query, and the number of queries. The floors, an empty response and that plain list, are
measured in the same run: compare ratios, since machines and their load differ.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from collections.abc import Iterator
from urllib.parse import quote

from django.core.management import call_command
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import path, reverse

from articles.models import Article, Byline, Issue, Mention, Page, TaggedArticle
from newsroom import urls
from tests.benchmarks import archive

REPEATS = 20
MOST_SECONDS = 8.0  # for one kind of page

FLOOR = ["/floor/list"]

Kinds = dict[str, list[str]]


def empty(_request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def plain_list(_request: HttpRequest) -> HttpResponse:
    """Twenty headlines by one query that an index answers."""
    newest = Article.objects.order_by("-id").values_list("headline", flat=True)[:20]
    return HttpResponse("\n".join(newest))


urlpatterns = [
    path("floor/empty", empty),
    path("floor/list", plain_list),
    *urls.urlpatterns,
]


def pages() -> Kinds:
    """The addresses of each kind of page: extreme ones, usual ones, and far back in a list."""
    stories = Article.objects.published().order_by("id")
    count = stories.count()
    public = [stories[count * part // 10] for part in range(1, 10)]
    middle = f"after={public[4].order_key}.{public[4].pk}"
    year = public[4].page.issue.date.year
    issues = Issue.objects.filter(pages__articles__in=[story.pk for story in public])
    paper = Page.objects.filter(articles__in=[story.pk for story in public])
    tagged = [TaggedArticle.objects.filter(content_object=story).last().tag for story in public]
    tag = TaggedArticle.objects.filter(content_object__in=public).order_by("tag_id").first().tag
    found: Kinds = {
        "empty response": ["/floor/empty"],
        "one plain query": FLOOR,
        "front page": [reverse("home")],
        "story": [story.get_absolute_url() for story in public],
        "issue": [issue.get_absolute_url() for issue in issues],
        "page": [page.get_absolute_url() for page in paper],
        "issues": [reverse("issue-list")],
        "issues of a year": [f"{reverse('issue-list')}?year={year}"],
        "tags": [reverse("tag-list")],
        "sections": [reverse("section-list")],
        "section": [reverse("section-detail", args=["要闻"])],
        "section, far back": [f"{reverse('section-detail', args=['要闻'])}?{middle}"],
        "tags by letter": [f"{reverse('tag-list')}?letter={letter}" for letter in "BJZ"],
        "tag on 92 %": [tag.get_absolute_url()],
        "tag on 92 %, far back": [f"{tag.get_absolute_url()}?{middle}"],
        "tag": [each.get_absolute_url() for each in tagged],
    }
    for kind, model in (("official", Mention), ("reporter", Byline)):
        people = [model.objects.filter(article=story).last().person_id for story in public]
        often = model.objects.filter(article__in=public).order_by("person_id").first().person
        detail = f"{kind}-detail"
        found |= {
            f"{kind}s": [reverse(f"{kind}-list")],
            f"{kind}s by letter": [f"{reverse(f'{kind}-list')}?letter={each}" for each in "BJZ"],
            f"{kind} everywhere": [reverse(detail, args=[often.pk])],
            f"{kind} everywhere, far back": [f"{reverse(detail, args=[often.pk])}?{middle}"],
            kind: [reverse(detail, args=[person]) for person in people],
        }
    return found | dict(_lists(middle, year, tag.name, tagged[4].name, often.name))


def _lists(
    middle: str, year: int, tag: str, rare: str, reporter: str
) -> Iterator[tuple[str, list[str]]]:
    """The list of stories under its filters."""
    for kind, query in {
        "stories": "",
        "stories, far back": middle,
        "stories of a year": f"since={year}&until={year}",
        "stories of a section": f"section={quote('要闻')}",
        "stories with a tag": f"tag={quote(rare)}",
        "stories with tag on 92 %": f"tag={quote(tag)}",
        "… of a year": f"tag={quote(tag)}&until={year}",
        "… by a reporter": f"tag={quote(tag)}&reporter={quote(reporter)}",
        "… of a section": f"tag={quote(tag)}&section={quote('要闻')}",
    }.items():
        yield kind, [f"{reverse('article-list')}?{query}"]


def measure(addresses: list[str], repeats: int = REPEATS) -> tuple[list[float], int]:
    """Milliseconds of each request, in order of size, and the number of queries of one."""
    client = Client()
    with CaptureQueriesContext(connection) as captured:
        assert client.get(addresses[0]).status_code == 200, addresses[0]
        queries = len(captured)
    times: list[float] = []
    for number in range(repeats):
        start = time.perf_counter()
        client.get(addresses[number % len(addresses)])
        times.append((time.perf_counter() - start) * 1000)
        if sum(times) > MOST_SECONDS * 1000:
            break
    return sorted(times), queries


def prepare(size: int, published: float) -> None:
    """Migrate the database and fill it; refuses one that holds anything else."""
    call_command("migrate", verbosity=0)
    held = Article.objects.count()
    if held == size and Article.objects.exclude(page__issue__newspaper__name=archive.PAPER).count():
        sys.exit("This database holds an archive of its own; name an empty one.")
    if held not in (0, size):
        sys.exit(f"This database holds {held} stories, not {size}; name an empty one.")
    if held == 0:
        start = time.perf_counter()
        archive.build(size, published)
        print(f"{size} stories made in {time.perf_counter() - start:.0f} s", flush=True)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "postgresql" else "PRAGMA optimize")


def main() -> None:
    assert __doc__
    parser = argparse.ArgumentParser(description=__doc__.partition(";")[0])
    parser.add_argument("--stories", type=int, default=20_000)
    parser.add_argument(
        "--published", type=float, default=1.0, help="share in public, 0 to 1: the oldest"
    )
    parser.add_argument("--only", default="", help="only the kinds whose name has this in it")
    options = parser.parse_args()
    if "DATABASE_URL" not in os.environ:
        sys.exit("DATABASE_URL is not set: name a scratch database.")

    # Without DEBUG, as in production, no query is kept.
    with override_settings(ROOT_URLCONF=__name__, DEBUG=False, ALLOWED_HOSTS=["testserver"]):
        prepare(options.stories, options.published)
        report(pages(), options.only)


def report(kinds: Kinds, only: str) -> None:
    print(f"{'':30}{'p50':>8}{'p95':>8}{'floors':>8}{'queries':>8}")
    for kind, addresses in kinds.items():
        if only not in kind:
            continue
        # Each beside a floor of its own: the load of the machine changes meanwhile.
        floor = statistics.median(measure(FLOOR, 100)[0])
        times, queries = measure(addresses)
        middle, slow = statistics.median(times), times[int(len(times) * 0.95) - 1]
        print(f"{kind:30}{middle:8.1f}{slow:8.1f}{middle / floor:8.1f}{queries:8}", flush=True)


if __name__ == "__main__":
    main()
