// One route evaluated: when everything happens, what it costs, and how late its stops may be reached at no further cost.
//
// A staff member leaves the start place at shift start; every visit starts as early as it can (its window, its links to other
// visits); the break lies in one leg ("before stop b", b = number of stops: before going home).
#pragma once
#include <algorithm>
#include <vector>

#include "_day_links.h"

namespace day {

struct Leg {
    int arrival, break_start;
};

class Schedule : public Links {
   public:
    explicit Schedule(const Problem& problem) : Links(problem) {
        for (int k = 0; k < P.staff; ++k) breaks_problem |= P.break_length[k] > 0;
    }

   protected:
    bool breaks_problem = false;
    std::vector<int> moved;  // linked visits that the last `forward` moved

    Leg leg_arrival(int k, int leave, int travel, bool with_break) const {
        int arrival = leave + travel;
        if (!with_break) return {arrival, -1};
        const int earliest = P.break_earliest[k], latest = P.break_latest[k], length = P.break_length[k];
        if (arrival <= latest) {  // drive first, then pause
            const int begin = std::max(arrival, earliest);
            return {begin + length, begin};
        }
        const int begin = std::max(leave, earliest);
        return {begin + length + travel, begin};
    }
    // Latest leave that arrives by `limit` and begins the break no later than now; at least `now`.
    int leave_limit(int k, int limit, int travel, bool with_break, int now, int break_now) const {
        if (!with_break) return std::max(now, limit - travel);
        const int earliest = P.break_earliest[k], latest = P.break_latest[k], length = P.break_length[k];
        int found = now;
        if (earliest + length <= limit) found = std::max(found, std::min(latest, limit - length) - travel);
        if (earliest + length + travel <= limit) {
            const int leave = std::min(limit - length - travel, std::max(latest, break_now));
            if (leave + travel > latest) found = std::max(found, leave);
        }
        return found;
    }
    i64 break_late(int k, int begin) const { return begin < 0 ? 0 : P.w_late * std::max(0, begin - P.break_latest[k]); }
    i64 late_cost(int v, int start) const { return P.w_late * std::max(0, start - P.latest[v]); }

    // Times of a route; linked visits that moved are added to `moved`.
    void forward(int k) {
        Route& route = routes[k];
        const int size = route.size();
        int leave = P.shift_start[k], place = P.start_place[k];
        route.break_start = -1;
        route.travel = 0;
        for (int p = 0; p <= size; ++p) {
            Stop& stop = route.stops[p];
            stop.leg = P.travel_from(k, place)[stop.place];
            if (size > 0) route.travel += stop.leg;
            const Leg leg = leg_arrival(k, leave, stop.leg, size > 0 && p == route.break_at);
            if (leg.break_start >= 0) route.break_start = leg.break_start;
            if (p == size) {
                stop.ready = stop.start = stop.end = leg.arrival;
                break;
            }
            const int v = stop.node;
            position[v] = p;
            const int ready = std::max(leg.arrival, P.earliest[v]);
            int start = ready;
            if (linked[v]) {
                start = linked_start(v, ready);
                if (start != stop.start || ready != stop.ready) moved.push_back(v);
            }
            stop.ready = ready, stop.start = start, stop.end = start + P.duration[v];
            leave = stop.end, place = stop.place;
        }
    }

    void backward(int k) {
        Route& route = routes[k];
        const int size = route.size();
        if (!size) {
            route.stops[0].rest = 0;
            route.stops[0].limit = std::max(P.shift_end[k], route.stops[0].start);
            route.cost = 0;
            return;
        }
        for (int p = size; p >= 0; --p) {
            Stop& stop = route.stops[p];
            i64 cost = p == route.break_at ? break_late(k, route.break_start) : 0;
            int limit;
            if (p == size) {
                cost += P.w_overtime * std::max(0, stop.start - P.shift_end[k]);
                limit = std::max(P.shift_end[k], stop.start);
                stop.rest = cost;
            } else {
                const Stop& next = route.stops[p + 1];
                const int v = stop.node;
                cost += late_cost(v, stop.start);
                limit = std::max(P.latest[v], stop.start);
                limit = std::min(limit, leave_limit(k, next.limit, next.leg, p + 1 == route.break_at, stop.end, route.break_start) -
                                            P.duration[v]);
                if (linked[v])
                    for (const Link& link : links[v])
                        if (owner[link.other] >= 0) limit = std::min(limit, start_of(link.other) - link.distance);
                if (P.w_wait) {
                    if (p > 0) cost += P.w_wait * wait_at(k, p);
                    limit = stop.start;
                }
                limit = std::max(limit, stop.start);
                stop.rest = cost + next.rest;
            }
            stop.limit = limit;
        }
        route.cost = route.stops[0].rest + P.w_travel * route.travel + P.staff_cost[k];
    }
    i64 wait_at(int k, int p) const {
        const Route& route = routes[k];
        return route.stops[p].start - route.stops[p - 1].end - route.stops[p].leg - (p == route.break_at ? P.break_length[k] : 0);
    }

    // The leg of a route where its break costs least, given the others' times.
    int best_break(int k) const {
        const Route& route = routes[k];
        if (P.break_length[k] <= 0 || route.size() == 0) return route.break_at;
        i64 least = NEVER, soonest = NEVER;
        int chosen = route.break_at;
        for (int b = 0; b <= route.size(); ++b) {
            i64 cost = 0, sum = 0;
            int leave = P.shift_start[k];
            for (int p = 0; p <= route.size(); ++p) {
                const Stop& stop = route.stops[p];
                const Leg leg = leg_arrival(k, leave, stop.leg, p == b);
                cost += break_late(k, leg.break_start);
                if (p == route.size()) {
                    cost += P.w_overtime * std::max(0, leg.arrival - P.shift_end[k]);
                    sum += leg.arrival;
                    break;
                }
                const int v = stop.node;
                int start = std::max(leg.arrival, P.earliest[v]);
                if (linked[v]) start = linked_start(v, start);
                cost += late_cost(v, start);
                if (p > 0 && P.w_wait) cost += P.w_wait * (start - leave - stop.leg - (p == b ? P.break_length[k] : 0));
                sum += start;
                leave = start + P.duration[v];
                if (cost > least) break;
            }
            if (cost < least || (cost == least && sum < soonest)) least = cost, soonest = sum, chosen = b;
        }
        return chosen;
    }
};

}  // namespace day
