#!/bin/sh
# Prints the figures of llama.cpp's own llama-perplexity, built from the pinned source, for two models and a text: what
# src/test/resources/golden/llama-perplexity.json was made with. Neither the build nor the tests need it.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
# shellcheck source=scripts/common.sh
. "$here/common.sh"

usage() {
  cat <<END
Usage: scripts/llama-perplexity.sh [--llama-dir DIR] [--jobs N] [--context N] BASE.gguf OTHER.gguf TEXT
Perplexity of both models and KL(BASE || OTHER) on a text, with an F32 KV cache and no flash attention.

  --llama-dir DIR   a whole llama.cpp checkout of your own instead of the pinned one, which is fetched
  --jobs N          compilers at once (default: 1; the first build takes some minutes)
  --context N       tokens in a chunk (default: 512)
END
}

jobs=1 context=512 llama_dir=''
while [ $# -gt 0 ]; do
  case $1 in
    --jobs | --context | --llama-dir)
      [ $# -gt 1 ] || refuse "$1 needs a value; see scripts/llama-perplexity.sh --help"
      case $1 in --jobs) jobs=$2 ;; --context) context=$2 ;; *) llama_dir=$2 ;; esac
      shift 2
      ;;
    --help) usage; exit ;;
    -*) refuse "unknown option $1; see scripts/llama-perplexity.sh --help" ;;
    *) break ;;
  esac
done
[ $# -eq 3 ] || refuse "name two models and a text; see scripts/llama-perplexity.sh --help"
for file; do
  [ -f "$file" ] || refuse "$file: no such file; check the path"
done
tool=$("$here/llama-tool.sh" --jobs "$jobs" ${llama_dir:+--llama-dir "$llama_dir"} llama-perplexity)

rows=$(mktemp "$(dirname "$tool")/rows.XXXXXX")
trap 'rm -f "$rows"' EXIT
trap 'exit 130' INT TERM
# perplexity OPTIONS…: the program's lines, without the times and levels before them.
perplexity() {
  "$tool" -c "$context" -ngl 0 -ctk f32 -ctv f32 -fa off "$@" 2>&1 |
    sed 's/^[0-9.]* [IWE] //'
}
echo "BASE:"
perplexity -m "$1" -f "$3" --kl-divergence-base "$rows" | grep 'Final estimate'
echo "OTHER:"
perplexity -m "$2" --kl-divergence --kl-divergence-base "$rows" | sed -n '/Perplexity statistics/,/Same top/p'
