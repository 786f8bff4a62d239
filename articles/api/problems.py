"""What the API answers where it cannot do what was asked: problem details, in Chinese."""

from __future__ import annotations

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError

from articles.api.common_schemas import Problem, WrongParameter

MEDIA_TYPE = "application/problem+json"
METHODS = "GET, HEAD, OPTIONS"

# What an endpoint declares beside its document.
PROBLEMS: dict[int, Any] = {304: None, 404: Problem, 422: Problem}

BUSY: dict[int, Any] = {503: Problem}  # beside them, where work is shed under load

TITLES = {404: "没有找到", 405: "不能这样访问", 422: "参数不合要求", 503: "现在太忙"}

# What pydantic calls an error, and how it is said; {…} comes from the error.
_MESSAGES = {
    "int_parsing": "应是整数。",
    "int_parsing_size": "这个数太大了。",
    "int_type": "应是整数。",
    "int_from_float": "应是整数。",
    "greater_than_equal": "最小是 {ge}。",
    "less_than_equal": "最大是 {le}。",
    "string_too_long": "最多 {max_length} 个字。",
    "string_pattern_mismatch": "写法不对，请照参数说明里的例子写。",
    "missing": "缺少这个参数。",
    "bool_parsing": "应是 true 或 false。",
    "literal_error": "应是其中之一：{expected}。",
}
_OTHERWISE = "不合要求，请看参数说明。"


def problem(status: int, detail: str, errors: list[WrongParameter] | None = None) -> HttpResponse:
    document = Problem(
        type="about:blank",
        title=TITLES[status],
        status=status,
        detail=detail,
        errors=errors or [],
    )
    text = json.dumps(document.model_dump(), ensure_ascii=False)
    response = HttpResponse(text, content_type=MEDIA_TYPE, status=status)
    if status == 405:
        response["Allow"] = METHODS
    return response


def answer_problems(api: NinjaAPI) -> None:
    """Let `api` say what is wrong in this form."""
    api.add_exception_handler(Http404, _not_found)
    api.add_exception_handler(ValidationError, _invalid)


def _not_found(_request: HttpRequest, error: Any) -> HttpResponse:
    return problem(404, str(error) or "没有这份文档，或不公开。")


def _invalid(_request: HttpRequest, error: Any) -> HttpResponse:
    errors = [_wrong(each) for each in error.errors]
    return problem(422, "；".join(f"{each.parameter}：{each.message}" for each in errors), errors)


def _wrong(error: dict[str, Any]) -> WrongParameter:
    message = _MESSAGES.get(error["type"], _OTHERWISE).format(**error.get("ctx", {}))
    return WrongParameter(parameter=str(error["loc"][-1]), message=message)
