"""The editors' desk: the admin site, whose first screen shows what needs an editor."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path
from django.views.generic import View

from articles.deciding import open_pairs, unclear_bylines, unclear_mentions
from articles.judging import open_alarms
from articles.models import Article, Flag, ImportRun
from articles.run_summary import counts_text
from people.counting import count_up_to

# How many rows of each kind the first screen shows; the lists behind them have the rest.
SHOWN_RUNS = 5
# Up to here the first screen counts; of more it says that they are more.
COUNTED = 9999

# The models in the order an editor needs them; what is not named follows.
MODEL_ORDER = (
    "Article",
    "Flag",
    "Alarm",
    "Page",
    "Issue",
    "Newspaper",
    "Tag",
    "TagWord",
    "ImportRun",
    "Source",
    "Reporter",
    "Official",
    "Person",
    "Tenure",
    "Post",
    "Organization",
    "LinkDecision",
    "PersonPair",
)
APP_ORDER = ("articles", "people")


class Autocomplete(AutocompleteJsonView):
    """Choices that an admin can describe: people of one name must be told apart."""

    def serialize_result(self, obj: Model, to_field_name: str) -> dict[str, str]:
        result = super().serialize_result(obj, to_field_name)
        describe = getattr(self.model_admin, "autocomplete_label", None)
        return result | {"text": describe(obj)} if describe else result


class EditorsDesk(AdminSite):
    site_title = "编辑台"
    site_header = "编辑台"
    index_title = "今天要做的事"

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        return super().index(request, {**_work(request), **(extra_context or {})})

    def get_urls(self) -> list[URLPattern | URLResolver]:
        # These are pages of the desk itself, which has to be there before they are read.
        from articles.admin.approving import ApproveView  # noqa: PLC0415
        from articles.admin.audit import AuditView  # noqa: PLC0415
        from articles.admin.pairs import PairView  # noqa: PLC0415
        from articles.admin.reviewing import ReviewQueue, ReviewStep  # noqa: PLC0415
        from articles.admin.unclear import UnclearBylines, UnclearMentions  # noqa: PLC0415
        from articles.admin.upload import UploadPlanView, UploadView  # noqa: PLC0415

        pages: list[tuple[str, type[View], str]] = [
            ("articles/review/", ReviewQueue, "articles-review"),
            ("articles/review/step/", ReviewStep, "articles-review-step"),
            ("articles/review/approve/", ApproveView, "articles-review-approve"),
            ("people/unclear/", UnclearMentions, "people-unclear"),
            ("people/unclear/bylines/", UnclearBylines, "people-unclear-bylines"),
            ("people/pairs/", PairView, "people-pairs"),
            ("audit/", AuditView, "audit"),
            ("articles/upload/", UploadView, "upload"),
            ("articles/upload/<int:pk>/", UploadPlanView, "upload-plan"),
        ]
        own = [
            path(address, self.admin_view(view.as_view()), name=name)
            for address, view, name in pages
        ]
        return [*own, *super().get_urls()]

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        response: HttpResponse = Autocomplete.as_view(admin_site=self)(request)  # type: ignore[assignment]
        return response

    def get_app_list(
        self, request: HttpRequest, app_label: str | None = None
    ) -> list[dict[str, Any]]:
        apps = super().get_app_list(request, app_label)
        for app in apps:
            app["models"].sort(key=lambda model: _place(model["object_name"], MODEL_ORDER))
        return sorted(apps, key=lambda app: _place(app["app_label"], APP_ORDER))


def _place(name: str, order: tuple[str, ...]) -> int:
    return order.index(name) if name in order else len(order)


def _work(request: HttpRequest) -> dict[str, Any]:
    """What waits for an editor, as far as this user may see it; a query for each kind."""
    work: dict[str, Any] = {}
    if request.user.has_perm("articles.view_article"):
        from articles.admin.reviewing import first_screen  # noqa: PLC0415

        work["queue"] = first_screen(request)
        work["status_counts"] = [
            (status, status.label, _count(Article.objects.filter(status=status)))
            for status in Article.Status
        ]
    if request.user.has_perm("articles.view_flag"):
        work["open_flags"] = _count(Flag.objects.open())
    work["people_counts"] = _people_waiting(request)
    if request.user.has_perm("articles.view_importrun"):
        runs = ImportRun.objects.all()[:SHOWN_RUNS]
        work["import_runs"] = [(run, counts_text(run)) for run in runs]
    return work


def _count(rows: QuerySet[Any]) -> str:
    return count_up_to(rows, COUNTED)


def _people_waiting(request: HttpRequest) -> list[tuple[str, str, str]]:
    """The queues about people, each with its address, its name and how many wait there."""
    waiting: list[tuple[str, str, QuerySet[Any]]] = []
    if request.user.has_perm("people.change_person"):
        waiting += [
            ("people-unclear", "人物待认定", unclear_mentions()),
            ("people-unclear-bylines", "署名待认定", unclear_bylines()),
            ("people-pairs", "疑为同一人", open_pairs()),
        ]
    if request.user.has_perm("articles.view_alarm"):
        waiting.append(("articles_alarm_work", "疑点", open_alarms()))
    return [(f"admin:{name}", label, _count(rows)) for name, label, rows in waiting]
