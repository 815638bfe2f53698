"""What a score and a segmentation say of themselves."""

import copy
import pickle

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


def test_screens(place):
    screening = place.references.screen(place.image)
    score = place.references.score(place.image, place.mask)
    assert (screening.verdict, screening.reliability, screening.pose) == (score.verdict, score.reliability, score.pose)
    assert screening.orientation == "upright" and not screening.inverted and screening.usable
    turned = place.references.screen(np.rot90(place.image, -1))
    assert turned.orientation == "turned 90° clockwise" and "turned" in turned.flags
    assert "turned" in repr(turned)
    nothing = place.references.screen(np.full((64, 64), 90, np.uint8))
    assert not nothing.usable and nothing.flags == ("not-a-chest-x-ray",) and nothing.reason


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
