#!/bin/sh
# Prints the folder of the pinned llama.cpp source, which it puts into the cache where it isn't there yet.
#   scripts/fetch-llama.sh                  fetch: from the git host, or from the npm package with the same source
#   scripts/fetch-llama.sh --vocab          the same, but print the folder of its tokenizers, which the tests use
#   scripts/fetch-llama.sh --checkout DIR   put all of it, tools included, into DIR, which is not there yet, and print that
#   scripts/fetch-llama.sh --checksum DIR   print the content checksum of the llama.cpp in DIR
#   scripts/fetch-llama.sh --vocab-checksum DIR   and that of its tokenizers
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
# shellcheck source=scripts/common.sh
. "$here/common.sh"
# shellcheck source=native/llama.cpp.version
. "$here/../native/llama.cpp.version"

# What is compiled; vendor/ and the tools aren't.
compiled="CMakeLists.txt cmake include src ggml"

# In models/: tokenizers without weights, with texts (.inp) and the tokens that these have (.out).
vocabularies="ggml-vocab-command-r.gguf* ggml-vocab-deepseek-llm.gguf* ggml-vocab-falcon.gguf* ggml-vocab-gemma-4.gguf*
  ggml-vocab-gpt-2.gguf* ggml-vocab-llama-bpe.gguf* ggml-vocab-llama-spm.gguf* ggml-vocab-phi-3.gguf*
  ggml-vocab-qwen2.gguf* ggml-vocab-starcoder.gguf*"

# checksum DIR NAMES: SHA-256 over the sorted SHA-256s of all files: the same for a git checkout, a bundle and an unpacked archive.
checksum() (
  cd -- "$1"
  # shellcheck disable=SC2086 # a list of words and patterns
  find $2 -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -d' ' -f1
)

# keep CHECKOUT: moves what is compiled and the tokenizers from a checkout into the cache, if both are what the pin says.
keep() {
  [ "$(checksum "$1" "$compiled" 2>/dev/null)" = "$LLAMA_CHECKSUM" ] || return 1
  [ "$(checksum "$1/models" "$vocabularies" 2>/dev/null)" = "$LLAMA_VOCAB_CHECKSUM" ] || return 1
  if [ -n "$checkout" ]; then
    mv "$1" "$checkout"
    return
  fi
  [ -d "$source" ] || keep_source "$1"
  [ -d "$vocab" ] || keep_vocab "$1"
}

keep_source() {
  mkdir "$temporary/source"
  for name in $compiled LICENSE; do
    mv "$1/$name" "$temporary/source/"
  done
  # The top CMakeLists.txt enters vendor/; an empty one leaves nothing in the cache that the checksum doesn't cover.
  mkdir "$temporary/source/vendor"
  : >"$temporary/source/vendor/CMakeLists.txt"
  mv "$temporary/source" "$source"
}

keep_vocab() {
  mkdir -p "$temporary/vocab" "$(dirname "$vocab")"
  # shellcheck disable=SC2086
  (cd -- "$1/models" && mv $vocabularies "$temporary/vocab/")
  mv "$temporary/vocab" "$vocab"
}

from_git() {
  # git has no time limit for connecting; the short question first makes a closed network fail fast.
  timeout 10 git ls-remote "$LLAMA_GIT" "refs/tags/$LLAMA_TAG" >/dev/null 2>&1 &&
    git -c advice.detachedHead=false -c core.autocrlf=false clone --quiet --depth 1 --branch "$LLAMA_TAG" \
      "$LLAMA_GIT" "$temporary/git" 2>/dev/null &&
    keep "$temporary/git"
}

from_npm() {
  need npm
  mkdir "$temporary/npm"
  (cd "$temporary/npm" && npm pack --silent --ignore-scripts --fetch-retries 1 --fetch-timeout 60000 \
    "$LLAMA_NPM@$LLAMA_NPM_VERSION" >/dev/null 2>&1) || return 1
  archive=$temporary/npm/$LLAMA_NPM-$LLAMA_NPM_VERSION.tgz
  # sha512sum prints hexadecimal digits, npm's integrity is base64: both are compared as hexadecimal.
  wanted=$(printf %s "$LLAMA_NPM_SHA512" | base64 -d | od -An -v -tx1 | tr -d ' \n')
  [ "$(sha512sum <"$archive" | cut -d' ' -f1)" = "$wanted" ] || return 1
  tar -xzf "$archive" -C "$temporary/npm" package/llama/gitRelease.bundle &&
    git -c advice.detachedHead=false -c core.autocrlf=false clone --quiet \
      "$temporary/npm/package/llama/gitRelease.bundle" "$temporary/bundle" 2>/dev/null &&
    keep "$temporary/bundle"
}

checkout=''
case ${1:-} in
  --checkout) checkout=$2 ;;
  --checksum)
    checksum "$2" "$compiled"
    exit
    ;;
  --vocab-checksum)
    checksum "$2/models" "$vocabularies"
    exit
    ;;
esac

source=$(cache_folder)/src/$LLAMA_TAG-$(printf %.12s "$LLAMA_CHECKSUM")
vocab=$(cache_folder)/vocab/$LLAMA_TAG-$(printf %.12s "$LLAMA_VOCAB_CHECKSUM")
folder=$source
[ "${1:-}" != --vocab ] || folder=$vocab
[ -z "$checkout" ] || folder=$checkout
if [ ! -d "$folder" ]; then
  need git
  export GIT_TERMINAL_PROMPT=0 GIT_HTTP_LOW_SPEED_LIMIT=1000 GIT_HTTP_LOW_SPEED_TIME=20
  mkdir -p "$(dirname "$source")"
  temporary=$(mktemp -d "$(dirname "$source")/tmp.XXXXXX")
  trap 'rm -rf "$temporary"' EXIT
  trap 'exit 130' INT TERM
  say "fetching llama.cpp $LLAMA_TAG (first time only)…"
  if ! from_git; then
    say "llama.cpp $LLAMA_TAG isn't to be had from its git host; trying the npm package $LLAMA_NPM $LLAMA_NPM_VERSION, which carries it"
    from_npm || refuse "llama.cpp $LLAMA_TAG could not be fetched, neither with git nor with npm;" \
      "check the network, or name a checkout of your own with --llama-dir DIR"
  fi
fi
echo "$folder"
