"""Plain Python twin of the kernel ``_contact_assignment.pyx``: the same assignments and bounds, bit for bit."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

NEVER = 1 << 40
NEAR = 10
WORD = (1 << 64) - 1
Stage = tuple[int, int, int, int, int]


class Random:
    """splitmix64 (Steele, Lea and Flood 2014)."""

    def __init__(self, seed: int) -> None:
        self.state = seed & WORD

    def next(self) -> int:
        """The next 64 bits."""
        self.state = (self.state + 0x9E3779B97F4A7C15) & WORD
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & WORD
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & WORD
        return z ^ (z >> 31)

    def below(self, n: int) -> int:
        """A number from 0 to n - 1."""
        return ((self.next() >> 32) * n) >> 32


class Problem:
    """The arrays as Python lists."""

    def __init__(self, arrays: Mapping[str, Any]) -> None:
        self.clients, self.people = arrays["price"].shape
        for name, value in arrays.items():
            setattr(self, name, value.tolist() if isinstance(value, np.ndarray) else int(value))

    apart: list[list[int]]
    price: list[list[int]]
    out: list[int]
    load: list[int]
    without: list[int]
    share: list[int]
    room: list[int]
    least: int
    most: int
    slope: int
    few: int

    def size_and_load(self, person: int, size: int, minutes: int) -> int:
        """What few clients and much load cost."""
        return self.slope * max(0, minutes - self.share[person]) + self.few * max(0, self.least - size) if size else 0

    def in_parts(self, size: int) -> int:
        """As many of so many clients as are in parts of ``least``: all clients make no more of them."""
        return size // self.least * self.least if self.least > 1 and self.clients // self.least < self.people else 0

    def of(self, person: int, mine: list[int]) -> int:
        """What a person with these clients costs, ``NEVER`` where that must not be."""
        minutes = sum(self.load[i] for i in mine)
        if len(mine) > self.most or minutes > self.room[person] or any(self.price[i][person] >= NEVER for i in mine):
            return NEVER
        if not mine:
            return 0
        middle = min(self.out[m] + sum(self.apart[i][m] for i in mine) for m in range(self.clients))
        return middle + sum(self.price[i][person] for i in mine) + self.size_and_load(person, len(mine), minutes)


class Search:
    """Simulated annealing with thresholds (Dueck and Scheuer 1990)."""

    def __init__(self, problem: Problem, seed: int) -> None:
        self.p, self.random = problem, Random(seed)
        self.own = [problem.people] * problem.clients
        self.members: list[list[int]] = [[] for _ in range(problem.people)]
        self.kept = max(min(NEAR, problem.clients - 1), 0)
        self.near = [
            sorted((k for k in range(problem.clients) if k != i), key=lambda k: (problem.apart[i][k], k))[: self.kept]
            for i in range(problem.clients)
        ]

    @property
    def cost(self) -> int:
        """Of the whole assignment."""
        nobody = sum(self.p.without[i] for i, person in enumerate(self.own) if person == self.p.people)
        return nobody + sum(self.p.of(j, mine) for j, mine in enumerate(self.members))

    def put(self, client: int, person: int) -> None:
        """Give the client another person."""
        if self.own[client] < self.p.people:
            self.members[self.own[client]].remove(client)
        self.own[client] = person
        if person < self.p.people:
            self.members[person].append(client)

    def run(self, steps: int, heat: int) -> None:
        """Search from what is."""
        if not self.p.people or not self.p.clients:
            return
        best, least = list(self.own), self.cost
        for step in range(steps):
            warm = heat * (steps - step) // steps
            allowed = warm * (self.random.next() >> 44) >> 20
            kind = self.random.below(64)
            change = self.close if kind == 0 else self.open if kind == 1 else self.trade if kind < 4 else None
            (change or (self.move if kind < 24 else self.swap))(allowed)
            if self.cost < least:
                best, least = list(self.own), self.cost
        for client, person in enumerate(best):
            if self.own[client] != person:
                self.put(client, person)

    def changed(self, person: int, gone: int, come: int) -> int:
        """Cost of a person who loses one client and gains another (-1: none)."""
        if come >= 0 and len(self.members[person]) - (gone >= 0) + 1 <= self.p.most and self.p.price[come][person] >= NEVER:
            return NEVER
        return self.p.of(person, [i for i in self.members[person] if i != gone] + ([come] if come >= 0 else []))

    def companion(self, client: int) -> int:
        """Mostly a neighbour."""
        if self.p.clients == 1:
            return client
        if self.random.below(4) == 0:
            return self.random.below(self.p.clients)
        return self.near[client][self.random.below(self.kept)]

    def worse_for(self, person: int, gone: int, come: int) -> int:
        """What it costs more that a person, or nobody, loses one client and gains another."""
        if person < self.p.people:
            return self.changed(person, gone, come) - self.p.of(person, self.members[person])
        return (self.p.without[come] if come >= 0 else 0) - (self.p.without[gone] if gone >= 0 else 0)

    def move(self, allowed: int) -> None:
        """One client to another person."""
        client = self.random.below(self.p.clients)
        to = self.own[self.companion(client)] if self.random.below(2) else self.random.below(self.p.people)
        if to in (self.own[client], self.p.people):
            return
        if self.worse_for(to, -1, client) + self.worse_for(self.own[client], client, -1) <= allowed:
            self.put(client, to)

    def swap(self, allowed: int) -> None:
        """Two clients change places."""
        a = self.random.below(self.p.clients)
        b = self.companion(a)
        of_a, of_b = self.own[a], self.own[b]
        if of_a != of_b and self.worse_for(of_a, a, b) + self.worse_for(of_b, b, a) <= allowed:
            self.put(a, self.p.people)
            self.put(b, of_a)
            self.put(a, of_b)

    def trade(self, allowed: int) -> None:
        """Two people change all their clients with each other."""
        a, b = self.random.below(self.p.people), self.random.below(self.p.people)
        if a == b:
            return
        of_a, of_b = self.members[a], self.members[b]
        if self.p.of(a, of_b) + self.p.of(b, of_a) - self.p.of(a, of_a) - self.p.of(b, of_b) <= allowed:
            self.members[a], self.members[b] = of_b, of_a
            for person in (a, b):
                for client in self.members[person]:
                    self.own[client] = person

    def close(self, allowed: int) -> None:
        """All clients of a person go wherever each is cheapest."""
        person = self.random.below(self.p.people)
        everybody, before = list(self.members[person]), self.cost
        for client in everybody:
            others = [to for to in range(self.p.people) if to != person and self.members[to]]
            worse = {to: self.worse_for(to, -1, client) for to in others}
            best = min(others, key=lambda to: worse[to], default=self.p.people)
            if best < self.p.people and worse[best] < NEVER // 2:
                self.put(client, best)
        if self.cost - before > allowed:
            for client in everybody:
                self.put(client, person)

    def open(self, allowed: int) -> None:
        """A person without clients gets some neighbours."""
        person, centre = self.random.below(self.p.people), self.random.below(self.p.clients)
        if self.members[person]:
            return
        before, come = self.cost, list[tuple[int, int]]()
        for client in (centre, *self.near[centre]):
            if len(come) >= max(1, self.p.least):
                break
            was = self.own[client]
            if was < self.p.people and len(self.members[was]) <= self.p.least and self.random.below(2):
                continue
            if self.changed(person, -1, client) < NEVER:
                come.append((client, was))
                self.put(client, person)
        if self.cost - before > allowed:
            for client, was in come:
                self.put(client, was)


def search(arrays: Mapping[str, Any], start: np.ndarray, steps: int, heat: int, seed: int) -> tuple[np.ndarray, int]:
    """``(own, cost)`` after ``steps`` steps from ``start``."""
    found = Search(Problem(arrays), seed)
    for client, person in enumerate(start.tolist()):
        if person != found.own[client]:
            found.put(client, person)
    found.run(steps, heat)
    return np.array(found.own, np.int32), found.cost


class Choices(NamedTuple):
    """What people can choose from, at whole payments; ``extra`` is what it leaves less than the person's best."""

    sets: list[tuple[int, int, tuple[int, ...]]]  # extra, the first of the people who are alike, clients
    like: list[int]
    idle: list[int]
    pays: list[int]
    toll: int


