"""The lexicon: the labels of the vocabulary, and where they do not count.

There are no word lists in code. An entry is a concept, a compound term, an organisation, a
programme, a work or a place of the Turtle files in ``ontology/vocabulary``; its surfaces are its
Japanese labels (``skos:prefLabel``, ``altLabel``, ``hiddenLabel``) and its English ones as whole
words. Readings (``pol:reading``) and schemes that ``pol:linkedBy`` says nothing of are not matched.
"""

from __future__ import annotations

import datetime
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256
from itertools import chain
from pathlib import Path

from policygraph.annotation.beside import Context, Cue, beside, contexts, read_cue
from policygraph.annotation.cue_words import CueWords
from policygraph.annotation.head_nouns import Heads, read_heads
from policygraph.annotation.measures import Measures, read_measures
from policygraph.annotation.name_forms import NameForms, read_name_forms
from policygraph.annotation.predicates import Predicates
from policygraph.annotation.roles import ActorRoles, read_actor_roles
from policygraph.annotation.tenures import Tenures, read_tenures
from policygraph.annotation.term_lint import lint_terms
from policygraph.core.errors import DataError, Errors
from policygraph.core.fold import fold_text
from policygraph.core.index import AskedIndex, Index
from policygraph.core.kept import program, read_kept, write_kept
from policygraph.core.links import LinkKind, read_links
from policygraph.core.names import CUES
from policygraph.core.namespaces import IRI, ORG, OWL, POL, RDF, RDFS, SKOS
from policygraph.core.problems import Problem
from policygraph.core.resources import digest_of, digest_of_files
from policygraph.core.terms import Triple, kept_turtle

