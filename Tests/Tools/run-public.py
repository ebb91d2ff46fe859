#!/usr/bin/env python3
"""Deploys the public Bicep files of Radius with rad, each by itself into a folder, and says which fail and why.

    run-public.py --rad RAD [--work FOLDER] [--python PYTHON] [--crds PATH] [--only TEXT] CHECKOUTS

CHECKOUTS is a folder with checked-out repositories of https://github.com/radius-project, each under its name;
those that are missing are left out:

    for name in samples radius docs resource-types-contrib recipes; do
        git clone --depth 1 https://github.com/radius-project/$name CHECKOUTS/$name
    done

Nothing is fetched, and the files stay as they are. Each is tried as a platform engineer would have it run:

- Parameters without a default get a value by their type, their allowed values and their name.
- Resource types that rad does not know are created from the manifest of the repositories that is nearest to the file.
- A file that declares no environment goes to one named 'default'. Its recipes are those that the repositories have
  for a type; where they have none, and the file leaves the recipe to the environment, a stub that only gives values.
- Recipes of a registry are read from the cache of modules, into which those with a source in the repositories are
  put beforehand; RECIPES below says which source is which recipe.
- What a file refers to as existing is deployed before it; STEPS below says by which file.
- A file that others use as a module counts by the best of them if it fails by itself.

With --python, a Python with the packages of requirements.txt, each Kubernetes object is checked against the schemas.
Prints a table of the figures and a list of the files that fail with the class of each. Exits 1 if a file fails for
a reason that is none of those which REASONS and KNOWN allow.
"""

import argparse
import base64
import collections
import concurrent.futures
import dataclasses
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

REPOSITORIES = ["samples", "radius", "docs", "resource-types-contrib", "recipes"]
GROUP = "/planes/radius/local/resourceGroups/default"
SUBSCRIPTION = "00000000-0000-0000-0000-000000000001"
AZURE_SCOPE = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/public"
REGISTRY = "ghcr.io/radius-project/dev"

# The repositories of a registry, and the sources of the recipes that are published there.
RECIPES = [
    (r"test/testrecipes/test-bicep-recipes/([\w-]+)$", "radius/test/testrecipes/test-bicep-recipes/{0}.bicep"),
    (r"recipes/(local-dev|azure|aws)/([\w-]+)$", "recipes/{0}/{1}.bicep"),
    (r"kube-recipes/([\w-]+)$", "resource-types-contrib/*/{0}/recipes/kubernetes/bicep/*.bicep"),
]

# The files that have to be deployed before another one, because it refers to their resources as existing.
STEPS = {
    "corerp-resources-recipe-bicep-resourcecreation.step1.bicep": [
        "corerp-resources-recipe-bicep-resourcecreation.step0.bicep"
    ],
}

# Stands for the code of an error where an object is not as its schema wants it.
INVALID = "invalid object"

# Why a file may fail, by the code of an error and a text in its message. The first that fits counts.
REASONS = [
    ("RAD4004", "", "Terraform recipe"),
    ("RAD4003", "", "recipe of a registry, whose source is in none of the repositories"),
    ("RAD2031", "of AWS", "resource of AWS"),
    ("RAD4010", "'AWS.", "resource of AWS"),
    ("RAD4018", "", "needs a value of a resource that exists in Azure"),
    ("RAD5007", "", "identity of Azure, in an environment that names no region"),
]