class Bound:
    """Payments by clients, raised by subgradient steps."""

    GRID = 25
    MOMENTUM, PACE, SHRINK, TOO_FAR, CHEAP = 0.7, 0.3, 0.935, 0.3, 100

    def __init__(self, problem: Problem, pays: list[float]) -> None:
        self.p, self.best, self.pays = problem, list(pays), list(pays)
        self.value, self.cut_short = 0.0, 0
        self.taken = [0] * problem.clients
        self.favourite, self.grid = [0] * problem.people, 0
        self.pool: list[dict[tuple[int, ...], int]] = [{} for _ in range(problem.people)]
        about = [
            (problem.share[j], problem.room[j], *(problem.price[i][j] for i in range(problem.clients)))
            for j in range(problem.people)
        ]
        self.like = [about.index(one) for one in about]
        self.alike = [self.like.count(j) for j in range(problem.people)]
        self.toll = self.best_toll = self.slack = 0.0
        self.beyond = 0
        self.collected: dict[tuple[int, ...], int] | None = None

    def run(self, rounds: int, cost: int, tries: int) -> None:
        """Raise the bound towards the cost of some answer."""
        pace, direction, rise, turn = self.PACE, [0.0] * self.p.clients, 0.0, 0
        self.pays, self.toll = list(self.best), self.best_toll
        while True:
            now = self.earned(tries)
            if not turn or now > self.value:
                self.value, self.best, self.best_toll = now, list(self.pays), self.toll
            elif now < self.value - self.TOO_FAR * (cost - self.value):
                self.pays, self.toll = list(self.best), self.best_toll
                direction, rise = [0.0] * self.p.clients, 0.0
                now = self.remembered()
            if turn >= rounds or cost - self.value <= 0.5:
                return
            for step in range(self.CHEAP):
                if step:
                    now = self.remembered()
                direction = [
                    self.MOMENTUM * d + (1.0 - self.MOMENTUM) * (1 - taken) for d, taken in zip(direction, self.taken, strict=True)
                ]
                norm = 0.0
                for d in direction:
                    norm += d * d
                rise = self.MOMENTUM * rise + (1.0 - self.MOMENTUM) * self.beyond
                norm += rise * rise
                if norm < 1e-12:
                    break
                stride = pace * max(cost - now, 1.0) / norm
                self.pays = [
                    max(-float(most), min(float(most), pay + stride * d))
                    for pay, most, d in zip(self.pays, self.p.without, direction, strict=True)
                ]
                self.toll = max(0.0, self.toll + stride * rise)
            pace *= self.SHRINK
            turn += 1

    def _paid(self) -> float:
        total = -self.toll * self.p.in_parts(self.p.clients)
        self.taken, self.beyond = [0] * self.p.clients, -self.p.in_parts(self.p.clients)
        for pay in self.pays:
            total += pay
        return total

    def _take(self, mine: Sequence[int], times: int) -> None:
        for client in mine:
            self.taken[client] += times
        self.beyond += times * self.p.in_parts(len(mine))

    def remembered(self) -> float:
        """Payments less what people can earn with the sets found so far."""
        total = self._paid()
        for alike, sets in zip(self.alike, self.pool, strict=True):
            lowest, mine = 0.0, tuple[int, ...]()
            for clients, cost in sets.items():
                worth = float(cost)
                for client in clients:
                    worth -= self.pays[client]
                worth += self.toll * self.p.in_parts(len(clients))
                if worth < lowest:
                    lowest, mine = worth, clients
            total += alike * lowest
            self._take(mine, alike)
        return total

    def earned(self, tries: int) -> float:
        """Payments less what people can earn at most."""
        total = self._paid()
        for j, alike in enumerate(self.alike):
            if alike:
                total += alike * self.earned_by(j, tries)
                self._take(self.chosen, alike)
        return total

    def earned_by(self, j: int, tries: int) -> float:
        """Cost less payments of the person's best set."""
        self.base = [
            float(NEVER) if self.p.price[i][j] >= NEVER or self.p.load[i] > self.p.room[j] else self.p.price[i][j] - self.pays[i]
            for i in range(self.p.clients)
        ]
        self.least, self.left, self.chosen = 0.0, tries, list[int]()
        first = self.favourite[j]
        for m in (first, *(m for m in range(self.p.clients) if m != first)):
            self.at_middle(j, m)
        return self.least

    def choices(self, within: int, tries: int) -> Choices:
        """The sets that leave at most ``within`` less than the best, at the payments that gave the bound."""
        pays, toll = [math.floor(pay + 0.5) for pay in self.best], math.floor(self.best_toll + 0.5)
        self.pays, self.toll = [float(pay) for pay in pays], float(toll)
        sets, idle = list[tuple[int, int, tuple[int, ...]]](), list[int]()
        for j, first in enumerate(self.like):
            if first < j:
                idle.append(idle[first])
                continue
            lowest = math.floor(self.earned_by(j, tries))
            idle.append(-lowest)
            sets += [(cost - lowest, j, mine) for mine, cost in self.collect(j, float(lowest + within), tries).items()]
        return Choices(sorted(sets), self.like, idle, pays, toll)

    def collect(self, person: int, highest: float, tries: int) -> dict[tuple[int, ...], int]:
        """All sets that cost at most ``highest`` less the payments; less than that until they are few enough to try."""
        lowest = self.least
        while True:
            found: dict[tuple[int, ...], int] = {}
            self.collected = found
            self.slack, self.least, self.left = highest - lowest, highest + 0.5, tries
            for m in range(self.p.clients):
                if self.left >= 0:
                    self.at_middle(person, m)
            if self.left >= 0 or self.slack < 1.0:
                break
            highest = math.floor((lowest + highest) / 2.0)
        self.collected, self.slack = None, 0.0
        return found

    def price_of_load(self, q: int) -> float:
        """What a unit of load costs in the q-th relaxation."""
        return float(self.p.slope) * q / (self.GRID - 1)

    def modified(self, client: int, q: int) -> float:
        """What a client costs without the drive when its load has a price."""
        return self.base[client] + self.price_of_load(q) * self.p.load[client]

    def root(self, person: int, middle: int, q: int) -> float:
        """What any clients around a middle cost at least."""
        row = self.p.apart[middle]
        worths = sorted(self.modified(i, q) + row[i] for i in range(self.p.clients))
        return self.p.out[middle] - self.price_of_load(q) * self.p.share[person] + self.cheapest(worths, 0)

    def cheapest(self, worths: list[float], size: int) -> float:
        """The least that one or more of these worths, in rising order, add to so many clients."""
        sums = itertools.accumulate(worths[: self.p.most - size])
        return min((total + self.for_size(n) for n, total in enumerate(sums, size + 1)), default=float(NEVER))

    def for_size(self, size: int) -> float:
        """What few clients cost, and the toll."""
        return float(self.p.few * max(0, self.p.least - size)) + self.toll * self.p.in_parts(size)

    def at_middle(self, person: int, middle: int) -> None:
        """Find the clients around a middle that leave most."""
        at_best = self.root(person, middle, self.grid)
        if at_best >= self.least:
            return
        for way in (1, -1):
            q = start = self.grid
            while 0 <= (q := q + way) < self.GRID:
                bound = self.root(person, middle, q)
                if bound >= self.least:
                    return
                if bound <= at_best:
                    break
                at_best, self.grid = bound, q
            if self.grid != start:
                break
        row, drive, before = self.p.apart[middle], float(self.p.out[middle]), self.least
        worth_taking = (float(self.p.few) if self.p.least > 1 else 0.0) + self.slack
        items = sorted(
            (self.base[i] + row[i], i, self.modified(i, self.grid) + row[i])
            for i in range(self.p.clients)
            if self.base[i] + row[i] < worth_taking
        )
        relaxed = drive - self.price_of_load(self.grid) * self.p.share[person]
        self.grow(person, items, [], 0, drive, relaxed, 0)
        if self.collected is not None:
            return
        if self.left < 0:
            self.least = min(self.least, at_best)
            self.cut_short, self.left = self.cut_short + 1, 0
        if self.least < before:
            self.favourite[person] = middle
            if self.chosen:
                mine = tuple(sorted(self.chosen))
                cost = self.p.out[middle] + sum(row[i] + self.p.price[i][person] for i in mine)
                cost += self.p.size_and_load(person, len(mine), sum(self.p.load[i] for i in mine))
                self.pool[person][mine] = min(cost, self.pool[person].get(mine, cost))

    def grow(
        self,
        person: int,
        items: list[tuple[float, int, float]],
        chosen: list[int],
        start: int,
        worth: float,
        changed: float,
        minutes: int,
    ) -> None:
        """Try all sets that hold ``chosen`` and later items."""
        free = self.p.most - len(chosen)
        held = worth + float(self.p.slope * max(0, minutes - self.p.share[person]))
        for k in range(start, len(items) if free else 0):
            ahead = self.cheapest([item[0] for item in items[k : k + free]], len(chosen))
            tail = self.cheapest(sorted(item[2] for item in items[k:]), len(chosen))
            if held + ahead >= self.least or changed + tail >= self.least:
                return
            if self.left < 0:
                return
            self.left -= 1
            if self.left < 0:
                return
            total = minutes + self.p.load[items[k][1]]
            if total > self.p.room[person]:
                continue
            mine = [*chosen, items[k][1]]
            now = worth + items[k][0]
            cost = now + float(self.p.slope * max(0, total - self.p.share[person])) + self.for_size(len(mine))
            if cost < self.least:
                if self.collected is not None:
                    key, whole = tuple(sorted(mine)), math.floor(cost)
                    self.collected[key] = min(whole, self.collected.get(key, whole))
                else:
                    self.least, self.chosen = cost, mine
            self.grow(person, items, mine, k + 1, now, changed + items[k][2], total)


