#!/bin/sh
# Prints the path of one of llama.cpp's own tools, which it builds from the pinned source where it is not built yet. Neither the
# build nor the tests need one.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
# shellcheck source=scripts/common.sh
. "$here/common.sh"
# shellcheck source=native/llama.cpp.version
. "$here/../native/llama.cpp.version"

usage() {
  cat <<END
Usage: scripts/llama-tool.sh [--cuda] [--llama-dir DIR] [--jobs N] TOOL
Builds a tool of llama.cpp $LLAMA_TAG, such as llama-bench or llama-perplexity, and prints where it is.

  --cuda            for NVIDIA GPUs; STEERAGE_CUDA_ARCHITECTURES names architectures, else those of this machine
  --llama-dir DIR   a whole llama.cpp checkout of your own instead of the pinned one, which is fetched
  --jobs N          compilers at once (default: 1; the first build takes some minutes)
END
}

jobs=1 llama_dir='' build=cpu cuda=''
while [ $# -gt 0 ]; do
  case $1 in
    --jobs | --llama-dir)
      [ $# -gt 1 ] || refuse "$1 needs a value; see scripts/llama-tool.sh --help"
      case $1 in --jobs) jobs=$2 ;; *) llama_dir=$2 ;; esac
      shift 2
      ;;
    --cuda)
      build=cuda cuda="-DGGML_CUDA=ON -DCMAKE_CUDA_ARCHITECTURES=${STEERAGE_CUDA_ARCHITECTURES:-native}"
      shift
      ;;
    --help) usage; exit ;;
    -*) refuse "unknown option $1; see scripts/llama-tool.sh --help" ;;
    *) break ;;
  esac
done
[ $# -eq 1 ] || refuse "name a tool; see scripts/llama-tool.sh --help"
need cmake
need "${CXX:-c++}" "a C++ compiler"

folder=$(cache_folder)/tools/$LLAMA_TAG-$(printf %.12s "$LLAMA_CHECKSUM")
mkdir -p "$folder"
lock "$folder/lock" "building a tool of llama.cpp"
if [ -z "$llama_dir" ]; then
  llama_dir=$folder/source
  [ -d "$llama_dir" ] || "$here/fetch-llama.sh" --checkout "$llama_dir" >&2
fi
[ "$("$here/fetch-llama.sh" --checksum "$llama_dir")" = "$LLAMA_CHECKSUM" ] ||
  refuse "the llama.cpp in $llama_dir is not $LLAMA_TAG; leave out --llama-dir"
say "building $1 $LLAMA_TAG, where it is not built yet…"
# shellcheck disable=SC2086 # a list of words
cmake -S "$llama_dir" -B "$folder/$build" -DCMAKE_BUILD_TYPE=Release -DBUILD_SHARED_LIBS=OFF -DGGML_NATIVE=ON $cuda \
  -DLLAMA_BUILD_COMMON=ON -DLLAMA_BUILD_TOOLS=ON -DLLAMA_BUILD_EXAMPLES=OFF -DLLAMA_BUILD_TESTS=OFF -DLLAMA_BUILD_SERVER=OFF \
  -DLLAMA_BUILD_APP=OFF -DLLAMA_OPENSSL=OFF -DLLAMA_BUILD_IS_DEV=OFF -DLLAMA_BUILD_NUMBER=0 -DLLAMA_BUILD_COMMIT="$LLAMA_TAG" >&2 9>&-
cmake --build "$folder/$build" --target "$1" --parallel "$jobs" >&2 9>&-
echo "$folder/$build/bin/$1"
