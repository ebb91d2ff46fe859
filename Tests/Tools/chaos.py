#!/usr/bin/env python3
"""Kills rad, disturbs its connection, and runs many at once; says whether the next run puts everything right.

    chaos.py kill     --rad RAD --runs N [--kubeconfig FILE [--state cluster]] [--every]
    chaos.py faults   --rad RAD --runs N --kubeconfig FILE [--state cluster] [--wait]
    chaos.py together --rad RAD --runs N [--kubeconfig FILE [--state cluster]]

`kill` ends rad with SIGKILL in the middle of a deployment, an update or a removal of the sample: at the nth change of a
file, or with a cluster at the nth request, before it is passed on, after the server has carried it out, or after the
answer; with --every at each of them in turn, else at random ones and at random moments. `faults` puts a proxy between rad
and a real API server that drops, resets, delays and truncates, and answers 429, 500 and 503; with --wait, rad waits for what
it applies, which the tool makes ready as controllers would, and watches end as stale. `together` starts N deployments at
once. After each run, a run without trouble must converge; then what is there is compared with what a run
without any trouble makes. Prints a line for each trouble and a last line with the counts; exits 1 if anything was
orphaned, lost or duplicated, did not converge, or failed without saying why.
"""

import argparse
import collections
import json
import os
import pathlib
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

from fault_proxy import TROUBLES, Cluster, FaultProxy

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
SAMPLE = ROOT / "samples" / "traderx"
LIMIT = 180
KINDS = [
    "/api/v1/namespaces", "/api/v1/secrets", "/api/v1/services", "/api/v1/serviceaccounts", "/api/v1/configmaps",
    "/api/v1/persistentvolumeclaims", "/apis/apps/v1/deployments", "/apis/apps/v1/statefulsets",
    "/apis/batch/v1/jobs", "/apis/networking.k8s.io/v1/ingresses", "/apis/networking.k8s.io/v1/networkpolicies",
    "/apis/rbac.authorization.k8s.io/v1/roles", "/apis/rbac.authorization.k8s.io/v1/rolebindings",
    "/apis/projectcontour.io/v1/httpproxies",
]
PROXIES = """
{"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition",
"metadata":{"name":"httpproxies.projectcontour.io"},"spec":{"group":"projectcontour.io","scope":"Namespaced",
"names":{"plural":"httpproxies","singular":"httpproxy","kind":"HTTPProxy","listKind":"HTTPProxyList"},
"versions":[{"name":"v1","served":true,"storage":true,
"schema":{"openAPIV3Schema":{"type":"object","x-kubernetes-preserve-unknown-fields":true}}}]}}
"""


class Place:
    """A folder with the sample, a home, and a workspace in which it is deployed."""

    name = "kubernetes"

    def __init__(self, rad: str, folder: pathlib.Path):
        self.rad, self.folder = rad, folder
        folder.mkdir(parents=True, exist_ok=True)
        (folder / ".git").mkdir(exist_ok=True)
        for part in ("app.bicep", "next.bicep"):
            shutil.copy(SAMPLE / part, folder)
        for part in ("environments", "recipes"):
            shutil.copytree(SAMPLE / part, folder / part, dirs_exist_ok=True)
        self.variables = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "NO_COLOR": "1"}

    def arguments(self, command: str) -> list[str]:
        if command == "environment":
            return ["deploy", f"environments/{self.name}.bicep"]
        if command == "delete":
            return ["app", "delete", "traderx", "-e", self.name, "--yes", *self.no_wait]
        file = "app.bicep" if command == "deploy" else "next.bicep"
        return ["deploy", file, "-e", self.name, *self.no_wait]

    no_wait: list[str] = []

    def start(self, command: str, **variables: str) -> subprocess.Popen:
        return subprocess.Popen(
            [self.rad, *self.arguments(command)], cwd=self.folder, env=self.variables | variables,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )

    def run(self, command: str, **variables: str) -> tuple[int, str]:
        return ended(self.start(command, **variables))

    def rad_prints(self, *arguments: str) -> str:
        process = subprocess.run(
            [self.rad, *arguments], cwd=self.folder, env=self.variables, capture_output=True, text=True,
            timeout=LIMIT, stdin=subprocess.DEVNULL,
        )
        return process.stdout + process.stderr

    def is_quiet(self, command: str) -> bool:
        file = "app.bicep" if command == "deploy" else "next.bicep"
        return self.rad_prints("plan", file, "-e", self.name).startswith("No changes: ")

    def settle(self) -> None:
        """What a cluster with controllers does by itself."""

    def objects(self) -> collections.Counter:
        output = self.folder / ".rad/out"
        return collections.Counter(str(path.relative_to(output)) for path in output.rglob("*") if path.is_file())


