#!/usr/bin/env bash
# The schemas of AWS resource types for the tests: unpacks those that PyPI's cfn-lint carries into the folder $1.
set -euo pipefail

folder=$1
python=$2
[[ -d $folder/schemas/resources ]] && exit

mkdir -p "$folder"
draft=$(mktemp -d "$folder/draft.XXXXXX")
trap 'rm -rf "$draft"' EXIT
"$python" -m pip download --quiet --no-deps --dest "$draft" cfn-lint==1.58.0
"$python" -m zipfile -e "$draft"/cfn_lint-*.whl "$draft"
rm -rf "$folder/schemas"
mv "$draft/cfnlint/data/schemas" "$folder/schemas"
