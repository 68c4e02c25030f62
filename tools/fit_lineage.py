"""Fit the model of lineage on the gold of ``data/gold/lineage`` and write ``data/lineage/model.toml``.

``python -m tools.fit_lineage`` fits on all series and calibrates on scores that each series got from a model
fitted on the others; it prints the figures of each series by that model, which are those of texts not fitted on.
``--but NAME`` leaves a series out altogether.
"""

from __future__ import annotations

import argparse
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path
from zlib import crc32

import numpy as np

from policygraph.core.namespaces import BASE
from policygraph.core.resources import resource
from policygraph.corpus.description import find_texts
from policygraph.graph import build_graph
from policygraph.lineage.editions import Step, steps
from policygraph.lineage.likeness import Comparison, Side
from policygraph.lineage.matching import Matcher
from policygraph.lineage.model import Logistic, Model
from policygraph.lineage.scoring import LineageGold, read_lineage_gold, score_lineage
from policygraph.lineage.statements import Edition
from policygraph.lineage.tracing import issue_features, trace

_NONE = Logistic(0.0, {})
THINNED, _EVERY = (
    2,
    3,
)  # further readings of each step, each without a third of what continues something
_FAINT = 1.0  # how far weights are held near 0
_FAINT_OF_PARTS = 0.3  # they are few
_FREE = {"other thing": 0.05}  # seldom, and it tells much
LEAST, LEAST_PART, LEAST_FAR, LEAST_ISSUE = 0.45, 0.35, 0.6, 0.5
_EMPTY = Model(_NONE, _NONE, _NONE, _NONE, LEAST, 2.0, LEAST_FAR, LEAST_ISSUE)

Rows = list[tuple[Mapping[str, float], bool]]


class _Kept(Comparison):
    """A comparison that is asked many times and keeps its answers."""

    def __init__(self, later: Side, earlier: Side) -> None:
        super().__init__(later, earlier)
        self._pairs: list[tuple[int, int]] | None = None
        self._bags: dict[tuple[int, int], dict[str, float]] = {}
        self._features: dict[tuple[int, int], dict[str, float]] = {}

    def pairs(
        self, only: Iterable[int] | None = None, others: Container[int] | None = None
    ) -> Iterator[tuple[int, int]]:
        """As there; of all items, whichever are asked for."""
        if self._pairs is None:
            self._pairs = []
            for pair in super().pairs():
                self._pairs.append(pair)
                self.bag(*pair)
        yield from self._pairs

    def bag(self, later: int, earlier: int) -> dict[str, float]:
        """As there."""
        if (later, earlier) not in self._bags:
            self._bags[later, earlier] = super().bag(later, earlier)
        return self._bags[later, earlier]

    def features(
        self, later: int, earlier: int, bag: Mapping[str, float] | None = None
    ) -> dict[str, float]:
        """As there."""
        if (later, earlier) not in self._features:
            self._features[later, earlier] = super().features(later, earlier, bag)
        return self._features[later, earlier]


@dataclass(frozen=True)
class Series:
    """A series of the gold."""

    gold: LineageGold
    editions: Sequence[Edition]
    comparisons: Sequence[tuple[Step, Comparison]]

    def holds(self, comparison: Comparison, pair: tuple[int, int]) -> bool:
        """Whether the gold has a pair."""
        later = comparison.later.statements[pair[0]].iri
        earlier = comparison.earlier.statements[pair[1]].iri
        return (later.removeprefix(BASE), earlier.removeprefix(BASE)) in self.gold.links


def read_series(folder: Path) -> Series:
    """Read the texts and the links of a series."""
    editions = build_graph(find_texts([folder])).editions
    gold = read_lineage_gold(folder)
    found = [
        (each, _Kept(Side(each.later.statements), Side(each.earlier[0].statements)))
        for step in steps(editions)
        for each in (step, *(_thinned(step, gold, part) for part in range(THINNED)))
    ]
    return Series(gold, editions, found)


def _thinned(step: Step, gold: LineageGold, part: int) -> Step:
    """A step without some of the items that continue others, so that more were dropped and look-alikes are left.

    Args:
        part: which of `_EVERY` parts of them goes.
    """
    linked = {later for later, _ in gold.links}
    kept = [
        statement
        for statement in step.later.statements
        if statement.iri.removeprefix(BASE) not in linked
        or crc32(statement.iri.encode()) % _EVERY != part
    ]
    return replace(step, later=replace(step.later, statements=tuple(kept)))


def fit(rows: Rows, faint: float = _FAINT) -> Logistic:
    """A logistic regression by Newton's method."""
    if not rows:
        return _NONE
    names = list(rows[0][0])
    inputs = np.array([[*(features[name] for name in names), 1.0] for features, _ in rows])
    wanted = np.array([float(is_right) for _, is_right in rows])
    held = np.diag([*(faint * _FREE.get(name, 1.0) for name in names), 1e-6])
    weights = np.zeros(len(names) + 1)
    for _ in range(60):
        found = 1 / (1 + np.exp(-inputs @ weights))
        slope = inputs.T @ (found - wanted) + held @ weights
        curve = (inputs * (found * (1 - found))[:, None]).T @ inputs + held
        weights -= np.linalg.solve(curve, slope)
    return Logistic(float(weights[-1]), dict(zip(names, map(float, weights), strict=False)))


