"""What a server gives to those who ask."""

from __future__ import annotations

import os
from dataclasses import dataclass

_MIB = 2**20


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits that hold however many ask, and whatever they ask.

    Attributes:
        seconds: that a query may take, waiting for its turn included.
        brief: seconds after which it is looked at whether a query is long; after as many more of the
            processor's time it is, and goes on behind all others.
        rows: of an answer, or triples.
        answer: bytes of an answer.
        memory: bytes that a query may use beyond the graph.
        body: bytes of a request's body, and so of a query.
        head: bytes of a request's line and headers.
        at_once: queries that run at a time while they are brief.
        long_at_once: long ones that run at a time, behind all brief ones.
        long_waiting: long ones that stand still until it is their turn.
        queue: requests that wait for a place.
        patience: seconds that a client may take to send its request, or leave an answer unread.
        connections: open at a time.
        kept: bytes of answers that are held ready.
    """

    seconds: float = 20.0
    brief: float = 0.05
    rows: int = 200_000
    answer: int = 64 * _MIB
    memory: int = 1024 * _MIB
    body: int = 1 * _MIB
    head: int = 64 * 1024
    at_once: int = 4
    long_at_once: int = 2 * (os.cpu_count() or 1)
    long_waiting: int = 16
    queue: int = 64
    patience: float = 20.0
    connections: int = 500
    kept: int = 64 * _MIB
