#!/bin/sh
# skipped-tests.sh LOG: lists which tests a run of `swift test` skipped, and why, by what it printed.
#
# In CI (CI=true) it fails where a package would have prevented one: its reason then says apt-get install.
set -eu

# ➜ Test name() skipped: "reason"      ➜ Suite "name" skipped: "reason"
skipped=$(sed -n 's/^[^[:alnum:]]*\(\(Test\|Suite\) .*\) skipped\(: "\(.*\)"\)\{0,1\}\.\{0,1\}$/\1: \4/p' "$1" |
    sed 's/: $/: no reason given/' | LC_ALL=C sort -u)
if [ -z "$skipped" ]; then
    echo "No test was skipped."
    exit 0
fi
echo "Skipped:"
printf '%s\n' "$skipped" | sed 's/^/  /'
if [ "${CI:-}" = true ] && printf '%s\n' "$skipped" | grep -q 'apt-get install'; then
    echo "skipped-tests: CI has to install what these tests need (scripts/prepare-tests.sh)" >&2
    exit 1
fi
