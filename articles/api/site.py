"""The API as a whole: its addresses, and its description as OpenAPI 3.1."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, re_path, reverse
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.operation import Operation
from ninja.renderers import JSONRenderer

from articles.api import people_endpoints, print_endpoints, search_endpoints
from articles.api.answering import answering, shedding
from articles.api.description import readable
from articles.api.problems import MEDIA_TYPE, answer_problems, problem
from articles.api.references import NAMESPACE

VERSION = "1.0"

DESCRIPTION = """本站公开的全部内容，供程序读取：只读，不用登记，任何网页都可以直接调用（CORS）。

- 只有已发布的稿件，以及由它们可见的期、版、人物、单位、岗位、任职和标签。
- 列表用 next 翻页，没有页码，也不给总数；next 为 null 就是完了。
- 每个回答带 ETag；下次带上 If-None-Match，没有变化就答 304，不必重传。
- 出错时的回答是 application/problem+json，detail 写明怎么回事、怎么办。
- 网址里的 v1 不变，已有的字段就不会改名、改义或消失；新的字段可能增加。
- 要全部数据，请向本站索取整库导出，不必逐篇读取。"""


class PlainRenderer(JSONRenderer):
    """Chinese as it is: escaped it would be twice as long."""

    json_dumps_params = {"ensure_ascii": False}


class Api(NinjaAPI):
    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__


api = Api(
    renderer=PlainRenderer(),
    title="报纸档案接口",
    version=VERSION,
    description=DESCRIPTION,
    urls_namespace=NAMESPACE,
    openapi_url=None,
    docs_url=None,
)
answer_problems(api)
api.add_router("", print_endpoints.router)
api.add_router("", search_endpoints.router)
api.add_router("", people_endpoints.people_router)
api.add_router("", people_endpoints.tags_router)


@cache
def described(root: str) -> dict[str, Any]:
    """The OpenAPI document, for the API at that path."""
    document: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(path_prefix=root)))
    for methods in document["paths"].values():
        for operation in methods.values():
            for status, response in operation["responses"].items():
                content = response.get("content", {})
                if status >= "400" and content:
                    response["content"] = {MEDIA_TYPE: content["application/json"]}
    return document


@answering
def openapi(_request: HttpRequest) -> HttpResponse:
    text = json.dumps(described(_root()), ensure_ascii=False)
    return HttpResponse(text, content_type="application/json")


@require_safe
def documentation(request: HttpRequest) -> HttpResponse:
    """The description for people to read."""
    context = {"api": readable(described(_root())), "address": request.build_absolute_uri(_root())}
    return render(request, "articles/api.html", context)


@answering
def unknown(_request: HttpRequest) -> HttpResponse:
    return problem(404, "接口里没有这个网址；有哪些，见 /api/。")


def _root() -> str:
    return reverse(f"{NAMESPACE}:api-root")


def _endpoints() -> list[URLPattern]:
    """The addresses of the endpoints; what stands above them is no document."""
    named = (each for each in api.urls[0] if isinstance(each, URLPattern))
    patterns = [each for each in named if each.name != "api-root"]
    for pattern in patterns:
        view = shedding(pattern.callback) if pattern.name == "search" else pattern.callback
        pattern.callback = answering(view)
    return [*patterns, path("", unknown, name="api-root")]


urlpatterns = [
    path("", documentation, name="api"),
    path("openapi.json", openapi, name="api-description"),
    path("v1/", (_endpoints(), "ninja", NAMESPACE)),
    re_path("", unknown),
]
