#!/bin/sh
# Builds the project in a clean Debian, made by debootstrap for this, and runs the demo there: what somebody does who has
# Swift and the source, and nothing else. Tells how long each part took, and fails above five minutes. As root.
# What it builds is the last commit. Swift is this machine's, seen from inside; packages that git has a local copy of
# (url.FOLDER.insteadOf in its configuration) are taken from there, the others from where they are.
# Usage: source-try.sh [ROOT]       ROOT is a clean Debian to copy, in place of making one.
set -eu

# shellcheck source=scripts/clean-debian.sh
. "$(dirname "$0")/clean-debian.sh"
bar=300
project=$(cd "$(dirname "$0")/.." && pwd)
PATH="$PATH:/opt/swift/usr/bin"
fail() { echo "source-try: $*" >&2; exit 1; }
[ "$(id -u)" -eq 0 ] || fail "only root can make a root"
command -v swift >/dev/null || fail "swift is missing"
[ -n "${1:-}" ] || command -v debootstrap >/dev/null || fail "debootstrap is missing; apt-get install debootstrap"
toolchain=$(dirname "$(dirname "$(readlink -f "$(command -v swift)")")")

work=$(mktemp -d)
root=$work/root
mounted=""
finish() {
    for place in $mounted; do umount "$place" 2>/dev/null || true; done
    # Never into a folder of this machine's that is still seen from inside.
    if grep -q " $root/" /proc/mounts; then echo "source-try: $root is still in use" >&2; else rm -rf "$work"; fi
}
trap finish EXIT

# see SOURCE PLACE: a folder of this machine's, seen from inside and not to be written.
see() {
    mkdir -p "$2"
    mount --bind "$1" "$2"
    mounted="$2 $mounted"
    mount -o remount,ro,bind "$2"
}

clean_debian "$root" "$work/debootstrap.log" "${1:-}"
cp /etc/resolv.conf "$root/etc/resolv.conf"
mount -t proc proc "$root/proc"
mounted="$root/proc"
see "$toolchain" "$root/opt/swift/usr"
git config --get-regexp '^url\..*\.insteadof$' | while read -r key value; do
    git config --file "$work/gitconfig" --add "$key" "$value"
    key=${key#url.}
    echo "${key%.insteadof}"
done | sort -u >"$work/copies"
while read -r folder; do
    [ ! -d "$folder" ] || see "$folder" "$root/$folder"
done <"$work/copies"
if [ -f "$work/gitconfig" ]; then
    # What it leads to is not root's in there.
    git config --file "$work/gitconfig" --add safe.directory '*'
    cp "$work/gitconfig" "$root/root/.gitconfig"
fi
git clone -q "$project" "$root/source"

inside() {
    chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin:/opt/swift/usr/bin HOME=/root \
        DEBIAN_FRONTEND=noninteractive sh -c "cd /source && $1" >"$work/log" 2>&1 || {
        tail -n 30 "$work/log" >&2
        fail "'$1' failed"
    }
}
inside "apt-get update -qq"
start=$(date +%s)
inside "apt-get install -y -qq --no-install-recommends make && make prepare"
prepared=$(date +%s)
inside "swift package resolve"
resolved=$(date +%s)
inside "make build"
built=$(date +%s)
inside "make demo"
scored=$(date +%s)
tail -n 24 "$work/log"
echo "from the source to the first scores: $((scored - start)) s on $(nproc) processors (bar: $bar s):"
echo "  system packages $((prepared - start)) s, Swift packages $((resolved - prepared)) s," \
    "build $((built - resolved)) s, demo $((scored - built)) s"
[ $((scored - start)) -le "$bar" ]
