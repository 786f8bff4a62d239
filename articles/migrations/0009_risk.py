from __future__ import annotations

from typing import Any

from django.db import migrations, models
from django.db.models import Case, IntegerField, OuterRef, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

STORIES_A_BATCH = 2000  # a statement

WEIGHTS = {
    "edit-conflict": 30,
    "not-found-again": 30,
    "unfinished-text": 20,
    "orphan-text": 20,
    "no-headline": 20,
    "reordered": 20,
    "doubtful-official": 15,
    "too-long": 10,
    "unread-character": 5,
    "suspect-character": 3,
    "quote-unbalanced": 3,
    "no-byline": 2,
    "person-unclear": 1,
}


def rate_all(apps: Any, schema_editor: Any) -> None:
    """Give the stories there are the risk that the importer gives to new ones."""
    using = schema_editor.connection.alias

    def rows(model: str) -> Any:
        return apps.get_model("articles", model).objects.using(using)

    def weight_of(found: Any, weight: Any) -> Any:
        own = found.filter(article=OuterRef("pk")).order_by().values("article")
        total = own.annotate(weight=Sum(weight, output_field=IntegerField())).values("weight")
        return Coalesce(Subquery(total), 0)

    by_code = [When(code=code, then=Value(weight)) for code, weight in WEIGHTS.items()]
    blocked = Case(When(blocking=True, then=Value(100)), default=Value(0))
    risk = (
        weight_of(
            rows("Flag").filter(resolved_at__isnull=True),
            Case(*by_code, default=Value(5)) + blocked,
        )
        + weight_of(rows("Alarm").filter(status="open"), Value(20))
        + weight_of(rows("Mention").filter(person__isnull=True), Value(8))
        + weight_of(rows("Byline").filter(person__isnull=True), Value(4))
    )
    stories = rows("Article").order_by()
    last = stories.aggregate(last=models.Max("pk"))["last"] or 0
    for start in range(1, last + 1, STORIES_A_BATCH):
        stories.filter(pk__gte=start, pk__lt=start + STORIES_A_BATCH).update(risk=risk)


class Migration(migrations.Migration):
    dependencies = [("articles", "0008_withdrawal_note")]

    operations = [
        migrations.AddField(
            model_name="article",
            name="risk",
            field=models.PositiveIntegerField(default=0, editable=False, verbose_name="风险"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["status", "-risk", "id"], name="article_review"),
        ),
        migrations.RunPython(rate_all, migrations.RunPython.noop),
    ]
