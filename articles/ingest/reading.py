"""One text while its officials are read: what stands in it, and how far it has been read."""

from __future__ import annotations

from dataclasses import dataclass

from articles.ingest.lexicon import PostWords
from articles.ingest.person_names import Name, NameReader
from articles.ingest.post_titles import PartHeads, TitleReader, Titles
from articles.ingest.squeezed import Squeezed

# The lead a name needs where its place does not promise one.
STRICT = 4.0


@dataclass(frozen=True, slots=True)
class Hit:
    """One name with the posts printed beside it there."""

    name: Name
    posts: tuple[str, ...]
    rule: str
    doubtful: bool = False
    honorary: bool = False  # makes an official only of who has another post in the story


@dataclass(slots=True)
class Reading:
    """Everything the rules need of one text; `floor` is where the last name read ends."""

    view: Squeezed
    heads: PartHeads
    names: NameReader
    titles: TitleReader
    words: PostWords
    floor: int = 0
    last: Name | None = None  # the last name read

    @property
    def text(self) -> str:
        return self.view.text

    def before(self, end: int, bonus: float, least: float = 0.0) -> Name | None:
        """The name that ends at `end`, if it has a surname and was not read yet."""
        if self.last is not None and end == self.last.end == self.floor:
            return self.last  # 书记张某某|是全国人大代表
        name = self.names.before(self.view, end, bonus)
        if name is None or name.start < self.floor or name.lead < least:
            return None
        return name if self.names.candidates.has_surname(name.text) or name.confirmed else None

    def hit(self, name: Name, titles: Titles, rule: str, *, doubtful: bool = False) -> Hit:
        """What is found where `name` stands beside `titles`."""
        doubtful = (doubtful or name.doubtful) and not name.confirmed
        rule = "known-name" if name.confirmed else rule
        return Hit(name, titles.posts, rule, doubtful, titles.honorary)
