"""A page on which a steward judges the mentions of a document, with what it needs inside itself.

Every mention is a row with buttons; every unit takes links that the program missed. What is judged becomes
a curation file, which the page hands over as a download. Nothing is sent anywhere.
"""

from __future__ import annotations

import datetime
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import PurePath
from typing import Any

from policygraph.annotation import (
    AnyMention,
    DateMention,
    Entry,
    Lexicon,
    Mention,
    QuantityMention,
    TimeMention,
)
from policygraph.core.html import render
from policygraph.core.messages import Messages, check_language
from policygraph.core.names import Names
from policygraph.core.namespaces import BASE, IRI, POL, SKOS
from policygraph.core.near import nearest
from policygraph.core.prefixes import short_name
from policygraph.core.resources import Vocabulary, find_vocabulary
from policygraph.core.terms import Literal, exact_decimal, read_turtle
from policygraph.corpus.gold import scheme_names
from policygraph.corpus.reading import Reading
from policygraph.document import TextUnit
from policygraph.graph import BuiltGraph, curation_skeleton
from policygraph.graph.curation import VALUES, Curation
from policygraph.pages.review_rows import Judged, JudgedUnit, Named, Piece, nth, scheme_of_value

_SENTENCE = re.compile(r"[^。]*(?:。[」』）)]*|$)")
_NEAR = 3  # known names beside an unknown one
_say = Messages("review")


