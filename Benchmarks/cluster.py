"""Prints how fast rad deploys many objects to a cluster, beside kubectl, helm and curl on the same server in the same run.

    Scripts/kubernetes.sh PROGRAMS FOLDER python3 Benchmarks/cluster.py --rad RAD [--kubectl FILE] [--helm FILE]

As many Deployments, Services and Secrets as --sizes says, each time in a new namespace: the first time, and once more when
all is there already. curl sends the same requests over one HTTP/2 connection, many at once, which is what the server can
do; when all is there it asks for three lists. Requests are those that the server counted. The cluster is the one that
RAD_TEST_KUBECONFIG names: only for one that may be filled and emptied. Nothing here passes or fails.
"""

import argparse
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "Tests/Tools"))
from fault_proxy import Cluster  # noqa: E402

DEFINITION = """extension radius
extension kubernetes with { kubeConfig: '', namespace: 'default' } as k8s

param environment string
param namespace string
param count int

resource app 'Radius.Core/applications@2025-08-01-preview' = {
  name: 'bench'
  properties: {
    environment: environment
  }
}

resource deployments 'k8s:apps/Deployment@v1' = [for index in range(0, count): {
  metadata: { name: 'service-${index}', namespace: namespace, labels: { app: 'service-${index}' } }
  spec: {
    replicas: 1
    selector: { matchLabels: { app: 'service-${index}' } }
    template: {
      metadata: { labels: { app: 'service-${index}' } }
      spec: {
        containers: [
          {
            name: 'web'
            image: 'registry.example/service-${index}:1.0'
            ports: [{ containerPort: 8080 }]
            env: [{ name: 'LOG_LEVEL', value: 'info' }, { name: 'SERVICE_NAME', value: 'service-${index}' }]
          }
        ]
      }
    }
  }
}]

resource services 'k8s:core/Service@v1' = [for index in range(0, count): {
  metadata: { name: 'service-${index}', namespace: namespace }
  spec: {
    selector: { app: 'service-${index}' }
    ports: [{ port: 80, targetPort: 8080, protocol: 'TCP' }]
  }
}]

resource secrets 'k8s:core/Secret@v1' = [for index in range(0, count): {
  metadata: { name: 'service-${index}', namespace: namespace }
  stringData: { password: 'secret-${index}' }
}]
"""
PATHS = {
    "Deployment": "/apis/apps/v1/namespaces/{}/deployments",
    "Service": "/api/v1/namespaces/{}/services",
    "Secret": "/api/v1/namespaces/{}/secrets",
}


def manifests(namespace: str, count: int) -> list[dict]:
    """The same objects as the definition's."""
    found = []
    for index in range(count):
        name = f"service-{index}"
        container = {
            "name": "web", "image": f"registry.example/{name}:1.0", "ports": [{"containerPort": 8080}],
            "env": [{"name": "LOG_LEVEL", "value": "info"}, {"name": "SERVICE_NAME", "value": name}],
        }
        found.append({
            "apiVersion": "apps/v1", "kind": "Deployment",
            "metadata": {"name": name, "namespace": namespace, "labels": {"app": name}},
            "spec": {
                "replicas": 1, "selector": {"matchLabels": {"app": name}},
                "template": {"metadata": {"labels": {"app": name}}, "spec": {"containers": [container]}},
            },
        })
        found.append({
            "apiVersion": "v1", "kind": "Service", "metadata": {"name": name, "namespace": namespace},
            "spec": {"selector": {"app": name}, "ports": [{"port": 80, "targetPort": 8080, "protocol": "TCP"}]},
        })
        found.append({
            "apiVersion": "v1", "kind": "Secret", "metadata": {"name": name, "namespace": namespace},
            "stringData": {"password": f"secret-{index}"},
        })
    return found


