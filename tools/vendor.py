"""The explorer's libraries: exactly what their packages ship, with their hashes.

``python tools/vendor.py``           fetch every library with npm and write it anew
``python tools/vendor.py --check``   hash what is there; says what is missing, changed or unknown

To update one, change its version below and run the first. A file's name carries its version, so the
doors in ``static/js/vendor/`` have to be told as well. Which registry is asked, and through which
proxy, is the business of npm's own configuration; the hashes are the same from any.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[1] / "src/kg/explorer/static/vendor"
LOCK = FOLDER / "vendor.lock.json"
#: Package, version, licence (SPDX), and its files: path in the package, name here.
LIBRARIES: list[tuple[str, str, str, dict[str, str]]] = [
    ("sigma", "3.0.3", "MIT", {"dist/sigma.min.js": "sigma-{version}.min.js"}),
    ("graphology", "0.26.0", "MIT", {"dist/graphology.umd.min.js": "graphology-{version}.min.js"}),
    ("d3", "7.9.2", "ISC", {"dist/d3.min.js": "d3-{version}.min.js"}),
    (
        "topojson-client", "3.1.0", "ISC",
        {"dist/topojson-client.min.js": "topojson-client-{version}.min.js"},
    ),
    (
        "world-atlas", "2.0.2", "ISC",
        {"countries-110m.json": "world-atlas-{version}-countries-110m.json"},
    ),
    (
        "@zazuko/yasgui", "4.6.2", "MIT",
        {
            "build/yasgui.min.js": "zazuko-yasgui-{version}.min.js",
            "build/yasgui.min.css": "zazuko-yasgui-{version}.min.css",
        },
    ),
    (
        "@fontsource-variable/inter", "5.3.0", "OFL-1.1",
        {
            "files/inter-latin-wght-normal.woff2": "inter-{version}-latin.woff2",
            "files/inter-latin-ext-wght-normal.woff2": "inter-{version}-latin-ext.woff2",
        },
    ),
    (
        "@fontsource-variable/source-serif-4", "5.3.1", "OFL-1.1",
        {
            "files/source-serif-4-latin-wght-normal.woff2": "source-serif-{version}-latin.woff2",
            "files/source-serif-4-latin-ext-wght-normal.woff2":
                "source-serif-{version}-latin-ext.woff2",
        },
    ),
    (
        "@fontsource-variable/vazirmatn", "5.3.0", "OFL-1.1",
        {"files/vazirmatn-arabic-wght-normal.woff2": "vazirmatn-{version}-arabic.woff2"},
    ),
]  # fmt: skip
_LICENCES = ("LICENSE", "LICENSE.txt", "LICENSE.md", "LICENCE", "license")


def digest(data: bytes) -> str:
    """SHA-512 as npm and Subresource Integrity write it."""
    return "sha512-" + base64.b64encode(hashlib.sha512(data).digest()).decode()


def problems(folder: Path = FOLDER) -> list[str]:
    """What differs from the lock; empty when nothing does."""
    try:
        lock = json.loads((folder / LOCK.name).read_text("utf-8"))
    except (OSError, ValueError) as error:
        return [f"{LOCK.name} cannot be read: {error}"]
    found = []
    for name, entry in lock.items():
        path = folder / name
        if not path.is_file():
            found.append(f"{name} is missing")
        elif digest(path.read_bytes()) != entry["integrity"]:
            found.append(f"{name} is not what the lock says")
        elif entry["version"] not in name:
            found.append(f"{name} does not carry its version, {entry['version']}")
    known = {*lock, LOCK.name}
    found += [
        f"{path.name} is not in the lock"
        for path in sorted(folder.iterdir())
        if path.name not in known
    ]
    wanted = {(package, version) for package, version, _, _ in LIBRARIES}
    locked = {(entry["package"], entry["version"]) for entry in lock.values()}
    found += [
        f"{name} {version} is listed and not there" for name, version in sorted(wanted - locked)
    ]
    return found


def fetch() -> None:
    """Fetch everything; nothing is written before all of it is here and what npm says it is."""
    files: dict[str, bytes] = {}
    lock: dict[str, Any] = {}
    locked = _locked()
    for package, version, licence, wanted in LIBRARIES:
        data = _packed(package, version)
        if digest(data) != locked.get((package, version), digest(data)):
            raise SystemExit(f"{package} {version} is not what it was when it was locked.")
        members = _members(data)
        text = next((name for name in _LICENCES if name in members), None)
        short = package.replace("@", "").replace("/", "-")
        if text is None:
            text = "(written by tools/vendor.py)"
            members[text] = _stated(package, version, licence, json.loads(members["package.json"]))
        wanted = {**wanted, text: f"{short}-{{version}}.LICENSE.txt"}
        for inside, name in wanted.items():
            target = name.format(version=version)
            files[target] = members[inside]
            lock[target] = {
                "package": package, "version": version, "licence": licence, "path": inside,
                "tarball_integrity": digest(data), "integrity": digest(members[inside]),
            }  # fmt: skip
    FOLDER.mkdir(parents=True, exist_ok=True)
    for path in FOLDER.iterdir():
        if path.name not in files and path != LOCK:
            path.unlink()
    for name, data in files.items():
        _write(FOLDER / name, data)
    _write(LOCK, (json.dumps(lock, indent=1, sort_keys=True) + "\n").encode())


def _packed(package: str, version: str) -> bytes:
    """The tarball of a package, as its registry has it."""
    name = f"{package}@{version}"
    expected = json.loads(_npm("view", name, "dist.integrity"))
    with tempfile.TemporaryDirectory() as folder:
        packed = json.loads(_npm("pack", name, "--ignore-scripts", "--pack-destination", folder))
        data = (Path(folder) / packed[0]["filename"]).read_bytes()
    if digest(data) != expected:
        raise SystemExit(f"{name} is not what its registry says it is.")
    return data


def _npm(*words: str) -> bytes:
    try:
        return subprocess.run(["npm", *words, "--json"], check=True, stdout=subprocess.PIPE).stdout
    except FileNotFoundError:
        raise SystemExit("npm is not there; it comes with Node.js.") from None
    except subprocess.CalledProcessError as error:
        raise SystemExit(f"`npm {' '.join(words)}` failed ({error.returncode}).") from None


def _locked() -> dict[tuple[str, str], str]:
    """Hashes of the tarballs that the lock names, by package and version."""
    if not LOCK.exists():
        return {}
    entries = json.loads(LOCK.read_text("utf-8")).values()
    return {(entry["package"], entry["version"]): entry["tarball_integrity"] for entry in entries}


def _stated(package: str, version: str, licence: str, manifest: dict[str, Any]) -> bytes:
    """The licence of a package that ships no text of it, as its manifest states it."""
    if licence != "MIT" or manifest.get("license") != "MIT":
        raise SystemExit(f"{package} {version} ships no licence.")
    people = [manifest.get("author", ""), *manifest.get("contributors", [])]
    names = ", ".join(one if isinstance(one, str) else one.get("name", "") for one in people if one)
    head = (
        f"{package} {version} ships no text of its licence. Its package.json states: MIT; "
        f"by {names}.\nThe MIT License reads:\n\n"
    )
    return (head + _MIT).encode()


_MIT = """\
Permission is hereby granted, free of charge, to any person obtaining a copy of this software and
associated documentation files (the "Software"), to deal in the Software without restriction,
including without limitation the rights to use, copy, modify, merge, publish, distribute,
sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or
substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT
NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND
NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES
OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN
CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""


def _members(data: bytes) -> dict[str, bytes]:
    """Files of a tarball by their path in the package."""
    found = {}
    with tarfile.open(fileobj=io.BytesIO(data), mode="r:gz") as archive:
        for member in archive:
            stream = archive.extractfile(member) if member.isfile() else None
            if stream is not None:
                found[member.name.partition("/")[2]] = stream.read()
    return found


def _write(path: Path, data: bytes) -> None:
    temporary = path.with_name(f".{path.name}.new")
    temporary.write_bytes(data)
    temporary.replace(path)


if __name__ == "__main__":
    if "--check" not in sys.argv[1:]:
        fetch()
    wrong = problems()
    for line in wrong:
        print(line, file=sys.stderr)
    sys.exit(bool(wrong))
