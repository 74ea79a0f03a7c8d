#!/bin/sh
# Puts the pinned plotly.js, compressed, where the build wants it; fetched once from npm and kept in the cache.
#   scripts/fetch-plotly.sh FILE   write it to FILE, unless that is it already
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
# shellcheck source=scripts/common.sh
. "$here/common.sh"

# shellcheck source=scripts/plotly.version
. "$here/plotly.version"

# is_plotly FILE: whether it is the pinned one, compressed.
is_plotly() {
  [ -f "$1" ] && [ "$(gzip -dc "$1" 2>/dev/null | sha256sum | cut -d' ' -f1)" = "$PLOTLY_SHA256" ]
}

from_npm() {
  (cd "$temporary" && npm pack --silent --ignore-scripts --fetch-retries 1 --fetch-timeout 60000 \
    "$PLOTLY_NPM@$PLOTLY_VERSION" >/dev/null 2>&1) || return 1
  archive=$temporary/$PLOTLY_NPM-$PLOTLY_VERSION.tgz
  # sha512sum prints hexadecimal digits, npm's integrity is base64: both are compared as hexadecimal.
  wanted=$(printf %s "$PLOTLY_NPM_SHA512" | base64 -d | od -An -v -tx1 | tr -d ' \n')
  [ "$(sha512sum <"$archive" | cut -d' ' -f1)" = "$wanted" ] || return 1
  tar -xzf "$archive" -C "$temporary" package/plotly-cartesian.min.js &&
    gzip -9nc "$temporary/package/plotly-cartesian.min.js" >"$temporary/plotly.gz" &&
    is_plotly "$temporary/plotly.gz"
}

[ $# = 1 ] || refuse "usage: scripts/fetch-plotly.sh FILE"
is_plotly "$1" && exit
cached=$(cache_folder)/plotly/cartesian-$PLOTLY_VERSION-$(printf %.12s "$PLOTLY_SHA256").js.gz
if ! is_plotly "$cached"; then
  need npm
  mkdir -p "$(dirname "$cached")"
  temporary=$(mktemp -d "$(dirname "$cached")/tmp.XXXXXX")
  trap 'rm -rf "$temporary"' EXIT
  trap 'exit 130' INT TERM
  say "fetching plotly.js $PLOTLY_VERSION (first time only)…"
  from_npm || refuse "plotly.js could not be fetched: the npm package $PLOTLY_NPM $PLOTLY_VERSION isn't to be had," \
    "or its checksum is another; check the network and npm's registry setting"
  mv "$temporary/plotly.gz" "$cached"
fi
mkdir -p "$(dirname "$1")"
# under another name first: a build that reads it at the same time sees all of it or none
cp "$cached" "$1.$$"
mv "$1.$$" "$1"
