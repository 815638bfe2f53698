#!/bin/sh
# Makes a Debian or Ubuntu machine ready to build: system packages by apt-get, and a look for Swift.
# Does nothing, quickly, where everything is there. Run it again at any time.
set -eu

swift_major=6
swift_minor=2
# What has to be there, and the package that brings it: first for the project, then for the Swift tools themselves.
needs="
file:png.h libpng-dev
file:zlib.h zlib1g-dev
pkg:openblas libopenblas-dev
file:openssl/evp.h libssl-dev
command:pkg-config pkg-config
command:make make
command:git git
command:gcc gcc
command:g++ g++
command:ld binutils
file:stdlib.h libc6-dev
library:libcurl.so.4 libcurl4-openssl-dev
library:libxml2.so libxml2-dev
library:libsqlite3.so.0 libsqlite3-dev
library:libncurses.so.6 libncurses-dev
path:/etc/ssl/certs/ca-certificates.crt ca-certificates
"

# For what is a trait of the package, unless the build goes without them.
case "${SWIFT_FLAGS:-}" in
*--disable-default-traits* | *--traits*) ;;
*)
    needs="$needs
file:libdeflate.h libdeflate-dev
file:archive.h libarchive-dev
file:jpeglib.h libjpeg-dev
file:gif_lib.h libgif-dev
file:dcmtk/config/osconfig.h libdcmtk-dev
glob:openjpeg*/openjpeg.h libopenjp2-7-dev
file:nifti/nifti2_io.h libnifti-dev
"
    ;;
esac

say() { printf '%s\n' "prepare: $*"; }
fail() { printf '%s\n' "prepare: $*" >&2; exit 1; }

there() {
    case "$1" in
    command:*) command -v "${1#command:}" >/dev/null ;;
    file:*) [ -e "/usr/include/${1#file:}" ] ;;
    # shellcheck disable=SC2086
    glob:*) ls /usr/include/${1#glob:} >/dev/null 2>&1 ;;
    path:*) [ -e "${1#path:}" ] ;;
    pkg:*) command -v pkg-config >/dev/null && pkg-config --exists "${1#pkg:}" ;;
    library:*) PATH="$PATH:/sbin:/usr/sbin" ldconfig -p | grep -q "${1#library:}" ;;
    esac
}

missing_packages() {
    printf '%s' "$needs" | while read -r need package; do
        [ -z "$need" ] || there "$need" || printf ' %s' "$package"
    done
}

install_packages() {
    missing=$(missing_packages)
    [ -n "$missing" ] || return 0
    command -v apt-get >/dev/null || fail "this is not Debian or Ubuntu; install what these packages hold there:$missing"
    as_root=""
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || fail "these packages are missing; install them as root: apt-get install$missing"
        as_root=sudo
    fi
    say "installing with apt-get:$missing"
    log=$(mktemp)
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq >"$log" 2>&1 ||
        say "apt-get update failed; trying with the package lists that are there"
    # shellcheck disable=SC2086
    if ! $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing \
        >>"$log" 2>&1 </dev/null; then
        tail -n 30 "$log" >&2
        fail "apt-get could not install:$missing (all it said: $log)"
    fi
    rm -f "$log"
    missing=$(missing_packages)
    [ -z "$missing" ] || fail "still missing after apt-get install:$missing"
}

swift_is_new_enough() {
    command -v swift >/dev/null || return 1
    version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\)\.\([0-9]*\).*/\1 \2/p' | head -n 1)
    [ -n "$version" ] || return 1
    # shellcheck disable=SC2086
    set -- $version
    [ "$1" -gt "$swift_major" ] || { [ "$1" -eq "$swift_major" ] && [ "$2" -ge "$swift_minor" ]; }
}

explain_swift() {
    cat >&2 <<TEXT
prepare: Swift $swift_major.$swift_minor or later is needed and was not found$1.
prepare: get it from https://www.swift.org/install/linux, for example with swiftly:

    curl -O https://download.swift.org/swiftly/linux/swiftly-\$(uname -m).tar.gz
    tar zxf swiftly-\$(uname -m).tar.gz
    ./swiftly init

prepare: then open a new shell, see that 'swift --version' answers, and run the same command again.
TEXT
    exit 1
}

install_packages
if ! swift_is_new_enough; then
    if command -v swift >/dev/null; then
        explain_swift " (here is: $(swift --version 2>/dev/null | head -n 1))"
    else
        explain_swift ""
    fi
fi
