"""Which occasions of a client's day share a visit, and when that visit may start (rows T5 and T13 of the checklist)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ..policy import Policy
from ..scenario import Need, Scenario
from ..wishes import NO_WISH, wished_times
from .shift_fields import parts_of
from .usual_drives import drives_from_base

LEAST_SLACK = 15 * 60  # seconds in which a bundled visit may start, where its parts alone have at least as much


class Bundle(NamedTuple):
    """Needs that are met in one visit, in the order in which they are done; times in seconds."""

    needs: tuple[int, ...]
    earliest: int
    latest: int
    seconds: int


class Bundler:
    """Bundle the needs of a client's day under the levers ``policy.visits``.

    The rule. Needs may share a visit if one of the sets in ``together`` holds all their services, they need equally many people,
    and together they last at most ``longest_minutes``. The visit starts in the window of every part. Services that may not be
    moved to another day (meals, medication) are done first, those due first and short ones first, and the visit starts early enough
    for each of them to begin in its own window; what may be moved follows and need not begin in its window itself. The visit must
    fit between report and office work of some shift, documentation and the drives from and to the base included. What is left to
    choose for its start is at least a quarter of an hour, or as much as its narrowest part has alone; otherwise the needs stay
    apart. Then the window is narrowed to times near the one that the client wishes for, where wishes count and a shift can make the
    visit then. Hours to avoid are cut out of a visit's window where a quarter of an hour is left after them, or before them.
    """

    def __init__(self, scenario: Scenario, policy: Policy) -> None:
        self.scenario = scenario
        self.sets = [frozenset(services) for services in policy.visits.together]
        self.longest = policy.visits.longest_minutes * 60
        self.avoid = policy.visits.avoid
        self.near = None if policy.visits.wished_time_minutes is None else round(policy.visits.wished_time_minutes * 60)
        self.wished = wished_times(scenario)
        self.fields = [field for shift in scenario.shifts for field in parts_of(scenario, shift)]
        self.out, self.back = drives_from_base(scenario)
        self.document = round(scenario.work.documentation_minutes.value * 60)
        self.known: dict[tuple[int, ...], tuple[Bundle, ...]] = {}

    def bundles(self, needs: tuple[int, ...]) -> tuple[Bundle, ...]:
        """Return the visits of one client on one day, by earliest start.

        Parameters
        ----------
        needs
            Rows of the needs of one client that fall due that day.
        """
        if needs not in self.known:
            self.known[needs] = self._bundles(needs)
        return self.known[needs]

    def join(self, rows: Iterable[int]) -> Bundle | None:
        """Return the visit that meets all these needs, or None where they cannot share one."""
        rows = sorted(rows, key=lambda row: (self._movable(row), self._need(row).latest, self._need(row).minutes, row))
        needs = [self._need(row) for row in rows]
        if len(rows) == 1:
            (need,) = needs
            return Bundle(tuple(rows), round(need.earliest * 60), round(need.latest * 60), round(need.minutes * 60))
        services = frozenset(need.service for need in needs)
        if not any(services <= together for together in self.sets) or len({need.people for need in needs}) > 1:
            return None
        seconds = sum(round(need.minutes * 60) for need in needs)
        if seconds > self.longest:
            return None
        earliest = max(round(need.earliest * 60) for need in needs)
        latest = min(self._latest_starts(rows, needs))
        latest = self._within_a_shift(needs[0].client, earliest, latest, seconds)
        slack = min(LEAST_SLACK, *(round((need.latest - need.earliest) * 60) for need in needs))
        return Bundle(tuple(rows), earliest, latest, seconds) if latest - earliest >= slack else None

    def _need(self, row: int) -> Need:
        return self.scenario.needs[row]

    def _movable(self, row: int) -> bool:
        return self.scenario.services[self._need(row).service].movable

    def _latest_starts(self, rows: Sequence[int], needs: Sequence[Need]) -> Iterable[int]:
        """For each part the latest start of the visit that the part can bear."""
        before = 0
        for row, need in zip(rows, needs, strict=True):
            yield round(need.latest * 60) - (0 if self._movable(row) else before)
            before += round(need.minutes * 60)

    def _within_a_shift(self, client: int, earliest: int, latest: int, seconds: int) -> int:
        """Latest start at which some shift can make the whole visit; before ``earliest`` where none can."""
        out, after = int(self.out[client]), int(self.back[client]) + self.document + seconds
        starts = [(max(earliest, f.first + out), min(latest, f.last - after)) for f in self.fields]
        return max((late for early, late in starts if early <= late), default=earliest - 1)

    def _near_wished_time(self, visit: Bundle) -> Bundle:
        """The visit with a window around the middle of what is wished for its parts."""
        wishes = sorted(int(self.wished[row]) for row in visit.needs if self.wished[row] != NO_WISH)
        if self.near is None or not wishes or visit.latest <= visit.earliest:
            return visit
        wish = min(max(wishes[len(wishes) // 2], visit.earliest), visit.latest)
        earliest, latest = max(visit.earliest, wish - self.near), min(visit.latest, wish + self.near)
        last = self._within_a_shift(self._need(visit.needs[0]).client, earliest, latest, visit.seconds)
        return visit._replace(earliest=earliest, latest=latest) if last >= earliest else visit

    def _outside_hours_to_avoid(self, visit: Bundle) -> Bundle:
        if self.avoid is None or not visit.seconds:
            return visit
        begin, end = (round(minutes * 60) for minutes in self.avoid)
        if visit.latest + visit.seconds <= begin or visit.earliest >= end:
            return visit
        after, before = (
            visit._replace(earliest=max(visit.earliest, end)),
            visit._replace(latest=min(visit.latest, begin - visit.seconds)),
        )
        widest = max((after, before), key=lambda part: part.latest - part.earliest)
        return widest if widest.latest - widest.earliest >= LEAST_SLACK else visit

    def _bundles(self, needs: tuple[int, ...]) -> tuple[Bundle, ...]:
        parts: list[Bundle] = []
        for row in sorted(needs, key=lambda row: (self._need(row).earliest, self._need(row).latest, row)):
            joined = [(k, self.join((*part.needs, row))) for k, part in enumerate(parts)]
            best = max(((b.latest - b.earliest, -k, b) for k, b in joined if b is not None), default=None)
            alone = self.join((row,))
            assert alone is not None
            if best is None:
                parts.append(alone)
            else:
                parts[-best[1]] = best[2]
        parts = [self._outside_hours_to_avoid(self._near_wished_time(part)) for part in parts]
        return tuple(sorted(parts, key=lambda part: (part.earliest, part.latest, part.needs)))
