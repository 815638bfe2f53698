"""The console script ``rca-cli``: the program that comes with the wheel takes over the process."""

from __future__ import annotations

import os
import sys

from ._library import native_folder


def main() -> None:
    program = os.environ.get("RCA_CLI") or str(native_folder() / "rca-cli")
    try:
        os.execv(program, ["rca-cli", *sys.argv[1:]])
    except OSError as error:
        sys.exit(f"rca-cli: {program} cannot be run ({error.strerror}); install the wheel, or name it in RCA_CLI")
