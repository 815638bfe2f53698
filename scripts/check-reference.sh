#!/bin/sh
# Checks that the program still makes the files of the phantom reference set. Usage: check-reference.sh RCA_CLI FOLDER
set -eu
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
"$(dirname "$0")/make-reference.sh" "$1" "$made" >"$made/reached"
for folder in images labels; do
    if ! diff -rq "$2/$folder" "$made/$folder"; then
        echo "the phantoms in $2/$folder are not what the program makes" >&2
        echo "(another release of zlib may compress the same pixels differently)" >&2
        exit 1
    fi
done
if ! cmp -s "$2/networks.rcanet" "$made/networks.rcanet"; then
    # Another kind of processor computes other last digits, and so trains other networks. They have to be as good.
    reached() {
        "$1" reference info "$2" --structures lungs=1,heart=2 >"$made/info"
        sed -nE 's/^(as they are|perturbed, strength [0-9]) +//p' "$made/info"
    }
    reached "$1" "$2" >"$made/kept"
    reached "$1" "$made" >"$made/new"
    paste "$made/kept" "$made/new" | awk '
        NF % 2 || NF < 8 || $1 != $(1 + NF / 2) { bad = 1 }
        { for (i = 2; i <= NF / 2; i++) { d = $i - $(i + NF / 2); if (d > .02 || d < -.02) bad = 1 } }
        END { exit bad || NR == 0 }' || {
        echo "the networks of $2/networks.rcanet are not what the program trains:" >&2
        paste "$made/kept" "$made/new" >&2
        exit 1
    }
    echo "networks trained anew are other bytes, and as good: $2 was made on another kind of processor"
fi
echo "$2 is what the program makes"
