#!/usr/bin/env python3
"""What pydicom and its plug-ins read from all of pydicom's own test files: the figures of Tests/ImagingTests/Stored.

For each file with pixels: the size, and the CRC-32 of the grey values as rca gives them, or, where decoders of lossy
files may round differently, the values of some pixels, and how far one stored level is in grey values. Grey values go through the modality's rescale or table and the
first VOI table or window, as far as possible with pydicom's own functions, and from there linearly to 16 bits (8 where
up to 8 stored bits have neither); MONOCHROME1 is inverted. Colours become RGB with pydicom, then luminance. To make the
figures again:

    python3 -m venv venv
    venv/bin/pip install -r scripts/stored/pydicom-requirements.txt
    venv/bin/python scripts/stored/pydicom_figures.py Tests/ImagingTests/Stored/pydicom.csv
"""
import logging
import os
import sys
import warnings
import zlib

import data_store
import numpy as np
import pydicom
from pydicom.pixels import (apply_color_lut, apply_modality_lut, apply_voi, apply_windowing, convert_color_space,
                            pixel_array)

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)
samples_kept = 24


def files():
    """The package's own files, and those it would fetch, which come as a package too."""
    for kind, folder in [("pydicom", os.path.join(os.path.dirname(pydicom.__file__), "data")),
                         ("data_store", os.path.join(os.path.dirname(data_store.__file__), "data"))]:
        for place, folders, names in os.walk(folder):
            folders.sort()
            for name in sorted(names):
                path = os.path.join(place, name)
                yield kind + "/" + os.path.relpath(path, folder), path


def luminance(rgb):
    red, green, blue = (rgb[..., channel].astype(np.int64) for channel in range(3))
    return (19595 * red + 38470 * green + 7471 * blue + 32768) >> 16


def grey(data, stored):
    values = apply_modality_lut(stored, data).astype(np.float64)
    low = -(1 << (data.BitsStored - 1)) if data.PixelRepresentation else 0
    ends = np.array([low, low + (1 << data.BitsStored) - 1])
    top = 65535
    if data.get("VOILUTSequence"):
        values = apply_voi(values.astype(np.int64), data).astype(np.float64)
        ends = np.array([0, (1 << int(data.VOILUTSequence[0].LUTDescriptor[2])) - 1])
    else:
        if data.get("ModalityLUTSequence"):
            ends = np.array([0, (1 << int(data.ModalityLUTSequence[0].LUTDescriptor[2])) - 1])
        else:
            ends = apply_modality_lut(ends, data)
        if "WindowCenter" in data:
            values = apply_windowing(values, data)
        elif not data.get("ModalityLUTSequence") and data.BitsStored <= 8:
            top = 255
    # How far apart two stored values that differ by one may come to lie.
    width = float(np.atleast_1d(data.WindowWidth)[0]) - 1 if "WindowWidth" in data else abs(float(ends[1] - ends[0]))
    level = int(np.ceil(top * abs(float(data.get("RescaleSlope", 1) or 1)) / width))
    share = np.clip((values - ends[0]) / float(ends[1] - ends[0]), 0, 1)
    if data.PhotometricInterpretation == "MONOCHROME1":
        share = 1 - share
    return np.floor(share * top + 0.5).astype(np.int64), top, level


def colour(data):
    if data.PhotometricInterpretation == "PALETTE COLOR":
        # pydicom takes the tables' words in the machine's order, whatever the file's.
        if not data.original_encoding[1] and "RedPaletteColorLookupTableData" in data:
            for name in ("Red", "Green", "Blue"):
                key = name + "PaletteColorLookupTableData"
                setattr(data, key, np.frombuffer(getattr(data, key), ">u2").astype("<u2").tobytes())
        rgb = apply_color_lut(data.pixel_array, data)[..., :3]
        return luminance(rgb), 255 if rgb.dtype.itemsize == 1 else 65535, 1
    # Turns YBR into RGB.
    rgb = pixel_array(data)
    return luminance(rgb), 255 if rgb.dtype.itemsize == 1 else 65535, 1


def is_lossy(data):
    syntax = data.file_meta.get("TransferSyntaxUID") if hasattr(data, "file_meta") else None
    return syntax in ["1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.51", "1.2.840.10008.1.2.4.81",
                      "1.2.840.10008.1.2.4.91"]


def figures(path):
    """A row of the table, without the file; None for a file without pixels."""
    data = pydicom.dcmread(path, force=True)
    if "PixelData" not in data or "Rows" not in data:
        return None
    if "TransferSyntaxUID" not in data.file_meta:
        # The syntax of files without a head.
        data.file_meta.TransferSyntaxUID = "1.2.840.10008.1.2"
    try:
        frames = int(data.get("NumberOfFrames") or 1)
    except ValueError:
        frames = 1
    if frames > 1 or not 8 <= data.get("BitsStored", 0) <= 16 or data.BitsAllocated not in (8, 16):
        return ",,,refused,"
    try:
        # Where a file has several windows, pydicom takes the first too.
        is_grey = data.PhotometricInterpretation.startswith("MONOCHROME")
        values, top, level = grey(data, data.pixel_array) if is_grey else colour(data)
    except (RuntimeError, ValueError) as error:
        print(f"{path}: {error}", file=sys.stderr)
        return ",,,not read,"
    height, width = values.shape
    if is_lossy(data):
        at = sorted({min(index * values.size // samples_kept + width // 3, values.size - 1)
                     for index in range(samples_kept)})
        kept = " ".join(f"{position}={values.flat[position]}" for position in at)
    else:
        level = 0
        kept = f"{zlib.crc32(values.astype('<u2' if top > 255 else 'u1').tobytes()):08x}"
    return f"{width},{height},{8 if top == 255 else 16},{kept},{level}"


if __name__ == "__main__":
    with open(sys.argv[1], "w") as table:
        table.write("file,width,height,bits,values,level\n")
        for name, path in files():
            line = figures(path)
            if line:
                table.write(f"{name},{line}\n")
