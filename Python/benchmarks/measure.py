"""Measures the Python package against its bars: time beside the engine's own, workers, memory, size, installation.

    measure.py [--calls 100000] [--wheel FILE] [--engine .build-wheel/engine]

Needs the wheel and Pillow. Run it on a machine with nothing else to do.
"""

from __future__ import annotations

import argparse
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import time

import numpy as np
from PIL import Image

import rca
from rca._library import native_folder

PROGRAM = native_folder() / "rca-cli"


def run(*words: object) -> subprocess.CompletedProcess:
    return subprocess.run([str(word) for word in (PROGRAM, *words)], check=True, capture_output=True, text=True)


def read(path: pathlib.Path) -> np.ndarray:
    return np.asarray(Image.open(path))


def say(what: str, figure: str, bar: str, holds: bool) -> None:
    print(f"{what:58} {figure:>12}  {bar:>10}  {'ok' if holds else 'MISSED'}", flush=True)


def resident() -> int:
    """Bytes of memory that the process has in use."""
    text = pathlib.Path("/proc/self/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", text)[1]) * 1024


def phantoms(folder: pathlib.Path, count: int, size: int, seed: int, references: int) -> None:
    run("phantom", "--count", count, "--seed", seed, "--size", size, "--output", folder / "cases")
    run("phantom", "--count", references, "--seed", seed + 1, "--size", min(size, 256), "--output", folder / "set")
    run("reference", "build", "--images", folder / "set/images", "--labels", folder / "set/labels",
        "--structures", "lungs=1,heart=2", "--output", folder / "set.rcaref")  # fmt: skip


def own_time(
    engine: pathlib.Path, folder: pathlib.Path, images: list[np.ndarray], masks: list[np.ndarray], rounds: int
) -> None:
    """The engine's own time of a case, in turn with the same cases through Python.

    Of each the quarter of all times that are shorter, which other work on the machine disturbs least.
    """
    references = rca.ReferenceSet(folder / "set.rcaref")
    own, python = [], []
    for _ in range(rounds):
        shown = subprocess.run([engine, folder, "4"], check=True, capture_output=True, text=True)
        own += [float(line) for line in shown.stdout.split()]
        for image, mask in list(zip(images, masks)) * 4:
            start = time.perf_counter()
            references.score(image, mask)
            python.append((time.perf_counter() - start) * 1000)
    first, second = (statistics.quantiles(times, n=4)[0] for times in (own, python))
    print(f"{'  engine':58} {first:9.2f} ms\n{'  Python':58} {second:9.2f} ms")
    say("score in memory over the engine's own", f"{second / first:.3f} ×", "≤ 1.1 ×", second <= 1.1 * first)


def workers(folder: pathlib.Path, images: list[np.ndarray], masks: list[np.ndarray], rounds: int) -> None:
    references = rca.ReferenceSet(folder / "set.rcaref")
    times: dict[int, list[float]] = {1: [], 2: []}
    for _ in range(rounds):
        for count, found in times.items():
            start = time.perf_counter()
            for _ in references.score_many(images * 20, masks * 20, workers=count):
                pass
            found.append(time.perf_counter() - start)
    gain = statistics.median(one / two for one, two in zip(times[1], times[2]))
    say("score_many, 2 workers against 1, median of pairs", f"{gain:.2f} ×", "≥ 1.8 ×", gain >= 1.8)


def memory(calls: int) -> None:
    """A small set and small images, so that many calls take minutes."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        phantoms(folder, 2, 64, 7, 2)
        references = rca.ReferenceSet(folder / "set.rcaref")
        paths = sorted((folder / "cases/images").iterdir())
        cases = [(read(path), read(folder / "cases/predictions/boundary_2" / path.name)) for path in paths]
        begin, start = 0, time.perf_counter()
        for call in range(calls):
            references.score(*cases[call % len(cases)])
            if call == calls // 20:
                begin = resident()
        growth = resident() / begin - 1
        seconds = time.perf_counter() - start
        say(f"growth of memory over {calls} calls ({seconds:.0f} s)", f"{growth * 100:.2f} %", "≤ 5 %", growth <= 0.05)


def installation(wheel: pathlib.Path) -> None:
    size = wheel.stat().st_size / 1e6
    say("wheel", f"{size:.1f} MB", "≤ 45 MB", size <= 45)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        phantoms(folder, 1, 256, 3, 6)
        path = next((folder / "cases/images").iterdir())
        np.save(folder / "image.npy", read(path))
        np.save(folder / "mask.npy", read(folder / "cases/predictions/boundary_2" / path.name))
        subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
        python = folder / "venv/bin/python"
        start = time.perf_counter()
        subprocess.run([python, "-m", "pip", "install", "--quiet", wheel], check=True)
        subprocess.run(
            [python, "-c", "import rca, numpy; print(rca.ReferenceSet('set.rcaref').score(numpy.load('image.npy'), "
             "numpy.load('mask.npy')))"], check=True, cwd=folder, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        seconds = time.perf_counter() - start
        say("pip install to the first score", f"{seconds:.1f} s", "≤ 20 s", seconds <= 20)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=100_000)
    parser.add_argument("--wheel", type=pathlib.Path)
    parser.add_argument("--engine", type=pathlib.Path, help="what engine.sh compiled")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        phantoms(folder, 8, 1024, 12, 40)
        paths = sorted((folder / "cases/images").iterdir())
        images = [read(path) for path in paths]
        masks = [read(folder / "cases/predictions/boundary_2" / path.name) for path in paths]
        if options.engine:
            own_time(options.engine, folder, images, masks, 6)
        workers(folder, images, masks, 5)
    if options.wheel:
        installation(options.wheel)
    memory(options.calls)


if __name__ == "__main__":
    main()
