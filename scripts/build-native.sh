#!/bin/sh
# Builds libsteer.so: llama.cpp, once for this machine and user, and the shim in native/ around it.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
native=$(dirname -- "$here")/native
# shellcheck source=scripts/common.sh
. "$here/common.sh"
# shellcheck source=native/llama.cpp.version
. "$native/llama.cpp.version"

usage() {
  cat <<END
Usage: scripts/build-native.sh [--cuda | --portable] [--rpc] [--llama-dir DIR] [--output DIR] [--sanitize] [--test]
Builds libsteer.so, with llama.cpp $LLAMA_TAG inside, and puts it into the output folder, with a link to llama.cpp's tokenizers.

  --cuda            for NVIDIA GPUs; STEERAGE_CUDA_ARCHITECTURES names architectures ("90;120"), else those of this machine
  --portable        for every x86-64 with AVX2 or every ARM64, not just for this CPU
  --rpc             with llama.cpp's RPC backend: models spread over servers on other machines (steerage rpc-serve)
  --llama-dir DIR   a llama.cpp checkout of your own instead of the pinned one
  --output DIR      the output folder (default: target/native)
  --sanitize        the shim and its tests, not llama.cpp, with AddressSanitizer and UndefinedBehaviorSanitizer
  --test            build and run the tests of the library
What is built stays in ${XDG_CACHE_HOME:-~/.cache}/steerage; native/README.md says how.
END
}

cuda='' portable='' rpc='' llama_dir='' output=$(dirname -- "$here")/target/native sanitize='' test=''
while [ $# -gt 0 ]; do
  case $1 in
    --cuda) cuda=yes ;;
    --portable) portable=yes ;;
    --rpc) rpc=yes ;;
    --sanitize) sanitize=yes ;;
    --test) test=yes ;;
    --llama-dir | --output)
      [ $# -gt 1 ] || refuse "$1 needs a folder; see scripts/build-native.sh --help"
      if [ "$1" = --output ]; then output=$2; else llama_dir=$2; fi
      shift
      ;;
    --help) usage; exit ;;
    *) refuse "unknown option $1; see scripts/build-native.sh --help" ;;
  esac
  shift
done
[ -z "$cuda" ] || [ -z "$portable" ] || refuse "--cuda and --portable do not go together; see scripts/build-native.sh --help"

# run STAGE COMMAND…: the command's output goes to the log, which a failure names. 9 is the lock, see common.sh.
run() {
  stage=$1
  shift
  "$@" >>"$log" 2>&1 9>&- && return
  grep -m 3 -E 'error:|CMake Error|exports ' "$log" >&2 || true
  say "$stage failed; the compiler's words are in $log"
  exit 1
}

hash() {
  sha256sum | cut -c1-16
}

# Why a CUDA build cannot succeed here, in one sentence and before its long compilation.
check_cuda() {
  # CMake looks for nvcc in CUDACXX, the PATH and /usr/local/cuda, which is what counts.
  found=$(cmake -S "$native/cuda-check" -B "$temporary/cuda-check" 2>&1) || true
  missing=$(echo "$found" | sed -n 's/.*missing: //p' | sort -u | sed 's/cuda_driver/the stub of libcuda.so/; s/^cublas/libcublas/' |
    tr '\n' ',' | sed 's/,$//; s/,/, /g')
  [ -z "$missing" ] || refuse "--cuda needs the whole CUDA toolkit (12 or newer), of which this machine lacks: $missing;" \
    "install it from NVIDIA's package repository: $(package_command cuda-toolkit)"
  architectures=${STEERAGE_CUDA_ARCHITECTURES:-native}
  gpus=$(nvidia-smi --query-gpu=compute_cap --format=csv,noheader 2>/dev/null | sort -u) || gpus=''
  [ "$architectures" != native ] || [ -n "$gpus" ] || refuse "no NVIDIA GPU is visible here;" \
    "name the architecture to build for, such as STEERAGE_CUDA_ARCHITECTURES=90 for an H100"
  toolkit=$(echo "$found" | sed -n 's/.*toolkit: //p')
}

