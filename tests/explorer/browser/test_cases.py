"""What the explorer does, case by case: each file of ``tests/cases/explorer`` opens an address,
does something as a user would, and says what is then to be seen. Its README tells how to add one.
"""

from __future__ import annotations

import pytest

from .conftest import Case, Opener, cases
from .steps import Steps

pytestmark = pytest.mark.browser

CHECKS = ["views", "links", "panel", "network", "search", "states"]


@pytest.mark.parametrize(
    ("check", "case"),
    [
        pytest.param(check, case, id=f"{check}-{case.name}")
        for check in CHECKS
        for case in cases(check)
    ],
)
def test_case(check: str, case: Case, visit: Opener) -> None:
    opened = visit(
        case.open, data=case.data, width=case.width, height=case.height, dark=case.dark,
        allow=case.allow, **case.options,
    )  # fmt: skip
    Steps(opened).run(case.do)
