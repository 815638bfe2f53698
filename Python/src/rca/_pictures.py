"""Small pictures for notebooks, as PNG in the page."""

from __future__ import annotations

import base64
import struct
import zlib
from typing import Any

import numpy as np

_COLOURS = ((0, 200, 255), (255, 140, 0), (120, 230, 80), (255, 80, 160), (250, 230, 60))
_SIDE = 288


def _png(pixels: np.ndarray) -> bytes:
    height, width, _ = pixels.shape
    rows = b"".join(b"\0" + row.tobytes() for row in pixels)

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def _sampled(array: np.ndarray, height: int, width: int) -> np.ndarray:
    rows = (np.arange(height) * 2 + 1) * array.shape[0] // (2 * height)
    columns = (np.arange(width) * 2 + 1) * array.shape[1] // (2 * width)
    return array[rows[:, None], columns]


def overlay(image: np.ndarray | None, labels: np.ndarray | None) -> str:
    """An image with the outlines of a label map, or an empty text where one of them is gone."""
    if image is None or labels is None:
        return ""
    scale = min(1, _SIDE / max(image.shape))
    height, width = (max(1, round(side * scale)) for side in image.shape)
    grey = _sampled(image, height, width).astype(np.float64)
    low, high = np.nanmin(grey), np.nanmax(grey)
    grey = np.nan_to_num((grey - low) / (high - low if high > low else 1) * 255).astype(np.uint8)
    pixels = np.repeat(grey[:, :, None], 3, axis=2)
    small = _sampled(labels, height, width)
    edge = np.zeros(small.shape, bool)
    edge[1:] |= small[1:] != small[:-1]
    edge[:, 1:] |= small[:, 1:] != small[:, :-1]
    for position, label in enumerate(np.unique(small[small != 0])):
        # An edge has the colour of the label on either side of it.
        near = small == label
        near[1:] |= small[:-1] == label
        near[:, 1:] |= small[:, :-1] == label
        pixels[edge & near] = _COLOURS[position % len(_COLOURS)]
    text = base64.b64encode(_png(pixels)).decode()
    return f'<img alt="image with mask" width="{width}" height="{height}" src="data:image/png;base64,{text}">'


def keepable(image: Any, mask: Any) -> tuple[np.ndarray, np.ndarray] | None:
    """What a picture can be made of later: arrays of rows and columns that the caller has."""
    both = isinstance(image, np.ndarray) and isinstance(mask, np.ndarray) and image.ndim == mask.ndim == 2
    return (image, mask) if both else None
