from __future__ import annotations

from typing import Any

from django.db import migrations, models
from django.db.models import Case, IntegerField, OuterRef, Q, Subquery, Sum, Value, When
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

    def weight_of(model: str, counts: Q, weight: Any) -> Any:
        # The condition in the sum: by its index, all that is open would be read for each story.
        own = rows(model).filter(article=OuterRef("pk")).order_by().values("article")
        weighed = Case(When(counts, then=weight), default=Value(0))
        total = own.annotate(weight=Sum(weighed, output_field=IntegerField())).values("weight")
        return Coalesce(Subquery(total), 0)

    by_code = [When(code=code, then=Value(weight)) for code, weight in WEIGHTS.items()]
    blocked = Case(When(blocking=True, then=Value(100)), default=Value(0))
    flag_weight = Case(*by_code, default=Value(5)) + blocked
    risk = (
        weight_of("Flag", Q(resolved_at__isnull=True), flag_weight)
        + weight_of("Alarm", Q(status="open"), Value(20))
        + weight_of("Mention", Q(person__isnull=True), Value(8))
        + weight_of("Byline", Q(person__isnull=True), Value(4))
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
