"""A server's proof of itself: one query over HTTP, its answer on stdout, and the server's end."""

from __future__ import annotations

import os
import signal
import sys
import urllib.parse
import urllib.request

_QUERY = """SELECT ?speaker ?quote {
  ?claim ae:speaker/rdfs:label ?speaker ; ae:evidence/oa:hasSelector/oa:exact ?quote
} ORDER BY ?claim LIMIT 3"""


def main(address: str, server: int) -> int:
    """Ask ``address`` and end the process ``server``.

    :returns: an exit code.
    """
    url = f"{address}/sparql?{urllib.parse.urlencode({'query': _QUERY, 'format': 'csv'})}"
    try:
        with urllib.request.urlopen(url, timeout=30) as answer:  # noqa: S310 - an address of ours
            print(f"GET {address}/sparql?query=…")
            print(answer.read().decode("utf-8"))
        return 0
    except OSError as error:
        print(f"The server did not answer: {error}", file=sys.stderr)
        return 1
    finally:
        os.kill(server, signal.SIGTERM)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2])))
