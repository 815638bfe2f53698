"""The examples in the documents run."""

import pathlib
import shutil

import numpy as np
import pytest

PROJECT = pathlib.Path(__file__).resolve().parents[2]


def blocks(document):
    parts = (PROJECT / document).read_text().split("```python\n")[1:]
    return [part.split("```")[0] for part in parts]


@pytest.mark.skipif(not (PROJECT / "docs").is_dir(), reason="the project's documents are not beside the tests")
@pytest.mark.parametrize("document", ["README.md", "Python/README.md", "docs/python.md"])
def test_examples_run(place, tmp_path, monkeypatch, document):
    torch = pytest.importorskip("torch")
    shutil.copy(place.bundle, tmp_path / "jsrt.rcaref")
    monkeypatch.chdir(tmp_path)
    images = torch.stack([torch.from_numpy(image.copy()) for image in place.images]).float()[:, None] / 255
    # Enough for a calibration.
    twice = {"images": place.images * 2, "masks": place.masks * 2, "names": place.names * 2}
    true = {"true_lungs": np.linspace(0.9, 0.96, 12), "true_heart": np.linspace(0.8, 0.9, 12)}
    given = {
        "image": place.image, "mask": place.mask, **twice, **true,
        "unlabelled": [(images, None)],
        "model": lambda batch: torch.cat([batch > 2, batch > 0.3, batch > 0.6], 1).int(),
        "Trainer": lambda callbacks: callbacks,
    }  # fmt: skip
    found = blocks(document)
    assert found
    for block in found:
        exec(compile(block, document, "exec"), given)  # noqa: S102
