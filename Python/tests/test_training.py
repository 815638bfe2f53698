"""In a training loop: torchmetrics, PyTorch Lightning and scikit-learn themselves."""

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


def known(count, seed):
    random = np.random.default_rng(seed)
    true = random.beta(8, 2, count)
    return np.clip(0.2 + 0.75 * true + random.normal(0, 0.03, count), 0, 1), true


@pytest.mark.parametrize("alpha", [0.05, 0.1, 0.3])
def test_calibrator_ranges_hold_as_often_as_they_say(alpha):
    calibrator = rca.Calibrator(alpha).fit(*known(400, 1))
    predicted, true = known(4000, 2)
    assert calibrator.coverage(predicted, true) == pytest.approx(1 - alpha, abs=0.04)
    values = calibrator.predict(predicted)
    lower, upper = calibrator.predict_interval(predicted)
    assert np.mean(np.abs(values - true)) < np.mean(np.abs(predicted - true)) and np.all(lower <= upper)
    order = np.argsort(predicted)
    assert np.all(np.diff(values[order]) >= 0)


def test_calibrator_keeps_images_together_and_says_what_is_wrong(place):
    calibrator = rca.Calibrator(folds=3)
    predicted, true = known(60, 3)
    calibrator.fit(predicted, true, groups=np.arange(60) // 4)
    assert np.isfinite(calibrator.predict(place.references.score(place.image, place.mask))).all()
    few = rca.Calibrator(alpha=0.01, folds=3).fit(predicted, true)
    lower, upper = few.predict_interval([0.5])
    assert (lower, upper) == (0, 1)
    with pytest.raises(ValueError, match="not fitted"):
        rca.Calibrator().predict([0.5])
    with pytest.raises(ValueError, match="2 images cannot be divided into 3 folds"):
        calibrator.fit(predicted[:8], true[:8], groups=np.arange(8) // 4)
    with pytest.raises(ValueError, match="1.2, which is not in 0 to 1"):
        calibrator.fit([1.2], [0.5])
    with pytest.raises(ValueError, match="there are 60 predicted and 59 true"):
        calibrator.fit(predicted, true[1:])
    with pytest.raises(ValueError, match="alpha is 2"):
        calibrator.predict_interval([0.5], alpha=2)


def test_calibrator_is_an_estimator():
    base = pytest.importorskip("sklearn.base")
    selection = pytest.importorskip("sklearn.model_selection")
    isotonic = pytest.importorskip("sklearn.isotonic")
    predicted, true = known(200, 4)
    calibrator = base.clone(rca.Calibrator(0.2, folds=5))
    assert calibrator.get_params() == {"alpha": 0.2, "folds": 5}
    assert selection.cross_val_score(calibrator, predicted[:, None], true, cv=4).min() > 0.5
    expected = isotonic.IsotonicRegression(out_of_bounds="clip").fit(predicted, true)
    assert calibrator.fit(predicted, true).predict(predicted) == pytest.approx(expected.predict(predicted))
