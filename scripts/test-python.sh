#!/bin/sh
# Installs the wheel as a user would, in a fresh virtual environment without Swift in PATH, and runs the Python tests
# against it. The libraries that the tests use beside it come from the environment of prepare-python.sh.
# Usage: test-python.sh WHEEL... [-- WORDS of pytest]
set -eu

cd "$(dirname "$0")/.."
wheel=$1
shift
[ "${1:-}" != -- ] || shift
folder=.build-wheel/venv
rm -rf "$folder"
python3 -m venv "$folder"
"$folder/bin/python" -m pip install --quiet --disable-pip-version-check "$wheel" </dev/null
# Behind what was installed here, so that the wheel's own package is the one that is tested.
others=$(cd .build/python/tests/lib/python3*/site-packages && pwd)
echo "$others" >"$(echo "$folder"/lib/python3*/site-packages)/tests.pth"
path=$(pwd)/$folder/bin:/usr/bin:/bin
if PATH=$path command -v swift >/dev/null; then
    echo "test-python: Swift is in $path" >&2
    exit 1
fi
env -u RCA_LIBRARY -u RCA_CLI -u LD_LIBRARY_PATH PATH="$path" PYTHONDONTWRITEBYTECODE=1 \
    "$folder/bin/python" -m pytest -q -p no:cacheprovider Python/tests "$@"
