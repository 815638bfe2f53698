"""What can go wrong. Every exception of the package derives from :class:`Error`."""

from __future__ import annotations


class Error(Exception):
    """Something went wrong in the engine; the text is one line."""


class InputError(Error, ValueError):
    """An image, mask, bundle or option cannot be used; the text says why and how to mend it."""


class MissingFileError(InputError, FileNotFoundError):
    """There is no such bundle."""


class ClosedError(Error, ValueError):
    """The reference set was closed."""


class ForkedError(Error, RuntimeError):
    """The reference set was opened before this process was forked from another one; open it here."""


class MachineError(Error, RuntimeError):
    """The processor lacks instructions that this build needs."""


class Cancelled(Error):
    """The work was cancelled."""
