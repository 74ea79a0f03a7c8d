#!/bin/sh
# Checks and measures Steerage on a CUDA machine that has neither JDK nor Maven nor network: `pack` makes an archive of all that is
# needed, where there are both; `run`, in the unpacked archive, builds there, runs the tests that need a GPU, and measures.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=$(dirname -- "$here")
# shellcheck source=scripts/common.sh
. "$here/common.sh"

usage() {
  cat <<END
Usage: scripts/gpu-check.sh pack [ARCHIVE]
       scripts/gpu-check.sh run [--cpu] [--output DIR] [--shape NAME] [--type TYPE,…] [BENCH OPTIONS]
pack makes ARCHIVE (default: target/steerage-gpu-check.tar.xz), at most 60 MB: a Java runtime, the program, its tests, the bundled
model, and the sources of the native library with llama.cpp's. The other machine must have this one's architecture and its C library
or a newer one, the CUDA toolkit, CMake and a C++ compiler.
run, in the unpacked archive, builds the native library for CUDA, runs doctor and the tests of GPUs on the bundled model, and
measures random weights of a shape, all blocks on GPUs. What is not an option of its own goes to steerage bench.

  --cpu             build without CUDA and run the same on the CPU, to try it where no GPU is
  --output DIR      where texts and numbers go (default: gpu-check in the folder of the archive)
  --shape NAME      of the random weights: llama2-7b or 134m (default: llama2-7b)
  --type TYPE,…     their types (default: f16,q8_0,q4_k_m; of llama2-7b about 25 GB, in the output folder until they are measured)
END
}

most_bytes=60000000
name=steerage-gpu-check

# What programs without a window use of Java, and what draws figures.
modules=java.base,java.desktop,java.logging,java.management,java.naming,java.scripting,java.sql,java.xml,jdk.management,jdk.unsupported,jdk.zipfs

# jars TARGET FOLDER…: the jars of folders without compression, which xz compresses far better as a whole.
jars() {
  target=$1
  shift
  mkdir -p "$target"
  for jar in "$@"; do
    mkdir "$stage/unpacked"
    (cd -- "$stage/unpacked" && jar --extract --file "$jar")
    # its own manifest is among its files
    jar --create --no-manifest --no-compress --file "$target/$(basename "$jar")" -C "$stage/unpacked" .
    rm -rf "$stage/unpacked"
  done
}

# The parts of llama.cpp that a build for CPU or CUDA reads: of the other devices' folders none.
llama_source() {
  (
    cd -- "$1"
    find CMakeLists.txt LICENSE cmake include src vendor ggml -type f ! -path 'ggml/src/ggml-*/*' -print
    find ggml/src/ggml-cpu ggml/src/ggml-cuda -type f -print
  ) | tar -C "$1" -cf - -T - | tar -C "$2" -xf -
}

