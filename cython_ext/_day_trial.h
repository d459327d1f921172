// What a visit costs in one leg of a route, with its exact effect on all times behind it.
#pragma once
#include <algorithm>
#include <limits>
#include <vector>

#include "_day_random.h"
#include "_day_ripple.h"

namespace day {

constexpr int BLINK = 200;  // one place in about half as many is overlooked, so that the search does not repeat itself

class Trial : public Ripple {
   public:
    Trial(const Problem& problem, u64 seed) : Ripple(problem), random(seed) {
        travel_to.resize(static_cast<size_t>(P.modes) * P.places * P.places);
        for (int mode = 0; mode < P.modes; ++mode) {
            const size_t base = static_cast<size_t>(mode) * P.places * P.places;
            for (int a = 0; a < P.places; ++a)
                for (int b = 0; b < P.places; ++b)
                    travel_to[base + static_cast<size_t>(b) * P.places + a] = P.travel[base + static_cast<size_t>(a) * P.places + b];
        }
    }

   protected:
    struct Spot {
        i64 cost = NEVER;
        int staff = -1, at = 0, break_at = -1;
    };

    Random random;
    int blink_in = 0;

    struct Wanted {  // a visit that is to be inserted
        int v, place, length, earliest, latest, soonest_end, floor;
        i64 late_price;
        bool simple;  // what its start costs hangs on nothing but its window
    };
    Wanted wanted(int v) const {
        const int earliest = P.earliest[v], length = P.duration[v];
        return {v, P.place[v], length, earliest, times.last_latest(v), earliest + length,
                linked[v] ? std::max(earliest, linked_floor(v)) : earliest, P.late_price[v], !times.uneven && !linked[v]};
    }

    const int* to_row(int k, int place) const {
        return travel_to.data() + (static_cast<size_t>(P.mode[k]) * P.places + place) * P.places;
    }

    // One leg, the one into stop p; `base` is what v costs with k wherever it stands, at least.
    void try_leg(const Wanted& w, int k, int p, i64 base, const int* to, const int* from, Spot& spot) {
        roads.timed ? try_leg_at<true>(w, k, p, base, to, from, spot) : try_leg_at<false>(w, k, p, base, to, from, spot);
    }
    template <bool TIMED>
    void try_leg_at(const Wanted& w, int k, int p, i64 base, const int* to, const int* from, Spot& spot) {
        const Route& route = routes[k];
        const Stop& next = route.stops[p];
        const bool uneven = TIMED || times.uneven;
        const i64 least = base - (uneven ? next.rest : 0);
        if (w.soonest_end > next.limit && least + times.least_late * (w.soonest_end - next.limit) >= spot.cost) return;
        if (--blink_in < 0) {
            blink_in = random.below(BLINK);
            return;
        }
        const int leave = p ? route.stops[p - 1].end : P.shift_start[k], place = p ? route.stops[p - 1].place : P.start_place[k];
        const Way there{to[place], place, w.place}, onward{from[next.place], w.place, next.place};
        const int detour = there.seconds + onward.seconds - (route.size() ? next.leg : 0);
        i64 driven = base;
        if (!TIMED) driven += P.w_travel * detour;
        if (spread_problem) driven += most_saved(k) + spread_of(k, detour + w.length);
        if (driven - (uneven ? next.rest : 0) >= spot.cost) return;
        if (p == route.break_at) {
            try_spot<TIMED>(w.v, k, p, p, leave, there, onward, w.floor, driven, spot);
            try_spot<TIMED>(w.v, k, p, p + 1, leave, there, onward, w.floor, driven, spot);
            return;
        }
        const int break_at = route.break_at >= p ? route.break_at + 1 : route.break_at;
        if (!TIMED && w.simple) {
            const int start = std::max(leave + there.seconds, w.earliest);
            i64 cost = driven;
            if (start > w.latest) {
                cost += w.late_price * (start - w.latest);
                if (P.w_max_late) cost += P.w_max_late * std::max(0, start - w.latest - longest_late);
                if (cost >= spot.cost) return;
            }
            if (start + w.length + onward.seconds <= next.limit) {
                spot.cost = cost, spot.staff = k, spot.at = p, spot.break_at = break_at;
                return;
            }
        }
        try_spot<TIMED>(w.v, k, p, break_at, leave, there, onward, w.floor, driven, spot);
    }

    template <bool TIMED>
    void try_spot(
        int v, int k, int p, int break_at, int leave, const Way& there, const Way& onward, int floor, i64 cost, Spot& spot) {
        const Route& route = routes[k];
        const Leg leg = leg_arrival<TIMED>(k, leave, there, p == break_at);
        const int start = times.opening(v, std::max(leg.arrival, floor));
        const i64 before = cost;
        int late = std::max(0, times.over(v, start));
        cost += break_cost(k, p == break_at, leg.break_start) + times.cost(v, start);
        if (p > 0) cost += P.w_wait * waited(k, leave, leg, start);
        cost += drive_price<TIMED>(driven_in<TIMED>(k, p == 0, there, leg, start));
        const i64 old = route.stops[p].rest;
        if (cost - old >= spot.cost) return;
        bool slow = linked[v] && pushes(v, start);
        if (!slow) {
            cost += walk<TIMED>(k, p, start + P.duration[v], onward, break_at > p ? break_at - 1 : -1, spot.cost - cost + old, slow, late) - old;
            if (P.w_max_late) cost += P.w_max_late * std::max(0, late - longest_late);
            if (cost >= spot.cost) return;
        }
        if (slow) {
            cost = before;
            if (!ripple<TIMED>(v, k, p, break_at, start, onward, leave, there, spot.cost, cost)) return;
            if (cost >= spot.cost) return;
        }
        spot.cost = cost, spot.staff = k, spot.at = p, spot.break_at = break_at;
    }

    // Cost behind stop i when its predecessor is left at `leave` from `place`; `slow` where a link would move another visit.
    template <bool TIMED>
    i64 walk(int k, int i, int leave, Way way, int break_leg, i64 bound, bool& slow, int& late) const {
        const Route& route = routes[k];
        const int size = route.size();
        i64 cost = 0;
        for (int p = i;; ++p) {
            const Stop& stop = route.stops[p];
            const Leg leg = leg_arrival<TIMED>(k, leave, way, p == break_leg);
            cost += break_cost(k, p == break_leg, leg.break_start) + drive_price<TIMED>(leg.driven);
            if (p == size) {
                cost += P.w_wait * waited(k, leave, leg, leg.arrival);
                return cost + P.overtime_price[k] * std::max(0, leg.arrival - P.shift_end[k]);
            }
            const int v = stop.node;
            const bool same = break_leg == route.break_at || (break_leg < p && route.break_at < p);
            if (same && !times.uneven && p != break_leg && leg.arrival <= stop.limit) return cost + stop.rest;
            const int start = times.opening(v, linked[v] ? std::max(leg.arrival, stop.start) : leg.arrival);
            cost += times.cost(v, start) + P.w_wait * waited(k, leave, leg, start);
            late = std::max(late, times.over(v, start));
            if (start == stop.start && break_leg <= p && route.break_at <= p) return cost + route.stops[p + 1].rest;
            if (start == stop.start && break_leg == route.break_at) return cost + route.stops[p + 1].rest;
            if (linked[v] && start > stop.start && pushes(v, start)) slow = true;
            if (cost >= bound) return cost;
            leave = start + P.duration[v];
            way = way_into(k, p + 1);
        }
    }

   private:
    std::vector<int> travel_to;  // [modes][to][from]
};

}  // namespace day
