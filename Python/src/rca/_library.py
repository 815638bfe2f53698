"""librca by ctypes: the structures and functions of rca.h, and its errors as exceptions."""

from __future__ import annotations

import ctypes
import functools
import os
import pathlib
from ctypes import POINTER, Structure, byref, c_char_p, c_double, c_float, c_int32, c_int64, c_size_t, c_void_p

from .errors import Cancelled, Error, ForkedError, InputError, MachineError, MissingFileError

API_VERSION = 1

OK, ARGUMENT, CANCELLED, FORKED, MACHINE = 0, 1, 2, 3, 4
FILE_MISSING, LABEL_UNKNOWN, STRUCTURE_MISSING, REFERENCES, OPTION = 10, 17, 18, 19, 21
UINT8, UINT16, FLOAT32, FLOAT64 = 1, 2, 3, 4


class Image(Structure):
    _fields_ = [
        ("struct_size", c_size_t), ("pixels", c_void_p), ("format", c_int32), ("width", c_int32),
        ("height", c_int32), ("reserved", c_int32), ("row_stride", c_int64), ("low", c_double), ("high", c_double),
    ]  # fmt: skip


class Mask(Structure):
    _fields_ = [
        ("struct_size", c_size_t), ("pixels", c_void_p), ("format", c_int32), ("width", c_int32),
        ("height", c_int32), ("reserved", c_int32), ("row_stride", c_int64),
    ]  # fmt: skip


class Case(Structure):
    _fields_ = [
        ("struct_size", c_size_t), ("reliability", c_float), ("excluded_count", c_int32), ("verdict", c_char_p),
        ("reason", c_char_p), ("pose", c_char_p),
    ]  # fmt: skip


class MaskScore(Structure):
    _fields_ = [
        ("struct_size", c_size_t), ("dice", c_float), ("expected", c_float), ("lower", c_float), ("upper", c_float),
        ("expected_error", c_float), ("consensus", c_float), ("best", c_float), ("mean", c_float),
        ("median", c_float), ("is_empty", c_int32),
    ]  # fmt: skip


class StructureScore(Structure):
    _fields_ = [
        ("struct_size", c_size_t), ("name", c_char_p), ("reference", c_char_p), ("dice", c_float),
        ("expected", c_float), ("lower", c_float), ("upper", c_float), ("consensus", c_float), ("best", c_float),
        ("mean", c_float), ("median", c_float),
    ]  # fmt: skip


class ScreenResult(Structure):
    _fields_ = [
        ("struct_size", c_size_t), ("reliability", c_float), ("is_usable", c_int32), ("verdict", c_char_p),
        ("flags", c_char_p), ("reason", c_char_p), ("pose", c_char_p), ("orientation", c_char_p),
        ("is_inverted", c_int32), ("tilt", c_float), ("margin_left", c_float), ("margin_top", c_float),
        ("margin_right", c_float), ("margin_bottom", c_float), ("cut", c_float), ("blank", c_float),
        ("clipped", c_float), ("reference", c_char_p), ("edge_reach", c_float),
    ]  # fmt: skip


Progress = ctypes.CFUNCTYPE(c_int32, c_void_p, c_int64, c_int64)

