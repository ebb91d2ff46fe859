#!/usr/bin/env python3
"""Binds modules of Azure as recipes, directly, and says which cannot be bound and why.

    run-modules.py --rad RAD [--work FOLDER] [--cache FOLDER] MODULES

MODULES is a folder with modules in Bicep, such as `avm/res` of the public registry: every `main.bicep` in it is tried.
What they use of registries is read from the cache of modules. Each is the recipe of an extender in an environment of
its own: parameters without a default are given by their types, texts as expressions of the context, and the deployment
is planned. Prints a line for each that fails, and the figures.
"""

import argparse
import collections
import concurrent.futures
import json
import os
import pathlib
import re
import subprocess
import tempfile

SCOPE = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/modules"
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
        return f"'{SCOPE}/providers/Microsoft.Network/virtualNetworks/net/subnets/one'"
    least = int(parameter.get("minimum") or 0)
    return "'" + "{{context.resource.name}}" + "x" * max(0, least - 2) + "'"


def attempt(arguments, path):
    environment = {**os.environ, "RAD_CACHE_DIR": arguments.cache} if arguments.cache else dict(os.environ)

    def run(folder, *words):
        return subprocess.run(
            [arguments.rad, *words], cwd=folder, env=environment, capture_output=True, text=True, timeout=120
        )

    with tempfile.TemporaryDirectory(dir=arguments.work) as folder:
        project = ["--project", str(arguments.modules)]
        shown = run(folder, "recipe", "show", str(path), "-o", "json", "--no-restore", *project)
        if shown.returncode:
            return shown.stderr
        parameters = [p for p in json.loads(shown.stdout)["parameters"] if p["required"]]
        given = "\n".join(f"            {p['name']}: {value(p)}" for p in parameters)
        pathlib.Path(folder, "env.bicep").write_text(
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
        pathlib.Path(folder, "app.bicep").write_text(APPLICATION)
        defined = run(folder, "deploy", "env.bicep")
        if defined.returncode:
            return defined.stderr
        planned = run(folder, "plan", "app.bicep", "-e", "modules", "--no-restore", *project)
        return planned.stderr if planned.returncode else None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rad", required=True)
    parser.add_argument("--work")
    parser.add_argument("--cache")
    parser.add_argument("--only", default="")
    parser.add_argument("modules", type=pathlib.Path)
    arguments = parser.parse_args()
    arguments.modules = arguments.modules.resolve()
    paths = sorted(p for p in arguments.modules.rglob("main.bicep") if arguments.only in str(p) and "/tests/" not in str(p))
    codes = collections.Counter()
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for path, trouble in zip(paths, pool.map(lambda path: attempt(arguments, path), paths)):
            if trouble is None:
                continue
            failed += 1
            lines = [line for line in trouble.splitlines() if "error: " in line]
            first = lines[0] if lines else trouble.strip().splitlines()[-1]
            code = re.search(r"\[(\w+)\]$", first)
            codes[code.group(1) if code else "?"] += 1
            print(f"{path.relative_to(arguments.modules)}: {first.split('error: ', 1)[-1]}")
    print(f"{len(paths) - failed} of {len(paths)} bind ({100 * (len(paths) - failed) / max(1, len(paths)):.1f}%); {dict(codes)}")


if __name__ == "__main__":
    main()
