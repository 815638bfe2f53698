#!/usr/bin/env bash
# fuzz.sh [TARGET...]: every parser, or those named, under libFuzzer with AddressSanitizer for FUZZ_SECONDS each (60).
#
# A build of its own in .build-fuzz; seeds and what was found interesting in .build-fuzz/corpus, so that the next run
# goes on; inputs that crash, leak, hang over 2 s or take more than 1 GB in .build-fuzz/found. Ends with 1 where there is
# one. FUZZ_SEED draws other inputs (default: 1). FUZZ_BUILD=debug is built much sooner and tries far fewer inputs a
# second: for a pass of seconds.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
seconds=${FUZZ_SECONDS:-60}
folder=.build-fuzz
build=(--scratch-path "$folder" -c "${FUZZ_BUILD:-release}")
# Without the optimiser a parser needs several times as long.
if [ "${FUZZ_BUILD:-release}" = debug ]; then longest=10; else longest=2; fi
# What AddressSanitizer and libFuzzer's coverage add: C as Swift. libFuzzer's own main goes: it asks for a C function.
RCA_FUZZ=1 swift build "${build[@]}" --product rca-fuzz --sanitize=address \
    -Xswiftc -Xclang-linker -Xswiftc -fuse-ld=lld -Xswiftc -sanitize=fuzzer -Xcc -fsanitize=fuzzer-no-link \
    -Xcxx -fsanitize=fuzzer-no-link -Xlinker --gc-sections ${SWIFT_FLAGS:-}
program=$(RCA_FUZZ=1 swift build "${build[@]}" --show-bin-path)/rca-fuzz

seeds=$(mktemp -d)
trap 'rm -rf "$seeds"' EXIT
"$program" seeds Tests/ImagingTests/Fixtures "$seeds"
if [ $# -gt 0 ]; then targets="$*"; else targets=$("$program" list); fi
failed=""
for target in $targets; do
    corpus=$folder/corpus/$target found=$folder/found/$target log=$folder/$target.log
    mkdir -p "$corpus" "$found"
    # Small memory for freed blocks, so that the limit is about the parser; one allocation of a gigabyte is too much, too.
    # Swift's own handler of crashes reads memory that AddressSanitizer forbids, and would hide what was wrong.
    status=0
    SWIFT_BACKTRACE=enable=no \
        ASAN_OPTIONS=quarantine_size_mb=16:detect_leaks=${FUZZ_LEAKS:-1}:allocator_may_return_null=1 \
        "$program" "$target" "$corpus" "$seeds/$target" -max_total_time="$seconds" -timeout="$longest" \
        -rss_limit_mb=1024 -malloc_limit_mb=1024 -max_len=65536 -seed="${FUZZ_SEED:-1}" \
        -artifact_prefix="$found/" -print_final_stats=1 >"$log" 2>&1 || status=$?
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    peak=$(sed -n 's/^stat::peak_rss_mb: *//p' "$log")
    if [ "$status" -eq 0 ]; then
        printf '%-14s %4s s  %9s inputs  %4s MB  nothing found\n' "$target" "$seconds" "${runs:-?}" "${peak:-?}"
    else
        failed="$failed $target"
        printf '%-14s FAILED, see %s and %s\n' "$target" "$log" "$found"
        grep -m 3 -E 'ERROR|SUMMARY|Fatal error|deadly signal' "$log" || tail -n 5 "$log"
    fi
done
[ -z "$failed" ] || { echo "fuzz: failed:$failed" >&2; exit 1; }
