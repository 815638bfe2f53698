"""How good is a segmentation mask of a chest X-ray when there is no ground truth to compare it with?

    >>> import rca
    >>> references = rca.ReferenceSet("jsrt.rcaref")
    >>> result = references.score(image, mask)
    >>> result.expected, result["heart"].expected, result.verdict

The engine runs in this process. In a training loop: :mod:`rca.metrics` (torchmetrics) and :mod:`rca.lightning`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._version import __version__
from .errors import Cancelled, ClosedError, Error, ForkedError, InputError, MachineError, MissingFileError
from .many import Scores
from .references import ReferenceSet
from .scores import Score, StructureScore
from .screening import Screening
from .segmentation import Segmentation
from .tables import Table, read_scores, write_scores

if TYPE_CHECKING:
    from .calibration import Calibrator

__all__ = [
    "Calibrator",
    "Cancelled",
    "ClosedError",
    "Error",
    "ForkedError",
    "InputError",
    "MachineError",
    "MissingFileError",
    "ReferenceSet",
    "Score",
    "Scores",
    "Screening",
    "Segmentation",
    "StructureScore",
    "Table",
    "__version__",
    "read_scores",
    "write_scores",
]


def __getattr__(name: str) -> Any:
    # scikit-learn, where it is installed, takes a second to import.
    if name == "Calibrator":
        from .calibration import Calibrator

        return Calibrator
    raise AttributeError(f"module 'rca' has no attribute {name!r}")
