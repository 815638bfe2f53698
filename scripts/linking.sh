# shellcheck shell=sh
# Sourced: how programs and libraries are linked with the Swift runtime inside, from what SwiftPM has compiled in $build.
# That takes seconds, where building with --static-swift-stdlib compiles everything anew.

objects() { tr -d "'" <"$build/$1.product/Objects.LinkFileList"; }

# What SwiftPM links with, but for the library that is meant.
manifest=$(cd "$build" && pwd -P)
manifest=$(dirname "$(dirname "$manifest")")/$(basename "$manifest").yaml
libraries=$(grep -o '"-[lL][^"]*"' "$manifest" | tr -d '"' | grep -v "^-L$" | sort -u | tr '\n' ' ')
common="-use-ld=lld -static-stdlib -Xlinker --gc-sections -Xlinker -s -Xlinker -z -Xlinker defs -Xlinker --as-needed"
# The smaller part of Foundation, FoundationEssentials, needs these.
swift_libraries="-l_FoundationCShims -l_FoundationCollections -lswiftDispatch -ldispatch -lBlocksRuntime"