# Why single files fail, by the end of their paths: the code of the error, and the reason.
NEGATIVE = "negative test or snippet that Radius refuses too"
MISTAKE = "snippet that would show a secret where Radius finds nothing by it"
AZURE = "needs a value of a resource that Azure makes"
MODULE = "module of an application that needs Azure: what it refers to is not there"
KNOWN = {
    "corerp-resources-gateway-failure.bicep": ("RAD3003", NEGATIVE),
    "corerp-resources-gateway-timeout-ber.bicep": ("RAD2020", NEGATIVE),
    "corerp-resources-gateway-timeout-invalid.bicep": ("RAD2020", NEGATIVE),
    "corerp-resources-recipe-notfound.bicep": ("RAD4001", NEGATIVE),
    "daprrp-resources-component-name-conflict.bicep": ("RAD5003", NEGATIVE),
    "testResourceSchema-invalid.bicep": ("RAD2005", NEGATIVE),
    # A name of 65 letters; no test of the repository uses the file.
    "multiple-containers-multiple-ports-dns.bicep": ("RAD2012", NEGATIVE),
    # The file names no extension.
    "howto-private-bicep-registry/snippets/env.bicep": ("RAD2032", NEGATIVE),
    # Three alternatives for one resource.
    "recipe-link-example.bicep": ("RAD3006", NEGATIVE),
    # The certificate is a store without one.
    "gateway/snippets/gateway.bicep": ("RAD5022", NEGATIVE),
    # 'your_domain' stands for a host name and is none.
    "howto-tls/snippets/app-new.bicep": ("RAD5030", NEGATIVE),
    "howto-tls/snippets/app-existing.bicep": ("RAD5030", NEGATIVE),
    # A parameter marked as secure stands where the name of a key belongs.
    "howto-custom-provider/snippets/env.bicep": ("RAD2011", MISTAKE),
    "howto-custom-provider/snippets/env-complete.bicep": ("RAD2011", MISTAKE),
    "cloud/resources/testdata/corerp-aci.bicep": ("RAD2021", "goes to Container Instances"),
    "postgres-env-scoped-resource.bicep": ("RAD7039", "resource of no application, in a file without its environment"),
    "postgres-existing-and-cntr.bicep": ("RAD4020", "reads a secret that another file has deployed"),
    "tutorial-recipe/snippets/app-aws.bicep": ("RAD4007", "resource of AWS"),
    "samples/dapr/dapr-azure.bicep": ("RAD6010", AZURE),
    "eshop-dapr/infra/dapr-pub-sub.bicep": ("RAD6010", AZURE),
    "eshop-dapr/infra/dapr-state-store.bicep": ("RAD6010", AZURE),
    "eshop-dapr/infra/sql-server.bicep": ("RAD6010", AZURE),
    # A parameter that is marked as secure names a resource that exists; without that, the same reason.
    "eshop-dapr/main.bicep": ("RAD2011", AZURE),
    "eshop-dapr/infra/gateway.bicep": ("RAD3003", MODULE),
    "eshop-dapr/services/basket-api.bicep": ("RAD4020", MODULE),
    "eshop-dapr/services/blazor-client.bicep": ("RAD4020", MODULE),
    "eshop-dapr/services/catalog-api.bicep": ("RAD2011", MODULE),
    "eshop-dapr/services/identity-api.bicep": ("RAD2011", MODULE),
    "eshop-dapr/services/ordering-api.bicep": ("RAD2011", MODULE),
    "eshop-dapr/services/webshopping-agg.bicep": ("RAD4020", MODULE),
}

# Kinds of custom resources without a definition to check them with.
UNCHECKED = ["Component"]

# Types that rad provides by itself, without a recipe.
PROVIDED = {
    "applications.core/environments",
    "applications.core/applications",
    "applications.core/containers",
    "applications.core/gateways",
    "applications.core/secretstores",
    "applications.core/volumes",
    "radius.core/environments",
    "radius.core/applications",
    "radius.core/recipepacks",
    "radius.core/terraformsettings",
    "radius.core/bicepsettings",
    "radius.compute/containers",
    "radius.compute/routes",
    "radius.compute/persistentvolumes",
    "radius.compute/containerimages",
    "radius.security/secrets",
}

# The values and the secrets of a stub for a type whose schema does not tell what recipes give from what authors do.
STUBS = {
    "applications.datastores/rediscaches": ({"host": "stub", "port": 6379}, ["password"]),
    "applications.datastores/mongodatabases": ({"host": "stub", "port": 27017, "database": "stub"}, ["password"]),
    "applications.datastores/sqldatabases": ({"server": "stub", "port": 1433, "database": "stub"}, ["password"]),
    "applications.messaging/rabbitmqqueues": ({"queue": "stub", "host": "stub", "port": 5672}, ["password"]),
    "applications.dapr/configurationstores": ({}, []),
    "applications.dapr/pubsubbrokers": ({}, []),
    "applications.dapr/secretstores": ({}, []),
    "applications.dapr/statestores": ({}, []),
}

# A parameter whose default is empty, and that the repository's own tests give.
VALUES_FOR_EMPTY = {"uniqueSeed": "public"}

