# distutils: language = c++
"""The contact assignment as Python sees it: arrays in, arrays out. Validation is in ``contact_assignment.py``."""

import numpy as np

from libc.stdint cimport int32_t, int64_t, uint64_t
from libcpp.vector cimport vector


cdef extern from "_contact_resplit.h" namespace "contact" nogil:
    cdef cppclass Problem:
        int clients, people, least, most
        const int* apart
        const int* out
        const int64_t* price
        const int64_t* load
        const int64_t* without
        const int64_t* share
        const int64_t* room
        int64_t slope, few

    cdef cppclass Search:
        Search(const Problem&, uint64_t) except +
        void load(const int*) except +
        void run(int64_t, int64_t) except +
        vector[int] own
        int64_t cost

    cdef cppclass Choices:
        pass

    cdef cppclass Resplit:
        Resplit(const Problem&, const Choices&, const vector[int]&, uint64_t) except +
        void run(int, int, int) except +
        vector[int] own
        int64_t cost

    cdef cppclass Bound:
        Bound(const Problem&, const double*) except +
        void run(int, int64_t, int64_t) except +
        Choices choices(int64_t, int64_t) except +
        double value
        int64_t cut_short


cdef const int64_t* longs(const int64_t[::1] values) noexcept:
    return &values[0] if values.shape[0] else NULL


cdef const int* ints(const int32_t[::1] values) noexcept:
    return <const int*> &values[0] if values.shape[0] else NULL


cdef Problem problem_of(object arrays):
    cdef Problem problem
    problem.clients, problem.people = arrays["price"].shape
    problem.least, problem.most = arrays["least"], arrays["most"]
    problem.apart = ints(arrays["apart"].reshape(-1))
    problem.out = ints(arrays["out"])
    problem.price = longs(arrays["price"].reshape(-1))
    problem.load = longs(arrays["load"])
    problem.without = longs(arrays["without"])
    problem.share = longs(arrays["share"])
    problem.room = longs(arrays["room"])
    problem.slope, problem.few = arrays["slope"], arrays["few"]
    return problem


def search(object arrays, const int32_t[::1] start, int64_t steps, int64_t heat, uint64_t seed):
    """``(own, cost)`` after ``steps`` steps from ``start``; ``arrays`` are contiguous and of the right types."""
    cdef Problem problem = problem_of(arrays)
    cdef Search* found = new Search(problem, seed)
    try:
        if problem.clients:
            with nogil:
                found.load(<const int*> &start[0])
                found.run(steps, heat)
        return np.array(found.own, np.int32), found.cost
    finally:
        del found


def bound(object arrays, const double[::1] pays, int64_t cost, int rounds, int64_t tries):
    """``(bound, cut_short)`` after at most ``rounds`` rounds from ``pays`` towards ``cost``, the cost of some answer."""
    cdef Problem problem = problem_of(arrays)
    if not problem.clients:
        return 0.0, 0
    cdef Bound* found = new Bound(problem, &pays[0])
    try:
        with nogil:
            found.run(rounds, cost, tries)
        return found.value, found.cut_short
    finally:
        del found


def resplit(object arrays, const int32_t[::1] start, const double[::1] pays, int64_t cost, object stages, int together, uint64_t seed):
    """``(own, cost, bound)`` from ``start``, which costs ``cost``, and payments ``pays``.

    Each of ``stages`` is ``(rounds, tries, part, turns, splits)``: the bound is raised, the sets that are at most one in ``part`` of
    the gap from the best are found, and the clients of ``together`` people are split anew as many times as there are turns.
    """
    cdef Problem problem = problem_of(arrays)
    cdef vector[int] own
    cdef Bound* bounding
    cdef Resplit* found
    cdef int rounds, turns, splits
    cdef int64_t tries, part
    cdef Py_ssize_t k
    for k in range(start.shape[0]):
        own.push_back(start[k])
    if not problem.clients:
        return np.array(own, np.int32), cost, 0.0
    bounding = new Bound(problem, &pays[0])
    try:
        for rounds, tries, part, turns, splits in stages:
            with nogil:
                bounding.run(rounds, cost, tries)
                found = new Resplit(problem, bounding.choices(max(0, <int64_t> (cost - bounding.value)) // part, tries), own, seed)
            try:
                with nogil:
                    found.run(turns, together, splits)
                own, cost, seed = found.own, found.cost, seed + 1
            finally:
                del found
        return np.array(own, np.int32), cost, bounding.value
    finally:
        del bounding
