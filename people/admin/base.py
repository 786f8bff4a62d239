"""What all admins of the desk share: lists of any length, and no page that a wrong address breaks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Model
from django.db.models.fields.related import ManyToManyField
from django.http import HttpRequest

from people.admin.lists import LongListAdmin

Row = TypeVar("Row", bound=Model)

LONGEST_KEY = 18  # digits that a 64-bit column takes


def is_key(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= LONGEST_KEY


class RowSelect(AutocompleteSelect):
    """Autocomplete that passes over what is no row's key, as a form that was refused may hold."""

    def optgroups(
        self, name: str, value: Sequence[str], attr: dict[str, Any] | None = None
    ) -> list[tuple[str | None, list[dict[str, Any]], int | None]]:
        keys = [each for each in value if is_key(str(each))]
        groups: list[tuple[str | None, list[dict[str, Any]], int | None]]
        groups = super().optgroups(name, keys, attr)
        return groups


class BaseAdmin(LongListAdmin[Row]):
    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Row | None:
        # An empty name in the address names no field.
        return super().get_object(request, object_id, from_field or None)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if "widget" not in kwargs and db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = RowSelect(db_field, self.admin_site, using=kwargs.get("using"))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """What the address fills in, without what its field would refuse."""
        given = super().get_changeform_initial_data(request)
        return {name: value for name, value in given.items() if self._takes(name, value)}

    def _takes(self, name: str, value: Any) -> bool:
        try:
            field = self.opts.get_field(name)
        except FieldDoesNotExist:
            return True  # no field of the form is filled from it
        if isinstance(field, ManyToManyField):
            return all(is_key(each) for each in value)
        try:
            field.clean(value, None)  # type: ignore[union-attr]  # no field of a form is otherwise
        except ValidationError:
            return False
        return True
