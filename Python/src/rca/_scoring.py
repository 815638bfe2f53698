"""One call of the engine for the masks of an image."""

from __future__ import annotations

import ctypes
from collections.abc import Mapping
from typing import Any

from . import _images, _masks
from . import _library as native
from ._structures import Labels, Structures
from .errors import InputError


def scored(
    handle: int,
    image: Any,
    masks: list[Any],
    structures: Structures | None,
    value_range: tuple[float, float] | None,
    own: Mapping[str, Labels],
) -> int:
    """The handle of the masks' scores. ``own``: the references' structures."""
    prepared = _images.image(image, value_range)
    several = len(masks) > 1
    converted = [
        _masks.mask(mask, structures, own, f"mask {at + 1}" if several else "the mask")
        for at, mask in enumerate(masks)
    ]
    texts = {text for _, text in converted}
    if len(texts) > 1:
        raise InputError("the masks have different structures; score them one by one")
    text = texts.pop()
    kind = ctypes.POINTER(native.Mask)
    pointers = (kind * len(masks))(*(ctypes.pointer(mask) for mask, _ in converted))
    return native.call(
        "rca_score", handle, prepared, pointers, len(masks), text.encode() if text is not None else None
    )
