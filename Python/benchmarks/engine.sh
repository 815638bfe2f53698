#!/bin/sh
# Compiles engine.swift against what `make wheel` has compiled: .build-wheel/engine
set -eu

cd "$(dirname "$0")/../.."
build=$(cd .build/release && pwd)
libraries=$(grep -o '"-[lL][^"]*"' .build/release.yaml | tr -d '"' | grep -v "^-L$" | sort -u | tr '\n' ' ')
modules=$(ls Sources/RCA/C*/module.modulemap "$build"/*.build/module.modulemap | sed 's/^/-Xcc -fmodule-map-file=/')
headers=$(ls -d Sources/RCA/C*/include .build/checkouts/*/Sources/*/include | sed 's/^/-Xcc -I/')
mkdir -p .build-wheel
tr -d "'" <"$build/rca.product/Objects.LinkFileList" | grep -vE '/(CInterface|CRCA)\.build/' >.build-wheel/engine.objects
# shellcheck disable=SC2086
swiftc -O -swift-version 6 -I "$build/Modules" $modules $headers -Xcc -march=x86-64-v3 Python/benchmarks/engine.swift \
    @.build-wheel/engine.objects $libraries -o .build-wheel/engine
