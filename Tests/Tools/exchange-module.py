#!/usr/bin/env python3
"""Pulls a module from a registry with ORAS, and pushes what came under another tag.

    exchange-module.py HOST/REPOSITORY TAG OTHER

Speaks plain HTTP. Prints the digest of the template that came. Needs oras.
"""

import hashlib
import pathlib
import sys
import tempfile

import oras.client

LAYER = "application/vnd.ms.bicep.module.layer.v1+json"
CONFIGURATION = "application/vnd.ms.bicep.module.config.v1+json"


def main(repository, tag, other):
    client = oras.client.OrasClient(insecure=True)
    manifest = client.get_manifest(f"{repository}:{tag}")
    (layer,) = manifest["layers"]
    assert layer["mediaType"] == LAYER, layer
    assert manifest["config"]["mediaType"] == CONFIGURATION, manifest
    template = client.get_blob(repository, layer["digest"]).content
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "main.json"
        file.write_bytes(template)
        configuration = pathlib.Path(folder) / "config.json"
        configuration.write_text("{}")
        client.push(
            target=f"{repository}:{other}",
            files=[f"{file}:{LAYER}"],
            manifest_config=f"{configuration}:{CONFIGURATION}",
            disable_path_validation=True,
            quiet=True,
        )
    print("sha256:" + hashlib.sha256(template).hexdigest())


if __name__ == "__main__":
    main(*sys.argv[1:])
