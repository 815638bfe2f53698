#!/bin/sh
# Builds the program in a clean Debian, made by debootstrap for this, that has libpng, OpenBLAS, libcrypto and the
# compilers and no other library of the program's, and runs doctor and demo there: the core needs no more. As root; the tool chain is
# this machine's.
# Usage: core-check.sh [ROOT]       ROOT is a clean Debian to copy, in place of making one.
#   CORE_BUILD=--build-tests        builds the tests too; `swift test --scratch-path .build-core` and the flags below
#                                   run them.
set -eu

# shellcheck source=scripts/clean-debian.sh
. "$(dirname "$0")/clean-debian.sh"
flags="-c release --scratch-path .build-core --disable-default-traits"
project=$(cd "$(dirname "$0")/.." && pwd)
fail() { echo "core-check: $*" >&2; exit 1; }
[ "$(id -u)" -eq 0 ] || fail "only root can make a root"
command -v swift >/dev/null || fail "swift is missing"
toolchain=$(dirname "$(dirname "$(dirname "$(readlink -f "$(command -v swift)")")")")
[ -n "${1:-}" ] || command -v debootstrap >/dev/null || fail "debootstrap is missing; apt-get install debootstrap"

work=$(mktemp -d)
root=$work/root
finish() {
    for place in "$root$project" "$root$toolchain" "$root/proc"; do umount "$place" 2>/dev/null || umount -l "$place" 2>/dev/null || true; done
    # Nothing of this machine may be below when it is removed.
    ! grep -q " $work/" /proc/mounts && rm -rf --one-file-system "$work"
}
trap finish EXIT

clean_debian "$root" "$work/debootstrap.log" "${1:-}"
inside() {
    chroot "$root" env -i PATH="$toolchain/usr/bin:/usr/sbin:/usr/bin:/sbin:/bin" HOME=/root \
        DEBIAN_FRONTEND=noninteractive "$@"
}
mount -t proc proc "$root/proc"
inside apt-get update -qq
# The three libraries, then what the tool chain itself needs.
inside apt-get install -y -qq --no-install-recommends libpng-dev libopenblas-dev libssl-dev \
    binutils ca-certificates g++ gcc git libc6-dev libcurl4 libncurses6 libsqlite3-0 libxml2 pkg-config \
    >"$work/apt.log" 2>&1 || {
    tail "$work/apt.log" >&2
    exit 1
}
for header in archive.h libdeflate.h jpeglib.h gif_lib.h dcmtk openjpeg-2.5 nifti; do
    [ ! -e "$root/usr/include/$header" ] || fail "$header is there, so that this would show nothing"
done

# The packages are fetched out here.
cd "$project"
# shellcheck disable=SC2086
swift package --scratch-path .build-core --disable-default-traits resolve
mkdir -p "$root$toolchain" "$root$project"
mount --bind "$toolchain" "$root$toolchain"
mount --bind "$project" "$root$project"
inside git config --global --add safe.directory '*'
inside sh -c "cd '$project' && swift build $flags --disable-automatic-resolution ${CORE_BUILD:---product rca-cli}"
program=$project/.build-core/release/rca-cli
inside "$program" --version
inside "$program" doctor
inside "$program" demo --reference "$project/Reference" --output /tmp/demo
if inside ldd "$program" | grep -E 'archive|deflate|jpeg|gif|dcm|openjp2|nifti'; then fail "is linked with more than it should be"; fi
echo "core-check: built with libpng, OpenBLAS and libcrypto alone"
