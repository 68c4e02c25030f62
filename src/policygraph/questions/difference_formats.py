"""A difference in words and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from policygraph.core.messages import Messages
from policygraph.core.namespaces import IRI
from policygraph.core.prefixes import short_name
from policygraph.questions.difference import Change, Difference

_STATES: Final = {"added": "+", "removed": "-", "altered": "~"}
_CHARACTERS = 60
_say = Messages("difference")


def difference_text(difference: Difference, language: str) -> str:
    """A difference in words, a line a change."""
    if not difference:
        return f"{_say('same', language)}\n"
    return "\n".join(_lines(difference, language)) + "\n"


def _lines(difference: Difference, language: str) -> Iterator[str]:
    for kind, changes in difference.kinds.items():
        if not changes:
            continue
        states = {"added": changes.added, "removed": changes.removed, "altered": changes.altered}
        counts = ", ".join(
            f"{_say(state, language)} {len(found)}" for state, found in states.items() if found
        )
        yield f"{_say(kind, language)}: {counts}"
        for state, found in states.items():
            for change in found:
                yield from _change(change, _STATES[state])
    if difference.others:
        yield f"{_say('others', language)}:"
        for predicate, (added, removed) in difference.others.items():
            yield f"  {short_name(predicate)}  +{added} -{removed}"


def _change(change: Change, sign: str) -> Iterator[str]:
    label = f"  「{_cut(change.label)}」" if change.label else ""
    if change.link is None:
        yield f"  {sign} {short_name(change.subject)}{label}"
        for predicate in change.after:
            was, is_ = (_cut_all(side.get(predicate, ())) for side in (change.before, change.after))
            yield f"      {short_name(predicate)}: {was} -> {is_}"
        return
    predicate, value, name = change.link
    layers = ""
    if change.before:
        layers = f"  ({' '.join(change.before[predicate])} -> {' '.join(change.after[predicate])})"
    named = f" ({name})" if name else ""
    yield f"  {sign} {short_name(change.subject)} {short_name(predicate)} {short_name(value)}{named}{layers}{label}"


def _cut(text: str) -> str:
    return text if len(text) <= _CHARACTERS else text[: _CHARACTERS - 1] + "…"


def _cut_all(values: tuple[str, ...]) -> str:
    return ", ".join(f"“{_cut(value)}”" for value in values) or "∅"


def difference_json(difference: Difference) -> str:
    """A difference as JSON."""
    content: dict[str, Any] = {
        kind: {state: [_to_json(change) for change in getattr(changes, state)] for state in _STATES}
        for kind, changes in difference.kinds.items()
    }
    content["otherTriples"] = {
        predicate: {"added": added, "removed": removed}
        for predicate, (added, removed) in difference.others.items()
    }
    content["different"] = bool(difference)
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _to_json(change: Change) -> dict[str, Any]:
    written: dict[str, Any] = {"iri": change.subject, "label": change.label or None}
    if change.link is not None:
        predicate, value, name = change.link
        written |= {"predicate": predicate, "value": value, "valueLabel": name or None}
    if change.before or change.after:
        written |= {"before": _facts(change.before), "after": _facts(change.after)}
    return written


def _facts(facts: Mapping[IRI, tuple[str, ...]]) -> dict[str, list[str]]:
    return {predicate: list(values) for predicate, values in facts.items()}
