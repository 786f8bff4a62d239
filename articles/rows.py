"""The rows that hang on stories, compared with what is wanted and written all at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from articles.models import Article


@dataclass(slots=True)
class Rows:
    """The rows of one kind over the stories of a page."""

    model: type[Any]
    columns: tuple[str, ...]  # what can change in a row that stays
    new: list[Any] = field(default_factory=list)
    changed: list[Any] = field(default_factory=list)
    kept: list[Any] = field(default_factory=list)
    gone: list[Any] = field(default_factory=list)

    def bring(self, held: dict[Any, Any], wanted: dict[Any, dict[str, Any]]) -> None:
        """Sort a story's rows into new, changed, kept and gone.

        Args:
            held: the stored rows, and
            wanted: the values they should have, in order; by what tells rows of a story apart.
        """
        for key, values in wanted.items():
            row = held.get(key)
            if row is None:
                self.new.append(self.model(**values))
                continue
            differs = any(getattr(row, name) != values[name] for name in self.columns)
            for name in self.columns:
                setattr(row, name, values[name])
            (self.changed if differs else self.kept).append(row)
        self.gone += [row for key, row in held.items() if key not in wanted]

    def values_of_gone(self, name: str) -> set[int]:
        return {value for row in self.gone if (value := getattr(row, name)) is not None}

    def unlinked(self) -> list[Any]:
        """The rows to write that have no person yet."""
        return [row for row in (*self.new, *self.changed) if row.person_id is None]

    def unclear(self, article: Article) -> set[str]:
        """The names of a story that stay without a person."""
        rows = (*self.new, *self.changed, *self.kept)
        return {row.name for row in rows if row.article_id == article.pk and row.person_id is None}

    def delete_gone(self) -> None:
        """To come before `save`: what is written may take the place of what goes."""
        if self.gone:
            self.model.objects.filter(pk__in=[row.pk for row in self.gone]).delete()

    def save(self, *linked: str) -> None:
        """Write new and changed rows; `linked` names further columns of the changed ones."""
        self.model.objects.bulk_create(self.new)
        if self.changed:
            self.model.objects.bulk_update(self.changed, [*self.columns, *linked])
