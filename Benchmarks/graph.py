"""Prints how fast rad draws application graphs: each format by size. Nothing fails."""

import argparse
import pathlib
import subprocess

from applications import write_application, write_chain
from measure import Command, compare


def formats(rad: str, work: pathlib.Path, runs: int) -> None:
    """Every format, from the definition; not the pictures of 10,000 resources, which nobody can look at."""
    print("| `rad app graph` | resources | median | best | memory |\n|---|---:|---:|---:|---:|")
    for containers in (500, 10_000):
        path = work / f"graph-{containers}.bicep"
        write_application(path, containers)
        names = ["text", "json", "dot", "mermaid", "svg", "html"] if containers <= 500 else ["text", "json", "dot"]
        commands = [Command(name, [rad, "app", "graph", str(path), "-o", name]) for name in names]
        compare(commands, runs if containers <= 500 else max(3, runs // 4))
        for command in commands:
            times = f"{command.median * 1000:,.0f} ms | {command.best * 1000:,.0f} ms"
            print(f"| `-o {command.name}` | {containers:,} | {times} | {command.memory:.0f} MiB |", flush=True)


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
