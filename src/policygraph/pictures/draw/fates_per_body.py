"""What became of each body's measures from edition to edition: a small panel a body."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from policygraph.core.errors import UsageError
from policygraph.core.namespaces import IRI
from policygraph.pictures.draw.canvas import (
    BLUE,
    GREEN,
    ORANGE,
    PAPER,
    PURPLE,
    QUIET,
    SKY,
    VERMILION,
    YELLOW,
    Box,
    ink_on,
)
from policygraph.pictures.draw.fates import FATES, issued
from policygraph.pictures.draw.flow import NONE
from policygraph.pictures.draw.sheet import Frame, Picture, Sheet, Swatch, say
from policygraph.pictures.draw.type import LEADING, fit
from policygraph.pictures.networks import BODY, Node, Options
from policygraph.pictures.networks import say as say_of_networks
from policygraph.pictures.project import body_nodes
from policygraph.pictures.queries import LAYERS, run
from policygraph.pictures.ranking import cut_fairly
from policygraph.questions.labels import find_labels
from policygraph.store import Store

DROPPED: Final = "dropped"
# What became of items, from the axis upwards, with fills; what was dropped hangs below the axis.
FILLS: Final = {
    "kept": "#BDBDBD", "revised": SKY, "hardened": BLUE, "softened": ORANGE, "split": GREEN,
    "merged": PURPLE, "new": YELLOW, DROPPED: VERMILION,
}  # fmt: skip
_STEPS: Final = 6  # from edition to edition at most, the latest
_COLUMNS: Final = 3  # of panels
_GAP, _HEIGHT = 24.0, 104.0  # points, between panels, and of the bars of one
_SIZE, _LABEL, _COUNT = 10.0, 8.5, 8.5  # sizes of type
_WIDEST = 34.0  # points, of a bar


@dataclass(frozen=True, slots=True)
class Move:
    """How the commitment of an item differs from that of the one it continues.

    Attributes:
        before, after: the degrees.
        steps: from one to the other; above zero where it hardened.
    """

    before: IRI
    after: IRI
    steps: float


@dataclass(frozen=True, slots=True)
class EditionStep:
    """From one edition to the next.

    Attributes:
        before, edition: the two.
        fates: of `FILLS`, by item: how each of the later edition came, and which of the earlier were
            dropped.
        moves: of commitment, by item of the later edition, where it hardened or softened.
    """

    before: IRI
    edition: IRI
    fates: Mapping[IRI, str]
    moves: Mapping[IRI, Move]


@dataclass(frozen=True, slots=True)
class FatesPerBody:
    """What the picture shows.

    Attributes:
        steps: the earliest first.
        earlier: how many steps before them are left out.
        labels: of the editions.
        days: on which they were issued, empty where that is not known.
        bodies: the most items first; `NONE` last, where no body is named.
        counts: items by fate, by body and edition.
        options: what was counted.
    """

    steps: Sequence[EditionStep]
    earlier: int
    labels: Mapping[IRI, str]
    days: Mapping[IRI, str]
    bodies: Sequence[Node]
    counts: Mapping[tuple[IRI, IRI], Counter[str]]
    options: Options

    @property
    def ticks(self) -> dict[IRI, str]:
        """What editions are called below the bars: their years, or numbers where these do not differ."""
        years = [self.days[step.edition][:4] for step in self.steps]
        if not all(years) or len(set(years)) < len(years):
            years = [str(number) for number in range(2, len(self.steps) + 2)]
        return dict(zip((step.edition for step in self.steps), years, strict=True))


def read_editions(store: Store) -> list[EditionStep]:
    """The steps that lead to the latest edition that has one before it, the earliest first."""
    by_edition = defaultdict(list)
    for row in run(store, "fates", "ja", ()):
        by_edition[row.edition].append(row)
    if not by_edition:
        return []
    moved = {
        (row.later, row.earlier): Move(row.before, row.after, float(row.steps))
        for row in run(store, "commitment-steps", "ja", ())
        if row.steps
    }
    steps: list[EditionStep] = []
    edition = max(by_edition, key=lambda iri: (issued(store, iri), iri))
    while rows := by_edition.pop(edition, None):  # each once, also where editions run in a circle
        fates, moves = {}, {}
        for row in rows:
            name, move = FATES[row.fate], moved.get((row.later, row.earlier))
            if name == "revised" and move:
                name = "hardened" if move.steps > 0 else "softened"
                moves[row.later] = move
            fates[row.later or row.earlier] = name
        steps.append(EditionStep(rows[0].before, edition, fates, moves))
        edition = rows[0].before
    return steps[::-1]


def count_fates(step: EditionStep, bodies: Mapping[IRI, Sequence[IRI]]) -> dict[IRI, Counter[str]]:
    """The items of each body by fate; those without one under `NONE`.

    Args:
        step: between two editions.
        bodies: of each item.
    """
    counts: dict[IRI, Counter[str]] = defaultdict(Counter)
    for item, fate in step.fates.items():
        for body in bodies.get(item) or [NONE]:
            counts[body][fate] += 1
    return counts


def bodies_of_items(store: Store, options: Options) -> dict[IRI, list[IRI]]:
    """The bodies of each measure and target."""
    found: dict[IRI, list[IRI]] = defaultdict(list)
    for row in run(store, "bodies-of-items", options.language, (), layer=LAYERS[options.layer]):
        found[row.item].append(row.body)
    return found


def read_fates_per_body(store: Store, options: Options) -> FatesPerBody:
    """Read what became of the items of each body, from edition to edition.

    Args:
        store: any store.
        options: whose bodies count, and the language.

    Raises:
        UsageError: no document is an edition of another.
    """
    found = read_editions(store)
    if not found:
        raise UsageError("one-edition", name="fates-per-body")
    steps, of_item = found[-_STEPS:], bodies_of_items(store, options)
    counts = {
        (body, step.edition): tally
        for step in steps
        for body, tally in count_fates(step, of_item).items()
    }
    totals: Counter[IRI] = Counter()
    for (body, _), tally in counts.items():
        totals[body] += tally.total()
    bodies = body_nodes(store, {k: n for k, n in totals.items() if k != NONE}, options.language)
    if totals[NONE]:
        bodies.append(Node(NONE, say("flow-bodiless", options.language), BODY, totals[NONE]))
    editions = [steps[0].before, *(step.edition for step in steps)]
    return FatesPerBody(
        steps=steps,
        earlier=len(found) - len(steps),
        labels=find_labels(store, editions, options.language),
        days={edition: issued(store, edition) for edition in editions},
        bodies=bodies,
        counts=counts,
        options=options,
    )


def draw_fates_per_body(fates: FatesPerBody, frame: Frame, *, top: int = 12) -> Picture:
    """Draw a panel a body: a bar an edition, of how its items came, and below it what was dropped.

    Args:
        fates: of `read_fates_per_body`.
        frame: around it.
        top: bodies that are shown; no tie is split.
    """
    language = frame.language
    named = [body for body in fates.bodies if body.iri != NONE]
    cut = cut_fairly([body.weight for body in named], top)
    shown = [*named[: cut.shown], *fates.bodies[len(named) :]]
    ends = (fates.labels[fates.steps[0].before], fates.labels[fates.steps[-1].edition])
    sheet = Sheet(
        frame,
        say("panels-title", language),
        say("panels-subtitle", language, before=ends[0], after=ends[1]),
    )
    present = {fate for body in shown for tally in _tallies(fates, body) for fate in tally}
    swatches = [
        Swatch(say(f"fate-{name}", language), fill)
        for name, fill in FILLS.items()
        if name in present
    ]
    y = sheet.swatches(sheet.top + 10, swatches, _SIZE, 16) + 18
    # One scale, but no more room above and below than the bars of a row of panels take.
    tallest = [_reach(fates, shown, over=over) for over in (True, False)]
    scale = _HEIGHT / max(1, sum(tallest))
    room = (sheet.room - _GAP * (_COLUMNS - 1)) / _COLUMNS
    for row in _rows(shown):
        titles = [fit(body.label, room, _SIZE, 2) for body in row]
        above, below = (_reach(fates, row, over=over) * scale for over in (True, False))
        axis = y + _SIZE * LEADING * max(map(len, titles)) + _COUNT * LEADING + above + 2
        foot = axis + below + (_COUNT * LEADING if below else 0) + _LABEL * LEADING
        for column, (body, title) in enumerate(zip(row, titles, strict=True)):
            x = sheet.left + column * (room + _GAP)
            sheet.canvas.text(x, y + _SIZE, title, _SIZE, url=_url(frame, body))
            _panel(sheet, fates, body, x, axis, foot, room, scale)
        y = foot + 16
    rest = named[cut.shown :]
    ticks = fates.ticks
    notes = [
        say("panels-note", language),
        say("panels-editions", language, editions=say("panels-and", language).join(
            say("panels-edition", language, tick=tick, label=fates.labels[edition])
            for edition, tick in ticks.items()
        )),
        say("panels-earlier", language, count=fates.earlier) if fates.earlier else "",
        say("panels-rest", language, rest=len(rest), most=rest[0].weight) if rest else "",
        say_of_networks("note-collective", language) if any(b.collective for b in shown) else "",
        say_of_networks(f"note-{fates.options.layer}", language),
    ]  # fmt: skip
    return sheet.close(y - 8, notes)


def _reach(fates: FatesPerBody, bodies: Sequence[Node], *, over: bool) -> int:
    """How many items the tallest bar of some bodies has over the line, or the longest below it."""
    tallies = [tally for body in bodies for tally in _tallies(fates, body)]
    return max(t.total() - t[DROPPED] if over else t[DROPPED] for t in tallies)


def _rows(bodies: Sequence[Node]) -> Iterator[Sequence[Node]]:
    for begin in range(0, len(bodies), _COLUMNS):
        yield bodies[begin : begin + _COLUMNS]


def _url(frame: Frame, body: Node) -> str | None:
    return None if body.iri == NONE else frame.link(body.iri)


def _tallies(fates: FatesPerBody, body: Node) -> list[Counter[str]]:
    return [fates.counts.get((body.iri, step.edition), Counter()) for step in fates.steps]


def _panel(
    sheet: Sheet, fates: FatesPerBody, body: Node, x: float, axis: float, foot: float, room: float,
    scale: float,
) -> None:  # fmt: skip
    """Draw the bars of a body on an axis, and the editions at its foot."""
    canvas, ticks = sheet.canvas, fates.ticks
    step = room / len(fates.steps)
    wide = min(_WIDEST, step * 0.62)
    for number, tally in enumerate(_tallies(fates, body)):
        middle, y = x + step * (number + 0.5), axis
        for fate, fill in FILLS.items():
            if not (count := tally[fate]):
                continue
            tall = count * scale
            y = axis if fate == DROPPED else y - tall
            canvas.rect(Box(middle - wide / 2, y, wide, tall), fill, edge=PAPER, line=0.4)
            if fate != DROPPED and tall >= _COUNT + 1.5:
                canvas.text(middle, y + tall / 2, f"{count:,}", _COUNT, ha="center", va="center",
                            colour=ink_on(fill))  # fmt: skip
        now, gone = tally.total() - tally[DROPPED], tally[DROPPED]
        if now:
            top = axis - now * scale - 3
            canvas.text(middle, top, f"{now:,}", _COUNT, ha="center", colour=QUIET)
        if gone:
            end = axis + gone * scale + _COUNT + 1
            canvas.text(middle, end, f"−{gone:,}", _COUNT, ha="center", colour=QUIET)
        tick = ticks[fates.steps[number].edition]
        canvas.text(middle, foot, tick, _LABEL, ha="center", colour=QUIET)
    canvas.line([(x, axis), (x + room, axis)], QUIET, 0.8)
