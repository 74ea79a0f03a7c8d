#!/bin/sh
# Compares what Maven downloaded with the SHA-256 checksums in .mvn/checksums: libraries, plugins, what these use, and the POMs of all.
#   scripts/check-downloads.sh FOLDER            the build does this; FOLDER is Maven's local repository
#   scripts/check-downloads.sh --update FOLDER   writes the list anew, from a local repository that one whole build has filled and nothing else:
#                                                mvn -Dmaven.repo.local=FOLDER verify
# Maven from 3.9 on also compares each file itself, before it is used (.mvn/maven.config).
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
# shellcheck source=scripts/common.sh
. "$here/common.sh"
list=$(dirname -- "$here")/.mvn/checksums/checksums.sha256

if [ "${1:-}" = --update ]; then
  cd -- "$2"
  mkdir -p "$(dirname "$list")"
  find . -type f \( -name '*.jar' -o -name '*.pom' -o -name '*.tar.gz' -o -name '*.zip' \) -printf '%P\0' | LC_ALL=C sort -z |
    xargs -0 sha256sum >"$list"
  exit
fi
[ $# = 1 ] || refuse "usage: scripts/check-downloads.sh [--update] FOLDER"
cd -- "$1"
if ! differing=$(sha256sum --check --ignore-missing --quiet "$list" 2>/dev/null); then
  refuse "$(echo "$differing" | head -n 1 | cut -d: -f1) in $1 is not the file that .mvn/checksums/checksums.sha256 names; delete it there and build again"
fi
