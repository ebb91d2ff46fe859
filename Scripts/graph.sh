#!/usr/bin/env bash
# graph.sh RAD SAMPLE FOLDER: draws the sample's graph as the README shows it.
set -euo pipefail

mkdir -p "$3"
"$1" app graph "$2/app.bicep" -o svg >"$3/traderx.svg"
