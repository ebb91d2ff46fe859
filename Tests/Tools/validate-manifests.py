#!/usr/bin/env python3
"""Checks Kubernetes manifests against the schemas of Kubernetes, strictly: wrong types, unknown and missing fields.

    validate-manifests.py [--kubernetes 1.37.0] [--crds FILE|FOLDER]... [--skip KIND]... FILE|FOLDER...

Folders are searched for *.yaml, *.yml and *.json. Kinds of custom resources are checked against the
CustomResourceDefinitions given, or skipped by name; a kind that is neither known nor skipped is a violation.
Prints one line for each violation and a last line with the counts; exits 1 if there was any violation,
2 if there was nothing to check.
"""

import argparse
import collections
import copy
import json
import pathlib
import re
import sys

import jsonschema
import kubernetes_validate
import yaml
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT7

SUFFIXES = {".yaml", ".yml", ".json"}


class Loader(yaml.SafeLoader):
    """A loader that refuses duplicate keys, as API servers do."""

    def construct_mapping(self, node, deep=False):
        seen = set()
        for key, _ in node.value:
            name = self.construct_object(key, deep=True)
            if name in seen:
                raise yaml.YAMLError(f"duplicate key {name!r}, line {key.start_mark.line + 1}")
            seen.add(name)
        return super().construct_mapping(node, deep)


def files_of(paths):
    for path in map(pathlib.Path, paths):
        if path.is_dir():
            yield from sorted(file for file in path.rglob("*") if file.suffix in SUFFIXES and file.is_file())
        else:
            yield path


def closed(schema):
    """The schema of a custom resource, refusing fields that it does not name, as a strict API server does."""
    if isinstance(schema, list):
        return [closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    result = {key: closed(part) for key, part in schema.items()}
    if isinstance(schema.get("properties"), dict):
        result["properties"] = {name: closed(part) for name, part in schema["properties"].items()}
        open_ended = schema.get("x-kubernetes-preserve-unknown-fields") or "additionalProperties" in schema
        # Properties inside of allOf, anyOf and oneOf only add to those of the schema around them.
        if not open_ended and schema.get("type") == "object":
            result["additionalProperties"] = False
    if schema.get("x-kubernetes-int-or-string"):
        result.pop("type", None)
        result.setdefault("anyOf", [{"type": "integer"}, {"type": "string"}])
    if schema.get("nullable") and "type" in result:
        result["type"] = [result["type"], "null"]
    return result


def custom_schemas(paths):
    """The schemas of CustomResourceDefinitions by apiVersion and kind."""
    schemas = {}
    for file in files_of(paths):
        text = file.read_text(encoding="utf-8")
        # Some published bundles do not separate their documents.
        for part in re.split(r"(?m)^---\s*$|(?=^apiVersion:)", text):
            document = yaml.load(part, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
            if not document or document.get("kind") != "CustomResourceDefinition":
                continue
            spec = document["spec"]
            for version in spec["versions"]:
                schema = copy.deepcopy(version["schema"]["openAPIV3Schema"])
                schema.get("properties", {})["metadata"] = {"type": "object", "required": ["name"]}
                key = (f"{spec['group']}/{version['name']}", spec["names"]["kind"])
                schemas[key] = closed(schema)
    return schemas


class Kubernetes:
    """The schemas of one version of Kubernetes."""

    def __init__(self, version):
        root = pathlib.Path(kubernetes_validate.__file__).parent / "kubernetes-json-schema"
        self.folder = root / f"v{version}-local-strict"
        if not self.folder.is_dir():
            sys.exit(f"there are no schemas of Kubernetes {version} in {root}")
        definitions = Resource(json.loads((self.folder / "_definitions.json").read_text()), DRAFT7)
        names = ["https://kubernetes.io/api/_definitions.json", "_definitions.json"]
        self.registry = Registry().with_resources([(name, definitions) for name in names])
        self.validators = {}

    def validator(self, api_version, kind):
        key = (api_version, kind)
        if key not in self.validators:
            group, _, version = api_version.rpartition("/")
            prefix = f"{group.split('.')[0]}-" if group else ""
            file = self.folder / f"{kind.lower()}-{prefix}{version}.json"
            self.validators[key] = (
                jsonschema.Draft7Validator(json.loads(file.read_text()), registry=self.registry)
                if file.is_file() and (not group or "." not in group or group.endswith(".k8s.io"))
                else None
            )
        return self.validators[key]


def check(document, kubernetes, customs, skipped, passed_over):
    """Yields the violations of one document; counts it in passed_over if its kind is not looked at."""
    if not isinstance(document, dict) or not isinstance(document.get("kind"), str):
        yield "", "is no Kubernetes object"
        return
    kind, api_version = document["kind"], document.get("apiVersion")
    if not isinstance(api_version, str):
        yield "apiVersion", "is missing"
        return
    validator = kubernetes.validator(api_version, kind)
    if validator is None and (api_version, kind) in customs:
        validator = customs[api_version, kind]
    if validator is None:
        if kind in skipped:
            passed_over[kind] += 1
        else:
            yield "kind", f"no schema for {api_version} {kind}; give its definition with --crds or --skip {kind}"
        return
    for error in sorted(validator.iter_errors(document), key=lambda error: list(map(str, error.absolute_path))):
        yield "/".join(map(str, error.absolute_path)), error.message[:200]
    # Server-side apply needs a protocol on every port, and names that are there.
    if not (document.get("metadata") or {}).get("name"):
        yield "metadata/name", "is missing"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+")
    parser.add_argument("--kubernetes", default="1.37.0", metavar="VERSION")
    parser.add_argument("--crds", action="append", default=[], metavar="PATH")
    parser.add_argument("--skip", action="append", default=[], metavar="KIND")
    arguments = parser.parse_args()

    kubernetes = Kubernetes(arguments.kubernetes)
    customs = {
        key: jsonschema.Draft4Validator(schema) for key, schema in custom_schemas(arguments.crds).items()
    }
    checked, violations, passed_over = 0, 0, collections.Counter()
    for file in files_of(arguments.paths):
        try:
            documents = [part for part in yaml.load_all(file.read_text(encoding="utf-8"), Loader) if part is not None]
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            print(f"{file}: {' '.join(str(error).split())}")
            violations += 1
            continue
        for document in documents:
            checked += 1
            name = (document.get("metadata") or {}).get("name", "?") if isinstance(document, dict) else "?"
            kind = document.get("kind", "?") if isinstance(document, dict) else "?"
            for path, message in check(document, kubernetes, customs, arguments.skip, passed_over):
                print(f"{file}: {kind} {name}: {path}: {message}")
                violations += 1
    skipped = "".join(f", {count} {kind} skipped" for kind, count in sorted(passed_over.items()))
    print(f"{checked} objects, {violations} violations{skipped}")
    if not checked and not violations:
        sys.exit(2)
    sys.exit(1 if violations else 0)


if __name__ == "__main__":
    main()
