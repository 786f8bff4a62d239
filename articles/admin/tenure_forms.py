"""Forms where an editor says who held a post when, and what that makes of the tenure."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef
from django.forms.models import BaseInlineFormSet

from articles.models import PostClaim
from people.models import Tenure
from people.typed import ModelForm

if TYPE_CHECKING:
    TenureFormSetBase = BaseInlineFormSet[Tenure, Any, Any]
else:
    TenureFormSetBase = BaseInlineFormSet

Status = Tenure.Status

FIELDS: list[str | list[str] | tuple[str, ...] | tuple[()]] = [
    ("post", "status"),
    ("start", "start_precision", "start_basis"),
    ("end", "end_precision", "end_basis"),
    "note",
]

# What an editor who changes it has looked into.
_JUDGED = {"person", "post", "start", "start_precision", "end", "end_precision"}

HELP = (
    "改了日期或岗位即为“已确认”，改的一头依据记作“编辑”，此后不随见报变动；改回“推断”就交还程序。"
    "报上有依据的，删除时只改为“有争议”，免得再推断出来；“有争议”的再删一次，才恢复推断。"
)


class TenureForm(ModelForm[Tenure]):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "status" in self.fields:  # not for those who may only look
            self.fields["status"].help_text = HELP

    def clean(self) -> dict[str, Any]:
        """Whoever changes a date or the post vouches for it, unless they say otherwise."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        changed = set(self.changed_data)
        for end in ("start", "end"):
            touched = {end, f"{end}_precision"} & changed
            if touched and f"{end}_basis" not in changed:
                cleaned[f"{end}_basis"] = Tenure.Basis.EDITOR if cleaned.get(end) else ""
        judged = bool(_JUDGED & changed) and "status" not in changed
        if judged and cleaned.get("status") == Status.INFERRED:
            cleaned["status"] = Status.CONFIRMED
        return cleaned


class TenureFormSet(TenureFormSetBase):
    """The tenures of a person; what print says and an editor deletes is disputed from then on."""

    disputed: list[Tenure]

    def save_existing_objects(self, commit: bool = True) -> list[Tenure]:
        deleted = [form.instance for form in self.deleted_forms if form.instance.pk]
        self.disputed = dispute_printed(deleted)
        saved = super().save_existing_objects(commit)
        for tenure in self.disputed:
            self.deleted_objects.remove(tenure)
            self.changed_objects.append((tenure, ["status"]))
        return saved

    def delete_existing(self, obj: Tenure, commit: bool = True) -> None:
        if obj not in self.disputed:
            super().delete_existing(obj, commit)


def dispute_printed(tenures: Collection[Tenure]) -> list[Tenure]:
    """Dispute those of these tenures that print would bring back if they were deleted.

    One that is disputed already may go: that is the way back to what print says.
    """
    seen = PostClaim.objects.held().filter(
        post=OuterRef("post"), mention__person=OuterRef("person")
    )
    numbers = [tenure.pk for tenure in tenures]
    rows = Tenure.objects.filter(Exists(seen), pk__in=numbers).exclude(status=Status.DISPUTED)
    printed = set(rows.values_list("pk", flat=True))
    Tenure.objects.filter(pk__in=printed).update(status=Status.DISPUTED)
    return [tenure for tenure in tenures if tenure.pk in printed]


def keep_terms_beside(people: Collection[int]) -> int:
    """Confirm what is inferred beside an editor's tenure of the same person and post.

    Nothing is inferred beside one, and the editor saw both and left this one as it is.
    """
    own = Tenure.objects.filter(person=OuterRef("person"), post=OuterRef("post")).exclude(
        status=Status.INFERRED
    )
    beside = Tenure.objects.filter(Exists(own), person__in=people, status=Status.INFERRED)
    return beside.update(status=Status.CONFIRMED)