# A parameter's value by its name in lower case.
VALUES = [
    (r"subscription(id)?$", SUBSCRIPTION),
    (r"(resourcegroup|resourcegroupname|rg)$", "public"),
    (r"(tenant|principal|client|object|adminobject)id$|guid$", "00000000-0000-0000-0000-000000000002"),
    (r"^cosmosmongodb", f"{AZURE_SCOPE}/providers/Microsoft.DocumentDB/databaseAccounts/a/mongodbDatabases/d"),
    (r"^app(lication)?id$", f"{GROUP}/providers/Applications.Core/applications/public"),
    (r"^env(ironment)?id$|environment$", f"{GROUP}/providers/Applications.Core/environments/default"),
    (r"(resource|workspace|definition|rule)id$", f"{AZURE_SCOPE}/providers/Microsoft.Example/examples/public"),
    (r"accountid$", "123456789012"),
    (r"awsregion$", "us-west-2"),
    (r"location$", "westus3"),
    (r"^tls(crt|key)$", base64.b64encode(b"public").decode()),
    (r"issuer$", "https://oidc.example.com/"),
    (r"image$", "ghcr.io/radius-project/magpiego:latest"),
    (r"version$|tag$", "latest"),
    (r"registry$", REGISTRY),
    (r"^recipe$", "empty-recipe"),
    (r"uniqueseed$", "public"),
    (r"server$|url$", "https://example.com"),
    (r"timestamp$", "2026-01-01T00:00:00Z"),
    (r"port$", "8080"),
    (r"replicas$|count$|days$", "1"),
    (r"enabled$", "False"),
]


@dataclasses.dataclass
class File:
    """A public file and what became of it."""

    path: pathlib.Path
    name: str
    text: str
    parameters: dict = dataclasses.field(default_factory=dict)
    errors: list = dataclasses.field(default_factory=list)
    status: int = 0
    violations: list = dataclasses.field(default_factory=list)
    parent: str = ""

    @property
    def kind(self):
        if re.search(r"^param context\b", self.text, re.M):
            return "recipe"
        if re.search(r"extension radius|import radius|'(Applications|Radius)\.\w+/", self.text):
            return "radius"
        return "other"

    @property
    def passed(self):
        return self.status == 0 and not self.errors and not self.violations

    @property
    def codes(self):
        found = [re.search(r"\[([\w-]+)\]$", error)[1] for error in self.errors]
        return found + [INVALID] * bool(self.violations)

    @property
    def folder(self):
        return self.name.replace("/", "__")

    @property
    def declares_environment(self):
        return re.search(r"'(Applications|Radius)\.Core/environments@[^']*' *= *(\{|\[|if)", self.text) is not None

    @property
    def is_current(self):
        """Whether the file is written for environments of Radius.Core."""
        return "'Applications." not in self.text and re.search(r"'(\w+:)?Radius\.", self.text) is not None


class Repositories:
    """What the checked-out repositories have besides the files that are tried."""

    def __init__(self, folder):
        self.folder = folder
        present = [name for name in REPOSITORIES if (folder / name).is_dir()]
        paths = [path for name in present for path in sorted((folder / name).rglob("*.bicep"))]
        self.files = [
            File(path, str(path.relative_to(folder)), path.read_text(encoding="utf-8", errors="replace"))
            for path in paths
        ]
        self.manifests = collections.defaultdict(list)
        for name in present:
            for path in sorted((folder / name).rglob("*.yaml")):
                self.add_manifest(path, path.read_text(encoding="utf-8", errors="replace"))

    def add_manifest(self, path, text):
        namespace = re.search(r"^namespace: *['\"]?([\w.]+)", text, re.M)
        types = re.search(r"^types:[^\n]*\n((?:[ #][^\n]*\n|\n)*)", text + "\n", re.M)
        if namespace and types:
            for name in re.findall(r"^  (\w+): *$", types[1], re.M):
                self.manifests[f"{namespace[1]}/{name}".lower()].append(path)

    def manifest(self, resource_type, near):
        """The manifest that defines a type, of several the one with the most folders in common with a file."""
        candidates = self.manifests.get(resource_type.lower(), [])
        return max(candidates, key=lambda path: len(os.path.commonpath([path, near])), default=None)

    def find(self, pattern):
        """The first file whose path fits a pattern, in whatever case."""
        for file in self.files:
            if pathlib.PurePath(file.name.lower()).match(pattern.lower()):
                return file.path
        return None

    def recipe(self, resource_type, name):
        """The file that is the recipe of a type under a name."""
        namespace, _, last = resource_type.partition("/")
        found = None
        if namespace.startswith("Applications."):
            found = self.find(f"recipes/{'local-dev' if name == 'default' else name}/{last}.bicep")
        if found is None and last == "extenders":
            found = self.find(f"recipes/*/extender-{name}.bicep")
        if found is None and namespace.startswith("Radius."):
            folder = namespace.removeprefix("Radius.")
            found = self.find(f"resource-types-contrib/{folder}/{last}/recipes/kubernetes/bicep/*.bicep")
        return found

    def published(self, repository):
        """The source of the recipe in a repository of a registry."""
        for pattern, place in RECIPES:
            match = re.search(pattern, repository)
            if match:
                return self.find(place.format(*match.groups()))
        return None

    def modules(self, file):
        """The files of the modules that a file uses, and of those that they use."""
        found, waiting = [], [file.path]
        while waiting:
            path = waiting.pop()
            text = path.read_text(encoding="utf-8", errors="replace")
            for module in re.findall(r"^module \w+ '([^':]+\.bicep)'", text, re.M):
                target = (path.parent / module).resolve()
                if target.is_file() and target not in found:
                    found.append(target)
                    waiting.append(target)
        return found


