"""Makes Tests/FusionTests/StapleFigures.swift: what SimpleITK's MultiLabelSTAPLE makes of candidates that are drawn from a seed.

    python3 -m venv venv && venv/bin/pip install SimpleITK==2.5.7 numpy
    venv/bin/python scripts/stored/staple_figures.py > Tests/FusionTests/StapleFigures.swift

The candidates are integers from SplitMix64 alone, so that the test draws the same ones (StapleCandidates.swift).
"""
import numpy as np
import SimpleITK as sitk

from splitmix64 import SplitMix64

SIDE = 96
CASES = [  # seed, raters, labels, percent of pixels that a rater draws at random
    (1, 5, 3, 2), (2, 7, 3, 5), (3, 20, 3, 1), (4, 9, 5, 4), (5, 3, 2, 3), (6, 2, 3, 2), (7, 12, 4, 10), (8, 20, 3, 0),
]


def candidates(seed, raters, labels, noise):
    """Ellipses, one a label, that each rater sees a little elsewhere and a little larger or smaller."""
    random = SplitMix64(seed)
    shapes = [(20 + random.below(56), 20 + random.below(56), 10 + random.below(14), 10 + random.below(14))
              for _ in range(labels - 1)]
    result = []
    for _ in range(raters):
        image = np.zeros((SIDE, SIDE), np.uint8)
        for label, (cx, cy, rx, ry) in enumerate(shapes, 1):
            x0, y0 = cx + random.below(7) - 3, cy + random.below(7) - 3
            a, b = rx + random.below(5) - 2, ry + random.below(5) - 2
            for y in range(SIDE):
                for x in range(SIDE):
                    if (x - x0) ** 2 * b * b + (y - y0) ** 2 * a * a <= a * a * b * b:
                        image[y, x] = label
        for y in range(SIDE):
            for x in range(SIDE):
                if random.below(100) < noise:
                    image[y, x] = random.below(labels)
        result.append(image)
    return result


def runs(values):
    """Value and length of each run, row after row."""
    text, start = [], 0
    for index in range(1, len(values) + 1):
        if index == len(values) or values[index] != values[start]:
            text.append(f"{values[start]}x{index - start}")
            start = index
    return " ".join(text)


print("// Made by scripts/stored/staple_figures.py with SimpleITK " + sitk.Version_VersionString() + ".")
print("/// What ITK's MultiLabelSTAPLEImageFilter makes of drawn candidates, as runs: label x length.")
print("enum StapleFigures {")
print("    static let cases: [StapleCase] = [")
for seed, raters, labels, noise in CASES:
    images = candidates(seed, raters, labels, noise)
    fused = sitk.GetArrayFromImage(sitk.MultiLabelSTAPLE([sitk.GetImageFromArray(i) for i in images])).ravel()
    print("        StapleCase(")
    print(f"            seed: {seed}, raters: {raters}, labels: {labels}, noise: {noise},")
    print('            runs: """')
    line = "               "
    for run in runs(fused.tolist()).split(" "):
        if len(line) + len(run) + 1 > 116:
            print(line + " \\")
            line = "               "
        line += " " + run
    print(line)
    print('                """),')
print("    ]")
print("}")
