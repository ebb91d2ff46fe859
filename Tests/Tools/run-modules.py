#!/usr/bin/env python3
"""Binds modules of Azure as recipes, directly, and says which cannot be bound and why.

    run-modules.py --rad RAD [--work FOLDER] [--cache FOLDER] MODULES

MODULES is a folder with modules in Bicep, such as `avm/res` of the public registry: every `main.bicep` in it is tried.
What they use of registries is read from the cache of modules. Each is the recipe of an extender in an environment of
its own, and the deployment is planned. Its parameters are, one set after the other until a plan succeeds:

1. What the tests of the module, `tests/e2e/*/main.test.bicep`, give it: `defaults` first, the others by name. A module
   within another is given what that one gives it in its tests. Values that only Azure knows are made up.
2. Made up by their types, where they have no default: texts are expressions of the context.

Prints a line for each module that fails with all of them, with the trouble of the first set, and the figures.
"""

import argparse
import collections
import concurrent.futures
import functools
import json
import os
import pathlib
import re
import subprocess
import tempfile

SUBSCRIPTION = "00000000-0000-0000-0000-000000000001"
SCOPE = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/modules"
IDENTIFIER = f"{SCOPE}/providers/Microsoft.Network/virtualNetworks/net/subnets/one"
TYPE = "Applications.Core/extenders"

APPLICATION = f"""
extension radius
param environment string
resource app 'Applications.Core/applications@2023-10-01-preview' = {{
  name: 'app'
  properties: {{ environment: environment }}
}}
resource it '{TYPE}@2023-10-01-preview' = {{
  name: 'it'
  properties: {{ application: app.id, environment: environment }}
}}
"""


def value(parameter):
    """A value in Bicep for a parameter that has no default."""
    name, kind = parameter["name"], parameter["type"]
    is_array = kind.startswith("array") or kind.endswith("[]")
    if parameter.get("allowed") and not is_array:
        allowed = parameter["allowed"][0]
        return allowed if kind == "int" else f"'{allowed}'"
    if kind.startswith("int"):
        return str(parameter.get("minimum") or 1)
    if kind.startswith("bool"):
        return "false"
    if is_array:
        element = (parameter.get("allowed") or ["it"])[0]
        return f"['{element}']" if parameter.get("minimum") or parameter.get("allowed") else "[]"
    if kind.startswith("object"):
        return "{}"
    if name.lower().endswith("resourceid") or name.lower().endswith("id"):
        return f"'{IDENTIFIER}'"
    least = int(parameter.get("minimum") or 0)
    return "'" + "{{context.resource.name}}" + "x" * max(0, least - 2) + "'"


def text(string):
    escaped = "".join({"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t"}.get(c, c) for c in string)
    return "'" + escaped.replace("${", "\\${") + "'"


def literal(given, name=""):
    """A value of a test in Bicep; what only Azure knows is made up by the name of the property."""
    if given == {"$runtime": True}:
        is_resource = name.lower().endswith("resourceid") or (name.lower().endswith("id") and len(name) == 2)
        return text(IDENTIFIER if is_resource else SUBSCRIPTION)
    if isinstance(given, dict):
        members = "\n".join(f"{text(key)}: {literal(member, key)}" for key, member in given.items())
        return "{\n" + members + "\n}"
    if isinstance(given, list):
        return "[\n" + "\n".join(literal(element, name) for element in given) + "\n]"
    if isinstance(given, str):
        return text(given)
    return "null" if given is None else f"json('{given}')" if isinstance(given, float) else str(given).lower()


