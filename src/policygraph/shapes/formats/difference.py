"""A difference in words and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from policygraph.core.namespaces import IRI
from policygraph.questions.difference import Change, Difference
from policygraph.shapes.formats.text import cut, short
from policygraph.shapes.result import compact

_KINDS: Final = {
    "units": {"ja": "単位（表題・文・項目）", "en": "Units (titles, sentences, bullets)"},
    "items": {"ja": "政策項目", "en": "Items (measures, targets)"},
    "links": {"ja": "つながり", "en": "Links"},
    "mentions": {"ja": "言及", "en": "Mentions"},
    "things": {"ja": "概念・組織・文書など", "en": "Concepts, bodies, works and other things"},
}
_STATES: Final = {
    "added": {"ja": "追加", "en": "added"},
    "removed": {"ja": "削除", "en": "removed"},
    "altered": {"ja": "変更", "en": "altered"},
}
_SIGNS: Final = {"added": "+", "removed": "-", "altered": "~"}
_OTHERS: Final = {"ja": "その他のトリプル", "en": "Other triples"}
_SAME: Final = {"ja": "違いはない。", "en": "No difference."}
_CHARACTERS = 60


def difference_text(difference: Difference, language: str) -> str:
    """A difference in words, a line a change."""
    if not difference:
        return f"{_SAME[language]}\n"
    return "\n".join(_lines(difference, language)) + "\n"


def _lines(difference: Difference, language: str) -> Iterator[str]:
    for kind, changes in difference.kinds.items():
        if not changes:
            continue
        states = {"added": changes.added, "removed": changes.removed, "altered": changes.altered}
        counts = ", ".join(
            f"{_STATES[state][language]} {len(found)}" for state, found in states.items() if found
        )
        yield f"{_KINDS[kind][language]}: {counts}"
        for state, found in states.items():
            for change in found:
                yield from _change(change, _SIGNS[state])
    if difference.others:
        yield f"{_OTHERS[language]}:"
        for predicate, (added, removed) in difference.others.items():
            yield f"  {compact(predicate)}  +{added} -{removed}"


def _change(change: Change, sign: str) -> Iterator[str]:
    label = f"  「{cut(change.label, _CHARACTERS)}」" if change.label else ""
    if change.link is None:
        yield f"  {sign} {short(change.subject)}{label}"
        for predicate in change.after:
            was, is_ = (_cut_all(side.get(predicate, ())) for side in (change.before, change.after))
            yield f"      {compact(predicate)}: {was} -> {is_}"
        return
    predicate, value, name = change.link
    layers = ""
    if change.before:
        layers = f"  ({' '.join(change.before[predicate])} -> {' '.join(change.after[predicate])})"
    named = f" ({name})" if name else ""
    yield f"  {sign} {short(change.subject)} {compact(predicate)} {short(value)}{named}{layers}{label}"


def _cut_all(values: tuple[str, ...]) -> str:
    return ", ".join(f"“{cut(value, _CHARACTERS)}”" for value in values) or "∅"


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
