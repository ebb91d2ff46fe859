"""Prints how fast rad draws application graphs: the formats by size, and its layout beside graphviz'. Nothing fails."""

import argparse
import pathlib
import shutil
import subprocess

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


def layout(rad: str, work: pathlib.Path, runs: int) -> None:
    """A picture of 100 resources, whole processes: rad from the definition, graphviz from rad's text."""
    dot = shutil.which("dot")
    if dot is None:
        return
    definition, text = work / "graph-100.bicep", work / "graph-100.dot"
    write_application(definition, 100)
    text.write_bytes(subprocess.run([rad, "app", "graph", definition, "-o", "dot"], check=True, capture_output=True).stdout)
    commands = [
        Command("`rad app graph -o svg`, from the definition", [rad, "app", "graph", str(definition), "-o", "svg"]),
        Command("`dot -Tsvg`, from `rad app graph -o dot`", [dot, "-Tsvg", str(text), "-o", str(work / "graph-100.svg")]),
    ]
    compare(commands, 1)
    print("\n| a picture of 100 resources | median | against rad |\n|---|---:|---:|")
    for command in commands:
        print(f"| {command.name} | {command.median * 1000:,.0f} ms | {command.median / commands[0].median:.1f} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rad", required=True)
    parser.add_argument("--work", required=True, type=pathlib.Path)
    parser.add_argument("--runs", type=int, default=20)
    arguments = parser.parse_args()
    rad = str(pathlib.Path(arguments.rad).resolve())
    arguments.work.mkdir(parents=True, exist_ok=True)
    formats(rad, arguments.work, arguments.runs)
    layout(rad, arguments.work, arguments.runs)


main()
