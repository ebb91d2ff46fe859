#!/usr/bin/env bash
# venv.sh FOLDER REQUIREMENTS: a Python environment with the packages of a requirements file.
set -euo pipefail

folder=$1
requirements=$2
stamp="$folder/.$(basename "$(dirname "$requirements")")-$(sha256sum "$requirements" | cut -c1-16)"
[ -e "$stamp" ] && exit 0
[ -x "$folder/bin/python" ] || python3 -m venv "$folder"
echo "Installing Python packages of $requirements..."
"$folder/bin/pip" install --quiet --disable-pip-version-check -r "$requirements"
touch "$stamp"
