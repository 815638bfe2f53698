#!/bin/sh
# Makes the pictures of docs/report.md from phantoms. Needs chromium, chromium-driver and python3-selenium.
# Usage: make-report-pictures.sh RCA_CLI FOLDER
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
here=$(cd "$(dirname "$0")" && pwd)
program=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
pictures=$(mkdir -p "$2" && cd "$2" && pwd)
cd "$work"
"$program" phantom --output phantoms --count 12 --seed 2026 --size 512
"$program" phantom --output references --count 40 --seed 11 --size 512 --reference-only
/usr/bin/python3 "$here/browser/mix_masks.py" phantoms mixed
"$program" score --images mixed/images --masks mixed/masks --reference references --structures lungs=1,heart=2 \
    --output scores --quiet
"$program" report scores --truth mixed/truth.csv --worst 24
"$program" overlay scores --worst 8 --output "$pictures/overlay.png" --side 240 --overwrite
/usr/bin/python3 "$here/browser/take_pictures.py" scores/report.html "$pictures"
echo "made the pictures of the report in $pictures"