class ClusterPlace(Place):
    """The same in a workspace that is a real API server."""

    def __init__(self, rad: str, folder: pathlib.Path, kubeconfig: str, state: str, wait: bool):
        super().__init__(rad, folder)
        self.cluster = Cluster(kubeconfig)
        # Others may use the same server: what is looked at is only what is in namespaces of this name.
        self.namespace = f"chaos-{os.getpid()}"
        self.state_namespace = f"{self.namespace}-state"
        environment = folder / "environments/kubernetes.bicep"
        text = environment.read_text()
        environment.write_text(text.replace("namespace string = 'trading'", f"namespace string = '{self.namespace}'"))
        if environment.read_text() == text:
            raise SystemExit("the environment of the sample has no namespace 'trading'")
        if state == "cluster":
            state = f"{{ kind: cluster, namespace: {self.state_namespace} }}"
        self.variables["KUBECONFIG"] = kubeconfig
        (folder / ".rad").mkdir(exist_ok=True)
        (folder / ".rad/config.yaml").write_text(
            "workspaces:\n  default: c\n  items:\n"
            f"    c: {{ connection: {{ kind: kubernetes }}, state: {state} }}\n"
        )
        self.cluster.request("POST", "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", PROXIES)
        while self.cluster.request("GET", "/apis/projectcontour.io/v1/httpproxies")[0] != 200:
            time.sleep(0.05)
        self.no_wait = [] if wait else ["--no-wait"]
        if wait:
            threading.Thread(target=self.play_controllers, daemon=True).start()

    def arguments(self, command: str) -> list[str]:
        arguments = super().arguments(command)
        return arguments + ["--no-wait"] if command == "delete" and not self.no_wait else arguments

    def play_controllers(self) -> None:
        """Makes ready whatever is not, a moment after it was applied: Deployments and routes."""
        while True:
            time.sleep(0.2)
            for path, part, status in (
                ("/apis/apps/v1/deployments", "/status", deployed), ("/apis/projectcontour.io/v1/httpproxies", "", routed)
            ):
                for item in self.items(path):
                    now = status(item)
                    if item.get("status", {}) | now != item.get("status", {}):
                        folder, _, kind = path.rpartition("/")
                        place = f"{folder}/namespaces/{item['metadata']['namespace']}/{kind}/{item['metadata']['name']}"
                        body = json.dumps({"status": now})
                        self.cluster.request("PATCH", place + part, body, "application/merge-patch+json")

    def items(self, path: str, label: str = "radapp.io/deployment") -> list[dict]:
        status, content = self.cluster.request("GET", f"{path}?labelSelector={label}")
        found = json.loads(content).get("items", []) if status == 200 else []
        name = "name" if path == "/api/v1/namespaces" else "namespace"
        return [item for item in found if item["metadata"].get(name, "").startswith(self.namespace)]

    def settle(self) -> None:
        if self.has_controllers():
            end = time.monotonic() + LIMIT
            while any("deletionTimestamp" in item["metadata"] for item in self.items("/api/v1/namespaces")):
                if time.monotonic() > end:
                    raise SystemExit("the cluster does not remove its namespaces")
                time.sleep(0.2)
            return
        for name in [item["metadata"]["name"] for item in self.items("/api/v1/namespaces")]:
            self.finalize(name, unless_wanted=True)

    def has_controllers(self) -> bool:
        """Whether the cluster has more than an API server, and empties namespaces by itself."""
        return self.cluster.request("GET", "/api/v1/namespaces/default/serviceaccounts/default")[0] == 200

    def finalize(self, name: str, unless_wanted: bool) -> None:
        status, content = self.cluster.request("GET", f"/api/v1/namespaces/{name}")
        if status != 200 or unless_wanted and "deletionTimestamp" not in json.loads(content)["metadata"]:
            return
        body = f'{{"apiVersion":"v1","kind":"Namespace","metadata":{{"name":"{name}"}},"spec":{{"finalizers":[]}}}}'
        self.cluster.request("PUT", f"/api/v1/namespaces/{name}/finalize", body)

    def objects(self) -> collections.Counter:
        return collections.Counter(
            f"{path}/{item['metadata'].get('namespace', '')}/{item['metadata']['name']}"
            for path in KINDS for item in self.items(path)
        ) + collections.Counter(
            # What other tools are told of a deployment is precise as soon as nothing is at work.
            f"{item['metadata'].get('namespace', '')}/{item['metadata']['name']}: {item['metadata']['annotations']}"
            for item in self.items("/api/v1/configmaps", "applyset.kubernetes.io/id")
        )


