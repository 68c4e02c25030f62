"""Candidates as a steward takes them over: a list, Turtle for a vocabulary file, rows of the spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from policygraph.annotation.candidates import Candidate
from policygraph.annotation.term_files import Block, Property, TermFile
from policygraph.annotation.term_sheet import write_sheet
from policygraph.core.columns import pad
from policygraph.core.messages import Messages
from policygraph.core.namespaces import BASE, IRI, POL, SKOS, iri_step
from policygraph.core.prefixes import PREFIXES, short_name, shorten, used_prefixes
from policygraph.core.terms import encode_literal, text

_say: Final = Messages("corpus")
_KIND, _WORDS = 8, 24  # columns of the list


def _is_concept(candidate: Candidate) -> bool:
    return candidate.home is not None and not candidate.home.startswith(POL.iri)


def _name(iri: str) -> str:
    """An IRI as a vocabulary file has it: a file has no base."""
    short = shorten(iri)
    return f"<{iri}>" if short.startswith("<") else short


def _label(candidate: Candidate) -> str:
    return encode_literal(text(candidate.words, "ja"))


def candidate_text(candidates: Iterable[Candidate]) -> str:
    """A line a candidate: count, kind, words, where it would go, places."""
    return "".join(f"{line}\n" for line in _lines(candidates))


def _lines(candidates: Iterable[Candidate]) -> Iterator[str]:
    for candidate in candidates:
        goal = ""
        if candidate.near is not None:
            goal = f"→ {short_name(candidate.near)}  "
        elif candidate.home is not None:
            goal = f"→ {short_name(candidate.home)}  "
        places = "  ".join(f"{place}: …{words}…" for place, words in candidate.places)
        words = pad(candidate.words, _WORDS)
        yield f"{candidate.count:>4}  {candidate.kind:<{_KIND}}  {words}  {goal}{places}"


def candidate_turtle(candidates: Iterable[Candidate], language: str) -> str:
    """Turtle to be pasted into a vocabulary file; what belongs nobody knows where is a remark."""
    blocks = [_block(candidate, language) for candidate in candidates]
    used = used_prefixes(
        iri for iri in (SKOS.prefLabel, POL.Pattern, *PREFIXES.values())
        if any(f"{prefix}:" in block for block in blocks for prefix in used_prefixes([iri]))
    )  # fmt: skip
    head = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in used.items())
    return "\n".join([head, *blocks])


def _block(candidate: Candidate, language: str) -> str:
    remarks = f"# {candidate.count}× {candidate.kind}\n"
    remarks += "".join(f"# {place}: …{words}…\n" for place, words in candidate.places)
    if candidate.near is not None:
        return f"{remarks}{_name(candidate.near)} skos:altLabel {_label(candidate)} .\n"
    if candidate.iri is None or candidate.home is None:
        path = f"{BASE}work/{iri_step(candidate.words)}"
        choose = _say("candidate-choose", language)
        return (
            f"{remarks}# {choose}\n# <{path}> a pol:ReferencedWork ;"
            f" skos:prefLabel {_label(candidate)} .\n"
        )
    complete = f"# {_say('candidate-complete', language)}\n"
    kind = (
        f"a skos:Concept ;\n    skos:inScheme {_name(candidate.home)}"
        if _is_concept(candidate)
        else f"a {_name(candidate.home)}"
    )
    return (
        f"{remarks}{complete}{_name(candidate.iri)}\n"
        f"    {kind} ;\n    skos:prefLabel {_label(candidate)} .\n"
    )


def candidate_sheet(candidates: Iterable[Candidate], files: Sequence[TermFile]) -> str:
    """The rows of the spreadsheet that `read_sheet` puts into some vocabulary files.

    A label of a known concept is in its row with all that it has already. What belongs nobody knows where
    has no row.
    """
    known = {
        file.iri(block): (file, block) for file in files for block in file.blocks if block.subject
    }
    changed: dict[IRI, Block] = {}
    for candidate in candidates:
        if candidate.near in known:
            block = known[candidate.near][1]
            before = block.values("skos:altLabel")
            block.replace("skos:altLabel", [*before, _label(candidate)])
            changed[candidate.near] = block
        elif candidate.iri is not None and candidate.home is not None:
            home = _name(candidate.home)
            kinds = (
                [Property("a", ["skos:Concept"]), Property("skos:inScheme", [home])]
                if _is_concept(candidate)
                else [Property("a", [home])]
            )
            label = Property("skos:prefLabel", [_label(candidate)])
            changed[candidate.iri] = Block([], _name(candidate.iri), properties=[*kinds, label])
    rows = TermFile(files[0].path, [], {}, list(changed.values()))
    return write_sheet([rows])
