"""What a publisher has to say of a dataset, checked before anything is written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from policygraph.core.errors import UsageError, phrase
from policygraph.core.messages import Joined, Message
from policygraph.core.namespaces import DCAT, DCTERMS, IRI
from policygraph.core.output import source_date
from policygraph.core.terms import Literal, read_turtle, text

MARKER = "dcat.ttl"  # by which a portal directory is known
CC_BY = IRI("https://creativecommons.org/licenses/by/4.0/")
_IRI = re.compile(r'(?:https?|urn):[^\s<>"{}|\\^`]+')
_MAIL = re.compile(r"(?:mailto:)?[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+")
_NAMED = re.compile(r"(?P<name>.+?)\s*(?:<(?P<iri>[^<>]+)>)?")
_LANGUAGE = re.compile(r"@(ja|en)$")
_VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


# Of the ADMS vocabulary of publisher types.
PUBLISHER_TYPES = (
    "Academia-ScientificOrganisation", "Company", "IndustryConsortium", "LocalAuthority", "NationalAuthority",
    "NonGovernmentalOrganisation", "NonProfitOrganisation", "PrivateIndividual(s)", "RegionalAuthority",
    "StandardisationBody", "SupraNationalAuthority",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PortalFacts:
    """What the command line gives; checked by `settle`.

    Attributes:
        publisher: names, each ``NAME``, ``NAME@ja`` or ``NAME <IRI>``.
        contact: a mail address or a page.
        licence: of the graph.
        version: of the dataset; the day of its latest change where it is not given.
        url: where the directory will lie on the web.
        endpoint: a SPARQL endpoint that serves the graph, where there is one.
        publisher_type: one of `PUBLISHER_TYPES`.
        homepage: of the catalogue and of the data, for people.
    """

    publisher: tuple[str, ...] = ()
    contact: str | None = None
    licence: str = CC_BY
    version: str | None = None
    url: str | None = None
    endpoint: str | None = None
    publisher_type: str | None = None
    homepage: str | None = None


@dataclass(frozen=True, slots=True)
class SettledFacts:
    """What the description is written from; everything a portal asks for is there."""

    base: str
    publisher: IRI
    publisher_names: tuple[Literal, ...]
    contact: IRI
    licence: IRI
    version: str
    url: str
    endpoint: IRI | None
    modified: str
    publisher_type: str | None
    homepage: IRI


def settle(facts: PortalFacts, base: str, latest: str | None) -> SettledFacts:
    """Check what was given and fill in what follows.

    Args:
        facts: what was given.
        base: of the graph's IRIs.
        latest: the latest date that the graph itself states, where it states one.

    Raises:
        UsageError: something is missing or wrong; one message lists everything.
    """
    wrong: list[Message] = []
    if not facts.publisher:
        wrong.append(phrase("needs-publisher"))
    if not facts.contact:
        wrong.append(phrase("needs-contact"))
    elif not (_MAIL.fullmatch(facts.contact) or _IRI.fullmatch(facts.contact)):
        wrong.append(phrase("wrong-contact", value=facts.contact))
    given = {"--licence": facts.licence, "--url": facts.url, "--endpoint": facts.endpoint,
             "--homepage": facts.homepage}  # fmt: skip
    for option, value in given.items():
        if value is not None and not _IRI.fullmatch(value):
            wrong.append(phrase("wrong-iri", option=option, value=value))
    if facts.version is not None and not _VERSION.fullmatch(facts.version):
        wrong.append(phrase("wrong-version", value=facts.version))
    epoch = source_date()
    modified = epoch.isoformat() if epoch else latest
    if modified is None:
        wrong.append(phrase("needs-date"))
    publisher, names = _publisher(facts.publisher, base, wrong)
    if wrong:
        raise UsageError("portal-needs", wanted=Joined(wrong))
    assert modified is not None
    assert facts.contact is not None
    contact = facts.contact
    is_mail = _MAIL.fullmatch(contact) and not contact.startswith(("mailto:", "http"))
    url = f"{(facts.url or f'{base}data').removesuffix('/')}/"
    return SettledFacts(
        base=base,
        publisher=publisher,
        publisher_names=names,
        contact=IRI(f"mailto:{contact}" if is_mail else contact),
        licence=IRI(facts.licence),
        version=facts.version or modified,
        url=url,
        endpoint=IRI(facts.endpoint) if facts.endpoint else None,
        modified=modified,
        publisher_type=facts.publisher_type,
        homepage=IRI(facts.homepage or url),
    )


def _publisher(
    given: tuple[str, ...], base: str, wrong: list[Message]
) -> tuple[IRI, tuple[Literal, ...]]:
    """The publisher's IRI and names."""
    iri, names = f"{base}agent/publisher", []
    for words in given:
        found = _NAMED.fullmatch(words.strip())
        if found is None:
            wrong.append(phrase("empty-publisher"))
            continue
        if found["iri"]:
            iri = found["iri"]
            if not _IRI.fullmatch(iri):
                wrong.append(phrase("wrong-iri", option="--publisher", value=iri))
        language = _LANGUAGE.search(found["name"])
        names.append(text(_LANGUAGE.sub("", found["name"]), language[1] if language else ""))
    return IRI(iri), tuple(names)


@dataclass(frozen=True, slots=True)
class EarlierPortal:
    """What an earlier portal directory says of itself.

    Attributes:
        folder: the directory.
        version: of its dataset; ``?`` where it does not say.
        issued: when the dataset was first published, if it says.
    """

    folder: Path
    version: str
    issued: str | None


def read_earlier(folder: Path) -> EarlierPortal:
    """Read an earlier portal directory.

    Raises:
        UsageError: it is none.
    """
    path = folder / MARKER
    if not path.exists():
        raise UsageError("no-portal", folder=folder, file=MARKER)
    said = {
        predicate: value.value
        for subject, predicate, value in read_turtle(path)
        if subject.endswith("/dataset") and isinstance(value, Literal)
    }
    return EarlierPortal(folder, said.get(DCAT.version, "?"), said.get(DCTERMS.issued))
