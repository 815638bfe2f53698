"""Work in several threads, results in order, with little of the input in memory."""

from __future__ import annotations

import collections
import numbers
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from .errors import InputError


def worker_count(workers: int | None) -> int:
    if workers is None:
        return len(os.sched_getaffinity(0))
    if isinstance(workers, bool) or not isinstance(workers, numbers.Integral) or workers < 1:
        raise InputError(f"workers is {workers!r}; give a number from 1")
    return int(workers)


def ordered_map(work: Callable[[Any], Any], items: Iterable[Any], workers: int) -> Iterator[Any]:
    """``work`` of each item, in order. No more than twice as many items as workers are ahead of the reader."""
    pending: collections.deque = collections.deque()
    pool = ThreadPoolExecutor(workers, thread_name_prefix="rca")
    try:
        for item in items:
            pending.append(pool.submit(work, item))
            del item
            if len(pending) >= 2 * workers:
                yield pending.popleft().result()
        while pending:
            yield pending.popleft().result()
    finally:
        for future in pending:
            future.cancel()
        pool.shutdown(wait=True)
