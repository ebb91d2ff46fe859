#!/usr/bin/env python3
"""Evaluates the public Bicep recipes of Radius with rad, each for a made-up resource, and says what each comes to.

    run-recipes.py --rad RAD FOLDER...

FOLDERs are checked-out repositories, or any folders with recipes:

    git clone --depth 1 https://github.com/radius-project/recipes
    git clone --depth 1 https://github.com/radius-project/resource-types-contrib

A recipe is a file with a parameter 'context'. What it provides follows from its path: from TYPES by its name, or from
the folders above it, as in 'Data/redisCaches/recipes'. It is told of an environment that has everything: a namespace, a
subscription and an account; parameters without a default get a value by their type. Prints a line for each recipe, and
exits 1 if one fails for a reason that REASONS does not allow.
"""

import argparse
import json
import pathlib
import re
import subprocess
import sys
import tempfile

TYPES = {
    "rediscaches": "Applications.Datastores/redisCaches",
    "mongodatabases": "Applications.Datastores/mongoDatabases",
    "sqldatabases": "Applications.Datastores/sqlDatabases",
    "rabbitmqqueues": "Applications.Messaging/rabbitMQQueues",
    "pubsubbrokers": "Applications.Dapr/pubSubBrokers",
    "statestores": "Applications.Dapr/stateStores",
    "secretstores": "Applications.Dapr/secretStores",
    "configurationstores": "Applications.Dapr/configurationStores",
}
EXTENDERS = "Applications.Core/extenders"

# Properties that recipes read besides those that their types require.
PROPERTIES = {
    "Radius.Compute/containerImages": {
        "build": {"source": "git::https://git.example/shop.git"},
        "image": "registry.example/shop:1",
    },
    "Radius.Compute/containers": {
        "containers": {"web": {"image": "registry.example/web:1", "ports": {"http": {"containerPort": 8080}}}}
    },
    "Radius.Compute/persistentVolumes": {"sizeInGib": 1},
    "Radius.Security/secrets": {"data": {"password": {"value": "p"}}},
}

# Why a recipe may fail, by the code of an error and a text in what is said of it. The first that fits counts.
REASONS = [
    ("BCP091", "build.sh", "loads a script that its repository does not have beside it"),
    ("RAD4008", "'nGroupsId'", "its output 'result' has members that Radius refuses as well"),
]

ENVIRONMENT = {
    "name": "public",
    "namespace": "public",
    "location": "westeurope",
    "azure": {"subscriptionId": "00000000-0000-0000-0000-000000000001", "resourceGroup": "public"},
    "aws": {"account": "123456789012", "region": "eu-west-1"},
}


def provided(path):
    """The resource type that a recipe is for."""
    parts = path.parts
    if "recipes" in parts:
        place = len(parts) - 1 - parts[::-1].index("recipes")
        if place >= 2 and parts[place + 1] in ("kubernetes", "azure", "aws") and len(parts) > place + 3:
            return f"Radius.{parts[place - 2]}/{parts[place - 1]}"
    return TYPES.get(path.stem, EXTENDERS)


def parameters(text):
    """Values for the parameters that have to be given."""
    values = {}
    for name, kind in re.findall(r"^param (\w+) (\w+)\s*$", text, re.MULTILINE):
        if name != "context":
            values[name] = {"int": 1, "bool": True, "object": {}, "array": []}.get(kind, "example")
    return values


def evaluate(rad, path, folder):
    """Runs a recipe; gives whether it can, and what is to be said of it."""
    kind = provided(path)
    runs_containers = "aci" in path.stem
    case = {
        "name": "public",
        "environment": dict(ENVIRONMENT, compute="aci" if runs_containers else "kubernetes"),
        "parameters": parameters(path.read_text()),
        "expect": {},
    }
    if kind in PROPERTIES:
        case["context"] = {"resource": {"name": "example", "properties": PROPERTIES[kind]}}
    file = folder / "recipe.test.yaml"
    # JSON is YAML.
    file.write_text(json.dumps({"recipe": str(path), "resourceType": kind, "cases": [case]}))
    # Both are below the root, so that rad reads files of the repository.
    run = subprocess.run([rad, "recipe", "test", "--project", "/", file.name], capture_output=True, text=True, cwd=folder)
    row = re.search(r"^recipe\.test\.yaml +public +(\S.*)$", run.stdout, re.MULTILINE)
    if run.returncode == 0 and row:
        return True, kind, re.sub(r" {2,}", ", ", row.group(1).strip())
    lines = [line for line in (run.stderr + run.stdout).splitlines() if re.search(r"\[\w+\d+\]", line)]
    said = lines[0] if lines else (run.stderr or run.stdout).strip().splitlines()[-1]
    return False, kind, said.replace(str(path.parent) + "/", "")


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--rad", required=True, type=pathlib.Path)
    arguments.add_argument("folders", nargs="+", type=pathlib.Path)
    given = arguments.parse_args()
    counts = {"evaluates": 0, "allowed": 0, "fails": 0}
    with tempfile.TemporaryDirectory() as work:
        for root in given.folders:
            for path in sorted(root.resolve().rglob("*.bicep")):
                if not re.search(r"^param context\b", path.read_text(), re.MULTILINE):
                    continue
                can, kind, said = evaluate(given.rad.resolve(), path, pathlib.Path(work))
                reason = next((why for code, text, why in REASONS if code in said and text in said), None)
                word = "evaluates" if can else "allowed" if reason else "fails"
                counts[word] += 1
                print(f"{word:9}  {path.relative_to(root.resolve().parent)}  {kind}  {reason or said}")
    print(", ".join(f"{count} {word}" for word, count in counts.items()))
    sys.exit(1 if counts["fails"] else 0)


main()
