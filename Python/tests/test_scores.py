import copy
import gc
import pickle
import threading

import numpy as np
import pytest
from conftest import STRUCTURES

import rca


def test_names_the_figures(place):
    score = place.references.score(place.image, place.mask, name="a.png")
    assert 0 < score.lower <= score.expected <= score.upper <= 1 and score.verdict in str(score)
    assert score["heart"].consensus == score.structures[1].consensus
    assert score.consensus == pytest.approx(np.mean([part.consensus for part in score.structures]), abs=1e-6)
    with pytest.raises(KeyError, match="there is no structure 'liver'; there are lungs, heart"):
        score["liver"]


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


def wrong(match, kind=ValueError):
    return pytest.raises(kind, match=match)


def test_misuse_says_what_is_wrong(place):
    score, image, mask = place.references.score, place.image, place.mask
    with wrong(r"the image has the shape \(128, 128, 3\), not \(height, width\); if it has colours"):
        score(np.stack([image] * 3, -1), mask)
    with wrong(r"shape \(4, 128, 128\)|shape \(6, 128, 128\)"):
        score(np.stack(place.images), mask)
    with wrong(r"the image has the shape \(5,\)"):
        score(np.arange(5), mask)
    with wrong("and so no pixel"):
        score(image[:0], mask)
    with wrong("the image is a path or text"):
        score("image.png", mask)
    with wrong("the image is a int, not an array"):
        score(3, mask)
    with wrong("the image has the dtype complex128"):
        score(image.astype(complex), mask)
    with wrong("the image has the dtype object"):
        score(image.astype(object), mask)
    for bad in (np.nan, np.inf):
        floats = image.astype(np.float32)
        floats[2, 4] = bad
        with wrong(f"the image: has the value {bad} in row 3, column 5"):
            score(floats, mask)
        with wrong(f"the image: has the value {bad}"):
            score(floats, mask, value_range=(0, 255))
    for bad in ((1, 0), (0, np.nan), (0, 0), 3):
        with wrong("range"):
            score(image, mask, value_range=bad)
    with wrong("the mask: the mask is 64 . 128|mask 1: the mask is 128 × 64, its image 128 × 128"):
        score(image, mask[:64])
    with wrong(r"has labels that no structure was given for: 7; name them with structures=\{'name': label\}"):
        score(image, np.where(mask == 2, 7, mask))
    with wrong("the mask has the value 0.5 in row 1, column 1; .*probabilities"):
        score(image, mask + 0.5)
    with wrong("the mask has the value nan"):
        score(image, np.where(mask == 2, np.nan, mask))
    with wrong("the mask has the value -1"):
        score(image, mask.astype(int) - 1)
    with wrong("the mask has the value 70000"):
        score(image, mask.astype(int) + 70000)
    with wrong("the mask has the dtype <U1"):
        score(image, mask.astype("<U1"))
    with wrong("the mask is boolean, and the references have 2 structures; give an array for each by name"):
        score(image, mask > 0)
    with wrong(r"the mask has the shape \(5, 128, 128\); with channels it has 2 \(lungs, heart\), or 3"):
        score(image, np.zeros((5, 128, 128), bool))
    with wrong("channels come first"):
        score(image, np.zeros((128, 128, 2), bool))
    with wrong("the mask's lungs has the value 0.3.*threshold"):
        score(image, np.full((2, 128, 128), 0.3))
    with wrong("the mask has liver; the structures are lungs, heart"):
        score(image, {"liver": mask > 0})
    with wrong("empty dictionary"):
        score(image, {})
    with wrong(r"the mask's heart has the shape \(64, 128\), its lungs \(128, 128\)"):
        score(image, {"lungs": mask == 1, "heart": mask[:64] == 2})
    with wrong("there is no spleen; name structures that the references have"):
        score(image, mask, structures={"spleen": 1, "heart": 2})
    for bad in ({"lungs": "one"}, {"lungs": 1.5}, {"a=b": 1}, {3: 1}, [1, 2], {"lungs": 0}, "lungs"):
        with wrong("structure|label"):
            score(image, mask, structures=bad)
    with wrong("there is no|does not exist", FileNotFoundError):
        rca.ReferenceSet(place.folder / "none.rcaref")
    with wrong("is not a reference bundle"):
        rca.ReferenceSet(place.folder / "cases/images" / place.names[0])
    with wrong("workers is 0"):
        place.references.score_many([image], [mask], workers=0)
    with wrong("errors is 'ignore'"):
        place.references.score_many([image], [mask], errors="ignore")


def test_building_says_what_is_wrong(place, tmp_path):
    build = rca.ReferenceSet.build
    with wrong("holds no reference image"):
        build([], [], STRUCTURES)
    with wrong("there are more images than masks"):
        build(place.images, place.masks[:2], STRUCTURES)
    with wrong("there are more masks than images"):
        build(place.images[:2], place.masks, STRUCTURES)
    with wrong("a.png: is the name of another reference"):
        build(place.images[:2], place.masks[:2], STRUCTURES, names=["a.png", "a.png"])
    with wrong("the labels of reference_0001"):
        build(place.images, [mask + 0.5 for mask in place.masks], STRUCTURES)
    with wrong("no reference has structure 'liver'"):
        build(place.images, place.masks, {**STRUCTURES, "liver": 3})
    (tmp_path / "mine.rcaref").write_text("mine")
    with wrong("exists already"):
        build(place.images[:2], place.masks[:2], STRUCTURES, save=tmp_path / "mine.rcaref")
    assert (tmp_path / "mine.rcaref").read_text() == "mine"


