"""Draws docs/images/white-lung.png: what 'segment' makes of drawn radiographs whose lungs turn white, with the true Dice.

Called by make-pictures.sh: draw_white_lung.py RCA_CLI REFERENCE WORK OUTPUT. WORK/query holds one phantom.
"""

import csv
import os
import subprocess
import sys

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

INK, GREY, PAPER = (30, 34, 40), (105, 112, 122), (255, 255, 255)
TRUTH, MASK = (86, 190, 96), (255, 128, 32)
SIDE, GAP, LEFT, TOP = 270, 14, 20, 64
LUNGS, HEART = 1, 2
OPACITY = 0.9


def level(labels, value):
    return labels.point([255 if v == value else 0 for v in range(256)])


def count(mask):
    return mask.histogram()[255]


def median(radiograph, mask):
    """The grey of the middle pixel below a mask."""
    left = count(mask) // 2
    for grey, pixels in enumerate(radiograph.histogram(mask)):
        left -= pixels
        if left < 0:
            return grey
    return 255


def part(lungs, box):
    """The lungs inside a box."""
    kept = Image.new("L", lungs.size, 0)
    kept.paste(lungs.crop(box), box[:2])
    return kept


def whitened(radiograph, area, white):
    weight = area.filter(ImageFilter.GaussianBlur(14)).point([round(OPACITY * v) for v in range(256)])
    return Image.composite(Image.new("L", radiograph.size, white), radiograph, weight)


def outline(mask, width):
    grown = mask.filter(ImageFilter.MaxFilter(width))
    return Image.composite(Image.new("L", grown.size, 0), grown, mask)


def dice(one, other):
    return 2 * count(ImageChops.darker(one, other)) / (count(one) + count(other))


def main(program, reference, work, output):
    radiograph = Image.open(f"{work}/query/images/phantom_0001.png").convert("L")
    truth = Image.open(f"{work}/query/labels/phantom_0001.png")
    lungs = level(truth, LUNGS)
    left, top, right, bottom = lungs.getbbox()
    middle = (left + right) // 2
    below = top + int(0.45 * (bottom - top))
    white = median(radiograph, level(truth, HEART))
    areas = {
        "as drawn": (0, 0, 0, 0),
        "one lower half white": (middle, below, right, bottom),
        "both lower halves white": (left, below, right, bottom),
        "one lung white": (middle, top, right, bottom),
    }
    os.makedirs(f"{work}/white")
    for number, box in enumerate(areas.values()):
        whitened(radiograph, part(lungs, box), white).save(f"{work}/white/{number}.png")
    subprocess.run(
        [program, "segment", "--images", f"{work}/white", "--reference", reference, "--structures",
         "lungs=1,heart=2", "--quiet", "--output", f"{work}/drawn"], check=True)
    with open(f"{work}/drawn/rca_reliability.csv", newline="") as file:
        verdicts = {row["fname"]: row["verdict"] for row in csv.DictReader(file)}

    page = Image.new("RGB", (2 * LEFT + 4 * SIDE + 3 * GAP, TOP + SIDE + 70), PAPER)
    draw = ImageDraw.Draw(page)

    def text(x, y, words, size, fill=INK):
        draw.text((x, y), words, font=ImageFont.load_default(size), fill=fill)

    for number, name in enumerate(areas):
        mask = level(Image.open(f"{work}/drawn/{number}_labels.png"), LUNGS)
        picture = Image.open(f"{work}/white/{number}.png").convert("RGB")
        picture.paste(TRUTH, mask=outline(lungs, 5))
        picture.paste(MASK, mask=outline(mask, 5))
        x = LEFT + number * (SIDE + GAP)
        page.paste(picture.resize((SIDE, SIDE), Image.LANCZOS), (x, TOP))
        text(x, TOP - 46, name, 18)
        text(x, TOP - 22, f"Dice of the lungs {dice(mask, lungs):.3f}, {verdicts[f'{number}_labels.png']}", 15, GREY)
    text(LEFT, TOP + SIDE + 16, "green: the lungs as they were drawn; orange: what 'rca-cli segment' makes of the radiograph", 15, GREY)
    page.quantize(128, dither=Image.Dither.NONE).save(output, optimize=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