_HANDLE, _OUT = c_void_p, POINTER(c_void_p)
_FUNCTIONS = {
    "rca_api_version": (c_int32, []),
    "rca_version": (c_char_p, []),
    "rca_error_code": (c_int32, [_HANDLE]),
    "rca_error_subject": (c_char_p, [_HANDLE]),
    "rca_error_problem": (c_char_p, [_HANDLE]),
    "rca_error_remedy": (c_char_p, [_HANDLE]),
    "rca_error_free": (None, [_HANDLE]),
    "rca_references_open": (c_int32, [c_char_p, _OUT, _OUT]),
    "rca_references_free": (None, [_HANDLE]),
    "rca_references_count": (c_int32, [_HANDLE]),
    "rca_references_name": (c_char_p, [_HANDLE, c_int32]),
    "rca_references_structures": (c_char_p, [_HANDLE]),
    "rca_references_digest": (c_char_p, [_HANDLE]),
    "rca_builder_new": (c_int32, [c_char_p, _OUT, _OUT]),
    "rca_builder_add": (c_int32, [_HANDLE, c_char_p, POINTER(Image), POINTER(Mask), _OUT]),
    "rca_builder_finish": (c_int32, [_HANDLE, c_char_p, c_int32, Progress, c_void_p, _OUT, _OUT]),
    "rca_builder_free": (None, [_HANDLE]),
    "rca_score": (
        c_int32, [_HANDLE, POINTER(Image), POINTER(POINTER(Mask)), c_int32, c_char_p, _OUT, _OUT]
    ),
    "rca_scores_free": (None, [_HANDLE]),
    "rca_scores_structure_count": (c_int32, [_HANDLE]),
    "rca_scores_case": (c_int32, [_HANDLE, POINTER(Case)]),
    "rca_scores_mask": (c_int32, [_HANDLE, c_int32, POINTER(MaskScore)]),
    "rca_scores_structure": (c_int32, [_HANDLE, c_int32, c_int32, POINTER(StructureScore)]),
    "rca_scores_excluded": (c_char_p, [_HANDLE, c_int32]),
    "rca_segment": (c_int32, [_HANDLE, POINTER(Image), _OUT, _OUT]),
    "rca_segmentation_free": (None, [_HANDLE]),
    "rca_segmentation_labels": (c_int32, [_HANDLE, c_void_p, c_size_t]),
    "rca_segmentation_confidence": (c_int32, [_HANDLE, c_void_p, c_size_t]),
    "rca_segmentation_case": (c_int32, [_HANDLE, POINTER(Case)]),
    "rca_calibration_open": (c_int32, [c_char_p, _OUT, _OUT]),
    "rca_calibration_write": (c_int32, [_HANDLE, c_char_p, _OUT]),
    "rca_calibration_free": (None, [_HANDLE]),
    "rca_calibration_structure_count": (c_int32, [_HANDLE]),
    "rca_calibration_structure_name": (c_char_p, [_HANDLE, c_int32]),
    "rca_calibration_ranges": (
        c_int32, [_HANDLE, POINTER(POINTER(StructureScore)), c_int32, c_double, POINTER(c_double), _OUT]
    ),
    "rca_calibrator_new": (c_int32, [POINTER(c_char_p), c_int32, _HANDLE, _OUT, _OUT]),
    "rca_calibrator_add": (
        c_int32, [_HANDLE, c_char_p, c_char_p, POINTER(POINTER(StructureScore)), POINTER(c_double), c_int32, _OUT]
    ),
    "rca_calibrator_finish": (c_int32, [_HANDLE, _OUT, _OUT]),
    "rca_calibrator_held_out": (
        c_int32, [_HANDLE, c_int32, c_double, POINTER(c_double), POINTER(c_double), _OUT]
    ),
    "rca_calibrator_free": (None, [_HANDLE]),
    "rca_screen": (c_int32, [_HANDLE, POINTER(Image), _OUT, _OUT]),
    "rca_screening_free": (None, [_HANDLE]),
    "rca_screening_result": (c_int32, [_HANDLE, POINTER(ScreenResult)]),
}  # fmt: skip


def native_folder() -> pathlib.Path:
    """Where the wheel has the library and the program."""
    return pathlib.Path(__file__).parent / "_native"


@functools.cache
def library() -> ctypes.CDLL:
    """The library: the wheel's, or the one that the environment variable RCA_LIBRARY names.

    Its functions release the interpreter lock while they run.
    """
    path = os.environ.get("RCA_LIBRARY") or str(native_folder() / "librca.so")
    try:
        loaded = ctypes.CDLL(path)
    except OSError as error:
        raise ImportError(f"librca cannot be loaded ({error}); install the wheel, or name the library in RCA_LIBRARY")
    for name, (result, arguments) in _FUNCTIONS.items():
        function = getattr(loaded, name)
        function.restype, function.argtypes = result, arguments
    if loaded.rca_api_version() != API_VERSION:
        raise ImportError(f"{path} has version {loaded.rca_api_version()} of the C interface; {API_VERSION} is needed")
    return loaded


def sized(kind):
    """A structure that says its size."""
    value = kind()
    value.struct_size = ctypes.sizeof(kind)
    return value


def call(name: str, *arguments) -> int:
    """Calls a function that may fail and hands over a handle, which is returned."""
    handle, error = c_void_p(), c_void_p()
    native = library()
    status = getattr(native, name)(*arguments, byref(handle), byref(error))
    if status != OK:
        raise _exception(native, status, error)
    return handle.value or 0


def call_plain(name: str, *arguments) -> None:
    """Calls a function that may fail and hands over nothing."""
    error = c_void_p()
    native = library()
    status = getattr(native, name)(*arguments, byref(error))
    if status != OK:
        raise _exception(native, status, error)


def _exception(native: ctypes.CDLL, status: int, error: c_void_p) -> Exception:
    subject, problem, remedy = (
        (getattr(native, f"rca_error_{part}")(error) or b"").decode("utf-8", "replace")
        for part in ("subject", "problem", "remedy")
    )
    native.rca_error_free(error)
    # The command line's options have other names here.
    if status == LABEL_UNKNOWN:
        remedy = "name them with structures={'name': label}, or set those pixels to 0"
    elif status == STRUCTURE_MISSING and "there is no" in problem:
        remedy = "name structures that the references have"
    elif status == OPTION and subject.startswith("structures"):
        remedy = "give structures as {'lungs': 1, 'heart': 2}"
    elif "--" in remedy:
        remedy = ""
    text = f"{subject}: {problem}" + (f"; {remedy}" if remedy else "")
    kinds = {CANCELLED: Cancelled, FORKED: ForkedError, MACHINE: MachineError, FILE_MISSING: MissingFileError}
    return kinds.get(status, Error if status == 99 else InputError)(text)
