"""Tables of scores: as data frames, and as the files that ``rca-cli`` reads and writes."""

from __future__ import annotations

import csv
import gzip
import html
import importlib
import math
import os
import pathlib
import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np

from . import _files
from .errors import InputError, MissingFileError
from .scores import Score

_WHOLE = ("rca_dice_scores.csv", "rca_reliability.csv")
_PARTS = ("rca_structures.csv", "rca_intervals.csv", "rca_surface.csv", "rca_audit.csv")
_TEXTS = {"fname", "masks", "structure", "reference", "verdict", "reason", "pose", "decision", "unit", "flags"}
#: Columns of these tables that others have too.
_PREFIXES = {"rca_intervals.csv": "interval_", "rca_audit.csv": "audit_"}


class Table:
    """Rows of figures, one a mask; the figures of a structure are in columns such as ``heart_dice``."""

    def __init__(self, rows: Iterable[Mapping[str, Any]]):
        self.rows: list[dict[str, Any]] = [dict(row) for row in rows]

    @property
    def columns(self) -> list[str]:
        """The names of all columns, in order of their first row."""
        return list(dict.fromkeys(name for row in self.rows for name in row))

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return iter(self.rows)

    def __getitem__(self, column: str) -> list[Any]:
        if column not in self.columns:
            raise KeyError(f"there is no column {column!r}; there are {', '.join(self.columns)}")
        return [row.get(column) for row in self.rows]

    def to_frame(self, library: str | None = None) -> Any:
        """A data frame of pandas, or of polars where that alone is installed.

        Args:
            library: ``"pandas"`` or ``"polars"``; None for what is installed.
        """
        columns = {name: [row.get(name) for row in self.rows] for name in self.columns}
        for name in ("pandas", "polars") if library is None else (library,):
            if name not in ("pandas", "polars"):
                raise InputError(f"library is {name!r}; give 'pandas' or 'polars'")
            try:
                return importlib.import_module(name).DataFrame(columns)
            except ImportError:
                if library is not None:
                    raise
        raise ImportError("a data frame needs pandas or polars: pip install pandas")

    def __repr__(self) -> str:
        return f"<Table of {len(self)} masks: {', '.join(self.columns)}>"

    def _repr_html_(self) -> str:
        def cell(value: Any) -> str:
            text = "" if value is None else f"{value:.3f}" if isinstance(value, float) else str(value)
            return f"<td>{html.escape(text)}</td>"

        names = self.columns
        head = "".join(f"<th>{html.escape(name)}</th>" for name in names)
        body = "".join("<tr>" + "".join(cell(row.get(name)) for name in names) + "</tr>" for row in self.rows[:20])
        more = f"<p>… and {len(self) - 20} more</p>" if len(self) > 20 else ""
        return f"<table><tr>{head}</tr>{body}</table>{more}"


def read_scores(folder: str | os.PathLike[str]) -> Table:
    """The tables of a run of ``rca-cli score`` but ``rca_details.csv``, joined: a row for each mask.

    The columns of ``rca_dice_scores.csv`` and ``rca_reliability.csv`` keep their names. Those of
    ``rca_structures.csv``, ``rca_surface.csv``, ``rca_intervals.csv`` and ``rca_audit.csv`` follow the structure's:
    ``heart_dice``, ``heart_hd95``, ``heart_interval_lower``, ``heart_audit_flags``. A run of several mask folders has a
    column ``masks``. An empty field is ``nan``, or an empty text.

    Args:
        folder: what was given to ``score --output``.

    Raises:
        InputError: the folder has no tables, or one of them is damaged.
        MissingFileError: there is no such folder.
    """
    top = pathlib.Path(folder)
    if not top.is_dir():
        raise MissingFileError(f"{top}: there is no such folder")
    folders = [top] if _table(top, _WHOLE[0]) else []
    folders += sorted(inner for inner in top.iterdir() if inner.is_dir() and _table(inner, _WHOLE[0]))
    if not folders:
        raise InputError(f"{top}: has no {_WHOLE[0]}; name the folder that was given to 'rca-cli score --output'")
    rows: list[dict[str, Any]] = []
    for inner in folders:
        found: dict[str, dict[str, Any]] = {}
        for name in (*_WHOLE, *_PARTS):
            path = _table(inner, name)
            for row in _read(path) if path else ():
                fname = row["fname"]
                first = {"fname": fname} if inner == top else {"masks": inner.name, "fname": fname}
                target = found.setdefault(fname, first)
                prefix = f"{row['structure']}_{_PREFIXES.get(name, '')}" if name in _PARTS else ""
                for column, value in row.items():
                    if column not in ("fname", "structure"):
                        target[prefix + column] = value
        rows += found.values()
    return Table(rows)


