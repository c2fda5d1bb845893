"""Run the notebooks and keep their outputs.

    python tools/notebook.py                     run notebooks/*.ipynb, write them with outputs
    python tools/notebook.py FILE --out FILE     run one and write it elsewhere

The tests run each notebook and compare. Times, which differ from run to run, are not kept.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "notebooks"
SECONDS = 300


def run(path: Path, out: Path, work: Path) -> None:
    """Run a notebook in a fresh kernel and write it with its outputs.

    :param work: a folder for the kernel's sockets, with a short name.
    :raises nbclient.exceptions.CellExecutionError: when a cell fails.
    """
    import nbformat
    from nbclient import NotebookClient
    from traitlets.config import Config

    from kg import files

    notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    sockets = Config(KernelManager={"transport": "ipc", "ip": str(work / "kernel")})
    NotebookClient(
        notebook,
        config=sockets,
        kernel_name="python3",
        timeout=SECONDS,
        coalesce_streams=True,
        resources={"metadata": {"path": str(ROOT)}},
    ).execute()
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        if cell.cell_type == "code":
            for output in cell.outputs:
                output.pop("transient", None)
    notebook.metadata.language_info = {"name": "python"}
    text: str = nbformat.writes(notebook)  # type: ignore[no-untyped-call]
    files.write_text(out, text.rstrip("\n") + "\n")


def main() -> int:
    """Run what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("notebook", nargs="?", type=Path)
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args()
    if arguments.out and not arguments.notebook:
        parser.error("--out needs a notebook.")
    # The kernel imports this working tree, and leaves nothing in anybody's home.
    os.environ["PYTHONPATH"] = str(ROOT / "src")
    os.environ.pop("KG_DATA", None)
    with tempfile.TemporaryDirectory() as temporary:
        for name in ("IPYTHONDIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_DATA_DIR", "JUPYTER_CONFIG_DIR"):
            os.environ[name] = str(Path(temporary) / name.lower())
        chosen = [arguments.notebook] if arguments.notebook else sorted(FOLDER.glob("*.ipynb"))
        for path in chosen:
            run(path, arguments.out or path, Path(temporary))
    return 0


if __name__ == "__main__":
    sys.exit(main())
