"""Misuse is an exception with the right words."""

import numpy as np
import pytest
from conftest import STRUCTURES

import rca


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
    for bad in (0, 1.5, "two", True):
        with wrong(f"workers is {bad!r}; give a number from 1"):
            place.references.score_many([image], [mask], workers=bad)
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
