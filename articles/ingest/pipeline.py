"""The order of the stages: from the bytes of one page to its stories."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace

from articles.ingest.advertisements import mark_advertisements
from articles.ingest.body import read_body
from articles.ingest.captions import mark_captions
from articles.ingest.characters import ends_sentence
from articles.ingest.dates import event_date, year_in_text
from articles.ingest.decode import decode
from articles.ingest.display import mark_display
from articles.ingest.flags import flag
from articles.ingest.headings import read_heading
from articles.ingest.keywords import ArchiveWords, find_keywords
from articles.ingest.layout import Draft, Kind, Line
from articles.ingest.leads import mark_leads
from articles.ingest.lexicon import Lexicon
from articles.ingest.lines import split_lines, unwrap
from articles.ingest.notices import mark_notices
from articles.ingest.officials import find_officials
from articles.ingest.order import restore_order
from articles.ingest.page_head import PageHead, read_page_head
from articles.ingest.people_vote import vote
from articles.ingest.posted_texts import find_posts
from articles.ingest.records import (
    Flag,
    FoundOfficial,
    PageDate,
    PageHints,
    ParsedPage,
    Printed,
    Story,
)
from articles.ingest.rows import mark_rows
from articles.ingest.seams import joins
from articles.ingest.shapes import addresses
from articles.ingest.signatures import mark_signatures, printed_signatures, read_signatures
from articles.ingest.stories import find_stories, settle_heads, sort_run
from articles.ingest.suspects import find_suspects
from articles.ingest.tagger import tag_people, tagger_available
from articles.ingest.tails import loosen_tails

# Changes whenever the stages read a page differently; a page read by another version is
# read again, one read by this version is not.
READER_VERSION = "2026.3"

# Characters of a page that nothing has taken, in an array with a 1 for each that is.
_FREE = re.compile(rb"\0+")

# The last line of a list, a poem or a notice has no mark; it is shorter than this.
_LONGEST_ROW = 20


def read_page(data: bytes, source: str, hints: PageHints, lexicon: Lexicon) -> ParsedPage:
    """Read one page.

    Args:
        data: the file as received.
        source: the file's own name, for the report and for editors.
        hints: what is known beside the text; it outranks what the text says.

    Raises:
        PageError: the bytes are no text; nothing of the page can be used.
    """
    decoded = decode(data)
    lines, head = read_page_head(unwrap(split_lines(decoded.text)))
    lines = mark_leads(mark_signatures(lines, lexicon))
    lines = mark_rows(mark_advertisements(mark_notices(lines)))
    lines = mark_display(mark_captions(lines, joins))
    found = find_stories(lines)
    drafts, loose = loosen_tails(
        found.drafts, [(before, sort_run(run)) for before, run in found.loose]
    )
    ordered = restore_order(drafts, loose, joins)
    settled = [settle_heads(draft) for draft in ordered.drafts]
    read = [_read_story(draft, decoded.text, lexicon) for draft in settled]
    date = _page_date(hints, head, [story for story, _ in read])
    stories = [
        _dated_and_flagged(story, date, flags)
        for (story, _), flags in zip(read, ordered.flags, strict=True)
    ]
    stories = _with_people_and_tags(stories, lexicon)
    furniture = _furniture(lines, [ornament for _, found in read for ornament in found])
    sold = [line for line in lines if line.kind is Kind.ADVERTISEMENT]
    leftovers, lost_flags = _leftovers(decoded.text, stories, furniture, sold)
    return ParsedPage(
        source=source,
        sha256=hashlib.sha256(data).hexdigest(),
        text=decoded.text,
        encoding=decoded.encoding,
        paper=hints.paper or head.paper,
        date=date,
        number=hints.number or head.number,
        name=hints.name or head.name,
        stories=tuple(stories),
        furniture=tuple(furniture),
        leftovers=leftovers,
        flags=_page_flags(date, stories) + lost_flags,
    )


def _furniture(lines: Sequence[Line], ornaments: Sequence[Printed]) -> list[Printed]:
    """What belongs to the page and to no story, in printed order."""
    printed = [line.printed for line in lines if line.kind is Kind.FURNITURE]
    return sorted([*printed, *ornaments], key=lambda each: each.start)


def _read_story(draft: Draft, source: str, lexicon: Lexicon) -> tuple[Story, tuple[Printed, ...]]:
    """One story as printed, and the ornaments of its display type."""
    heading = read_heading(draft.display)
    body = read_body(draft.text)
    signature = read_signatures(draft.signatures, lexicon)
    story = Story(
        section=heading.section,
        headlines=heading.headlines,
        dateline=body.dateline,
        event_date=None,
        body=body.parts,
        byline_text=printed_signatures(draft.signatures, source),
        bylines=signature.entries,
        credit=signature.credit,
    )
    return story, heading.furniture


def _page_date(hints: PageHints, head: PageHead, stories: Sequence[Story]) -> PageDate:
    """From the hints, then the page's own line, then the running text."""
    if hints.date.value is not None:
        return hints.date
    if head.date.value is not None:
        return head.date
    return year_in_text(part.text for story in stories for part in story.body)


