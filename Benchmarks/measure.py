"""Measures whole processes: wall time and peak memory, several commands in turn in one run."""

import os
import pathlib
import statistics
import time
from dataclasses import dataclass, field
from typing import Callable


@dataclass
class Command:
    """A command; `prepare` gives it a folder of its own for each run, made before the clock starts."""

    name: str
    arguments: list[str]
    prepare: Callable[[], pathlib.Path] = pathlib.Path.cwd
    statuses: tuple[int, ...] = (0,)
    seconds: list[float] = field(default_factory=list)
    kibibytes: list[int] = field(default_factory=list)

    def run(self, counted: bool = True) -> None:
        folder = self.prepare()
        start = time.perf_counter()
        pid = os.fork()
        if pid == 0:
            # A child starts with this process's peak of memory, so this program keeps its own small.
            null = os.open(os.devnull, os.O_RDWR)
            os.chdir(folder)
            os.dup2(null, 0)
            os.dup2(null, 1)
            os.execv(self.arguments[0], self.arguments)
        _, status, usage = os.wait4(pid, 0)
        elapsed = time.perf_counter() - start
        if os.waitstatus_to_exitcode(status) not in self.statuses:
            raise SystemExit(f"{self.name} failed: {' '.join(self.arguments)}")
        if counted:
            self.seconds.append(elapsed)
            self.kibibytes.append(usage.ru_maxrss)

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    @property
    def best(self) -> float:
        return min(self.seconds)

    @property
    def memory(self) -> float:
        """The peak in MiB."""
        return max(self.kibibytes) / 1024


def compare(commands: list[Command], runs: int) -> None:
    """Runs the commands in turn, so that a change of the machine's speed meets all of them."""
    for command in commands:
        command.run(counted=False)
    for _ in range(runs):
        for command in commands:
            command.run()
