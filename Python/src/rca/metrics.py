"""The predicted Dice in a training loop, as a metric of torchmetrics (``pip install rca[torch]``)."""

from __future__ import annotations

import math
import os
from typing import Any

import torch
from torchmetrics import Metric

from ._structures import Structures
from .references import ReferenceSet
from .scores import Score


class PredictedDice(Metric):
    """The mean predicted Dice of a segmenter's masks, without any truth.

    ``compute`` gives a dictionary: ``expected`` (the mean Dice to be expected with the truth), ``dice`` (the mean
    published score), ``reliable`` (the share of images with the verdict ``reliable``), and for each structure
    ``expected_heart`` and so on; ``nan`` without masks. Sums are what processes exchange.

    Args:
        references: a reference set, or the path of a bundle, which each process opens for itself.
        structures, value_range, workers: as in :meth:`rca.ReferenceSet.score_many`.

    Example:
        >>> metric = PredictedDice("jsrt.rcaref", workers=4)
        >>> for images, logits in validation: metric.update(images, logits.argmax(1))
        >>> metric.compute()["expected"]
    """

    full_state_update = False
    higher_is_better = True
    is_differentiable = False

    def __init__(
        self,
        references: ReferenceSet | str | os.PathLike[str],
        *,
        structures: Structures | None = None,
        value_range: tuple[float, float] | None = None,
        workers: int | None = None,
        **kwargs: Any,
    ):
        super().__init__(**kwargs)
        self.references = references if isinstance(references, ReferenceSet) else ReferenceSet(references)
        self.settings = {"structures": structures, "value_range": value_range, "workers": workers}
        self.names = list(self.references.structures)
        figures = ["expected", "dice", *(f"expected_{name}" for name in self.names)]
        self.figures = figures
        zeros = torch.zeros(len(figures), dtype=torch.float64)
        self.add_state("sums", zeros.clone(), dist_reduce_fx="sum")
        self.add_state("counts", zeros.clone(), dist_reduce_fx="sum")
        self.add_state("reliable", torch.zeros((), dtype=torch.float64), dist_reduce_fx="sum")
        self.add_state("images", torch.zeros((), dtype=torch.float64), dist_reduce_fx="sum")

    def update(self, images: Any, masks: Any) -> None:
        """Scores a batch.

        Args:
            images: (N, H, W) or (N, 1, H, W).
            masks: (N, H, W) labels, (N, C, H, W) channels of 0 and 1, or a list of masks as in ``score``.
        """
        for score in self.references.score_many(images, masks, **self.settings):
            assert isinstance(score, Score)
            parts = {part.name: part.expected for part in score.structures}
            values = [score.expected, score.dice, *(parts.get(name, math.nan) for name in self.names)]
            for position, value in enumerate(values):
                if not math.isnan(value):
                    self.sums[position] += value
                    self.counts[position] += 1
            self.reliable += score.verdict == "reliable"
            self.images += 1

    def compute(self) -> dict[str, torch.Tensor]:
        """The means over everything since the last ``reset``."""
        result = {name: (self.sums[at] / self.counts[at]).float() for at, name in enumerate(self.figures)}
        result["reliable"] = (self.reliable / self.images).float()
        return result
