"""The calibrator's model is the program's: the same figures, the same files."""

import csv
import json
import math
import pickle

import numpy as np
import pytest
from conftest import read, run

import rca

DAMAGES = ("boundary_1", "boundary_3", "shifted_3", "missing_heart")
WORDS = ("--structures", "lungs=1,heart=2")


def dice(mask, truth, label):
    total = np.sum(mask == label) + np.sum(truth == label)
    return 2 * np.sum((mask == label) & (truth == label)) / total if total else math.nan


@pytest.fixture(scope="module")
def known(place, tmp_path_factory):
    """Damaged phantoms scored by the program, and by the package; their truth as a table, and as arrays."""
    folder = tmp_path_factory.mktemp("calibration")
    cases = place.folder / "cases"
    masks = [word for damage in DAMAGES for word in ("--masks", cases / "predictions" / damage)]
    run("score", "--images", cases / "images", *masks, "--reference", place.bundle, *WORDS,
        "--output", folder / "scores")  # fmt: skip
    (folder / "truth").mkdir()
    scores, truth = [], {"lungs": [], "heart": []}
    # In the order of the folders' names, as the program reads them.
    for damage in sorted(DAMAGES):
        lines = ["fname,structure,dice"]
        drawn = [read(cases / "predictions" / damage / name) for name in place.names]
        scores += place.references.score_many(place.images, drawn, names=place.names, workers=2)
        for name, mask in zip(place.names, drawn):
            for label, structure in ((1, "lungs"), (2, "heart")):
                value = dice(mask, read(cases / "labels" / name), label)
                truth[structure].append(value)
                lines.append(f"{name},{structure},{'' if math.isnan(value) else np.float32(value)!s}")
        (folder / "truth" / f"{damage}.csv").write_text("\n".join(lines) + "\n")
    shown = run("calibrate", "--scores", folder / "scores", "--truth", folder / "truth",
                "--output", folder / "model.json", "--format", "json", "--quiet")  # fmt: skip
    return folder, scores, truth, json.loads(shown.stdout)


def without_origin(path):
    """A model but for where it comes from."""
    model = json.loads(path.read_text())["model"]
    assert model.pop("origin")
    return model


def test_learns_what_the_program_learns(place, known, tmp_path):
    folder, scores, truth, report = known
    calibrator = rca.Calibrator().fit(scores, truth, references=place.references)
    calibrator.write(tmp_path / "own.json")
    assert without_origin(tmp_path / "own.json") == without_origin(folder / "model.json")
    for row in report["structures"]:
        coverage, width = calibrator.held_out_[row["structure"]]
        assert (coverage, width) == (row["heldOut"]["coverage"], row["heldOut"]["meanWidth"])
    # From the program's own tables, too.
    table = rca.read_scores(folder / "scores")
    rca.Calibrator().fit(table, truth, references=place.references).write(tmp_path / "table.json")
    assert without_origin(tmp_path / "table.json") == without_origin(folder / "model.json")
    pandas = pytest.importorskip("pandas")
    frame = rca.Calibrator().fit(table.to_frame(), pandas.DataFrame(truth), references=place.references)
    frame.write(tmp_path / "table.json", overwrite=True)
    assert without_origin(tmp_path / "table.json") == without_origin(folder / "model.json")


def test_ranges_are_those_of_the_programs_table(place, known, tmp_path):
    folder, scores, truth, _ = known
    rca.Calibrator().fit(scores, truth, references=place.references).write(tmp_path / "own.json")
    for path in (folder / "model.json", tmp_path / "own.json"):
        output = tmp_path / path.stem
        masks = place.folder / "cases/predictions/boundary_2"
        run("score", "--images", place.folder / "cases/images", "--masks", masks, "--reference", place.bundle, *WORDS,
            "--output", output, "--calibration", path, "--alpha", "0.2")  # fmt: skip
        calibrator = rca.Calibrator.read(path)
        results = list(place.references.score_many(place.images, place.masks, names=place.names))
        with open(output / "rca_intervals.csv", newline="") as file:
            rows = {(row["fname"], row["structure"]): row for row in csv.DictReader(file)}
        assert len(rows) == 3 * len(results)
        for structure in (None, "lungs", "heart"):
            lower, upper = calibrator.predict_interval(results, alpha=0.2, structure=structure)
            predicted = calibrator.predict(results, structure)
            for at, name in enumerate(place.names):
                row = rows[name, structure or "mean"]
                for column, value in (("lower", lower[at]), ("upper", upper[at]), ("predicted", predicted[at])):
                    assert np.float32(row[column]) == np.float32(value)


