#!/usr/bin/env bash
# graph.sh RAD SAMPLE FOLDER: draws the sample's graph and what its next version changes, as the documents show them.
set -euo pipefail

mkdir -p "$3"
"$1" app graph "$2/app.bicep" -o svg >"$3/traderx.svg"
"$1" app graph "$2/app.bicep" --diff "$2/next.bicep" -o svg >"$3/traderx-diff.svg"
