"""What the server counts: Prometheus metrics, and the access log. prometheus_client's one door."""

from __future__ import annotations

import json
import sys
import time
from bisect import bisect_left
from collections import Counter
from typing import TextIO

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.registry import Collector

from kg.server.cache import Cache
from kg.workers import Pool

#: Upper bounds of the classes of durations, in seconds.
BOUNDS = (0.001, 0.005, 0.02, 0.1, 0.5, 2.0, 10.0)
MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Metrics(Collector):
    """Counts of one server."""

    def __init__(self, pool: Pool, cache: Cache) -> None:
        self._pool = pool
        self._cache = cache
        self._requests: Counter[tuple[str, int]] = Counter()
        self._durations = [0] * (len(BOUNDS) + 1)
        self._seconds = 0.0
        self._bytes = 0
        self._registry = CollectorRegistry()
        self._registry.register(self)

    def count(self, route: str, status: int, seconds: float, size: int) -> None:
        """Count a request that has been answered."""
        self._requests[route, status] += 1
        self._durations[bisect_left(BOUNDS, seconds)] += 1
        self._seconds += seconds
        self._bytes += size

    def text(self) -> bytes:
        """All metrics in Prometheus' text format."""
        data: bytes = generate_latest(self._registry)
        return data

    def collect(self) -> list[CounterMetricFamily | GaugeMetricFamily | HistogramMetricFamily]:
        """See :class:`prometheus_client.registry.Collector`."""
        pool, counts = self._pool, self._pool.counts
        requests = CounterMetricFamily(
            "kg_requests", "Requests answered", labels=["route", "status"]
        )
        for (route, status), number in sorted(self._requests.items()):
            requests.add_metric([route, str(status)], number)
        buckets, total = [], 0
        for bound, number in zip((*BOUNDS, None), self._durations, strict=True):
            total += number
            buckets.append(("+Inf" if bound is None else str(bound), float(total)))
        durations = HistogramMetricFamily("kg_request_seconds", "Seconds until an answer was sent")
        durations.add_metric([], buckets, self._seconds)
        plain = [
            ("kg_answer_bytes", "Bytes of answers", self._bytes),
            ("kg_cache_hits", "Answers from the cache", self._cache.hits),
            ("kg_cache_misses", "Answers that were not in the cache", self._cache.misses),
            ("kg_workers_forked", "Workers started", counts.forked),
            ("kg_workers_killed", "Workers ended at their deadline", counts.killed),
            ("kg_workers_lost", "Workers that broke off on a request", counts.lost),
            ("kg_versions_published", "New versions of the data", counts.swaps),
            ("kg_versions_refused", "Builds that could not be opened", counts.refused_builds),
        ]
        gauges = [
            ("kg_running", "Requests that run", pool.slots.running),
            ("kg_waiting", "Requests that wait for a worker", pool.slots.waiting),
            ("kg_quads", "Quads of the data", pool.told.get("quads") or 0),
        ]
        return [
            requests,
            durations,
            *(CounterMetricFamily(name, says, value=value) for name, says, value in plain),
            *(GaugeMetricFamily(name, says, value=value) for name, says, value in gauges),
        ]


class AccessLog:
    """One JSON line for each request, without what was asked: values of queries are the client's.

    :param out: where to write; None writes nothing.
    """

    def __init__(self, out: TextIO | None = sys.stderr) -> None:
        self._out = out

    def write(
        self, method: str, path: str, route: str, status: int, size: int, seconds: float
    ) -> None:
        """Write one line.

        :param path: without the query string.
        """
        if self._out is None:
            return
        line = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            "method": method,
            "path": path[:200],
            "route": route,
            "status": status,
            "bytes": size,
            "ms": round(seconds * 1000, 2),
        }
        print(json.dumps(line), file=self._out, flush=True)
