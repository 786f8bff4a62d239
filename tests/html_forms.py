"""What a browser would post for a form as it was rendered."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any


class _Fields(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, list[str]] = {}
        self._select = ""
        self._option_chosen = False
        self._textarea: tuple[str, list[str]] | None = None

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        held = {name: value or "" for name, value in attributes}
        name = held.get("name", "")
        if tag == "input" and name and held.get("type") not in ("submit", "button"):
            ticked_or_not = held.get("type") in ("checkbox", "radio")
            if not ticked_or_not or "checked" in held:
                value = held.get("value", "on" if ticked_or_not else "")
                self.values.setdefault(name, []).append(value)
        elif tag == "textarea":
            self._textarea = (name, [])
        elif tag == "select":
            self._select = name
            if "multiple" not in held:
                self.values.setdefault(name, [""])
        elif tag == "option" and "selected" in held:
            if self.values.get(self._select) == [""]:
                self.values[self._select] = []
            self.values.setdefault(self._select, []).append(held.get("value", ""))

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self._textarea[1].append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._textarea:
            name, pieces = self._textarea
            # The parser drops the first line end; a browser sends the others as CRLF.
            text = "".join(pieces).removeprefix("\n").removeprefix("\r\n")
            self.values.setdefault(name, []).append(
                text.replace("\r\n", "\n").replace("\n", "\r\n")
            )
            self._textarea = None


def posted(response: Any, **changes: Any) -> dict[str, Any]:
    """The fields of the page with `changes`; a change to None leaves a field out."""
    fields = _Fields()
    fields.feed(response.text)
    data: dict[str, Any] = {
        name: values[0] if len(values) == 1 else values for name, values in fields.values.items()
    }
    for name in ("action", "csrfmiddlewaretoken", "select_across", ""):
        data.pop(name, None)
    data.update(changes)
    return {
        name: value
        for name, value in data.items()
        if value is not None and "__prefix__" not in name
    }
