"""On which day of its week a movable service falls: with the contact person, and together (checklist rows T13, T18, T19)."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence

import numpy as np

from ..plan import BACKUP, CONTACT, Contacts, Duties
from ..scenario import Need, Scenario
from ..wishes import wished_weekdays
from .bundles import Bundler
from .occasions import Dated
from .shift_fields import Field, fits

BY_CONTACT, BY_BACKUP = 16, 6  # worth of an occasion that the contact person, or a backup, can make
TOGETHER = 4  # worth of sharing a visit with another service
AS_AGREED = 2  # worth of keeping the agreed day
TOO_CLOSE = 3  # cost of two occasions of one service on consecutive days
BUSY_SHARE = 0.4  # of the time between report and office work: with more contact duties than this a contact person is busy that day
OFTEN = 5  # services on this many weekdays stay where they are


class DayMover:
    """Move movable occasions within their week, so that the contact person can make them and they can share a visit.

    The rule, client by client and week by week, the most frequent service first: an occasion goes where the contact person works a
    shift in which it fits and is not busy with other contact duties already; if there is no such day, where a backup works; of
    these days to one where it shares a visit; of these to the agreed one, and else to the nearest. A weekday that the client
    wishes for weighs as the policy says. Its week and how often it falls
    in it stay, two occasions of a need never meet on a day, at least half of the agreed days lie between them, from week to week
    too, and consecutive days are avoided. Weekends only where agreed.
    """

    def __init__(self, scenario: Scenario, bundler: Bundler, contacts: Contacts, duties: Duties | None, wish_weight: float) -> None:
        self.scenario, self.bundler = scenario, bundler
        self.wished, self.as_wished = wished_weekdays(scenario), round(BY_CONTACT * wish_weight)
        self.people: dict[int, list[tuple[int, int]]] = {}
        for client, staff, rank in zip(contacts.client, contacts.staff, contacts.rank, strict=True):
            self.people.setdefault(int(client), []).append((int(rank), int(staff)))
        self.field: dict[tuple[int, int], Field] = {}
        if duties is not None:
            for staff, day, first, last in zip(duties.staff, duties.day, duties.first, duties.last, strict=True):
                self.field[int(staff), int(day)] = Field(int(first), int(last))
        self.last: dict[int, tuple[int, int]] = {}  # day of a need's last occasion, as agreed and as placed
        self.load: Counter[tuple[int, int]] = Counter()  # seconds of contact duties by person and day

    def days(self, agreed: Dated, horizon: int) -> np.ndarray:
        """int32[occasions]: the day of each occasion before day ``horizon``."""
        day = agreed.day.copy()
        needs = self.scenario.needs
        movable = np.array([self.scenario.services[n.service].movable and len(n.weekdays) < OFTEN for n in needs], bool)
        of_client = np.array([n.client for n in needs])
        rows = np.flatnonzero(movable[agreed.need])
        rows = rows[np.lexsort((agreed.day[rows], agreed.need[rows], of_client[agreed.need[rows]], agreed.day[rows] // 7))]
        key = (agreed.day[rows] // 7).astype(np.int64) * len(self.scenario.clients) + of_client[agreed.need[rows]]
        for part in np.split(rows, np.flatnonzero(np.diff(key)) + 1) if len(rows) else []:
            self._client_week(agreed, part, day, horizon)
        return day

    def _client_week(self, agreed: Dated, rows: np.ndarray, day: np.ndarray, horizon: int) -> None:
        """Place the movable occasions of one client in one week; ``rows`` are sorted by need, then day."""
        week = int(agreed.day[rows[0]]) // 7
        parts: dict[int, list[int]] = {}
        for row in rows:
            parts.setdefault(int(agreed.need[row]), []).append(int(row))
        agreed_days = {int(d) for d in agreed.day[rows]}
        weekdays = [d for d in range(7 * week, min(7 * week + 7, horizon)) if d % 7 < 5 or d in agreed_days]
        needs = self.scenario.needs
        placed: dict[int, list[int]] = {}  # day -> needs
        for need in sorted(parts, key=lambda n: (needs[n].every_weeks, -len(parts[n]), -needs[n].minutes, n)):
            was = [int(agreed.day[row]) for row in parts[need]]
            wish = int(self.wished[need])
            worth = {d: self._worth(need, d) + self.as_wished * (d % 7 == wish) for d in weekdays}
            shared = {d: TOGETHER * self._may_join(need, placed.get(d, [])) for d in weekdays}

            def value(
                days: tuple[int, ...],
                need: int = need,
                was: list[int] = was,
                worth: dict[int, int] = worth,
                shared: dict[int, int] = shared,
            ) -> tuple[bool, int, int]:
                total = sum(worth[d] + shared[d] + AS_AGREED * (d in was) for d in days)
                close = sum(b - a == 1 and not (a in was and b in was) for a, b in itertools.pairwise(days))
                return (
                    self._spaced(need, was, days),
                    total - TOO_CLOSE * close,
                    -sum(abs(a - b) for a, b in zip(days, was, strict=True)),
                )

            best = max(itertools.combinations(weekdays, len(was)), key=value)
            self.last[need] = was[-1], best[-1]
            for row, d in zip(parts[need], best, strict=True):
                day[row] = d
                placed.setdefault(d, []).append(need)
                self._book(need, d)

    def _spaced(self, need: int, agreed: Sequence[int], days: Sequence[int]) -> bool:
        """Whether at least half of the agreed days lie between the need's occasions, the last one before included."""
        before = self.last.get(need)
        was, now = ([before[k], *those] if before else those for k, those in enumerate((agreed, days)))
        return all(2 * (d - c) >= b - a for (a, b), (c, d) in zip(itertools.pairwise(was), itertools.pairwise(now), strict=True))

    def _may_join(self, need: int, others: Sequence[int]) -> bool:
        """Whether the need shares a visit with some of the others, given what they share already."""
        if not others:
            return False
        visits = self.bundler.bundles(tuple(sorted([*others, need])))
        return any(need in visit.needs and len(visit.needs) > 1 for visit in visits)

    def _available(self, need: Need, staff: int, day: int) -> bool:
        field = self.field.get((staff, day))
        if field is None or not fits(need, field):
            return False
        return self.load[staff, day] + need.minutes * 60 <= BUSY_SHARE * (field.last - field.first)

    def _worth(self, need: int, day: int) -> int:
        """Worth of a day for who could come: contact person, backup, or neither."""
        what = self.scenario.needs[need]
        ranks = [rank for rank, staff in self.people.get(what.client, ()) if self._available(what, staff, day)]
        best = min(ranks, default=None)
        return BY_CONTACT if best == CONTACT else BY_BACKUP if best is not None and best >= BACKUP else 0

    def _book(self, need: int, day: int) -> None:
        """Count the occasion to the person who is meant to make it."""
        what = self.scenario.needs[need]
        able = sorted((rank, staff) for rank, staff in self.people.get(what.client, ()) if self._available(what, staff, day))
        if able:
            self.load[able[0][1], day] += round(what.minutes * 60)
