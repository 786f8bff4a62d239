"""The people in a story, judged in its text: what the buttons there do once the form is saved."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from articles.admin.marked_text import marked_text
from articles.admin.mention_cards import AddForm, RelinkForm, mention_cards
from articles.admin.repairs import RepairTools
from articles.deciding import DecisionError
from articles.mentioning import accept_mention, add_mention, reject_mention, relink_mention
from articles.models import Article
from people.typed import ModelAdmin

# The name of the buttons that judge; they belong to the story's form, so that what else is
# typed there is saved along and never lost.
BUTTON = "_mention"
ADD = "add"


class MarkedTextDesk(ModelAdmin[Article]):
    """The story's text beside its form, and what its buttons do once the form is saved."""

    def may_judge(self, request: HttpRequest, article: Article) -> bool:
        allowed = request.user.has_perm("articles.change_mention")
        return allowed and self.has_change_permission(request, article)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        article = context.get("original")
        if article is not None:
            repairs: RepairTools | None = context.get("repairs")
            lines = repairs.lines if repairs else ()
            context["marked"] = marked_text(article, mention_cards(article), lines)
            context["may_judge"] = self.may_judge(request, article)
            context["naming"] = AddForm()
        return super().render_change_form(request, context, *args, **kwargs)

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        """Do what a button of the text asks for; the form around it has been saved."""
        if BUTTON not in request.POST or not self.may_judge(request, obj):
            return super().response_change(request, obj)
        do, _, number = request.POST[BUTTON].partition("-")
        place = f"mention-{number}"
        try:
            with transaction.atomic():
                text, place = self._judge(request, obj, do, number)
        except DecisionError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, text + _saved_along(request, obj))
        address = reverse("admin:articles_article_change", args=[obj.pk], query=request.GET)
        return HttpResponseRedirect(f"{address}#{place}")

    def log_change(self, request: HttpRequest, obj: Article, message: Any) -> Any:
        """A judgement is logged by its own words: that nothing else was saved is no news."""
        if message or BUTTON not in request.POST:
            return super().log_change(request, obj, message)
        return None

    def _judge(
        self, request: HttpRequest, article: Article, do: str, number: str
    ) -> tuple[str, str]:
        """What was done, and where in the page to go on."""
        editor: Any = request.user
        if do == ADD:
            return _add(request, article)
        rows = article.mentions.select_related("person", "article__page")
        mention = rows.filter(pk=number).first() if number.isdecimal() else None
        if mention is None:
            raise DecisionError("这个姓名已不在稿件里，可能别的编辑刚刚删去。")
        if do == "accept":
            confirm = request.user.has_perm("people.change_person")
            return accept_mention(mention, editor, confirm=confirm), f"mention-{number}"
        if do == "reject":
            return reject_mention(mention, editor), "story-text"
        if do == "nobody":
            return relink_mention(mention, None, editor), f"mention-{number}"
        form = RelinkForm(mention.pk, request.POST)
        if not form.is_valid() or form.cleaned_data["to"] is None:
            raise DecisionError("还没有选是谁。")
        return relink_mention(mention, form.cleaned_data["to"], editor), f"mention-{number}"


def _add(request: HttpRequest, article: Article) -> tuple[str, str]:
    form = AddForm(request.POST)
    if not form.is_valid() or not form.cleaned_data["name"]:
        raise DecisionError("没有添上：先写姓名，职务用顿号分开。")
    values = form.cleaned_data
    editor: Any = request.user
    mention, text = add_mention(article, values["name"], values["posts"], editor, values["person"])
    return text, f"mention-{mention.pk}"


def _saved_along(request: HttpRequest, article: Article) -> str:
    """A word on what else the form held and was saved just before."""
    same = request.POST.get("version") == article.updated_at.isoformat()
    return "" if same else "表单里改过的也已保存。"
