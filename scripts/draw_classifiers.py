"""Draws docs/images/classifiers.svg from the reports of one mask, a folder a classifier.

Called by make-classifier-picture.sh: draw_classifiers.py OUTPUT FOLDER ...
"""

import csv
import re
import sys

SIDE, GAP, LINE = 224, 16, 20
STYLE = (
    "text{font:14px sans-serif;fill:#1e2228}.small{font-size:12px;fill:#69707a}"
    "path{fill:none;stroke-linejoin:round}.under{stroke:#000;stroke-opacity:.55;stroke-width:4}"
    ".expected{stroke:#4aa8ff;stroke-width:2;stroke-dasharray:5 3}.drawn{stroke:#ff9f40;stroke-width:2}"
)


def picture(report, kind):
    """The first picture of a kind in a report: its size, and its layers as SVG."""
    match = re.search(kind + r'<svg class="picture" viewBox="0 0 ([\d.]+) ([\d.]+)"[^>]*>(.*?)</svg>', report, re.S)
    width, height, layers = float(match[1]), float(match[2]), match[3]
    used = re.search(r'<use href="#([^"]+)"/>', layers)
    if used:
        symbol = re.search(r'<image id="%s"[^>]*>' % used[1], report)
        layers = layers.replace(used[0], symbol[0])
    # The colours of errors lie over what the picture is to show, and names repeat the legend.
    layers = re.sub(r'<image class="errors"[^>]*>', "", layers)
    layers = re.sub(r'<text class="structure".*?</text>', "", layers)
    return width, height, layers


def panel(x, title, note, width, height, layers):
    scale = SIDE / max(width, height)
    return (
        f'<text x="{x}" y="{LINE}">{title}</text><g transform="translate({x} {LINE + 8}) scale({scale:.4f})">{layers}</g>'
        f'<text class="small" x="{x}" y="{LINE + SIDE + 28}">{note}</text>'
    )


def main(output, folders):
    panels = []
    for place, folder in enumerate(folders):
        with open(f"{folder}/report.html", encoding="utf-8") as file:
            report = file.read()
        with open(f"{folder}/rca_dice_scores.csv", newline="", encoding="utf-8") as file:
            dice = float(next(csv.DictReader(file))["dice"])
        if place == 0:
            panels.append(("the mask (orange)", "dashed: what the references expect", *picture(report, "<figure>")))
        panels.append((folder, f"Dice on this reference {dice:.3f}", *picture(report, '<figure class="reference">')))
    width, height = GAP + len(panels) * (SIDE + GAP), LINE + SIDE + 40
    drawn = "".join(panel(GAP + place * (SIDE + GAP), *each) for place, each in enumerate(panels))
    with open(output, "w", encoding="utf-8") as file:
        file.write(
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
            f'<style>{STYLE}</style><rect width="100%" height="100%" fill="#fff"/>{drawn}</svg>\n'
        )


main(sys.argv[1], sys.argv[2:])
