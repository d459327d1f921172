# distutils: language = c++
"""The day-plan search as Python sees it: arrays in, arrays out. Validation is in ``day_search.py``, the search in the headers `_day_*.h`."""

import numpy as np

from cpython.exc cimport PyErr_CheckSignals
from libc.stdint cimport int32_t, int64_t, uint8_t, uint64_t
from libcpp cimport bool
from libcpp.vector cimport vector


cdef extern from "_day_horizon.h" namespace "day" nogil:
    cdef cppclass Problem:
        int visits, staff, places, modes, clients, pairs, wholes, gaps, periods
        const int* travel
        const int *period_start
        const int *period_travel
        const int *shift_start
        const int *shift_end
        const int *start_place
        const int *end_place
        const int *mode
        const int *break_length
        const int *break_earliest
        const int *break_latest
        const int *capacity
        const int64_t* staff_cost
        const int64_t* overtime_price
        const int *place
        const int *duration
        const int *earliest
        const int *latest
        const int *client
        const int *demand
        const int64_t* break_missed
        const int64_t* late_price
        const int *promised_start
        const int *window_from
        const int *window_earliest
        const int *window_latest
        const int *window_turn
        const int *whole_first
        const int *whole_second
        const int64_t* unserved
        const int* cost
        const uint8_t* known
        const uint8_t* met
        const int *pair_first
        const int *pair_second
        const int *pair_low
        const int *pair_high
        const uint8_t* pair_whole
        const int *gap_first
        const int *gap_second
        const int *gap_least
        int64_t w_travel, w_wait, w_late, w_max_late, w_distinct, w_new_face, w_idle, w_balance, w_moved

    cdef cppclass Stop:
        int node, start, end

    cdef cppclass Route:
        vector[Stop] stops
        int break_at, break_start
        int size()

    cdef cppclass Beside:
        int into, onward
        int origin "from"
        int to

    cdef cppclass Kept "day::Pool::Kept":
        uint64_t key
        int staff
        int64_t cost
        vector[int] nodes

    cdef cppclass Pool:
        vector[Kept] kept
        void open(int) except +

    cdef cppclass Meetings:
        Meetings(int, vector[int64_t]) except +

    cdef cppclass CppSearch "day::Search":
        CppSearch(const Problem&, uint64_t) except +
        bool load(const int*, const int*, const int*, const int*) except +
        void construct(int) except +
        int64_t run(int64_t, int64_t, double) except +
        void heat(double, double)
        void restore_best() except +
        void options(int, int64_t*, int*, int*) except +
        int64_t without(int) except +
        int kind_of(int)
        void put_back() except +
        void join(vector[int], vector[int], vector[Meetings*]) except +
        vector[Route] routes
        vector[int] absent
        vector[Beside] beside
        Pool pool
        int64_t current, best, done

    cdef cppclass CppHorizon "day::Horizon":
        CppHorizon(vector[CppSearch*], vector[Meetings*], uint64_t) except +
        void begin(int64_t, double, double) except +
        int64_t run(int64_t) except +
        void end() except +
        int64_t cost()


cdef const int* ints(const int32_t[::1] values) noexcept:
    return <const int*> &values[0] if values.shape[0] else NULL


cdef const int64_t* longs(const int64_t[::1] values) noexcept:
    return &values[0] if values.shape[0] else NULL


