import numpy as np
import pytest
from conftest import run

import rca


def test_reads_all_tables_of_a_run(place, tmp_path):
    predictions = place.folder / "cases/predictions"
    words = ["score", "--images", place.folder / "cases/images", "--reference", place.bundle, "--structures",
             "lungs=1,heart=2", "--surface", "--threshold", "0.8"]  # fmt: skip
    run(*words, "--masks", predictions / "boundary_2", "--output", tmp_path / "one")
    table = rca.read_scores(tmp_path / "one")
    assert table["fname"] == place.names
    score = place.references.score(place.image, place.mask)
    row = table.rows[0]
    assert np.float32(row["heart_expected"]) == np.float32(score["heart"].expected)
    assert row["verdict"] == score.verdict and row["heart_interval_decision"] in ("accept", "review", "reject")
    assert row["mean_interval_lower"] <= row["expected"] and row["lungs_hd95"] >= 0
    run(*words, "--masks", predictions / "boundary_2", "--masks", predictions / "empty", "--output", tmp_path / "two")
    both = rca.read_scores(tmp_path / "two")
    assert both["masks"] == ["boundary_2"] * 6 + ["empty"] * 6 and len(both) == 12
    rca.write_scores(tmp_path / "again.csv", table)
    assert (tmp_path / "again.csv").read_bytes() == (tmp_path / "one/rca_dice_scores.csv").read_bytes()


def test_reading_says_what_is_wrong(tmp_path):
    with pytest.raises(FileNotFoundError, match="there is no such folder"):
        rca.read_scores(tmp_path / "none")
    with pytest.raises(ValueError, match="has no rca_dice_scores.csv"):
        rca.read_scores(tmp_path)
    table = tmp_path / "rca_dice_scores.csv"
    for text, words in [("a,b\n", "no column fname"), ("fname,dice\na\n", "line 2 has 1 fields"),
                        ("fname,dice\na,x\n", "line 2 has 'x' as dice")]:  # fmt: skip
        table.write_text(text)
        with pytest.raises(ValueError, match=words):
            rca.read_scores(tmp_path)


def test_writes_the_published_table(tmp_path):
    path = tmp_path / "scores.csv"
    rca.write_scores(path, {"b.png": 0.95273715, "a.png": 1, "B.png": 1e-5, 'c,"x".png': float("nan"), "é.png": 0.1})
    assert path.read_bytes() == (
        'fname,dice\nB.png,1e-05\na.png,1.0\nb.png,0.95273715\n"c,""x"".png",\né.png,0.1\n'.encode()
    )
    with pytest.raises(FileExistsError, match="overwrite=True"):
        rca.write_scores(path, {})
    rca.write_scores(path, [("a", 0.5)], overwrite=True)
    assert path.read_bytes() == b"fname,dice\na,0.5\n"
    for bad, words in [({"a": 1.5}, "not in 0 to 1"), ([(None, 0.5)], "give names")]:
        with pytest.raises(ValueError, match=words):
            rca.write_scores(path, bad, overwrite=True)
    assert [inner.name for inner in tmp_path.iterdir()] == ["scores.csv"]
    pandas = pytest.importorskip("pandas")
    rca.write_scores(path, pandas.DataFrame({"fname": ["x"], "dice": [0.25]}), overwrite=True)
    assert path.read_bytes() == b"fname,dice\nx,0.25\n"


def test_the_console_script_is_the_program():
    import pathlib
    import subprocess
    import sys

    script = pathlib.Path(sys.executable).with_name("rca-cli")
    if not script.exists():
        pytest.skip("the package is not installed as a wheel")
    shown = subprocess.run([script, "--version"], capture_output=True, text=True, check=True)
    assert shown.stdout.startswith(f"rca-cli {rca.__version__}\n")


def test_numbers_are_written_as_the_program_writes_them(tmp_path):
    """Every kind of float from 0 to 1: exponents, subnormals, the neighbours of powers of ten."""
    bits = np.random.default_rng(1).integers(0, np.float32(1).view(np.uint32) + 1, 20_000, dtype=np.uint32)
    tens = np.array([10.0**-power for power in range(46)], np.float32).view(np.uint32)
    near = (tens[:, None].astype(np.int64) + np.arange(-3, 4)).clip(0, int(np.float32(1).view(np.uint32)))
    values = np.concatenate([bits, near.ravel().astype(np.uint32), np.arange(50, dtype=np.uint32)]).view(np.float32)
    path = tmp_path / "rca_dice_scores.csv"
    with np.printoptions(precision=3):
        rca.write_scores(path, {f"{at:06}.png": value for at, value in enumerate(values)})
    written = [line.split(",")[1] for line in path.read_text().splitlines()[1:]]
    assert np.array_equal(np.array(written, np.float32), values)
    # Its shortest decimal is what its writer writes.
    assert "shortest decimal" not in run("verify", "--published", path).stdout
    path.write_text(path.read_text().replace("1e-04\n", "0.0001\n"))
    assert "shortest decimal" in run("verify", "--published", path).stdout
