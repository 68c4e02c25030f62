"""Which pairs are taken, each side in one, so that together they are the most likely."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping

_LARGEST = 240  # items that are assigned together
_SCALE = 1_000_000  # weights of an assignment are integers, so that it is the same on every machine


def assigned(logits: Mapping[tuple[int, int], float]) -> set[tuple[int, int]]:
    """The pairs, each side in one, that together are the most likely."""
    import networkx as nx

    least = min(logits.values(), default=0.0)
    edges = [  # nodes are integers: a set of them is in one order in every process
        (later, -earlier - 1, int((logit - least + 1.0) * _SCALE))
        for (later, earlier), logit in sorted(logits.items())
    ]
    chosen: set[tuple[int, int]] = set()
    waiting = [edges]
    while waiting:
        whole = nx.Graph()
        whole.add_weighted_edges_from(edges := waiting.pop())
        place = {
            node: number
            for number, nodes in enumerate(nx.connected_components(whole))
            for node in nodes
        }
        parts: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
        for edge in edges:
            parts[place[edge[0]]].append(edge)
        sizes = Counter(place.values())
        for number, own in parts.items():
            if sizes[number] > _LARGEST:  # it falls apart without its weaker half
                own.sort(key=lambda edge: (-edge[2], edge))
                waiting.append(sorted(own[: len(own) // 2]))
                continue
            part = nx.Graph()
            part.add_weighted_edges_from(own)
            for pair in nx.max_weight_matching(part):
                chosen.add((max(pair), -min(pair) - 1))
    return chosen
