"""Answers that are kept: least recently used first out, bounded in bytes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable

from kg.workers import Answer


class Cache:
    """Answers by what was asked and of which version.

    :param limit: bytes of bodies; 0 keeps nothing.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._size = 0
        self._kept: OrderedDict[Hashable, Answer] = OrderedDict()
        self.hits = 0
        self.misses = 0

    def get(self, key: Hashable) -> Answer | None:
        """What is kept under a key."""
        found = self._kept.get(key)
        if found is None:
            self.misses += 1
            return None
        self.hits += 1
        self._kept.move_to_end(key)
        return found

    def put(self, key: Hashable, answer: Answer) -> None:
        """Keep an answer, unless it takes more than a quarter of the room."""
        cost = len(answer.body) + 1024
        if cost > self._limit // 4:
            return
        if (old := self._kept.pop(key, None)) is not None:
            self._size -= len(old.body) + 1024
        self._kept[key] = answer
        self._size += cost
        while self._size > self._limit:
            _, dropped = self._kept.popitem(last=False)
            self._size -= len(dropped.body) + 1024

    def clear(self) -> None:
        """Forget everything: the data is another."""
        self._kept.clear()
        self._size = 0
