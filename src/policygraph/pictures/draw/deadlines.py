"""A timeline: by when measures and targets are promised, by document and by responsible body."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from policygraph.core.namespaces import IRI
from policygraph.pictures.draw.canvas import BLUE, ORANGE, QUIET, RULE, Box, Point, ink_on
from policygraph.pictures.draw.flow import NONE
from policygraph.pictures.draw.sheet import Frame, Picture, Sheet, Swatch, say
from policygraph.pictures.draw.type import LEADING, fit, width
from policygraph.pictures.networks import Options
from policygraph.pictures.networks import say as say_of_networks
from policygraph.pictures.project import body_nodes
from policygraph.pictures.queries import LAYERS, run
from policygraph.pictures.ranking import cut_fairly
from policygraph.questions.labels import find_labels
from policygraph.store import Store

_FIRST_MONTH: Final = 4  # of a fiscal year
_SIZE, _HEAD = 10.0, 12.0
_COUNT = 8.5
_LABELS = 210.0  # points for the names
_LANE = 17.0  # points, of one kind of year in a row
_COLUMNS: Final = 22  # years at most; the later ones stand together
_BOX = 13.0  # points, of the height of a count's box
_LATER: Final = 9999  # stands for the years of the last column
# Lanes of a row from above, by whether they are of fiscal years: what they are called, and their fill.
_LANES: Final = {False: ("deadlines-calendar", BLUE), True: ("deadlines-fiscal", ORANGE)}


@dataclass(frozen=True, slots=True)
class Due:
    """A year by whose end something is promised.

    Attributes:
        year: that it is named by; of a fiscal year that in which it begins.
        fiscal: whether the words name a fiscal year (April to March).
    """

    year: int
    fiscal: bool


@dataclass(frozen=True, slots=True)
class DueRow:
    """The deadlines of a document or body.

    Attributes:
        counts: items by the year they are due in.
        total: items with a deadline that has a year.
    """

    iri: IRI
    label: str
    counts: Counter[Due]
    total: int


@dataclass(frozen=True, slots=True)
class Deadlines:
    """What the picture shows.

    Attributes:
        documents: with a deadline, the earliest first.
        bodies: those of items with a deadline, the most first.
        items: measures and targets in all.
        dated: those with a deadline whose year the words tell.
        untold: those that have deadlines, none of whose years the words alone tell.
        options: what was counted.
    """

    documents: Sequence[DueRow]
    bodies: Sequence[DueRow]
    items: int
    dated: int
    untold: int
    options: Options

    @property
    def undated(self) -> int:
        """Measures and targets without any deadline."""
        return self.items - self.dated - self.untold


def due_year(last: date, *, fiscal: bool) -> Due:
    """The year that a deadline is counted in.

    Args:
        last: day of the deadline.
        fiscal: whether its words name a fiscal year, which begins in April.
    """
    return Due(last.year - (fiscal and last.month < _FIRST_MONTH), fiscal)


def read_deadlines(store: Store, options: Options) -> Deadlines:
    """Read by when measures and targets are promised; what a report tells is not counted.

    Args:
        store: any store.
        options: whose bodies count, and the language.
    """
    language = options.language
    due: dict[IRI, set[Due]] = defaultdict(set)
    documents: dict[IRI, dict[IRI, None]] = defaultdict(dict)
    having: set[IRI] = set()
    for row in run(store, "deadlines", language, ()):
        having.add(row.item)
        if row.last:
            documents[row.document][row.item] = None
            due[row.item].add(due_year(row.last, fiscal=row.fiscal))
    bodies: dict[IRI, list[IRI]] = defaultdict(list)
    for row in run(store, "bodies-of-items", language, (), layer=LAYERS[options.layer]):
        if row.item in due:
            bodies[row.body].append(row.item)
    nodes = body_nodes(store, {body: len(items) for body, items in bodies.items()}, language)
    rows = [_row(node.iri, node.label, bodies[node.iri], due) for node in nodes]
    nobody = due.keys() - {item for items in bodies.values() for item in items}
    if nobody:
        rows.append(_row(NONE, say("flow-bodiless", language), nobody, due))
    labels = find_labels(store, list(documents), language)
    order = [row.document for row in run(store, "documents", language, ())]
    return Deadlines(
        documents=[
            _row(iri, labels[iri], documents[iri], due) for iri in order if iri in documents
        ],
        bodies=rows,
        items=sum(row.items for row in run(store, "items-of-documents", language, ())),
        dated=len(due),
        untold=len(having - due.keys()),
        options=options,
    )


def _row(iri: IRI, label: str, items: Iterable[IRI], due: Mapping[IRI, Iterable[Due]]) -> DueRow:
    counts: Counter[Due] = Counter()
    for item in items:
        counts.update(due[item])
    return DueRow(iri, label, counts, len(set(items)))


@dataclass(frozen=True, slots=True)
class _Axis:
    """Where years stand.

    Attributes:
        years: of the columns, in order.
        later: whether later ones stand together in one more column.
        start, step: points: of the first column, and from one to the next.
        most: the largest count of a box.
    """

    years: Sequence[int]
    later: bool
    start: float
    step: float
    most: int

    @property
    def columns(self) -> int:
        """How many there are."""
        return len(self.years) + self.later

    def x(self, column: int) -> float:
        """The middle of a column."""
        return self.start + self.step * (column + 0.5)

    def column(self, due: Due) -> int:
        """The column of a year."""
        return self.years.index(due.year) if due.year in self.years else len(self.years)


def draw_deadlines(deadlines: Deadlines, frame: Frame, *, top: int = 15) -> Picture:
    """Draw a row a document and a row a body, a column a year, fiscal years in a lane of their own.

    Args:
        deadlines: of `read_deadlines`.
        frame: around it.
        top: rows of each kind; no tie of bodies is split, and of documents the latest are shown.
    """
    language = frame.language
    sheet = Sheet(frame, say("deadlines-title", language), say("deadlines-subtitle", language))
    told = say(
        "deadlines-told", language, items=deadlines.items, dated=deadlines.dated,
        undated=deadlines.undated, untold=deadlines.untold,
    )  # fmt: skip
    y = sheet.lines(sheet.top + 8, told, _SIZE)
    if not deadlines.dated:
        return sheet.close(y, [])
    named = [row for row in deadlines.bodies if row.iri != NONE]
    cut = cut_fairly([row.total for row in named], top)
    bodies = [*named[: cut.shown], *deadlines.bodies[len(named) :]]
    documents = deadlines.documents[-top:]
    axis = _axis(sheet, deadlines.documents, [*documents, *bodies])
    swatches = [Swatch(say(name, language), fill) for name, fill in _LANES.values()]
    y = sheet.swatches(y + 8, swatches, _SIZE, 18) + 26
    if len(deadlines.documents) > 1:
        y = _panel(sheet, axis, y, "deadlines-documents", documents) + 26
    y = _panel(sheet, axis, y, "deadlines-bodies", bodies)
    rest, left_out = len(deadlines.documents) - len(documents), named[cut.shown :]
    most = left_out[0].total if left_out else 0
    notes = [
        say("deadlines-note", language),
        say("deadlines-later", language, year=axis.years[-1]) if axis.later else "",
        say("deadlines-earlier", language, rest=rest) if rest else "",
        say("deadlines-rest", language, rest=len(left_out), most=most) if left_out else "",
        say_of_networks(f"note-{deadlines.options.layer}", language),
    ]
    return sheet.close(y, notes)


def _axis(sheet: Sheet, documents: Iterable[DueRow], shown: Iterable[DueRow]) -> _Axis:
    """Every year from the first to the last, or where these are too many, those that are due."""
    due = sorted({due.year for row in documents for due in row.counts})
    years = list(range(due[0], due[-1] + 1))
    years = years if len(years) <= _COLUMNS else due
    later = len(years) > _COLUMNS
    years = years[: _COLUMNS - 1] if later else years
    start = sheet.left + _LABELS
    step = min((sheet.right - start) / (len(years) + later), 60.0)
    most = max(_counted(row, years).most_common(1)[0][1] for row in shown)
    return _Axis(years, later, start, step, most)


def _counted(row: DueRow, years: Sequence[int]) -> Counter[Due]:
    """The counts of a row, those of years behind the last column in that one."""
    counts: Counter[Due] = Counter()
    for due, count in row.counts.items():
        counts[due if due.year in years else Due(_LATER, due.fiscal)] += count
    return counts


def _panel(sheet: Sheet, axis: _Axis, y: float, heading: str, rows: Sequence[DueRow]) -> float:
    """Draw rows below the years; returns where they end."""
    canvas, language = sheet.canvas, sheet.frame.language
    canvas.text(sheet.left, y, say(heading, language), _HEAD)
    end = axis.start + axis.step * axis.columns
    for column, year in enumerate(axis.years):
        canvas.text(axis.x(column), y, str(year), _COUNT, ha="center", colour=QUIET)
    if axis.later:
        canvas.text(axis.x(len(axis.years)), y, "…", _COUNT, ha="center", colour=QUIET)
    y += 6
    top = y
    for row in rows:
        canvas.line([(sheet.left, y), (end, y)], RULE, 0.7)
        counts = _counted(row, axis.years)
        lanes = [fiscal for fiscal in _LANES if any(due.fiscal is fiscal for due in counts)]
        words = say("deadlines-row", language, label=row.label, count=row.total)
        label = fit(words, _LABELS - 12, _SIZE, 3)
        height = max(_LANE * len(lanes), len(label) * _SIZE * LEADING) + 5
        url = None if row.iri == NONE else sheet.frame.link(row.iri)
        canvas.text(axis.start - 8, y + height / 2, label, _SIZE, ha="right", va="center", url=url)
        middle = y + height / 2 - _LANE * (len(lanes) - 1) / 2
        for lane, fiscal in enumerate(lanes):
            for due, count in sorted(counts.items(), key=lambda item: item[0].year):
                if due.fiscal is fiscal:
                    place = (axis.x(axis.column(due)), middle + lane * _LANE)
                    _box(sheet, place, axis.step - 3, count / axis.most, count, _LANES[fiscal][1])
        y += height
    canvas.line([(sheet.left, y), (end, y)], RULE, 0.7)
    for column in range(axis.columns + 1):
        # Between years that do not follow each other the line is dashed.
        skips = 0 < column < len(axis.years) and axis.years[column] > axis.years[column - 1] + 1
        x = axis.start + axis.step * column
        canvas.line([(x, top), (x, y)], QUIET if skips else RULE, 0.7, dashed=skips)
    return y


def _box(sheet: Sheet, place: Point, room: float, share: float, count: int, fill: str) -> None:
    """A count on its fill, the wider the more of the largest count it is."""
    words, (x, middle) = f"{count:,}", place
    wide = min(room, max(width(words, _COUNT) + 5, room * share))
    sheet.canvas.rect(Box(x - wide / 2, middle - _BOX / 2, wide, _BOX), fill)
    sheet.canvas.text(x, middle, words, _COUNT, ha="center", va="center", colour=ink_on(fill))
