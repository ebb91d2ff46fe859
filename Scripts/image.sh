#!/usr/bin/env bash
# image.sh NAME PROGRAM FILE: an image that holds one static program and nothing else, as an archive that containerd imports.
set -euo pipefail

name=$1 program=$(realpath "$2") file=$(realpath -m "$3")
draft=$(mktemp -d)
trap 'rm -rf "$draft"' EXIT
cd "$draft"
install -D -m 755 "$program" root/program
tar --sort=name --owner=0 --group=0 --numeric-owner --mtime=@0 -C root -cf layer.tar program
layer=$(sha256sum layer.tar | cut -d ' ' -f 1)
cat >config.json <<CONFIG
{"architecture":"$(dpkg --print-architecture)","os":"linux","config":{"Entrypoint":["/program"]},"rootfs":{"type":"layers","diff_ids":["sha256:$layer"]}}
CONFIG
echo "[{\"Config\":\"config.json\",\"RepoTags\":[\"$name\"],\"Layers\":[\"layer.tar\"]}]" >manifest.json
tar -cf "$file" manifest.json config.json layer.tar
