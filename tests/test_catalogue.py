"""The English catalogue: whole, true to its places, compiled, and of what is marked today."""

from __future__ import annotations

import ast
import io
import re
from collections.abc import Iterator
from gettext import GNUTranslations
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
PO = ROOT / "newsroom/locale/en/LC_MESSAGES/django.po"
# The desk and the issues that readers take along are Chinese.
CHINESE_ALONE = (
    "articles/admin/",
    "people/admin/",
    "templates/admin/",
    "templates/articles/portable/",
)

Marked = tuple[str | None, str]  # the context, and the text in Chinese

_PLACE = re.compile(r"%\(\w+\)[sd]")
_CHINESE = re.compile("[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
_CALLS = {"gettext", "ngettext", "pgettext", "npgettext", "_"}
_LITERAL = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
_CALL = re.compile(rf"\b(n?p?gettext|_)\(({_LITERAL}(?:,\s*{_LITERAL})*)")


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    with PO.open("rb") as file:
        return read_po(file)


def messages(catalogue: Catalog) -> list[tuple[str, Message]]:
    """Each with its text in Chinese."""
    rows = [each for each in catalogue if each.id]
    return [(each.id[0] if each.pluralizable else each.id, each) for each in rows]


def test_every_message_is_translated_with_its_places(catalogue) -> None:
    for chinese, message in messages(catalogue):
        texts = message.string if message.pluralizable else (message.string,)
        assert not message.fuzzy, chinese
        for number, text in enumerate(texts):
            assert text.strip(" "), chinese
            assert not _CHINESE.search(text), text
            places = set(_PLACE.findall(chinese))
            # "In print once" says its number in a word.
            spare = {"%(count)s"} if message.pluralizable and number == 0 else set()
            assert places - spare <= set(_PLACE.findall(text)) <= places, chinese


def test_what_is_compiled_is_the_catalogue(catalogue) -> None:
    anew = io.BytesIO()
    write_mo(anew, catalogue)
    anew.seek(0)
    with PO.with_suffix(".mo").open("rb") as stored:
        assert _words(stored) == _words(anew)


def _words(file: io.BufferedIOBase) -> dict[object, str]:
    held: dict[object, str] = dict(vars(GNUTranslations(file))["_catalog"])
    del held[""]  # the header, in which each tool names itself
    return held


def test_the_catalogue_has_what_is_marked_and_nothing_else(catalogue) -> None:
    marked = {each for path in _sources() for each in _marked_in(path)}
    held = {(message.context, chinese) for chinese, message in messages(catalogue)}

    assert (marked - held, held - marked) == (set(), set()), "make messages"


def _sources() -> Iterator[Path]:
    for folder in ("articles", "people", "newsroom", "templates"):
        for path in sorted((ROOT / folder).rglob("*")):
            chinese = str(path.relative_to(ROOT)).startswith(CHINESE_ALONE)
            if path.suffix in (".py", ".html", ".txt") and not chinese:
                yield path


def _marked_in(path: Path) -> Iterator[Marked]:
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        for name, arguments in _CALL.findall(templatize(text)):
            yield _marked(
                name, [ast.literal_eval(each) for each in re.findall(_LITERAL, arguments)]
            )
    elif "django.utils.translation" in text:
        for node in ast.walk(ast.parse(text)):
            name = node.func.id if isinstance(node, ast.Call) and _is_name(node) else ""
            if name.removesuffix("_lazy") in _CALLS:
                literals = [each.value for each in node.args if isinstance(each, ast.Constant)]
                yield _marked(name.removesuffix("_lazy"), literals)


def _is_name(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Name)


def _marked(name: str, arguments: list[str]) -> Marked:
    return (arguments[0], arguments[1]) if "pgettext" in name else (None, arguments[0])
