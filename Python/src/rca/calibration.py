"""Predicted Dice made true on masks of known quality, with ranges that hold as often as they say."""

from __future__ import annotations

import os
import pathlib
import warnings
from contextlib import nullcontext
from typing import Any

import numpy as np

from . import _calibration, _files
from ._calibration_data import gathered, masks_of, structures_of, truth_of
from .errors import InputError
from .references import ReferenceSet

try:
    from sklearn.base import BaseEstimator, RegressorMixin
except ImportError:

    class BaseEstimator:  # type: ignore[no-redef]
        """What scikit-learn's does for the parameters."""

        def get_params(self, deep: bool = True) -> dict[str, Any]:
            return {"alpha": self.alpha}  # type: ignore[attr-defined]

        def set_params(self, **parameters: Any) -> Any:
            for name, value in parameters.items():
                if name not in self.get_params():
                    raise ValueError(f"there is no parameter {name!r}")
                setattr(self, name, value)
            return self

        def __repr__(self) -> str:
            return f"{type(self).__name__}(alpha={self.alpha!r})"  # type: ignore[attr-defined]

    class RegressorMixin:  # type: ignore[no-redef]
        pass


class Calibrator(RegressorMixin, BaseEstimator):
    """What ``rca-cli calibrate`` learns of masks whose truth is known, and where it puts the true Dice of others.

    The model is the program's, fitted by the same engine, and its files are the same: :meth:`write` makes one for
    ``rca-cli score --calibration``, :meth:`read` takes one of ``rca-cli calibrate``. It predicts the true Dice of each
    structure, and of their mean, by all figures of a score. Its ranges are cross-conformal (CV+: Barber et al., Annals
    of Statistics 2021), with errors in units of their likely size.

    Args:
        alpha: the share of ranges that may miss, in (0, 1).

    Attributes:
        structures_: the names of the structures.
        held_out_: for each structure, and ``"mean"``: the share of ranges that hold the true Dice and their mean width,
            on images that were held out in turn. Of a model that was read, nothing.

    Example:
        >>> scores = list(references.score_many(images, masks, names=names))
        >>> calibrator = rca.Calibrator().fit(scores, {"lungs": true_lungs, "heart": true_heart})
        >>> lower, upper = calibrator.predict_interval(references.score(image, mask))
    """

    structures_: tuple[str, ...]
    held_out_: dict[str, tuple[float, float]]

    def __init__(self, alpha: float = 0.1):
        self.alpha = alpha

    def fit(self, X: Any, y: Any, groups: Any = None, *, references: ReferenceSet | None = None) -> Calibrator:
        """Learns from masks of known quality: 10 at least, better hundreds, of 25 images or more.

        Args:
            X: scores (those of ``score_many``), a :class:`Table` (``read_scores``), or a data frame of one.
            y: true Dice: by structure, (n,) each, in a dictionary or data frame; or (n, structures). ``nan`` where it
                is not defined, since the structure is in neither mask; None where it is not known.
            groups: what each mask's image is, (n,): masks of one image are never on both sides of a split. None for
                what the names of the masks say, as the program has it; without names each mask has its own image.
            references: what the masks were scored against, so that ``rca-cli score --calibration`` can tell whether
                its references are the same.

        Raises:
            InputError: there are too few masks, lengths differ, or a number is not in 0 to 1.
        """
        _check_alpha(self.alpha)
        scores = gathered(X)
        structures = structures_of(scores)
        masks = masks_of(scores, structures, groups)
        truth = truth_of(y, structures, len(masks))
        with references._handle.borrowed() if references is not None else nullcontext() as handle:
            self._model, self.held_out_ = _calibration.learned(structures, masks, truth, handle, self.alpha)
        self.structures_ = structures
        return self

    @classmethod
    def read(cls, path: str | os.PathLike[str], alpha: float = 0.1) -> Calibrator:
        """A model that ``rca-cli calibrate`` or :meth:`write` wrote.

        Raises:
            InputError: it is no such file, or damaged (:class:`MissingFileError`: there is none).
        """
        calibrator = cls(alpha)
        calibrator._model = _calibration.Model.opened(path)
        calibrator.structures_ = calibrator._model.structures
        return calibrator

    def write(self, path: str | os.PathLike[str], *, overwrite: bool = False) -> None:
        """Writes the model for ``rca-cli score --calibration``. The file appears whole or not at all.

        Raises:
            FileExistsError: there is such a file, and no ``overwrite``.
        """
        _files.write(pathlib.Path(path), self._fitted().content(), overwrite=overwrite)

    def predict(self, X: Any, structure: str | None = None) -> np.ndarray:
        """The true Dice to be expected, (n,): of a structure, or of the mean over all.

        ``nan`` where a score lacks a figure that the model needs.
        """
        return self._ranges(X, self.alpha, structure)[:, 0]

    def predict_interval(
        self, X: Any, alpha: float | None = None, structure: str | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        """The lower and upper ends of the ranges, (n,) each, within 0 to 1: those of ``rca_intervals.csv``."""
        ranges = self._ranges(X, self.alpha if alpha is None else alpha, structure)
        return ranges[:, 1], ranges[:, 2]

    def coverage(self, X: Any, y: Any, alpha: float | None = None, structure: str | None = None) -> float:
        """The share of masks whose true Dice lies in its range, of those that have both."""
        scores = gathered(X)
        ranges = self._ranges(scores, self.alpha if alpha is None else alpha, structure)
        true = self._true(y, len(ranges), structure)
        known = ~np.isnan(true) & ~np.isnan(ranges[:, 0])
        return float(np.mean((ranges[known, 1] <= true[known]) & (true[known] <= ranges[known, 2])))

    def score(self, X: Any, y: Any, structure: str | None = None) -> float:
        """R², the coefficient of determination, of :meth:`predict`: 1 is perfect."""
        predicted = self.predict(X, structure)
        true = self._true(y, len(predicted), structure)
        known = ~np.isnan(true) & ~np.isnan(predicted)
        spread = np.sum((true[known] - np.mean(true[known])) ** 2)
        return float(1 - np.sum((true[known] - predicted[known]) ** 2) / spread)

    def _true(self, y: Any, count: int, structure: str | None) -> np.ndarray:
        truth = truth_of(y, self.structures_, count)
        truth = np.where(truth < 0, np.inf, truth)
        with warnings.catch_warnings():
            # Where nothing is defined, neither is the mean.
            warnings.simplefilter("ignore", RuntimeWarning)
            true = np.nanmean(truth, axis=1) if structure is None else truth[:, self._place(structure)]
        return np.where(np.isinf(true), np.nan, true)

    def _ranges(self, X: Any, alpha: float, structure: str | None) -> np.ndarray:
        model = self._fitted()
        _check_alpha(alpha)
        place = self._place(structure)
        return model.ranges(masks_of(gathered(X), self.structures_), alpha)[:, place]

    def _place(self, structure: str | None) -> int:
        if structure is None:
            return len(self.structures_)
        if structure not in self.structures_:
            raise InputError(f"there is no structure {structure!r}; there are {', '.join(self.structures_)}")
        return self.structures_.index(structure)

    def _fitted(self) -> _calibration.Model:
        if not hasattr(self, "_model"):
            raise InputError("the calibrator is not fitted; call fit first")
        return self._model


def _check_alpha(alpha: float) -> None:
    if not 0 < alpha < 1:
        raise InputError(f"alpha is {alpha}; give a number between 0 and 1")
