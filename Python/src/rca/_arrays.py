"""Images and masks of any kind as what the engine takes, or a ValueError that says what is wrong with them."""

from __future__ import annotations

import ctypes
from collections.abc import Mapping
from typing import Any, Union

import numpy as np

from . import _library as native
from .errors import InputError

#: A structure's label, or several labels that are one structure.
Labels = Union[int, "list[int]", "tuple[int, ...]"]
Structures = Union[str, Mapping[str, Labels]]


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


def _picture(array: np.ndarray, what: str) -> np.ndarray:
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


def _native(array: np.ndarray) -> np.ndarray:
    """In the machine's byte order, the pixels of a row one after another."""
    array = array.astype(array.dtype.newbyteorder("="), copy=False)
    tight = array.strides[1] == array.itemsize or array.shape[1] == 1
    return array if tight and abs(array.strides[0]) >= array.shape[1] * array.itemsize else np.ascontiguousarray(array)


def _fill(target: Any, array: np.ndarray, kind: int) -> Any:
    target.pixels = array.ctypes.data
    target.format = kind
    target.height, target.width = array.shape
    target.row_stride = array.strides[0]
    # As long as the structure is used, so are the pixels.
    target.keep = array
    return target


def image(value: Any, value_range: tuple[float, float] | None, what: str = "the image") -> native.Image:
    """An image for the engine.

    Unsigned integers of 8 and 16 bits are grey values as they are, unless there is a ``value_range``. All other numbers
    are mapped from black to white: from ``value_range``, or from the least and the greatest of the image.
    """
    array = _picture(to_numpy(value, what), what)
    kind = array.dtype.kind
    if kind not in "buif":
        raise InputError(f"{what} has the dtype {array.dtype}; give integers or floats")
    result = native.sized(native.Image)
    if value_range is not None:
        low, high = _range(value_range)
        result.low, result.high = low, high
    elif kind == "b":
        return _fill(result, _native(array).view(np.uint8), native.UINT8)
    elif kind == "u" and array.itemsize <= 2:
        return _fill(result, _native(array), native.UINT8 if array.itemsize == 1 else native.UINT16)
    if kind == "f" and array.itemsize == 4:
        return _fill(result, _native(array), native.FLOAT32)
    return _fill(result, _native(array.astype(np.float64, copy=False)), native.FLOAT64)


def _range(value_range: Any) -> tuple[float, float]:
    try:
        low, high = (float(end) for end in value_range)
    except (TypeError, ValueError):
        raise InputError(f"range is {value_range!r}; give the numbers of black and white, as (0.0, 1.0)") from None
    if not (np.isfinite(low) and np.isfinite(high) and low < high):
        raise InputError(f"range goes from {low} to {high}; black is below white, and both are finite")
    return low, high


def structures_text(structures: Structures | None) -> str | None:
    """Structures in the engine's words: ``lungs=1,heart=2``."""
    if structures is None or isinstance(structures, str):
        return structures
    entries = []
    if not isinstance(structures, Mapping):
        raise InputError(f"structures is a {type(structures).__name__}; give {{'lungs': 1, 'heart': 2}}")
    for name, labels in structures.items():
        if not isinstance(name, str) or not name.strip() or any(character in name for character in ",=\n"):
            raise InputError(f"{name!r} is no name of a structure: a text without commas and equals signs")
        every = [labels] if np.isscalar(labels) else list(labels)
        try:
            entries.append(f"{name}=" + "+".join(str(_label(label)) for label in every))
        except (TypeError, ValueError):
            raise InputError(f"structure {name!r} has the label {labels!r}; labels are whole numbers") from None
    return ",".join(entries)


def _label(label: Any) -> int:
    if isinstance(label, (bool, np.bool_)) or int(label) != label:
        raise ValueError(label)
    return int(label)


def structures_dict(text: str) -> dict[str, int | tuple[int, ...]]:
    """The engine's words as names and labels."""
    result: dict[str, int | tuple[int, ...]] = {}
    for entry in text.split(","):
        name, _, labels = (part.strip() for part in entry.partition("="))
        if labels == "-":
            continue
        try:
            every = tuple(int(label) for label in labels.split("+"))
        except ValueError:
            raise InputError(f"structures {text!r}: {entry!r} is not a name and a label, as in 'lungs=1,heart=2'") from None
        result[name] = every[0] if len(every) == 1 else every
    return result