cdef class Search:
    """One search over one day; keeps the arrays alive that the C++ side points into."""

    cdef Problem problem
    cdef CppSearch* search
    cdef object arrays

    def __cinit__(self, object arrays, uint64_t seed):
        """``arrays`` is the mapping that ``day_search.checked`` returns: contiguous arrays of the right type and shape."""
        cdef const uint8_t[::1] flags
        self.arrays = arrays
        self.problem.visits = arrays["place"].shape[0]
        self.problem.staff = arrays["shift_start"].shape[0]
        self.problem.modes = arrays["travel"].shape[0]
        self.problem.places = arrays["travel"].shape[1]
        self.problem.clients = arrays["known"].shape[0]
        self.problem.pairs = arrays["pair_first"].shape[0]
        self.problem.gaps = arrays["gap_first"].shape[0]
        self.problem.travel = ints(arrays["travel"].reshape(-1))
        self.problem.periods = arrays["period_start"].shape[0]
        self.problem.period_start = ints(arrays["period_start"])
        self.problem.period_travel = ints(arrays["period_travel"].reshape(-1))
        self.problem.shift_start = ints(arrays["shift_start"])
        self.problem.shift_end = ints(arrays["shift_end"])
        self.problem.start_place = ints(arrays["start_place"])
        self.problem.end_place = ints(arrays["end_place"])
        self.problem.mode = ints(arrays["mode"])
        self.problem.break_length = ints(arrays["break_length"])
        self.problem.break_earliest = ints(arrays["break_earliest"])
        self.problem.break_latest = ints(arrays["break_latest"])
        self.problem.capacity = ints(arrays["capacity"])
        self.problem.place = ints(arrays["place"])
        self.problem.duration = ints(arrays["duration"])
        self.problem.earliest = ints(arrays["earliest"])
        self.problem.latest = ints(arrays["latest"])
        self.problem.client = ints(arrays["client"])
        self.problem.demand = ints(arrays["demand"])
        self.problem.cost = ints(arrays["cost"].reshape(-1))
        self.problem.pair_first = ints(arrays["pair_first"])
        self.problem.pair_second = ints(arrays["pair_second"])
        self.problem.pair_low = ints(arrays["pair_low"])
        self.problem.pair_high = ints(arrays["pair_high"])
        self.problem.gap_first = ints(arrays["gap_first"])
        self.problem.gap_second = ints(arrays["gap_second"])
        self.problem.gap_least = ints(arrays["gap_least"])
        self.problem.promised_start = ints(arrays["promised_start"])
        self.problem.window_from = ints(arrays["window_from"])
        self.problem.window_earliest = ints(arrays["window_earliest"])
        self.problem.window_latest = ints(arrays["window_latest"])
        self.problem.window_turn = ints(arrays["window_turn"])
        self.problem.wholes = arrays["whole_first"].shape[0]
        self.problem.whole_first = ints(arrays["whole_first"])
        self.problem.whole_second = ints(arrays["whole_second"])
        self.problem.staff_cost = longs(arrays["staff_cost"])
        self.problem.overtime_price = longs(arrays["overtime_price"])
        self.problem.break_missed = longs(arrays["break_missed"])
        self.problem.unserved = longs(arrays["unserved"])
        self.problem.late_price = longs(arrays["late_price"])
        flags = arrays["known"].reshape(-1)
        self.problem.known = <const uint8_t*> &flags[0] if flags.shape[0] else NULL
        flags = arrays["met"].reshape(-1)
        self.problem.met = <const uint8_t*> &flags[0] if flags.shape[0] else NULL
        flags = arrays["pair_whole"]
        self.problem.pair_whole = <const uint8_t*> &flags[0] if flags.shape[0] else NULL
        weights = arrays["weights"]
        self.problem.w_travel = weights["travel"]
        self.problem.w_wait = weights["waiting"]
        self.problem.w_late = weights["late"]
        self.problem.w_max_late = weights["largest_late"]
        self.problem.w_distinct = weights["distinct"]
        self.problem.w_new_face = weights["new_face"]
        self.problem.w_idle = weights["largest_idle"]
        self.problem.w_balance = weights["balance"]
        self.problem.w_moved = weights["moved"]
        self.search = new CppSearch(self.problem, seed)

    def __dealloc__(self):
        del self.search

    def load(self, const int32_t[::1] nodes, const int32_t[::1] sizes, const int32_t[::1] breaks, const int32_t[::1] holds):
        """Start from given routes; ``breaks`` as leg per staff member, negative for "choose"; ``holds``, before which the first
        visit does not start, empty for "choose". False: visits wait in a circle."""
        return self.search.load(ints(nodes), ints(sizes), ints(breaks), ints(holds))

    def construct(self, int gift):
        """Insert what is not yet served; ``gift`` parts of 1024 of the price of a new route are not reckoned."""
        with nogil:
            self.search.construct(gift)

    def heat(self, double first, double last):
        """Temperatures, in cost units, of the first and the last step."""
        self.search.heat(first, last)

    def run(self, int64_t steps, int64_t iterations, double seconds):
        """At most ``steps`` more steps of an annealing over ``iterations`` (or, where negative, ``seconds``); steps done."""
        cdef int64_t count
        with nogil:
            count = self.search.run(steps, iterations, seconds)
        return count

    def restore_best(self):
        """Go back to the best plan seen."""
        self.search.restore_best()

    def options(self, int visit, int64_t[::1] costs, int32_t[::1] at, int32_t[::1] break_at):
        """Fill in the best insertion of an unserved visit into each route."""
        if self.problem.staff:
            with nogil:
                self.search.options(visit, &costs[0], <int*> &at[0], <int*> &break_at[0])

    def without(self, int visit):
        """Take a served visit out; the cost of the plan without it. Undone by ``put_back``."""
        return self.search.without(visit)

    def put_back(self):
        """Undo ``without``."""
        self.search.put_back()

    def keep_routes(self, int places):
        """From now on keep routes of accepted plans, at most so many (a power of two)."""
        self.search.pool.open(places)

    def kept_routes(self):
        """The routes kept: visits one after the other, their counts, staff and cost of each route."""
        cdef Kept* kept
        cdef size_t i, total = 0
        cdef int p, at = 0, row = 0, count = 0
        for i in range(self.search.pool.kept.size()):
            kept = &self.search.pool.kept[i]
            if kept.staff >= 0:
                count += 1
                total += kept.nodes.size()
        nodes = np.zeros(total, np.int32)
        sizes = np.zeros(count, np.int32)
        staff = np.zeros(count, np.int32)
        costs = np.zeros(count, np.int64)
        keys = np.zeros(count, np.uint64)
        alike = np.array([self.search.kind_of(p) for p in range(self.problem.staff)], np.int32)
        cdef int32_t[::1] nodes_view = nodes, sizes_view = sizes, staff_view = staff
        cdef int64_t[::1] costs_view = costs
        cdef uint64_t[::1] keys_view = keys
        for i in range(self.search.pool.kept.size()):
            kept = &self.search.pool.kept[i]
            if kept.staff < 0:
                continue
            staff_view[row], costs_view[row], sizes_view[row] = kept.staff, kept.cost, <int32_t> kept.nodes.size()
            keys_view[row] = kept.key
            row += 1
            for p in range(<int> kept.nodes.size()):
                nodes_view[at] = kept.nodes[p]
                at += 1
        return nodes, sizes, staff, costs, keys, alike

    def legs(self):
        """int32[visits, 4] as noted beside each visit: place and seconds of the leg into it, of the leg out of it."""
        noted = [(leg.origin, leg.into, leg.to, leg.onward) for leg in self.search.beside]
        return np.array(noted, np.int32).reshape(-1, 4)

    @property
    def best(self):
        """Cost of the best plan seen."""
        return self.search.best

    def plan(self):
        """Routes (all visits one after the other, and their counts), start per visit, break leg and start per staff."""
        cdef int k, p, visits = self.problem.visits, staff = self.problem.staff
        cdef vector[int] flat
        cdef Route* route
        sizes = np.zeros(staff, np.int32)
        starts = np.full(visits, -1, np.int32)
        ends = np.full(staff, -1, np.int32)
        break_at = np.full(staff, -1, np.int32)
        break_start = np.full(staff, -1, np.int32)
        cdef int32_t[::1] sizes_view = sizes, starts_view = starts, ends_view = ends, at_view = break_at, begin_view = break_start
        for k in range(staff):
            route = &self.search.routes[k]
            sizes_view[k] = route.size()
            for p in range(route.size()):
                flat.push_back(route.stops[p].node)
                starts_view[route.stops[p].node] = route.stops[p].start
            if route.size():
                ends_view[k] = route.stops[route.size()].end
                at_view[k] = route.break_at
                begin_view[k] = route.break_start
        nodes = np.zeros(flat.size(), np.int32)
        for k in range(<int> flat.size()):
            nodes[k] = flat[k]
        return nodes, sizes, starts, ends, break_at, break_start


