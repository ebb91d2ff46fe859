"""Measures whole processes: wall time and peak memory, several commands in turn in one run."""

import os
import statistics
import time
from dataclasses import dataclass, field
from typing import Callable


@dataclass
class Command:
    name: str
    arguments: list[str]
    folder: str = "."
    before: Callable[[], None] | None = None
    seconds: list[float] = field(default_factory=list)
    kibibytes: list[int] = field(default_factory=list)

    def run(self, counted: bool) -> None:
        if self.before:
            self.before()
        null = os.open(os.devnull, os.O_RDWR)
        start = time.perf_counter()
        pid = os.fork()
        if pid == 0:
            os.chdir(self.folder)
            os.dup2(null, 0)
            os.dup2(null, 1)
            os.execv(self.arguments[0], self.arguments)
        _, status, usage = os.wait4(pid, 0)
        elapsed = time.perf_counter() - start
        os.close(null)
        if os.waitstatus_to_exitcode(status) != 0:
            raise SystemExit(f"{self.name} failed: {' '.join(self.arguments)}")
        if counted:
            self.seconds.append(elapsed)
            self.kibibytes.append(usage.ru_maxrss)

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    @property
    def memory(self) -> float:
        return max(self.kibibytes) / 1024


def compare(commands: list[Command], runs: int) -> None:
    """Runs the commands in turn, so that a change of the machine's speed meets all of them."""
    for command in commands:
        command.run(counted=False)
    for _ in range(runs):
        for command in commands:
            command.run(counted=True)
