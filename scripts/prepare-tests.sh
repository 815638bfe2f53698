#!/bin/sh
# Installs what some tests need beside the project: Slurm, a browser, GNU parallel, mandoc, and the files that pydicom is
# tested with. Never fails: where it cannot, it says so, and those tests are skipped (which `make test` lists, and CI does
# not let pass: scripts/skipped-tests.sh).
#
# It installs by itself only in a container of root's, where the packages cannot start services, and in CI, whose machines
# nobody keeps; elsewhere it says how.
set -u

"$(dirname "$0")/prepare-pydicom.sh"

# What has to be there, and the package that brings it.
needs="
command:slurmctld slurm-wlm
command:munged munge
command:setpriv util-linux
command:parallel parallel
command:mandoc mandoc
path:/usr/bin/chromium chromium
path:/usr/bin/chromedriver chromium-driver
path:/usr/lib/python3/dist-packages/selenium python3-selenium
"

PATH="$PATH:/usr/sbin:/sbin"

say() { printf '%s\n' "prepare-tests: $*"; }
skip() { say "$*; the tests that need it are skipped"; exit 0; }

there() {
    case "$1" in
    command:*) command -v "${1#command:}" >/dev/null ;;
    path:*) [ -e "${1#path:}" ] ;;
    esac
}

packages=$(printf '%s' "$needs" | while read -r need package; do
    [ -z "$need" ] || there "$need" || printf ' %s' "$package"
done)
packages=${packages# }
[ -n "$packages" ] || exit 0

command -v apt-get >/dev/null || skip "this is not Debian or Ubuntu, and has no $packages"
as_root=""
if [ "$(id -u)" -ne 0 ]; then
    if [ "${CI:-}" != true ] || ! command -v sudo >/dev/null; then
        skip "not installed; as root: apt-get install $packages"
    fi
    as_root=sudo
fi
if [ -d /run/systemd/system ] && [ "${CI:-}" != true ]; then
    skip "not installed, since some would be started as services; apt-get install $packages"
fi

say "installing with apt-get: $packages"
log=$(mktemp)
# Two minutes where the network is good; without one apt-get would try for many.
apt="$as_root timeout 400 env DEBIAN_FRONTEND=noninteractive apt-get -o Acquire::Retries=1 -o Acquire::http::Timeout=20"
$apt update -qq >"$log" 2>&1 </dev/null
# shellcheck disable=SC2086
if $apt install -y --no-install-recommends $packages >>"$log" 2>&1 </dev/null; then
    rm -f "$log"
else
    tail -n 5 "$log"
    skip "apt-get could not install it (all it said: $log)"
fi
