#!/bin/sh
# Installs the package into a clean Debian, made by debootstrap for this, and runs it there: doctor and demo. Tells how
# long it took from the package to the first scores, and fails above a minute. As root.
# Usage: try.sh PACKAGE.deb [ROOT]       ROOT is a clean Debian to copy, in place of making one.
set -eu

# shellcheck source=scripts/clean-debian.sh
. "$(dirname "$0")/../clean-debian.sh"
bar=60
package=$1
[ "$(id -u)" -eq 0 ] || { echo "try: only root can make a root" >&2; exit 1; }
[ -f "$package" ] || { echo "try: $package is no file; make deb" >&2; exit 1; }
command -v debootstrap >/dev/null || { echo "try: debootstrap is missing; apt-get install debootstrap" >&2; exit 1; }

work=$(mktemp -d)
root=$work/root
finish() {
    umount "$root/proc" 2>/dev/null || true
    rm -rf "$work"
}
trap finish EXIT

clean_debian "$root" "$work/debootstrap.log" "${2:-}"
mount -t proc proc "$root/proc"
inside() { chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root DEBIAN_FRONTEND=noninteractive "$@"; }
inside apt-get update -qq
cp "$package" "$root/tmp/rca.deb"
chmod 644 "$root/tmp/rca.deb"

start=$(date +%s)
inside apt-get install -y -qq --no-install-recommends /tmp/rca.deb >"$work/apt.log" 2>&1 || {
    tail "$work/apt.log" >&2
    exit 1
}
installed=$(date +%s)
inside rca-cli --version
inside rca-cli doctor
inside sh -c 'ldconfig -p | grep -q "librca\.so\.1 "' || { echo "try: ldconfig does not find librca.so.1" >&2; exit 1; }
inside rca-cli demo --output /tmp/demo
scored=$(date +%s)

inside apt-get remove -y -qq rca >/dev/null 2>&1
! inside sh -c 'command -v rca-cli' >/dev/null || { echo "try: rca-cli is still there after removal" >&2; exit 1; }
echo "from the package to the first scores: $((scored - start)) s, $((installed - start)) s of them apt-get (bar: $bar s)"
[ $((scored - start)) -le "$bar" ]
