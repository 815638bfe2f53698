"""Reference sets: images whose true masks are known."""

from __future__ import annotations

import ctypes
import html
import os
import pathlib
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import numpy as np

from . import _arrays, _pictures
from . import _library as native
from . import scores as _scores
from ._arrays import Structures
from ._ordered import ordered_map, worker_count
from .errors import Cancelled, ClosedError, InputError
from .scores import Score
from .tables import Table


class Segmentation:
    """The structures of an image: ``mask, confidence = references.segment(image)``."""

    def __init__(self, mask: np.ndarray, confidence: np.ndarray, about: native.Case, image: Any):
        #: (H, W), ``uint8`` (``uint16`` for labels above 255): the labels of the references' structures.
        self.mask = mask
        #: (H, W), ``float32``: the share of the references' votes that each pixel's label won with, 0 to 1.
        self.confidence = confidence
        #: As of :class:`Score`.
        self.reliability: float = about.reliability
        self.verdict: str = (about.verdict or b"").decode()
        self.reason: str = (about.reason or b"").decode()
        self.pose: str = (about.pose or b"").decode()
        self._image = image

    def __iter__(self) -> Iterator[np.ndarray]:
        return iter((self.mask, self.confidence))

    def __repr__(self) -> str:
        height, width = self.mask.shape
        return f"<Segmentation of {height} × {width} pixels: {self.verdict}>"

    def _repr_html_(self) -> str:
        picture = _pictures.overlay(self._image, self.mask) if self._image is not None else ""
        return f"<div>{picture}<p>{html.escape(self.verdict)}</p></div>"


class _Item(NamedTuple):
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