def test_progress_is_told_and_ends_the_work(place):
    seen = []
    built = rca.ReferenceSet.build(
        place.images, place.masks, STRUCTURES, progress=lambda done, total: seen.append((done, total))
    )
    assert [done for done, _ in seen] == list(range(1, seen[0][1] + 1)) and built.path is None

    def interrupt(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rca.ReferenceSet.build(place.images, place.masks, STRUCTURES, progress=interrupt)


def test_a_closed_set_says_so(place):
    references = rca.ReferenceSet(place.bundle)
    with references:
        assert "closed" not in repr(references)
    for use in (
        lambda: references.score(place.image, place.mask), lambda: references.segment(place.image),
        lambda: references.score_many([place.image], [place.mask]),
    ):  # fmt: skip
        with pytest.raises(rca.ClosedError, match="the reference set is closed; open it again"):
            use()
    references.close()
    assert repr(references).startswith("<closed ReferenceSet set.rcaref: 9 images")


def test_closing_waits_for_calls_that_run(place):
    for _ in range(5):
        references = rca.ReferenceSet(place.bundle)
        results = []

        def work():
            try:
                while True:
                    results.append(references.score(place.image, place.mask).dice)
            except rca.ClosedError:
                results.append("closed")

        threads = [threading.Thread(target=work) for _ in range(3)]
        for thread in threads:
            thread.start()
        while len(results) < 3:
            pass
        references.close()
        for thread in threads:
            thread.join()
        assert results.count("closed") == 3 and len(set(results)) == 2


def test_several_threads_use_one_set(place):
    expected = [place.references.score(image, mask) for image, mask in zip(place.images, place.masks)]
    for workers in (1, 2, 5):
        scores = place.references.score_many(place.images, place.masks, workers=workers)
        assert list(scores) == expected


def test_many_are_read_no_further_than_needed(place):
    read = []

    def images():
        for number in range(100):
            read.append(number)
            yield place.images[number % 6]

    scores = place.references.score_many(images(), (place.masks[at % 6] for at in range(100)), workers=2)
    for _ in range(3):
        next(scores)
    assert 3 <= len(read) <= 3 + 2 * 2 + 1
    del scores
    gc.collect()
    assert threading.active_count() < 10


def test_a_bad_case_is_raised_or_returned(place):
    masks = [place.masks[0], place.masks[1] + 9, place.masks[2]]
    with wrong("case b: .*labels that no structure"):
        list(place.references.score_many(place.images[:3], masks, names=["a", "b", "c"]))
    scores = place.references.score_many(place.images[:3], masks, names=["a", "b", "c"], errors="return")
    table = scores.to_table()
    assert table["fname"] == ["a", "b", "c"] and "no structure" in table["error"][1] and table["error"][0] is None
    with wrong("there are more images than names"):
        list(place.references.score_many(place.images[:3], place.masks[:3], names=["a"]))


def test_frames(place):
    pandas, polars = pytest.importorskip("pandas"), pytest.importorskip("polars")
    scores = place.references.score_many(place.images, place.masks, names=place.names)
    first = next(scores)
    frame = scores.to_frame()
    assert isinstance(frame, pandas.DataFrame) and list(frame["fname"]) == place.names
    assert frame["heart_expected"][0] == first["heart"].expected
    assert isinstance(scores.to_frame("polars"), polars.DataFrame)
    with wrong("library is 'arrow'"):
        scores.to_frame("arrow")


def test_segments(place):
    segmentation = place.references.segment(place.image)
    mask, confidence = segmentation
    truth = np.asarray(place.mask)
    assert mask.shape == confidence.shape == place.image.shape and mask.dtype == np.uint8
    assert confidence.dtype == np.float32 and 0 <= confidence.min() and 0.9 < confidence.max() <= 1
    for label in (1, 2):
        both = np.sum((mask == label) & (truth == label))
        assert 2 * both / (np.sum(mask == label) + np.sum(truth == label)) > 0.8
    assert place.references.score(place.image, mask).verdict == segmentation.verdict


def test_sets_are_pickled_by_their_file(place):
    again = pickle.loads(pickle.dumps(place.references))
    assert again.digest == place.references.digest and copy.deepcopy(again) is again
    built = rca.ReferenceSet.build(place.images, place.masks, STRUCTURES)
    with pytest.raises(TypeError, match="save='NAME.rcaref'"):
        pickle.dumps(built)
    score = place.references.score(place.image, place.mask)
    assert pickle.loads(pickle.dumps(score)) == score


def test_shows_itself(place):
    score = place.references.score(place.image, place.mask)
    assert "expected Dice 0." in repr(score) and "<img" in score._repr_html_()
    image = place.image.copy()
    score = place.references.score(image, place.mask)
    del image
    # A score keeps no image alive.
    assert "<img" not in score._repr_html_() and "<table>" in score._repr_html_()
    assert "lungs=1, heart=2" in place.references._repr_html_()
    assert "<img" in place.references.segment(place.image)._repr_html_()
    assert len(place.references) == 9 and place.references.structures == STRUCTURES
