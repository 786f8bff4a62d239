"""Writing what a plan says: the page, its source, its stories and what stands beside them."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone

from articles.drafts import Draft
from articles.flagging import EDIT_CONFLICT, NOT_FOUND_AGAIN
from articles.history import Cause, record_all
from articles.homes import settle_home
from articles.ingest.pipeline import READER_VERSION
from articles.listing import relist
from articles.matching import is_parted
from articles.models import Article, Issue, Page, Revision, Source, order_key
from articles.placing import MAX_SOURCE_NAME, UNKNOWN_PAPER
from articles.planning import Outcome, PagePlan, StoryPlan
from articles.redrawing import redraw_page
from articles.related import Left, write_related
from articles.risk import rate
from articles.settling import settle
from articles.states import states_of
from articles.story_fields import FIELDS, GROUPS
from articles.tenures import people_named, redraw_tenures

NOT_FOUND_MESSAGE = "再次导入时没有找到这一篇；因编辑过或已不是待编，予以保留，请核对。"

# The columns of a story that an import writes.
WRITTEN = (*FIELDS, "source", "key", "spans", "as_imported", "order_key")


def apply_plan(plan: PagePlan) -> Page:
    """Write what the plan says; the caller holds the transaction in which it was made."""
    place = plan.place
    if place.page and not plan.writes:
        return place.page
    page, left_issue = settle(place, plan.parsed)
    settle_home(page, plan.parsed.text)
    read_anew = place.source is not None and place.source.reader != READER_VERSION
    source = _source(plan, page)
    left = Left()
    _remove(plan, left)
    rewritten = _rewritten(plan)
    before = states_of(rewritten) if rewritten else {}
    _write_articles(plan, page, source)
    _raise_flags(plan)
    write_related(plan.stories, page, plan.flags, left)
    plan.flags.save(page)
    if before:
        record_all(before, Cause(Revision.Kind.IMPORT, None, source.name))
    if read_anew:  # by rules that may understand its posts better, though it says the same
        redraw_page(page)
        redraw_tenures(people_named([*page.articles.values_list("pk", flat=True)]))
    rate(page.articles.values_list("pk", flat=True))
    left.remove_unused()
    if left_issue:
        _remove_if_empty(left_issue)
    return page


def _remove_if_empty(issue: Issue) -> None:
    """Delete an issue that its last page left, and the unnamed paper with its last issue."""
    if issue.pages.exists():
        return
    issue.delete()
    paper = issue.newspaper
    if paper.name == UNKNOWN_PAPER and not paper.issues.exists():
        paper.delete()


def _source(plan: PagePlan, page: Page) -> Source:
    """The row of these bytes; those received before stay beside it for ever."""
    source, parsed = plan.place.source, plan.parsed
    if source is None:
        return Source.objects.create(
            page=page,
            name=parsed.source[-MAX_SOURCE_NAME:],
            sha256=parsed.sha256,
            encoding=parsed.encoding,
            text=parsed.text,
            reader=READER_VERSION,
        )
    if source.reader != READER_VERSION:
        source.reader = READER_VERSION
        source.save(update_fields=["reader"])
    return source


def _rewritten(plan: PagePlan) -> list[int]:
    """The stored stories of which the import says something else than before."""
    return [
        story.article.pk
        for story in plan.stories
        if story.article and (story.updates or story.groups)
    ]


def _remove(plan: PagePlan, left: Left) -> None:
    gone = [story.article for story in plan.stories if story.article and _is_removed(story)]
    if gone:
        left.note_stories(gone)
        Article.objects.filter(pk__in=[article.pk for article in gone]).delete()


def _is_removed(story: StoryPlan) -> bool:
    return story.outcome == Outcome.REMOVED


def _write_articles(plan: PagePlan, page: Page, source: Source) -> None:
    """Bring the columns of all stories in line, and their order with the page's place."""
    new = []
    for story in plan.stories:
        if story.article is None and story.draft:
            story.article = Article(page=page, **story.draft.fields)
            story.groups = set(GROUPS)
            _take_over(story.article, story.draft, plan, source)
            new.append(story.article)
    Article.objects.bulk_create(new)
    places = {article.pk: article.order_key for article in plan.place.articles}
    changed = list(_changed(plan, page, source))
    if changed:
        Article.objects.bulk_update(changed, [*WRITTEN, "updated_at"])
    relist([article.pk for article in changed if article.order_key != places[article.pk]])


def _changed(plan: PagePlan, page: Page, source: Source) -> Iterator[Article]:
    """The stored stories that now say something else, ready to be written."""
    plans = {story.article.pk: story for story in plan.stories if story.article}
    now = timezone.now()
    for article in plan.place.articles:
        story = plans.get(article.pk)
        if story and _is_removed(story):
            continue
        article.page = page
        before = _values(article)
        if story and story.draft:
            for name, value in story.updates.items():
                setattr(article, name, value)
            _take_over(article, story.draft, plan, source)
        else:
            _stay(article, plan, missing=story is not None)
        if _values(article) != before:
            article.updated_at = now
            yield article


def _values(article: Article) -> list[object]:
    return [article.source_id, *(getattr(article, name) for name in WRITTEN if name != "source")]


def _take_over(article: Article, draft: Draft, plan: PagePlan, source: Source) -> None:
    article.key = draft.key
    if not is_parted(article):  # its places are an editor's, and are places in that source
        article.spans = draft.spans
        article.source = source
    article.as_imported = draft.as_imported() | {"page": plan.memory()}
    article.order_key = order_key(article.page, article.position)


def _stay(article: Article, plan: PagePlan, *, missing: bool) -> None:
    """A story that this import does not have: it only moves along with its page."""
    if article.as_imported:
        more = {"page": plan.memory()} | ({"missing": True} if missing else {})
        article.as_imported = article.as_imported | more
    article.order_key = order_key(article.page, article.position)


def _raise_flags(plan: PagePlan) -> None:
    for message in plan.place.conflicts:
        plan.flags.ask(None, EDIT_CONFLICT, message)
    for story in plan.stories:
        article = story.article
        if article is None or _is_removed(story):
            continue
        if article.merged_into_id is not None:
            _ask_where_it_is(plan, article, story.conflicts)
            continue
        if story.outcome == Outcome.MISSING:
            plan.flags.ask(article, NOT_FOUND_AGAIN, NOT_FOUND_MESSAGE)
        elif story.draft and story.outcome != Outcome.UNCHANGED:
            plan.flags.settle(article, NOT_FOUND_AGAIN)
            plan.flags.bring(article, story.draft.flags, story.flags_before)
        for message in story.conflicts:
            plan.flags.ask(article, EDIT_CONFLICT, message)


def _ask_where_it_is(plan: PagePlan, article: Article, conflicts: list[str]) -> None:
    """What is said of a story that an editor merged into another is for that one to settle."""
    stored = {each.pk: each for each in plan.place.articles}
    into = article
    while into.merged_into_id is not None:
        into = stored[into.merged_into_id]
    for message in conflicts:
        plan.flags.ask(into, EDIT_CONFLICT, f"并入的《{article.headline}》，{message}")
