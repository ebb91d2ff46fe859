#!/usr/bin/env python3
"""seeds.py OUT FOLDER...: makes the seeds of each fuzz target from the files of folders.

A seed holds a file and those that it refers to, each after a line `//// PATH`, as Sources/FuzzInput.swift reads them.
"""
import hashlib
import io
import pathlib
import re
import sys
import tarfile
import zipfile

LARGEST = 32_768
TARGETS = {
    ".bicep": ["lexer", "parser", "formatter", "checker", "evaluator", "emission"],
    ".bicepparam": ["lexer", "parser", "formatter", "parameters"],
    ".json": ["templates", "values"],
    ".yaml": ["definitions"],
}
REFERENCE = re.compile(rb"(?:module\s+\w+|from|using|extends|import|\w*load\w+\()\s*'([^'$]+)'")


def bundle(path, name, parts):
    """Adds a file and what it refers to, each once, under the name by which it is referred to."""
    try:
        text = path.read_bytes()
    except OSError:
        return
    parts[name] = text
    for reference in REFERENCE.findall(text):
        other = reference.decode(errors="replace")
        if other not in parts and ":" not in other:
            bundle(path.parent / other, other, parts)


def seed(path):
    parts = {}
    bundle(path, "", parts)
    return b"".join(b"\n//// " + name.encode() + b"\n" + text if name else text for name, text in parts.items())


def archives():
    """A small archive of each kind."""
    files = {"recipes/redis.bicep": b"param context object\n", "recipes/shared/ports.bicep": b"var port = 6379\n" * 40}
    for mode in ("w", "w:gz"):
        content = io.BytesIO()
        with tarfile.open(fileobj=content, mode=mode) as archive:
            for name, text in files.items():
                entry = tarfile.TarInfo(name)
                entry.size = len(text)
                archive.addfile(entry, io.BytesIO(text))
        yield content.getvalue()
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    yield content.getvalue()


def keep(out, target, content):
    place = pathlib.Path(out) / target
    place.mkdir(parents=True, exist_ok=True)
    (place / hashlib.sha256(content).hexdigest()[:16]).write_bytes(content)


def main(out, folders):
    for content in archives():
        keep(out, "archives", content)
    for folder in folders:
        for path in sorted(pathlib.Path(folder).rglob("*")):
            targets = ["configuration"] if path.name == "bicepconfig.json" else TARGETS.get(path.suffix, [])
            if not targets or not path.is_file() or path.stat().st_size > LARGEST:
                continue
            content = seed(path)
            if len(content) > LARGEST:
                content = path.read_bytes()
            for target in targets:
                keep(out, target, content)


main(sys.argv[1], sys.argv[2:])
