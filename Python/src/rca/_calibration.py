"""The engine's calibrations: what `rca-cli calibrate` makes, learned and put to use in memory."""

from __future__ import annotations

import ctypes
import os
import pathlib
import tempfile
from collections.abc import Iterable, Sequence

import numpy as np

from . import _library as native
from ._calibration_data import Mask


def _figures(mask: Mask) -> ctypes.Array:
    """What the engine takes of a mask: pointers to the figures of each structure."""
    kind = ctypes.POINTER(native.StructureScore)
    parts = (native.StructureScore(ctypes.sizeof(native.StructureScore), **part) for part in mask.figures)
    return (kind * len(mask.figures))(*(ctypes.pointer(part) for part in parts))


class Model:
    """A calibration. It never changes, and is pickled by what its file would hold."""

    def __init__(self, handle: int):
        library = native.library()
        self._handle = handle
        #: The structures, without the mean.
        self.structures = tuple(
            library.rca_calibration_structure_name(handle, at).decode()
            for at in range(library.rca_calibration_structure_count(handle))
        )

    @classmethod
    def opened(cls, path: str | os.PathLike[str]) -> Model:
        return cls(native.call("rca_calibration_open", os.fsencode(path)))

    @classmethod
    def parsed(cls, content: bytes) -> Model:
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "model.json"
            path.write_bytes(content)
            return cls.opened(path)

    def content(self) -> bytes:
        """The file's bytes."""
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "model.json"
            native.call_plain("rca_calibration_write", self._handle, os.fsencode(path))
            return path.read_bytes()

    def ranges(self, masks: Sequence[Mask], alpha: float) -> np.ndarray:
        """(n, structures + 1, 3): predicted, lower, upper; the mean over structures comes last."""
        count = len(self.structures)
        result = np.empty((len(masks), count + 1, 3))
        for at, mask in enumerate(masks):
            target = result[at].ctypes.data_as(ctypes.POINTER(ctypes.c_double))
            native.call_plain("rca_calibration_ranges", self._handle, _figures(mask), count, alpha, target)
        return result

    def __reduce__(self):
        return Model.parsed, (self.content(),)

    def __del__(self) -> None:
        if getattr(self, "_handle", None):
            native.library().rca_calibration_free(self._handle)


def learned(
    structures: Sequence[str], masks: Iterable[Mask], truth: np.ndarray, references: int | None, alpha: float
) -> tuple[Model, dict[str, tuple[float, float]]]:
    """A model, and for each structure the coverage and width of its ranges on images that were held out.

    Args:
        truth: (n, structures): as ``rca_calibrator_add`` takes it.
        references: the handle of the set that the masks were scored against, or None.
    """
    library = native.library()
    count = len(structures)
    names = (ctypes.c_char_p * count)(*(name.encode() for name in structures))
    calibrator = native.call("rca_calibrator_new", names, count, references)
    try:
        for mask, row in zip(masks, truth):
            image = None if mask.image is None else mask.image.encode()
            native.call_plain(
                "rca_calibrator_add", calibrator, mask.name.encode(), image, _figures(mask),
                row.ctypes.data_as(ctypes.POINTER(ctypes.c_double)), count,
            )  # fmt: skip
        model = Model(native.call("rca_calibrator_finish", calibrator))
        held_out = {}
        for at, name in enumerate((*structures, "mean")):
            coverage, width = ctypes.c_double(), ctypes.c_double()
            native.call_plain("rca_calibrator_held_out", calibrator, at, alpha, coverage, width)
            held_out[name] = (coverage.value, width.value)
        return model, held_out
    finally:
        library.rca_calibrator_free(calibrator)