# Everything that changes the machine code of llama.cpp. GGML_NATIVE makes code for this CPU only, and a home folder may be shared.
describe_build() {
  echo "$llama_checksum" "$options" "${toolkit:-}" "${gpus:-}" "${CFLAGS:-}" "${CXXFLAGS:-}" "${LDFLAGS:-}"
  for compiler in "${CC:-cc}" "${CXX:-c++}"; do
    $compiler --version | head -n 1
    $compiler -dumpmachine
  done
  getconf GNU_LIBC_VERSION 2>/dev/null || true
  grep -E '^(model name|flags|Features|CPU (implementer|part|variant))' /proc/cpuinfo | sort -u
}

# build SOURCE INSTALLED: builds llama.cpp statically and installs it, complete or not at all.
build_llama() {
  duration="about 3 minutes on 2 cores"
  [ -z "$cuda" ] || duration="with CUDA about 25 minutes on 2 cores for each architecture"
  say "building llama.cpp $version (first time only, $duration)…"
  # shellcheck disable=SC2086 # options is a list of words
  run "configuring llama.cpp" cmake -S "$1" -B "$temporary/llama" $generator $options
  run "compiling llama.cpp" cmake --build "$temporary/llama" --target llama --parallel "$cores"
  run "installing llama.cpp" cmake --install "$temporary/llama" --prefix "$temporary/prefix"
  mkdir -p "$(dirname "$2")"
  mv "$temporary/prefix" "$2"
}

# build_steer LLAMA INSTALLED: builds the shim around the installed llama.cpp.
build_steer() {
  say "building libsteer.so…"
  # shellcheck disable=SC2086
  run "configuring libsteer" cmake -S "$native" -B "$temporary/steer" $generator $shim_options -DCMAKE_PREFIX_PATH="$1"
  run "compiling libsteer" cmake --build "$temporary/steer" --parallel "$cores"
  mkdir -p "$temporary/libsteer" "$(dirname "$2")"
  mv "$temporary/steer/libsteer.so" "$temporary/libsteer/"
  mv "$temporary/libsteer" "$2"
}

run_tests() {
  # shellcheck disable=SC2086
  run "configuring the native tests" cmake -S "$native/tests" -B "$output/tests" $generator $shim_options -DSTEER_LIBRARY="$output/libsteer.so"
  run "compiling the native tests" cmake --build "$output/tests" --parallel "$cores"
  ctest --test-dir "$output/tests" --output-on-failure >"$log" 2>&1 || {
    cat "$log" >&2
    say "the native tests failed"
    exit 1
  }
  say "$(grep 'tests passed' "$log")"
}

[ "$(uname -s)" = Linux ] || refuse "libsteer is built on Linux only; this is $(uname -s)"
need cmake
need "${CXX:-c++}" "a C++ compiler"
need "${CC:-cc}" "a C compiler"
need nm
generator=''
if command -v ninja >/dev/null 2>&1; then generator="-G Ninja"; else need make; fi
cores=$(nproc 2>/dev/null || echo 2)

mkdir -p "$output"
output=$(CDPATH='' cd -- "$output" && pwd)
cache=$(cache_folder)
mkdir -p "$cache/tmp" "$cache/log"
lock "$cache/lock" "building the native library"
# Whoever holds the lock is alone: what lies here was left by a build that was killed.
rm -rf "$cache/tmp"
temporary=$cache/tmp/$$
mkdir -p "$temporary"
trap 'rm -rf "$temporary"; unlock' EXIT
trap 'exit 130' INT TERM
log=$cache/log/$(date +%Y%m%d-%H%M%S)-$$.log

version=$LLAMA_TAG llama_checksum=$LLAMA_CHECKSUM
if [ -n "$llama_dir" ]; then
  [ -f "$llama_dir/include/llama.h" ] || refuse "$llama_dir is no llama.cpp checkout: it has no include/llama.h"
  llama_dir=$(CDPATH='' cd -- "$llama_dir" && pwd)
  llama_checksum=$("$here/fetch-llama.sh" --checksum "$llama_dir")
  if [ "$llama_checksum" != "$LLAMA_CHECKSUM" ]; then
    version="of $llama_dir"
    say "warning: the llama.cpp in $llama_dir differs from $LLAMA_TAG, for which the numbers of this program are checked"
  fi
