"""The editors' desk for people, as far as it needs no stories."""

from __future__ import annotations

from people.admin.people import OfficialAdmin, OtherNameInline, PersonAdmin, ReporterAdmin

__all__ = ["OfficialAdmin", "OtherNameInline", "PersonAdmin", "ReporterAdmin"]