def _dated_and_flagged(story: Story, date: PageDate, flags: tuple[Flag, ...]) -> Story:
    said = (part.text for part in story.body if part.kind == "paragraph")
    lead = next((text for text in said if text[-1] not in ":：" or not addresses(text)), "")
    return replace(story, event_date=event_date(lead, date), flags=flags + _story_flags(story))


def _story_flags(story: Story) -> tuple[Flag, ...]:
    flags: list[Flag] = []
    lead = story.body[0].printed if story.body else None
    if not story.headlines:
        flags.append(flag("no-headline", lead))
    if not story.bylines:
        flags.append(flag("no-byline", lead))
    paragraphs = [part for part in story.body if part.kind == "paragraph"]
    if paragraphs and _stops_short(paragraphs[-1].text):
        last = paragraphs[-1]
        flags.append(flag("unfinished-text", last.printed, tail=last.text[-12:]))
    return (*flags, *find_suspects(story))


def _stops_short(text: str) -> bool:
    row = len(text) <= _LONGEST_ROW and not re.search(r"[,，、;；。]", text)
    return not row and not ends_sentence(text) and not re.search(r"[\d）)”》:：]$", text)


def _with_people_and_tags(stories: Sequence[Story], lexicon: Lexicon) -> list[Story]:
    texts = [story.texts() for story in stories]
    posted = find_posts(texts)
    found = find_officials(texts, lexicon, posted)
    if tagger_available():
        found = vote(texts, found, tag_people, lexicon, posted)
    out = []
    for story, officials in zip(stories, found, strict=True):
        people = {official.name for official in officials}
        people |= {name for entry in story.bylines for name in entry.names}
        out.append(
            replace(
                story,
                officials=officials,
                keywords=find_keywords(
                    [each.text for each in story.headlines],
                    [part.text for part in story.body],
                    ArchiveWords(lexicon.stop_tags, lexicon.wanted_tags),
                    frozenset(people),
                ),
                flags=story.flags + _doubts(story, officials),
            )
        )
    return out


def _doubts(story: Story, officials: Sequence[FoundOfficial]) -> tuple[Flag, ...]:
    printed = [*story.headlines, *(part.printed for part in story.body)]
    return tuple(
        flag("doubtful-official", printed[each.part][each.start : each.end], name=each.name)
        for each in officials
        if each.doubtful
    )


def _leftovers(
    text: str, stories: Sequence[Story], furniture: Sequence[Printed], sold: Sequence[Line]
) -> tuple[tuple[Printed, ...], tuple[Flag, ...]]:
    """Everything of the page that stands nowhere else, in runs, each with a flag."""
    placed = bytearray(len(text))
    for printed in [*(each for story in stories for each in story.printed()), *furniture]:
        if isinstance(printed.offsets, range):
            placed[printed.start : printed.end] = b"\1" * len(printed)
            continue
        for offset in printed.offsets:
            placed[offset] = 1
    for_sale = {offset for line in sold for offset in line.printed.offsets}
    runs = []
    flags = []
    for free in _FREE.finditer(placed):
        if text[free.start() : free.end()].strip():
            printed = Printed.at(text[free.start() : free.end()], free.start()).strip()
            runs.append(printed)
            code = "advertisement" if printed.start in for_sale else "leftover-text"
            flags.append(flag(code, printed))
    return tuple(runs), tuple(flags)


def _page_flags(date: PageDate, stories: Sequence[Story]) -> tuple[Flag, ...]:
    flags = []
    if date.value is None:
        flags.append(flag("date-unknown"))
    if not stories:
        flags.append(flag("no-story"))
    elif not tagger_available():
        flags.append(flag("one-voice"))
    return tuple(flags)
