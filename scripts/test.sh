#!/usr/bin/env bash
# test.sh WORD...: `swift test WORD...`, and at its end the list of what was skipped.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
log=$(mktemp)
trap 'rm -f "$log"' EXIT
swift test "$@" 2>&1 | tee "$log"
status=$?
scripts/skipped-tests.sh "$log" || { [ "$status" -ne 0 ] || status=1; }
exit "$status"
