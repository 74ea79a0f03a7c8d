#!/bin/sh
# Builds the program with llama.cpp's RPC backend and runs its tests: the bundled model spread over two servers on this machine.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=$(dirname -- "$here")
# shellcheck source=scripts/common.sh
. "$here/common.sh"

case ${1:-} in
  '') ;;
  --help)
    cat <<END
Usage: scripts/rpc-check.sh
Builds libsteer.so with RPC, once and beside the usual one, and runs the tests of steerage rpc-serve and evaluate --rpc: logprobs against those of
this machine alone, a server that goes in the middle, and the run's end with it and without.
END
    exit
    ;;
  *) refuse "unknown option $1; see scripts/rpc-check.sh --help" ;;
esac
need mvn
cd -- "$root"
# What scripts/steerage builds next is as it was before.
options=$(cat target/native/options 2>/dev/null) || options=
status=0
mvn -q test -Dnative.options=--rpc -Dtest='Rpc*Test' -Dsurefire.failIfNoSpecifiedTests=false || status=$?
# shellcheck disable=SC2086 # a list of words
"$here/build-native.sh" --output "$root/target/native" $options
[ "$status" -eq 0 ] || {
  say "the tests failed"
  exit 1
}
say "RPC: all tests passed"
