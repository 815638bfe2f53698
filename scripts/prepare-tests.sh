#!/bin/sh
# Installs Slurm and GNU parallel for the tests that run them. Never fails: where it cannot, it says so, and those tests
# are skipped.
#
# It installs by itself only in a container of root's, where the packages cannot start services; elsewhere it says how.
set -u

PATH="$PATH:/usr/sbin:/sbin"
packages="slurm-wlm munge parallel"

say() { printf '%s\n' "prepare-tests: $*"; }
skip() { say "$*; the tests that need Slurm or GNU parallel are skipped"; exit 0; }

for program in munged slurmctld slurmd sbatch setpriv parallel; do
    command -v "$program" >/dev/null || missing=yes
done
[ -n "${missing:-}" ] || exit 0

command -v apt-get >/dev/null || skip "this is not Debian or Ubuntu"
[ "$(id -u)" -eq 0 ] || skip "not installed; as root: apt-get install $packages"
[ ! -d /run/systemd/system ] || skip "not installed, since it would be started as a service; apt-get install $packages"

say "installing with apt-get: $packages"
log=$(mktemp)
# Half a minute where the network is good; without one apt-get would try for many.
apt="timeout 240 env DEBIAN_FRONTEND=noninteractive apt-get -o Acquire::Retries=1 -o Acquire::http::Timeout=20"
$apt update -qq >"$log" 2>&1 </dev/null
# shellcheck disable=SC2086
if $apt install -y --no-install-recommends $packages >>"$log" 2>&1 </dev/null; then
    rm -f "$log"
else
    tail -n 5 "$log"
    skip "apt-get could not install it (all it said: $log)"
fi
