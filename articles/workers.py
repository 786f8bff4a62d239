"""Reading many files, in order, in this process or in several beside it; needs no database."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing.connection import wait
from threading import Thread

from articles.ingest.errors import PageError
from articles.ingest.lexicon import Lexicon
from articles.ingest.pipeline import read_page
from articles.ingest.records import ParsedPage
from articles.received import PageFile, Refused

# Files read ahead for each process: enough that none waits, few enough to hold.
AHEAD = 3

ReadFile = tuple[str, ParsedPage]  # the path, as a person would call it

_lexicon: Lexicon  # of a worker process, which reads for one import only


def read_files(
    files: Iterable[PageFile | Refused], lexicon: Lexicon, jobs: int = 1
) -> Iterator[ReadFile | Refused]:
    """Read each file as it is asked for; one that is no page is refused with the reason."""
    if jobs == 1:
        return (_read(file, lexicon) for file in files)
    return _read_in_processes(files, lexicon, jobs)


def _read(file: PageFile | Refused, lexicon: Lexicon) -> ReadFile | Refused:
    if isinstance(file, Refused):
        return file
    try:
        return file.path, read_page(file.data, file.name, file.hints, lexicon)
    except PageError as error:
        return Refused(file.path, str(error))


def _read_in_processes(
    files: Iterable[PageFile | Refused], lexicon: Lexicon, jobs: int
) -> Iterator[ReadFile | Refused]:
    # A forked child would share the open connection to the database.
    context = multiprocessing.get_context("spawn")
    setup = (lexicon.names, lexicon.stop_tags, lexicon.wanted_tags)
    pool = ProcessPoolExecutor(jobs, context, _start, setup)
    waiting: deque[Future[ReadFile | Refused]] = deque()
    try:
        for file in files:
            waiting.append(pool.submit(_read_here, file))
            if len(waiting) >= jobs * AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


def _start(names: frozenset[str], stop_tags: frozenset[str], wanted_tags: frozenset[str]) -> None:
    """Prepare a worker: Ctrl-C is the parent's to answer, and it ends when the parent is gone."""
    global _lexicon  # noqa: PLW0603 -- the only way to hand a worker what all its calls share
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    _lexicon = Lexicon.packaged(names, stop_tags, wanted_tags)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _read_here(file: PageFile | Refused) -> ReadFile | Refused:
    return _read(file, _lexicon)
