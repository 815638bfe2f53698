#!/bin/sh
# Links librca.so and rca-cli once more, with the Swift runtime inside, from what the release build has compiled: that
# takes seconds, where building with --static-swift-stdlib compiles everything anew.
# Usage: link.sh BUILD FOLDER        BUILD is .build/release, with the products rca and rca-cli
set -eu

here=$(cd "$(dirname "$0")" && pwd)
project=$(cd "$here/../.." && pwd)
build=$(cd "$1" && pwd)
folder=$2
runtime=$(swiftc -static-stdlib -print-target-info | sed -n 's/.*"runtimeResourcePath": "\(.*\)".*/\1/p')/linux
mkdir -p "$folder"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

objects() { tr -d "'" <"$build/$1.product/Objects.LinkFileList"; }
# What SwiftPM links with, but for the library that is meant.
libraries=$(grep -o '"-[lL][^"]*"' "$project/.build/release.yaml" | tr -d '"' | grep -v "^-L$" | sort -u | tr '\n' ' ')
common="-use-ld=lld -static-stdlib -Xlinker --gc-sections -Xlinker -s -Xlinker -z -Xlinker defs -Xlinker --as-needed"
swift_libraries="-l_FoundationCShims -l_FoundationCollections -lswiftDispatch -ldispatch -lBlocksRuntime"

# Without the layers of the command line, which the library only passes by: they would bring all of Foundation.
objects rca | grep -vE '/(Runs|Presentation|Mustache|Logging|Journal|Reporting)\.build/' >"$work/library"
# shellcheck disable=SC2086
swiftc $common -emit-library -o "$folder/librca.so" "@$work/library" -Xlinker -soname=librca.so \
    -Xlinker "--version-script=$project/Sources/RCA/CRCA/librca.map" $libraries $swift_libraries

icu_data=$(nm "$runtime/lib_FoundationICU.a" 2>/dev/null | grep -o 'icudt[0-9]*_dat' | sort -u)
clang -c -O2 "-DICU_DATA=$icu_data" "$here/no_icu_data.c" -o "$work/no_icu_data.o"
objects rca-cli >"$work/program"
# SwiftPM has given main another name, so that tests may link the program.
# shellcheck disable=SC2086
swiftc $common -emit-executable -o "$folder/rca-cli" "$work/no_icu_data.o" "@$work/program" \
    -Xlinker --defsym=main=rca_cli_main $libraries \
    -lFoundationInternationalization -lCoreFoundation -l_FoundationICU $swift_libraries
