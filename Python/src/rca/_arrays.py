"""Arrays of any kind as NumPy's and as what the engine takes, or a ValueError that says what is wrong with them."""

from __future__ import annotations

from typing import Any

import numpy as np

from .errors import InputError


def to_numpy(value: Any, what: str) -> np.ndarray:
    """What a caller gives as an array: NumPy's, a tensor's, anything with ``__array__`` or DLPack."""
    if isinstance(value, np.ndarray):
        return value
    if isinstance(value, (str, bytes)) or hasattr(value, "__fspath__"):
        raise InputError(f"{what} is a path or text; read the file into an array first")
    for step in ("detach", "cpu"):
        if hasattr(value, step):
            value = getattr(value, step)()
    if str(getattr(value, "dtype", "")) == "torch.bfloat16":
        value = value.float()
    try:
        if hasattr(value, "__array__") or hasattr(value, "__array_interface__") or not hasattr(value, "__dlpack__"):
            array = np.asarray(value)
        else:
            array = np.from_dlpack(value)
    except (TypeError, ValueError, RuntimeError, BufferError) as error:
        raise InputError(f"{what} cannot be read as an array ({error})") from error
    if array.ndim == 0:
        raise InputError(f"{what} is a {type(value).__name__}, not an array of rows and columns")
    return array


def picture(array: np.ndarray, what: str) -> np.ndarray:
    """The array without sides of length 1, if rows and columns remain."""
    shape = array.shape
    if array.ndim > 2:
        array = array.reshape([side for side in shape if side != 1] if shape.count(1) == len(shape) - 2 else shape)
    if array.ndim != 2:
        problem = f"{what} has the shape {shape}, not (height, width)"
        if len(shape) == 3 and (shape[0] in (3, 4) or shape[2] in (3, 4)):
            problem += "; if it has colours, give its grey values"
        elif len(shape) >= 3:
            problem += "; give one at a time, or many to score_many"
        raise InputError(problem)
    if 0 in array.shape:
        raise InputError(f"{what} has the shape {shape}, and so no pixel")
    if max(array.shape) > 65535:
        raise InputError(f"{what} has the shape {shape}; a side has 65535 pixels at most")
    return array


def machine_order(array: np.ndarray) -> np.ndarray:
    """In the machine's byte order, the pixels of a row one after another."""
    array = array.astype(array.dtype.newbyteorder("="), copy=False)
    tight = array.strides[1] == array.itemsize or array.shape[1] == 1
    return array if tight and abs(array.strides[0]) >= array.shape[1] * array.itemsize else np.ascontiguousarray(array)


def fill(target: Any, array: np.ndarray, kind: int) -> Any:
    target.pixels = array.ctypes.data
    target.format = kind
    target.height, target.width = array.shape
    target.row_stride = array.strides[0]
    # As long as the structure is used, so are the pixels.
    target.keep = array
    return target