class Resplit:
    """Splits the clients of a few people anew among the sets that the bound says are good."""

    def __init__(self, problem: Problem, choices: Choices, own: list[int], seed: int) -> None:
        self.p, self.choices, self.own, self.random = problem, choices, list(own), Random(seed)
        times = [sum(i in mine for _, _, mine in choices.sets) for i in range(problem.clients)]
        self.order = sorted(range(problem.clients), key=lambda i: times[i])
        rank = {client: k for k, client in enumerate(self.order)}
        self.sets = [(extra, person, sorted(mine, key=lambda i: rank[i])) for extra, person, mine in choices.sets]
        self.turn = list(range(problem.people))

    @property
    def cost(self) -> int:
        """Of the whole assignment."""
        nobody = sum(self.p.without[i] for i, person in enumerate(self.own) if person == self.p.people)
        return nobody + sum(self.p.of(j, self.members(j)) for j in range(self.p.people))

    def members(self, person: int) -> list[int]:
        """Clients of a person, or of nobody."""
        return [i for i, own in enumerate(self.own) if own == person]

    def run(self, turns: int, together: int, tries: int) -> None:
        """Split the clients of people who are drawn, time after time."""
        together = min(together, self.p.people)
        for _ in range(turns):
            for j in range(together):
                k = j + self.random.below(self.p.people - j)
                self.turn[j], self.turn[k] = self.turn[k], self.turn[j]
            self.split(self.turn[:together], tries)

    def split(self, people: list[int], tries: int) -> None:
        """Find the best split; without a better one all stays as it is."""
        p, pays, idle, toll = self.p, self.choices.pays, self.choices.idle, self.choices.toll
        mine, nobody = {j: self.members(j) for j in people}, self.members(p.people)
        self.free = {*nobody, *(i for some in mine.values() for i in some)}
        self.least = sum(p.of(j, some) + idle[j] - sum(pays[i] for i in some) for j, some in mine.items())
        self.least += sum(p.without[i] - pays[i] for i in nobody) + toll * p.in_parts(len(self.free))
        self.may = Counter(self.choices.like[j] for j in people)
        self.left, self.chosen, self.best = tries, list[int](), list[int]()
        before = self.least
        self.grow(0, 0, sum(idle[j] for j in people) + toll * p.in_parts(len(self.free)))
        if self.least == before:
            return
        for j in people:
            for i in mine[j]:
                self.own[i] = p.people
        for k in self.best:
            _, like, clients = self.sets[k]
            person = next(j for j in people if self.choices.like[j] == like and j in mine)
            del mine[person]
            for i in clients:
                self.own[i] = person

    def grow(self, first: int, total: int, unused: int) -> None:
        """Give the clients from ``first`` on to those who may have some. ``unused``: what it costs if nobody else gets a set."""
        while first < self.p.clients and self.order[first] not in self.free:
            first += 1
        if first == self.p.clients:
            if total + unused < self.least:
                self.least, self.best = total + unused, list(self.chosen)
            return
        client = self.order[first]
        for k, (extra, like, mine) in enumerate(self.sets):
            if total + extra >= self.least or self.left <= 0:
                break
            if mine[0] != client or not self.may[like] or not self.free.issuperset(mine):
                continue
            self.left -= 1
            self.may[like] -= 1
            self.free.difference_update(mine)
            self.chosen.append(k)
            self.grow(first + 1, total + extra, unused - self.choices.idle[like] - self.choices.toll * self.p.in_parts(len(mine)))
            self.chosen.pop()
            self.free.update(mine)
            self.may[like] += 1
        nobody = total + self.p.without[client] - self.choices.pays[client]
        if nobody < self.least and self.left > 0:
            self.left -= 1
            self.free.remove(client)
            self.grow(first + 1, nobody, unused)
            self.free.add(client)


