// One route evaluated: when everything happens, what it costs, and how late its stops may be reached at no further cost.
//
// A staff member leaves the start place at shift start; every visit starts as early as it can (its windows, its links to other
// visits), the first one no sooner than the route's hold; the break lies in one leg ("before stop b", b = number of stops: before
// going home).
#pragma once
#include <algorithm>
#include <limits>
#include <vector>

#include "_day_drive.h"
#include "_day_links.h"

namespace day {

struct Leg {
    int arrival, break_start;
    int driven;
    bool pauses_first;
};

class Schedule : public Links {
   public:
    explicit Schedule(const Problem& problem) : Links(problem), roads(problem) {
        for (int k = 0; k < P.staff; ++k) breaks_problem |= P.break_length[k] > 0;
    }

   protected:
    const Roads roads;
    bool breaks_problem = false;
    std::vector<int> moved;  // linked visits that the last `forward` moved

    // People drive first and pause then, unless the break would begin too late or (rush hour) they would arrive later.
    template <bool TIMED>
    Leg leg_arrival(int k, int leave, const Way& way, bool with_break) const {
        const int driven = roads.seconds<TIMED>(k, way, leave), arrival = leave + driven;
        if (!with_break || (P.break_missed[k] && leave > P.break_latest[k])) return {arrival, -1, driven, false};
        const int earliest = P.break_earliest[k], latest = P.break_latest[k], length = P.break_length[k];
        const int begin = std::max(arrival, earliest);
        if (!TIMED && arrival <= latest) return {begin + length, begin, driven, false};
        const int sooner = std::max(leave, earliest), later = roads.seconds<TIMED>(k, way, sooner + length);
        if (TIMED && arrival <= latest && begin <= sooner + later) return {begin + length, begin, driven, false};
        return {sooner + length + later, sooner, later, true};
    }
    // Seconds of the drive in a leg: to the first visit (or the break before it) people leave as late as they may.
    template <bool TIMED>
    int driven_in(int k, bool is_first, const Way& way, const Leg& leg, int start) const {
        if (!TIMED || !is_first || leg.pauses_first) return leg.driven;
        const int arrive = leg.break_start >= 0 ? leg.break_start : start;
        return roads.seconds<TIMED>(k, way, roads.leave_by(k, way, arrive));
    }
    Way way_into(int k, int p) const {
        const Route& route = routes[k];
        return {route.stops[p].leg, p ? route.stops[p - 1].place : P.start_place[k], route.stops[p].place};
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
    // What the break costs in the leg where it should lie: its lateness, or that it is missed.
    i64 break_cost(int k, bool with_break, int begin) const {
        if (!with_break) return 0;
        return begin < 0 ? P.break_missed[k] : P.w_late * std::max(0, begin - P.break_latest[k]);
    }
    // Seconds of a leg, between a visit left and the next one started (or the end place reached), that have a price as waiting.
    int waited(int k, int leave, const Leg& leg, int until) const {
        return until - leave - leg.driven - (leg.break_start >= 0 ? P.break_length[k] : 0);
    }
    // Price of the driving that hangs on the departure; elsewhere what a route drives is reckoned as a whole.
    template <bool TIMED>
    i64 drive_price(int seconds) const {
        return TIMED ? P.w_travel * seconds : 0;
    }

    // Times of a route; linked visits that moved are added to `moved`.
    void forward(int k) { roads.timed ? forward_at<true>(k) : forward_at<false>(k); }
    void backward(int k) { roads.timed ? backward_at<true>(k) : backward_at<false>(k); }
    template <bool TIMED>
    void forward_at(int k) {
        Route& route = routes[k];
        const int size = route.size();
        int leave = P.shift_start[k], place = P.start_place[k];
        route.break_start = -1;
        route.travel = 0;
        for (int p = 0; p <= size; ++p) {
            Stop& stop = route.stops[p];
            const bool known = !TIMED && stop.leg != UNKNOWN;  // reading on is quicker than looking up
            const Way way{known ? stop.leg : P.travel_from(k, place)[stop.place], place, stop.place};
            const Leg leg = leg_arrival<TIMED>(k, leave, way, size > 0 && p == route.break_at);
            stop.leg = leg.driven;
            if (leg.break_start >= 0) route.break_start = leg.break_start;
            if (p == size) {
                if (size > 0) route.travel += stop.leg;
                stop.ready = stop.start = stop.end = leg.arrival;
                break;
            }
            const int v = stop.node;
            position[v] = p;
            const int ready = times.opening(v, p ? leg.arrival : std::max(leg.arrival, route.hold));
            int start = ready;
            if (linked[v]) {
                start = linked_start(v, ready);
                if (start != stop.start || ready != stop.ready) moved.push_back(v);
            }
            stop.leg = driven_in<TIMED>(k, p == 0, way, leg, start);
            route.travel += stop.leg;
            stop.ready = ready, stop.start = start, stop.end = start + P.duration[v];
            leave = stop.end, place = stop.place;
        }
    }

    template <bool TIMED>
    void backward_at(int k) {
        Route& route = routes[k];
        const int size = route.size();
        if (!size) {
            route.stops[0].rest = 0;
            route.stops[0].limit = std::max(P.shift_end[k], route.stops[0].start);
            route.cost = route.work = 0;
            route.idle = P.shift_end[k] - P.shift_start[k] - P.break_length[k];
            return;
        }
        route.work = route.travel;
        for (int p = size; p >= 0; --p) {
            Stop& stop = route.stops[p];
            i64 cost = break_cost(k, p == route.break_at, route.break_start);
            if (P.w_wait && p > 0) cost += P.w_wait * wait_at(k, p);
            cost += drive_price<TIMED>(stop.leg);
            int limit;
            if (p == size) {
                cost += P.overtime_price[k] * std::max(0, stop.start - P.shift_end[k]);
                limit = std::max(P.shift_end[k], stop.start);
                stop.rest = cost;
            } else {
                const Stop& next = route.stops[p + 1];
                const int v = stop.node;
                route.work += P.duration[v];
                cost += times.cost(v, stop.start);
                limit = std::max(P.latest[v], stop.start);
                limit = std::min(limit, leave_limit(k, next.limit, next.leg, p + 1 == route.break_at, stop.end, route.break_start) -
                                            P.duration[v]);
                if (linked[v])
                    for (const Link& link : links[v])
                        if (owner[link.other] >= 0) limit = std::min(limit, start_of(link.other) - link.distance);
                limit = times.uneven ? stop.start : std::max(limit, stop.start);
                stop.rest = cost + next.rest;
            }
            stop.limit = limit;
        }
        route.cost = route.stops[0].rest + (TIMED ? 0 : P.w_travel * route.travel) + P.staff_cost[k];
        route.idle = idle_of(k, route.work, route.stops[size].start, route.break_start);
    }
    i64 wait_at(int k, int p) const {
        const Route& route = routes[k];
        const Leg leg{0, p == route.break_at ? route.break_start : -1, route.stops[p].leg, false};
        return waited(k, route.stops[p - 1].end, leg, route.stops[p].start);
    }
    int idle_of(int k, i64 work, int end, int break_start) const {
        const int rest = break_start >= 0 ? P.break_length[k] : 0;
        return std::max(P.shift_end[k], end) - P.shift_start[k] - static_cast<int>(work) - rest;
    }

    // The leg of a route where its break costs least, given the others' times.
    int best_break(int k) const { return roads.timed ? best_break_at<true>(k) : best_break_at<false>(k); }
    template <bool TIMED>
    int best_break_at(int k) const {
        const Route& route = routes[k];
        if (P.break_length[k] <= 0 || route.size() == 0) return route.break_at;
        Passed ahead{P.shift_start[k], 0, 0};  // up to stop b, with the break yet to come
        i64 least = NEVER, soonest = NEVER;
        int chosen = route.break_at;
        for (int b = 0; b <= route.size() && ahead.cost <= least; ++b) {
            Passed all = ahead;
            for (int p = b; p <= route.size() && all.cost <= least; ++p) pass<TIMED>(k, p, p == b, all);
            if (all.cost < least || (all.cost == least && all.sum < soonest)) least = all.cost, soonest = all.sum, chosen = b;
            if (b < route.size()) pass<TIMED>(k, b, false, ahead);
        }
        return chosen;
    }
    struct Passed {  // stops of a route: left when, at what cost, and the sum of the times there
        int leave;
        i64 cost, sum;
    };
    template <bool TIMED>
    void pass(int k, int p, bool with_break, Passed& so_far) const {
        const Route& route = routes[k];
        const Way way = way_into(k, p);
        const Leg leg = leg_arrival<TIMED>(k, so_far.leave, way, with_break);
        so_far.cost += break_cost(k, with_break, leg.break_start);
        if (p == route.size()) {
            if (p > 0) so_far.cost += P.w_wait * waited(k, so_far.leave, leg, leg.arrival);
            so_far.cost += drive_price<TIMED>(leg.driven) + P.overtime_price[k] * std::max(0, leg.arrival - P.shift_end[k]);
            so_far.sum += leg.arrival;
            return;
        }
        const int v = route.stops[p].node;
        int start = times.opening(v, p ? leg.arrival : std::max(leg.arrival, route.hold));
        if (linked[v]) start = linked_start(v, start);
        so_far.cost += times.cost(v, start) + drive_price<TIMED>(driven_in<TIMED>(k, p == 0, way, leg, start));
        if (p > 0) so_far.cost += P.w_wait * waited(k, so_far.leave, leg, start);
        so_far.sum += start;
        so_far.leave = start + P.duration[v];
    }

    // When the first visit of a route should start so that lateness and waiting together cost least, given the others' times.
    // Delays are tried one after the other: until the first wait is used up, or until a visit before it becomes late.
    int best_hold(int k) const { return roads.timed ? best_hold_at<true>(k) : best_hold_at<false>(k); }
    template <bool TIMED>
    int best_hold_at(int k) const {
        const Route& route = routes[k];
        if (!P.w_wait || route.size() == 0) return AT_ONCE;
        int hold = AT_ONCE, chosen = AT_ONCE;
        i64 least = NEVER;
        for (int tries = 0; tries <= 2 * route.size() + 2; ++tries) {
            i64 cost = 0;
            int leave = P.shift_start[k], begin = 0, step = std::numeric_limits<int>::max();
            bool waits = false, free = true;
            for (int p = 0; p <= route.size(); ++p) {
                const Stop& stop = route.stops[p];
                const Way way = way_into(k, p);
                const Leg leg = leg_arrival<TIMED>(k, leave, way, p == route.break_at);
                cost += break_cost(k, p == route.break_at, leg.break_start);
                int start = leg.arrival;
                if (p < route.size()) {
                    const int v = stop.node;
                    start = times.opening(v, p ? leg.arrival : std::max(leg.arrival, hold));
                    if (linked[v]) start = linked_start(v, start);
                    free &= !linked[v] || !pushes(v, start);
                    cost += times.cost(v, start);
                    if (p == 0) begin = start;
                    const int left = -times.over(v, start);
                    if (!waits && left > 0) step = std::min(step, left);
                } else {
                    cost += P.overtime_price[k] * std::max(0, start - P.shift_end[k]);
                }
                const int wait = p ? waited(k, leave, leg, start) : 0;
                cost += drive_price<TIMED>(driven_in<TIMED>(k, p == 0, way, leg, start));
                cost += P.w_wait * wait;
                if (!waits && wait > 0) step = std::min(step, wait), waits = true;
                leave = p < route.size() ? start + P.duration[stop.node] : start;
            }
            if (tries && !free) break;
            if (cost < least) least = cost, chosen = hold;
            if (!waits) break;
            hold = begin + step;
        }
        return chosen;
    }
};

}  // namespace day
