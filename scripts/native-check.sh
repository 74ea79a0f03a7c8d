#!/bin/sh
# Memory errors in the native library: its tests under AddressSanitizer (with its leak check) and UndefinedBehaviorSanitizer, then a short way through it
# under valgrind. Any finding is a failure.
#   scripts/native-check.sh             both
#   scripts/native-check.sh sanitizers  the first alone: the shim and its tests are instrumented, llama.cpp isn't, but its memory is watched
#   scripts/native-check.sh valgrind    the second alone, on llama.cpp for every CPU, because valgrind knows no AVX-512
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=$(dirname -- "$here")
# shellcheck source=scripts/common.sh
. "$here/common.sh"

sanitizers() {
  say "tests of libsteer under AddressSanitizer and UndefinedBehaviorSanitizer…"
  ASAN_OPTIONS=detect_leaks=1:detect_stack_use_after_return=1:strict_string_checks=1 UBSAN_OPTIONS=print_stacktrace=1 \
    "$here/build-native.sh" --sanitize --output "$root/target/sanitized" --test
}

# Everything but OpenMP's threads, which last as long as the process, is to be freed at its end.
valgrind_path() {
  need valgrind
  "$here/build-native.sh" --portable --output "$root/target/portable"
  say "a short way through libsteer under valgrind…"
  programs=$root/target/portable/tests
  cmake -S "$root/native/tests" -B "$programs" -DCMAKE_BUILD_TYPE=Release -DSTEER_LIBRARY="$root/target/portable/libsteer.so" >/dev/null
  cmake --build "$programs" --target test-c fuzz-context fuzz-model >/dev/null
  for command in test-c "fuzz/fuzz-context 40" "fuzz/fuzz-model 40"; do
    # shellcheck disable=SC2086 # a program and its arguments
    (cd "$programs" && OMP_NUM_THREADS=1 valgrind --quiet --error-exitcode=99 --leak-check=full --show-leak-kinds=definite,indirect \
      --errors-for-leak-kinds=definite,indirect ./$command)
  done
}

case ${1:-all} in
  all)
    sanitizers
    valgrind_path
    ;;
  sanitizers) sanitizers ;;
  valgrind) valgrind_path ;;
  *) refuse "usage: scripts/native-check.sh [sanitizers | valgrind]" ;;
esac
say "no finding"
