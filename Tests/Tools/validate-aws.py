#!/usr/bin/env python3
"""Checks the bodies of Cloud Control requests against the schemas of AWS resource types.

    validate-aws.py REQUESTS SCHEMAS

REQUESTS is a folder (searched to its bottom) of files {"TypeName", "DesiredState"}, the latter a text of JSON;
SCHEMAS a folder as PyPI's cfn-lint carries it. Besides the schema, a type must be one that Cloud Control makes, and a
body has no property that only the service writes. Prints each violation; exits 1 if there is one, 2 if nothing was
checked. Needs jsonschema.
"""

import json
import pathlib
import sys

import jsonschema


def holds(value, path):
    """Whether a body has anything at a path, whose `*` stand for all elements."""
    if not path:
        return True
    if path[0] == "*":
        return any(holds(part, path[1:]) for part in (value.values() if isinstance(value, dict) else value))
    return isinstance(value, dict) and path[0] in value and holds(value[path[0]], path[1:])


def violations(request, types, resources):
    name = request["TypeName"]
    if name not in types:
        return [f"{name}: AWS has no such type"]
    schema = json.loads((resources / f"{types[name]}.json").read_text())
    found = [] if schema.get("handlers") else [f"{name}: Cloud Control does not make it"]
    body = json.loads(request["DesiredState"])
    errors = jsonschema.Draft7Validator(schema).iter_errors(body)
    found += [f"{name}: {'/'.join(map(str, error.path))}: {error.message}" for error in errors]
    for pointer in schema.get("readOnlyProperties", []):
        if holds(body, pointer.split("/")[2:]):
            found.append(f"{name}: {pointer}: only the service writes it")
    return found


def main():
    requests, schemas = map(pathlib.Path, sys.argv[1:])
    types = json.loads((schemas / "providers" / "us-east-1.json").read_text())
    checked, failed = 0, 0
    for path in sorted(requests.rglob("*.json")):
        request = json.loads(path.read_text())
        if set(request) != {"TypeName", "DesiredState"}:
            print(f"{path.name}: no request of Cloud Control")
            failed += 1
            continue
        checked += 1
        for violation in violations(request, types, schemas / "resources"):
            print(f"{path.name}: {violation}")
            failed += 1
    print(f"{checked} checked, {failed} violations")
    sys.exit(1 if failed else 0 if checked else 2)


main()
