"""What of a vocabulary bears on a text: two vocabularies of which the same bears on it annotate it alike.

An entry bears on a text in which one of its labels stands, wherever that is (of a verb, what its forms begin
with); all else (cues, units, forms of
names, roles, heads of compounds …) on every text. A body bears, too, on a text that names an unknown one
which may be its misprint; which those are is known when the text has been read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from hashlib import sha256

import ahocorasick_rs

from policygraph.annotation.annotator import RECOGNISERS, Annotations
from policygraph.annotation.lexicon import Lexicon
from policygraph.annotation.matcher import lower
from policygraph.annotation.misprints import near_body
from policygraph.annotation.predicates import beginning
from policygraph.core.fold import fold_text


class Bearing:
    """Digests what of a vocabulary bears on texts.

    Args:
        lexicon: of the vocabulary.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        facts: dict[str, list[str]] = defaultdict(list)
        for word, fact in _facts(lexicon):
            if word:
                facts[lower(word)].append(fact)
        self._facts = [_digest(sorted(of_word)) for of_word in facts.values()]
        self._automaton = ahocorasick_rs.AhoCorasick(list(facts))
        # Of what other packages' recognisers ask nothing is known.
        own = RECOGNISERS.ours == RECOGNISERS.names
        self._common = lexicon.common if own else _digest([lexicon.common, *sorted(self._facts)])

    def on(self, text: str) -> str:
        """A digest of what bears on a text.

        Args:
            text: see `words_of`.
        """
        found = self._automaton.find_matches_as_indexes(lower(text), overlapping=True)
        return _digest([self._common, *sorted({self._facts[number] for number, _, _ in found})])

    def near(self, names: Iterable[str]) -> str:
        """A digest of what unknown bodies may be misprints of; empty where there are none.

        Args:
            names: see `unknown_bodies`.
        """
        asked = [(name, near_body(name, self._lexicon)) for name in sorted(names)]
        return repr(asked) if asked else ""


def _facts(lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    """Words, and what the vocabulary knows of each."""
    for entry in lexicon.entries:
        said = repr(
            (entry.iri, entry.scheme, entry.link, entry.meanings, entry.proper,
             *([getattr(c, "pattern", c), isinstance(c, str)] for c in entry.not_within), "only",
             *([getattr(c, "pattern", c), isinstance(c, str)] for c in entry.only_within))
        )  # fmt: skip
        for kind, words in (("ja", entry.surfaces), ("en", entry.words), ("tag", entry.tag_names)):
            yield from ((word, f"{kind} {word} {said}") for word in words)
    for name, body in lexicon.organizations.items():
        yield name, f"organization {name} {body}"
    for name, body in lexicon.tag_names.items():
        yield name, f"in tags {name} {body}"
    for name, bodies in lexicon.shared_names.items():
        yield name, f"shared {name} {bodies}"
    for name in lexicon.agents:
        yield name, f"agent {name}"
    for verb, concept in lexicon.predicates.labels.items():
        yield beginning(verb), f"predicate {verb} {concept}"


def words_of(text: str) -> str:
    """The words of a text as labels are looked for in them: folded, and once more without white space."""
    folded = fold_text(text)
    return f"{folded}\n{''.join(folded.split())}"


def unknown_bodies(annotations: Annotations) -> Collection[str]:
    """The names of bodies that no vocabulary knows and that may be misprints."""
    mentions = annotations.mentions
    return {m.thing.label for m in mentions if m.thing and m.kind == "responsibility"}


def _digest(parts: Iterable[str]) -> str:
    return sha256("\0".join(parts).encode()).hexdigest()
