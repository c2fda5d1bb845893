"""Write `ontology/context.jsonld`, the published JSON-LD context, from the ontology.

python tools/generate_context.py            # write it when it is stale
python tools/generate_context.py --check    # write nothing, exit 1 when it is stale
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from kg import files  # noqa: E402
from kg.export import context  # noqa: E402

TARGET = ROOT / "ontology" / "context.jsonld"


def main() -> int:
    """Write or check the file; 0 when it is fresh."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--check", action="store_true", help="write nothing, report what is stale")
    check = parser.parse_args().check
    text = context.text(context.generate(ROOT / "ontology" / "actors-events.ttl"))
    if TARGET.exists() and TARGET.read_text("utf-8") == text:
        return 0
    if check:
        print(f"{TARGET.name} is stale: run `python tools/generate_context.py`.", file=sys.stderr)
        return 1
    files.write_text(TARGET, text)
    print(f"wrote {TARGET}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
