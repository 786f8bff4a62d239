"""Finding stories on the desk: by the index that the site is searched with, hidden ones too."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest

from articles.models import Article
from articles.search.filters import ForEditors
from articles.search.hits import Hits
from articles.search.names import people_meant
from articles.search.query import parse
from people.typed import ModelAdmin

MOST_FOUND = 1000  # so that filters and sorting have little to go through


class SearchDesk(ModelAdmin[Article]):
    search_fields = ["headline"]  # Django shows no box without; the index knows the fields
    search_help_text = "在标题、正文、署名和原文里查找，写法与网站的检索相同"

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Article], search_term: str
    ) -> tuple[QuerySet[Article], bool]:
        if not search_term.strip():
            return queryset, False
        query = parse(search_term)
        hits = Hits(query, ForEditors(), people_meant(query.wanted, corrected=True))
        if not hits.are_led_to:
            messages.warning(request, "请至少写两个连着的字。")
            return queryset.none(), False
        found = [article for _, article in hits.newest(MOST_FOUND + 1)]
        if len(found) > MOST_FOUND:
            text = f"找到的超过 {MOST_FOUND} 篇，只在最新的 {MOST_FOUND} 篇里；多写几个字会更准。"
            messages.info(request, text)
        return queryset.filter(pk__in=found[:MOST_FOUND]), False