class Bench:
    def __init__(self, options: argparse.Namespace):
        self.options = options
        self.kubeconfig = os.environ["RAD_TEST_KUBECONFIG"]
        self.cluster = Cluster(self.kubeconfig)
        self.rad = str(pathlib.Path(options.rad).resolve())
        self.work = pathlib.Path(options.work)
        shutil.rmtree(self.work, ignore_errors=True)
        self.variables = {
            "PATH": os.environ["PATH"], "KUBECONFIG": self.kubeconfig, "NO_COLOR": "1",
            "HOME": str(self.work / "home"),
        }
        text = subprocess.run([self.rad, "deploy", "--help"], capture_output=True, text=True).stdout
        self.no_wait = ["--no-wait"] if "--no-wait" in text else []
        self.number = 0

    def counted(self) -> int:
        """How many requests the server has answered but those for its own figures and those of its own parts."""
        _, content = self.cluster.request("GET", "/metrics")
        total = 0
        for line in content.decode().splitlines():
            if line.startswith("apiserver_request_total{") and 'resource="leases"' not in line:
                total += int(float(line.rsplit(" ", 1)[1]))
        return total

    def fresh(self, tool: str, count: int) -> tuple[str, pathlib.Path]:
        """A new namespace, and a folder with what the tool reads."""
        self.number += 1
        namespace = f"bench-{self.number}"
        body = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": namespace}}
        self.cluster.request("POST", "/api/v1/namespaces", json.dumps(body))
        folder = self.work / namespace
        folder.mkdir(parents=True)
        shutil.rmtree(self.work / "home", ignore_errors=True)
        (self.work / "home/.rad").mkdir(parents=True)
        if tool.startswith("rad"):
            state = "cluster" if tool.endswith("cluster") else "files"
            (self.work / "home/.rad/config.yaml").write_text(
                f"workspaces: {{ default: c, items: {{ c: {{ connection: {{ kind: kubernetes }}, state: {state} }} }} }}\n"
            )
            (folder / ".git").mkdir()
            (folder / "app.bicep").write_text(DEFINITION)
            (folder / "environment.bicep").write_text(
                "extension radius\nresource environment 'Radius.Core/environments@2025-08-01-preview' = {\n"
                f"  name: 'default'\n  properties: {{ providers: {{ kubernetes: {{ namespace: '{namespace}' }} }} }}\n}}\n"
            )
            self.run([self.rad, "deploy", "environment.bicep"], folder)
        elif tool == "kubectl":
            (folder / "all.yaml").write_text("---\n".join(json.dumps(item) + "\n" for item in manifests(namespace, count)))
        elif tool == "helm":
            (folder / "templates").mkdir()
            (folder / "Chart.yaml").write_text("apiVersion: v2\nname: bench\nversion: 1.0.0\n")
            text = "---\n".join(json.dumps(item) + "\n" for item in manifests(namespace, count))
            (folder / "templates/all.yaml").write_text(text)
        else:
            self.write_requests(folder, namespace, count)
        return namespace, folder

    def write_requests(self, folder: pathlib.Path, namespace: str, count: int) -> None:
        (folder / "bodies").mkdir()
        parts = []
        for number, item in enumerate(manifests(namespace, count)):
            body = folder / f"bodies/{number}.json"
            body.write_text(json.dumps(item))
            path = PATHS[item["kind"]].format(namespace)
            parts.append(
                f'url = "{self.cluster.server}{path}/{item["metadata"]["name"]}?fieldManager=curl&force=false"\n'
                f'request = "PATCH"\ndata-binary = "@{body}"\nheader = "Content-Type: application/apply-patch+yaml"\n'
                + self.common(folder)
            )
        (folder / "apply").write_text("next\n".join(parts))
        lists = [f'url = "{self.cluster.server}{path.format(namespace)}"\n' + self.common(folder) for path in PATHS.values()]
        (folder / "lists").write_text("next\n".join(lists))

    def common(self, folder: pathlib.Path) -> str:
        return (
            f'header = "Authorization: Bearer {self.cluster.token}"\ncacert = "{self.cluster.authority}"\n'
            f'output = "/dev/null"\nsilent\nfail\nhttp2\n'
        )

    def run(self, command: list[str], folder: pathlib.Path) -> None:
        process = subprocess.run(
            command, cwd=folder, env=self.variables, capture_output=True, text=True, stdin=subprocess.DEVNULL
        )
        if process.returncode != 0:
            raise SystemExit(f"{' '.join(command)} failed:\n{process.stdout[-2000:]}{process.stderr[-2000:]}")

    def command(self, tool: str, namespace: str, folder: pathlib.Path, count: int, again: bool) -> list[str]:
        if tool.startswith("rad"):
            return [self.rad, "deploy", "app.bicep", "-p", f"namespace={namespace}", "-p", f"count={count}", *self.no_wait]
        if tool == "kubectl":
            return [self.options.kubectl, "apply", "--server-side", "-f", "all.yaml"]
        if tool == "helm":
            return [self.options.helm, "upgrade" if again else "install", "bench", ".", "--namespace", namespace]
        width = str(self.options.width)
        return ["curl", "--parallel", "--parallel-immediate", "--parallel-max", width, "--config", "lists" if again else "apply"]

    def check(self, namespace: str, count: int) -> None:
        for path in PATHS.values():
            _, content = self.cluster.request("GET", path.format(namespace))
            found = sum(item["metadata"]["name"].startswith("service-") for item in json.loads(content)["items"])
            if found != count:
                raise SystemExit(f"{found} of {count} objects are at {path.format(namespace)}")

    def remove(self, namespace: str) -> None:
        for kind, path in PATHS.items():
            if kind == "Service":
                # Old servers cannot remove all Services at once.
                names = [f"{path.format(namespace)}/service-{index}" for index in range(self.count)]
                connection = self.cluster.connect()
                for name in names:
                    connection.request("DELETE", name, headers={"Authorization": f"Bearer {self.cluster.token}"})
                    connection.getresponse().read()
            else:
                self.cluster.request("DELETE", path.format(namespace))
        self.cluster.request("DELETE", f"/api/v1/namespaces/{namespace}")
        body = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": namespace}, "spec": {"finalizers": []}}
        self.cluster.request("PUT", f"/api/v1/namespaces/{namespace}/finalize", json.dumps(body))

    def measure(self, tools: list[str], count: int) -> None:
        self.count = count
        times: dict[tuple[str, bool], list[float]] = {}
        requests: dict[tuple[str, bool], int] = {}
        for _ in range(self.options.runs):
            for tool in tools:
                namespace, folder = self.fresh(tool, count)
                for again in (False, True):
                    before = self.counted()
                    start = time.perf_counter()
                    self.run(self.command(tool, namespace, folder, count, again), folder)
                    times.setdefault((tool, again), []).append(time.perf_counter() - start)
                    requests[tool, again] = self.counted() - before
                self.check(namespace, count)
                self.remove(namespace)
                if tool.endswith("cluster"):
                    self.cluster.request("DELETE", "/api/v1/namespaces/rad-state/secrets")
        print(f"\n| {count:,} Deployments, Services and Secrets each | first time | best | requests | again | best | requests |")
        print("|---|---:|---:|---:|---:|---:|---:|")
        for tool in tools:
            cells = []
            for again in (False, True):
                all_times = times[tool, again]
                cells.append(
                    f"{statistics.median(all_times):.2f} s | {min(all_times):.2f} s | {requests[tool, again]:,}"
                )
            print(f"| {tool} | {' | '.join(cells)} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rad", required=True)
    parser.add_argument("--kubectl", default=shutil.which("kubectl"))
    parser.add_argument("--helm", default=shutil.which("helm"))
    parser.add_argument("--work", default="/dev/shm/rad-cluster-bench")
    parser.add_argument("--sizes", type=int, nargs="+", default=[300, 1000])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--width", type=int, default=64, help="how many requests of curl are under way at once")
    parser.add_argument("--only", nargs="+", help="only these of rad, rad-cluster, kubectl, helm, curl")
    options = parser.parse_args()
    for tool in ("kubectl", "helm"):
        if path := getattr(options, tool):
            setattr(options, tool, str(pathlib.Path(path).resolve()))
    tools = ["rad", "rad-cluster", "kubectl", "helm", "curl"]
    present = [t for t in tools if t not in ("kubectl", "helm") or getattr(options, t)]
    bench = Bench(options)
    for size in options.sizes:
        bench.measure([tool for tool in present if not options.only or tool in options.only], size)


main()
