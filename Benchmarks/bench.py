"""Prints how fast rad is, beside the peers that merely print the finished objects.

Whole processes, release build, peers and rad in turn in one run; medians. The targets are those that
docs/benchmarks.md explains; nothing here passes or fails.
"""

import argparse
import pathlib
import shutil

import yaml

from applications import write_application
from measure import Command, compare

ROOT = pathlib.Path(__file__).resolve().parent.parent


def objects(folder: pathlib.Path) -> list[dict]:
    return [document for path in sorted(folder.rglob("*.yaml")) for document in yaml.safe_load_all(path.read_text())]


class Bench:
    def __init__(self, rad: pathlib.Path, tools: pathlib.Path, work: pathlib.Path, runs: int):
        self.rad, self.tools, self.work, self.runs = str(rad.resolve()), tools.resolve(), work.resolve(), runs
        shutil.rmtree(self.work, ignore_errors=True)
        self.work.mkdir(parents=True)

    def fresh(self, folder: pathlib.Path):
        return lambda: shutil.rmtree(folder / ".rad", ignore_errors=True)

    def peers(self, name: str, manifests: list[dict]) -> list[Command]:
        """kustomize and helm, each made to print the objects."""
        kustomize, chart = self.work / name / "kustomize", self.work / name / "chart"
        kustomize.mkdir(parents=True)
        (chart / "templates").mkdir(parents=True)
        text = yaml.safe_dump_all(manifests)
        (kustomize / "all.yaml").write_text(text)
        (kustomize / "kustomization.yaml").write_text("resources: [all.yaml]\n")
        (chart / "templates" / "all.yaml").write_text(text)
        (chart / "Chart.yaml").write_text("apiVersion: v2\nname: bench\nversion: 1.0.0\n")
        return [
            Command("kubectl kustomize", [str(self.tools / "kubectl"), "kustomize", str(kustomize)]),
            Command("helm template", [str(self.tools / "helm"), "template", "bench", str(chart)]),
        ]

    def version(self) -> None:
        command = Command("rad version", [self.rad, "version"])
        compare([command], self.runs * 3)
        self.row("start-up", [command])

    def traderx(self) -> None:
        folder = self.work / "traderx"
        shutil.copytree(ROOT / "samples/traderx", folder / "source")
        for environment in ("kubernetes", "aci"):
            setup = Command("setup", [self.rad, "deploy", f"source/environments/{environment}.bicep"], str(folder))
            setup.run(counted=False)
        shutil.copytree(folder / ".rad", folder / "environments")

        def reset() -> None:
            shutil.rmtree(folder / ".rad")
            shutil.copytree(folder / "environments", folder / ".rad")

        deploy = [
            Command(f"rad deploy, {name}", [self.rad, "deploy", "source/app.bicep", "-e", name], str(folder), reset)
            for name in ("kubernetes", "aci")
        ]
        deploy[0].run(counted=False)
        manifests = objects(folder / ".rad/out/kubernetes")
        unchanged = Command("rad deploy, nothing changed", deploy[0].arguments, str(folder))
        compare(deploy + self.peers("traderx-peers", manifests), self.runs)
        deploy[0].run(counted=False)
        compare([unchanged], self.runs)
        peers = self.peers("traderx-again", manifests)
        compare(peers, self.runs)
        self.row(f"TraderX, {len(manifests)} objects", deploy + [unchanged] + peers)

    def generated(self, containers: int, runs: int, with_peers: bool) -> Command:
        folder = self.work / f"containers-{containers}"
        write_application(folder / "app.bicep", containers)
        plan = Command(f"rad plan", [self.rad, "plan", "app.bicep"], str(folder))
        deploy = Command(f"rad deploy", [self.rad, "deploy", "app.bicep"], str(folder), self.fresh(folder))
        commands = [plan, deploy]
        deploy.run(counted=False)
        manifests = objects(folder / ".rad/out") if with_peers else []
        shutil.rmtree(folder / ".rad")
        if with_peers:
            commands += self.peers(f"containers-{containers}-peers", manifests)
        for command in commands:
            compare([command], runs) if command.name == "kubectl kustomize" else None
        compare([command for command in commands if not command.seconds], runs)
        title = f"{containers:,} containers" + (f", {len(manifests):,} objects" if with_peers else "")
        self.row(title, commands)
        return plan

    def row(self, title: str, commands: list[Command]) -> None:
        print(f"\n{title}")
        first = commands[0].median
        for command in commands:
            print(
                f"  {command.name:<28} {command.median * 1000:10.1f} ms {command.memory:8.1f} MiB"
                f"   x{command.median / first:.2f}"
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rad", type=pathlib.Path, required=True)
    parser.add_argument("--tools", type=pathlib.Path, required=True)
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--runs", type=int, default=15)
    options = parser.parse_args()
    bench = Bench(options.rad, options.tools, options.work, options.runs)
    bench.version()
    bench.traderx()
    thousand = bench.generated(1_000, 3, with_peers=True)
    ten_thousand = bench.generated(10_000, 3, with_peers=False)
    print(f"\n10,000 containers against 1,000: x{ten_thousand.median / thousand.median:.1f}")


if __name__ == "__main__":
    main()
