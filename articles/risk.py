"""How much a story needs an editor: one number, stored so that no list has to work it out.

The number is a sum. An open flag counts by its code, and one that blocks 100 more; each name
without a person and each open alarm about the story adds its own. So 100 and more is a story
that cannot be published as it stands, and 0 one of which nothing is to be checked.

Whatever opens or closes a flag or an alarm, or links a name to a person, calls `rate` in the
same transaction.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Case, IntegerField, Model, OuterRef, Q, Subquery, Sum, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from articles.models import Alarm, Article, Byline, Flag, Mention
from articles.row_images import batches

BLOCKED = 100
# From here on the text or its people may be wrong; below it, somebody should have a look.
DOUBTFUL = 20

# What can be wrong for readers weighs most: words at the wrong place, an editor's words denied.
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
    "person-unclear": 1,  # the name itself counts
}
OTHER_WEIGHT = 5  # of a flag that an editor raised, or a code not named above
ALARM_WEIGHT = 20
UNKNOWN_OFFICIAL = 8
UNKNOWN_SIGNER = 4


def weight_of(code: str) -> int:
    return WEIGHTS.get(code, OTHER_WEIGHT)


def rate(articles: Iterable[int]) -> None:
    """Bring the stored risk of these stories in line with what is open about them.

    One statement a batch.
    """
    for batch in batches({*articles}):
        Article.objects.filter(pk__in=batch).update(risk=_risk())


def _risk() -> Combinable:
    by_code = [When(code=code, then=Value(weight)) for code, weight in WEIGHTS.items()]
    by_block = Case(When(blocking=True, then=Value(BLOCKED)), default=Value(0))
    flag_weight = Case(*by_code, default=Value(OTHER_WEIGHT)) + by_block
    return (
        _sum(Flag, Q(resolved_at__isnull=True), flag_weight)
        + _sum(Alarm, Q(status=Alarm.Status.OPEN), Value(ALARM_WEIGHT))
        + _sum(Mention, Q(person__isnull=True), Value(UNKNOWN_OFFICIAL))
        + _sum(Byline, Q(person__isnull=True), Value(UNKNOWN_SIGNER))
    )


def _sum(model: type[Model], counts: Q, weight: Combinable) -> Coalesce:
    """What the rows of the story of the outer query that count weigh together.

    The condition stands in the sum: a database that has an index for it would otherwise go
    through all that is open in the archive, for each story.
    """
    own = model._default_manager.filter(article=OuterRef("pk")).order_by().values("article")
    weighed = Case(When(counts, then=weight), default=Value(0))
    total = own.annotate(weight=Sum(weighed, output_field=IntegerField())).values("weight")
    return Coalesce(Subquery(total), 0)