fi

cpu=ON
[ -z "$portable" ] || cpu=OFF
# -fexceptions: a failed assertion in the C parts becomes an exception, see native/src/guard.h.
options="-DCMAKE_BUILD_TYPE=Release -DBUILD_SHARED_LIBS=OFF -DCMAKE_POSITION_INDEPENDENT_CODE=ON -DGGML_NATIVE=$cpu
  -DCMAKE_C_FLAGS_INIT=-fexceptions
  -DCMAKE_C_VISIBILITY_PRESET=hidden -DCMAKE_CXX_VISIBILITY_PRESET=hidden -DCMAKE_VISIBILITY_INLINES_HIDDEN=ON
  -DLLAMA_BUILD_COMMON=OFF -DLLAMA_BUILD_TOOLS=OFF -DLLAMA_BUILD_EXAMPLES=OFF -DLLAMA_BUILD_TESTS=OFF
  -DLLAMA_BUILD_SERVER=OFF -DLLAMA_BUILD_APP=OFF -DCMAKE_INSTALL_LIBDIR=lib"
# The pinned tag is a release; without a commit named, CMake would ask git about the folders around the cache.
[ "$llama_checksum" != "$LLAMA_CHECKSUM" ] ||
  options="$options -DLLAMA_BUILD_IS_DEV=OFF -DLLAMA_BUILD_NUMBER=0 -DLLAMA_BUILD_COMMIT=$LLAMA_TAG"
if [ -n "$cuda" ]; then
  check_cuda
  options="$options -DGGML_CUDA=ON -DCMAKE_CUDA_ARCHITECTURES=$architectures -DCMAKE_CUDA_VISIBILITY_PRESET=hidden"
fi

shim_options="-DCMAKE_BUILD_TYPE=Release -DSTEER_NATIVE=$cpu"
if [ -n "$rpc" ]; then
  # Without RDMA: it would need a library of the system's, and only where such hardware is.
  options="$options -DGGML_RPC=ON -DGGML_RPC_RDMA=OFF"
  shim_options="$shim_options -DSTEER_RPC=ON"
fi
[ -z "$sanitize" ] || shim_options="$shim_options -DSTEER_SANITIZE=ON"

llama=$cache/llama/$LLAMA_TAG-$(describe_build | hash)
steer=$cache/libsteer/$( (
  cd -- "$native"
  echo "$llama" "$shim_options"
  find include src CMakeLists.txt sanitizers.cmake steer.map check-exports.sh -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum
) | hash)
if [ ! -f "$steer/libsteer.so" ]; then
  if [ ! -d "$llama" ]; then
    source=$llama_dir
    [ -n "$source" ] || source=$("$here/fetch-llama.sh" 9>&-)
    build_llama "$source" "$llama"
  fi
  build_steer "$llama" "$steer"
fi

# Left alone where it is the same, so that what is built from it isn't built again.
if ! cmp -s "$steer/libsteer.so" "$output/libsteer.so"; then
  cp "$steer/libsteer.so" "$output/.libsteer.so.$$"
  mv "$output/.libsteer.so.$$" "$output/libsteer.so"
fi
# Only tests read the tokenizers, so that the library is of use without them.
if [ -n "$llama_dir" ]; then
  ln -sfn "$llama_dir/models" "$output/vocab"
elif vocab=$("$here/fetch-llama.sh" --vocab 9>&-); then
  ln -sfn "$vocab" "$output/vocab"
else
  say "warning: without llama.cpp's tokenizers tests will fail"
fi
# What scripts/steerage repeats when sources change.
echo "${cuda:+--cuda} ${portable:+--portable} ${rpc:+--rpc} ${llama_dir:+--llama-dir $llama_dir}" >"$output/options"
[ -z "$test" ] || run_tests
rm -f "$log"
