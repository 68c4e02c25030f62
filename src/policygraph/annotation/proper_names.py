"""Proper names by their form: in quotation marks, in headings, in running text; and their short forms.

「…計画」 is a work and 「…協議会」 a body whether or not a vocabulary knows them; ＳＩＰ「…」 is a part
of SIP. What names look like stands in the vocabulary (`policygraph.annotation.name_forms`).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from policygraph.annotation.annotator import AnnotatedText, Segment
from policygraph.annotation.mentions import AnyMention, DiscoveredThing, Mention
from policygraph.annotation.name_begins import WORD, phrase_begin, run_begin
from policygraph.annotation.name_forms import LEAST, STEPS, Ending, numbered
from policygraph.annotation.short_names import LAW_NUMBER, short_forms
from policygraph.core.fold import fold_text
from policygraph.core.namespaces import BASE, IRI, POL, iri_step
from policygraph.document import Span

_QUOTED: Final = re.compile(r"[「『]([^「」『』]{2,60})[」』]")
# A name that quotes another in itself: 「『日本再興戦略』改訂2015」.
_NESTED: Final = re.compile(
    r"[「『]([^「」『』]{0,40}[「『][^「」『』]{1,60}[」』][^「」『』]{0,40})[」』]"
)
# Signs that would be encoded in an IRI: 育成事業(ABC)次世代… is called 育成事業-ABC-次世代….
_UNREADABLE: Final = re.compile(r"[ ()\[\]{}<>\"'/]+")
_MARKS: Final = re.compile("[「」『』]")
_MAY_BE_QUOTED: Final = re.compile("[「」『』A-Z]")  # what quoted names and Latin words have
_LATIN_BEHIND: Final = re.compile(r"\(([A-Z][^()]*)\)\Z")
# A quoted name that no ending tells, but the noun before it: GakuData, みちのく光.
_NO_NAME: Final = re.compile(r"[、。]|(?:する|した|の場|こと|もの)\Z|\A(?:[ぁ-ん]{1,3}|.)\Z")
# A coined Latin word: N-net, GteX.
_LATIN_WORD: Final = re.compile(
    r"(?<![A-Za-z0-9-])(?=[A-Z]+[a-z0-9]*-?[a-z]*[A-Z]|[A-Z0-9]+-[A-Za-z]|[A-Z][a-z]+-[a-z])[A-Z][A-Za-z0-9-]{2,15}(?![A-Za-z0-9-])(?![一-龥ァ-ヺ])"
)
# A coined word: four characters or more, katakana or Latin letters among them, or six, and no particle.
_LATIN_NAME: Final = re.compile(r"(?=.*[A-Z].*[A-Z-])[A-Z][A-Za-z0-9 .+-]{3,40}")
_COINED: Final = re.compile(
    r"\A(?:(?=.*(?:[ァ-ヺー]{3}|[A-Za-z]{2}))[^をがはにで、。()]{4,30}|[^をがはにでのと、。()]{6,30})\Z"
)
_RUN_AHEAD: Final = re.compile(
    r"(?:[一-龥々〆ヵヶァ-ヺーA-Za-z0-9]|・(?=[一-龥ァ-ヺA-Za-z])|(?<=[A-Za-z0-9]) (?=[A-Z0-9]))+"
)
_MOST: Final = 40  # characters of a name before its ending
_MOST_ALONE: Final = 60  # characters of a unit that may be a name
_MOST_PHRASE: Final = 70
_OWNED: Final = re.compile(r"(?<![一-龥])(?:(?:本|同|当)?[県道都府]|旧)\Z")
# Bodies whose institutes and meetings are called after them.
_HAS_PARTS: Final = re.compile(r"(?:大学|大学院|機構|[A-Z][A-Z0-9]+)\Z")
_JOINED: Final = re.compile(
    "等|側|及び|並びに|又は|若しくは|自身|自ら"
)  # behind a name, and no part of it
_EDITION: Final = re.compile(r" ?20[0-9]{2}(?![0-9年])")
_EDITION_OR_WORD: Final = re.compile(f" |{WORD.pattern}")
# What shows that a name is one: （ABC）, （以下「…」という。）, （平成７年法律第130号）.
_SHORT_BEHIND: Final = re.compile(
    r"[」』]?\((?:[A-Z][A-Za-z]{1,9}\)|以下[、「単]|略称|通称|[^()]{0,20}?[0-9][0-9.,]*(?:兆|億|百万|千万|万)?円)"
)
_MONEY: Final = r"(?:[0-9][0-9,.]*(?:兆|億|百万|千万|千|万)*[0-9,.]*(?:百万|千万|千|万)*円)"
_HEADED: Final = re.compile(
    r"(?:[0-9A-Za-zア-ン①-⑳]{1,3}[ .)、]|\([0-9A-Za-zア-ン]{1,3}\)|[・○●◇◆■□-])?[ 　]*"
    r"(?P<name>(?:[^、。「」()【】]|「[^「」、。]{2,20}」){6,50}?)"
    r"[ 　]*(?:\((?:[^()]{1,16})\)|【(?:新規|拡充|継続|再掲|一部新規|推進枠)】|[〈《\[][^〈〉《》\[\]]{1,30}[〉》\]]|[ 　])*"
    rf"(?:{_MONEY}(?:\((?:[^()]{{1,24}})\)|の内数|【[^【】]{{1,8}}】|[ 　,、]|{_MONEY})*)?。?\Z"
)
_BRACKETS: Final = re.compile(r"\([^()]*\)|(?:平成|令和|昭和)?[0-9元]+年?度?版?")
_PREDICATE: Final = re.compile("[をがはにで]")


def find_quoted(text: AnnotatedText, made: Sequence[AnyMention]) -> Iterator[Mention]:
    """Find quoted works, bodies and programmes that the vocabulary does not know."""
    programme_link = text.lexicon.links.get(POL.Programme)
    short = {form.words for form in short_forms(text.folded)}
    for segment, found in text.with_mentions(made):
        if _MAY_BE_QUOTED.search(text.folded, *segment.span):
            programmes = {
                m.end: m for m in found if isinstance(m, Mention) and m.link == programme_link
            }
            for span, thing in _quoted(text, segment.span, programmes, short):
                if not any(_is_whole_of(name, span) for name in found):
                    yield _mention(text, segment, span, thing, "quoted")


def _quoted(
    text: AnnotatedText, segment: Span, programmes: Mapping[int, Mention], short: set[str]
) -> Iterator[tuple[Span, DiscoveredThing]]:
    """Quoted names and what they name; ``programmes`` are those of the vocabulary, by their ends."""
    forms = text.lexicon.name_forms
    nested = []
    for match in _NESTED.finditer(text.folded, *segment):
        form = forms.of_name(_MARKS.sub("", match[1]))
        if form is not None:
            nested.append(match.span(1))
            yield Span(*match.span(1)), _thing(match[1], form.names)
    for match in _QUOTED.finditer(text.folded, *segment):
        if match[1] in short or any(b <= match.start() and match.end() <= e for b, e in nested):
            continue
        programme = programmes.get(match.start())
        if programme is not None:
            thing = _thing(match[1], POL.Programme, programme.meanings[0])
            yield Span(programme.begin, match.end()), thing
            continue
        latin = _LATIN_BEHIND.search(match[1])
        label = match[1][: latin.start()] if latin else match[1]
        form = forms.of_name(label)
        if form is None and not _NO_NAME.search(label):
            form = forms.apposed_to(
                text.folded[max(segment.begin, match.start() - 12) : match.start()]
            )
        if form is None and _LATIN_NAME.fullmatch(label) and label not in text.lexicon.all_names:
            form = forms.of_programmes
        if form is None and label not in text.lexicon.all_names and _COINED.search(label):
            form = forms.of_act(text.folded, match.end(), segment.end)
            if form is not None and form.is_generic(label):
                form = None
        if form is not None:
            yield Span(match.start(1), match.start(1) + len(label)), _thing(label, form.names)
    for match in _LATIN_WORD.finditer(text.folded, *segment):
        form = forms.apposed_to(text.folded[max(segment.begin, match.start() - 12) : match.start()])
        if form is not None and match.group() not in text.lexicon.all_names:
            yield Span(*match.span()), _thing(match.group(), form.names)


def _thing(label: str, rdf_class: IRI, parent: IRI | None = None) -> DiscoveredThing:
    step = iri_step(_UNREADABLE.sub("-", label).strip("-"))
    key = f"{parent.rpartition('/')[2]}-{step}" if parent else step
    return DiscoveredThing(IRI(f"{BASE}{STEPS[rdf_class]}/{key}"), rdf_class, label, parent)


def _mention(
    text: AnnotatedText, segment: Segment, span: Span, thing: DiscoveredThing, recogniser: str
) -> Mention:
    link = text.lexicon.links[thing.rdf_class]
    return Mention(segment.unit, *span, recogniser, (thing.iri,), link, thing=thing)


def _is_whole_of(name: AnyMention, quoted: Span) -> bool:
    """A name of the vocabulary covers a quoted one, or all of it but two characters."""
    return (name.begin <= quoted.begin and quoted.end <= name.end) or (
        name.end == quoted.end and 0 <= name.begin - quoted.begin <= 2
    )


def find_formed(text: AnnotatedText, made: Sequence[AnyMention]) -> Iterator[Mention]:
    """Find names in headings, first cells of rows and running text that the vocabulary does not know."""
    forms = text.lexicon.name_forms
    endings = list(forms.endings(text.folded))
    begun = frozenset(
        form.iri for form in forms.forms if any(word in text.folded for word in form.beginnings)
    )
    first_words = forms.beginning_places(text.folded, begun)
    ends = [ending.end for ending in endings]
    cells = sorted(_cells(text))
    begins = [cell.begin for cell, _ in cells]
    markers = {
        part.title.begin: text.folded[slice(*part.marker)]
        for part in text.document.walk()
        if part.title is not None and part.marker is not None
    }
    for segment, found in text.with_mentions(made):
        names = [m for m in found if isinstance(m, Mention) and m.kind == "name"]
        own = cells[bisect_left(begins, segment.span.begin) : bisect_left(begins, segment.span.end)]
        headed = {
            formed[0]: formed
            for cell, heading in own or ([(segment.span, "")] if _stands_alone(segment) else [])
            if heading is not None
            and (formed := _headed(text, cell, heading, markers.get(cell.begin, ""))) is not None
            and not any(_is_whole_of(name, formed[0]) for name in names)
        }
        for formed in headed.values():
            yield _mention(text, segment, *formed, "formed")
        first = bisect_right(ends, segment.span.begin)
        last = bisect_right(ends, segment.span.end, first)
        taken = segment.span.begin
        for ending in endings[first:last]:
            if headed and any(begin < ending.end <= end for begin, end in headed):
                continue
            cell_begin = begins[max(0, bisect_right(begins, ending.begin) - 1)] if begins else 0
            since = max(taken, cell_begin) if cell_begin <= ending.begin else taken
            formed_here = _formed(text, segment.span, ending, names, since, begun)
            if formed_here is not None:
                taken = formed_here[0].end
                if ending.form.names == POL.ReferencedWork and _is_own_title(
                    text.folded, segment, formed_here[0]
                ):
                    continue
                yield _mention(text, segment, *formed_here, "formed")
        if len({bisect_left(first_words, at) for at in segment.span}) > 1:  # one is in it
            yield from _with_beginning(text, segment, names)


def _stands_alone(segment: Segment) -> bool:
    """The words are a title, or all that their unit has, and no more than a name."""
    if segment.unit.kind == "title":
        return True
    segments = segment.unit.segments
    if len(segments) > 1 and segments[0] == segment.span and segment.unit.kind == "occurrence":
        return len(range(*segment.span)) <= _MOST_ALONE  # the first line of an item
    return segments == (segment.span,) and len(range(*segment.span)) <= _MOST_ALONE


def _cells(text: AnnotatedText) -> Iterator[tuple[Span, str | None]]:
    """The cells of all rows, the first ones with the heading of their column."""
    for block in text.document.source.blocks:
        for index, (begin, end) in enumerate(block.cells):
            heading = block.headings[0] if block.headings else ""
            yield Span(begin, end), fold_text(heading) if index == 0 else None


def _headed(
    text: AnnotatedText, stretch: Span, column: str, marker: str
) -> tuple[Span, DiscoveredThing] | None:
    """The name that a heading or cell consists of.

    Args:
        column: the heading of a cell's column.
        marker: of a heading, which may belong to its name (プロジェクト２).
    """
    forms = text.lexicon.name_forms
    match = _HEADED.match(text.folded, *stretch)
    if match is None:
        return None
    name = match["name"]
    form = forms.of_numbered(name) or forms.of_numbered(marker + name)
    if form is not None:
        label = name if forms.of_numbered(name) else marker + name
        return Span(*match.span("name")), _thing(label, form.names)
    if _PREDICATE.search(name):
        return None
    form = forms.of_column(column) or forms.of_sheet(
        text.folded, stretch.end, text.lexicon.organizations
    )
    if form is None:
        form = forms.of_name(_MARKS.sub("", name))
        if form is None or form.names != POL.Programme or form.is_kind(name):
            return None
    return Span(*match.span("name")), _thing(name, form.names)


def _formed(
    text: AnnotatedText,
    segment: Span,
    ending: Ending,
    names: Sequence[Mention],
    taken: int,
    begun: frozenset[IRI],
) -> tuple[Span, DiscoveredThing] | None:
    """The name in running text that ends in an ending.

    Args:
        taken: the end of the one before it.
        begun: the forms of which a beginning stands in the text.
    """
    folded, form, end = text.folded, ending.form, ending.end
    edition = None
    if end < segment.end and _EDITION_OR_WORD.match(folded, end):
        edition = _EDITION.match(folded, end, segment.end)
        if edition is None and WORD.match(folded, end) and not _JOINED.match(folded, end):
            return None
    if folded.endswith(form.not_endings, segment.begin, end):
        return None
    is_law = LAW_NUMBER.match(folded, end, segment.end) is not None
    words = folded[ending.begin : end]
    if folded[ending.begin - 1 : ending.begin] == "を":
        return None  # 計画を取りまとめ
    first = max(segment.begin, taken)
    if text.lexicon.name_forms.is_phrase(words) or (is_law and words == "法律"):
        found = phrase_begin(folded, max(first, ending.begin - _MOST_PHRASE), ending.begin)
    else:
        found = run_begin(folded, max(first, ending.begin - _MOST), ending.begin, form.words)
    if form.iri in begun:
        legal = form.with_beginning.search(folded, max(first, ending.begin - _MOST), ending.begin)
        found = min(found, legal.start()) if legal else found
    link = text.lexicon.links[form.names]
    begin = _behind_names(folded, found, ending, names, link)
    if begin is None or ending.begin - begin < LEAST:
        return None
    if any((n.begin <= begin or n.begin < end == n.end) and end <= n.end for n in names):
        return None  # a name of the vocabulary covers it, or ends there
    if form.beginnings and not folded.startswith(form.beginnings, begin):
        legal_forms = (folded.find(word, begin, ending.begin) for word in form.beginnings)
        begin = min((place for place in legal_forms if place > begin), default=begin)
    modifier = folded[begin : ending.begin]
    shown = is_law or _SHORT_BEHIND.match(folded, end, segment.end) is not None
    is_done = form.done is not None and form.done.match(folded, end, segment.end) is not None
    is_owned = ending.least is not None and _OWNED.search(folded, first, begin) is not None
    if not (is_law or is_owned or _is_proper(modifier, ending, shown=shown, is_done=is_done)):
        return None
    span = Span(begin, edition.end() if edition else end)
    return span, _thing(folded[span.begin : span.end], form.names)


def _is_own_title(folded: str, segment: Segment, span: Span) -> bool:
    """A heading that is the name of a document and no more: of this one."""
    rest = folded[segment.span.begin : span.begin] + folded[span.end : segment.span.end]
    return segment.unit.kind == "title" and not WORD.search(_BRACKETS.sub("", rest))


def _is_proper(modifier: str, ending: Ending, *, shown: bool, is_done: bool) -> bool:
    """A modifier makes a name of an ending.

    Args:
        shown: brackets behind it show it to be one.
        is_done: what stands behind it is done to such things (…法に基づき).
    """
    form = ending.form
    if form.beginnings and modifier.startswith(form.beginnings):
        return True
    rest = numbered(modifier)
    if rest is not None:
        return rest != "" and rest not in form.generic
    if shown:
        return modifier not in form.generic
    least = ending.least
    if is_done and form.names == POL.ReferencedWork:
        least = LEAST
    return least is not None and len(modifier) >= least and not form.is_generic(modifier)


def _behind_names(
    folded: str, begin: int, ending: Ending, names: Iterable[Mention], link: IRI
) -> int | None:
    """The beginning of a name behind the names of the vocabulary that stand before it.

    Args:
        link: the link that such a name makes.

    Returns:
        ``None`` where nothing but the ending stands behind a body's name: its project or its centre, not
        one by name. A law is called after the body that it is about.
    """
    for name in names:
        if not name.begin <= begin < name.end <= ending.begin:
            continue
        is_joined = folded.startswith("・", name.end)
        if name.link in (POL.refersTo, POL.underProgramme):
            begin = name.begin  # the grant of a strategy: …戦略推進交付金
        elif name.link == POL.takesPlaceIn and not is_joined:
            continue
        elif name.link == POL.involvesOrganization == link and _HAS_PARTS.search(
            folded, name.begin, name.end
        ):
            begin = name.begin  # the institute of a university, a meeting of the G7
        elif ending.begin - name.end >= LEAST + is_joined:
            begin = name.end + is_joined
        elif ending.form.names != POL.ReferencedWork:
            return None
    return begin


def _with_beginning(
    text: AnnotatedText, segment: Segment, names: Sequence[Mention]
) -> Iterator[Mention]:
    """The names that a word begins and no ending ends: 株式会社ＸＹＺ."""
    for form in text.lexicon.name_forms.forms:
        for word in form.beginnings if not form.quoted else ():
            position = text.folded.find(word, *segment.span)
            while position >= 0:
                run = _RUN_AHEAD.match(text.folded, position + len(word), segment.span.end)
                is_begin = position == 0 or not WORD.match(text.folded, position - 1)
                if run and is_begin and len(run.group()) >= LEAST:
                    span = Span(position, run.end())
                    inside = any(n.begin < span.end and span.begin < n.end for n in names)
                    if not inside and not form.is_generic(run.group()):
                        thing = _thing(text.folded[span.begin : span.end], form.names)
                        yield _mention(text, segment, span, thing, "formed")
                position = text.folded.find(word, position + 1, segment.span.end)