pack() {
  archive=${1:-$root/target/$name.tar.xz}
  [ ! -d "$root/runtime" ] || refuse "this is an unpacked archive; pack in a checkout"
  need mvn
  need jlink "jlink, a tool of the JDK,"
  need xz
  say "building the program and its tests…"
  log=$root/target/gpu-check.log
  mkdir -p "$root/target"
  (
    cd -- "$root"
    mvn -B -DskipTests -Dspotless.check.skip=true package && mvn -B dependency:copy-dependencies@test-libraries
  ) >"$log" 2>&1 || {
    grep -E '^\[ERROR' "$log" | head -n 5 >&2 || true
    say "the build failed; all of its words are in $log"
    exit 1
  }
  source=$("$here/fetch-llama.sh")
  stage=$root/target/gpu-check
  rm -rf "$stage"
  top=$stage/$name
  mkdir -p "$top/classes" "$top/test-classes" "$top/models" "$top/cache/steerage/src/$(basename "$source")"
  say "making a Java runtime…"
  jlink --add-modules "$modules" --strip-debug --no-man-pages --compress=0 --output "$top/runtime"
  for jar in "$root"/target/lib/*.jar; do
    # java-llama.cpp is for doctor --cross-check alone, and large
    case $(basename "$jar") in llama-*) ;; *) jars "$top/lib" "$jar" ;; esac
  done
  for jar in "$root"/target/test-lib/*.jar; do jars "$top/test-lib" "$jar"; done
  # Without the native libraries of this machine; on the other they come from its own build.
  (cd -- "$root/target/classes" && tar -cf - --exclude='linux-*' .) | tar -C "$top/classes" -xf -
  cp -R "$root/target/test-classes/dev" "$top/test-classes/"
  cp -R "$root/scripts" "$root/native" "$root/LICENSE" "$top/"
  cp -R "$root/models/steerage-demo-f16.gguf" "$root/models/demo" "$top/models/"
  llama_source "$source" "$top/cache/steerage/src/$(basename "$source")"
  say "compressing…"
  tar -C "$stage" -cf - "$name" | xz -T0 -6 >"$archive.part"
  rm -rf "$stage"
  bytes=$(wc -c <"$archive.part")
  [ "$bytes" -le "$most_bytes" ] || {
    say "the archive has $bytes bytes, more than the $most_bytes that it may have; it is left at $archive.part"
    exit 1
  }
  mv "$archive.part" "$archive"
  say "$archive, $((bytes / 1000000)) MB; on the CUDA machine: tar -xJf $(basename "$archive") && $name/scripts/gpu-check.sh run"
}

# step NAME FILE COMMAND…: output goes to the file and is shown; a failure is remembered, and the rest is done all the same.
failures=''
step() {
  title=$1 file=$output/$2
  shift 2
  say "$title…"
  begin=$(date +%s)
  code=0
  "$@" >"$file" 2>"$file.err" || code=$?
  cat "$file"
  [ "$code" = 0 ] || {
    tail -n 5 "$file.err" >&2
    failures="$failures, $title"
  }
  [ -s "$file.err" ] || rm -f "$file.err"
  echo "$title: $([ "$code" = 0 ] && echo ok || echo "FAILED with exit code $code"), $(($(date +%s) - begin)) s" >>"$output/summary.txt"
}

java() {
  "$root/runtime/bin/java" "@$here/jvm.options" \
    "-Dorg.bytedeco.javacpp.cachedir=$root/build/javacpp" "-Dsteerage.home=$root" \
    -cp "$root/classes:$root/test-classes:$root/lib/*:$root/test-lib/*" "$@"
}

# libsteer.so, and JavaCPP's glue between it and Java, which must be this machine's as well.
build() {
  vocabulary=$(. "$root/native/llama.cpp.version" && printf '%s-%.12s' "$LLAMA_TAG" "$LLAMA_VOCAB_CHECKSUM")
  mkdir -p "$XDG_CACHE_HOME/steerage/vocab/$vocabulary" # none of these tests reads tokenizers: nobody is to look for them in a network
  # shellcheck disable=SC2086 # no word where it is empty
  "$here/build-native.sh" $cuda --output "$root/build/native" || return
  rm -rf "$root"/classes/dev/steerage/llama/binding/linux-* "$root/build/javacpp"
  java org.bytedeco.javacpp.tools.Builder -classpath "$root/classes" -copylibs \
    "-Dplatform.includepath=$root/native/include" "-Dplatform.linkpath=$root/build/native" \
    "-Dplatform.preloadpath=$root/build/native" dev.steerage.llama.binding.Steer
}

check() {
  [ -d "$root/runtime" ] || refuse "this is no unpacked archive: make one with scripts/gpu-check.sh pack, and run it there"
  cuda=--cuda tests=dev.steerage.evaluation.CudaParityTest output=$root/gpu-check shape=llama2-7b types=f16,q8_0,q4_k_m layers=all
  while [ $# -gt 0 ]; do
    case $1 in
      --cpu) cuda='' tests=dev.steerage.evaluation.CpuParityTest layers=0 ;;
      --output | --shape | --type)
        [ $# -gt 1 ] || refuse "$1 needs a value; see scripts/gpu-check.sh --help"
        case $1 in --output) output=$2 ;; --shape) shape=$2 ;; *) types=$2 ;; esac
        shift
        ;;
      *) break ;;
    esac
    shift
  done
  "$root/runtime/bin/java" -version >/dev/null 2>&1 ||
    refuse "the Java runtime of this archive does not run here; pack it on a machine with this architecture and an older C library"
  export XDG_CACHE_HOME="$root/cache"
  mkdir -p "$output"
  output=$(CDPATH='' cd -- "$output" && pwd)
  cd -- "$root"
  : >"$output/summary.txt"
  step "building" build.txt build
  [ -z "$failures" ] || exit 1 # build-native.sh has said why
  nvidia-smi >"$output/nvidia-smi.txt" 2>&1 || rm -f "$output/nvidia-smi.txt"
  step "doctor" doctor.txt java dev.steerage.cli.Main doctor
  step "tests on the bundled model" tests.txt java dev.steerage.RunTests "$tests"
  step "bench of $shape $types" bench.txt java dev.steerage.cli.Main bench --shape "$shape" --type "$types" --gpu-layers "$layers" \
    --output "$output/weights" "$@"
  rm -rf "$output/weights"
  echo
  cat "$output/summary.txt"
  [ -z "$failures" ] || {
    say "failed:${failures#,}; what was said is in $output"
    exit 1
  }
  say "all is well; what was said and measured is in $output"
}

case ${1:-} in
  pack)
    shift
    pack "$@"
    ;;
  run)
    shift
    check "$@"
    ;;
  --help) usage ;;
  *) refuse "name what to do, pack or run; see scripts/gpu-check.sh --help" ;;
esac
