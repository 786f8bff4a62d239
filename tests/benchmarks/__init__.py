"""Benchmarks, run by hand: `python -m tests.benchmarks.…`. Django is up before they import it."""

from __future__ import annotations

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
django.setup()
