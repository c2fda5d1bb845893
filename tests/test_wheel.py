"""What a wheel holds: the explorer works from it as from a clone, with no Node and no network."""

from __future__ import annotations

from pathlib import Path

import pytest

# Not in the environment of the oldest releases: it builds the package, and is no part of it.
wheel = pytest.importorskip("hatchling.builders.wheel")

ROOT = Path(__file__).parents[1]


def test_a_wheel_holds_every_file_of_the_package() -> None:
    builder = wheel.WheelBuilder(str(ROOT))
    held = {file.distribution_path for file in builder.recurse_included_files()}
    package = ROOT / "src"
    static = package / "kg" / "explorer" / "static"
    wanted = {
        path.relative_to(package).as_posix()
        for folder in (static, package / "kg" / "pages" / "static")
        for path in folder.rglob("*")
        if path.is_file()
    }
    assert wanted <= held, f"left out: {sorted(wanted - held)}"
    assert {f"kg/explorer/static/{name}" for name in ("index.html", "js/main.js")} <= held
    assert any(name.endswith("vendor.lock.json") for name in held)
    assert not any("node_modules" in name for name in held)