_LABELS = (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)
_AGENTS = (POL.involvesActor, POL.involvesOrganization)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the lexicon.

    Attributes:
        iri: the concept, compound term or thing.
        scheme: its concept scheme, or its class where it is a thing.
        link: the property that its mentions make.
        meanings: itself, or what a compound term denotes.
        proper: a proper name; it hides everything inside it.
        surfaces: its labels in Japanese, folded, longest first.
        words: its labels in English.
        tag_names: what it is called in a tag alone (文), folded.
        not_within, only_within: contexts, folded.
    """

    iri: IRI
    scheme: IRI
    link: IRI
    meanings: tuple[IRI, ...]
    proper: bool
    surfaces: tuple[str, ...]
    words: tuple[str, ...]
    tag_names: tuple[str, ...]
    not_within: tuple[Context, ...]
    only_within: tuple[Context, ...]


@dataclass(frozen=True)
class Lexicon:
    """The vocabulary, ready to be matched.

    Attributes:
        entries: whose labels count anywhere in a text, in the order of their IRIs.
        predicates: the labels of the commitment scheme, which count at the end of a sentence.
        kinds: the kinds of link, in the ontology's order.
        links: the link that a mention makes, by the scheme of its concept or the class of its thing.
        organizations: bodies by label.
        tag_names: bodies by label or by what they are called in a tag alone.
        cues: in the order of their IRIs.
        name_forms: what names look like that it does not know.
        heads: the words that decide the concept of a compound.
        roles: the parts of actors.
        agents: the names of bodies and actors: what a sentence that promises can be about.
        no_promises: the degrees of commitment of which none is due.
        linked_before: of a link that not every mention makes, what must stand behind one that does.
        problems: what a steward should look at in its files, with file and line.
        measures: units, and the roles and qualifiers of times and quantities.
        shared_names: what several bodies are called in tags, each with them.
        tenures: when bodies were in being.
        seen_in_names: the schemes whose words count within names that it does not know.
        common: a digest of all in the vocabulary that is no label of an entry, and bears on every text.
    """

    entries: tuple[Entry, ...]
    predicates: Predicates
    kinds: tuple[LinkKind, ...]
    links: Mapping[IRI, IRI]
    organizations: Mapping[str, IRI]
    tag_names: Mapping[str, IRI]
    cues: tuple[Cue, ...]
    linked_before: Mapping[IRI, re.Pattern[str]]
    name_forms: NameForms
    heads: Heads
    agents: frozenset[str] = frozenset()
    no_promises: frozenset[IRI] = frozenset()
    problems: tuple[Problem, ...] = ()
    measures: Measures = field(default_factory=Measures)
    roles: ActorRoles = field(default_factory=ActorRoles)
    shared_names: Mapping[str, tuple[IRI, ...]] = field(default_factory=dict)
    tenures: Tenures = field(default_factory=Tenures)
    seen_in_names: frozenset[IRI] = frozenset()
    common: str = ""

    def at(self, day: datetime.date | None) -> Lexicon:
        """The lexicon for a text of a day: a name that several bodies have had means the one of that day.

        Args:
            day: when the text was decided; ``None`` for one of today.
        """
        then = {
            name: self.tenures.holder(bodies, day) for name, bodies in self.shared_names.items()
        }
        if all(self.tag_names[name] == body for name, body in then.items()):
            return self
        labels = {name: body for name, body in then.items() if name in self.organizations}
        return replace(
            self,
            organizations={**self.organizations, **labels},
            tag_names={**self.tag_names, **then},
        )

    @cached_property
    def all_names(self) -> frozenset[str]:
        """All names and words of the vocabulary, and those of bodies in tags."""
        labels = (label for entry in self.entries for label in (*entry.surfaces, *entry.words))
        return frozenset((*labels, *self.tag_names))

    @cached_property
    def bodies(self) -> frozenset[IRI]:
        """What the names of bodies mean."""
        return frozenset(self.organizations.values())

    def ends_in_agent(self, words: str) -> bool:
        """Words end in the name of a body or an actor."""
        return any(words[-size:] in self.agents for size in self._agent_sizes)

    @cached_property
    def _agent_sizes(self) -> tuple[int, ...]:
        return tuple(sorted(set(map(len, self.agents))))

    @cached_property
    def ministries(self) -> frozenset[str]:
        """The names of ministries, agencies and groups of ministries."""
        classes = (POL.Ministry, POL.Agency, POL.MinistryGroup)
        return frozenset(
            label for entry in self.entries if entry.scheme in classes for label in entry.surfaces
        )

    @cached_property
    def collective(self) -> frozenset[IRI]:
        """The groups of ministries."""
        return frozenset(e.iri for e in self.entries if e.scheme == POL.MinistryGroup)

    @cached_property
    def names_in_brackets(self) -> Mapping[str, IRI]:
        """Bodies by what they are called in any brackets: （国）, （環境） count in a tag alone."""
        return {
            name: body
            for name, body in self.tag_names.items()
            if len(name) > 1 and name in self.organizations
        }

    @cached_property
    def cue_words(self) -> CueWords:
        """The cues, ready to be looked for."""
        return CueWords(self.cues)

    @property
    def work_link(self) -> IRI | None:
        """The link that a mention of a work makes."""
        return self.links.get(POL.ReferencedWork)

    @cached_property
    def concept_links(self) -> frozenset[IRI]:
        """The links that lead to concepts of a scheme."""
        return frozenset(kind.predicate for kind in self.kinds if kind.leads_to_concepts)


def _cues(described: Index) -> Iterator[Cue]:
    for subject in sorted(described.subjects()):
        if CUES in described.iris(subject, SKOS.inScheme):
            cue = read_cue(described, subject)
            if cue is not None:
                yield cue


def _labels(described: Index, subject: IRI, language: str) -> tuple[str, ...]:
    labels = {
        fold_text(literal.value)
        for predicate in _LABELS
        for literal in described.literals(subject, predicate)
        if literal.language == language
    }
    return tuple(sorted(labels, key=lambda label: (-len(label), label)))


def _entry(
    described: Index, subject: IRI, links: Mapping[IRI, IRI], proper: frozenset[IRI]
) -> Entry | None:
    """The entry of a concept or thing; ``None`` where nothing says by which link it is linked."""
    classes = sorted(c for c in described.iris(subject, RDF.type) if c in proper)
    schemes = sorted(s for s in described.iris(subject, SKOS.inScheme) if s in links)
    if subject in links or not (classes or schemes):
        return None
    scheme = (classes or schemes)[0]
    return Entry(
        iri=subject,
        scheme=scheme,
        link=links[scheme],
        meanings=tuple(sorted(described.iris(subject, POL.denotes))) or (subject,),
        proper=bool(classes),
        surfaces=_labels(described, subject, "ja"),
        words=_labels(described, subject, "en"),
        tag_names=tuple(
            fold_text(name.value) for name in sorted(described.literals(subject, POL.tagLabel))
        ),
        not_within=contexts(described, subject, POL.notWithin),
        only_within=contexts(described, subject, POL.onlyWithin),
    )


def read_lexicon(files: Iterable[Path]) -> Lexicon:
    """Read the lexicon.

    Args:
        files: the ontology (for its ``pol:linkedBy`` facts) and the vocabulary, in Turtle.

    Raises:
        DataError: wrong Turtle (file, line, column), a pattern that is no regular expression or is slow,
            or an empty label; `SeveralErrors` of all that are.
    """
    errors = Errors()
    read: dict[Path, Sequence[Triple]] = {}
    for path in files:
        with errors.caught():
            read[path] = kept_turtle(path)
    errors.check()
    described = Index(triple for triples in read.values() for triple in triples)
    linked = ((s, described.iris(s, POL.linkedBy)) for s in described.subjects())
    links = {subject: min(found) for subject, found in linked if found}
    proper = frozenset(subject for subject in links if described.is_a(subject, OWL.Class))
    entries: list[Entry] = []
    for subject in sorted(described.subjects()):
        with errors.caught():
            entry = _entry(described, subject, links, proper)
            if entry is not None:
                entries.append(entry)
    problems = lint_terms(read, entries)
    for problem in problems:
        if problem.is_fault:
            errors.note(DataError("vocabulary-problem", place=problem.place, problem=problem))
    errors.check()
    bodies = [
        entry
        for entry in entries
        if ORG.Organization in described.iris(entry.scheme, RDFS.subClassOf)
    ]
    described = AskedIndex(described)  # from here on what is asked bears on every text
    tenures = read_tenures(described)
    # Of two bodies in being the later counts, and what is called so anywhere before what is in tags alone.
    by_label = [(name, e.iri) for e in reversed(bodies) for name in (*e.surfaces, *e.words)]
    in_tags = [(name, e.iri) for e in reversed(bodies) for name in e.tag_names]
    called: dict[str, dict[IRI, None]] = defaultdict(dict)
    for name, body in chain(by_label, in_tags):
        called[name][body] = None
    tag_names = {name: tenures.holder(named) for name, named in called.items()}
    organizations = {name: tag_names[name] for name, _ in by_label}
    lexicon = Lexicon(
        entries=tuple(entry for entry in entries if entry.link != POL.commitment),
        predicates=Predicates(
            {
                label: entry.iri
                for entry in entries
                if entry.link == POL.commitment
                for label in entry.surfaces
            }
        ),
        kinds=read_links(described),
        links=links,
        organizations=organizations,
        tag_names=tag_names,
        cues=tuple(_cues(described)),
        name_forms=read_name_forms(described),
        heads=read_heads(described),
        agents=frozenset(
            label for entry in entries if entry.link in _AGENTS for label in entry.surfaces
        )
        | organizations.keys(),
        no_promises=frozenset(
            subject
            for subject in described.subjects()
            if any(said.value == "false" for said in described.literals(subject, POL.isPromise))
        ),
        linked_before={
            link: pattern
            for subject, link in links.items()
            if (pattern := beside(described, subject, POL.linkedBefore, behind=True))
        },
        problems=tuple(problems),
        measures=read_measures(described),
        roles=read_actor_roles(described),
        shared_names={name: tuple(named) for name, named in called.items() if len(named) > 1},
        tenures=tenures,
        seen_in_names=frozenset(
            subject
            for subject in links
            if any(said.value == "true" for said in described.literals(subject, POL.seenInNames))
        ),
    )
    return replace(lexicon, common=_common(described, entries, links, proper))


def read_lexicon_once(files: Sequence[Path], kept: Path | None) -> Lexicon:
    """Read the lexicon, or find it as an earlier run has read it.

    Args:
        files: see `read_lexicon`.
        kept: an existing folder where it is kept; without one it is read.

    Raises:
        DataError: see `read_lexicon`.
    """
    if kept is None:
        return read_lexicon(files)
    digest = digest_of(program(), sys.version, digest_of_files(files))
    path = kept / "lexicon"
    known = read_kept(path)
    if isinstance(known, tuple) and known[0] == digest:
        found: Lexicon = known[1]
        return found
    lexicon = read_lexicon(files)
    write_kept(path, (digest, lexicon))
    return lexicon


_BELOW = (POL.linkedBy, RDFS.subClassOf, RDFS.subPropertyOf)
_MEMBERSHIP = frozenset((RDF.type, SKOS.inScheme))
# What a head has of its concept's entry.
_OF_HEADS = (*_MEMBERSHIP, POL.denotes, POL.notWithin, POL.onlyWithin)


def _common(
    described: AskedIndex,
    entries: Iterable[Entry],
    links: Mapping[IRI, IRI],
    proper: frozenset[IRI],
) -> str:
    """A digest of what was asked but for the labels of entries, and that an entry is one."""
    by_subject: dict[IRI, set[IRI]] = defaultdict(set)
    for subject, predicate in described.asked:
        by_subject[subject].add(predicate)
    for entry in entries:
        if by_subject[entry.iri] <= _MEMBERSHIP:
            del by_subject[entry.iri]
        else:
            by_subject[entry.iri].update(_OF_HEADS)
    for subject in described.subjects():
        found = [p for p in _BELOW if described.values(subject, p)]
        if found:
            by_subject[subject].update(found)
    said = [
        (subject, predicate, sorted(map(str, described.values(subject, predicate))))
        for subject in sorted(by_subject)
        for predicate in sorted(by_subject[subject])
    ]
    return sha256(repr((said, sorted(links.items()), sorted(proper))).encode()).hexdigest()
