"""What the engine draws of an image."""

from __future__ import annotations

import html
from collections.abc import Iterator
from typing import Any

import numpy as np

from . import _library as native
from . import _pictures


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


def read(handle: int, height: int, width: int, image: Any) -> Segmentation:
    """The segmentation behind a handle, which is freed."""
    library = native.library()
    try:
        labels, sure = np.empty((height, width), np.uint16), np.empty((height, width), np.uint8)
        about = native.sized(native.Case)
        library.rca_segmentation_labels(handle, labels.ctypes.data, labels.size)
        library.rca_segmentation_confidence(handle, sure.ctypes.data, sure.size)
        library.rca_segmentation_case(handle, about)
        if labels.max() <= 255:
            labels = labels.astype(np.uint8)
        return Segmentation(labels, sure.astype(np.float32) / np.float32(255), about, image)
    finally:
        library.rca_segmentation_free(handle)
