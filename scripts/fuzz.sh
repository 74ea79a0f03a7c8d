#!/bin/sh
# Feeds broken files to Steerage's readers and commands for as long as you want: the tests ReaderFuzzTest and BrokenFilesTest with seeds of
# their own in each round. A file at which a reader fails stays in target/fuzz, and its seed is printed.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
# shellcheck source=scripts/common.sh
. "$here/common.sh"

usage() {
  cat <<END
Usage: scripts/fuzz.sh [--seed N] [--count N] [--minutes N]
Reads files that were good before they were changed, until it finds one that is neither read nor refused in a sentence.

  --seed N      the first seed (default: the time); the same seed makes the same files
  --count N     files of each format in a round (default: 5,000)
  --minutes N   no round begins after so many minutes (default: 10; 0: one round)
END
}

seed=$(date +%s) count=5000 minutes=10
while [ $# -gt 0 ]; do
  case $1 in
    --seed | --count | --minutes)
      [ $# -gt 1 ] || refuse "$1 needs a value; see scripts/fuzz.sh --help"
      case $2 in '' | *[!0-9]*) refuse "$1 takes a number, not '$2'" ;; esac
      case $1 in --seed) seed=$2 ;; --count) count=$2 ;; *) minutes=$2 ;; esac
      shift 2
      ;;
    --help)
      usage
      exit
      ;;
    *) refuse "unknown option $1; see scripts/fuzz.sh --help" ;;
  esac
done

need mvn
end=$(($(date +%s) + 60 * minutes))
log=$here/../target/fuzz.log
mkdir -p "$here/../target"
while :; do
  say "seed $seed, $count files of each format"
  if ! mvn -B -f "$here/../pom.xml" test -Dspotless.check.skip=true -Dtest=ReaderFuzzTest,BrokenFilesTest \
    "-Dsteerage.fuzz.seed=$seed" "-Dsteerage.fuzz.count=$count" "-Dsteerage.broken.seed=$seed" \
    -Dsteerage.broken.times=4 >"$log" 2>&1; then
    grep -E 'seed [0-9]+|ended with|ERROR\].*:[0-9]+ ' "$log" | head -n 20 >&2
    say "failed in the round that began with seed $seed; all of its words are in $log"
    exit 1
  fi
  [ "$(date +%s)" -lt "$end" ] || break
  seed=$((seed + count))
done
say "nothing found"
