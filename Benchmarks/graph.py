"""Prints how fast rad draws application graphs: each format by size. Nothing fails."""

import argparse
import pathlib

from applications import write_application
from measure import Command, compare


def formats(rad: str, work: pathlib.Path, runs: int) -> None:
    """Every format, from the definition."""
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rad", required=True)
    parser.add_argument("--work", required=True, type=pathlib.Path)
    parser.add_argument("--runs", type=int, default=20)
    arguments = parser.parse_args()
    rad = str(pathlib.Path(arguments.rad).resolve())
    arguments.work.mkdir(parents=True, exist_ok=True)
    formats(rad, arguments.work, arguments.runs)


main()
