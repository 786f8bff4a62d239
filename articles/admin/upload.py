"""The desk's pages for bringing in new pages: choose files, see what would become of them, import."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.views.generic import View

from articles.admin.upload_forms import LeftOutForm, UploadForm
from articles.importing import Import
from articles.models import Upload
from articles.planning import Outcome
from articles.printed_kinds import KINDS
from articles.received import Refused
from articles.run_summary import COUNT_LABELS
from articles.upload_plans import PlannedPage, plan_upload
from articles.uploading import (
    KEPT_FOR,
    MAX_BYTES,
    MAX_PAGE_BYTES,
    MAX_PAGES,
    as_row,
    import_upload,
    keep_upload,
    uploads_of,
)

SHOWN_OPEN = 5  # so many pages are shown unfolded; of more, those that need a look


class UploadPage(PermissionRequiredMixin, View):
    """The frame of both pages."""

    permission_required = "articles.import_issue"
    raise_exception = True

    @property
    def editor(self) -> AbstractBaseUser:
        return cast(AbstractBaseUser, self.request.user)

    def show(self, template: str, title: str, context: dict[str, Any]) -> HttpResponse:
        base = admin.site.each_context(self.request) | {"title": title}
        return TemplateResponse(self.request, f"admin/articles/{template}", base | context)


class UploadView(UploadPage):
    """Choose files."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._form(UploadForm(), [])

    def post(self, request: HttpRequest) -> HttpResponse:
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._form(form, [])
        chosen = form.cleaned_data
        typed = {"paper": chosen["paper"], "date": chosen["date"]}
        received = keep_upload(chosen["pages"], self.editor, typed)
        if received.upload is None:
            return self._form(form, received.refused)
        return redirect("admin:upload-plan", received.upload.pk)

    def _form(self, form: UploadForm, refused: list[Refused]) -> HttpResponse:
        context = {
            "form": form,
            "refused": [as_row(each) for each in refused],
            "waiting": uploads_of(self.editor).prefetch_related("runs")[:10],
            "max_pages": MAX_PAGES,
            "max_bytes": MAX_BYTES,
            "max_page_bytes": MAX_PAGE_BYTES,
            "kept_hours": int(KEPT_FOR.total_seconds()) // 3600,
        }
        return self.show("upload.html", "上传版面", context)


class UploadPlanView(UploadPage):
    """See what would become of the files, correct what names them, import them or not."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        upload = uploads_of(self.editor).filter(pk=pk).first()
        return self._gone() if upload is None else self._plan(upload)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        upload = uploads_of(self.editor).filter(pk=pk).first()
        if upload is None:
            return self._gone()
        if "cancel" in request.POST:
            upload.delete()
            messages.success(request, "已取消，什么也没有存。")
            return redirect("admin:upload")
        forms_sent = self._forms(upload)
        if not all(form.is_valid() for form in forms_sent.values()):
            return self._plan(upload, forms_sent)
        retyped = self._save(upload, forms_sent)
        if "apply" in request.POST and not retyped:
            return self._import(upload)
        if "apply" in request.POST:
            messages.warning(request, "改过报纸、日期、版次或版名，下面是新的方案；看过再导入。")
        return redirect("admin:upload-plan", upload.pk)

    def _gone(self) -> HttpResponse:
        text = "这次上传已经导入或取消，或者过了保存的时间。请重新选择文件。"
        messages.warning(self.request, text)
        return redirect("admin:upload")

    def _forms(self, upload: Upload) -> dict[int, LeftOutForm]:
        """By the position of the file; a file that was refused has none."""
        positions = upload.files.order_by("position").values_list("position", flat=True)
        return {
            position: LeftOutForm(self.request.POST, prefix=f"page{position}")
            for position in positions
            if f"page{position}-paper" in self.request.POST
        }

    def _save(self, upload: Upload, forms_sent: dict[int, LeftOutForm]) -> bool:
        """Keep what was typed and chosen; whether the plan has to be made anew."""
        publish = "publish" in self.request.POST
        if upload.publish != publish:
            upload.publish = publish
            upload.save(update_fields=["publish"])
        retyped = False
        files = {file.position: file for file in upload.files.defer("data")}
        for position, form in forms_sent.items():
            file = files[position]
            said = form.retyped()
            retyped |= bool(said)
            file.typed = {name: value for name, value in (file.typed | said).items() if value}
            file.left_out = form.cleaned_data["left_out"]
            file.save(update_fields=["typed", "left_out"])
        return retyped

    def _plan(
        self, upload: Upload, forms_sent: dict[int, LeftOutForm] | None = None
    ) -> HttpResponse:
        pages = plan_upload(upload)
        many = len(pages) > SHOWN_OPEN
        rows = [
            {
                "page": page,
                "form": (forms_sent or {}).get(page.file.position) or _form_of(page),
                "outcome": COUNT_LABELS.get(str(page.outcome), ""),
                "open": not many or page.needs_a_look,
            }
            for page in pages
        ]
        context = {
            "upload": upload,
            "rows": rows,
            "kinds": KINDS,
            "outcomes": COUNT_LABELS,
            "run": upload.runs.first(),
            "storable": any(not page.refused for page in pages),
        }
        return self.show("upload_plan.html", "导入方案", context)

    def _import(self, upload: Upload) -> HttpResponse:
        importer = import_upload(upload, self.editor)
        _report(self.request, importer)
        if importer.log.pk is None:
            return redirect("admin:upload")
        return redirect("admin:articles_importrun_change", importer.log.pk)


def _form_of(page: PlannedPage) -> LeftOutForm:
    initial = page.facts | {"left_out": page.file.left_out}
    return LeftOutForm(initial=initial, prefix=f"page{page.file.position}")


def _report(request: HttpRequest, importer: Import) -> None:
    summary = importer.summary
    counts = [
        f"{COUNT_LABELS[outcome]} {summary.stories[outcome]} 篇"
        for outcome in Outcome
        if summary.stories[outcome]
    ]
    if summary.published:
        counts.append(f"发布 {summary.published} 篇")
    link = reverse("admin:articles-review")
    text = '导入 {} 版：{}。<a href="{}">去审稿</a>'
    messages.success(
        request, format_html(text, summary.pages.total(), "，".join(counts) or "没有稿件", link)
    )
    if summary.refused:
        messages.warning(request, f"{len(summary.refused)} 个文件没有导入，原因见下。")
