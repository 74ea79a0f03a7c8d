#!/bin/sh
# Usage: scripts/page-picture.sh RUN_DIR
# Makes report/page.png and report/page-figures.png, pictures of a run's page and of its figures, with Chromium.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
# shellcheck source=scripts/common.sh
. "$here/common.sh"

[ $# -eq 1 ] || refuse "name one run folder: scripts/page-picture.sh results/demo"
page=$1/report/report.html
[ -f "$page" ] || refuse "$page is not there; make it with: scripts/steerage report $1"
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome) ||
  refuse "Chromium is missing; on Debian install it with: apt-get install chromium"

profile=$(mktemp -d)
trap 'rm -rf "$profile"' EXIT

# picture STYLE HEIGHT FILE: what a window of that height shows of the page with one more rule of style.
picture() {
  sed "s|</style>|$1</style>|" "$page" >"$profile/page.html"
  "$browser" --headless --no-sandbox --disable-gpu --hide-scrollbars --user-data-dir="$profile" \
    --window-size="1240,$2" --virtual-time-budget=20000 \
    --screenshot="$profile/picture.png" "file://$profile/page.html" 2>/dev/null
  mv "$profile/picture.png" "$3"
  say "$3"
}

report=$(dirname -- "$page")
picture "" 940 "$report/page.png"
picture "header, #warnings, #verdict, #summary { display: none; }" 1050 "$report/page-figures.png"
