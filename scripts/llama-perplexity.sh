#!/bin/sh
# Prints the figures of llama.cpp's own llama-perplexity, built from the pinned source, for two models and a text: what
# src/test/resources/golden/llama-perplexity.json was made with. Neither the build nor the tests need it.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
# shellcheck source=scripts/common.sh
. "$here/common.sh"
# shellcheck source=native/llama.cpp.version
. "$here/../native/llama.cpp.version"

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
need cmake
need "${CXX:-c++}" "a C++ compiler"

folder=$(cache_folder)/perplexity/$LLAMA_TAG-$(printf %.12s "$LLAMA_CHECKSUM")
mkdir -p "$folder"
if [ -z "$llama_dir" ]; then
  llama_dir=$folder/source
  [ -d "$llama_dir" ] || "$here/fetch-llama.sh" --checkout "$llama_dir" >&2
fi
[ "$("$here/fetch-llama.sh" --checksum "$llama_dir")" = "$LLAMA_CHECKSUM" ] ||
  refuse "the llama.cpp in $llama_dir is not $LLAMA_TAG; leave out --llama-dir"
say "building llama-perplexity $LLAMA_TAG, where it is not built yet…"
cmake -S "$llama_dir" -B "$folder/build" -DCMAKE_BUILD_TYPE=Release -DBUILD_SHARED_LIBS=OFF -DGGML_NATIVE=ON \
  -DLLAMA_BUILD_COMMON=ON -DLLAMA_BUILD_TOOLS=ON -DLLAMA_BUILD_EXAMPLES=OFF -DLLAMA_BUILD_TESTS=OFF -DLLAMA_BUILD_SERVER=OFF \
  -DLLAMA_BUILD_APP=OFF -DLLAMA_OPENSSL=OFF -DLLAMA_BUILD_IS_DEV=OFF -DLLAMA_BUILD_NUMBER=0 -DLLAMA_BUILD_COMMIT="$LLAMA_TAG" >&2
cmake --build "$folder/build" --target llama-perplexity --parallel "$jobs" >&2

rows=$(mktemp "$folder/rows.XXXXXX")
trap 'rm -f "$rows"' EXIT
trap 'exit 130' INT TERM
# perplexity OPTIONS…: the program's lines, without the times and levels before them.
perplexity() {
  "$folder/build/bin/llama-perplexity" -c "$context" -ngl 0 -ctk f32 -ctv f32 -fa off "$@" 2>&1 |
    sed 's/^[0-9.]* [IWE] //'
}
echo "BASE:"
perplexity -m "$1" -f "$3" --kl-divergence-base "$rows" | grep 'Final estimate'
echo "OTHER:"
perplexity -m "$2" --kl-divergence --kl-divergence-base "$rows" | sed -n '/Perplexity statistics/,/Same top/p'