class Rad:
    """The program, run with a home and a cache of its own."""

    def __init__(self, program, work):
        self.program = str(pathlib.Path(program).resolve())
        self.work = work
        self.cache = work / "cache"
        self.variables = dict(os.environ, HOME=str(work / "home"), RAD_CACHE_DIR=str(self.cache))

    def run(self, *arguments):
        command = [self.program, *map(str, arguments)]
        return subprocess.run(
            command, capture_output=True, text=True, env=self.variables, cwd=self.work, timeout=120
        )

    def json(self, *arguments):
        done = self.run(*arguments)
        return json.loads(done.stdout) if done.returncode == 0 else None

    def types(self, *options):
        return {entry["name"].lower(): entry for entry in self.json("resource-type", "list", "-o", "json", *options)}


class Trial:
    """One file, its parameters, its environment and its deployment."""

    def __init__(self, file, rad, repositories, builtin_types):
        self.file, self.rad, self.repositories, self.types = file, rad, repositories, builtin_types
        self.folder = rad.work / "files" / file.name.replace("/", "__")
        self.output = self.folder / "out"
        self.folder.mkdir(parents=True, exist_ok=True)
        configuration = self.folder / "config.yaml"
        configuration.write_text(
            "workspaces:\n  default: public\n  items:\n    public:\n"
            f"      connection: {{ kind: directory, path: {self.folder}/rad }}\n"
        )
        self.options = ["--config", configuration]
        self.texts = {}

    def run(self):
        self.create_types()
        if not self.file.declares_environment:
            self.deploy(self.write_environment())
        for path in [*(self.file.path.parent / step for step in STEPS.get(self.file.path.name, [])), self.file.path]:
            arguments = self.parameters(path)
            self.fill_cache(path)
            done = self.deploy(path, "-a", "public", *arguments)
        self.file.status = done.returncode
        # What is left out with a warning is not deployed.
        self.file.errors = re.findall(r"^(?:.*: )?(?:error: |warning: (?=.*RAD7039)).*\[[\w-]+\]$", done.stderr, re.M)
        (self.folder / "stderr").write_text(done.stderr)

    def deploy(self, path, *arguments):
        return self.rad.run(
            "deploy", path, *self.options, "--no-restore", "--output-dir", self.output, *arguments
        )

    def create_types(self):
        used = re.findall(r"'(?:\w+:)?([A-Z]\w+\.[A-Z]\w+/\w+)(?:@[\w-]+'|': *\{)", self.file.text)
        unknown = sorted({name for name in used if name.lower() not in self.types and "Microsoft." not in name})
        manifests = [self.repositories.manifest(name, self.file.path) for name in unknown]
        for path in sorted(set(manifests) - {None}):
            self.rad.run("resource-type", "create", "-f", path, *self.options)
        if any(manifests):
            self.types = self.rad.types(*self.options)

    def parameters(self, path):
        template = self.rad.json("bicep", "build", "--stdout", path) or self.outline(path)
        arguments = []
        for name, schema in template.get("parameters", {}).items():
            value = schema.get("defaultValue") or VALUES_FOR_EMPTY.get(name)
            if value is None and name not in ("environment", "application") and not schema.get("nullable"):
                value = value_of(name, schema, template.get("definitions", {}), self.file.text)
                text = value if isinstance(value, str) else json.dumps(value)
                arguments += ["-p", f"{name}={text}"]
            elif name in VALUES_FOR_EMPTY and not schema.get("defaultValue"):
                arguments += ["-p", f"{name}={value}"]
            if isinstance(value, str):
                self.texts[name] = value
        return arguments

    def outline(self, path):
        """The parameters without a default of a file that only compiles where its extension has been published."""
        text = path.read_text(encoding="utf-8")
        return {"parameters": {name: {"type": kind} for name, kind in re.findall(r"^param (\w+) (\w+) *$", text, re.M)}}

    def fill_cache(self, path):
        """Puts the recipes of registries that a file names into the cache, if their sources are there."""
        for text in re.findall(r"(?:templatePath|source): *'([^'\n]+)'", path.read_text(encoding="utf-8")):
            address = re.sub(r"\$\{(\w+)\}", lambda match: self.texts.get(match[1], ""), text)
            parts = re.fullmatch(r"([\w.:-]+)/([\w./-]+?)(?::([\w.-]+)|@(sha256:\w+))", address)
            source = self.repositories.published(parts[2]) if parts else None
            if source is None:
                continue
            version = parts[4].replace(":", "#") if parts[4] else f"{parts[3]}$"
            folder = self.rad.cache / "br" / parts[1] / parts[2].replace("/", "$") / version
            built = self.rad.run("bicep", "build", "--stdout", source)
            if built.returncode == 0:
                folder.mkdir(parents=True, exist_ok=True)
                (folder / "main.json").write_text(built.stdout)

    # The environment

    def write_environment(self):
        path = self.folder / "environment.bicep"
        path.write_text(self.current_environment() if self.file.is_current else self.legacy_environment())
        return path

    def legacy_environment(self):
        names = ["default", *self.recipe_names()]
        recipes = "".join(
            f"      '{name}': {{\n"
            + "".join(
                f"        '{recipe}': {{ templateKind: 'bicep', templatePath: '{self.recipe(name, recipe)}' }}\n"
                for recipe in names
            )
            + "      }\n"
            for name in self.recipe_types()
        )
        return ENVIRONMENT.replace("RECIPES", recipes)

    def current_environment(self):
        recipes = "".join(
            f"      '{name}': {{ kind: 'bicep', source: '{self.recipe(name, 'default')}' }}\n"
            for name in self.recipe_types()
        )
        return CURRENT_ENVIRONMENT.replace("RECIPES", recipes)

    def recipe_types(self):
        return [
            entry["name"]
            for key, entry in sorted(self.types.items())
            if key not in PROVIDED and "ManualResourceProvisioning" not in entry["capabilities"]
        ]

    def recipe_names(self):
        """The names of recipes that the file and its modules ask the environment for."""
        texts = [path.read_text(encoding="utf-8", errors="replace") for path in self.repositories.modules(self.file)]
        pattern = r"recipe: *\{\s*(?://[^\n]*\s+)*name: *'([^']+)'"
        found = [re.findall(pattern, text) for text in [self.file.text, *texts]]
        return sorted({name for names in found for name in names} - {"default"})

    def recipe(self, resource_type, name):
        source = self.repositories.recipe(resource_type, name)
        if source is None:
            return self.stub(resource_type)
        # A recipe must lie in the project of its environment.
        path = self.folder / "recipes" / f"{resource_type.replace('/', '.')}.{source.name}"
        path.parent.mkdir(exist_ok=True)
        shutil.copyfile(source, path)
        return path

    def stub(self, resource_type):
        """A recipe that makes nothing and gives what the schema says that recipes give, and what the file reads."""
        path = self.folder / "stubs" / f"{resource_type.replace('/', '.')}.bicep"
        path.parent.mkdir(exist_ok=True)
        values, secrets = STUBS.get(resource_type.lower(), ({}, ["password"]))
        if resource_type == "Applications.Core/extenders":
            values = {name: "stub" for name in re.findall(r"\.properties\.(\w+)", self.file.text)}
            secrets = sorted(set(re.findall(r"\.listSecrets\(\)\.(\w+)", self.file.text)))
        elif resource_type.lower() not in STUBS:
            shown = self.rad.json("resource-type", "show", resource_type, "-o", "json", *self.options) or {}
            schema = {}
            for version in shown.get("properties", {}).values():
                schema |= version
            secrets = [name for name in schema.get("secrets", {}).get("properties", {}) if name != "name"]
            given = {name: entry for name, entry in schema.items() if self.is_given(name, entry)}
            values = {name: value_of(name, entry, {}, "") for name, entry in given.items()}
        lines = ["param context object", *self.recipe_parameters(), "output result object = {", "  values: {"]
        lines += [f"    {name}: {literal(value)}" for name, value in values.items()]
        lines += ["  }", "  secrets: {", *(f"    {name}: 'stub'" for name in secrets), "  }", "}", ""]
        path.write_text("\n".join(lines))
        return path

    def recipe_parameters(self):
        """Declarations of the parameters that the file gives to recipes, of which a stub makes nothing."""
        found = {}
        for block in re.findall(r"recipe: *\{.*?parameters: *\{(.*?)\n *\}", self.file.text, re.S):
            for name, value in re.findall(r"^ *(\w+): *(\S+)", block, re.M):
                kinds = [(r"\d+$", "int"), (r"(true|false)$", "bool"), (r"\{", "object"), (r"\[", "array")]
                kind = next((kind for pattern, kind in kinds if re.match(pattern, value)), "string")
                found[name] = f"param {name} {kind}"
        return list(found.values())

    def is_given(self, name, entry):
        """Whether a recipe gives a property: it is for reading only, or read by the file without being required."""
        if name in ("secrets", "provisioningState", "status") or entry["type"] not in ("string", "integer"):
            return False
        is_read = re.search(rf"\.properties\.{name}\b", self.file.text)
        return entry["readOnly"] or (is_read and not entry["required"])


