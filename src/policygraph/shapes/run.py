"""Validate a graph: shapes by an engine, checks as queries, and what people need to know of both."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

import pyoxigraph as ox

from policygraph.core.errors import DataError, UsageError
from policygraph.core.namespaces import BASE
from policygraph.core.resources import resource
from policygraph.shapes.checks import Check, find_checks, run_checks
from policygraph.shapes.completeness import count_completeness
from policygraph.shapes.engines import choose_engine
from policygraph.shapes.engines.constraints import Focus
from policygraph.shapes.lint import Linter, idle_shapes, matches_anything
from policygraph.shapes.places import Places
from policygraph.shapes.profile import Profile, find_profile
from policygraph.shapes.report import (
    Finding,
    Report,
    Source,
    check_source,
    shape_source,
    source_id,
)
from policygraph.shapes.result import Result, sort_results
from policygraph.shapes.shapes import ShapesGraph, read_shapes, shape_files
from policygraph.store import Store, embedded
from policygraph.store.triples import Data


@dataclass(frozen=True, slots=True)
class Rules:
    """The shapes and checks that a graph is held against.

    Attributes:
        place: where the shapes are from, for messages.
    """

    shapes: ShapesGraph
    checks: tuple[Check, ...]
    profile: Profile = field(default_factory=Profile)
    place: str = "shapes"

    @classmethod
    def load(cls, folder: Path | None = None, profile: Profile | None = None) -> Rules:
        """The shipped shapes and checks, with those of a user's folder.

        Args:
            folder: a folder of shapes; its ``profile.toml`` counts where ``profile`` is missing,
                and may leave out what ships with the package.
            profile: taken instead of the folder's.

        Raises:
            DataError: no such folder, or a file in it is wrong.
            UsageError: an id that no shape or check has.
        """
        own = profile or find_profile(folder if folder and folder.is_dir() else None)
        files = shape_files(folder) if folder is not None else []
        checks: list[Check] = []
        if own.shipped:
            files = [*shape_files(resource("shapes")), *files]
            checks = find_checks()
        shapes = read_shapes(files)
        known = {shape.id for shape in shapes.described.values()} | {check.id for check in checks}
        for id_ in sorted(own.disabled | own.severities.keys()):
            if id_ not in known:
                raise UsageError(_unknown(id_, known))
        shapes.disable(own.disabled & {shape.id for shape in shapes.described.values()})
        kept = tuple(check for check in checks if check.id not in own.disabled)
        return cls(shapes, kept, own, str(folder) if folder else "shapes")

    def sources(self) -> dict[str, Source]:
        """The shapes and checks by id, with the severities of the profile."""
        found = {}
        for shape in self.shapes.described.values():
            if source_id(shape.iri) == shape.id:
                severity = self.profile.severities.get(shape.id, shape.severity)
                found[shape.id] = shape_source(shape, severity)
        for check in self.checks:
            severity = self.profile.severities.get(check.id, check.severity)
            found[check.id] = check_source(check, severity, f"{BASE}check/{check.id}")
        return found


def _unknown(id_: str, known: set[str]) -> str:
    from policygraph.questions.catalogue import nearest

    near = nearest(id_, sorted(known))
    return f'no shape or check is called "{id_}"' + (f"; near: {', '.join(near)}" if near else "")


def validate(
    store: Store,
    rules: Rules | None = None,
    *,
    engine: str | None = None,
    location: str = "the graph",
    file: Path | None = None,
) -> Report:
    """Validate a graph.

    Args:
        store: any store. A remote one is copied for the shapes; the checks run where it is.
        rules: the shapes and checks; those that ship with the package if missing.
        engine: ``fast`` or ``pyshacl``; the fast one where the shapes allow it, if missing.
        location: what the graph is called in the report.
        file: where the store was read from; datatypes are then checked as the file writes them,
            which an embedded store does not keep.

    Raises:
        DataError: the graph is empty or of another ontology, or the shapes are wrong.
        StoreError: the store does not answer.
    """
    rules = rules or Rules.load()
    data = _local(store, location)
    _check_shapes(rules, data)
    focus = Focus(rules.shapes, data)
    if not matches_anything(focus):
        raise DataError(
            f"{location}: nothing in it is what the shapes are about; is it a graph of policygraph?"
        )
    choice = choose_engine(rules.shapes, engine)
    found = choice.engine.validate(Data(data, file)) + run_checks(rules.checks, store)
    sources = rules.sources()
    results = sort_results(_weighed(result, sources) for result in set(found))
    places = Places(data)
    return Report(
        location=location,
        engine=choice.engine.name,
        findings=tuple(
            Finding(result, places.of(result), places.label(result.focus, "ja"))
            for result in results
        ),
        sources=sources,
        completeness=tuple(count_completeness(focus, results)),
        idle=tuple(idle_shapes(focus)),
        notes=(f"pySHACL evaluates the shapes: {choice.reason}",) if choice.reason else (),
        shapes=rules.shapes,
    )


def _weighed(result: Result, sources: dict[str, Source]) -> Result:
    source = sources.get(source_id(result.source))
    if source is None or source.severity == result.severity:
        return result
    return replace(result, severity=source.severity)


def _local(store: Store, location: str) -> ox.Store:
    """The triples in memory; an empty graph is an error."""
    data = embedded(store).engine
    if next(iter(data), None) is None:
        raise DataError(f"{location}: the graph is empty; build or load one first")
    return data


def _check_shapes(rules: Rules, data: ox.Store) -> None:
    """Check the shapes before they check anything.

    Raises:
        DataError: one line a problem.
    """
    problems = Linter(rules.shapes, rules.place).problems(data)
    if len(problems) == 1:
        raise DataError(str(problems[0]))
    if problems:
        shown = [str(problem) for problem in problems[:10]]
        if len(problems) > 10:
            shown.append(f"… and {len(problems) - 10} more problems of the shapes")
        raise DataError("the shapes are wrong:\n" + "\n".join(shown))
