"""Updates by the quick ways give what the general way gives."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from kg import sparql
from kg.store import Store, _updates, changed
from kg.store._touching import inserts_data, only_named

CASES = yaml.safe_load((Path(__file__).parent / "updates.yaml").read_text("utf-8"))
DATA = b"""<urn:a> <urn:p> "1" <urn:g> .
<urn:a> <urn:p> "1" <urn:h> .
<urn:b> <urn:p> "2" <urn:g> .
<urn:c> <urn:p> "3" <https://w3id.org/actors-events/id/graph/interpretations> .
"""


def store() -> Store:
    made = Store()
    made.add_lines(DATA.splitlines(keepends=True))
    return made


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_quick_and_general(case: dict[str, object]) -> None:
    update = str(case["update"])
    operations = sparql.update_operations(update)
    assert [only_named(item) for item in operations] == case["only_named"]
    assert [inserts_data(item) for item in operations] == case["inserts"]
    general = store()
    for operation in operations:
        general = _updates._after(general, operation, update)
    quick = changed(store(), update)
    assert quick.lines() == general.lines()
    assert sorted(map(str, quick._store)) == sorted(map(str, general._store))
    assert quick.graphs() == general.graphs()
