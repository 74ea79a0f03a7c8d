#!/bin/sh
# Fails if a library exports anything but the functions of steer.h, or, without "rpc", imports what opens connections: check-exports.sh libsteer.so [rpc]
set -eu
exported=$(nm -D --defined-only "$1" | sed 's/.* //; s/@.*//')
[ -n "$exported" ] || { echo "$1 exports nothing" >&2; exit 1; }
foreign=$(echo "$exported" | grep -v '^steer_' || true)
[ -z "$foreign" ] || { echo "$1 exports what is not of steer.h:" "$foreign" >&2; exit 1; }
[ "${2:-}" != rpc ] || exit 0
connecting=$(nm -D --undefined-only "$1" | sed 's/.* //; s/@.*//' |
  grep -E '^(socket|socketpair|connect|bind|listen|accept4?|send(to|msg|mmsg)|recv(from|msg|mmsg)?|send|getaddrinfo|gethostby.*)$' || true)
[ -z "$connecting" ] || { echo "$1 imports what opens connections:" "$connecting" >&2; exit 1; }
