"""The outline of a series of documents: what opens its parts and items, and the signs that it is set with."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from policygraph.document.tree import ItemKind, SentenceRole

TitleRule = Literal["line", "open", "fixed", "marker", "none"]
# Where a text says who answers for an item.
Way = Literal["tag", "bracket", "column", "subject", "beside", "heading"]
# What the sentences of a part are; of those that may promise a measure, their predicates say.
Sentences = Literal["recognition", "issue", "passage", "promises"]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the parts that a marker with fixed titles can open ([A] 基本的認識 …)."""

    part: str
    number: str
    titles: tuple[re.Pattern[str], ...]


@dataclass(frozen=True, slots=True)
class Level:
    """One level of the outline.

    Attributes:
        rank: its place in the outline, outermost 0; opening it closes all of the same or a
            higher rank.
        parts: the part types it can open (one, unless it has choices).
        marker: how its lines begin; ``None`` where the file's own blocks open it.
        under: the part types it may stand under.
        number: what the unit is called in its IRI where the marker holds no number.
        prose_item: the words behind its title are an item without a marker.
        heading: it is opened by the headings of this level that the file itself sets apart; 0 for none.
        rows: it is opened by the rows of the file's tables.
        listed: it is opened by the items of the lists that the file itself sets apart.
        lines: it is opened by every line that nothing else opens and that names no bodies (担当：).
        nested: a bullet of it that stands deeper than another is a sub-bullet of that.
    """

    rank: int
    parts: tuple[str, ...]
    marker: re.Pattern[str] | None
    under: frozenset[str]
    title: TitleRule
    consecutive: bool = False
    spaced: bool = False
    choices: tuple[Choice, ...] = ()
    number: str = ""
    prose_item: bool = False
    heading: int = 0
    rows: bool = False
    listed: bool = False
    lines: bool = False
    nested: bool = False

    @property
    def is_item(self) -> bool:
        """It opens an item."""
        return self.parts == ("item",)

    @property
    def is_component(self) -> bool:
        """It opens a sub-bullet."""
        return self.parts == ("component",)


