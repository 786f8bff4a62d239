"""Fields of the desk that hold the number of a row, which an address may say wrongly."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, TypeVar

from django.contrib.admin import AdminSite
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from people.typed import ModelMultipleChoiceField

Row = TypeVar("Row", bound=Model)

_NUMBER = re.compile(r"[0-9]{1,18}")  # of more digits no row is, and no database takes it


def is_number(text: str) -> bool:
    """Whether it can be the number of a row."""
    return bool(_NUMBER.fullmatch(text))


class RowSelect(AutocompleteSelect):
    """Autocomplete that shows nothing chosen where what was said is no row's number."""

    def optgroups(
        self, name: str, value: Sequence[str], attr: dict[str, Any] | None = None
    ) -> list[tuple[str | None, list[dict[str, Any]], int | None]]:
        return super().optgroups(name, [each for each in value if is_number(str(each))], attr)


class RowsField(ModelMultipleChoiceField[Row]):
    """Rows to tick; what is no row's number is an error of the form, as a row that is gone."""

    def clean(self, value: Any) -> QuerySet[Row]:
        for each in value or ():
            if not is_number(str(each)):
                message = self.error_messages["invalid_choice"]
                raise ValidationError(message, code="invalid_choice", params={"value": each})
        return super().clean(value)


class PicksRows:
    """An admin or an inline whose `autocomplete_fields` are read so."""

    admin_site: AdminSite

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):  # type: ignore[attr-defined]
            kwargs.setdefault("widget", RowSelect(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]
