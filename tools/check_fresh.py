"""Check that what is generated and committed is fresh.

Every script of this folder that takes ``--check`` is run with it, and the dataset is rebuilt into
a temporary folder and compared byte by byte with ``data/triples``.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from kg.build import build

ROOT = Path(__file__).resolve().parents[1]


def stale_scripts() -> list[str]:
    """Commands that would freshen what is stale."""
    found = []
    for script in sorted((ROOT / "tools").glob("*.py")):
        if script == Path(__file__).resolve() or '"--check"' not in script.read_text("utf-8"):
            continue
        command = [sys.executable, str(script), "--check"]
        print(f"   tools/{script.name}", flush=True)
        if subprocess.run(command, cwd=ROOT, check=False).returncode:
            found.append(f"python tools/{script.name}")
    return found


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file of a folder by its relative path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def stale_dataset() -> list[str]:
    """The command that would freshen the dataset, if it is stale."""
    print("   data/triples", flush=True)
    with tempfile.TemporaryDirectory() as temporary:
        target = Path(temporary) / "triples"
        build(ROOT / "data", target, use_cache=False)
        fresh, committed = files_of(target), files_of(ROOT / "data" / "triples")
    differing = sorted(
        name for name in fresh.keys() | committed.keys() if fresh.get(name) != committed.get(name)
    )
    for name in differing:
        print(f"data/triples/{name} differs from what the build makes.", file=sys.stderr)
    return ["kg build"] if differing else []


def main() -> int:
    """Check everything; print the commands that mend what is stale."""
    stale = stale_scripts() + stale_dataset()
    for command in stale:
        print(f"Stale. Run: {command}", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
