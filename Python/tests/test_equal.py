"""Scores through Python are those of ``rca-cli score`` on the same files, every bit."""

import csv
import pathlib

import numpy as np
import pytest
from conftest import STRUCTURES, read, run

import rca

PROJECT = pathlib.Path(__file__).resolve().parents[2]


def rows(path):
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


def same(text, value):
    """Whether a number of a table is a figure, to the last bit."""
    return np.isnan(value) if text == "" else np.float32(text).tobytes() == np.float32(value).tobytes()


def check(output, scores):
    parts = {(row["fname"], row["structure"]): row for row in rows(output / "rca_structures.csv")}
    whole = {row["fname"]: row for row in rows(output / "rca_dice_scores.csv")}
    judged = {row["fname"]: row for row in rows(output / "rca_reliability.csv")}
    assert len(whole) == len(scores)
    for score in scores:
        assert same(whole[score.name]["dice"], score.dice)
        row = judged[score.name]
        assert (row["verdict"], row["reason"], row["pose"]) == (score.verdict, score.reason, score.pose)
        for figure in ("reliability", "expected", "lower", "upper", "expected_error"):
            assert same(row[figure], getattr(score, figure)), figure
        for part in score.structures:
            row = parts[score.name, part.name]
            assert (row["reference"] or None) == part.reference
            for figure in ("dice", "mean", "median", "best", "consensus", "expected", "lower", "upper"):
                assert same(row[figure], getattr(part, figure)), (score.name, part.name, figure)


def test_phantoms(place, tmp_path):
    for damage in ("boundary_2", "shifted_3", "empty", "missing_heart"):
        masks = place.folder / "cases/predictions" / damage
        output = tmp_path / damage
        run("score", "--images", place.folder / "cases/images", "--masks", masks, "--reference", place.bundle,
            "--structures", "lungs=1,heart=2", "--output", output)  # fmt: skip
        scores = place.references.score_many(
            place.images, (read(masks / name) for name in place.names), names=place.names, workers=2
        )
        scores = list(scores)
        check(output, scores)
        rca.write_scores(tmp_path / f"{damage}.csv", scores)
        assert (tmp_path / f"{damage}.csv").read_bytes() == (output / "rca_dice_scores.csv").read_bytes()


def test_lungs_alone(place, tmp_path):
    masks = place.folder / "cases/predictions/boundary_2"
    run("score", "--images", place.folder / "cases/images", "--masks", masks, "--reference", place.bundle,
        "--structures", "lungs=1,heart=-", "--output", tmp_path / "out")  # fmt: skip
    lungs = [{"lungs": mask == 1} for mask in place.masks]
    check(tmp_path / "out", list(place.references.score_many(place.images, lungs, names=place.names)))


def test_numbers_of_other_types(place, tmp_path):
    """Floats without a range are read as the program reads NumPy files."""
    (tmp_path / "images").mkdir()
    (tmp_path / "masks").mkdir()
    image = np.sqrt(place.image.astype(np.float32)) - 3
    np.save(tmp_path / "images/a.npy", image)
    np.save(tmp_path / "masks/a.npy", place.mask.astype(np.int64))
    run("score", "--images", tmp_path / "images", "--masks", tmp_path / "masks", "--reference", place.bundle,
        "--structures", "lungs=1,heart=2", "--output", tmp_path / "out")  # fmt: skip
    check(tmp_path / "out", [place.references.score(image, place.mask.astype(np.int64), name="a.npy")])


def test_built_set_is_the_programs(place, tmp_path):
    names = sorted(path.name for path in (place.folder / "reference/images").iterdir())
    order = list(reversed(names))
    built = rca.ReferenceSet.build(
        (read(place.folder / "reference/images" / name) for name in order),
        (read(place.folder / "reference/labels" / name) for name in order),
        STRUCTURES, names=order, save=tmp_path / "built.rcaref",
    )  # fmt: skip
    assert built.names == tuple(names) and built.digest == place.references.digest
    assert (tmp_path / "built.rcaref").read_bytes() == place.bundle.read_bytes()
    assert built.score(place.image, place.mask) == place.references.score(place.image, place.mask)


@pytest.mark.skipif(not (PROJECT / "Reference/images").is_dir(), reason="the project's Reference is not beside the tests")
def test_reference_folder(place, tmp_path):
    """The project's own phantoms, whose images find themselves among the references."""
    folder = PROJECT / "Reference"
    names = sorted(path.name for path in (folder / "images").iterdir())[:4]
    for name in names:
        for kind in ("images", "labels"):
            (tmp_path / kind).mkdir(exist_ok=True)
            (tmp_path / kind / name).write_bytes((folder / kind / name).read_bytes())
    bundle = tmp_path / "set.rcaref"
    run("reference", "build", "--images", folder / "images", "--labels", folder / "labels",
        "--structures", "lungs=1,heart=2", "--output", bundle)  # fmt: skip
    run("score", "--images", tmp_path / "images", "--masks", tmp_path / "labels", "--reference", bundle,
        "--structures", "lungs=1,heart=2", "--output", tmp_path / "out")  # fmt: skip
    references = rca.ReferenceSet(bundle)
    scores = [
        references.score(read(tmp_path / "images" / name), read(tmp_path / "labels" / name), name=name)
        for name in names
    ]
    assert [score.excluded for score in scores] == [(name,) for name in names]
    check(tmp_path / "out", scores)
