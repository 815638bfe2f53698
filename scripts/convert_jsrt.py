"""Converts the JSRT database and the SCR outlines to images/ and labels/ as rca-cli reads them.

    python3 scripts/convert_jsrt.py --jsrt All247images --scr scratch --output jsrt

Needs Python 3 with NumPy and Pillow. Writes 8-bit PNG: the film, with lungs dark, and its label map (0 background,
1 lungs, 2 heart). Where heart and lung overlap in the outlines, the pixel is heart.
"""

import argparse
import sys
from pathlib import Path

import numpy as np
from PIL import Image

SIDE = 2048
LUNGS = ("left lung", "right lung")


def film(path, side):
    """A JSRT file: 2048 x 2048 big-endian 16-bit samples of 12 bits, dark where the film is white."""
    samples = np.fromfile(path, dtype=">u2")
    if samples.size != SIDE * SIDE:
        sys.exit(f"{path}: has {samples.size} samples instead of {SIDE * SIDE}; is it a JSRT image?")
    grey = 255 - np.clip(samples.reshape(SIDE, SIDE).astype(np.float32) / 4095 * 255, 0, 255)
    return Image.fromarray(grey.round().astype(np.uint8)).resize((side, side), Image.Resampling.BOX)


def mask(folders, structure, stem, side):
    """An SCR mask, from whichever fold has it, as booleans."""
    for folder in folders:
        path = folder / structure / f"{stem}.gif"
        if path.exists():
            return np.asarray(Image.open(path).convert("L").resize((side, side), Image.Resampling.NEAREST)) > 0
    sys.exit(f"{stem}: no '{structure}' mask; looked for {structure}/{stem}.gif in {', '.join(map(str, folders))}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jsrt", type=Path, required=True, help="folder with JPCLN001.IMG, JPCNN001.IMG, ...")
    parser.add_argument("--scr", type=Path, required=True, help="the unpacked SCR folder with fold1/ and fold2/")
    parser.add_argument("--output", type=Path, required=True, help="gets images/ and labels/")
    parser.add_argument("--side", type=int, default=512, help="pixels a side (default: 512)")
    options = parser.parse_args()

    folders = sorted(path for path in options.scr.rglob("masks") if path.is_dir())
    films = sorted(path for path in options.jsrt.iterdir() if path.suffix.lower() == ".img")
    if not films or not folders:
        sys.exit(f"found {len(films)} .IMG files in {options.jsrt} and {len(folders)} masks/ folders in {options.scr}")
    for name in ("images", "labels"):
        (options.output / name).mkdir(parents=True, exist_ok=True)
    for path in films:
        labels = np.zeros((options.side, options.side), np.uint8)
        for lung in LUNGS:
            labels[mask(folders, lung, path.stem, options.side)] = 1
        labels[mask(folders, "heart", path.stem, options.side)] = 2
        film(path, options.side).save(options.output / "images" / f"{path.stem}.png")
        Image.fromarray(labels).save(options.output / "labels" / f"{path.stem}.png")
    print(f"{len(films)} images in {options.output}/images and {options.output}/labels")


if __name__ == "__main__":
    main()
