"""Makes Tests/ScoringTests/StoredSurfaces.swift: how far outlines of random masks lie apart, by MedPy and surface-distance.

    python3 -m venv venv && venv/bin/pip install medpy==0.5.2 surface-distance==0.1
    venv/bin/python scripts/stored/surface_figures.py > Tests/ScoringTests/StoredSurfaces.swift

The masks come from SplitMix64, as the tests make them again in Swift. surface-distance 0.1 uses names that newer
releases of NumPy and SciPy no longer have; they are given back here, its figures stay its own.
"""

import sys

import numpy as np
import scipy
from medpy.metric import binary
from scipy import ndimage

np.Inf = np.inf
for module in ("filters", "morphology"):
    setattr(ndimage, module, ndimage)
import surface_distance  # noqa: E402
from splitmix64 import SplitMix64  # noqa: E402

CASES = 48
SPACINGS = [(1, 1), (0.175, 0.175), (0.5, 1.25), (2, 0.75)]
TOLERANCES = [0, 1, 0.35, 2.5]


def masks(seed):
    """Two masks: discs, the same discs moved a little, and in every second case scattered pixels."""
    generator = SplitMix64(seed)
    extent = 40 if seed < 40 else 150
    width, height = 5 + generator.below(extent), 5 + generator.below(extent)
    pair = [np.zeros((height, width), bool), np.zeros((height, width), bool)]
    y, x = np.mgrid[:height, :width]
    for _ in range(1 + generator.below(4)):
        cx, cy = generator.below(width), generator.below(height)
        radius = 1 + generator.below(max(width, height) // 3)
        pair[0] |= (x - cx) ** 2 + (y - cy) ** 2 <= radius**2
        cx += generator.below(7) - 3
        cy += generator.below(7) - 3
        pair[1] |= (x - cx) ** 2 + (y - cy) ** 2 <= radius**2
    if seed % 2 == 1:
        for mask in pair:
            for row in range(height):
                for column in range(width):
                    if generator.below(16) == 0:
                        mask[row, column] = not mask[row, column]
    for mask in pair:
        if not mask.any():
            mask[0, 0] = True
    return pair


def main():
    print("/// What MedPy (`hd95`, `hd`, `assd`) and surface-distance (`compute_surface_dice_at_tolerance`) say of random masks.")
    print("///")
    print(f"/// Made by scripts/stored/surface_figures.py with MedPy 0.5.2, surface-distance 0.1, NumPy {np.__version__} and")
    print(f"/// SciPy {scipy.__version__} under Python {sys.version.split()[0]}.")
    print("enum StoredSurfaces {")
    print("    /// For the seeds from 0: hd95, hd, assd, surface Dice.")
    print("    static let figures: [[Double]] = [")
    for seed in range(CASES):
        first, second = masks(seed)
        spacing, tolerance = SPACINGS[seed % 4], TOLERANCES[seed // 4 % 4]
        distances = surface_distance.compute_surface_distances(first, second, spacing)
        figures = [
            binary.hd95(first, second, voxelspacing=spacing),
            binary.hd(first, second, voxelspacing=spacing),
            binary.assd(first, second, voxelspacing=spacing),
            surface_distance.compute_surface_dice_at_tolerance(distances, tolerance),
        ]
        print("        [" + ", ".join(repr(float(figure)) for figure in figures) + "],")
    print("    ]")
    print("}")


if __name__ == "__main__":
    main()
