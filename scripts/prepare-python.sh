#!/bin/sh
# Makes virtual environments for the Python package, by pip: .build/python/tools builds the wheel, .build/python/tests has
# what its tests use beside it. Where both are there already, it does nothing. Run it again at any time.
# Usage: prepare-python.sh [tools | tests]...
set -eu

cd "$(dirname "$0")/.."
say() { printf '%s\n' "prepare-python: $*"; }

if ! python3 -c 'import ensurepip, venv' >/dev/null 2>&1; then
    if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
        say "python3 has no venv; as root: apt-get install python3-venv" >&2
        exit 1
    fi
    say "installing with apt-get: python3-venv"
    apt-get update -qq >/dev/null
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends python3-venv >/dev/null </dev/null
fi

for name in "$@"; do
    folder=.build/python/$name
    packages=$(sed 's/#.*//' "Python/requirements-$name.txt" | tr '\n' ' ')
    [ "$(cat "$folder/packages" 2>/dev/null || true)" != "$packages" ] || continue
    say "installing with pip for $name: $packages"
    rm -rf "$folder"
    python3 -m venv "$folder"
    # shellcheck disable=SC2086
    "$folder/bin/python" -m pip install --quiet --disable-pip-version-check $packages </dev/null
    if [ "$name" = tests ]; then
        extra=$(sed 's/#.*//' Python/requirements-training.txt | tr '\n' ' ')
        say "installing with pip for tests of training loops: $extra"
        # shellcheck disable=SC2086
        timeout 900 "$folder/bin/python" -m pip install --quiet --disable-pip-version-check $extra </dev/null ||
            say "pip could not install them; the tests of training loops are skipped"
    fi
    printf '%s' "$packages" >"$folder/packages"
done
