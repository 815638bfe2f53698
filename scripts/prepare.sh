#!/bin/sh
# Makes a Debian or Ubuntu machine ready to build: system packages by apt-get, and a look for Swift.
# Does nothing, quickly, where everything is there. Run it again at any time.
set -eu

swift_major=6
swift_minor=2
# What the project itself needs, then what Swift's own linker step needs.
packages="libpng-dev libopenblas-dev pkg-config make git ca-certificates
    binutils gcc g++ libc6-dev libstdc++-dev libcurl4-openssl-dev libxml2-dev zlib1g-dev"

say() { printf '%s\n' "prepare: $*"; }
fail() { printf '%s\n' "prepare: $*" >&2; exit 1; }

installed() {
    [ "$(dpkg-query -W -f='${Status}' "$1" 2>/dev/null || true)" = "install ok installed" ]
}

# libstdc++-dev has the compiler's version in its name and is only provided, never installed, under the plain one.
there() {
    case "$1" in
    libstdc++-dev) dpkg-query -W -f='${Status}\n' 'libstdc++-*-dev' 2>/dev/null | grep -q 'install ok installed' ;;
    pkg-config) command -v pkg-config >/dev/null ;;
    libcurl4-openssl-dev) dpkg-query -W -f='${Status}\n' 'libcurl4-*-dev' 2>/dev/null | grep -q 'install ok installed' ;;
    gcc | g++ | make | git) command -v "$1" >/dev/null ;;
    *) installed "$1" ;;
    esac
}

install_packages() {
    command -v dpkg-query >/dev/null && command -v apt-get >/dev/null || {
        say "this is not Debian or Ubuntu: install libpng, OpenBLAS, pkg-config and a C++ compiler yourself"
        return
    }
    missing=""
    for package in $packages; do
        there "$package" && continue
        # The generic name of the C++ library's headers is the compiler's dependency.
        [ "$package" = libstdc++-dev ] && package=g++
        missing="$missing $package"
    done
    [ -n "$missing" ] || return 0
    as_root=""
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || fail "these packages are missing:$missing
prepare: install them as root:  apt-get install$missing"
        as_root=sudo
    fi
    say "installing with apt-get:$missing"
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq ||
        say "apt-get update failed; trying with the package lists that are there"
    # shellcheck disable=SC2086
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing ||
        fail "apt-get could not install:$missing"
    for package in $packages; do
        there "$package" || fail "$package is still missing after apt-get install"
    done
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
