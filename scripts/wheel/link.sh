#!/bin/sh
# Links librca.so and rca-cli once more, with the Swift runtime inside, from what the release build has compiled.
# Usage: link.sh BUILD FOLDER        BUILD is .build/release, with the products rca and rca-cli
set -eu

here=$(cd "$(dirname "$0")" && pwd)
project=$(cd "$here/../.." && pwd)
build=$(cd "$1" && pwd)
folder=$2
# shellcheck source=scripts/linking.sh
. "$project/scripts/linking.sh"
runtime=$(swiftc -static-stdlib -print-target-info | sed -n 's/.*"runtimeResourcePath": "\(.*\)".*/\1/p')/linux
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$project/scripts/link-library.sh" "$build" "$folder/librca.so"

icu_data=$(nm "$runtime/lib_FoundationICU.a" 2>/dev/null | grep -o 'icudt[0-9]*_dat' | sort -u)
clang -c -O2 "-DICU_DATA=$icu_data" "$here/no_icu_data.c" -o "$work/no_icu_data.o"
objects rca-cli >"$work/program"
# SwiftPM has given main another name, so that tests may link the program.
# shellcheck disable=SC2086
swiftc $common -emit-executable -o "$folder/rca-cli" "$work/no_icu_data.o" "@$work/program" \
    -Xlinker --defsym=main=rca_cli_main $libraries \
    -lFoundationInternationalization -lCoreFoundation -l_FoundationICU $swift_libraries
