#!/bin/sh
# Makes the phantom reference set, and the networks that are trained on it.
# Usage: make-reference.sh RCA_CLI FOLDER
set -eu
"$1" phantom --reference-only --count 32 --size 256 --seed 1000 --output "$2" --overwrite
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$1" reference build --quiet --images "$2/images" --labels "$2/labels" --structures lungs=1,heart=2 \
    --output "$work/phantoms.rcaref"
"$1" reference learn "$work/phantoms.rcaref" --quiet --networks 2 --steps 300 --batch-size 8 \
    --output "$work/networks.rcanet"
mv "$work/networks.rcanet" "$2/networks.rcanet"
