#!/bin/sh
# Makes the phantom reference set. Usage: make-reference.sh RCA_CLI FOLDER
set -eu
"$1" phantom --reference-only --count 24 --size 256 --seed 1000 --output "$2" --overwrite
