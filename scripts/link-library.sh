#!/bin/sh
# Links librca with the Swift runtime inside.
# Usage: link-library.sh BUILD FILE [SONAME]        BUILD is .build/release or the like, with the product rca-cli and the
#                                                   product rca or the target CInterface
set -eu

project=$(cd "$(dirname "$0")/.." && pwd)
build=$(cd "$1" && pwd)
soname=${3:-$(basename "$2")}
# shellcheck source=scripts/linking.sh
. "$project/scripts/linking.sh"
mkdir -p "$(dirname "$2")"
list=$(mktemp)
trap 'rm -f "$list"' EXIT

# Where the program alone was linked: SwiftPM links no library with the static runtime.
if [ -f "$build/rca.product/Objects.LinkFileList" ]; then
    objects rca
else
    objects rca-cli | grep -vE '/(rca_cli|Studies|Checks|Cluster|DataSets|Phantoms|ArgumentParser.*|_?Subprocess.*)\.build/'
    find "$build/CRCA.build" "$build/CInterface.build" -name '*.o'
# Without the layers of the command line, which the library only passes by: they would bring all of Foundation.
fi | grep -vE '/(Runs|Presentation|Mustache|Logging|Journal|CProcessorCheck)\.build/' >"$list"
# shellcheck disable=SC2086
swiftc $common -emit-library -o "$2" "@$list" -Xlinker "-soname=$soname" \
    -Xlinker "--version-script=$project/Sources/RCA/CRCA/librca.map" $libraries $swift_libraries
