"""Draws docs/images/idea.png: how a mask is scored without its truth, with real scores of a phantom.

Called by make-pictures.sh: draw_idea.py RCA_CLI REFERENCE WORK DAMAGE OUTPUT
"""

import csv
import subprocess
import sys
from collections import defaultdict

from PIL import Image, ImageDraw, ImageFilter, ImageFont

COLOURS = {1: (64, 156, 255), 2: (255, 112, 67)}
INK, GREY, PAPER = (30, 34, 40), (105, 112, 122), (255, 255, 255)
SIDE = 236
STRUCTURES = ("lungs", "heart")


def font(size):
    return ImageFont.load_default(size)


def level(labels, value):
    return labels.point([255 if v == value else 0 for v in range(256)])


def outline(labels, value, width):
    solid = level(labels, value)
    grown = solid.filter(ImageFilter.MaxFilter(width))
    return Image.composite(Image.new("L", grown.size, 0), grown, solid.filter(ImageFilter.MinFilter(width)))


def panel(image_path, filled=None, outlined=None):
    """A radiograph with one label map as coloured areas and another as white lines."""
    radiograph = Image.open(image_path).convert("RGB").resize((2 * SIDE, 2 * SIDE), Image.BICUBIC)
    for path, is_filled in ((filled, True), (outlined, False)):
        if path is None:
            continue
        labels = Image.open(path).convert("L").resize(radiograph.size, Image.NEAREST)
        for value, colour in COLOURS.items():
            if is_filled:
                tint = Image.blend(radiograph, Image.new("RGB", radiograph.size, colour), 0.45)
                radiograph.paste(tint, mask=level(labels, value))
            radiograph.paste(colour if is_filled else (255, 255, 255), mask=outline(labels, value, 5 if is_filled else 3))
    return radiograph.resize((SIDE, SIDE), Image.LANCZOS)


def rows(path):
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


def main(program, reference, work, damage, output):
    name = "phantom_0001.png"
    image = f"{work}/query/images/{name}"
    mask = f"{work}/query/predictions/{damage}/{name}"
    on_reference = defaultdict(dict)
    for row in rows(f"{work}/scores/rca_details.csv"):
        on_reference[row["reference"]][row["structure"]] = float(row["dice"])
    mean = {key: sum(value.values()) / len(value) for key, value in on_reference.items()}
    ranked = sorted(mean, key=mean.get, reverse=True)
    shown = [ranked[0], ranked[len(ranked) // 2], ranked[-1]]
    predicted = float(rows(f"{work}/scores/rca_dice_scores.csv")[0]["dice"])
    truth = [float(row["dice"]) for row in rows(f"{work}/query/truth/{damage}.csv")]

    width, height, left, top = 1180, 690, 40, 76
    page = Image.new("RGB", (width, height), PAPER)
    draw = ImageDraw.Draw(page)

    def text(x, y, words, size=17, fill=INK, anchor="la"):
        draw.text((x, y), words, font=font(size), fill=fill, anchor=anchor)

    text(left + 400, 28, "2  The mask is carried onto references with known truth", 18)
    y = top + 150
    text(left, y - 40, "1  Your image with the mask to score", 18)
    page.paste(panel(image, filled=mask), (left, y))
    text(left, y + SIDE + 10, "coloured: the mask to be scored", 15, GREY)
    text(left, y + SIDE + 30, "nobody has drawn the truth here", 15, GREY)

    for position, fixed in enumerate(shown):
        folder = f"{work}/register{position}"
        subprocess.run(
            [program, "register", "--fixed", f"{reference}/images/{fixed}", "--fixed-labels",
             f"{reference}/labels/{fixed}", "--moving", image, "--moving-labels", mask, "--output", folder],
            check=True, stderr=subprocess.DEVNULL)
        box = 180
        x, row = left + 400, 66 + position * (box + 16)
        picture = panel(f"{reference}/images/{fixed}", filled=f"{folder}/warped_labels.png",
                        outlined=f"{reference}/labels/{fixed}").resize((box, box), Image.LANCZOS)
        page.paste(picture, (x, row))
        start, end = (left + SIDE + 14, y + SIDE // 2), (x - 14, row + box // 2)
        draw.line([start, end], fill=GREY, width=2)
        draw.polygon([end, (end[0] - 11, end[1] - 6), (end[0] - 11, end[1] + 6)], fill=GREY)
        text(x + box + 18, row + 50, f"Dice here {mean[fixed]:.3f}", 18)
        text(x + box + 18, row + 78, ", ".join(f"{s} {on_reference[fixed][s]:.3f}" for s in STRUCTURES), 14, GREY)
        if position == 0:
            text(x + box + 18, row + 102, f"the best of {len(mean)} references", 14, GREY)
    text(left + 400, 66 + 3 * 196 + 4, "coloured: the carried mask; white: the reference's truth", 15, GREY)

    x = left + 880
    text(x, 216, "3  How well it fits there", 18)
    text(x, 240, "says how good it is here", 18)
    text(x, 296, "predicted Dice", 16, GREY)
    text(x, 314, f"{predicted:.3f}", 46)
    text(x, 386, "true Dice (known only because", 16, GREY)
    text(x, 406, "this X-ray was drawn)", 16, GREY)
    text(x, 428, f"{sum(truth) / len(truth):.3f}", 46)
    page.quantize(128, dither=Image.Dither.NONE).save(output, optimize=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
