"""Images as what the engine takes, or a ValueError that says what is wrong with them."""

from __future__ import annotations

from typing import Any

import numpy as np

from . import _library as native
from ._arrays import fill, machine_order, picture, to_numpy
from .errors import InputError


def image(value: Any, value_range: tuple[float, float] | None, what: str = "the image") -> native.Image:
    """An image for the engine.

    Unsigned integers of 8 and 16 bits are grey values as they are, unless there is a ``value_range``. All other numbers
    are mapped from black to white: from ``value_range``, or from the least and the greatest of the image.
    """
    array = picture(to_numpy(value, what), what)
    kind = array.dtype.kind
    if kind not in "buif":
        raise InputError(f"{what} has the dtype {array.dtype}; give integers or floats")
    result = native.sized(native.Image)
    if value_range is not None:
        low, high = _range(value_range)
        result.low, result.high = low, high
    elif kind == "b":
        return fill(result, machine_order(array).view(np.uint8), native.UINT8)
    elif kind == "u" and array.itemsize <= 2:
        return fill(result, machine_order(array), native.UINT8 if array.itemsize == 1 else native.UINT16)
    if kind == "f" and array.itemsize == 4:
        return fill(result, machine_order(array), native.FLOAT32)
    return fill(result, machine_order(array.astype(np.float64, copy=False)), native.FLOAT64)


def _range(value_range: Any) -> tuple[float, float]:
    try:
        low, high = (float(end) for end in value_range)
    except (TypeError, ValueError):
        raise InputError(f"range is {value_range!r}; give the numbers of black and white, as (0.0, 1.0)") from None
    if not (np.isfinite(low) and np.isfinite(high) and low < high):
        raise InputError(f"range goes from {low} to {high}; black is below white, and both are finite")
    return low, high
