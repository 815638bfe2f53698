"""In a training loop: torchmetrics and PyTorch Lightning themselves."""

import pickle

import numpy as np
import pytest

import rca


def test_metric(place):
    torch = pytest.importorskip("torch")
    pytest.importorskip("torchmetrics")
    from rca.metrics import PredictedDice

    metric = PredictedDice(place.bundle, workers=2)
    images = torch.from_numpy(np.stack(place.images))[:, None]
    masks = torch.from_numpy(np.stack(place.masks))
    metric.update(images[:2], masks[:2])
    metric.update(images[2:], torch.nn.functional.one_hot(masks[2:].long(), 3).permute(0, 3, 1, 2))
    scores = list(place.references.score_many(place.images, place.masks))
    values = metric.compute()
    assert float(values["expected"]) == pytest.approx(np.mean([score.expected for score in scores]))
    assert float(values["expected_heart"]) == pytest.approx(np.mean([score["heart"].expected for score in scores]))
    assert float(values["reliable"]) == pytest.approx(np.mean([score.verdict == "reliable" for score in scores]))
    again = pickle.loads(pickle.dumps(metric))
    assert again.compute() == values
    metric.reset()
    assert torch.isnan(metric.compute()["dice"])


def test_callback(place, tmp_path):
    torch = pytest.importorskip("torch")
    lightning = pytest.importorskip("lightning.pytorch")
    from rca.lightning import PredictedDiceCallback

    class Segmenter(lightning.LightningModule):
        def __init__(self):
            super().__init__()
            self.layer = torch.nn.Conv2d(1, 3, 1)

        def training_step(self, batch, _):
            return torch.nn.functional.cross_entropy(self.layer(batch[0]), batch[1])

        def validation_step(self, batch, _):
            return None

        def configure_optimizers(self):
            return torch.optim.SGD(self.parameters(), 0.1)

    images = torch.from_numpy(np.stack(place.images))[:, None].float() / 255
    masks = torch.from_numpy(np.stack(place.masks)).long()
    loader = torch.utils.data.DataLoader(torch.utils.data.TensorDataset(images, masks), batch_size=3)
    callback = PredictedDiceCallback(
        place.references, lambda module, batch, outputs: (batch[0], batch[1]), value_range=(0, 1), workers=2
    )
    checkpoint = lightning.callbacks.ModelCheckpoint(tmp_path, monitor="rca/expected", mode="max")
    trainer = lightning.Trainer(
        max_epochs=2, callbacks=[callback, checkpoint], logger=False, accelerator="cpu", enable_progress_bar=False,
        enable_model_summary=False, default_root_dir=tmp_path,
    )  # fmt: skip
    trainer.fit(Segmenter(), loader, loader)
    scores = place.references.score_many(images.numpy(), place.masks, value_range=(0, 1))
    logged = trainer.callback_metrics
    assert float(logged["rca/expected"]) == pytest.approx(np.mean([score.expected for score in scores]), abs=1e-6)
    assert checkpoint.best_model_score == logged["rca/expected"]
