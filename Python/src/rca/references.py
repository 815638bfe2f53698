"""Reference sets: images whose true masks are known."""

from __future__ import annotations

import html
import os
import pathlib
from collections.abc import Callable, Iterable
from typing import Any

from . import _images, _pictures
from . import _library as native
from . import scores as _scores
from . import screening as _screening
from . import segmentation as _segmentation
from ._building import built
from ._handle import SharedHandle
from ._ordered import ordered_map, worker_count
from ._scoring import scored
from ._structures import Structures, structures_dict
from .errors import InputError
from .many import Item, Scores, zipped
from .scores import Score
from .screening import Screening
from .segmentation import Segmentation


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
        self._handle = SharedHandle(handle, "the reference set", library.rca_references_free)
        #: The bundle, or None for a set that is in memory alone.
        self.path = path
        self._text = library.rca_references_structures(handle).decode()
        #: The names of the structures and their labels.
        self.structures: dict[str, Any] = structures_dict(self._text)
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
        handle = built(images, labels, structures, names, value_range, save, workers, progress)
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
        with self._handle.borrowed():
            pass

        def work(item: Item) -> Score | InputError:
            try:
                return self._score(item.image, [item.mask], structures, value_range, item.name, keeps=False)[0]
            except InputError as error:
                if errors == "raise":
                    raise InputError(f"case {item.name or item.position}: {error}") from error
                error.case_name = item.name  # type: ignore[attr-defined]
                return error

        return Scores(ordered_map(work, zipped(images, masks, names), count))

    def _score(
        self, image: Any, masks: list[Any], structures: Any, value_range: Any, name: str | None, keeps: bool
    ) -> list[Score]:
        if not masks:
            return []
        with self._handle.borrowed() as handle:
            result = scored(handle, image, masks, structures, value_range, self.structures)
        picture = _pictures.keepable(image, masks[0]) if keeps and len(masks) == 1 else None
        return _scores.read(result, len(masks), name, picture)

    def segment(self, image: Any, *, value_range: tuple[float, float] | None = None) -> Segmentation:
        """Segments an image by registering references and fusing their labels.

        Args:
            image, value_range: as in :meth:`score`.

        Returns:
            ``mask, confidence = references.segment(image)``, both as large as the image.
        """
        with self._handle.borrowed() as handle:
            prepared = _images.image(image, value_range)
            result = native.call("rca_segment", handle, prepared)
        return _segmentation.read(result, prepared.height, prepared.width, prepared.keep)

    def screen(self, image: Any, *, value_range: tuple[float, float] | None = None) -> Screening:
        """Judges an image before there is any mask, as ``rca-cli screen`` does.

        Args:
            image, value_range: as in :meth:`score`.

        Returns:
            How the image lies, and what may be wrong with it. The verdict is that of :meth:`score`.
        """
        with self._handle.borrowed() as handle:
            result = native.call("rca_screen", handle, _images.image(image, value_range))
        return _screening.read(result)

    def close(self) -> None:
        """Gives the memory back, when the calls that run now are done. Later calls raise :class:`ClosedError`."""
        self._handle.close()

    def __enter__(self) -> ReferenceSet:
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()

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
        state = "closed " if self._handle.is_closed else ""
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
