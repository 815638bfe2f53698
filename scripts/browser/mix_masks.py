#!/usr/bin/env python3
"""Brings masks of every damage together in one folder, most of them good: mix_masks.py PHANTOMS OUTPUT."""
import csv
import pathlib
import shutil
import sys

source, target = map(pathlib.Path, sys.argv[1:3])
for folder in ["images", "masks"]:
    (target / folder).mkdir(parents=True, exist_ok=True)
damages = sorted(folder.name for folder in (source / "predictions").iterdir())
radiographs = sorted(file.name for file in (source / "images").iterdir())
kinds = [(damage, 1) for damage in damages] + [("boundary_1", 30), ("boundary_2", 20), ("boundary_3", 8)]
with (target / "truth.csv").open("w", newline="") as file:
    truth = csv.writer(file, lineterminator="\n")
    truth.writerow(["fname", "structure", "dice"])
    number = 0
    for place, (damage, count) in enumerate(kinds):
        scores = {}
        for row in csv.DictReader((source / "truth" / f"{damage}.csv").open()):
            scores.setdefault(row["fname"], []).append((row["structure"], row["dice"]))
        for copy in range(count):
            number += 1
            radiograph, name = radiographs[(place * 5 + copy) % len(radiographs)], f"patient_{number:03d}.png"
            shutil.copy(source / "images" / radiograph, target / "images" / name)
            shutil.copy(source / "predictions" / damage / radiograph, target / "masks" / name)
            for structure, dice in scores[radiograph]:
                truth.writerow([name, structure, dice])
