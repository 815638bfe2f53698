"""Many cases: taken one by one, their scores in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from .errors import InputError
from .scores import Score
from .tables import Table


class Item(NamedTuple):
    position: int
    image: Any
    mask: Any
    name: str | None


class Scores:
    """The scores of many masks, in order, as they are finished: an iterator.

    What it has yielded it remembers for :meth:`to_frame`; images and masks it does not keep.
    """

    def __init__(self, results: Iterator[Score | InputError]):
        self._results = results
        self._done: list[Score | InputError] = []

    def __iter__(self) -> Scores:
        return self

    def __next__(self) -> Score | InputError:
        result = next(self._results)
        self._done.append(result)
        return result

    def to_table(self) -> Table:
        """All scores, also those that were not asked for before. A mask without a score has a column ``error``."""
        for _ in self:
            pass
        rows = []
        for result in self._done:
            if isinstance(result, Score):
                rows.append(result.row())
            else:
                name = getattr(result, "case_name", None)
                rows.append({**({"fname": name} if name else {}), "error": str(result)})
        return Table(rows)

    def to_frame(self, library: str | None = None) -> Any:
        """As :meth:`to_table`, as a data frame of pandas or polars (:meth:`Table.to_frame`)."""
        return self.to_table().to_frame(library)

    def __repr__(self) -> str:
        return f"<Scores: {len(self._done)} so far>"


def zipped(images: Iterable[Any], masks: Iterable[Any], names: Iterable[str] | None) -> Iterator[Item]:
    """Cases one by one; as many masks, and names, as images."""
    end = object()
    others = {"masks": iter(masks), **({"names": iter(names)} if names is not None else {})}
    position = 0
    for image in images:
        found = {what: next(other, end) for what, other in others.items()}
        for what, value in found.items():
            if value is end:
                raise InputError(f"there are more images than {what} ({position})")
        name = found.get("names")
        if name is not None and (not isinstance(name, str) or not name):
            raise InputError(f"names has {name!r}; give texts")
        yield Item(position, image, found["masks"], name)
        position += 1
    for what, other in others.items():
        if next(other, end) is not end:
            raise InputError(f"there are more {what} than images ({position})")
