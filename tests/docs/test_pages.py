"""The pages for people: their examples are executed, their links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from . import pages

ROOT = Path(__file__).parents[2]
#: Pages whose executable blocks all carry a marker.
EXECUTED = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "docs" / "tutorial.md"]
ALL = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])

_LINK = re.compile(r"(?<!\!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("page", EXECUTED, ids=lambda path: path.name)
def test_examples(page: Path, tmp_path: Path) -> None:
    found = pages.blocks(page)
    unmarked = [b.line for b in found if b.language in pages.EXECUTABLE and not b.verb]
    assert not unmarked, f"{page.name}: no marker before the blocks at lines {unmarked}"
    for block in found:
        if block.verb == "not run":
            assert block.argument, f"{page.name}:{block.line}: say why it is not run"
    (tmp_path / "data").symlink_to(ROOT / "data")
    environment = pages.environment(tmp_path, ROOT / "src")
    for block in found:
        try:
            pages.execute(block, tmp_path, environment)
        except AssertionError as error:
            raise AssertionError(f"{page.name}:{block.line}: {error}") from error


def anchors(page: Path) -> set[str]:
    """Anchors of a page's headings, as forges make them."""
    text = _FENCE.sub("", page.read_text(encoding="utf-8"))
    return {
        re.sub(r"[^\w\- ]", "", heading.replace("`", "").lower()).strip().replace(" ", "-")
        for heading in _HEADING.findall(text)
    }


@pytest.mark.parametrize("page", ALL, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links(page: Path) -> None:
    text = _FENCE.sub("", page.read_text(encoding="utf-8"))
    for groups in _LINK.findall(text):
        target = groups[0] or groups[1]
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        path = (page.parent / name).resolve() if name else page
        assert path.exists(), f"{page.name} links to {target}"
        if anchor and path.suffix == ".md":
            assert anchor in anchors(path), f"{page.name} links to {target}"


def test_runner_notices_a_difference(tmp_path: Path) -> None:
    environment = pages.environment(tmp_path, ROOT / "src")
    good = pages.Block("run", "", "console", "$ printf 'a\\nb\\nc\\n'\na\n…\nc\n", 1)
    pages.execute(good, tmp_path, environment)
    for body in ("$ echo a\nb\n", "$ printf 'a\\nb\\n'\na\n", "$ echo a | grep -q b\n"):
        with pytest.raises(AssertionError):
            pages.execute(pages.Block("run", "", "console", body, 1), tmp_path, environment)


def test_architecture_names_every_module() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    package = ROOT / "src" / "kg"
    names = {f"`{path.name}`" for path in package.glob("*.py") if path.stem != "__init__"}
    names |= {f"`{path.parent.name}/`" for path in package.glob("*/__init__.py")}
    missing = {name for name in names if name not in text}
    assert not missing
    named = set(re.findall(r"`(\w+(?:\.py|/))`", text))
    assert {f"`{name}`" for name in named} <= names


def test_every_decision_is_listed() -> None:
    folder = ROOT / "docs" / "decisions"
    text = (folder / "README.md").read_text(encoding="utf-8")
    records = sorted(path.name for path in folder.glob("0*.md"))
    assert records
    assert [name for name in records if f"]({name})" not in text] == []
