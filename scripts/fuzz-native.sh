#!/bin/sh
# Fuzzes the native library with libFuzzer, llama.cpp included: AddressSanitizer watches all of it, UndefinedBehaviorSanitizer the shim.
#   scripts/fuzz-native.sh SECONDS [TARGET…]   so long for each target (all, or those named) of native/fuzz
# What it finds interesting stays in target/fuzz/corpus/TARGET and is gone on from; an input that fails is left in target/fuzz/findings and named.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=$(dirname -- "$here")
# shellcheck source=scripts/common.sh
. "$here/common.sh"

usage="usage: scripts/fuzz-native.sh SECONDS [tokenize | chat | model | lora | context]…"
case ${1:-} in
  '' | *[!0-9]*) refuse "$usage" ;;
esac
seconds=$1
shift
[ $# -gt 0 ] || set -- tokenize chat model lora context
need "${CXX:-clang++}" clang
for target in "$@"; do
  [ -f "$root/native/fuzz/fuzz-$target.cpp" ] || refuse "$usage"
done

# The flags are part of the cache's key, so that this llama.cpp is one of its own (the first time about 10 minutes on 2 cores).
export CC="${CC:-clang}" CXX="${CXX:-clang++}"
export CFLAGS="-fsanitize=address,fuzzer-no-link -g1" CXXFLAGS="-fsanitize=address,fuzzer-no-link -g1"
work=$root/target/fuzz
"$here/build-native.sh" --sanitize --output "$work"
cmake -S "$root/native/tests" -B "$work/tests" -DCMAKE_BUILD_TYPE=Release -DSTEER_SANITIZE=ON -DSTEER_LIBFUZZER=ON \
  -DSTEER_LIBRARY="$work/libsteer.so" >/dev/null
for target in "$@"; do
  cmake --build "$work/tests" --target "fuzz-$target" "libfuzzer-$target" >/dev/null
  corpus=$work/corpus/$target
  mkdir -p "$corpus" "$work/findings"
  "$work/tests/fuzz/fuzz-$target" --seeds "$corpus"
  say "fuzzing $target for $seconds seconds…"
  # A broken file may ask for any amount of memory: that is refused, not a finding.
  ASAN_OPTIONS=allocator_may_return_null=1:detect_leaks=1 UBSAN_OPTIONS=print_stacktrace=1 "$work/tests/fuzz/libfuzzer-$target" \
    -max_total_time="$seconds" -timeout=20 -rss_limit_mb=4096 -malloc_limit_mb=0 -max_len=262144 -print_final_stats=1 \
    -artifact_prefix="$work/findings/$target-" "$corpus" 2>"$work/$target.log" || {
    tail -n 40 "$work/$target.log" >&2
    say "fuzzing $target found something; all of its words are in $work/$target.log"
    exit 1
  }
  say "$target: $(sed -n 's/^stat::number_of_executed_units: *//p' "$work/$target.log") inputs, nothing found"
done
