"""By what can be seen that something readers see has changed."""

from __future__ import annotations

from django.db import models


class ArchiveStamp(models.Model):
    """Numbers that are others after every write to a table readers are shown something of.

    Triggers write them; see `articles.stamping`. Together they are the state of the archive.
    """

    # One row of each transaction that wrote, where transactions run beside each other: a single
    # row would have them wait for one another, and in the end for ever. 0: of all of them.
    writer = models.BigIntegerField("事务", unique=True)
    value = models.BigIntegerField("印记")

    class Meta:
        default_permissions = ()
        verbose_name = "档案印记"
        verbose_name_plural = "档案印记"

    def __str__(self) -> str:
        return str(self.value)