ENVIRONMENT = """extension radius

resource environment 'Applications.Core/environments@2023-10-01-preview' = {
  name: 'default'
  properties: {
    compute: { kind: 'kubernetes', namespace: 'public' }
    providers: { azure: { scope: 'SCOPE' } }
    recipes: {
RECIPES    }
  }
}
""".replace("SCOPE", AZURE_SCOPE)

CURRENT_ENVIRONMENT = f"""extension radius

resource pack 'Radius.Core/recipePacks@2025-08-01-preview' = {{
  name: 'public'
  properties: {{
    recipes: {{
RECIPES    }}
  }}
}}

resource environment 'Radius.Core/environments@2025-08-01-preview' = {{
  name: 'default'
  properties: {{
    providers: {{
      kubernetes: {{ namespace: 'public' }}
      azure: {{ subscriptionId: '{SUBSCRIPTION}', resourceGroupName: 'public' }}
    }}
    recipePacks: [pack.id]
  }}
}}
"""


def literal(value):
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int) else f"'{value}'"


def value_of(name, schema, definitions, text):
    """A value that a parameter without a default may have."""
    if "$ref" in schema:
        schema = {**definitions.get(schema["$ref"].rpartition("/")[2], {}), **schema}
    if schema.get("allowedValues"):
        return schema["allowedValues"][0]
    kind = schema.get("type", "string").lower().removeprefix("secure")
    if kind in ("int", "integer"):
        return schema.get("minValue", 8080 if name.lower().endswith("port") else 1)
    if kind == "bool":
        return True
    if kind == "array":
        return []
    if kind == "object":
        return {
            key: value_of(key, entry, definitions, text)
            for key, entry in schema.get("properties", {}).items()
            if not entry.get("nullable")
        }
    return text_of(name, text)


