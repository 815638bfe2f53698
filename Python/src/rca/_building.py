"""Reference sets made of images in memory."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import Any

from . import _images, _masks
from . import _library as native
from ._ordered import ordered_map, worker_count
from ._structures import Structures, structures_dict, structures_text
from .errors import Cancelled
from .many import Item, zipped


def built(
    images: Iterable[Any],
    labels: Iterable[Any],
    structures: Structures,
    names: Iterable[str] | None,
    value_range: tuple[float, float] | None,
    save: str | os.PathLike[str] | None,
    workers: int | None,
    progress: Callable[[int, int], Any] | None,
) -> int:
    """The handle of a new set; the arguments are those of ``ReferenceSet.build``."""
    count = worker_count(workers)
    text = structures_text(structures)
    named = structures_dict(text or "")
    builder = native.call("rca_builder_new", (text or "").encode())
    library = native.library()

    def add(item: Item) -> None:
        name = item.name if item.name is not None else f"reference_{item.position + 1:04d}"
        image = _images.image(item.image, value_range, f"image {name}")
        mask, _ = _masks.mask(item.mask, text, named, f"the labels of {name}")
        native.call_plain("rca_builder_add", builder, name.encode(), image, mask)

    try:
        for _ in ordered_map(add, zipped(images, labels, names), count):
            pass
        raised: list[BaseException] = []

        def step(_: Any, done: int, total: int) -> int:
            # Here Ctrl-C arrives too.
            try:
                if progress:
                    progress(done, total)
            except BaseException as error:  # noqa: BLE001
                raised.append(error)
            return len(raised)

        path = os.fsencode(save) if save is not None else None
        try:
            return native.call("rca_builder_finish", builder, path, count, native.Progress(step), None)
        except Cancelled:
            raise raised[0] from None
    finally:
        library.rca_builder_free(builder)
