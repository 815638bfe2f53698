"""Structures and their labels, as Python says them and as the engine does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Union

import numpy as np

from .errors import InputError

#: A structure's label, or several labels that are one structure.
Labels = Union[int, "list[int]", "tuple[int, ...]"]
Structures = Union[str, Mapping[str, Labels]]


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