def mask(
    value: Any, structures: Structures | None, own: Mapping[str, Labels], what: str = "the mask"
) -> tuple[native.Mask, str | None]:
    """A mask for the engine, and what its labels mean (None for the references' own labels).

    A label map (H, W), channels (C, H, W) of the structures with or without the background first, or a boolean array
    for each structure by its name.
    """
    text = structures_text(structures)
    named = own if text is None else structures_dict(text)
    if isinstance(value, Mapping):
        labels, text = _from_names(value, named, what)
    else:
        array = to_numpy(value, what)
        if array.ndim == 4 and array.shape[0] == 1:
            array = array[0]
        if array.ndim == 3 and array.shape.count(1) != 1:
            labels = _from_channels(array, named, what)
        else:
            labels = _label_map(_picture(array, what), named, what)
    labels = _native(labels)
    kind = native.UINT8 if labels.dtype.itemsize == 1 else native.UINT16
    return _fill(native.sized(native.Mask), labels, kind), text


def _label_map(array: np.ndarray, named: Mapping[str, Labels], what: str) -> np.ndarray:
    kind = array.dtype.kind
    if kind == "b":
        if len(named) != 1:
            raise InputError(
                f"{what} is boolean, and the references have {len(named)} structures; give an array for each by name: "
                + "{" + ", ".join(f"{name!r}: …" for name in named) + "}"
            )  # fmt: skip
        return _drawn({name: array for name in named}, named, what)
    if kind == "u" and array.itemsize <= 2:
        return array
    if kind not in "uif":
        raise InputError(f"{what} has the dtype {array.dtype}; give labels, or a boolean array for each structure")
    with np.errstate(invalid="ignore"):
        good = (array >= 0) & (array <= 65535) & (array == np.floor(array))
    if not good.all():
        row, column = np.unravel_index(int(np.argmin(good)), good.shape)
        hint = "; if it holds probabilities, threshold them" if kind == "f" else ""
        raise InputError(
            f"{what} has the value {array[row, column]} in row {row + 1}, column {column + 1}; "
            f"labels are whole numbers from 0 to 65535{hint}"
        )
    return array.astype(np.uint8 if array.size == 0 or array.max() <= 255 else np.uint16)


def _from_channels(array: np.ndarray, named: Mapping[str, Labels], what: str) -> np.ndarray:
    count = len(named)
    names = ", ".join(named)
    if array.shape[0] not in (count, count + 1):
        hint = ""
        if array.shape[2] in (count, count + 1):
            hint = "; channels come first (numpy.moveaxis(mask, -1, 0))"
        raise InputError(
            f"{what} has the shape {array.shape}; with channels it has {count} ({names}), or {count + 1} with the "
            f"background first{hint}"
        )
    channels = list(array[array.shape[0] - count :])
    return _drawn(dict(zip(named, channels)), named, what)


def _from_names(value: Mapping[str, Any], named: Mapping[str, Labels], what: str) -> tuple[np.ndarray, str]:
    if not value:
        raise InputError(f"{what} is an empty dictionary; give an array for each structure: {', '.join(named)}")
    unknown = [str(name) for name in value if name not in named]
    if unknown:
        raise InputError(f"{what} has {', '.join(unknown)}; the structures are {', '.join(named)}")
    arrays = {name: _picture(to_numpy(array, f"{what}'s {name}"), f"{what}'s {name}") for name, array in value.items()}
    first = next(iter(arrays))
    for name, array in arrays.items():
        if array.shape != arrays[first].shape:
            raise InputError(f"{what}'s {name} has the shape {array.shape}, its {first} {arrays[first].shape}")
    given = {name: labels for name, labels in named.items() if name in arrays}
    return _drawn(arrays, given, what), structures_text(given) or ""


def _drawn(arrays: Mapping[str, np.ndarray], named: Mapping[str, Labels], what: str) -> np.ndarray:
    """One label map: where structures overlap, a pixel belongs to the one that comes last."""
    labels = {name: _first(label) for name, label in named.items()}
    result = np.zeros(next(iter(arrays.values())).shape, _narrow(labels.values()))
    for name, label in labels.items():
        array = arrays[name]
        if array.dtype.kind not in "buif":
            raise InputError(f"{what}'s {name} has the dtype {array.dtype}; give booleans")
        if array.dtype.kind != "b":
            bad = (array != 0) & (array != 1)
            if bad.any():
                raise InputError(
                    f"{what}'s {name} has the value {array[bad].flat[0]}; give booleans, or 0 and 1 (probabilities: "
                    "threshold them, or take the argmax over the channels)"
                )
        result[array != 0] = label
    return result


def _first(labels: Labels) -> int:
    return int(labels if np.isscalar(labels) else labels[0])


def _narrow(labels: Any) -> type:
    return np.uint8 if max(labels) <= 255 else np.uint16


def pointers(masks: list[native.Mask]) -> Any:
    """An array of pointers to masks."""
    kind = ctypes.POINTER(native.Mask)
    return (kind * len(masks))(*(ctypes.pointer(mask) for mask in masks))
