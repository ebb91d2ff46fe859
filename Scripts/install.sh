#!/usr/bin/env bash
# Installs those of the named Debian packages that are missing.
set -euo pipefail

missing=()
for package in "$@"; do
    dpkg -s "$package" 2>/dev/null | grep -q '^Status: install ok installed' || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

elevate=()
[ "$(id -u)" -eq 0 ] || elevate=(sudo)
echo "Installing ${missing[*]}..."
"${elevate[@]}" apt-get update -qq
DEBIAN_FRONTEND=noninteractive "${elevate[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
