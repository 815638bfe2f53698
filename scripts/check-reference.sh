#!/bin/sh
# Checks that the program still makes the files of the phantom reference set.
# Usage: check-reference.sh RCA_CLI FOLDER
set -eu
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
"$(dirname "$0")/make-reference.sh" "$1" "$made"
for folder in images labels; do
    if ! diff -rq "$2/$folder" "$made/$folder"; then
        echo "the phantoms in $2/$folder are not what the program makes" >&2
        echo "(another release of zlib may compress the same pixels differently)" >&2
        exit 1
    fi
done
echo "$2 is what the program makes"
