"""What part an actor or organisation plays in what a sentence says is done.

The parts are the concepts of ``ontology/vocabulary/actor-roles.ttl``, with the words that tell them behind or
before a name. Those named in one breath (大学及び企業に対し) share the part of the last.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from policygraph.annotation.beside import Cue, beside
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
        if self.open_before is not None and self.open_before.match(folded, end, last):
            return None
        for words, said_of in self.roles:
            if said_of and link not in said_of:
                continue
            if words.stands(folded, begin, end, first, last):
                return words.iri
        return None


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
    return ActorRoles(
        roles=tuple(
            (
                Cue(
                    subject,
                    beside(described, subject, POL.cueBefore, behind=False),
                    beside(described, subject, POL.cueAfter, behind=True, over=over),
                ),
                frozenset(described.iris(subject, POL.saidOf)),
            )
            for _, subject in concepts
        ),
        open_before=beside(described, ACTOR_ROLES, POL.leftOpenBefore, behind=True, over=over),
        links={s: link for _, s in concepts for link in described.iris(s, POL.linkedBy)},
    )
