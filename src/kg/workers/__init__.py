"""Requests run in processes that can be killed: the pool, its images and its workers.

The embedded engine has no time-out and cannot be stopped, and some queries of a few kilobytes end
its process. So no request is parsed or evaluated in the process that answers: an *image* process
holds the loaded data and forks *workers*, which share its memory and are bounded in time, memory
and answer, and have no network. ``docs/decisions/0010-workers.md`` gives the reasons.
"""

from __future__ import annotations

from kg.workers.limits import Limits
from kg.workers.messages import Answer
from kg.workers.pool import Pool
from kg.workers.process import OperationFailed, Outcome

__all__ = ["Answer", "Limits", "OperationFailed", "Outcome", "Pool"]
