"""What the engine says of a mask."""

from __future__ import annotations

import dataclasses
import html
import math
import weakref
from typing import Any

from . import _library as native
from . import _pictures

#: The figures of a structure, in the engine's words.
FIGURES = ("dice", "expected", "lower", "upper", "consensus", "best", "mean", "median")


@dataclasses.dataclass(frozen=True)
class StructureScore:
    """The figures of one structure of a mask, each 0 to 1; ``nan`` where it is not defined."""

    name: str
    #: The maximum over the references.
    dice: float
    #: The Dice to be expected with the truth: the most accurate estimate.
    expected: float
    #: The range from ``lower`` to ``upper`` holds the true Dice nine times in ten.
    lower: float
    upper: float
    #: Dice with the consensus of the references.
    consensus: float
    #: Over the references: the mean of the better half, the mean, the median.
    best: float
    mean: float
    median: float
    #: The reference that gave ``dice``.
    reference: str | None


@dataclasses.dataclass(frozen=True)
class Score:
    """The figures of one mask, each 0 to 1 and over all its structures; ``nan`` where it is not defined.

    ``score["heart"]`` has those of one structure, ``score.structures`` all.
    """

    #: The published score: the maximum over the references of the mean over the structures.
    dice: float
    #: The Dice to be expected with the truth: the most accurate estimate.
    expected: float
    #: The range from ``lower`` to ``upper`` holds the true Dice nine times in ten.
    lower: float
    upper: float
    #: The mean absolute error to be expected of ``expected``.
    expected_error: float
    #: Dice with the consensus of the references.
    consensus: float
    #: Over the references: the mean of the better half, the mean, the median.
    best: float
    mean: float
    median: float
    #: Whether the mask is background only.
    is_empty: bool
    #: 0 to 1: whether the image and its scores can be believed; a half is the border.
    reliability: float
    #: ``reliable``, ``doubtful``, ``unlike the references`` or ``not a chest X-ray``.
    verdict: str
    #: Why it is not reliable; empty where it is.
    reason: str
    #: What was undone before the image was compared with the references; ``as it is`` for nothing.
    pose: str
    #: One for each structure that was scored, in the references' order.
    structures: tuple[StructureScore, ...]
    #: References that were left out because they show this image.
    excluded: tuple[str, ...] = ()
    #: The file's or case's name, where one was given.
    name: str | None = None
    _picture: Any = dataclasses.field(default=None, repr=False, compare=False)

    def __getitem__(self, name: str) -> StructureScore:
        for structure in self.structures:
            if structure.name == name:
                return structure
        raise KeyError(f"there is no structure {name!r}; there are {', '.join(part.name for part in self.structures)}")

    def __getstate__(self) -> dict:
        return {**self.__dict__, "_picture": None}

    def __repr__(self) -> str:
        name = f"{self.name}: " if self.name else ""
        parts = ", ".join(f"{part.name} {_text(part.expected)}" for part in self.structures)
        reason = f" ({self.reason})" if self.reason else ""
        return (
            f"<Score {name}expected Dice {_text(self.expected)} [{_text(self.lower)}, {_text(self.upper)}], {parts}; "
            f"published {_text(self.dice)}; {self.verdict}{reason}>"
        )

    def row(self) -> dict[str, Any]:
        """The figures as one row of a table; those of a structure are ``heart_dice`` and so on."""
        row: dict[str, Any] = {"fname": self.name} if self.name is not None else {}
        for figure in (*FIGURES, "expected_error", "is_empty", "reliability", "verdict", "reason", "pose"):
            row[figure] = getattr(self, figure)
        for part in self.structures:
            for figure in (*FIGURES, "reference"):
                row[f"{part.name}_{figure}"] = getattr(part, figure)
        return row

    def _repr_html_(self) -> str:
        header = "<tr><th></th><th>expected</th><th>range</th><th>published</th><th>consensus</th></tr>"
        rows = "".join(
            f"<tr><th>{html.escape(name)}</th><td>{_text(part.expected)}</td>"
            f"<td>{_text(part.lower)}–{_text(part.upper)}</td><td>{_text(part.dice)}</td>"
            f"<td>{_text(part.consensus)}</td></tr>"
            for name, part in [("mean", self), *((part.name, part) for part in self.structures)]
        )
        about = f"{self.name}: {self.verdict}" if self.name else self.verdict
        if self.reason:
            about += f" ({self.reason})"
        picture = _pictures.overlay(*(reference() for reference in self._picture)) if self._picture else ""
        return f"<div>{picture}<table>{header}{rows}</table><p>{html.escape(about)}</p></div>"


def _text(value: float) -> str:
    return "–" if math.isnan(value) else f"{value:.3f}"


def _decoded(text: bytes | None) -> str:
    return (text or b"").decode()


def read(handle: int, count: int, name: str | None, picture: tuple[Any, Any] | None) -> list[Score]:
    """The scores behind a handle, which is freed."""
    library = native.library()
    try:
        about = native.sized(native.Case)
        library.rca_scores_case(handle, about)
        excluded = tuple(_decoded(library.rca_scores_excluded(handle, at)) for at in range(about.excluded_count))
        scores = []
        for position in range(count):
            mask, parts = native.sized(native.MaskScore), []
            library.rca_scores_mask(handle, position, mask)
            for structure in range(library.rca_scores_structure_count(handle)):
                part = native.sized(native.StructureScore)
                library.rca_scores_structure(handle, position, structure, part)
                parts.append(
                    StructureScore(
                        name=_decoded(part.name),
                        reference=_decoded(part.reference) or None,
                        **{figure: getattr(part, figure) for figure in FIGURES},
                    )
                )
            scores.append(
                Score(
                    **{figure: getattr(mask, figure) for figure in FIGURES},
                    expected_error=mask.expected_error,
                    is_empty=bool(mask.is_empty),
                    reliability=about.reliability,
                    verdict=_decoded(about.verdict),
                    reason=_decoded(about.reason),
                    pose=_decoded(about.pose),
                    structures=tuple(parts),
                    excluded=excluded,
                    name=name,
                    _picture=_weak(picture),
                )
            )
        return scores
    finally:
        library.rca_scores_free(handle)


def _weak(picture: tuple[Any, Any] | None) -> Any:
    """The image and mask as long as the caller has them: a score keeps nothing large alive."""
    try:
        return tuple(weakref.ref(part) for part in picture) if picture else None
    except TypeError:
        return None