cdef int64_t SLICE = 4096  # steps of a horizon, some 50 milliseconds


cdef class Horizon:
    """Searches of several days whose plans share who has met whom; keeps them alive."""

    cdef list searches
    cdef vector[Meetings*] meetings
    cdef CppHorizon* horizon

    def __cinit__(self, list searches, list clients, list people, list periods, list prices, uint64_t seed):
        """For each day its search with a plan loaded, the client of each visit, who each member of staff is and the periods that
        it belongs to; for each period what it costs that two meet, int64[clients, people]. ``horizon.py`` checks all this."""
        cdef vector[CppSearch*] days
        cdef vector[Meetings*] shared
        cdef Search search
        self.searches = searches
        for price in prices:
            self.meetings.push_back(new Meetings(price.shape[1], price.reshape(-1).tolist()))
        for search, client, person, mine in zip(searches, clients, people, periods):
            shared.clear()
            for period in mine:
                shared.push_back(self.meetings[period])
            search.search.join(client.tolist(), person.tolist(), shared)
            days.push_back(search.search)
        self.horizon = new CppHorizon(days, self.meetings, seed)

    def __dealloc__(self):
        cdef size_t i
        del self.horizon
        for i in range(self.meetings.size()):
            del self.meetings[i]

    def run(self, int64_t steps, double first, double last):
        """Anneal over all days, from the first to the last temperature in cost units; can be interrupted now and then."""
        cdef int64_t count = SLICE
        self.horizon.begin(steps, first, last)
        while count == SLICE:
            with nogil:
                count = self.horizon.run(SLICE)
            PyErr_CheckSignals()
        self.horizon.end()

    @property
    def cost(self):
        """Of the days' plans and of all meetings."""
        return self.horizon.cost()
