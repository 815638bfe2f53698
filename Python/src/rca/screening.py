"""What can be said of an image before there is any mask."""

from __future__ import annotations

from . import _library as native


class Screening:
    """What is wrong with an image before anyone segments it: ``references.screen(image)``.

    Duplicates are known only beside other images: ``rca-cli screen`` finds them.
    """

    def __init__(self, about: native.ScreenResult):
        def text(value: bytes | None) -> str:
            return (value or b"").decode()

        #: 0 to 1; a half is the border between doubtful and reliable. As of :class:`Score`.
        self.reliability: float = about.reliability
        #: "reliable", "doubtful", "unlike the references" or "not a chest X-ray". As of :class:`Score`.
        self.verdict: str = text(about.verdict)
        #: Whether the image can be segmented as a chest radiograph, once it is laid upright.
        self.usable: bool = about.is_usable != 0
        #: What may be wrong, in single words: ``turned``, ``mirrored``, ``inverted``, ``cut-off``, …
        self.flags: tuple[str, ...] = tuple(text(about.flags).split())
        #: Why, for each flag; separated by ``; ``.
        self.reason: str = text(about.reason)
        #: What was undone before the image was compared. As of :class:`Score`.
        self.pose: str = text(about.pose)
        #: "upright", "mirrored", "turned 90° clockwise", …
        self.orientation: str = text(about.orientation)
        #: Whether black and white are exchanged.
        self.inverted: bool = about.is_inverted != 0
        #: Clockwise, in degrees, beside the orientation.
        self.tilt: float = about.tilt
        #: What margins take of the image: left, top, right and bottom, 0 to 1.
        self.margins: tuple[float, float, float, float] = (
            about.margin_left, about.margin_top, about.margin_right, about.margin_bottom,
        )  # fmt: skip
        #: The share of the structures' outline at the edge of the picture, 0 to 1.
        self.cut: float = about.cut
        #: How much of the chest's width or height reaches an edge of the picture, 0 to 1; None without networks that see it.
        self.edge_reach: float | None = None if about.edge_reach != about.edge_reach else about.edge_reach
        #: The share of the structures where the picture shows one grey value, 0 to 1.
        self.blank: float = about.blank
        #: The share of the structures that is as dark or as bright as the image gets, 0 to 1.
        self.clipped: float = about.clipped
        #: The references that show this very radiograph, with spaces between; empty for none.
        self.reference: str = text(about.reference)

    def __repr__(self) -> str:
        flags = f", {' '.join(self.flags)}" if self.flags else ""
        return f"<Screening: {self.verdict}, {self.orientation}{flags}>"


def read(handle: int) -> Screening:
    """The screening behind a handle, which is freed."""
    library = native.library()
    try:
        about = native.sized(native.ScreenResult)
        library.rca_screening_result(handle, about)
        return Screening(about)
    finally:
        library.rca_screening_free(handle)
