#!/bin/sh
# Makes the shards of a sweep that nobody has computed, with numbers of a random generator, merges them with metrics, figures and page, and
# prints how much memory and time that takes. Linux only: the system counts the memory.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=$(dirname -- "$here")
# shellcheck source=scripts/common.sh
. "$here/common.sh"

usage() {
  cat <<END
Usage: scripts/merge-check.sh [--shards N] [--rows N] [--keep DIR] [-- OPTION…]
Makes shards of 5 models × 10 behaviors × 20 conditions and merges them; prints the most resident memory (VmHWM), seconds, and seconds of
the processor.

  --shards N   number of shards (default: 100)
  --rows N     token rows of all shards (default: 10000000, about 1 GB)
  --keep DIR   keep shards and run there; shards that are there are not made again
  OPTION…      further options of steerage merge
END
}

shards=100 rows=10000000 keep=''
while [ $# -gt 0 ]; do
  case $1 in
    --shards | --rows | --keep)
      [ $# -gt 1 ] || refuse "$1 needs a value; see scripts/merge-check.sh --help"
      case $1 in --shards) shards=$2 ;; --rows) rows=$2 ;; *) keep=$2 ;; esac
      shift 2
      ;;
    --help)
      usage
      exit
      ;;
    --)
      shift
      break
      ;;
    *) refuse "unknown option $1; see scripts/merge-check.sh --help" ;;
  esac
done
for number in "$shards" "$rows"; do
  case $number in
    '' | 0* | *[!0-9]*) refuse "'$number' is no number of shards or rows; see scripts/merge-check.sh --help" ;;
  esac
done
need_counted_memory

"$here/steerage" --version >/dev/null # builds it where that is needed
scratch "$keep"
if [ ! -d "$folder/shards" ]; then
  say "making $shards shards …"
  rm -rf "$folder/making"
  run_source "$root/src/test/java/dev/steerage/tiny/ManyShards.java" "$folder/making" "$shards" "$rows" >&2
  mv "$folder/making" "$folder/shards"
fi
rm -rf "$folder/merged"
watch "$folder/merge.log" "$here/steerage" merge "$folder"/shards/* --output "$folder/merged" "$@"
tail -n 1 "$folder/merge.log" >&2
echo "shards  token rows  peak MB  seconds  CPU s"
# shellcheck disable=SC2154 # set by watch
awk -v peak="$peak" -v ticks="$ticks" -v hertz="$(getconf CLK_TCK)" -v seconds="$seconds" \
  -v shards="$(find "$folder/shards" -mindepth 1 -maxdepth 1 | wc -l)" \
  -v rows="$(find "$folder/merged/tokens" -name '*.csv' -exec cat {} + | grep -c -v '^pair,')" \
  'BEGIN { printf "%6d  %10d  %7.0f  %7.1f  %5.1f\n", shards, rows, peak * 1024 / 1e6, seconds, ticks / hertz }'
