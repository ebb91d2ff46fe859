"""Prints how fast rad draws application graphs: each format by size. Nothing fails."""

import argparse
import itertools
import pathlib
import shutil
import subprocess

from applications import write_application, write_chain, write_loop, write_short
from measure import Command, compare


def formats(rad: str, work: pathlib.Path, runs: int) -> None:
    """Every format, from the definition and from the state that a deployment of it leaves; as many from one loop, and
    from declarations of a few lines and their state.

    Not the pictures of 10,000 resources, which nobody can look at.
    """
    print("| `rad app graph` | from | resources | median | best | times `rad version` | memory |")
    print("|---|---|---:|---:|---:|---:|---:|")
    for containers in (500, 2_000, 10_000):
        path, loop, short = (work / f"{kind}-{containers}.bicep" for kind in ("graph", "loop", "short"))
        write_application(path, containers)
        write_loop(loop, containers)
        write_short(short, containers)
        names = ["text", "json", "dot", "mermaid", "svg", "html"] if containers <= 500 else ["text", "json", "dot"]
        deployed = deployment(rad, path, work / f"graph-{containers}")
        shortly_deployed = deployment(rad, short, work / f"short-{containers}")
        start = Command("start", [rad, "version"])
        definition = [Command(name, [rad, "app", "graph", str(path.resolve()), "-o", name]) for name in names]
        looped = [Command(name, [rad, "app", "graph", str(loop.resolve()), "-o", name]) for name in names[:3]]
        brief = [Command(name, [rad, "app", "graph", str(short.resolve()), "-o", name]) for name in names[:3]]
        deployed_graph = [rad, "app", "graph", "bench", "-o"]
        state = [Command(name, [*deployed_graph, name], lambda: deployed) for name in names]
        brief_state = [Command(name, [*deployed_graph, name], lambda: shortly_deployed) for name in names[:3]]
        measured = {
            "definition": definition,
            "short": brief,
            "loop": looped,
            "state": state,
            "short state": brief_state,
        }
        compare([start, *itertools.chain(*measured.values())], runs if containers <= 500 else max(3, runs // 4))
        for source, commands in measured.items():
            for command in commands:
                times = f"{command.median * 1000:,.0f} ms | {command.best * 1000:,.0f} ms"
                ratio = f"{command.best / start.best:.0f}"
                sizes = f"{containers:,} | {times} | {ratio} | {command.memory:.0f} MiB"
                print(f"| `-o {command.name}` | {source} | {sizes} |", flush=True)


def deployment(rad: str, path: pathlib.Path, folder: pathlib.Path) -> pathlib.Path:
    """A folder in which the application was deployed, and nothing else."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    Command("deploy", [rad, "deploy", str(path.resolve())], lambda: folder).run()
    shutil.rmtree(folder / ".rad/out")
    return folder


def chains(rad: str, work: pathlib.Path, runs: int) -> None:
    """Pictures of the graph with the longest edges: time and size should grow with it, not with its square."""
    print("\n| a chain with long edges | resources | median | best | size |\n|---|---:|---:|---:|---:|")
    for containers in (500, 1_000, 2_000):
        path = work / f"chain-{containers}.bicep"
        write_chain(path, containers)
        picture = subprocess.run([rad, "app", "graph", str(path), "-o", "svg"], check=True, capture_output=True).stdout
        command = Command("svg", [rad, "app", "graph", str(path), "-o", "svg"])
        compare([command], max(3, runs // 4))
        times = f"{command.median * 1000:,.0f} ms | {command.best * 1000:,.0f} ms"
        print(f"| `-o svg` | {containers:,} | {times} | {len(picture) / 1e6:.1f} MB |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rad", required=True)
    parser.add_argument("--work", required=True, type=pathlib.Path)
    parser.add_argument("--runs", type=int, default=20)
    arguments = parser.parse_args()
    rad = str(pathlib.Path(arguments.rad).resolve())
    arguments.work.mkdir(parents=True, exist_ok=True)
    formats(rad, arguments.work, arguments.runs)
    chains(rad, arguments.work, arguments.runs)


main()
