#!/bin/sh
# Usage: scripts/page-picture.sh RUN_DIR
# Makes report/page.png, a picture of the top of a run's page, with Chromium.
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
"$browser" --headless --no-sandbox --disable-gpu --hide-scrollbars --user-data-dir="$profile" \
  --window-size=1240,2000 --virtual-time-budget=20000 \
  --screenshot="$profile/page.png" "file://$(realpath "$page")" 2>/dev/null
mv "$profile/page.png" "$1/report/page.png"
say "$1/report/page.png"
