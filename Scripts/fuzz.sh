#!/usr/bin/env bash
# fuzz.sh SECONDS [FOLDER]: builds the fuzz targets and runs each for so long, two at once; seeds are our own files, and those of the folder.
set -euo pipefail
corpus=${2:+$(realpath -e "$2")}
cd "$(dirname "$0")/../Fuzz"

seconds=$1
out=../build/fuzz
# SwiftPM does not notice new files of another package.
rm -f .build/release.yaml
swift build -c release --product Fuzz -Xswiftc -sanitize=fuzzer -Xswiftc -enable-testing
mkdir -p "$out"
swiftc -sanitize=fuzzer .build/release/libFuzz.a -lyaml -o "$out/fuzz"
python3 -B seeds.py "$out/seeds" Seeds ../samples ${corpus:+"$corpus"}

run() {
    mkdir -p "$out/corpus/$1" "$out/found/$1"
    # Swift's own report of a trap would keep libFuzzer from writing the input down.
    SWIFT_BACKTRACE=enable=no RAD_FUZZ=$1 nice "$out/fuzz" "$out/corpus/$1" "$out/seeds/$1" -dict=bicep.dict -max_total_time="$seconds" \
        -timeout=10 -rss_limit_mb=1024 -max_len=32768 -print_final_stats=1 -artifact_prefix="$out/found/$1/" \
        >"$out/$1.log" 2>&1 || { tail -n 40 "$out/$1.log"; echo "$1: failed; the input is in build/fuzz/found/$1"; return 1; }
    grep -E 'DONE' "$out/$1.log" | sed "s/^/$1: /"
}
export -f run
export out seconds
"$out/fuzz" | xargs -P 2 -I{} bash -c 'run {}'