def deployed(deployment: dict) -> dict:
    """The status of a Deployment whose pods all run."""
    count = deployment["spec"].get("replicas", 1)
    status = dict.fromkeys(["replicas", "updatedReplicas", "readyReplicas", "availableReplicas"], count)
    return status | {"observedGeneration": deployment["metadata"]["generation"]}


def routed(_: dict) -> dict:
    """The status of a route that Contour serves."""
    return {"currentStatus": "valid"}


def ended(process: subprocess.Popen) -> tuple[int, str]:
    """How a process ended, and what it printed; one that hangs is ended, and has failed."""
    try:
        output, errors = process.communicate(timeout=LIMIT)
    except subprocess.TimeoutExpired:
        process.kill()
        output, errors = process.communicate()
        return 124, f"{output}{errors}\nhangs for more than {LIMIT} s"
    return process.returncode, output + errors


class Chaos:
    def __init__(self, arguments: argparse.Namespace):
        self.options = arguments
        self.rad = str(pathlib.Path(arguments.rad).resolve())
        self.random = random.Random(arguments.seed)
        self.work = pathlib.Path(tempfile.mkdtemp(prefix="rad-chaos-"))
        self.counts = collections.Counter()
        self.causes = collections.Counter()
        self.reference: dict[str, collections.Counter] = {}

    # What is expected

    def place(self, name: str) -> Place:
        if self.options.kubeconfig:
            return ClusterPlace(
                self.rad, self.work / name, self.options.kubeconfig, self.options.state, self.options.wait
            )
        return Place(self.rad, self.work / name)

    def must(self, place: Place, command: str) -> None:
        status, text = place.run(command)
        place.settle()
        if status != 0:
            raise SystemExit(f"'{command}' failed without any trouble:\n{text}")

    def learn(self, place: Place) -> None:
        """Runs the sample without trouble, and notes what is there then."""
        self.must(place, "environment")
        self.reference["delete"] = place.objects()
        for command in ("deploy", "update"):
            self.must(place, command)
            self.reference[command] = place.objects()
        self.must(place, "delete")
        if place.objects() != self.reference["delete"]:
            raise SystemExit("a removal without any trouble leaves something")

    def check(self, place: Place, command: str, what: str) -> bool:
        """Lets rad put things right, and compares."""
        status, text = place.run(command)
        place.settle()
        if status != 0:
            self.complain("unsettled", f"{what}: '{command}' does not converge: {text}")
            return False
        found, wanted = place.objects(), self.reference[command]
        for name in found - wanted:
            self.complain("duplicated" if wanted[name] else "orphaned", f"{what}, then {command}: {name}")
        for name in wanted - found:
            self.complain("lost", f"{what}, then {command}: {name}")
        if command != "delete" and not place.is_quiet(command):
            self.complain("unsettled", f"{what}, then {command}: a plan is not empty")
        return True

    def complain(self, count: str, text: str) -> None:
        self.counts[count] += 1
        print(f"{count}: {text}", flush=True)

    def note_failure(self, status: int, text: str, what: str) -> None:
        """A failure is clean if it says why, in rad's words."""
        if status == 0:
            self.counts["succeeded anyway"] += 1
            return
        codes = re.findall(r"^error: .*\[(RAD\d+)\]$", text, re.MULTILINE)
        if status == 1 and codes:
            self.counts["failed cleanly"] += 1
            self.causes.update(set(codes))
        else:
            self.complain("failed without saying why", f"{what}: status {status}: {text}")

    # Killing

    def bring_to(self, place: Place, command: str) -> None:
        """What a command starts from: nothing, or what was deployed before."""
        self.must(place, {"deploy": "delete", "update": "deploy", "delete": "update"}[command])

    def next_command(self, command: str) -> str:
        return command if self.random.random() < 0.6 else self.random.choice(["deploy", "update", "delete"])

    def kill_in_folder(self) -> None:
        switch = self.work / "kill-switch.so"
        compiler = shutil.which("clang") or shutil.which("cc")
        source = ROOT / "Tests/Tools/kill-switch.c"
        subprocess.run([compiler, "-shared", "-fPIC", "-o", str(switch), str(source), "-ldl"], check=True)
        base = self.place("base")
        self.learn(base)
        starts = {}
        for command in ("deploy", "update", "delete"):
            self.bring_to(base, command)
            starts[command] = self.work / f"before-{command}"
            shutil.copytree(base.folder, starts[command], symlinks=True)
        for command, number, when in self.moments(lambda command: 400 if command == "deploy" else 250):
            shutil.rmtree(base.folder)
            shutil.copytree(starts[command], base.folder, symlinks=True)
            if when == "time":
                process = base.start(command)
                time.sleep(number)
                process.kill()
            else:
                process = base.start(command, LD_PRELOAD=str(switch), RAD_KILL_AT=str(number), RAD_KILL_WHEN=when)
            status, text = ended(process)
            self.after_kill(base, command, f"{command} killed {when} {number}", status, text)

    def moments(self, most):
        """Commands, and where to kill them; with --every, a command is over when it is not killed any more."""
        commands = ("deploy", "update", "delete")
        if self.options.every:
            for command in commands:
                for when in self.whens:
                    number = 1
                    while True:
                        before = self.counts["killed"]
                        yield command, number, when
                        if self.counts["killed"] == before:
                            break
                        number += self.options.step
            return
        while self.counts["killed"] < self.options.runs:
            command = self.random.choice(commands)
            if self.random.random() < 0.3:
                yield command, self.random.uniform(0, 0.6 if self.options.kubeconfig else 0.15), "time"
            else:
                yield command, self.random.randrange(1, most(command)), self.random.choice(self.whens)

    @property
    def whens(self) -> list[str]:
        return ["before", "carried-out", "after"] if self.options.kubeconfig else ["before", "middle", "after"]

    def after_kill(self, place: Place, command: str, what: str, status: int, text: str) -> None:
        if status == -signal.SIGKILL:
            self.counts["killed"] += 1
            self.counts[f"{command} killed"] += 1
        elif status != 0:
            self.note_failure(status, text, what)
        else:
            self.counts["ended before"] += 1
        place.settle()
        self.check(place, self.next_command(command), what)

    def kill_in_cluster(self) -> None:
        place = self.place("cluster")
        self.learn(place)
        proxy = FaultProxy(place.cluster, self.work)
        victim: list[subprocess.Popen] = []
        for command, number, when in self.moments(lambda command: 110):
            self.bring_to(place, command)
            proxy.requests = 0

            def moment(name: str, current: int) -> None:
                if victim and name == when and current == number:
                    victim[0].kill()

            proxy.moment = moment
            process = place.start(command, KUBECONFIG=str(proxy.kubeconfig))
            victim[:] = [process]
            if when == "time":
                time.sleep(number)
                process.kill()
            status, text = ended(process)
            victim.clear()
            self.after_kill(place, command, f"{command} killed {when} {number}", status, text)
        self.clean(place)

    def clean(self, place: Place) -> None:
        self.must(place, "delete")
        status, text = ended(
            subprocess.Popen(
                [self.rad, "env", "delete", place.name, "--yes", "--no-wait"], cwd=place.folder, env=place.variables,
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            )
        )
        place.settle()
        if status != 0 or place.objects():
            self.complain("orphaned", f"after everything was removed: {text} {dict(place.objects())}")
        if self.options.state == "cluster":
            place.cluster.request("DELETE", f"/api/v1/namespaces/{place.state_namespace}")
            place.finalize(place.state_namespace, unless_wanted=False)

    # Faults

    def faults(self) -> None:
        place = self.place("cluster")
        self.learn(place)
        share = [0.0]
        kinds: list[str] = []
        source = random.Random(self.options.seed)
        guard = threading.Lock()

        def trouble(number: int, method: str, path: str) -> str | None:
            with guard:
                if source.random() >= share[0]:
                    return None
                kind = source.choice(kinds)
            if kind == "stale-watch" and "watch=" not in path:
                return None
            self.counts[kind] += 1
            return kind

        proxy = FaultProxy(place.cluster, self.work, trouble)
        for run in range(self.options.runs):
            command = ("deploy", "update", "delete")[run % 3]
            kinds[:] = [TROUBLES[run % len(TROUBLES)]] if run % 2 else TROUBLES
            share[0] = self.random.choice([0.03, 0.1, 0.3, 0.6])
            what = f"{command} with {share[0]:.0%} of {', '.join(kinds) if len(kinds) < 3 else 'all faults'}"
            status, text = place.run(command, KUBECONFIG=str(proxy.kubeconfig))
            self.counts["disturbed"] += 1
            self.note_failure(status, text, what)
            share[0] = 0.0
            place.settle()
            self.check(place, command, what)
        self.clean(place)

    # Many at once

    def together(self) -> None:
        place = self.place("together")
        self.learn(place)
        for command in ("deploy", "update"):
            processes = [place.start(command) for _ in range(self.options.runs)]
            for status, text in [ended(process) for process in processes]:
                if status == 0:
                    self.counts["deployed"] += 1
                elif status == 1 and "is being worked on by 'rad deploy" in text and "[RAD6020]" in text:
                    self.counts["refused with the holder"] += 1
                else:
                    self.complain("failed without saying why", f"{command} at once: status {status}: {text}")
            verified = place.rad_prints("state", "verify")
            if "all whole" not in verified:
                self.complain("unsettled", f"the state after {self.options.runs} at once: {verified}")
            self.check(place, command, f"{self.options.runs} at once")
        if self.options.kubeconfig:
            self.clean(place)

    def run(self) -> int:
        try:
            if self.options.mode == "faults":
                self.faults()
            elif self.options.mode == "together":
                self.together()
            elif self.options.kubeconfig:
                self.kill_in_cluster()
            else:
                self.kill_in_folder()
        finally:
            if not self.options.keep:
                shutil.rmtree(self.work, ignore_errors=True)
        bad = ("orphaned", "lost", "duplicated", "unsettled", "failed without saying why")
        seen = ", ".join(f"{count} {name}" for name, count in sorted(self.counts.items()) if name not in bad)
        causes = ", ".join(f"{code} {count}" for code, count in sorted(self.causes.items()))
        print(f"{seen}{f' (causes: {causes})' if causes else ''}")
        print(", ".join(f"{name} {self.counts[name]}" for name in bad))
        return 1 if any(self.counts[name] for name in bad) else 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mode", choices=["kill", "faults", "together"])
    parser.add_argument("--rad", required=True)
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--kubeconfig")
    parser.add_argument("--state", choices=["files", "cluster"], default="files")
    parser.add_argument("--every", action="store_true", help="kill at every change or request, one after the other")
    parser.add_argument("--step", type=int, default=1, help="with --every, only at each STEPth")
    parser.add_argument("--wait", action="store_true", help="let rad wait for what the tool makes ready")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", action="store_true", help="leave the folder that it works in")
    sys.exit(Chaos(parser.parse_args()).run())


main()