class Runner:
    def __init__(self, arguments):
        self.arguments = arguments
        self.environment = {**os.environ, "RAD_CACHE_DIR": arguments.cache} if arguments.cache else dict(os.environ)

    def run(self, folder, *words):
        return subprocess.run(
            [self.arguments.rad, *words],
            cwd=folder,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=120,
        )

    @functools.cache
    def deployments(self, test):
        """The modules that a test deploys: what each is given, and the names of its outputs."""
        parameters = {"namePrefix": "rad"}
        for name in re.findall(r"^param (\w+ResourceId) string = ''", test.read_text(), re.MULTILINE):
            parameters[name] = IDENTIFIER
        with tempfile.NamedTemporaryFile("w", suffix=".json", dir=self.arguments.work) as file:
            json.dump({"parameters": {name: {"value": value} for name, value in parameters.items()}}, file)
            file.flush()
            shown = self.run(test.parent, "bicep", "snapshot", str(test), "--parameters", file.name, "-o", "json")
        return json.loads(shown.stdout)["modules"] if shown.returncode == 0 else []

    def given(self, path, signature):
        """The sets of parameters that tests give a module: those that take and leave what it takes and leaves."""
        declared = {parameter["name"] for parameter in signature["parameters"]}
        required = {parameter["name"] for parameter in signature["parameters"] if parameter["required"]}
        outputs = {output["name"] for output in signature["outputs"]}
        folder = next((folder for folder in path.parents if folder.joinpath("tests/e2e").is_dir()), None)
        if folder is None or self.arguments.modules not in (folder, *folder.parents):
            return []
        tests = sorted(folder.glob("tests/e2e/*/main.test.bicep"), key=lambda test: (test.parent.name != "defaults", test))
        sets = []
        for deployment in (deployment for test in tests for deployment in self.deployments(test)):
            names = set(deployment["parameters"])
            if required <= names <= declared and set(deployment["outputs"]) == outputs:
                parameters = {name: literal(value, name) for name, value in deployment["parameters"].items()}
                if parameters not in sets:
                    sets.append(parameters)
        return sets[: self.arguments.sets]

    def attempt(self, path):
        """Where the parameters are from that a module binds with, or the trouble with the first set of them."""
        with tempfile.TemporaryDirectory(dir=self.arguments.work) as folder:
            project = ["--project", str(self.arguments.modules)]
            shown = self.run(folder, "recipe", "show", str(path), "-o", "json", "--no-restore", *project)
            if shown.returncode:
                return None, shown.stderr
            signature = json.loads(shown.stdout)
            sets = [("tests", parameters) for parameters in self.given(path, signature)]
            required = [parameter for parameter in signature["parameters"] if parameter["required"]]
            sets.append(("types", {parameter["name"]: value(parameter) for parameter in required}))
            trouble = None
            for index, (origin, parameters) in enumerate(sets):
                place = pathlib.Path(folder, str(index))
                place.mkdir()
                found = self.plan(place, path, parameters, project)
                if found is None:
                    return origin if index == 0 else f"{origin}, not the first set", None
                trouble = trouble or found
            return None, trouble

    def plan(self, folder, path, parameters, project):
        given = "\n".join(f"            {name}: {value}" for name, value in parameters.items())
        folder.joinpath("env.bicep").write_text(
            f"""
extension radius
resource env 'Applications.Core/environments@2023-10-01-preview' = {{
  name: 'modules'
  location: 'westeurope'
  properties: {{
    compute: {{ kind: 'kubernetes', namespace: 'modules' }}
    providers: {{ azure: {{ scope: '{SCOPE}' }} }}
    recipes: {{
      '{TYPE}': {{
        default: {{
          templateKind: 'bicep'
          templatePath: '{path}'
          parameters: {{
{given}
          }}
        }}
      }}
    }}
  }}
}}
"""
        )
        folder.joinpath("app.bicep").write_text(APPLICATION)
        defined = self.run(folder, "deploy", "env.bicep")
        if defined.returncode:
            return defined.stderr
        planned = self.run(folder, "plan", "app.bicep", "-e", "modules", "--no-restore", *project)
        return planned.stderr if planned.returncode else None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rad", required=True)
    parser.add_argument("--work")
    parser.add_argument("--cache")
    parser.add_argument("--only", default="")
    parser.add_argument("--sets", type=int, default=8, help="how many sets of the tests are tried for a module at most")
    parser.add_argument("modules", type=pathlib.Path)
    arguments = parser.parse_args()
    arguments.modules = arguments.modules.resolve()
    runner = Runner(arguments)
    paths = sorted(p for p in arguments.modules.rglob("main.bicep") if arguments.only in str(p) and "/tests/" not in str(p))
    codes, origins = collections.Counter(), collections.Counter()
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for path, (origin, trouble) in zip(paths, pool.map(runner.attempt, paths)):
            if origin:
                origins[origin] += 1
                continue
            lines = [line for line in trouble.splitlines() if "error: " in line]
            first = lines[0] if lines else trouble.strip().splitlines()[-1]
            code = re.search(r"\[(\w+)\]$", first)
            codes[code.group(1) if code else "?"] += 1
            print(f"{path.relative_to(arguments.modules)}: {first.split('error: ', 1)[-1]}")
    bound = sum(origins.values())
    print(f"{bound} of {len(paths)} bind ({100 * bound / max(1, len(paths)):.1f}%)")
    print("parameters of those that bind: " + ", ".join(f"{name} {count}" for name, count in origins.most_common()))
    print("those that do not: " + ", ".join(f"{code} {count}" for code, count in codes.most_common()))


if __name__ == "__main__":
    main()
