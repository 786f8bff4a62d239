"""What printed titles mean: organization, post and standing. Plain Python, no database."""

from __future__ import annotations

from people.offices.gazetteer import Division, Level
from people.offices.home import find_home
from people.offices.records import Body, HeldPost, Kind, Standing
from people.offices.understanding import understand

__all__ = [
    "Body",
    "Division",
    "HeldPost",
    "Kind",
    "Level",
    "Standing",
    "find_home",
    "understand",
]
