"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import pathlib
import tempfile


def write(target: pathlib.Path, content: bytes, *, overwrite: bool) -> None:
    """Writes a file.

    Raises:
        FileExistsError: there is such a file, and no ``overwrite``.
    """
    if os.path.lexists(target) and not overwrite:
        raise _taken(target)
    descriptor, hidden = tempfile.mkstemp(prefix=".", suffix=".partial", dir=target.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(hidden, 0o666 & ~_UMASK)
        if overwrite:
            os.replace(hidden, target)
        else:
            _place(hidden, target)
    except BaseException:
        os.unlink(hidden)
        raise


def _place(hidden: str, target: pathlib.Path) -> None:
    """Gives a file its name, which nobody may have taken meanwhile."""
    try:
        os.link(hidden, target)
    except FileExistsError:
        raise _taken(target) from None
    except OSError:
        # A file system without hard links.
        os.replace(hidden, target)
    else:
        os.unlink(hidden)


def _taken(target: pathlib.Path) -> FileExistsError:
    return FileExistsError(f"{target}: exists already; choose another name, or give overwrite=True")


def _umask() -> int:
    """The process's mask: there is no way to ask for it but to set it."""
    umask = os.umask(0)
    os.umask(umask)
    return umask


# Asked once, while there are no other threads: for a moment it is 0.
_UMASK = _umask()
