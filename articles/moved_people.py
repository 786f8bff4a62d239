"""Old addresses of people: whoever was merged into another is found there."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse

from people.models import PersonRedirect

View = Callable[..., HttpResponse]


def moved_people(name: str, people: Callable[[], QuerySet[Any]]) -> Callable[[View], View]:
    """Let a view of one person answer 301 for somebody unknown who was merged into another.

    Args:
        name: of the address to send readers to.
        people: whom that address shows; an unknown person stays unknown while it would not.
    """

    def following(view: View) -> View:
        @wraps(view)
        def viewed(request: HttpRequest, pk: int, **rest: Any) -> HttpResponse:
            try:
                return view(request, pk, **rest)
            except Http404:
                moved = PersonRedirect.objects.filter(old_id=pk).values_list("person", flat=True)
                present = people().filter(pk__in=moved).values_list("pk", flat=True).first()
                if present is None:
                    raise
                url = reverse(name, args=[present], query=request.GET)
                return HttpResponsePermanentRedirect(url)

        return viewed

    return following
