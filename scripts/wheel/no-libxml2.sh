#!/bin/sh
# Makes a libxml2.so.2 of functions that do nothing. DCMTK and libarchive are linked with libxml2 for formats that rca
# does not read (DICOM as XML, xar), and Debian's libxml2 needs 33 MB of ICU.
# Usage: no-libxml2.sh FOLDER LIBRARY...        LIBRARY is what needs libxml2
set -eu

folder=$1
shift
mkdir -p "$folder"
nm -D --undefined-only "$@" | sed -n 's/.* U \([A-Za-z0-9_]*\)@\(LIBXML2_[0-9.]*\)$/\2 \1/p' | sort -u >"$folder/symbols"
unversioned=$(nm -D --undefined-only "$@" | sed -n 's/.* U \(__xml[A-Za-z0-9_]*\)$/\1/p' | sort -u)
{
    awk '{ print "void *" $2 "(void) { return 0; }" }' "$folder/symbols"
    for name in $unversioned; do echo "void *$name(void) { return 0; }"; done
} >"$folder/libxml2.c"
awk '$1 != version { if (version) print "};"; version = $1; print version " { global:" } { print "  " $2 ";" }
    END { print "};" }' "$folder/symbols" >"$folder/libxml2.map"
clang -shared -fPIC -O2 -w -fno-builtin -o "$folder/libxml2.so.2" "$folder/libxml2.c" -Wl,-soname,libxml2.so.2 \
    "-Wl,--version-script=$folder/libxml2.map"
