#!/usr/bin/env python3
"""Random polygons as pycocotools draws them: the figures of Tests/ImagingTests/Stored/polygons.csv.

Each row is an image's size, the number of pixels inside and the CRC-32 of the mask, row by row, a byte a pixel, and
then the corners. Some leave the image, some have corners twice or at whole pixels. To make the figures again:

    python3 -m venv venv
    venv/bin/pip install pycocotools==2.0.11 numpy
    venv/bin/python scripts/stored/polygon_figures.py > Tests/ImagingTests/Stored/polygons.csv
"""
import zlib

import numpy as np
from pycocotools import mask as coco

generator = np.random.default_rng(16)
print("width,height,pixels,crc,corners")
for index in range(120):
    height, width = int(generator.integers(1, 70)), int(generator.integers(1, 70))
    low, high = (-0.2, 1.2) if index % 5 == 0 else (0, 1)
    corners = []
    for _ in range(int(generator.integers(3, 12))):
        corners.append(round(float(generator.uniform(low * width, high * width)), index % 3))
        corners.append(round(float(generator.uniform(low * height, high * height)), index % 3))
    if index % 7 == 0:
        corners += corners[-2:]
    mask = coco.decode(coco.merge(coco.frPyObjects([corners], height, width)))
    crc = zlib.crc32(np.ascontiguousarray(mask).tobytes())
    print(f"{width},{height},{int(mask.sum())},{crc:08x},{' '.join(map(str, corners))}")
