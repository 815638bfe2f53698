"""Masks of known quality, from scores, tables and data frames."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from .errors import InputError
from .scores import FIGURES, Score


class Mask(NamedTuple):
    #: The file's name, or what stands for it in an error.
    name: str
    #: What image it is of; None for what the file's name says.
    image: str | None
    #: The figures of each structure by their names.
    figures: tuple[Mapping[str, float], ...]


def structures_of(scores: Any) -> tuple[str, ...]:
    """The structures of scores, or of a table that has their columns."""
    if hasattr(scores, "columns"):
        columns = set(scores.columns)
        found = [str(name)[:-7] for name in scores.columns if str(name).endswith("_median")]
        names = tuple(name for name in found if {f"{name}_dice", f"{name}_mean", f"{name}_best"} <= columns)
        if not names:
            raise InputError("the table has no columns such as heart_dice, heart_mean, heart_median and heart_best")
        return names
    for score in scores:
        return tuple(part.name for part in score.structures)
    raise InputError("there are no scores")


def gathered(scores: Any) -> Any:
    """Scores as a list or a table."""
    if isinstance(scores, Score):
        return [scores]
    if hasattr(scores, "columns"):
        return scores
    if isinstance(scores, (str, bytes)) or not isinstance(scores, (Iterable, np.ndarray)):
        raise InputError(f"there are scores to give, not a {type(scores).__name__}: those of score_many, or a table")
    found = list(scores)
    for at, score in enumerate(found):
        if not isinstance(score, Score):
            problem = f"is no score ({score})" if isinstance(score, BaseException) else f"is a {type(score).__name__}"
            raise InputError(
                f"scores[{at}] {problem}; give what score and score_many give, or a table of read_scores: a "
                "calibration looks at more than one figure"
            )
    return found


def masks_of(scores: Any, structures: Sequence[str], groups: Any = None) -> list[Mask]:
    """The masks of what :func:`gathered` gave.

    Args:
        groups: what each mask's image is; None for what the names say, or where there are none, an image each.
    """
    names, figures = (_table if hasattr(scores, "columns") else _scores)(scores, structures)
    images: list[str | None] = [None] * len(names)
    if groups is not None:
        images = [str(group) for group in groups]
        if len(images) != len(names):
            raise InputError(f"there are {len(images)} groups for {len(names)} masks")
    elif any(name is None for name in names):
        images = [str(at) for at in range(len(names))]
    return [
        Mask(f"mask {at + 1}" if name is None else name, image, parts)
        for at, (name, image, parts) in enumerate(zip(names, images, figures))
    ]


def _scores(scores: list[Score], structures: Sequence[str]) -> tuple[list[str | None], list[tuple]]:
    figures = []
    for score in scores:
        names = tuple(part.name for part in score.structures)
        if names != tuple(structures):
            raise InputError(f"a score has the structures {', '.join(names)}, not {', '.join(structures)}")
        figures.append(tuple({name: getattr(part, name) for name in FIGURES} for part in score.structures))
    return [score.name for score in scores], figures


def _table(table: Any, structures: Sequence[str]) -> tuple[list[str | None], list[tuple]]:
    have = structures_of(table)
    missing = [name for name in structures if name not in have]
    if missing:
        raise InputError(f"the table has no columns of {', '.join(missing)}")
    count = len(list(table[f"{structures[0]}_dice"]))
    columns = {}
    for name in structures:
        for figure in FIGURES:
            column = f"{name}_{figure}"
            values = list(table[column]) if column in table.columns else [math.nan] * count
            columns[name, figure] = [math.nan if value is None else float(value) for value in values]
    figures = [
        tuple({figure: columns[name, figure][at] for figure in FIGURES} for name in structures) for at in range(count)
    ]
    names = list(table["fname"]) if "fname" in table.columns else [None] * count
    return names, figures


def truth_of(truth: Any, structures: Sequence[str], count: int) -> np.ndarray:
    """(n, structures): true Dice; below 0 where it is not known, not a number where it is not defined."""
    if isinstance(truth, Mapping) or hasattr(truth, "columns"):
        missing = [name for name in structures if name not in truth]
        if missing:
            raise InputError(
                f"the true Dice of {', '.join(missing)} are missing; the structures are {', '.join(structures)}"
            )
        columns = [list(truth[name]) for name in structures]
        for name, column in zip(structures, columns):
            if len(column) != count:
                raise InputError(f"there are {count} scores and {len(column)} true Dice of {name}")
        rows = [list(row) for row in zip(*columns)]
    else:
        rows = [list(row) if isinstance(row, (Sequence, np.ndarray)) else [row] for row in truth]
    if len(rows) != count:
        raise InputError(f"there are {count} scores and {len(rows)} true Dice")
    for row in rows:
        if len(row) != len(structures):
            raise InputError(f"the true Dice have {len(row)} columns, not one for each of {', '.join(structures)}")
    values = [[-1.0 if value is None else float(value) for value in row] for row in rows]
    for row in values:
        for value in row:
            if value > 1 or (value < 0 and value != -1):
                raise InputError(f"the true Dice have the value {value}, which is not in 0 to 1")
    return np.array(values, np.float64).reshape(count, len(structures))