def resplit(
    arrays: Mapping[str, Any], start: np.ndarray, pays: np.ndarray, cost: int, stages: Sequence[Stage], together: int, seed: int
) -> tuple[np.ndarray, int, float]:
    """``(own, cost, bound)`` from ``start`` and ``pays``: the bound is raised and people's clients are split anew, in turn."""
    own = start.tolist()
    if not own:
        return np.array(own, np.int32), cost, 0.0
    problem = Problem(arrays)
    bounding = Bound(problem, pays.tolist())
    for rounds, tries, part, turns, splits in stages:
        bounding.run(rounds, cost, tries)
        found = Resplit(problem, bounding.choices(int(max(0.0, cost - bounding.value)) // part, tries), own, seed)
        found.run(turns, together, splits)
        own, cost, seed = found.own, found.cost, seed + 1
    return np.array(own, np.int32), cost, bounding.value


def bound(arrays: Mapping[str, Any], pays: np.ndarray, cost: int, rounds: int, tries: int) -> tuple[float, int]:
    """``(bound, cut_short)`` after at most ``rounds`` rounds from ``pays`` towards ``cost``."""
    if not len(pays):
        return 0.0, 0
    found = Bound(Problem(arrays), pays.tolist())
    found.run(rounds, cost, tries)
    return found.value, found.cut_short
