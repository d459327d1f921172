// People who go from stop to stop, as far ahead as nobody can change what they do. The readable twin is _rounds_py.py.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace rounds {

using Time = std::int64_t;
enum State { AT_END, AT_HORIZON, AT_DOOR, ON_ROAD };

struct Stop {
    Time row, origin, place, aim, earliest, latest, planned, drive, knock, seconds, after, door;
    double luck;
};

struct Person {
    Time mode, ready, here;
    std::size_t at = 0;
    std::vector<Stop> stops;
};

struct Leg {
    Time place, leave, drive;  // where to, when, and what the drive takes today if all hours are alike
};

inline Time drive_seconds(Time expected, double luck) {
    return expected ? std::max<Time>(static_cast<Time>(std::nearbyint(static_cast<double>(expected) * luck)), 1) : 0;
}

class Rounds {
  public:
    std::vector<Person> people;
    std::vector<Time> notes;  // ten numbers for each stop that was reached
    const int* legs;
    const int* park;
    Time places;
    bool timed;  // what a drive takes depends on its hour: nobody drives before it has been asked for

    Leg next(const Person& me) const {
        const Stop& stop = me.stops[me.at];
        Time place = stop.place, planned = stop.planned, drive = stop.drive;
        if (me.here == place || place < 0 || me.ready + planned > stop.latest) {
            place = me.here, planned = drive = 0;
        } else if (me.here != stop.origin) {
            planned = legs[(me.mode * places + me.here) * places + place] + park[place];
            drive = drive_seconds(planned, stop.luck);
        }
        return {place, std::max(me.ready, stop.aim - planned), drive};
    }

    State advance(std::size_t who, Time horizon) {
        Person& me = people[who];
        while (me.at < me.stops.size()) {
            const Stop& stop = me.stops[me.at];
            if (stop.door >= 0) return AT_DOOR;
            Leg leg = next(me);
            if (leg.leave >= horizon) return AT_HORIZON;
            if (timed && leg.place != me.here) return ON_ROAD;
            reach(who, leg, leg.leave + leg.drive, leg.leave + leg.drive, true);
        }
        return AT_END;
    }

    void reach(std::size_t who, const Leg& leg, Time arrive, Time start, bool met) {
        Person& me = people[who];
        const Stop& stop = me.stops[me.at];
        Time end = start, done = start;
        if (met) {
            start = std::max(start, stop.earliest) + stop.knock;
            end = start + stop.seconds;
            done = end + stop.after;
        }
        for (Time value : {stop.row, static_cast<Time>(who), me.here, leg.place, me.ready, leg.leave, arrive, start, end, done})
            notes.push_back(value);
        me.ready = done, me.here = leg.place, me.at++;
    }
};

}  // namespace rounds
