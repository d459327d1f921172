# distutils: language = c++
"""Open routes as Python sees them: arrays in, rows and times out. Validation is in ``open_routes.py``."""

import numpy as np

from libc.stdint cimport int64_t, uint8_t
from libcpp cimport bool as truth
from libcpp.vector cimport vector


cdef extern from "_open_routes.h" namespace "open_routes" nogil:
    cdef cppclass Task:
        int64_t visit, place, earliest, latest, seconds, due, node

    cdef cppclass Gap:
        int64_t before, after, least

    cdef cppclass Hours:
        vector[int64_t] changes
        int64_t stride

    cdef cppclass Spot:
        truth found
        int64_t price, row, position

    cdef cppclass Route:
        const Hours* hours
        const int* legs
        int64_t places, origin, first, last, overtime, end
        vector[Task] tasks
        vector[int64_t] starts

    cdef cppclass Routes "open_routes::Routes":
        vector[Route] routes
        vector[int64_t] begins
        vector[Gap] gaps
        Hours hours
        void reckon_all()
        Spot best(const Task&, const uint8_t*, int64_t)
        void insert(int64_t, int64_t, const Task&)
        void remove(int64_t, int64_t)
        void begin(int64_t, int64_t)


cdef Task task_of(const int64_t[:, ::1] tasks, Py_ssize_t row) noexcept nogil:
    cdef Task task
    task.visit, task.place, task.earliest, task.latest = tasks[row, 0], tasks[row, 1], tasks[row, 2], tasks[row, 3]
    task.seconds, task.due, task.node = tasks[row, 4], tasks[row, 5], tasks[row, 6]
    return task


cdef class OpenRoutes:
    """As the twin's class of the same name."""

    cdef Routes all
    cdef const int[:, :, :, ::1] legs

    def __init__(
        self,
        const int[:, :, :, ::1] legs,
        const int64_t[::1] changes,
        const int64_t[:, ::1] people,
        const int64_t[::1] bounds,
        const int64_t[:, ::1] tasks,
        const int64_t[::1] begins,
        const int64_t[:, ::1] gaps,
    ):
        cdef Py_ssize_t k, row
        cdef Route route
        cdef Gap gap
        self.legs = legs
        with nogil:
            self.all.hours.stride = legs.shape[1] * legs.shape[2] * legs.shape[3]
            for k in range(changes.shape[0]):
                self.all.hours.changes.push_back(changes[k])
            for k in range(begins.shape[0]):
                self.all.begins.push_back(begins[k])
            for k in range(gaps.shape[0]):
                gap.before, gap.after, gap.least = gaps[k, 0], gaps[k, 1], gaps[k, 2]
                self.all.gaps.push_back(gap)
            for k in range(people.shape[0]):
                route.hours = &self.all.hours
                route.legs, route.places = &legs[0, people[k, 0], 0, 0], legs.shape[2]
                route.origin, route.first, route.last, route.overtime = people[k, 1], people[k, 2], people[k, 3], people[k, 4]
                route.tasks.clear()
                for row in range(bounds[k], bounds[k + 1]):
                    route.tasks.push_back(task_of(tasks, row))
                self.all.routes.push_back(route)
            self.all.reckon_all()

    def best(self, const int64_t[:, ::1] task, const uint8_t[::1] allowed, int64_t overtime):
        """``(price, row, position)`` of the cheapest spot for one task, or None."""
        cdef Spot spot
        with nogil:
            spot = self.all.best(task_of(task, 0), &allowed[0], overtime)
        return (spot.price, spot.row, spot.position) if spot.found else None

    def give(self, const int64_t[:, ::1] tasks, const uint8_t[:, ::1] allowed, int64_t overtime):
        """int64[tasks], the row that each task went to, one after the other; -1: none."""
        taken = np.full(tasks.shape[0], -1, np.int64)
        cdef int64_t[::1] rows = taken
        cdef Py_ssize_t k
        cdef Spot spot
        if allowed.shape[1]:
            with nogil:
                for k in range(tasks.shape[0]):
                    spot = self.all.best(task_of(tasks, k), &allowed[k, 0], overtime)
                    if spot.found:
                        self.all.insert(spot.row, spot.position, task_of(tasks, k))
                        rows[k] = spot.row
        return taken

    def insert(self, int64_t row, int64_t position, const int64_t[:, ::1] task):
        """Put a task at a position."""
        self.all.insert(row, position, task_of(task, 0))

    def remove(self, int64_t row, int64_t visit):
        """Take a visit out of a route."""
        self.all.remove(row, visit)

    def begin(self, int64_t node, int64_t start):
        """Say when a visit that is on no route here begins."""
        self.all.begin(node, start)

    def route(self, int64_t row):
        """``(visits, starts)`` of a route, two lists in its order."""
        cdef const Route* route = &self.all.routes[row]
        cdef Py_ssize_t k
        return [route.tasks[k].visit for k in range(<Py_ssize_t> route.tasks.size())], list(route.starts)

    def end(self, int64_t row):
        """When the person is back."""
        return self.all.routes[row].end