def fit_model(corpus: Iterable[Series]) -> Model:
    """Fit all parts of the model, each on what those before it give."""
    found = [(series, c) for series in corpus for _, c in series.comparisons]

    def open_pairs(
        matcher: Matcher, features: Mapping[tuple[int, int], Mapping[str, float]]
    ) -> Rows:
        own = next(series for series, c in found if c is matcher.comparison)
        return [
            (f, own.holds(matcher.comparison, pair))
            for pair, f in features.items()
            if not matcher.has_equal(pair)
        ]

    rows: Rows = []
    for _, comparison in found:
        matcher = Matcher(comparison, _EMPTY)
        rows += open_pairs(matcher, matcher.features)
    model = replace(_EMPTY, alone=fit(rows))
    rows = []
    for _, comparison in found:
        matcher = Matcher(comparison, model)
        rows += open_pairs(matcher, matcher.among())
    model = replace(model, among=fit(rows))
    rows = []
    for _, comparison in found:
        matcher = Matcher(comparison, model)
        taken = {(match.later, match.earlier) for match in matcher.matches()}
        rows += open_pairs(matcher, matcher.part_features(taken))
    model = replace(model, part=fit(rows, _FAINT_OF_PARTS), least_part=LEAST_PART)
    return replace(model, issue=fit(_issue_rows(corpus), 0.1))


def _issue_rows(corpus: Iterable[Series]) -> Rows:
    """Items that continue nothing beside the issues of the edition before."""
    rows: Rows = []
    for series in corpus:
        links = series.gold.links
        continuing = {later for (later, _), kind in links.items() if kind != "issue"}
        for step, comparison in series.comparisons:
            issues = Side(step.earlier[0].issues)
            if step.is_report or not step.earlier[0].issues:
                continue
            with_issues = Comparison(comparison.later, issues, any_kind=True)
            before = Comparison(comparison.earlier, issues, any_kind=True)
            met = [0.0] * len(issues)
            for number, issue in before.candidates():
                met[issue] = max(met[issue], before.cosine(number, issue))
            for pair in with_issues.candidates():
                later = comparison.later.statements[pair[0]].iri.removeprefix(BASE)
                issue_iri = issues.statements[pair[1]].iri.removeprefix(BASE)
                if later not in continuing:
                    features = issue_features(with_issues, *pair, met[pair[1]])
                    rows.append((features, links.get((later, issue_iri)) == "issue"))
    return rows


def calibrate(scored: Sequence[tuple[float, bool]], least: int = 12) -> list[tuple[float, float]]:
    """Isotonic regression: pools of scores that violate the order are put together, and small ones too."""
    pools: list[list[float]] = []  # right, count, sum of scores
    for score, is_right in sorted(scored):
        pools.append([float(is_right), 1.0, score])
        while len(pools) > 1 and (
            pools[-2][0] / pools[-2][1] >= pools[-1][0] / pools[-1][1] or pools[-2][1] < least
        ):
            right, count, total = pools.pop()
            pools[-1] = [pools[-1][0] + right, pools[-1][1] + count, pools[-1][2] + total]
    while len(pools) > 1 and pools[-1][1] < least:
        right, count, total = pools.pop()
        pools[-1] = [pools[-1][0] + right, pools[-1][1] + count, pools[-1][2] + total]
    # One more that is right and one that is wrong, so that no score is a certainty; the order is kept.
    shares = accumulate(((right + 1) / (count + 2) for right, count, _ in pools), max)
    return [
        (round(total / count, 4), round(share, 4))
        for (_, count, total), share in zip(pools, shares, strict=True)
    ]


def main() -> None:
    """Fit, print, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--but", action="append", default=[])
    asked = parser.parse_args()
    folders = sorted(
        path for path in resource("data", "gold", "lineage").iterdir() if path.is_dir()
    )
    corpus = [read_series(folder) for folder in folders if folder.name not in asked.but]
    scored: list[tuple[float, bool]] = []
    for held_out in corpus:
        model = fit_model([series for series in corpus if series is not held_out])
        lineage = trace(held_out.editions, model)
        scores = score_lineage(lineage.by_name(BASE), held_out.gold)
        said = ", ".join(
            f"{kind} {figure.f1:.3f} ({figure.right}/{figure.found}/{figure.wanted})"
            for kind, figure in scores.figures.items()
        )
        print(f"{held_out.gold.name}: {said}; traps {scores.traps[0]} of {scores.traps[1]}")
        right = set(held_out.gold.links)
        scored += [
            (
                link.score,
                (link.later.iri.removeprefix(BASE), link.earlier.iri.removeprefix(BASE)) in right,
            )
            for link in lineage.links
            if link.how == "likeness"
        ]
    model = replace(fit_model(corpus), steps=tuple(calibrate(scored)))
    for low, high in ((0.5, 0.7), (0.7, 0.85), (0.85, 0.95), (0.95, 1.01)):
        own = [is_right for score, is_right in scored if low <= model.calibrated(score) < high]
        if own:
            print(f"score {low:.2f} to {high:.2f}: {sum(own)} of {len(own)} right")
    write_model(model, resource("data", "lineage") / "model.toml")


def write_model(model: Model, path: Path) -> None:
    """Write the model as TOML."""
    lines = [
        "# How likely an item continues an earlier one; see docs/lineage.md. Written by tools.fit_lineage.",
        "",
    ]
    for name in ("least", "least_part", "least_far", "least_issue"):
        lines.append(f"{name} = {getattr(model, name)}")
    steps_said = ",\n".join(f"    [{low}, {share}]" for low, share in model.steps)
    lines += [
        "",
        "# From a raw probability to the share that is right.",
        f"calibration = [\n{steps_said},\n]",
    ]
    for name in ("alone", "among", "part", "issue"):
        logistic: Logistic = getattr(model, name)
        lines += ["", f"[{name}]", f"constant = {logistic.constant:.4f}"]
        for feature, weight in logistic.weights.items():
            key = feature if feature.isalnum() else f'"{feature}"'
            lines.append(f"{key} = {weight:.4f}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