def text_of(name, text):
    if re.search(rf"\bint\({name}\)", text):
        return "3000"
    if re.search(rf"\bsource: {name}$", text, re.M):
        return f"{AZURE_SCOPE}/providers/Microsoft.Storage/storageAccounts/public"
    for pattern, value in VALUES:
        if re.search(pattern, name.lower()):
            return value
    return re.sub(r"name$", "", name.lower())[:20] or "public"


# The verdict


def reason(file):
    for end, (code, text) in KNOWN.items():
        if file.name.endswith(end) and code in file.codes:
            return text
    for code, text, name in REASONS:
        if any(error.endswith(f"[{code}]") and text in error for error in file.errors):
            return name
    return None


def count_modules(files, repositories):
    """Lets a file that fails by itself count as the module of one that passes."""
    by_path = {file.path: file for file in files}
    for parent in files:
        if parent.kind == "radius" and parent.passed:
            for path in repositories.modules(parent):
                module = by_path.get(path)
                if module and module.kind == "radius" and not module.passed:
                    module.parent = parent.name


def validate(files, trials, arguments):
    """Checks the objects of the files that passed; gives the last line of the check."""
    script = pathlib.Path(__file__).parent / "validate-manifests.py"
    folders = {str(trials[file.name].output): file for file in files if file.passed}
    found = [str(path) for folder in folders for path in sorted(pathlib.Path(folder).glob("*/*/kubernetes"))]
    if not found:
        return "none"
    options = [option for path in arguments.crds for option in ("--crds", path)]
    options += [option for kind in UNCHECKED for option in ("--skip", kind)]
    done = subprocess.run([arguments.python, script, *options, *found], capture_output=True, text=True)
    lines = done.stdout.splitlines()
    if done.returncode not in (0, 1) or not lines:
        sys.exit(f"the objects cannot be checked: {done.stderr}")
    for line in lines[:-1]:
        for folder, file in folders.items():
            if line.startswith(folder + "/"):
                file.violations.append(line.removeprefix(folder + "/"))
    return lines[-1]


