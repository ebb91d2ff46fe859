"""Prints how fast rad is, beside the peers that merely print the finished objects.

Whole processes, release build, rad and the peers in turn in one run. Every run that writes gets a new folder.
The folders should be in memory: the peers write nothing, and a disk's mood is no property of a program.
Nothing here passes or fails; docs/benchmarks.md tells what the figures should be.
"""

import argparse
import pathlib
import shutil

from applications import write_application, write_recipes
from measure import Command, compare

ROOT = pathlib.Path(__file__).resolve().parent.parent


class Bench:
    def __init__(self, rad: pathlib.Path, tools: pathlib.Path, work: pathlib.Path, runs: int):
        self.rad, self.tools, self.work, self.runs = str(rad.resolve()), tools.resolve(), work.resolve(), runs
        self.folders = 0
        shutil.rmtree(self.work, ignore_errors=True)
        self.work.mkdir(parents=True)

    def fresh(self, content: pathlib.Path | None = None) -> pathlib.Path:
        """A new folder with the content of another one."""
        self.folders += 1
        folder = self.work / str(self.folders)
        shutil.copytree(content, folder) if content else folder.mkdir()
        return folder

    def deploys(self, name: str, source: pathlib.Path, *options: str) -> Command:
        """A first deployment of `app.bicep` in `source`."""
        return Command(name, [self.rad, "deploy", "app.bicep", *options], lambda: self.fresh(source))

    def peers(self, output: pathlib.Path) -> tuple[list[Command], int]:
        """kustomize and helm, each made to print the objects in a folder, and how many those are."""
        folder = self.fresh()
        kustomize, chart = folder / "kustomize", folder / "chart"
        kustomize.mkdir()
        (chart / "templates").mkdir(parents=True)
        files = sorted(output.rglob("*.yaml"))
        with (kustomize / "all.yaml").open("w") as together:
            for path in files:
                together.write("---\n" + path.read_text())
        shutil.copy(kustomize / "all.yaml", chart / "templates")
        (kustomize / "kustomization.yaml").write_text("resources: [all.yaml]\n")
        (chart / "Chart.yaml").write_text("apiVersion: v2\nname: bench\nversion: 1.0.0\n")
        return [
            Command("helm template", [str(self.tools / "helm"), "template", "bench", str(chart)]),
            Command("kubectl kustomize", [str(self.tools / "kubectl"), "kustomize", str(kustomize)]),
        ], len(files)

    def version(self) -> None:
        command = Command("`rad version`", [self.rad, "version"])
        compare([command], self.runs * 3)
        self.show("Start", [command])

    def traderx(self) -> None:
        source = self.fresh()
        shutil.copytree(ROOT / "samples/traderx", source, dirs_exist_ok=True)
        for environment in ("kubernetes", "aci"):
            record = [self.rad, "deploy", f"environments/{environment}.bicep"]
            Command("record", record, lambda: source).run()
        deployed = self.fresh(source)
        first = [self.deploys(f"`rad deploy -e {name}`", source, "-e", name) for name in ("kubernetes", "aci")]
        again = Command("the same again, no changes", first[0].arguments, lambda: deployed)
        again.run(counted=False)
        peers, count = self.peers(deployed / ".rad/out/kubernetes")
        compare(first + [again] + peers, self.runs)
        self.show(f"TraderX, {count} objects", first + [again] + peers)

    def recipes(self) -> None:
        """TraderX with nine more resources that recipes provide."""
        source = self.fresh()
        shutil.copytree(ROOT / "samples/traderx", source, dirs_exist_ok=True)
        write_recipes(source / "app.bicep", source / "environments/kubernetes.bicep")
        Command("record", [self.rad, "deploy", "environments/kubernetes.bicep"], lambda: source).run()
        command = Command("`rad plan`", [self.rad, "plan", "app.bicep", "-e", "kubernetes"], lambda: source)
        compare([command], self.runs)
        self.show("TraderX with ten recipes", [command])

    def generated(self, containers: int, runs: int, slow_runs: int = 0) -> list[Command]:
        source = self.fresh()
        write_application(source / "app.bicep", containers)
        commands = [
            Command("`rad plan`", [self.rad, "plan", "app.bicep"], lambda: source),
            self.deploys("`rad deploy`", source),
        ]
        title, slow = f"{containers:,} containers", []
        if slow_runs:
            first = self.fresh(source)
            Command("deploy", commands[1].arguments, lambda: first).run()
            (helm, kustomize), count = self.peers(first / ".rad/out")
            title += f", {count:,} objects"
            commands.append(helm)
            slow.append(kustomize)
        if slow_runs:
            compare(commands, runs)
        else:
            for command in commands:
                compare([command], runs)
        for command in slow:
            for _ in range(slow_runs):
                command.run()
        self.show(title, commands + slow)
        return commands

    def show(self, title: str, commands: list[Command]) -> None:
        """A table in Markdown; times against the first of the commands."""
        print(f"\n| {title} | median | best | against rad | memory |\n|---|---:|---:|---:|---:|")
        for command in commands:
            print(
                f"| {command.name} | {duration(command.median)} | {duration(command.best)} "
                f"| {command.median / commands[0].median:.2f} | {command.memory:.0f} MiB |",
                flush=True,
            )


def duration(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms" if seconds < 1 else f"{seconds:.2f} s"


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
    bench.recipes()
    small = bench.generated(1_000, runs=7, slow_runs=1)
    large = bench.generated(10_000, runs=5)
    print("\nGrowth from 1,000 to 10,000 containers")
    for one, ten in zip(small, large):
        print(f"- {one.name}: {ten.median / one.median:.1f} times (best runs: {ten.best / one.best:.1f})")
    shutil.rmtree(bench.work, ignore_errors=True)


if __name__ == "__main__":
    main()
