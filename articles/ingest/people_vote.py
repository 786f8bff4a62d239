"""The vote on officials: what the rules found is held against what the tagger says."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from articles.ingest.candidate_odds import CandidateOdds
from articles.ingest.lexicon import Lexicon
from articles.ingest.post_titles import packaged_readers
from articles.ingest.posted_texts import PostedPage, find_posts
from articles.ingest.records import FoundOfficial
from articles.ingest.tagged_names import KnownNames, NamesBehindPosts, Span, TaggedText
from articles.ingest.vocabulary import packaged_vocabulary

# Names in each of some sentences, as places in it.
Tagger = Callable[[Sequence[str]], list[tuple[Span, ...]]]

# Characters of one page that the tagger is asked for, a second's work; a page of a newspaper has a
# quarter of it. Of what comes after, the rules speak alone.
MOST_ASKED = 40_000

# The rule of who only the tagger found.
TAGGER_ONLY = "tagger-only"


def vote(
    stories: Sequence[Sequence[str]],
    rules: Sequence[Sequence[FoundOfficial]],
    tagger: Tagger,
    lexicon: Lexicon,
    posted: PostedPage | None = None,
) -> list[tuple[FoundOfficial, ...]]:
    """Hear the second voice on the officials of one page.

    What both say is taken without a doubt. What only the rules say stays, doubtful where the
    tagger ends the name later or where nothing but its place speaks for the name. What only the
    tagger says is taken, doubtful, where it stands beside a public post or in a list behind one.

    Args:
        stories: for each story its texts, as the rules were given them.
        rules: for each story what the rules found.
        tagger: is asked once, only for passages with a post or a name in question, and for no
            more than MOST_ASKED characters.
        posted: what `find_posts` makes of the stories, where it is at hand.
    """
    _, titles = packaged_readers()
    candidates = CandidateOdds(lexicon, packaged_vocabulary())
    names = NamesBehindPosts(titles, lexicon)
    page = [
        [TaggedText(text.view, text.heads) for text in story]
        for story in (find_posts(stories) if posted is None else posted)
    ]
    _ask(page, rules, tagger)
    said = frozenset(name for story in page for text in story for name in text.names())
    printed = Counter(name for found in rules for name in {each.name for each in found})
    ballot = _Ballot(names, candidates, said, printed)
    return [_in_order(ballot.count(texts, found)) for texts, found in zip(page, rules, strict=True)]


def _ask(
    page: Sequence[Sequence[TaggedText]], rules: Sequence[Sequence[FoundOfficial]], tagger: Tagger
) -> None:
    asked: list[tuple[TaggedText, str, Sequence[int]]] = []
    room = MOST_ASKED
    for story, found in zip(page, rules, strict=True):
        known: dict[int, list[Span]] = defaultdict(list)
        for each in found:
            known[each.part].append(_place(story[each.part], each))
        for part, text in enumerate(story):
            for passage, places in text.passages(known[part]):
                if len(passage) <= room:
                    room -= len(passage)
                    asked.append((text, passage, places))
    answers = tagger([passage for _, passage, _ in asked])
    for (text, _, places), spans in zip(asked, answers, strict=True):
        text.hear(places, spans)


def _place(text: TaggedText, official: FoundOfficial) -> Span:
    """Where the official's name stands in the squeezed text."""
    origins = text.view.origins
    return bisect_left(origins, official.start), bisect_left(origins, official.end)


def _ending_at(official: FoundOfficial, text: TaggedText, span: Span) -> FoundOfficial:
    """The official with the name that the tagger read at the same place."""
    return replace(official, name=text.at(span), end=text.view.span(*span)[1])


def _in_order(officials: Iterable[FoundOfficial]) -> tuple[FoundOfficial, ...]:
    return tuple(sorted(officials, key=lambda each: (each.part, each.start)))


def _with_doubt(official: FoundOfficial, doubtful: bool) -> FoundOfficial:
    return official if official.doubtful is doubtful else replace(official, doubtful=doubtful)


class _Ballot:
    """Counts the votes of one page.

    `said` are all names the tagger found on it; `stories` tells in how many stories of it the
    rules found a name.
    """

    def __init__(
        self,
        names: NamesBehindPosts,
        candidates: CandidateOdds,
        said: frozenset[str],
        stories: Mapping[str, int],
    ) -> None:
        self._names = names
        self._candidates = candidates
        self._said = said
        self._stories = stories

    def count(
        self, texts: Sequence[TaggedText], found: Sequence[FoundOfficial]
    ) -> list[FoundOfficial]:
        """The officials of one story."""
        judged = [self._judged(texts[each.part], each) for each in found]
        return judged + self._only_tagged(texts, KnownNames(each.name for each in judged))

    def _judged(self, text: TaggedText, official: FoundOfficial) -> FoundOfficial:
        if official.rule == "known-name":
            return official
        start, end = _place(text, official)
        if official.name in self._said:
            return _with_doubt(official, False)
        over = text.over(start, end)
        if over is not None and over[1] > end and self._names.could_be(text.at(over)):
            # 书记乌有|为: where does it end? Where the rules are not sure the tagger says.
            longer = official.doubtful and over[0] == start
            return _with_doubt(_ending_at(official, text, over) if longer else official, True)
        weak = self._is_weak(official.name) and not self._is_borne_out(text, official.name, start)
        return _with_doubt(official, official.doubtful or weak)

    def _is_weak(self, name: str) -> bool:
        """Whether only its place speaks for a name: a word, a short one, one of no surname."""
        candidates = self._candidates
        if "·" in name:
            return False
        return len(name) == 2 or candidates.is_word(name) or not candidates.has_surname(name)

    def _is_borne_out(self, text: TaggedText, name: str, start: int) -> bool:
        """Whether another story has the name, or it stands in a list beside names of both voices."""
        before, after = text.beside(start, start + len(name))
        return self._stories[name] > 1 or (before and after)

    def _only_tagged(self, texts: Sequence[TaggedText], known: KnownNames) -> list[FoundOfficial]:
        found: dict[str, FoundOfficial] = {}
        for part, text in enumerate(texts):
            for each in self._names.find(text, known):
                if self._candidates.is_word(each.name):
                    continue  # 街道书记|康乐|家园: one voice alone is too little for a word
                if each.name in found:
                    posts = dict.fromkeys((*found[each.name].posts, *each.posts))
                    found[each.name] = replace(found[each.name], posts=tuple(posts))
                else:
                    start, end = text.view.span(each.start, each.end)
                    found[each.name] = FoundOfficial(
                        each.name, each.posts, part, start, end, TAGGER_ONLY, doubtful=True
                    )
        return list(found.values())