@dataclass(frozen=True)
class Review:
    """What the page shows.

    Args:
        built: the whole corpus.
        key: of the document.
        lexicon: that it was read with.
        vocabulary: its files; the shipped ones where it is missing.
        written: the curation file as it is; empty where there is none.
        curation: what it says, where there is one.
        curator: the last step of the curator's IRI, for a new file.
        date: of the judgements.
    """

    built: BuiltGraph
    key: str
    lexicon: Lexicon
    vocabulary: Vocabulary | None
    written: str
    curation: Curation | None
    curator: str
    date: datetime.date

    @cached_property
    def file(self) -> str:
        """The curation file that judgements go behind."""
        return self.written or curation_skeleton(self.built, self.key, self.curator, self.date)

    @cached_property
    def labels(self) -> Mapping[IRI, Mapping[str, str]]:
        """What the things of the vocabulary are called, by language."""
        labels: dict[IRI, dict[str, str]] = defaultdict(dict)
        for path in (self.vocabulary or find_vocabulary()).schemes:
            for subject, predicate, value in read_turtle(path):
                if predicate == SKOS.prefLabel and isinstance(value, Literal):
                    labels[subject][value.language] = value.value
        return labels

    def units(self, language: str) -> list[JudgedUnit]:
        """The document's units, in reading order."""
        items = self._items()
        names = Names()
        units = []
        for reading in self._readings:
            mentions: dict[TextUnit, list[AnyMention]] = defaultdict(list)
            for mention in reading.annotations.in_order:
                mentions[mention.unit].append(mention)
            for unit in reading.document.units():
                path = names.unit(self.key, unit.path)
                item = items.get(path) if unit.kind in ("occurrence", "component") else None
                rows = [
                    row
                    for mention in sorted(mentions[unit], key=lambda m: (m.begin, -m.end))
                    for row in self._rows(reading, mention, item, path, language)
                ]
                rows += self._added(item, language) if unit.kind == "occurrence" else []
                units.append(
                    JudgedUnit(
                        path, "/".join(unit.path), unit.kind,
                        _where(reading, unit),
                        tuple(self._pieces(reading, unit, mentions[unit])), item, tuple(rows),
                    )
                )  # fmt: skip
        return units

    @property
    def _readings(self) -> list[Reading]:
        return [r for r in self.built.readings if r.description.key == self.key]

    @cached_property
    def _schemes(self) -> Mapping[IRI, str]:
        return scheme_names(self.lexicon.kinds)

    @cached_property
    def _entries(self) -> Mapping[IRI, Entry]:
        return {entry.iri: entry for entry in self.lexicon.entries}

    def _items(self) -> dict[str, IRI]:
        """The item of each bullet and sub-bullet."""
        names = Names()
        found: dict[str, IRI] = {}
        for item in self.built.resolution.items:
            for placed in item.occurrences:
                for path in (placed.occurrence.path, *(c.path for c in placed.occurrence.walk())):
                    found[names.unit(placed.document, path)] = item.iri(names)
        return found

    def label(self, thing: IRI, language: str) -> str:
        """What a thing is called in a language, or else its name."""
        labels = self.labels.get(thing, {})
        return labels.get(language) or labels.get("ja") or short_name(thing)

    def _rows(
        self, reading: Reading, mention: AnyMention, item: IRI | None, unit: IRI, language: str
    ) -> Iterator[Judged]:
        if not isinstance(mention, Mention):
            yield self._value(reading, mention, item, unit, language)
            return
        scheme = self._schemes.get(mention.link, mention.link.rpartition("#")[2])
        words = reading.document.source.text[mention.begin : mention.end]
        for meaning in mention.meanings:
            link = (item, mention.link, meaning) if item and mention.makes_link else None
            withdrawn = link is not None and self.curation and link in self.curation.withdrawn
            thing = mention.thing
            yield Judged(
                key=" ".join((item or unit, mention.link, meaning)),
                words=words,
                nth=nth(reading, mention),
                scheme=scheme,
                label=thing.label if thing else self.label(meaning, language),
                name=thing.label if thing else self.label(meaning, "ja"),
                meaning=meaning,
                link=link,
                state="withdrawn" if withdrawn else "",
                cues=tuple(self.label(cue, language) for cue in mention.cues),
                near=self._near(mention, language) if thing else (),
                unknown=thing is not None,
            )

    def _value(
        self,
        reading: Reading,
        mention: DateMention | TimeMention | QuantityMention,
        item: IRI | None,
        unit: IRI,
        language: str,
    ) -> Judged:
        """A time or a quantity: its words are what the item has."""
        first = mention.unit.span.begin
        phrase = Names().phrase(unit, mention.begin - first, mention.end - first)
        makes_link = isinstance(mention, DateMention) or mention.makes_link
        link = (item, mention.link, phrase) if item and mention.link and makes_link else None
        is_withdrawn = link is not None and self.curation and link in self.curation.withdrawn
        is_added = self.curation and any(each[2] == phrase for each in self.curation.added)
        role = self.label(mention.role, language)
        cues = () if isinstance(mention, DateMention) else mention.cues
        return Judged(
            key=" ".join((item or unit, mention.link or POL.mentionedIn, phrase)),
            words=reading.document.source.text[mention.begin : mention.end],
            nth=nth(reading, mention),
            scheme=scheme_of_value(mention),
            label=f"{role} {self._told(mention, language)}".strip(),
            name=role,
            meaning=phrase,
            link=None if is_added else link,
            state="withdrawn" if is_withdrawn else "",
            cues=tuple(self.label(cue, language) for cue in cues),
            is_value=True,
        )

    def _told(self, mention: DateMention | TimeMention | QuantityMention, language: str) -> str:
        """What a time or a quantity was read as."""
        if isinstance(mention, DateMention):
            return mention.date.isoformat()
        if isinstance(mention, QuantityMention):
            ends = [
                str(exact_decimal(v).value) for v in (mention.value, mention.upper) if v is not None
            ]
            return f"{'–'.join(ends)} {self.label(mention.measured_in, language)}"
        return "–".join(each.value for each in (mention.value, mention.upper) if each is not None)

    def _added(self, item: IRI | None, language: str) -> list[Judged]:
        """The links of an item that the curation file adds."""
        links = sorted(self.curation.added) if self.curation and item else []
        return [
            Judged(
                key=" ".join((subject, predicate, str(value))),
                words=self._words_at(value) if predicate in VALUES else "",
                nth=0,
                scheme=self._schemes.get(predicate, predicate.rpartition("#")[2]),
                label=_say(f"value-{predicate.rpartition('#')[2]}", language)
                if predicate in VALUES
                else self.label(value, language),
                name=self.label(value, "ja"), meaning=value,
                link=(subject, predicate, value), state="added", is_value=predicate in VALUES,
            )
            for subject, predicate, value in links
            if subject == item and isinstance(value, IRI)
        ]  # fmt: skip

    def _words_at(self, phrase: IRI) -> str:
        """The words of a phrase, as far as they stand in the document."""
        path, _, place = phrase.partition("#")
        begin, _, end = place.partition("-")
        names = Names()
        for reading in self._readings:
            for unit in reading.document.units():
                if names.unit(self.key, unit.path) == path and begin.isdigit() and end.isdigit():
                    first, last = unit.span
                    text = reading.document.source.text[first:last]
                    return text[int(begin) : int(end)]
        return ""

    def _near(self, mention: Mention, language: str) -> tuple[Named, ...]:
        """Known things of the kind of an unknown one whose names are most like its."""
        assert mention.thing is not None
        is_body = mention.link in (POL.responsibleBody, POL.leadBody, POL.cooperatingBody)
        names = self._names.get(POL.involvesOrganization if is_body else mention.link, {})
        wanted = [mention.thing.near, *nearest(mention.thing.label, names, _NEAR)]
        found = dict.fromkeys(names[name] for name in wanted if name in names)
        return tuple(Named(iri, self.label(iri, language), mention.link) for iri in found)

    @cached_property
    def _names(self) -> Mapping[IRI, Mapping[str, IRI]]:
        """What the vocabulary knows by name, by the link that a mention makes."""
        names: dict[IRI, dict[str, IRI]] = defaultdict(dict)
        for entry in self.lexicon.entries:
            names[entry.link] |= dict.fromkeys(entry.surfaces, entry.iri)
        return names

    def _pieces(
        self, reading: Reading, unit: TextUnit, mentions: Sequence[AnyMention]
    ) -> Iterator[Piece]:
        """The words of a unit, cut at sentences and mentions."""
        source, span = reading.document.source.text, unit.span
        for match in _SENTENCE.finditer(source, *span):
            begin, end = match.span()
            inside = [m for m in mentions if m.begin < end and begin < m.end]
            cuts = {
                begin,
                end,
                *(at for m in inside for at in (m.begin, m.end) if begin < at < end),
            }
            ordered = sorted(cuts)
            for first, last in pairwise(ordered):
                held = [m for m in inside if m.begin <= first and last <= m.end]
                longest = max(held, key=lambda m: m.end - m.begin, default=None)
                yield Piece(source[first:last], self._scheme(longest), not inside)

    def _scheme(self, mention: AnyMention | None) -> str:
        if mention is None or isinstance(mention, Mention):
            return self._schemes.get(mention.link, "") if mention else ""
        return scheme_of_value(mention)

    def terms(self, language: str) -> list[dict[str, str]]:
        """What a link can lead to: each term as it is typed, with its IRI and the link."""
        things = [(entry.iri, entry.link) for entry in self.lexicon.entries]
        things += [(iri, POL.commitment) for iri in set(self.lexicon.predicates.labels.values())]
        bodies = set(self.lexicon.organizations.values())
        things += [(iri, POL.responsibleBody) for iri in bodies]
        values = [
            {
                "typed": _say(f"value-{scheme}", language), "iri": "", "link": link, "scheme": scheme,
                "name": _say(f"value-{scheme}", "ja"),
            }
            for scheme, link in sorted((link.rpartition("#")[2], link) for link in VALUES)
        ]  # fmt: skip
        return values + sorted(
            (
                {
                    "typed": f"{self.label(iri, language)} — {self._schemes[link]}: {short_name(iri)}",
                    "iri": iri, "link": link, "scheme": self._schemes[link],
                    "name": self.label(iri, "ja"),
                }
                for iri, link in things
                if link in self._schemes and not self._is_compound(iri)
            ),
            key=lambda term: term["typed"],
        )  # fmt: skip

    def _is_compound(self, iri: IRI) -> bool:
        return iri in self._entries and self._entries[iri].meanings != (iri,)

    def data(self, language: str, save: Mapping[str, str] | None = None) -> str:
        """What the page's program needs, as JSON that may stand in a script.

        Args:
            language: of its words.
            save: ``url``, ``token`` and ``version`` of the file, where a server takes it.
        """
        found: dict[str, Any] = {
            "key": self.key,
            "base": BASE,
            "file": self.file,
            "curator": _agent(self.file) or self.curator,
            "date": self.date.isoformat(),
            "terms": self.terms(language),
            "say": _say.in_language(language),
            "reasons": {
                kind: {"ja": _say(f"reason-{kind}", "ja"), "en": _say(f"reason-{kind}", "en")}
                for kind in ("added", "withdrawn")
            },
            "language": language,
            "save": save,
        }
        return json.dumps(found, ensure_ascii=False).replace("<", "\\u003c")

    def to_html(
        self, language: str = "ja", *, save: Mapping[str, str] | None = None, **page: object
    ) -> str:
        """The page.

        Args:
            language: of its words.
            save: see `data`.
            page: ``assets``, ``sheet`` and ``back`` of a page on a server: where its files are, and
                what it leads back to. Without them it has all that it needs in itself.

        Raises:
            UsageError: a language that there is not.
        """
        check_language(language)
        return render(
            "review.html", language=language, review=self, units=self.units(language),
            say=_say.in_language(language), save=save, **page,
        )  # fmt: skip


def _where(reading: Reading, unit: TextUnit) -> str:
    """The file, without its folder, and the place in it."""
    source = reading.document.source
    return f"{PurePath(source.name).name}:{source.place(unit.span.begin)}"


def _agent(written: str) -> str:
    """The curator that a curation file names."""
    match = re.search(rf"prov:wasAttributedTo\s+<(?:{re.escape(BASE)})?agent/([^<>]+)>", written)
    return match[1] if match else ""
