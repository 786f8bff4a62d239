"""How a feed is written: Atom and RSS as Django writes them, and JSON Feed."""

from __future__ import annotations

import json
from datetime import datetime
from typing import IO, Any
from xml.sax.xmlreader import AttributesImpl

from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.xmlutils import SimplerXMLGenerator


class Atom(Atom1Feed):
    """Atom with an author element for each of a story's authors."""

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for name in item["authors"]:
            handler.startElement("author", AttributesImpl({}))
            handler.addQuickElement("name", name)
            handler.endElement("author")


class Rss(Rss201rev2Feed):
    """RSS 2.0 with a dc:creator for each of a story's authors."""

    def rss_attributes(self) -> dict[str, str]:
        return {**super().rss_attributes(), "xmlns:dc": "http://purl.org/dc/elements/1.1/"}

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for name in item["authors"]:
            handler.addQuickElement("dc:creator", name)


class JsonFeed(SyndicationFeed):
    """https://www.jsonfeed.org/version/1.1/"""

    content_type = "application/feed+json; charset=utf-8"

    def write(self, outfile: IO[Any], encoding: str) -> None:
        document = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.feed["title"],
            "home_page_url": self.feed["link"],
            "feed_url": self.feed["feed_url"],
            "language": self.feed["language"],
            "authors": [{"name": self.feed["author_name"]}],
            "items": [self._item(item) for item in self.items],
        }
        outfile.write(json.dumps(document, ensure_ascii=False))

    def _item(self, item: dict[str, Any]) -> dict[str, Any]:
        fields = {
            "id": item["unique_id"],
            "url": item["link"],
            "title": item["title"],
            "content_text": item["text"],
            "date_published": _rfc3339(item["pubdate"]),
            "date_modified": _rfc3339(item["updateddate"]),
            "authors": [{"name": name} for name in item["authors"]],
            "tags": list(item["categories"]),
        }
        return {name: value for name, value in fields.items() if value}


def _rfc3339(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


FEED_FORMATS: dict[str, type[Atom | Rss | JsonFeed]] = {"atom": Atom, "rss": Rss, "json": JsonFeed}
