#!/bin/sh
# Runs the same evaluation with more and more pairs, and prints how much memory and time each takes. Linux only: the system counts the memory.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=$(dirname -- "$here")
# shellcheck source=scripts/common.sh
. "$here/common.sh"

usage() {
  cat <<END
Usage: scripts/memory-check.sh [--pairs LIST] [--keep DIR] [-- OPTION…]
Evaluates a baseline and one steered condition of a tiny random model on generated pairs of a few words, with the report, and prints the
most resident memory (VmHWM), seconds, seconds of the processor, and milliseconds a pair. The last run needs some minutes.

  --pairs LIST   numbers of pairs (default: 1000,10000,100000)
  --keep DIR     keep model, pairs and run folders there
  OPTION…        further options of steerage evaluate
END
}

numbers=1000,10000,100000 keep=''
while [ $# -gt 0 ]; do
  case $1 in
    --pairs | --keep)
      [ $# -gt 1 ] || refuse "$1 needs a value; see scripts/memory-check.sh --help"
      case $1 in --pairs) numbers=$2 ;; *) keep=$2 ;; esac
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
    *) refuse "unknown option $1; see scripts/memory-check.sh --help" ;;
  esac
done
case $numbers in
  '' | *[!0-9,]*) refuse "--pairs has '$numbers', which is no list of numbers, such as 1000,10000" ;;
esac
[ -r /proc/self/status ] || refuse "this system does not say how much memory a process has; use Linux"

"$here/steerage" --version >/dev/null # builds it where that is needed
if [ -n "$keep" ]; then
  folder=$keep
  mkdir -p "$folder"
else
  folder=$(mktemp -d)
  trap 'rm -rf "$folder"' EXIT
  trap 'exit 130' INT TERM
fi
list=$(echo "$numbers" | tr ',' ' ')
java=java
[ -z "${JAVA_HOME:-}" ] || java=$JAVA_HOME/bin/java
# shellcheck disable=SC2086 # a list of numbers
"$java" -cp "$root/target/steerage.jar" "$root/src/test/java/dev/steerage/tiny/SmallestModel.java" "$folder" $list

# measure PAIRS OPTION…: one line of the table.
measure() {
  pairs=$1
  shift
  begin=$(date +%s.%N)
  "$here/steerage" evaluate --model "$folder/model.gguf" --behavior "$folder/pairs-$pairs.jsonl" \
    --vector "$folder/vector.gguf" --layer 1 --coefficient 1 --chat-format none --threads 1 --force \
    --output "$folder/run-$pairs" "$@" >"$folder/run-$pairs.log" 2>&1 &
  process=$! # the launcher, whose largest child is java
  peak=0 ticks=0
  while kill -0 "$process" 2>/dev/null; do
    # shellcheck disable=SC2013 # words of one line
    for child in $(cat "/proc/$process/task/$process/children" 2>/dev/null); do
      now=$(sed -n 's/^VmHWM:[^0-9]*\([0-9]*\) kB$/\1/p' "/proc/$child/status" 2>/dev/null) || now=
      [ "${now:-0}" -le "$peak" ] || peak=$now
      now=$(sed 's/.*) //' "/proc/$child/stat" 2>/dev/null | awk '{ print $12 + $13 }') || now=
      [ "${now:-0}" -le "$ticks" ] || ticks=$now
    done
    sleep 0.1
  done
  if ! wait "$process"; then
    tail -n 5 "$folder/run-$pairs.log" >&2
    say "the evaluation of $pairs pairs failed"
    exit 1
  fi
  awk -v pairs="$pairs" -v peak="$peak" -v ticks="$ticks" -v hertz="$(getconf CLK_TCK)" -v begin="$begin" -v end="$(date +%s.%N)" \
    'BEGIN { printf "%8d  %7.0f  %7.1f  %5.1f  %7.2f\n", pairs, peak * 1024 / 1e6, end - begin, ticks / hertz, 1000 * (end - begin) / pairs }'
}

echo "   pairs  peak MB  seconds  CPU s  ms/pair"
for pairs in $list; do
  measure "$pairs" "$@"
done
