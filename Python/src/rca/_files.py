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
    if target.exists() and not overwrite:
        raise FileExistsError(f"{target}: exists already; choose another name, or give overwrite=True")
    descriptor, hidden = tempfile.mkstemp(prefix=".", suffix=".partial", dir=target.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        umask = os.umask(0)
        os.umask(umask)
        os.chmod(hidden, 0o666 & ~umask)
        os.replace(hidden, target)
    except BaseException:
        os.unlink(hidden)
        raise