def test_says_how_well_it_does(known):
    _, scores, truth, _ = known
    calibrator = rca.Calibrator(0.2).fit(scores, truth)
    both = np.column_stack([truth["lungs"], truth["heart"]])
    assert calibrator.coverage(scores, truth) == calibrator.coverage(scores, both) >= 0.7
    assert calibrator.score(scores, truth) > 0.5 and calibrator.coverage(scores, truth, structure="heart") > 0.7
    again = pickle.loads(pickle.dumps(calibrator))
    assert np.array_equal(again.predict(scores), calibrator.predict(scores), equal_nan=True)
    # By the names of the masks: six images, as by groups that say so.
    groups = [score.name for score in scores]
    assert rca.Calibrator(0.2).fit(scores, truth, groups).held_out_["mean"][0] > 0.5


def test_is_an_estimator(known):
    base = pytest.importorskip("sklearn.base")
    selection = pytest.importorskip("sklearn.model_selection")
    _, scores, truth, _ = known
    calibrator = base.clone(rca.Calibrator(0.2))
    assert calibrator.get_params() == {"alpha": 0.2}
    both = np.column_stack([truth["lungs"], truth["heart"]])
    found = selection.cross_val_score(
        calibrator, scores, both, groups=[score.name for score in scores], cv=selection.GroupKFold(2)
    )
    assert len(found) == 2 and np.isfinite(found).all()


def test_says_what_is_wrong(place, known, tmp_path):
    folder, scores, truth, _ = known
    calibrator = rca.Calibrator()
    with pytest.raises(ValueError, match="not fitted; call fit first"):
        calibrator.predict(scores)
    with pytest.raises(ValueError, match=r"'lungs' has 4 masks of 4 images with score and truth, too few to calibrate"):
        calibrator.fit(scores[:4], {name: values[:4] for name, values in truth.items()})
    with pytest.raises(ValueError, match=r"scores\[0\] is a float; give what score and score_many give"):
        calibrator.fit([0.5, 0.6], [0.5, 0.6])
    with pytest.raises(ValueError, match="the true Dice of heart are missing"):
        calibrator.fit(scores, {"lungs": truth["lungs"]})
    with pytest.raises(ValueError, match="there are 24 scores and 23 true Dice of lungs"):
        calibrator.fit(scores, {**truth, "lungs": truth["lungs"][1:]})
    with pytest.raises(ValueError, match="1.2, which is not in 0 to 1"):
        calibrator.fit(scores, {**truth, "lungs": [1.2, *truth["lungs"][1:]]})
    with pytest.raises(ValueError, match="there are 3 groups for 24 masks"):
        calibrator.fit(scores, truth, groups=[1, 2, 3])
    with pytest.raises(ValueError, match="alpha is 2"):
        rca.Calibrator(2).fit(scores, truth)
    with pytest.raises(ValueError, match="there is no structure 'liver'; there are lungs, heart"):
        rca.Calibrator.read(folder / "model.json").predict(scores, "liver")
    with pytest.raises(ValueError, match="is not a calibration model"):
        rca.Calibrator.read(place.bundle)
    with pytest.raises(FileNotFoundError, match="does not exist"):
        rca.Calibrator.read(tmp_path / "none.json")
    (tmp_path / "mine.json").write_text("mine")
    with pytest.raises(FileExistsError, match="overwrite=True"):
        rca.Calibrator.read(folder / "model.json").write(tmp_path / "mine.json")
    assert (tmp_path / "mine.json").read_text() == "mine"
