#!/bin/sh
# Makes the picture of docs/classifiers.md from phantoms: one wrong mask, and what each classifier makes of it.
# Usage: make-classifier-picture.sh RCA_CLI FOLDER
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
here=$(cd "$(dirname "$0")" && pwd)
program=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
pictures=$(mkdir -p "$2" && cd "$2" && pwd)
cd "$work"
"$program" phantom --output query --count 1 --seed 2026 --size 512
"$program" phantom --output references --count 40 --seed 11 --size 128 --reference-only
"$program" reference build --images references/images --labels references/labels --structures lungs=1,heart=2 \
    --output plain.rcaref --quiet
# The picture needs networks that know where lungs are, not good ones.
"$program" reference learn plain.rcaref --output references.rcaref --networks 2 --steps 150 --batch-size 8 --quiet
for classifier in free-form affine free-form-networks forest pair-network pair-network-new; do
    # One reference, so that all label the same one.
    "$program" score --images query/images --masks query/predictions/missing_lobe --reference references.rcaref \
        --references-per-case 1 --classifier "$classifier" --output "$classifier" --report --quiet
done
python3 "$here/draw_classifiers.py" "$pictures/classifiers.svg" free-form affine free-form-networks forest pair-network pair-network-new
echo "made $pictures/classifiers.svg"
