"""What people did to pages since a run stored them: where they did, the run is not undone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.apps import apps
from django.db.models import Model, Q
from django.utils import timezone

from articles.models import (
    Article,
    Byline,
    Correction,
    Flag,
    Hold,
    Mention,
    Page,
    Picture,
    PostClaim,
    Repair,
    Revision,
    RunPage,
    TaggedArticle,
    UnsavedEdit,
)
from articles.planning import is_edited
from articles.row_images import take_all
from articles.run_pages import columns, later, page_digests
from articles.states import State, changed_names
from articles.story_fields import FIELDS, LABELS

Reasons = defaultdict[int, dict[str, None]]  # by page, each once and in order
Edits = defaultdict[int, dict[str, None]]  # by story, the names of what was changed in it

# What follows from an edit, or from what is told elsewhere.
_UNTOLD = {"updated_at", "order_key", "edited_fields", "published_at"}
# Rows of these are drawn anew from others: that they differ is nobody's work.
DRAWN: tuple[type[Model], ...] = (PostClaim,)


def touched_since(rows: Sequence[RunPage]) -> dict[int, list[str]]:
    """Why pages cannot be taken back to before their run, in words for an editor.

    Costs the same queries for one page and for fifty.

    Args:
        rows: of one run.

    Returns:
        By the page of the run, without those that nobody touched.
    """
    held = {row.page_id: row for row in rows if row.page_id is not None}
    reasons: Reasons = defaultdict(dict)
    _imported_again(held, reasons)
    # What else is said of such a page is that run's doing.
    asked = {key: row for key, row in held.items() if key not in reasons}
    _worked_on(asked, reasons)
    found = {row.pk: list(reasons[key]) for key, row in held.items() if key in reasons}
    gone = {row.pk: ["这一版已经不在，没有可撤的。"] for row in rows if row.page_id is None}
    return found | gone


def _worked_on(held: dict[int, RunPage], reasons: Reasons) -> None:
    new = {key: row for key, row in held.items() if "page" in row.before}
    changed = {key: row for key, row in held.items() if "rows" in row.before}
    touched = _touched_articles(changed.values(), ("changed", "made"))
    stories = Article.objects.filter(Q(page__in=new) | Q(pk__in=touched))
    articles = {article.pk: article for article in stories.order_by("position", "pk")}
    stood_before = _touched_articles(changed.values(), ("changed",))
    edits: Edits = defaultdict(dict)
    _new_pages(new, reasons)
    _new_stories([each for each in articles.values() if each.page_id in new], edits, reasons)
    _changed_rows(changed, articles, edits, reasons)
    _versions(held, articles, edits)
    for key, names in edits.items():
        labels = "、".join(LABELS.get(name, name) for name in names)
        told = f"《{articles[key].headline}》改过{f'：{labels}' if labels else ''}。"
        reasons[articles[key].page_id][told] = None
    _desk_work(held, new, reasons)
    _note(_AT_WORK, articles, reasons)
    _note(
        _WITH_IT, {key: each for key, each in articles.items() if key not in stood_before}, reasons
    )


def _imported_again(held: dict[int, RunPage], reasons: Reasons) -> None:
    later_runs = RunPage.objects.filter(page__in=held, undone_at=None).select_related("run")
    for row in later_runs.defer("before").order_by("pk"):
        ours = held[row.page_id or 0]
        if row.pk > ours.pk and row.run_id != ours.run_id:
            reasons[ours.page_id or 0][f"之后又导入过（{row.run}），要先撤销那一次。"] = None


def _new_pages(new: dict[int, RunPage], reasons: Reasons) -> None:
    for page in Page.objects.filter(pk__in=new):
        said, now = new[page.pk].before["page"], page_digests(page)
        names = [name for name in now if now[name] != said.get(name)]
        if names:
            reasons[page.pk][f"版面改过：{_column_labels(Page, names)}。"] = None


def _new_stories(articles: Iterable[Article], edits: Edits, reasons: Reasons) -> None:
    by_import = (Article.Status.IMPORTED, Article.Status.PUBLISHED)
    for article in articles:
        if not article.as_imported:
            reasons[article.page_id][f"《{article.headline}》是编辑建的。"] = None
            continue
        names = [*article.edited_fields, *(name for name in FIELDS if is_edited(article, name))]
        names += ["status"] if article.status not in by_import else []
        if names:
            edits[article.pk].update(dict.fromkeys(names))


def _touched_articles(rows: Iterable[RunPage], how: tuple[str, ...]) -> set[int]:
    label = Article._meta.label
    found: set[int] = set()
    for row in rows:
        changes = row.before["rows"].get(label, {})
        found.update(int(key) for name in how for key in changes.get(name, ()))
    return found


def _changed_rows(
    changed: dict[int, RunPage], articles: dict[int, Article], edits: Edits, reasons: Reasons
) -> None:
    """Compare what the run wrote to pages that were there with what stands now."""
    tables: defaultdict[str, dict[int, dict[str, object]]] = defaultdict(dict)
    for page, row in changed.items():
        for label, changes in row.before["rows"].items():
            if changes["changed"] or changes["made"]:
                tables[label][page] = changes
    for label in sorted(tables, key=lambda label: label != Article._meta.label):
        model = apps.get_model(label)
        if model in DRAWN:
            continue
        keys = {
            int(key)
            for changes in tables[label].values()
            for name in ("changed", "made")
            for key in changes[name]  # type: ignore[attr-defined]
        }
        now = take_all(model, keys, columns(model))
        for page, changes in tables[label].items():
            for key, names in later(changes, now).items():
                image = now.get(key)
                story = articles.get(int((image or {}).get(_story(model)) or 0))
                if model is Article and story:
                    edits[story.pk].update(dict.fromkeys(sorted(names - _UNTOLD)))
                else:
                    reasons[page][_told(model, story, names, gone=image is None)] = None


def _story(model: type[Model]) -> str:
    if model is Article:
        return "id"
    return "content_object_id" if model is TaggedArticle else "article_id"


def _told(model: type[Model], story: Article | None, names: set[str], *, gone: bool) -> str:
    what = _TABLE_LABELS.get(model) or str(model._meta.verbose_name)
    where = f"《{story.headline}》的" if story else ""
    if gone:
        return f"{where}{what}已删去。"
    labels = "" if model is TaggedArticle else _column_labels(model, names)
    return f"{where}{what}改过{f'：{labels}' if labels else ''}。"


_TABLE_LABELS: dict[type[Model], str] = {
    Page: "版面",
    Byline: "署名",
    Mention: "文中提及",
    TaggedArticle: "标签",
    Flag: "待核对事项",
}


def _column_labels(model: type[Model], names: Iterable[str]) -> str:
    told = set(names) - _UNTOLD
    fields = model._meta.concrete_fields
    return "、".join(str(each.verbose_name) for each in fields if each.attname in told)


def _versions(held: dict[int, RunPage], articles: dict[int, Article], edits: Edits) -> None:
    """What differs between a story's version before the run ended and its last one.

    Whoever took back what they did has changed nothing.
    """
    by_import = (Revision.Kind.BEFORE, Revision.Kind.IMPORT)
    by_hand = Revision.objects.filter(article__in=articles).exclude(kind__in=by_import)
    rows = Revision.objects.filter(article__in=by_hand.order_by().values("article"))
    first: dict[int, State] = {}
    last: dict[int, State] = {}
    for row in rows.order_by("article", "number"):
        stored_at = held[articles[row.article_id].page_id].stored_at
        if row.kind == Revision.Kind.BEFORE or row.made_at <= stored_at:
            first[row.article_id] = row.state
        last[row.article_id] = row.state
    for key, state in last.items():
        names = changed_names(first.get(key, {}), state)
        if names:
            edits[key].update(dict.fromkeys(names))


def _desk_work(held: dict[int, RunPage], new: dict[int, RunPage], reasons: Reasons) -> None:
    """Lines moved by editors, and flags they raised or settled."""
    for repair in Repair.objects.filter(page__in=held, undone_at=None).defer("changes"):
        if repair.made_at > held[repair.page_id].stored_at:
            reasons[repair.page_id][f"修整过版面：{repair.note}。"] = None
    for flag in Flag.objects.filter(page__in=new).select_related("article"):
        where = f"《{flag.article.headline}》的" if flag.article else ""
        if flag.resolved_at is not None:
            reasons[flag.page_id][f"{where}待核对事项已处理：{flag.message}"] = None
        elif flag.created_at > new[flag.page_id].stored_at:
            reasons[flag.page_id][f"{where}待核对事项是之后提出的：{flag.message}"] = None


Kinds = tuple[tuple[type[Model], str], ...]

_AT_WORK: Kinds = ((UnsavedEdit, "有人写了还没保存"), (Hold, "有编辑正在处理"))
_WITH_IT: Kinds = ((Picture, "有图片"), (Correction, "有更正"))


def _note(kinds: Kinds, articles: dict[int, Article], reasons: Reasons) -> None:
    """Tell of what hangs on these stories and is nobody's but an editor's."""
    for model, what in kinds:
        rows = model._default_manager.filter(article__in=articles).order_by()
        if model is Hold:
            rows = rows.filter(until__gt=timezone.now())
        for key in rows.values_list("article", flat=True).distinct():
            story = articles[key]
            reasons[story.page_id][f"《{story.headline}》{what}。"] = None
