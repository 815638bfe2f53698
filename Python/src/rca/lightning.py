"""The predicted Dice of validation images as a callback of PyTorch Lightning (``pip install rca[lightning]``)."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import torch
from lightning.pytorch import Callback, LightningModule, Trainer

from .metrics import PredictedDice
from .references import ReferenceSet


class PredictedDiceCallback(Callback):
    """Scores the masks of every validation batch, and logs the means when the epoch ends.

    Logged are ``rca/expected``, ``rca/dice``, ``rca/reliable`` and ``rca/expected_heart`` and so on, for
    ``EarlyStopping`` and ``ModelCheckpoint`` to monitor. The check before training is left out.

    Args:
        references: as of :class:`PredictedDice`.
        masks: ``masks(module, batch, outputs)`` gives images and their masks, as ``PredictedDice.update`` takes them;
            ``outputs`` is what ``validation_step`` returned.
        every_n_epochs: scores in every such epoch only.
        settings: as of :class:`PredictedDice`.

    Example:
        >>> def masks(module, batch, outputs):
        ...     images = batch["image"]
        ...     return images, module(images).argmax(1)
        >>> Trainer(callbacks=[PredictedDiceCallback("jsrt.rcaref", masks, workers=4)])
    """

    def __init__(
        self,
        references: ReferenceSet | str | os.PathLike[str],
        masks: Callable[[LightningModule, Any, Any], tuple[Any, Any]],
        *,
        every_n_epochs: int = 1,
        **settings: Any,
    ):
        self.metric = PredictedDice(references, **settings)
        self.masks = masks
        self.every_n_epochs = every_n_epochs

    def _is_due(self, trainer: Trainer) -> bool:
        return not trainer.sanity_checking and trainer.current_epoch % self.every_n_epochs == 0

    def on_validation_epoch_start(self, trainer: Trainer, pl_module: LightningModule) -> None:
        # Lightning moves the module's own metrics alone; NCCL exchanges nothing that is not on the device.
        self.metric.to(pl_module.device)
        self.metric.reset()

    def on_validation_batch_end(
        self,
        trainer: Trainer,
        pl_module: LightningModule,
        outputs: Any,
        batch: Any,
        batch_idx: int,
        dataloader_idx: int = 0,
    ) -> None:
        if not self._is_due(trainer):
            return
        with torch.no_grad():
            self.metric.update(*self.masks(pl_module, batch, outputs))

    def on_validation_epoch_end(self, trainer: Trainer, pl_module: LightningModule) -> None:
        if self._is_due(trainer) and self.metric.update_called:
            values = self.metric.compute()
            pl_module.log_dict({f"rca/{name}": value for name, value in values.items()})
