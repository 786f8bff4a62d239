"""Signatures: who wrote, photographed and edited a story, as the paper signs them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from articles.ingest.characters import one_blank
from articles.ingest.layout import Kind, Line
from articles.ingest.lexicon import Lexicon
from articles.ingest.records import BylineEntry, Printed
from articles.ingest.signature_forms import BRACKETS, WORK, part_credit, plain
from articles.ingest.signed_names import read_names
from articles.ingest.signed_roles import BESIDE, ROLE, ROLES

_ORNAMENT = re.compile(r"^[■□●○◆◇★☆▲△▼▽◎※•\s]+")
# What no signature holds; and of what each has one at the least, of its roles, its credit or
# the brackets about names alone.
_SENTENCE = re.compile(r"[,，。;；!！?？“”\"]")
_HINT = re.compile(r"[者员生影摄编校图文(（]")
# Role words and names only: what is longer is a sentence about reporters.
_LONGEST_SIGNATURE = 120


@dataclass(frozen=True, slots=True)
class Signature:
    entries: tuple[BylineEntry, ...]
    credit: str | None = None


def parse_signature(text: str, lexicon: Lexicon) -> Signature | None:
    """Read a signature, or say that the text is none.

    >>> parse_signature("记者 林晓禾 通讯员 周 立 文/图", lexicon)
    Signature((BylineEntry("记者", ("林晓禾",)), BylineEntry("通讯员", ("周立",))), "文/图")
    """
    ornament = _ORNAMENT.match(text)
    bare = text[ornament.end() if ornament else 0 :].strip()
    if len(bare) > _LONGEST_SIGNATURE or _SENTENCE.search(bare) or not _HINT.search(bare):
        return None
    bare, credit = part_credit(plain(bare))
    entries = _entries(bare, lexicon)
    if entries is None and (names := _named_without_role(text, bare, credit, lexicon)):
        entries = [BylineEntry(role, names) for role in (("文", "图") if credit else ("记者",))]
    return _credited(entries, credit) if entries else None


_TAKES = {"摄影": "摄", "图": "图"}


def _credited(entries: list[BylineEntry], credit: str | None) -> Signature:
    """记者 某某 摄: what stands behind the only names is a credit, not a second role."""
    if credit is None and len(entries) == 2 and entries[0].names == entries[1].names:
        credit = _TAKES.get(entries[1].role)
        return Signature(tuple(entries[: 1 if credit else 2]), credit)
    return Signature(tuple(entries), credit)


def _named_without_role(
    text: str, bare: str, credit: str | None, lexicon: Lexicon
) -> tuple[str, ...] | None:
    """Names alone, where brackets (（某某）) or a credit (某某 文/图) make them a signature."""
    if credit is None and not _BARE_NAMES.match(text.strip()):
        return None
    names = read_names(bare, lexicon)
    return names if names and all(_has_surname(name, lexicon) for name in names) else None


def _has_surname(name: str, lexicon: Lexicon) -> bool:
    return "·" in name or lexicon.is_surname(name[0]) or lexicon.is_surname(name[:2])


def _entries(text: str, lexicon: Lexicon) -> list[BylineEntry] | None:
    """The roles with their names; None when anything else stands in the text."""
    roles = list(ROLE.finditer(text))
    heads = [0, *(role.start() for role in roles)]
    entries: list[BylineEntry] = []
    for index, start in enumerate(heads):
        stop = heads[index + 1] if index + 1 < len(heads) else len(text)
        role = "" if index == 0 else ROLES[int(str(roles[index - 1].lastgroup)[1:])][0]
        names_from = start if index == 0 else roles[index - 1].end()
        if text[names_from:stop].isspace() or names_from == stop:
            continue
        segment = _segment(role, text[names_from:stop], lexicon)
        if segment is None:
            return None
        entries += segment
    return _merged(entries)


def _segment(role: str, text: str, lexicon: Lexicon) -> list[BylineEntry] | None:
    """The names behind one role word, with 文, 图 or 摄影 standing behind some of them."""
    out: list[BylineEntry] = []
    at = 0
    for beside in BESIDE.finditer(text):
        names = read_names(text[at : beside.start()], lexicon)
        if names is None:
            return None
        kind = "".join((beside["slashed"] or beside["glued"]).split())
        if names:
            out += [BylineEntry(role, names)] if role else []
            out.append(BylineEntry("摄影" if kind == "摄" else kind, names))
        at = beside.end()
    names = read_names(text[at:], lexicon)
    if names is None or (names and not role):
        return None
    if names:
        out.append(BylineEntry(role, names))
    return out


def _merged(entries: Iterable[BylineEntry]) -> list[BylineEntry]:
    """One entry a role, in the order in which the roles first stand."""
    roles: dict[str, list[str]] = {}
    for entry in entries:
        held = roles.setdefault(entry.role, [])
        held += [name for name in entry.names if name not in held]
    return [BylineEntry(role, tuple(names)) for role, names in roles.items()]


def read_signatures(lines: Sequence[Line], lexicon: Lexicon) -> Signature:
    """What all signatures of one story say together, in printed order."""
    entries: list[BylineEntry] = []
    credit = None
    for text in _places(lines):
        if signature := parse_signature(text, lexicon):
            entries += signature.entries
            credit = credit or signature.credit
    return Signature(tuple(_merged(entries)), credit)


def _places(lines: Sequence[Line]) -> list[str]:
    """The printed signatures; one that was broken between role and name is one again."""
    places: list[str] = []
    for line in lines:
        below = places and (line.gap == 0 and _NAMES_AND_CREDIT.match(line.text))
        if places and (below or _goes_on(places[-1], line.text)):
            places[-1] += " " + line.text
        else:
            places.append(line.text)
    return places


def _goes_on(text: str, following: str) -> bool:
    """Whether a signature lacks its names, its closing bracket or its 文/图, and this is it."""
    opened = sum(text.count(each) for each in "(（") > sum(text.count(each) for each in ")）")
    return _needs_names(text) or opened or bool(_CREDIT_ALONE.match(following))


def _needs_names(text: str) -> bool:
    roles = list(ROLE.finditer(text))
    names = text[roles[-1].end() :].strip(BRACKETS + " :：") if roles else ""
    return bool(roles) and (not names or names[-1] in "·•・")


# The signature behind the last full stop of a text line, in brackets or not.
_BEHIND = re.compile(
    r"(?<=[。！？!?”\"）)])(?![”’\"）)])\s*(?P<signature>[(（\[【]?\s*[■□●◆]?\s*[^。！？!?]{2,60})$"
)
_STOPS = ("。", "！", "？", "!", "?")  # with which it does not end
# The 文/图 of a signature on a line of its own below it
_CREDIT_ALONE = re.compile(
    r"^[(（]?\s*(?:文\s*[/／、·]?\s*图|图\s*[/／、·]\s*文|摄影报道)\s*[)）]?$"
)
# 苏禾 文/图: the last of the names, and the credit of all, below the other names
_NAMES_AND_CREDIT = re.compile(
    r"^[\u3400-\u9fff·]{2,4}(?:[ \u3000、][\u3400-\u9fff·]{1,4}){0,3}[ \u3000]*"
    r"(?:文\s*[/／、·]\s*图|图\s*[/／、·]\s*文)$"
)
# 记者了解到 · 记者来到: a cut-off sentence about a reporter
_REPORTS = re.compile(
    r"(?:到|悉|访|见|说|道|现|知|问|看|走进|随|从|在|会|们|了|表示|介绍|手记|观察|调查|提问|连线|简介|寄语|感言|帮办|亲历|体验|点评|风采)$"
)
_BARE_NAMES = re.compile(
    r"^[(（]\s*(?P<names>[\u3400-\u9fff]{1,4}(?:[ \u3000、]+[\u3400-\u9fff]{1,4}){0,3})\s*[)）]$"
)


def mark_signatures(lines: Sequence[Line], lexicon: Lexicon) -> tuple[Line, ...]:
    """Mark the lines that are signatures, and part those that end a line of text."""
    out: list[Line] = []
    for line in lines:
        if line.kind is not Kind.UNKNOWN:
            out.append(line)
        elif _is_signature(line.text, lexicon) or _ends_signature(out, line, lexicon):
            out.append(line.of_kind(Kind.SIGNATURE))
        else:
            out += _part_signature(line, lexicon)
    return tuple(out)


def _is_signature(text: str, lexicon: Lexicon) -> bool:
    signature = parse_signature(text, lexicon)
    if signature is None:
        return False
    if signature.credit or len(signature.entries) > 1 or _needs_names(text):
        return True
    if _REPORTS.search(WORK.sub("", text)):
        return False
    role = ROLE.search(text)
    glued = role is not None and bool(text[role.end() : role.end() + 1].strip(":： \u3000"))
    return not glued or all(_has_surname(name, lexicon) for name in signature.entries[0].names)


def _ends_signature(above: Sequence[Line], line: Line, lexicon: Lexicon) -> bool:
    """Whether the line is the second half of a signature that the line above begins."""
    if not above or above[-1].kind is not Kind.SIGNATURE:
        return False
    if not _goes_on(above[-1].text, line.text):
        return False
    return parse_signature(f"{above[-1].text} {line.text}", lexicon) is not None


def _part_signature(line: Line, lexicon: Lexicon) -> list[Line]:
    found = None if line.text.endswith(_STOPS) else _BEHIND.search(line.text)
    if found is None:
        return [line]
    text = found["signature"].strip()
    if not _is_signature(text, lexicon):
        return [line]
    body, signature = line.printed[: found.start()], line.printed[found.start() :]
    return [
        replace(line, printed=body.strip()),
        Line(signature.strip(), kind=Kind.SIGNATURE),
    ]


def printed_signatures(lines: Sequence[Line], source: str) -> tuple[Printed, ...]:
    """One text a printed place: lines right below one another are one signature."""
    texts: list[Printed] = []
    for line in lines:
        printed = one_blank(line.printed)
        if texts and line.gap == 0 and source[texts[-1].end : printed.start].isspace():
            texts[-1] = Printed.join([texts[-1], Printed(" ", (texts[-1].end,)), printed])
        else:
            texts.append(printed)
    return tuple(texts)
