"""Measuring one command in a process of its own: CPU seconds, wall seconds, peak memory.

Every figure of ``docs/benchmarks.md`` comes from here. A fresh process for each measurement keeps
caches and memory of one from helping the next; CPU time (user + system, children included) is
what a busy machine distorts least.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Cost:
    """What one process cost, and what it printed as JSON on its last line."""

    cpu: float
    wall: float
    peak_mb: float
    result: Any


def run(code: str, *arguments: str) -> Cost:
    """Run Python code in a fresh process.

    :param code: reads ``sys.argv[1:]``; may print one JSON value as its last line.
    :raises RuntimeError: with its output, when it fails.
    """
    tail = (
        "\nimport resource as _r, json as _j, sys as _s\n"
        "print(_j.dumps(_r.getrusage(_r.RUSAGE_SELF).ru_maxrss), file=_s.stderr)\n"
    )
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", code + tail, *arguments], capture_output=True, text=True, check=False
    )
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise RuntimeError(done.stdout + done.stderr)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    lines = done.stdout.strip().splitlines()
    peak = int(done.stderr.strip().splitlines()[-1]) / 1024
    return Cost(cpu, wall, peak, json.loads(lines[-1]) if lines else None)


def table(head: list[str], rows: list[list[object]]) -> str:
    """A Markdown table."""
    lines = ["| " + " | ".join(head) + " |", "| " + " | ".join("---" for _ in head) + " |"]
    lines += ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows]
    return "\n".join(lines)


def number(value: float) -> str:
    """A figure with three digits that mean something."""
    if value >= 1000:
        return f"{value:,.0f}"
    return f"{value:.3g}" if value else "0"
