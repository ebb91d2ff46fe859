#!/usr/bin/env bash
# docs.sh FOLDER: builds the documentation of the Bicep library, every link checked.
set -euo pipefail

symbols=$(mktemp -d)
trap 'rm -rf "$symbols"' EXIT
modules=$(swift build --show-bin-path)/Modules
swift build --target Bicep
for module in Bicep Documents Diagnostics; do
    swift-symbolgraph-extract -module-name "$module" -minimum-access-level public \
        -I "$modules" -I Sources/CLibYAML -I Sources/CLibCurl \
        -target "$(swift -print-target-info | sed -n 's/.*"triple": "\(.*\)",/\1/p' | head -n 1)" \
        -output-dir "$symbols"
done
rm -rf "$1"
docc convert Sources/Bicep/Documentation.docc --additional-symbol-graph-dir "$symbols" --output-path "$1" \
    --fallback-display-name Bicep --fallback-bundle-identifier rad.Bicep --warnings-as-errors
