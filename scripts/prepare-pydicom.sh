#!/bin/sh
# Fetches the DICOM files that pydicom is tested with, for the test that holds rca's reader against pydicom: from the
# packages pydicom and pydicom-data, by pip, into .build/pydicom. Nothing of them goes into the project. Never fails:
# where it cannot, it says so, and that test is skipped.
set -u

folder="$(dirname "$0")/../.build/pydicom"
# The releases that the figures are of: scripts/stored/pydicom-requirements.txt.
packages=$(grep -E '^pydicom(-data)?==' "$(dirname "$0")/stored/pydicom-requirements.txt")

say() { printf '%s\n' "prepare-pydicom: $*"; }
skip() { say "$*; the test of pydicom's files is skipped"; exit 0; }

there=$(cat "$folder/packages" 2>/dev/null || true)
[ "$there" != "$packages" ] || exit 0

if ! python3 -m venv --help >/dev/null 2>&1 || ! python3 -c 'import ensurepip' >/dev/null 2>&1; then
    command -v apt-get >/dev/null || skip "python3 has no venv, and this is not Debian or Ubuntu"
    [ "$(id -u)" -eq 0 ] || skip "python3 has no venv; as root: apt-get install python3-venv"
    say "installing with apt-get: python3-venv"
    apt="timeout 240 env DEBIAN_FRONTEND=noninteractive apt-get -o Acquire::Retries=1 -o Acquire::http::Timeout=20"
    $apt update -qq >/dev/null 2>&1 </dev/null
    $apt install -y --no-install-recommends python3-venv ca-certificates >/dev/null 2>&1 </dev/null ||
        skip "apt-get could not install python3-venv"
fi

say "fetching with pip: $(printf '%s' "$packages" | tr '\n' ' ')"
log=$(mktemp)
rm -rf "$folder"
mkdir -p "$folder"
# The packages alone: reading their files takes no Python.
# shellcheck disable=SC2086
if python3 -m venv "$folder/venv" >"$log" 2>&1 &&
    timeout 240 "$folder/venv/bin/pip" install --quiet --disable-pip-version-check --no-deps --no-compile \
        --target "$folder/files" $packages >>"$log" 2>&1 </dev/null; then
    rm -rf "$folder/venv" "$log"
    printf '%s\n' "$packages" >"$folder/packages"
else
    tail -n 3 "$log"
    rm -f "$log"
    skip "pip could not fetch them"
fi
