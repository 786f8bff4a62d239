"""The OpenAPI document made ready for a page that people read, without a script."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

Document = dict[str, Any]

_TYPES = {
    "string": "文字",
    "integer": "整数",
    "number": "数",
    "boolean": "true 或 false",
    "null": "null",
    "object": "对象",
}


@dataclass(frozen=True, slots=True)
class Member:
    """A parameter of an address, or a field of a document."""

    name: str
    type: str
    description: str
    schema: str = ""  # the document it holds, to be linked to
    required: bool = False
    default: str = ""


@dataclass(frozen=True, slots=True)
class Operation:
    id: str
    path: str
    summary: str
    description: str
    parameters: list[Member]
    schema: str


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    operations: list[Operation] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class DocumentKind:
    name: str
    description: str
    members: list[Member]


@dataclass(frozen=True, slots=True)
class Readable:
    version: str
    introduction: str
    points: list[str]
    groups: list[Group]
    kinds: list[DocumentKind]


def readable(document: Document) -> Readable:
    groups: dict[str, Group] = {}
    for path, methods in document["paths"].items():
        operation = methods["get"]
        group = groups.setdefault(operation["tags"][0], Group(operation["tags"][0]))
        group.operations.append(
            Operation(
                id=operation["operationId"],
                path=path,
                summary=operation["summary"],
                description=operation.get("description", ""),
                parameters=[_parameter(each) for each in operation["parameters"]],
                schema=_answer(operation),
            )
        )
    schemas = document["components"]["schemas"]
    introduction, _, points = document["info"]["description"].partition("\n\n")
    return Readable(
        version=document["info"]["version"],
        introduction=introduction,
        points=[point.removeprefix("- ") for point in points.split("\n")],
        groups=list(groups.values()),
        kinds=[
            DocumentKind(name, schema.get("description", ""), list(_members(schema)))
            for name, schema in sorted(schemas.items())
            if "properties" in schema
        ],
    )


def _answer(operation: Document) -> str:
    content = operation["responses"]["200"]["content"]["application/json"]
    return _linked(content["schema"])


def _parameter(parameter: Document) -> Member:
    schema = parameter["schema"]
    default = schema.get("default")
    return Member(
        name=parameter["name"],
        type=_type(schema),
        description=parameter.get("description") or schema.get("description", ""),
        required=parameter["in"] == "path",
        default="" if default in (None, "") else str(default),
    )


def _members(schema: Document) -> Iterator[Member]:
    for name, member in schema["properties"].items():
        description = member.get("description", "")
        yield Member(name, _type(member), description, _linked(member))


def _type(schema: Document) -> str:
    """What a value is, in words: 文字, 整数或 null, 若干 Paragraph."""
    if "anyOf" in schema:
        return " 或 ".join(_type(each) for each in schema["anyOf"])
    if "$ref" in schema:
        return _name(schema["$ref"])
    if "enum" in schema:
        return "、".join(str(each) or "（空）" for each in schema["enum"])
    if schema.get("type") == "array":
        return f"若干 {_type(schema['items'])}"
    if schema.get("format") == "date-time":
        return "日期时间"
    return _TYPES.get(schema.get("type", ""), "")


def _linked(schema: Document) -> str:
    """The document that a value is or holds; "" for none."""
    for each in (schema, schema.get("items", {}), *schema.get("anyOf", ())):
        if "$ref" in each:
            return _name(each["$ref"])
    return ""


def _name(reference: str) -> str:
    return reference.rpartition("/")[2]
