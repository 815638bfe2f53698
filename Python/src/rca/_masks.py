"""Masks as what the engine takes, or a ValueError that says what is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from . import _library as native
from ._arrays import fill, machine_order, picture, to_numpy
from ._structures import Labels, Structures, structures_dict, structures_text
from .errors import InputError


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
        if array.ndim == 3 and (array.shape.count(1) != 1 or _is_only_channel(array, named)):
            labels = _from_channels(array, named, what)
        else:
            labels = _label_map(picture(array, what), named, what)
    labels = machine_order(labels)
    kind = native.UINT8 if labels.dtype.itemsize == 1 else native.UINT16
    return fill(native.sized(native.Mask), labels, kind), text


def _is_only_channel(array: np.ndarray, named: Mapping[str, Labels]) -> bool:
    """Whether an array (1, H, W) is the channel of the only structure, and no label map."""
    return len(named) == 1 and array.shape[0] == 1 and array.dtype.kind in "uif" and bool(np.isin(array, (0, 1)).all())


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
    arrays = {name: picture(to_numpy(array, f"{what}'s {name}"), f"{what}'s {name}") for name, array in value.items()}
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
