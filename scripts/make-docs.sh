#!/bin/sh
# Makes the library's documentation with DocC. A warning is an error.
# Usage: make-docs.sh FOLDER [BUILD]      FOLDER gets RCA.doccarchive; BUILD (.build/release) is what was built.
set -eu

cd "$(dirname "$0")/.."
build=${2:-.build/release}
# What the module RCA hands on is documented in it, since nobody imports the layers one by one.
layers=$(sed -n 's/^@_exported import //p' Sources/RCA/RCA/Exports.swift | paste -sd,)
graphs=$(mktemp -d)
trap 'rm -rf "$graphs"' EXIT

maps=""
for map in Sources/RCA/C*/module.modulemap "$build"/*.build/module.modulemap \
    .build/checkouts/*/Sources/*/include/module.modulemap; do
    [ ! -f "$map" ] || maps="$maps -Xcc -fmodule-map-file=$map"
done
for headers in Sources/RCA/C*/include; do maps="$maps -Xcc -I$headers"; done
target=$(swift -print-target-info | sed -n 's/.*"triple": "\(.*\)".*/\1/p' | head -n 1)
# shellcheck disable=SC2086
swift symbolgraph-extract -module-name RCA -I "$build/Modules" $maps -target "$target" -minimum-access-level public \
    -skip-inherited-docs -skip-synthesized-members -experimental-allowed-reexported-modules="$layers" \
    -output-dir "$graphs"
mkdir -p "$1"
rm -rf "$1/RCA.doccarchive"
docc convert Sources/RCA/RCA/RCA.docc --additional-symbol-graph-dir "$graphs" --warnings-as-errors \
    --fallback-display-name RCA --fallback-bundle-identifier RCA --output-path "$1/RCA.doccarchive"
echo "made $1/RCA.doccarchive"
