"""What part an actor or organisation plays in what a sentence says is done.

The parts are the concepts of ``ontology/vocabulary/actor-roles.ttl``, with the words that tell them behind or
before a name. Those named in one breath (大学及び企業に対し) share the part of the last.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from policygraph.annotation.beside import Cue, beside
from policygraph.annotation.pattern_ends import AtBegin
from policygraph.core.index import Index
from policygraph.core.names import ACTOR_ROLES
from policygraph.core.namespaces import IRI, POL, SKOS


@dataclass(frozen=True)
class ActorRoles:
    """The parts of a vocabulary.

    Attributes:
        roles: their words, in the order in which they are tried; with the links whose mentions can have them,
            none for all.
        open_before: words behind a name that leave its part open.
        links: the property by which a policy item has an actor of a part.
    """

    roles: tuple[tuple[Cue, frozenset[IRI]], ...] = ()
    open_before: re.Pattern[str] | None = None
    links: Mapping[IRI, IRI] = field(default_factory=dict)

    def of(self, link: IRI, folded: str, begin: int, end: int, first: int, last: int) -> IRI | None:
        """The part that the words beside a name tell; ``None`` where they do not.

        Args:
            link: that the name makes.
            folded: the text.
            begin, end: of the name.
            first, last: as far as the words can reach, within the sentence.
        """
        behind = self._behind(link)
        match = behind.pattern.match(folded, end, last)
        place = behind.places[match.lastgroup or ""] if match else len(self.roles)
        if place < 0:
            return None
        for at in behind.before:
            if at <= place and self.roles[at][0].stands_before(folded, begin, first):
                return self.roles[at][0].iri
        return self.roles[place][0].iri if match else None

    @cached_property
    def _known(self) -> dict[IRI, _Behind]:
        return {}

    def _behind(self, link: IRI) -> _Behind:
        """The words beside the names that make a link."""
        known = self._known.get(link)
        if known is None:
            own = [(at, cue) for at, (cue, of) in enumerate(self.roles) if not of or link in of]
            patterns = [(at, cue.after) for at, cue in own if cue.after is not None]
            if self.open_before is not None:
                patterns.insert(0, (-1, self.open_before))
            groups = [f"(?P<_{n}>{pattern.pattern})" for n, (_, pattern) in enumerate(patterns)]
            known = self._known[link] = _Behind(
                AtBegin(re.compile("|".join(groups or ["(?!)"]))),
                {f"_{number}": at for number, (at, _) in enumerate(patterns)},
                tuple(at for at, cue in own if cue.before is not None),
            )
        return known


class _Behind(NamedTuple):
    """All words that tell a part, in one pattern.

    Attributes:
        pattern: of the words behind a name, a group for each part in the order in which they are tried.
        places: the place of each group's part among the roles; -1 of the words that leave it open.
        before: the places of the parts that words before a name tell.
    """

    pattern: AtBegin
    places: Mapping[str, int]
    before: tuple[int, ...]


def read_actor_roles(described: Index) -> ActorRoles:
    """The parts of actors that a vocabulary knows.

    Raises:
        DataError: a pattern is no regular expression.
    """
    shared = beside(described, ACTOR_ROLES, POL.sharedOver, behind=True)
    over = shared.pattern if shared else ""
    concepts = sorted(
        (min((int(order.value) for order in described.literals(s, POL.order)), default=0), s)
        for s in described.subjects()
        if ACTOR_ROLES in described.iris(s, SKOS.inScheme)
    )
    roles = []
    for _, subject in concepts:
        of_body = beside(described, subject, POL.cueAfterBody, behind=True, over=over)
        if of_body is not None:
            roles.append((Cue(subject, None, of_body), frozenset((POL.involvesOrganization,))))
        before = beside(described, subject, POL.cueBefore, behind=False)
        after = beside(described, subject, POL.cueAfter, behind=True, over=over)
        roles.append((Cue(subject, before, after), frozenset(described.iris(subject, POL.saidOf))))
    return ActorRoles(
        roles=tuple(roles),
        open_before=beside(described, ACTOR_ROLES, POL.leftOpenBefore, behind=True, over=over),
        links={s: link for _, s in concepts for link in described.iris(s, POL.linkedBy)},
    )
