"""Phantoms, drawn by the program that comes with the wheel, and their reference set."""

from __future__ import annotations

import os
import pathlib
import subprocess
from dataclasses import dataclass

import numpy as np
import pytest
from PIL import Image

import rca
from rca._library import native_folder

PROGRAM = os.environ.get("RCA_CLI") or str(native_folder() / "rca-cli")
STRUCTURES = {"lungs": 1, "heart": 2}


def read(path: pathlib.Path) -> np.ndarray:
    return np.asarray(Image.open(path))


def run(*words: object, expected: int = 0) -> subprocess.CompletedProcess:
    """Runs the program, which ends with the code that is expected."""
    result = subprocess.run([PROGRAM, *map(str, words)], capture_output=True, text=True)
    assert result.returncode == expected, result.stderr
    return result


@dataclass
class Place:
    folder: pathlib.Path
    #: Made by ``rca-cli reference build``.
    bundle: pathlib.Path
    references: rca.ReferenceSet
    #: Names of the cases; images and their masks by damage.
    names: list[str]
    images: list[np.ndarray]
    masks: list[np.ndarray]
    damage: str

    @property
    def image(self) -> np.ndarray:
        return self.images[0]

    @property
    def mask(self) -> np.ndarray:
        return self.masks[0]


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    folder = tmp_path_factory.mktemp("phantoms")
    for name, count, seed in [("reference", 9, 11), ("cases", 6, 5)]:
        run("phantom", "--count", count, "--seed", seed, "--size", 128, "--output", folder / name)
    bundle = folder / "set.rcaref"
    run(
        "reference", "build", "--images", folder / "reference/images", "--labels", folder / "reference/labels",
        "--structures", "lungs=1,heart=2", "--output", bundle,
    )  # fmt: skip
    names = sorted(path.name for path in (folder / "cases/images").iterdir())
    return Place(
        folder, bundle, rca.ReferenceSet(bundle), names,
        [read(folder / "cases/images" / name) for name in names],
        [read(folder / "cases/predictions/boundary_2" / name) for name in names], "boundary_2",
    )  # fmt: skip
