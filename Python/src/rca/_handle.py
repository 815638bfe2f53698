"""A handle of the engine's that several threads use and one closes."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from .errors import ClosedError


class SharedHandle:
    """Is freed when it was closed and no call uses it any more; in the process alone that made it."""

    def __init__(self, handle: int, what: str, free: Callable[[int], None]):
        self._handle: int | None = handle
        self._leftover: int | None = None
        self._what = what
        self._release = free
        self._users = 0
        self._lock = threading.Lock()
        self._owner = os.getpid()

    @property
    def is_closed(self) -> bool:
        return self._handle is None

    @contextmanager
    def borrowed(self) -> Iterator[int]:
        """The handle, which stays until the block is left."""
        if self._owner != os.getpid():
            # Another thread may have held the lock when the process was forked; the engine refuses the handle.
            yield self._open()
            return
        with self._lock:
            handle = self._open()
            self._users += 1
        try:
            yield handle
        finally:
            with self._lock:
                self._users -= 1
                is_last = self._users == 0 and self._handle is None
            if is_last:
                self._free()

    def close(self) -> None:
        if self._owner != os.getpid():
            # The engine never frees what was inherited.
            self._handle = None
            return
        with self._lock:
            handle, self._handle = self._handle, None
            if handle is None:
                return
            self._leftover = handle
            is_idle = self._users == 0
        if is_idle:
            self._free()

    def _open(self) -> int:
        if self._handle is None:
            raise ClosedError(f"{self._what} is closed; open it again")
        return self._handle

    def _free(self) -> None:
        handle, self._leftover = self._leftover, None
        if handle is not None:
            self._release(handle)

    def __del__(self) -> None:
        if self._handle is not None:
            self._release(self._handle)
