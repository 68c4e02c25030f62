"""How likely it is that an item continues another: weights fitted on readings by hand, kept as data."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import exp, inf, log
from typing import Any

from policygraph.core.resources import resource

OF_LOGIT = 5.0  # the logit of a pair alone by this is a feature of it among others
_HELP = 0.8  # of all that its neighbours could do for a pair, what they are trusted to do


@dataclass(frozen=True, slots=True)
class Logistic:
    """A logistic regression.

    Attributes:
        weights: by feature.
    """

    constant: float
    weights: Mapping[str, float]

    def logit(self, features: Mapping[str, float]) -> float:
        """The logarithm of the odds."""
        return self.constant + sum(w * features.get(name, 0.0) for name, w in self.weights.items())

    def highest(self, known: Mapping[str, float], most: Mapping[str, float]) -> float:
        """What the logit can be at most.

        Args:
            known: some features.
            most: what others can be at most; 1 where it is not told.
        """
        return self.constant + sum(
            w * known[name] if name in known else max(0.0, w) * most.get(name, 1.0)
            for name, w in self.weights.items()
        )


@dataclass(frozen=True, slots=True)
class Model:
    """What is fitted.

    Attributes:
        alone: of a pair by itself.
        among: of a pair among the others that either side may have.
        part: of a pair of which one side has another partner already: a part of a division or union.
        issue: of an item that takes up an issue.
        least, least_part, least_issue: the probability from which a pair, a part, an issue is taken.
        least_far: that of a pair with an edition in between.
        steps: the calibration: from each raw probability, ascending, the share that is right.
    """

    alone: Logistic
    among: Logistic
    part: Logistic
    issue: Logistic
    least: float
    least_part: float
    least_far: float
    least_issue: float
    steps: tuple[tuple[float, float], ...] = ()

    def floor(self, least: float) -> float:
        """The logit of a pair alone under which the others do not help it to a probability; see `_HELP`."""
        alone = self.among.weights.get("alone", 0.0)
        if alone <= 0 or not 0 < least < 1:
            return -inf
        others = {
            name: _HELP for name, w in self.among.weights.items() if w > 0 and name != "alone"
        }
        most = self.among.logit(others)
        return OF_LOGIT * (log(least / (1 - least)) - most) / alone

    def calibrated(self, probability: float) -> float:
        """The share of pairs of a raw probability that are right, between two steps on the line."""
        steps = self.steps or ((0.0, 0.0), (1.0, 1.0))
        if probability <= steps[0][0]:
            return steps[0][1]
        for (low, at_low), (high, at_high) in pairwise(steps):
            if probability <= high:
                way = (probability - low) / (high - low) if high > low else 1.0
                return at_low + way * (at_high - at_low)
        return steps[-1][1]


def probability(logit: float) -> float:
    """The probability of a logit."""
    return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, logit))))


@cache
def read_model() -> Model:
    """The shipped model, ``data/lineage/model.toml``, which ``python -m tools.fit_lineage`` writes."""
    return parse_model(
        tomllib.loads(resource("data", "lineage", "model.toml").read_text(encoding="utf-8"))
    )


def parse_model(table: Mapping[str, Any]) -> Model:
    """A model from its table."""

    def logistic(name: str) -> Logistic:
        weights = dict(table[name])
        return Logistic(weights.pop("constant"), weights)

    return Model(
        alone=logistic("alone"),
        among=logistic("among"),
        part=logistic("part"),
        issue=logistic("issue"),
        least=table["least"],
        least_part=table["least_part"],
        least_far=table["least_far"],
        least_issue=table["least_issue"],
        steps=tuple((low, share) for low, share in table.get("calibration", ())),
    )
