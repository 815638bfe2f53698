"""Predicted Dice made true on masks of known quality, with ranges that hold as often as they say."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import numpy as np

from .errors import InputError
from .scores import Score

try:
    from sklearn.base import BaseEstimator, RegressorMixin
except ImportError:

    class BaseEstimator:  # type: ignore[no-redef]
        """What scikit-learn's does for the parameters."""

        def get_params(self, deep: bool = True) -> dict[str, Any]:
            return {"alpha": self.alpha, "folds": self.folds}  # type: ignore[attr-defined]

        def set_params(self, **parameters: Any) -> Any:
            for name, value in parameters.items():
                if name not in self.get_params():
                    raise ValueError(f"there is no parameter {name!r}")
                setattr(self, name, value)
            return self

    class RegressorMixin:  # type: ignore[no-redef]
        pass


class Calibrator(RegressorMixin, BaseEstimator):
    """The true Dice that a predicted Dice stands for, learned from masks whose truth is known.

    The true Dice is a monotone function of the predicted one (isotonic regression: Ayer et al. 1955). Ranges are
    cross-conformal (CV+: Barber et al., Annals of Statistics 2021): the errors that widen them are those on folds that
    were held out. On masks like those of the fit, a range holds the true Dice with a probability of about 1 − alpha. For n
    independent masks it is at least 1 − 2 alpha − √(2/n).

    Masks of one image are not independent: say by ``groups`` which belong together, and they stay in one fold.

    Args:
        alpha: the share of ranges that may miss, in (0, 1).
        folds: how many times the data are divided.

    Example:
        >>> calibrator = rca.Calibrator().fit(predicted, true, groups=image_names)
        >>> lower, upper = calibrator.predict_interval(references.score(image, mask).expected)
    """

    def __init__(self, alpha: float = 0.1, folds: int = 10):
        self.alpha = alpha
        self.folds = folds

    def fit(self, X: Any, y: Any, groups: Any = None) -> Calibrator:
        """Learns from masks of known quality.

        Args:
            X: predicted Dice, (n,) or (n, 1), or scores, whose ``expected`` is taken.
            y: true Dice, (n,).
            groups: what each mask's image is, (n,); None where every mask has an image of its own.

        Raises:
            InputError: the lengths differ, a number is not in 0 to 1, or there are fewer groups than folds.
        """
        predicted, true = _values(X, "predicted"), _values(y, "true")
        if predicted.shape != true.shape:
            raise InputError(f"there are {predicted.size} predicted and {true.size} true Dice")
        _check_alpha(self.alpha)
        names = np.arange(predicted.size) if groups is None else np.asarray(groups)
        if names.shape != true.shape:
            raise InputError(f"there are {names.size} groups for {true.size} masks")
        _, group = np.unique(names, return_inverse=True)
        count = int(group.max()) + 1 if group.size else 0
        if not 2 <= self.folds <= count:
            raise InputError(f"{count} images cannot be divided into {self.folds} folds; give more, or fewer folds")
        fold = np.random.default_rng(0).permutation(count)[group] % self.folds
        self.knots_ = _monotone(predicted, true)
        self.fold_knots_ = []
        self.residuals_ = []
        for number in range(self.folds):
            held = fold == number
            knots = _monotone(predicted[~held], true[~held])
            self.fold_knots_.append(knots)
            self.residuals_.append(np.abs(true[held] - _interpolated(knots, predicted[held])))
        self.n_features_in_ = 1
        return self

    def predict(self, X: Any) -> np.ndarray:
        """The true Dice to be expected, (n,)."""
        self._check()
        return _interpolated(self.knots_, _values(X, "predicted"))

    def predict_interval(self, X: Any, alpha: float | None = None) -> tuple[np.ndarray, np.ndarray]:
        """The lower and upper ends of the ranges, (n,) each, within 0 to 1.

        With fewer than 1/alpha − 1 masks in the fit, every range is 0 to 1.
        """
        self._check()
        alpha = self.alpha if alpha is None else alpha
        _check_alpha(alpha)
        predicted = _values(X, "predicted")
        low, high = [], []
        for knots, residuals in zip(self.fold_knots_, self.residuals_):
            centre = _interpolated(knots, predicted)[:, None]
            low.append(centre - residuals)
            high.append(centre + residuals)
        below, above = np.sort(np.concatenate(low, axis=1)), np.sort(np.concatenate(high, axis=1))
        count = below.shape[1]
        rank = math.ceil((1 - alpha) * (count + 1))
        if rank > count:
            return np.zeros(predicted.size), np.ones(predicted.size)
        return np.clip(below[:, count - rank], 0, 1), np.clip(above[:, rank - 1], 0, 1)

    def coverage(self, X: Any, y: Any, alpha: float | None = None) -> float:
        """The share of masks whose true Dice lies in its range."""
        lower, upper = self.predict_interval(X, alpha)
        true = _values(y, "true")
        return float(np.mean((lower <= true) & (true <= upper)))

    def _check(self) -> None:
        if not hasattr(self, "knots_"):
            raise InputError("the calibrator is not fitted; call fit first")


def _check_alpha(alpha: float) -> None:
    if not 0 < alpha < 1:
        raise InputError(f"alpha is {alpha}; give a number between 0 and 1")


def _values(values: Any, what: str) -> np.ndarray:
    if isinstance(values, Score):
        values = [values]
    if not hasattr(values, "shape") and isinstance(values, Iterable):
        values = [value.expected if isinstance(value, Score) else value for value in values]
    array = np.atleast_1d(np.asarray(values, np.float64))
    if array.ndim == 2 and array.shape[1] == 1:
        array = array[:, 0]
    if array.ndim != 1:
        raise InputError(f"the {what} Dice have the shape {array.shape}, not (n,)")
    bad = ~((array >= 0) & (array <= 1))
    if bad.any():
        raise InputError(f"the {what} Dice have the value {array[bad][0]}, which is not in 0 to 1")
    return array


def _monotone(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Isotonic regression by pooling adjacent violators: knots of a rising line."""
    values, inverse, weights = np.unique(x, return_inverse=True, return_counts=True)
    means = np.bincount(inverse, y) / weights
    blocks: list[list[float]] = []
    for mean, weight in zip(means, weights):
        blocks.append([mean, weight, 1])
        while len(blocks) > 1 and blocks[-2][0] >= blocks[-1][0]:
            last = blocks.pop()
            total = blocks[-1][1] + last[1]
            blocks[-1] = [(blocks[-1][0] * blocks[-1][1] + last[0] * last[1]) / total, total, blocks[-1][2] + last[2]]
    return values, np.repeat([block[0] for block in blocks], [int(block[2]) for block in blocks])


def _interpolated(knots: tuple[np.ndarray, np.ndarray], x: np.ndarray) -> np.ndarray:
    return np.interp(x, *knots)
