"""Prints how fast rad reads Bicep: whole checks, and its parser beside tree-sitter's.

With `--corpus`, a folder with Bicep files of others, the largest of them is checked, all are parsed, and all modules
(`main.bicep`) are checked one after the other. Without it generated files stand in. Nothing passes or fails.
"""

import argparse
import os
import pathlib
import shutil
import subprocess
import time

import tree_sitter
import tree_sitter_bicep

from applications import write_application
from measure import Command, compare


def parse_with_tree_sitter(files: list[pathlib.Path], rounds: int) -> float:
    """The seconds of the fastest round; nearly all of them are spent in the generated parser."""
    parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_bicep.language()))
    texts = [path.read_bytes() for path in files]
    best = float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        for text in texts:
            parser.parse(text)
        best = min(best, time.perf_counter() - start)
    return best


def parsing(benchmark: pathlib.Path, files: list[pathlib.Path], runs: int) -> None:
    """Both parsers on the same files, in turn."""
    ours, theirs, size = [], [], 0
    for _ in range(runs):
        printed = subprocess.run([benchmark, "3", *files], check=True, capture_output=True, text=True).stdout.split()
        size = int(printed[0])
        ours.append(float(printed[1]))
        theirs.append(parse_with_tree_sitter(files, rounds=1))
    print(f"\n| parsing {len(files)} files, {size / 1e6:.1f} MB | best | MB/s | against rad |\n|---|---:|---:|---:|")
    for name, seconds in (("rad, lossless tree", ours), ("tree-sitter-bicep", theirs)):
        best = min(seconds)
        print(f"| {name} | {best * 1000:.0f} ms | {size / best / 1e6:.1f} | {best / min(ours):.1f} |")


def checking(rad: str, largest: pathlib.Path, work: pathlib.Path, runs: int) -> None:
    """The largest file there is, and files of growing size."""
    # Status 1: a file of others may name a module that is not in the cache.
    command = Command("largest", [rad, "bicep", "lint", str(largest)], statuses=(0, 1))
    compare([command], runs)
    print("\n| `rad bicep lint` | size | median | best | memory |\n|---|---:|---:|---:|---:|")
    show(f"the largest file, `{largest.parent.name}/{largest.name}`", largest, command)
    for containers in (100, 1_000, 10_000):
        path = work / f"{containers}.bicep"
        write_application(path, containers)
        command = Command("generated", [rad, "bicep", "lint", str(path)])
        compare([command], max(3, runs // 3))
        show(f"{containers:,} containers", path, command)


def show(name: str, path: pathlib.Path, command: Command) -> None:
    size = path.stat().st_size / 1000
    times = f"{command.median * 1000:.1f} ms | {command.best * 1000:.1f} ms"
    print(f"| {name} | {size:,.0f} kB | {times} | {command.memory:.0f} MiB |", flush=True)


def modules(rad: str, files: list[pathlib.Path]) -> None:
    """All modules in one go, a process each."""
    start, slowest = time.perf_counter(), 0.0
    for path in files:
        begin = time.perf_counter()
        subprocess.run([rad, "bicep", "lint", str(path)], capture_output=True, timeout=60)
        slowest = max(slowest, time.perf_counter() - begin)
    total = time.perf_counter() - start
    print(f"\n{len(files)} modules checked, a process each: {total:.1f} s, the slowest {slowest * 1000:.0f} ms")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rad", type=pathlib.Path, required=True)
    parser.add_argument("--parser", type=pathlib.Path, required=True, help="the built ParserBenchmark")
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--corpus", type=pathlib.Path)
    parser.add_argument("--runs", type=int, default=15)
    options = parser.parse_args()
    rad = str(options.rad.resolve())
    options.work.mkdir(parents=True, exist_ok=True)
    if options.corpus:
        os.environ.setdefault("RAD_CACHE_DIR", str(options.corpus.resolve() / "cache"))
        files = sorted(options.corpus.resolve().rglob("*.bicep"))
    else:
        files = [options.work / f"{count}.bicep" for count in (10, 20, 50, 100)]
        for path in files:
            write_application(path, int(path.stem))
    largest = max(files, key=lambda path: path.stat().st_size)
    checking(rad, largest, options.work, options.runs)
    parsing(options.parser.resolve(), files, runs=3)
    if options.corpus:
        modules(rad, [path for path in files if path.name == "main.bicep"])
    shutil.rmtree(options.work, ignore_errors=True)


if __name__ == "__main__":
    main()
