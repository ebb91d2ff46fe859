#!/usr/bin/env python3
"""Checks the bodies of ARM requests against Microsoft's JSON Schemas of the resource types.

    validate-arm.py REQUESTS SCHEMAS

REQUESTS is a folder (searched to its bottom) of files {"method", "id", "apiVersion", "body"};
SCHEMAS a folder of schemas named <provider>-<API version>.json. Prints each violation and what
could not be checked; exits 1 if there is a violation, 2 if nothing was checked.
Needs jsonschema.
"""

import copy
import json
import pathlib
import sys

import jsonschema

EXPRESSION = "https://schema.management.azure.com/schemas/common/definitions.json#/definitions/expression"
# Integers in the schemas, doubles on the wire.
DOUBLES = {"cpu", "memoryInGB"}


def type_and_names(arm_id):
    """The resource type that an id ends in, with its parents', and the name with and without its parents'."""
    segments = arm_id.rstrip("/").split("/providers/")[-1].split("/")
    provider, rest = segments[0], segments[1:]
    return "/".join([provider] + rest[0::2]), ["/".join(rest[1::2]), rest[-1]]


def mended(schema):
    """The schema without template expressions, which no body holds, and with doubles for doubles."""
    if isinstance(schema, list):
        return [mended(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    if "oneOf" in schema:
        choices = [choice for choice in schema["oneOf"] if choice.get("$ref") != EXPRESSION]
        if len(choices) == 1 and len(choices) < len(schema["oneOf"]):
            rest = {key: value for key, value in schema.items() if key not in ("oneOf", "description")}
            return mended({**rest, **choices[0]})
    if schema.get("$ref") == EXPRESSION:
        return {"not": {}}
    result = {key: mended(value) for key, value in schema.items()}
    properties = result.get("properties")
    if isinstance(properties, dict):
        for name in DOUBLES & properties.keys():
            if properties[name].get("type") == "integer":
                properties[name]["type"] = "number"
        # The schemas let unknown members pass; a body of ours has none. Of an object that is one of several kinds
        # the kinds say what it has.
        is_open = "additionalProperties" in result or "oneOf" in result
        if result.get("type") == "object" and properties and not is_open:
            result["additionalProperties"] = False
    return result


class Schemas:
    """The schema files of a folder, read when they are first needed."""

    def __init__(self, folder):
        self.files = {path.stem.lower(): path for path in sorted(folder.glob("*.json"))}
        self.validators = {}

    def validator(self, resource_type, version):
        """The canonical type and a validator for it; None if there is no schema."""
        key = (resource_type.lower(), version)
        if key not in self.validators:
            self.validators[key] = self.load(resource_type, version)
        return self.validators[key]

    def load(self, resource_type, version):
        provider = resource_type.split("/")[0]
        path = self.files.get(f"{provider}-{version}".lower())
        if path is None:
            return None
        schema = mended(json.loads(path.read_text()))
        for definition in schema["resourceDefinitions"].values():
            types = definition["properties"]["type"]["enum"]
            if types[0].lower() == resource_type.lower():
                root = copy.deepcopy(definition)
                root["definitions"] = schema["definitions"]
                return types[0], jsonschema.Draft4Validator(root)
        return None


def violations(request, schemas):
    """What is wrong with a request, one text each; None if there is no schema for it."""
    missing = [name for name in ("method", "id", "apiVersion", "body") if name not in request]
    if missing:
        return [f"the request has no '{name}'" for name in missing]
    resource_type, names = type_and_names(request["id"])
    found = schemas.validator(resource_type, request["apiVersion"])
    if found is None:
        return None
    canonical, validator = found
    body = {**request["body"], "type": canonical, "apiVersion": request["apiVersion"]}
    # Some patterns are of the name with its parents', and some of its end.
    found = [list(validator.iter_errors({**body, "name": name})) for name in names]
    errors = sorted(min(found, key=len), key=lambda error: [str(step) for step in error.absolute_path])
    return ["/".join(str(step) for step in error.absolute_path) + ": " + error.message[:300] for error in errors]


def main(arguments):
    if len(arguments) != 2:
        print(__doc__.strip(), file=sys.stderr)
        return 64
    requests, schemas = pathlib.Path(arguments[0]), Schemas(pathlib.Path(arguments[1]))
    checked, wrong, unchecked = 0, 0, {}
    for path in sorted(requests.rglob("*.json")):
        request = json.loads(path.read_text())
        if not isinstance(request, dict) or "id" not in request or "body" not in request:
            continue
        found = violations(request, schemas)
        if found is None:
            kind = f"{type_and_names(request['id'])[0]}@{request['apiVersion']}"
            unchecked[kind] = unchecked.get(kind, 0) + 1
            continue
        checked += 1
        wrong += bool(found)
        for text in found:
            print(f"{path.relative_to(requests)}: {text}")
    for kind, count in sorted(unchecked.items()):
        print(f"no schema for {kind}: {count} not checked")
    print(f"{checked} checked, {wrong} wrong, {sum(unchecked.values())} without a schema")
    return 1 if wrong else 0 if checked else 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