@dataclass(frozen=True, slots=True)
class Signs:
    """The signs that the series sets its text with. Patterns are over folded text.

    Attributes:
        stop: what ends a sentence.
        opening, closing: the brackets that a full stop does not end a sentence in, pair by pair.
        line_end: the brackets that end a line of prose without a full stop.
        note: how a line begins that is a note below the text.
        tag_open, tag_close: the brackets behind an item that say who answers for it.
        brackets: others that do so where all that they hold are known bodies: pairs of signs.
        body_label: how a line begins that holds them.
        no_body: what stands in brackets and is never a body.
        behind_body: what stands behind a body's name and adds nothing to it (ほか, 等).
        lead, cooperating: the marks of a body that leads, or works with one that does; ``lead_behind``,
            ``cooperating_behind``: those that stand behind its name.
        subject: what stands behind the body that a sentence is about; ``with_body``: behind one that works with
            it; ``by_body``: behind one by which something was done.
        division: a part of a body, behind its name; ``plain_name``: what is a body beside a mark.
        acted_noun: what stands before a predicate cut short to its noun that says an act.
        report_title: words at the head of a document that reports; ``report_passive``: of what is done there.
        progress_label: the label of a line that tells how far what the item before it promises has come.
        heading_tail: what may stand behind the bodies that a heading consists of.
        issue_heading: what items that promise nothing are issues under; ``target_heading``: what items are
            targets under.
        body_form: what a body looks like that no vocabulary knows.
        act: how a predicate ends that says an act and is in no vocabulary; ``act_before``: one in the middle of a
            sentence; ``act_on_topic``: one that a body does to what the sentence is about.
        column_line: how a line begins that heads an aside, in which nothing is promised; ``budget_line``: how one
            ends that is a scheme and its money.
        words_column, body_column: the headers of the columns that hold the words and the bodies of an item;
            ``number_column``: a mere number; ``indicator_column``, ``value_column``: what a target is of, and what
            it is.
        ways: where who answers is looked for.
        report, promise: how a predicate ends that says what was done, or what will be whatever its verb;
            ``owed``: behind a verb, that it is to be done.
        no_act: how one ends that says nothing of somebody's act; ``noun_end``: one that is cut short to its noun.
        topic: what a sentence is about stands before it; ``no_topic``: what looks like one and is none;
            ``agent``: how the name of a body or person ends; ``no_agent``: of one whose acts are none here.
        passive: how a sentence ends in which something was done by nobody in particular.
        elsewhere: what is about other countries; ``other_subject``: what が marks before an act; ``of_itself``:
            predicates of what comes about without anybody's act; ``intransitive``: of acts on nothing.
    """

    stop: re.Pattern[str]
    opening: str
    closing: str
    tag_open: str
    tag_close: str
    tag_separators: str
    brackets: tuple[str, ...]
    reprise_mark: re.Pattern[str]
    partial_reprise_mark: re.Pattern[str]
    goes_on: re.Pattern[str]
    title_complete: re.Pattern[str]
    item_complete: re.Pattern[str]
    caption: re.Pattern[str]
    note: re.Pattern[str]
    line_end: re.Pattern[str]
    plain_name: re.Pattern[str]
    acted_noun: re.Pattern[str]
    report_title: re.Pattern[str]
    report_passive: re.Pattern[str]
    progress_label: re.Pattern[str]
    body_label: re.Pattern[str]
    no_body: re.Pattern[str]
    behind_body: re.Pattern[str]
    lead: re.Pattern[str]
    cooperating: re.Pattern[str]
    subject: re.Pattern[str]
    heading_tail: re.Pattern[str]
    issue_heading: re.Pattern[str]
    target_heading: re.Pattern[str]
    body_form: re.Pattern[str]
    act: re.Pattern[str]
    act_before: re.Pattern[str]
    act_on_topic: re.Pattern[str]
    column_line: re.Pattern[str]
    budget_line: re.Pattern[str]
    words_column: re.Pattern[str]
    body_column: re.Pattern[str]
    number_column: re.Pattern[str]
    indicator_column: re.Pattern[str]
    value_column: re.Pattern[str]
    report: re.Pattern[str]
    promise: re.Pattern[str]
    owed: re.Pattern[str]
    no_act: re.Pattern[str]
    noun_end: re.Pattern[str]
    topic: re.Pattern[str]
    no_topic: re.Pattern[str]
    agent: re.Pattern[str]
    no_agent: re.Pattern[str]
    division: re.Pattern[str]
    with_body: re.Pattern[str]
    by_body: re.Pattern[str]
    lead_behind: re.Pattern[str]
    cooperating_behind: re.Pattern[str]
    passive: re.Pattern[str]
    elsewhere: re.Pattern[str]
    other_subject: re.Pattern[str]
    of_itself: re.Pattern[str]
    intransitive: re.Pattern[str]
    ways: frozenset[Way]


@dataclass(frozen=True, slots=True)
class Outline:
    """The levels of a series, outermost first, and its signs.

    Attributes:
        sentences: what the sentences of the parts are of which nothing is said; empty where the outline
            leaves them to be introductions.
        loose_limit: the share, in percent, of characters that may stand under no part.
        by_report: an item that says what was done is a reported measure, not a measure.
    """

    key: str
    levels: tuple[Level, ...]
    signs: Signs
    sentence_roles: Mapping[str, Sentences] = field(default_factory=dict)
    item_kinds: Mapping[str, ItemKind] = field(default_factory=dict)
    sentences: Sentences | None = None
    loose_limit: float | None = None
    by_report: bool = False

    @property
    def holds_items(self) -> frozenset[str]:
        """The part types that bullets stand under."""
        return frozenset().union(*(level.under for level in self.levels if level.is_item))

    def item_kind(self, parts: tuple[str, ...]) -> ItemKind:
        """What an item is, by the types of the parts that it stands under, outermost first."""
        return next((self.item_kinds[p] for p in parts[::-1] if p in self.item_kinds), "measure")

    def sentences_of(self, part: str) -> Sentences | None:
        """What the sentences of a part are; ``None`` where they are its introduction."""
        said = self.sentence_roles.get(part)
        if said is None and self.sentences is None and (part == "group" or part in self.item_kinds):
            return "passage"
        return said or self.sentences


def role_of(sentences: Sentences) -> SentenceRole:
    """The role of a sentence that promises nothing."""
    return "passage" if sentences == "promises" else sentences
