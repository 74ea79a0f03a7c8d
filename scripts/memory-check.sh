#!/bin/sh
# Runs the same evaluation with more and more pairs, and prints how much memory and time each takes. Linux only: the system counts the memory.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=$(dirname -- "$here")
# shellcheck source=scripts/common.sh
. "$here/common.sh"

usage() {
  cat <<END
Usage: scripts/memory-check.sh [--pairs LIST] [--model FILE --vector FILE] [--keep DIR] [-- OPTION…]
Evaluates a baseline and one steered condition of a model on generated pairs of a few words, with the report, and prints the most resident
memory (VmHWM), seconds, seconds of the processor, milliseconds a pair, and milliseconds for each pair more than the line above has. The
last run of a tiny random model needs some minutes.

  --pairs LIST    numbers of pairs, ascending (default: 1000,10000,100000)
  --model FILE    evaluate these weights in place of tiny random ones
  --vector FILE   steer with this, at layer 1; --model needs it
  --keep DIR      keep model, pairs and run folders there
  OPTION…         further options of steerage evaluate
END
}

numbers=1000,10000,100000 keep='' model='' vector=''
while [ $# -gt 0 ]; do
  case $1 in
    --pairs | --keep | --model | --vector)
      [ $# -gt 1 ] || refuse "$1 needs a value; see scripts/memory-check.sh --help"
      case $1 in --pairs) numbers=$2 ;; --model) model=$2 ;; --vector) vector=$2 ;; *) keep=$2 ;; esac
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
[ "${model:+1}" = "${vector:+1}" ] || refuse "--model and --vector are given together; see scripts/memory-check.sh --help"
need_counted_memory

"$here/steerage" --version >/dev/null # builds it where that is needed
scratch "$keep"
list=$(echo "$numbers" | tr ',' ' ')
# shellcheck disable=SC2086 # a list of numbers
run_source "$root/src/test/java/dev/steerage/tiny/SmallestModel.java" "$folder" $list

# more threads would only wait for each other in so small a model
[ -n "$model" ] || set -- --threads 1 "$@"
echo "   pairs  peak MB  seconds    CPU s  ms/pair  ms/further pair"
before=0 took=0
for pairs in $list; do
  watch "$folder/run-$pairs.log" "$here/steerage" evaluate --model "${model:-$folder/model.gguf}" \
    --behavior "$folder/pairs-$pairs.jsonl" --vector "${vector:-$folder/vector.gguf}" --layer 1 --coefficient 1 \
    --chat-format none --force --output "$folder/run-$pairs" "$@"
  # shellcheck disable=SC2154 # set by watch
  awk -v pairs="$pairs" -v peak="$peak" -v ticks="$ticks" -v hertz="$(getconf CLK_TCK)" -v seconds="$seconds" -v before="$before" -v took="$took" \
    'BEGIN {
      further = before > 0 && pairs > before ? sprintf("%.2f", 1000 * (seconds - took) / (pairs - before)) : ""
      printf "%8d  %7.0f  %7.1f  %7.1f  %7.2f  %15s\n", pairs, peak * 1024 / 1e6, seconds, ticks / hertz, 1000 * seconds / pairs, further
    }'
  before=$pairs took=$seconds
done
