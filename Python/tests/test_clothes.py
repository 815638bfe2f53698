"""Images and masks of other shapes, dtypes and libraries."""

import numpy as np
import pytest


def test_masks_may_come_in_any_clothes(place):
    references, image, mask = place.references, place.image, place.mask
    expected = references.score(image, mask)
    channels = np.stack([mask == 1, mask == 2])
    clothes = [
        mask.astype(np.uint16), mask.astype(np.int64), mask.astype(np.float32), mask.astype(">u2"), mask[None],
        mask[..., None], np.asfortranarray(mask), channels, channels.astype(np.float32),
        np.concatenate([[mask == 0], channels]), channels[None], {"lungs": mask == 1, "heart": mask == 2},
        {"heart": (mask == 2).astype(int), "lungs": (mask == 1).astype(float)},
    ]  # fmt: skip
    for other in clothes:
        assert references.score(image, other) == expected
    assert references.score(image, mask * 3, structures={"lungs": 3, "heart": 6}) == expected
    assert references.score(image, mask * 3, structures="heart=6,lungs=3") == expected
    parts = mask.copy()
    parts[:, : mask.shape[1] // 2][parts[:, : mask.shape[1] // 2] == 1] = 5
    assert references.score(image, parts, structures={"lungs": [1, 5], "heart": 2}) == expected
    lungs = references.score(image, mask == 1, structures={"lungs": 3})
    assert lungs == references.score(image, {"lungs": mask == 1}) and lungs["lungs"] == expected["lungs"]
    channel = (mask == 1).astype(np.uint8)[None]
    assert references.score(image, channel, structures={"lungs": 3}) == lungs
    assert references.score_masks(image, [mask, channels]) == [expected, expected]


def test_images_may_come_in_any_clothes(place):
    references, image, mask = place.references, place.image, place.mask
    expected = references.score(image, mask)
    views = [image[None], image[..., None], np.asfortranarray(image), np.flipud(np.flipud(image).copy())]
    for other in views:
        assert references.score(other, mask) == expected
    wide = references.score(image.astype(np.uint16) * 257, mask)
    assert wide.dice == pytest.approx(expected.dice, abs=0.01)
    unit = image / np.float64(255)
    for other in (unit, unit.astype(np.float32), (unit * 4095).astype(np.int32)):
        low, high = (0, 4095) if other.dtype == np.int32 else (0, 1)
        score = references.score(other, mask, value_range=(low, high))
        assert score.dice == pytest.approx(expected.dice, abs=0.01)
    # The least and the greatest are found where no range is said.
    assert references.score(unit * 7 - 3, mask).dice == pytest.approx(expected.dice, abs=0.01)
    assert references.score(image > 128, mask) == references.score((image > 128).astype(np.uint8), mask)


def test_tensors(place):
    torch = pytest.importorskip("torch")
    references, expected = place.references, place.references.score(place.image, place.mask)
    image, mask = torch.from_numpy(place.image.copy()), torch.from_numpy(place.mask.copy())
    assert references.score(image, mask) == expected
    assert references.score(image[None], torch.nn.functional.one_hot(mask.long(), 3).permute(2, 0, 1)) == expected
    floats = (image.float() / 255).requires_grad_()
    score = references.score(floats, mask, value_range=(0, 1))
    assert score == references.score(floats.detach().numpy(), place.mask, value_range=(0, 1))
    assert 0 < references.score(floats.bfloat16(), mask).dice <= 1

    class Capsule:
        """DLPack alone."""

        def __dlpack__(self, **words):
            return image.__dlpack__(**words)

        def __dlpack_device__(self):
            return image.__dlpack_device__()

    assert references.score(Capsule(), mask) == expected
