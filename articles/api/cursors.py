"""Pages of the API's lists: an opaque cursor over the key of the last row, nothing counted."""

from __future__ import annotations

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.exceptions import ValidationError as InvalidValue
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest

from articles.api.parameters import Paged
from articles.api.references import Addresses, addresses_of
from articles.paging import Order

Row = TypeVar("Row", bound=Model)

BY_ID = Order("id", numeric=True)


def read_rows(rows: QuerySet[Row], order: Order, cursor: str, limit: int) -> tuple[list[Row], str]:
    """The rows after the cursor, and the cursor after them; "" where no more follow.

    One query.

    Raises:
        Http404: it is no cursor of such a list.
    """
    if cursor:
        try:
            rows = rows.filter(order.beyond(*order.read(unpack(cursor))))
        except (Http404, InvalidValue):  # the latter: a date that is none
            raise no_cursor() from None
    found = list(rows.order_by(*order.fields())[: limit + 1])
    if len(found) <= limit:
        return found, ""
    found = found[:limit]
    return found, pack(order.cursor(found[-1]))


def read_page(
    request: HttpRequest,
    rows: QuerySet[Row],
    order: Order,
    wanted: Paged,
    entry: Callable[[Row, Addresses], object],
) -> dict[str, Any]:
    """What the document of a list has: an entry for each row of the page, and where to go on."""
    found, cursor = read_rows(rows, order, wanted.cursor, wanted.limit)
    addresses = addresses_of(request)
    items = [entry(row, addresses) for row in found]
    return {"items": items, "next": next_address(request, cursor)}


def next_address(request: HttpRequest, cursor: str) -> str | None:
    """The address of the page after this one, with all that this one was asked for."""
    if not cursor:
        return None
    query = request.GET.copy()
    query["cursor"] = cursor
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


def pack(key: str) -> str:
    return urlsafe_b64encode(key.encode()).decode().rstrip("=")


def unpack(cursor: str) -> str:
    """What `pack` was given.

    Raises:
        Http404: it was given nothing of the kind.
    """
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        return urlsafe_b64decode(padded.encode("ascii")).decode()
    except (binascii.Error, UnicodeError):
        raise no_cursor() from None


def no_cursor() -> Http404:
    return Http404("没有这一页：cursor 不是这个列表给出的；请照用上一页的 next，或从头读起。")