def _table(folder: pathlib.Path, name: str) -> pathlib.Path | None:
    return next((path for path in (folder / name, folder / (name + ".gz")) if path.is_file()), None)


def _read(path: pathlib.Path) -> Iterator[dict[str, Any]]:
    try:
        yield from _rows(path)
    except (OSError, EOFError, UnicodeDecodeError, csv.Error, zlib.error) as error:
        raise InputError(f"{path}: cannot be read ({error})") from error


def _rows(path: pathlib.Path) -> Iterator[dict[str, Any]]:
    opened = gzip.open(path, "rt", encoding="utf-8", newline="") if path.suffix == ".gz" else None
    with opened or open(path, encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        header = next(reader, [])
        for needed in ("fname", "structure") if path.name.removesuffix(".gz") in _PARTS else ("fname",):
            if needed not in header:
                raise InputError(f"{path}: has no column {needed}")
        for row in reader:
            if len(row) != len(header):
                raise InputError(f"{path}: line {reader.line_num} has {len(row)} fields instead of {len(header)}")
            yield {name: _value(name, text, path, reader.line_num) for name, text in zip(header, row)}


def _value(column: str, text: str, path: pathlib.Path, line: int) -> Any:
    if column in _TEXTS:
        return text
    try:
        return float(text) if text else math.nan
    except ValueError:
        raise InputError(f"{path}: line {line} has {text!r} as {column}, which is no number") from None


def write_scores(path: str | os.PathLike[str], scores: Any, *, overwrite: bool = False) -> None:
    """Writes the published table ``fname,dice``, byte for byte as ``rca-cli score`` writes it.

    Sorted by name, numbers as the shortest decimal of a 32-bit float, lines end with LF. The file appears whole or not
    at all.

    Args:
        path: the file, usually ``rca_dice_scores.csv``.
        scores: a mapping of names to Dice, pairs of both, scores with names (:meth:`ReferenceSet.score_many` with
            ``names``), a :class:`Table`, or a data frame with the columns ``fname`` and ``dice``. A mask that
            could not be scored has no row, as in the program's table.
        overwrite: replace an existing file.

    Raises:
        FileExistsError: there is such a file.
        InputError: a name is missing, or a Dice is not in 0 to 1. A ``nan`` becomes an empty field.
    """
    target = pathlib.Path(path)
    rows = sorted(_pairs(scores), key=lambda row: row[0].encode())
    lines = ["fname,dice", *(f"{_field(name)},{_decimal(name, dice)}" for name, dice in rows)]
    _files.write(target, ("\n".join(lines) + "\n").encode(), overwrite=overwrite)


def _pairs(scores: Any) -> Iterator[tuple[str, float]]:
    if hasattr(scores, "to_table"):
        # An iterator forgets what it has yielded; its table does not.
        scores = scores.to_table()
    if hasattr(scores, "columns") and not isinstance(scores, Table):
        missing = [name for name in ("fname", "dice") if name not in scores.columns]
        if missing:
            raise InputError(f"the data frame has no column {missing[0]}")
        errors = scores["error"] if "error" in scores.columns else [None] * len(scores)
        rows = zip(scores["fname"], scores["dice"], errors)
        scores = [(name, dice) for name, dice, error in rows if not isinstance(error, str)]
    elif isinstance(scores, Mapping):
        scores = scores.items()
    for item in scores:
        if isinstance(item, Score):
            item = (item.name, item.dice)
        elif isinstance(item, Mapping) and isinstance(item.get("error"), str):
            continue
        elif isinstance(item, Mapping):
            item = (item.get("fname"), item.get("dice"))
        elif isinstance(item, BaseException):
            continue
        name, dice = item
        if not isinstance(name, str) or not name:
            raise InputError(f"a score has the name {name!r}; give names, as in score_many(…, names=…)")
        yield name, math.nan if dice is None else float(dice)


def _field(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if any(character in text for character in ',"\r\n') else text


def _decimal(name: str, dice: float) -> str:
    if math.isnan(dice):
        return ""
    if not 0 <= dice <= 1:
        raise InputError(f"{name} has the Dice {dice}, which is not in 0 to 1")
    # Not str(), which NumPy's print options change.
    value = np.float32(dice)
    # The float nearest to 10⁻⁴ lies below it.
    if 0 < float(value) < 1e-4:
        return np.format_float_scientific(value, trim="-", exp_digits=2)
    return np.format_float_positional(value, trim="0")
