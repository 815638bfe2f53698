#!/bin/sh
# Makes the Debian package of what `make static` built. `make deb` calls it.
# Usage: build.sh FOLDER        FOLDER is where rca_VERSION_ARCHITECTURE.deb goes.
set -eu

cd "$(dirname "$0")/../.."
for tool in dh dpkg-shlibdeps dpkg-deb; do
    command -v "$tool" >/dev/null || {
        echo "deb: $tool is missing; apt-get install debhelper dpkg-dev" >&2
        exit 1
    }
done
mkdir -p "$1"
folder=$(cd "$1" && pwd)
# The same files give the same package, but for the man pages' day.
SOURCE_DATE_EPOCH=$(dpkg-parsechangelog -S Timestamp)
export SOURCE_DATE_EPOCH
trap 'debian/rules clean >/dev/null' EXIT
DEB_FOLDER="$folder" debian/rules binary
echo "made:" "$folder"/rca_"$(dpkg-parsechangelog -S Version)"_*.deb