class ReferenceSet:
    """Images whose true masks are known, which masks of other images are scored against.

    Several threads may use one set at once. In a process that was forked from the one that opened it, it says so: open
    the set there. Sets that were opened from a file, or saved when they were built, can be pickled (the file is opened
    again), and so be given to the workers of a ``DataLoader`` or a pool.

    Args:
        path: a bundle, made by ``rca-cli reference build`` or by :meth:`build`.

    Raises:
        InputError: the bundle is damaged or of another version (:class:`MissingFileError`: there is none).
        MachineError: the processor lacks AVX2.

    Example:
        >>> references = rca.ReferenceSet("jsrt.rcaref")
        >>> references.score(image, mask).expected
    """

    def __init__(self, path: str | os.PathLike[str]):
        self._adopt(native.call("rca_references_open", os.fsencode(path)), pathlib.Path(path).absolute())

    def _adopt(self, handle: int, path: pathlib.Path | None) -> None:
        library = native.library()
        self._handle: int | None = handle
        self._users = 0
        self._lock = threading.Lock()
        self._owner = os.getpid()
        #: The bundle, or None for a set that is in memory alone.
        self.path = path
        self._text = library.rca_references_structures(handle).decode()
        #: The names of the structures and their labels.
        self.structures: dict[str, Any] = _arrays.structures_dict(self._text)
        #: The names of the images, sorted.
        self.names: tuple[str, ...] = tuple(
            library.rca_references_name(handle, position).decode()
            for position in range(library.rca_references_count(handle))
        )
        #: SHA-256 of what the set was made of.
        self.digest: str = library.rca_references_digest(handle).decode()

    @classmethod
    def build(
        cls,
        images: Iterable[Any],
        labels: Iterable[Any],
        structures: Structures,
        *,
        names: Iterable[str] | None = None,
        value_range: tuple[float, float] | None = None,
        save: str | os.PathLike[str] | None = None,
        workers: int | None = None,
        progress: Callable[[int, int], Any] | None = None,
    ) -> ReferenceSet:
        """Makes a reference set of images in memory.

        Every image is scored against the others, so that the set knows how far its scores may be off: seconds to
        minutes. Use 50 images or more; with fewer than 8 every score is doubtful.

        Args:
            images: (H, W) each, as in :meth:`score`.
            labels: the true mask of each image, as in :meth:`score`.
            structures: the names of the structures and their labels, ``{"lungs": 1, "heart": 2}``. Several labels may
                be one structure: ``{"lungs": [1, 2]}``.
            names: of the images, each once; ``reference_0001`` and so on if not given.
            value_range: as in :meth:`score`.
            save: a bundle to write too. An existing file is never replaced.
            workers: images worked on at once; None for one a processor.
            progress: called with how many steps of how many are done. What it raises ends the work.

        Raises:
            InputError: an image or mask cannot be used, there is none, or a structure is in none of them.
        """
        count = worker_count(workers)
        text = _arrays.structures_text(structures)
        named = _arrays.structures_dict(text or "")
        builder = native.call("rca_builder_new", (text or "").encode())
        library = native.library()

        def add(item: _Item) -> None:
            name = item.name if item.name is not None else f"reference_{item.position + 1:04d}"
            image = _arrays.image(item.image, value_range, f"image {name}")
            mask, _ = _arrays.mask(item.mask, text, named, f"the labels of {name}")
            native.call_plain("rca_builder_add", builder, name.encode(), image, mask)

        try:
            for _ in ordered_map(add, _zipped(images, labels, names), count):
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
                handle = native.call("rca_builder_finish", builder, path, count, native.Progress(step), None)
            except Cancelled:
                raise raised[0] from None
        finally:
            library.rca_builder_free(builder)
        references = cls.__new__(cls)
        references._adopt(handle, pathlib.Path(save).absolute() if save is not None else None)
        return references

    def score(
        self,
        image: Any,
        mask: Any,
        *,
        structures: Structures | None = None,
        value_range: tuple[float, float] | None = None,
        name: str | None = None,
    ) -> Score:
        """How good a mask of an image is.

        Args:
            image: (H, W), or with sides of length 1 besides: an array, a tensor, anything with ``__array__`` or DLPack.
                Unsigned integers of 8 and 16 bits are grey values, unless ``value_range`` is given. All other numbers
                are mapped from it.
            mask: of the image's aspect ratio, at any size. A label map (H, W); or (C, H, W), one channel of 0 and 1
                for each structure, with or without the background first; or a dictionary of boolean (H, W) by
                structure, of which those given are scored. Where channels overlap, the last counts.
            structures: what the mask's labels mean, if it is not what the references' labels mean:
                ``{"lungs": 1, "heart": 2}`` or ``"lungs=1,heart=2"``. Structures that are not named are not scored.
            value_range: which numbers are black and white, ``(0.0, 1.0)``; numbers beyond are clipped. If not given,
                the least and the greatest of the image.
            name: to know the score by.

        Raises:
            InputError: (a ``ValueError``) the shape or dtype is wrong, there are values such as NaN, the mask has
                another aspect ratio than its image, or a label that no structure has.
            ClosedError: the set was closed.
            ForkedError: the set was opened in another process.
        """
        return self._score(image, [mask], structures, value_range, name, keeps=True)[0]

    def score_masks(
        self,
        image: Any,
        masks: Iterable[Any],
        *,
        structures: Structures | None = None,
        value_range: tuple[float, float] | None = None,
    ) -> list[Score]:
        """As :meth:`score` for several masks of one image, of several segmenters say: one registration serves all."""
        return self._score(image, list(masks), structures, value_range, None, keeps=True)

    def score_many(
        self,
        images: Iterable[Any],
        masks: Iterable[Any],
        *,
        structures: Structures | None = None,
        value_range: tuple[float, float] | None = None,
        names: Iterable[str] | None = None,
        workers: int | None = None,
        errors: str = "raise",
    ) -> Scores:
        """Scores masks of many images in several threads, which the interpreter's lock does not hold up.

        Args:
            images, masks: as many of the one as of the other, as in :meth:`score`; batches (N, H, W), lists or
                generators. No more than ``2 * workers`` of them are read ahead.
            names: of the cases, for the scores and tables.
            workers: threads; None for one a processor.
            errors: ``"raise"`` for the first mask that cannot be scored; ``"return"`` to get the exception in place of
                its score, and go on.

        Returns:
            An iterator of the scores, in order; ``to_frame()`` makes a table.
        """
        if errors not in ("raise", "return"):
            raise InputError(f"errors is {errors!r}; give 'raise' or 'return'")
        count = worker_count(workers)
        with self._borrowed():
            pass

        def work(item: _Item) -> Score | InputError:
            try:
                return self._score(item.image, [item.mask], structures, value_range, item.name, keeps=False)[0]
            except InputError as error:
                if errors == "raise":
                    raise InputError(f"case {item.name or item.position}: {error}") from error
                error.case_name = item.name  # type: ignore[attr-defined]
                return error

        return Scores(ordered_map(work, _zipped(images, masks, names), count))

    def _score(
        self, image: Any, masks: list[Any], structures: Any, value_range: Any, name: str | None, keeps: bool
    ) -> list[Score]:
        if not masks:
            return []
        with self._borrowed() as handle:
            prepared = _arrays.image(image, value_range)
            several = len(masks) > 1
            converted = [
                _arrays.mask(mask, structures, self.structures, f"mask {at + 1}" if several else "the mask")
                for at, mask in enumerate(masks)
            ]
            texts = {text for _, text in converted}
            if len(texts) > 1:
                raise InputError("the masks have different structures; score them one by one")
            text = texts.pop()
            result = native.call(
                "rca_score", handle, prepared, _arrays.pointers([mask for mask, _ in converted]), len(masks),
                text.encode() if text is not None else None,
            )  # fmt: skip
        picture = _pictures.keepable(image, masks[0]) if keeps and not several else None
        return _scores.read(result, len(masks), name, picture)

    def segment(self, image: Any, *, value_range: tuple[float, float] | None = None) -> Segmentation:
        """Segments an image by registering references and fusing their labels.

        Args:
            image, value_range: as in :meth:`score`.

        Returns:
            ``mask, confidence = references.segment(image)``, both as large as the image.
        """
        library = native.library()
        with self._borrowed() as handle:
            prepared = _arrays.image(image, value_range)
            result = native.call("rca_segment", handle, prepared)
        try:
            shape = (prepared.height, prepared.width)
            labels, sure = np.empty(shape, np.uint16), np.empty(shape, np.uint8)
            about = native.sized(native.Case)
            library.rca_segmentation_labels(result, labels.ctypes.data, labels.size)
            library.rca_segmentation_confidence(result, sure.ctypes.data, sure.size)
            library.rca_segmentation_case(result, about)
            if labels.max() <= 255:
                labels = labels.astype(np.uint8)
            return Segmentation(labels, sure.astype(np.float32) / np.float32(255), about, prepared.keep)
        finally:
            library.rca_segmentation_free(result)

    def close(self) -> None:
        """Gives the memory back, when the calls that run now are done. Later calls raise :class:`ClosedError`."""
        if self._owner != os.getpid():
            # The engine never frees what was inherited.
            self._handle = None
            return
        with self._lock:
            handle, self._handle = self._handle, None
            if handle is None:
                return
            self._leftover = handle
            idle = self._users == 0
        if idle:
            self._free()

    def _free(self) -> None:
        handle, self._leftover = getattr(self, "_leftover", None), None
        if handle is not None:
            native.library().rca_references_free(handle)

    @contextmanager
    def _borrowed(self) -> Iterator[int]:
        """The handle, which stays until the block is left."""
        if self._owner != os.getpid():
            # Another thread may have held the lock when the process was forked; the engine refuses the handle.
            if self._handle is None:
                raise ClosedError("the reference set is closed; open it again")
            yield self._handle
            return
        with self._lock:
            handle = self._handle
            if handle is None:
                raise ClosedError("the reference set is closed; open it again")
            self._users += 1
        try:
            yield handle
        finally:
            with self._lock:
                self._users -= 1
                is_last = self._users == 0 and self._handle is None
            if is_last:
                self._free()

    def __enter__(self) -> ReferenceSet:
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()

    def __del__(self) -> None:
        if getattr(self, "_handle", None) is not None:
            native.library().rca_references_free(self._handle)

    def __len__(self) -> int:
        return len(self.names)

    def __reduce__(self) -> Any:
        if self.path is None:
            raise TypeError("a reference set in memory cannot be pickled; build it with save='NAME.rcaref'")
        return (type(self), (str(self.path),))

    def __deepcopy__(self, _: Any) -> ReferenceSet:
        # Nothing in it changes.
        return self

    def __repr__(self) -> str:
        state = "closed " if self._handle is None else ""
        where = f"{self.path.name}: " if self.path else ""
        return f"<{state}ReferenceSet {where}{len(self)} images, {self._text}>"

    def _repr_html_(self) -> str:
        rows = {
            "images": str(len(self)),
            "structures": self._text.replace(",", ", "),
            "file": str(self.path) if self.path else "in memory",
            "digest": self.digest[:16] + "…",
        }
        cells = "".join(f"<tr><th>{name}</th><td>{html.escape(text)}</td></tr>" for name, text in rows.items())
        return f"<table>{cells}</table>"


def _zipped(images: Iterable[Any], masks: Iterable[Any], names: Iterable[str] | None) -> Iterator[_Item]:
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
        yield _Item(position, image, found["masks"], name)
        position += 1
    for what, other in others.items():
        if next(other, end) is not end:
            raise InputError(f"there are more {what} than images ({position})")
