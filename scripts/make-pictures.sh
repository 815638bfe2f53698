#!/bin/sh
# Makes the pictures of the documentation from phantoms. Needs Python 3 with Pillow (python3-pil).
# Usage: make-pictures.sh RCA_CLI FOLDER
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
here=$(dirname "$0")
damage=boundary_4
"$1" phantom --output "$work/query" --count 1 --seed 2026 --size 512
"$1" score --images "$work/query/images" --masks "$work/query/predictions/$damage" --reference "$here/../Reference" \
    --structures lungs=1,heart=2 --details --quiet --output "$work/scores"
python3 "$here/draw_idea.py" "$1" "$here/../Reference" "$work" "$damage" "$2/idea.png"
echo "made $2/idea.png"
python3 "$here/draw_white_lung.py" "$1" "$here/../Reference" "$work" "$2/white-lung.png"
echo "made $2/white-lung.png"
