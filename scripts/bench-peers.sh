#!/bin/sh
# Measures Steerage and llama.cpp's own llama-bench, built from the same source, one after the other on the same model.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
# shellcheck source=scripts/common.sh
. "$here/common.sh"

usage() {
  cat <<END
Usage: scripts/bench-peers.sh [--threads N] [--batch-tokens N] [--repetitions N] [--gpu-layers N|all] [--kv-type f16] [--behavior FILE]
                              [--jobs N] [--llama-dir DIR] MODEL.gguf
Prints what steerage bench says as JSON, and llama-bench's prompt speed at the same threads and batch size, also as JSON.

  --jobs N          compilers at once where llama-bench is not built yet (default: 1; some minutes)
  --llama-dir DIR   a whole llama.cpp checkout of your own instead of the pinned one, which is fetched
END
}

threads=$(nproc 2>/dev/null || echo 2) batch=512 repetitions=3 layers=0 kv=f32 behavior='' jobs=1 llama_dir='' cuda=''
while [ $# -gt 0 ]; do
  case $1 in
    --threads | --batch-tokens | --repetitions | --gpu-layers | --kv-type | --behavior | --jobs | --llama-dir)
      [ $# -gt 1 ] || refuse "$1 needs a value; see scripts/bench-peers.sh --help"
      case $1 in
        --threads) threads=$2 ;; --batch-tokens) batch=$2 ;; --repetitions) repetitions=$2 ;; --gpu-layers) layers=$2 ;;
        --kv-type) kv=$2 ;; --behavior) behavior=$2 ;; --jobs) jobs=$2 ;; *) llama_dir=$2 ;;
      esac
      shift 2
      ;;
    --help) usage; exit ;;
    -*) refuse "unknown option $1; see scripts/bench-peers.sh --help" ;;
    *) break ;;
  esac
done
[ $# -eq 1 ] || refuse "name a model; see scripts/bench-peers.sh --help"
[ -f "$1" ] || refuse "$1: no such file; check the path"

[ "$layers" = 0 ] || cuda=--cuda
peer_layers=$layers
[ "$layers" != all ] || peer_layers=999
# shellcheck disable=SC2086 # no word where it is empty
tool=$("$here/llama-tool.sh" $cuda --jobs "$jobs" ${llama_dir:+--llama-dir "$llama_dir"} llama-bench)
echo "steerage bench, KV cache $kv, logits at every token that predicts one of a continuation:"
"$here/steerage" bench --model "$1" --threads "$threads" --batch-tokens "$batch" --repetitions "$repetitions" --kv-type "$kv" \
  --gpu-layers "$layers" ${behavior:+--behavior "$behavior"} --format json
# llama-bench has no F32 cache and asks for the logits of the last token alone: both make its prompts cheaper.
echo "llama-bench, KV cache f16 (it has no f32), logits at one token a batch:"
"$tool" -m "$1" -p "$batch" -n 0 -t "$threads" -b "$batch" -ub "$batch" -r "$repetitions" -ngl "$peer_layers" -ctk f16 -ctv f16 -fa off -o json
