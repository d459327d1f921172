# distutils: language = c++
"""Rounds as Python sees them. Validation is in ``rounds.py``."""

import numpy as np

from libc.stdint cimport int64_t
from libc.string cimport memcpy
from libcpp cimport bool as truth
from libcpp.vector cimport vector


cdef extern from "_rounds.h" namespace "rounds" nogil:
    enum State:
        AT_END, AT_HORIZON, AT_DOOR, ON_ROAD

    cdef cppclass Stop:
        int64_t row, origin, place, aim, earliest, latest, planned, drive, knock, seconds, after, door
        double luck

    cdef cppclass Person:
        int64_t mode, ready, here
        size_t at
        vector[Stop] stops

    cdef cppclass Leg:
        int64_t place, leave, drive

    cdef cppclass All "rounds::Rounds":
        vector[Person] people
        vector[int64_t] notes
        const int* legs
        const int* park
        int64_t places
        truth timed
        Leg next(const Person&)
        State advance(size_t, int64_t)
        void reach(size_t, const Leg&, int64_t, int64_t, truth)


cdef Stop stop_of(const int64_t[::1] row, double luck) noexcept nogil:
    cdef Stop stop
    stop.row, stop.origin, stop.place, stop.aim, stop.earliest, stop.latest = row[0], row[1], row[2], row[3], row[4], row[5]
    stop.planned, stop.drive, stop.knock, stop.seconds, stop.after, stop.door = row[6], row[7], row[8], row[9], row[10], row[11]
    stop.luck = luck
    return stop


cdef class Rounds:
    """As the twin's class of the same name."""

    cdef All all
    cdef const int[:, :, ::1] legs
    cdef const int[::1] park
    cdef vector[size_t] free  # whoever meets nobody at a door

    def __init__(
        self,
        const int[:, :, ::1] legs,
        const int[::1] park,
        const int64_t[:, ::1] people,
        const int64_t[::1] bounds,
        const int64_t[:, ::1] stops,
        const double[::1] luck,
        truth timed,
    ):
        cdef Py_ssize_t k, row
        cdef Person person
        cdef truth alone
        self.legs, self.park = legs, park
        self.all.legs, self.all.park, self.all.places, self.all.timed = &legs[0, 0, 0], &park[0], legs.shape[1], timed
        with nogil:
            self.all.notes.reserve(10 * stops.shape[0])
            for k in range(people.shape[0]):
                person.mode, person.here, person.ready, person.at = people[k, 0], people[k, 1], people[k, 2], 0
                person.stops.clear()
                alone = True
                for row in range(bounds[k], bounds[k + 1]):
                    person.stops.push_back(stop_of(stops[row], luck[row]))
                    alone = alone and stops[row, 11] < 0
                self.all.people.push_back(person)
                if alone:
                    self.free.push_back(k)

    def advance_free(self, int64_t horizon):
        """Move on everybody who meets nobody at a door."""
        cdef size_t k
        with nogil:
            for k in range(self.free.size()):
                self.all.advance(self.free[k], horizon)

    def advance(self, size_t who, int64_t horizon):
        """Move one person on; return why no further."""
        return <int> self.all.advance(who, horizon)

    def leg(self, size_t who):
        """``(here, place, leave, drive, luck, door)`` of the next move."""
        cdef Leg leg = self.all.next(self.all.people[who])
        cdef const Stop* stop = &self.all.people[who].stops[self.all.people[who].at]
        return self.all.people[who].here, leg.place, leg.leave, leg.drive, stop.luck, stop.door

    def reach(self, size_t who, int64_t arrive, int64_t start, truth met):
        """Make the next move."""
        self.all.reach(who, self.all.next(self.all.people[who]), arrive, start, met)

    def skip(self, size_t who):
        """Leave the next stop out."""
        self.all.people[who].at += 1

    def ready(self, size_t who):
        """When the person is free to leave."""
        return self.all.people[who].ready

    def left(self, size_t who):
        """How many stops are to come."""
        return self.all.people[who].stops.size() - self.all.people[who].at

    def state(self):
        """int64[people, 3]: where, ready when, and how many stops are to come."""
        found = np.empty((self.all.people.size(), 3), np.int64)
        cdef int64_t[:, ::1] rows = found
        cdef size_t k
        for k in range(self.all.people.size()):
            rows[k, 0], rows[k, 1] = self.all.people[k].here, self.all.people[k].ready
            rows[k, 2] = self.all.people[k].stops.size() - self.all.people[k].at
        return found

    def ahead(self, size_t who):
        """int64[stops, 12] and float64[stops], the stops to come and their luck."""
        cdef const Person* me = &self.all.people[who]
        cdef size_t k, n = me.stops.size() - me.at
        found, factors = np.empty((n, 12), np.int64), np.empty(n)
        cdef int64_t[:, ::1] rows = found
        cdef double[::1] luck = factors
        cdef const Stop* stop
        for k in range(n):
            stop = &me.stops[me.at + k]
            rows[k, 0], rows[k, 1], rows[k, 2], rows[k, 3] = stop.row, stop.origin, stop.place, stop.aim
            rows[k, 4], rows[k, 5], rows[k, 6], rows[k, 7] = stop.earliest, stop.latest, stop.planned, stop.drive
            rows[k, 8], rows[k, 9], rows[k, 10], rows[k, 11] = stop.knock, stop.seconds, stop.after, stop.door
            luck[k] = stop.luck
        return found, factors

    def insert(self, size_t who, size_t position, const int64_t[::1] stop, double luck):
        """Put a stop before one of those to come."""
        self.all.people[who].stops.insert(
            self.all.people[who].stops.begin() + self.all.people[who].at + position, stop_of(stop, luck)
        )

    def remove(self, size_t who, size_t position):
        """Take out one of the stops to come."""
        self.all.people[who].stops.erase(self.all.people[who].stops.begin() + self.all.people[who].at + position)

    def notes(self):
        """int64[stops reached, 10]."""
        found = np.empty((self.all.notes.size() // 10, 10), np.int64)
        cdef int64_t[:, ::1] rows = found
        if self.all.notes.size():
            memcpy(&rows[0, 0], self.all.notes.data(), self.all.notes.size() * sizeof(int64_t))
        return found