def report(files, arguments, checked):
    radius = [file for file in files if file.kind == "radius"]
    kinds = collections.Counter(file.kind for file in files)
    failed = [file for file in radius if not file.passed and not file.parent]
    by_reason = collections.Counter(reason(file) or "no reason known" for file in failed)
    rows = [
        ("Bicep files", len(files)),
        ("recipes, used by other files", kinds["recipe"]),
        ("files without a type of Radius", kinds["other"]),
        ("applications and environments", len(radius)),
        ("deployed without an error, by themselves", sum(file.passed for file in radius)),
        ("deployed as a module of another file", sum(bool(file.parent) for file in radius)),
        *((f"failed: {text}", count) for text, count in by_reason.most_common()),
    ]
    print("| files | |\n|---|--:|")
    for text, count in rows:
        print(f"| {text} | {count} |")
    print(f"\nObjects: {checked}")
    if failed:
        print("\n| file | codes | reason |\n|---|---|---|")
    for file in sorted(failed, key=lambda file: (reason(file) or "", file.name)):
        codes = " ".join(dict.fromkeys(file.codes))
        print(f"| {file.name} | {codes} | {reason(file) or 'no reason known'} |")
        for line in file.violations:
            print(f"    {line}")
    return [file for file in failed if reason(file) is None]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkouts", type=pathlib.Path)
    parser.add_argument("--rad", required=True, help="the program")
    parser.add_argument("--work", type=pathlib.Path, default=pathlib.Path("build/public"), help="emptied and filled")
    parser.add_argument("--python", help="a Python with the packages of requirements.txt, to check the objects with")
    parser.add_argument("--crds", action="append", default=[], metavar="PATH", help="definitions of custom resources")
    parser.add_argument("--only", default="", metavar="TEXT", help="only the files with a text in their path")
    arguments = parser.parse_args()

    work = arguments.work.resolve()
    shutil.rmtree(work, ignore_errors=True)
    (work / "home").mkdir(parents=True)
    repositories = Repositories(arguments.checkouts.resolve())
    files = [file for file in repositories.files if arguments.only in file.name]
    if not files:
        sys.exit(f"there is no Bicep file of {', '.join(REPOSITORIES)} in {arguments.checkouts}")
    rad = Rad(arguments.rad, work)
    builtin_types = rad.types()
    trials = {file.name: Trial(file, rad, repositories, builtin_types) for file in files if file.kind == "radius"}
    with concurrent.futures.ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        list(pool.map(Trial.run, trials.values()))
    checked = "not checked, for want of --python"
    if arguments.python:
        checked = validate([trial.file for trial in trials.values()], trials, arguments)
    count_modules(files, repositories)
    sys.exit(1 if report(files, arguments, checked) else 0)


if __name__ == "__main__":
    main()
