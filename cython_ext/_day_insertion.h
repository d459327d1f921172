// The cheapest place for a visit: every leg of every route that comes into question, with its exact effect on all times.
#pragma once
#include <algorithm>
#include <limits>
#include <vector>

#include "_day_candidates.h"
#include "_day_ripple.h"

namespace day {

constexpr int FEW = 40;           // with more staff than this only these are tried for a visit: who has visits near it,
constexpr int NEIGHBOURS = 60;    // (so many of them), who costs least (so many),
constexpr size_t FAVOURITES = 4;  // and who has nothing to do yet
constexpr int BLINK = 200;        // one place in about half as many is overlooked, so that the search does not repeat itself

class Insertion : public Ripple {
   public:
    Insertion(const Problem& problem, u64 seed) : Ripple(problem), random(seed), candidates(problem, random) {
        travel_to.resize(static_cast<size_t>(P.modes) * P.places * P.places);
        for (int mode = 0; mode < P.modes; ++mode) {
            const size_t base = static_cast<size_t>(mode) * P.places * P.places;
            for (int a = 0; a < P.places; ++a)
                for (int b = 0; b < P.places; ++b)
                    travel_to[base + static_cast<size_t>(b) * P.places + a] = P.travel[base + static_cast<size_t>(a) * P.places + b];
        }
        for (int v = 0; v < P.visits; ++v) capacity_problem |= P.demand[v] > 0;
        seen_route.assign(P.staff, 0), seen_class.assign(candidates.classes, 0);
    }

    // The best insertion of an unserved visit into each route, as cost and place; cost NEVER where there is none.
    void options(int v, i64* costs, int* at, int* break_at) {
        blink_in = std::numeric_limits<int>::max();
        if (P.w_max_late) longest_late = max_late();
        aim_exactly();
        for (int k = 0; k < P.staff; ++k) {
            Spot spot;
            if (P.cost_of(v, k) != FORBIDDEN) try_route(v, k, spot);
            costs[k] = spot.cost, at[k] = spot.at, break_at[k] = spot.break_at;
        }
        blink_in = 0;
    }

   protected:
    struct Spot {
        i64 cost = NEVER;
        int staff = -1, at = 0, break_at = -1;
    };

    Random random;
    Candidates candidates;
    bool capacity_problem = false;
    std::vector<int> empties;  // who has nothing to do when recreation begins
    std::vector<int> seen_route;
    int route_stamp = 0;
    bool opening = false;  // the next visit may open a route at no price, so that others can join it

    bool insert(int v) {
        Spot spot;
        spot.cost = P.unserved[v];
        find_spot(v, spot);
        if (spot.staff < 0) return false;
        const int k = spot.staff;
        opening = opening && routes[k].size();
        touch(k);
        const int kept_break = routes[k].break_at;
        place_at(k, spot.at, v);
        routes[k].break_at = spot.break_at;
        mark(k);
        if (!settle()) {
            take_out(v);
            routes[k].break_at = kept_break;
            settle();
            return false;
        }
        if (P.w_max_late) longest_late = max_late();
        return true;
    }

    void find_spot(int v, Spot& spot) {
        ++class_stamp;
        const std::vector<int>& choices = candidates.able[v];
        auto visit_route = [&](int k) {
            if (seen_route[k] == route_stamp) return;
            seen_route[k] = route_stamp;
            if (routes[k].size() == 0) {
                int& seen = seen_class[candidates.staff_class[k]];
                if (seen == class_stamp) return;
                seen = class_stamp;
            }
            try_route(v, k, spot);
        };
        ++route_stamp;
        if (P.staff <= FEW) {
            for (int k : choices) visit_route(k);
            return;
        }
        for (size_t i = 0; i < choices.size() && i < FAVOURITES; ++i) visit_route(choices[i]);
        const int* row = candidates.near_of(v);
        for (int i = 0; i < candidates.near_count && i < NEIGHBOURS; ++i) {
            const int k = owner[row[i]];
            if (k >= 0 && P.cost_of(v, k) != FORBIDDEN) visit_route(k);
        }
        for (int k : empties)
            if (P.cost_of(v, k) != FORBIDDEN) visit_route(k);
    }

   private:
    std::vector<int> travel_to;  // [modes][to][from]
    std::vector<int> seen_class;
    int class_stamp = 0;
    int blink_in = 0;

    const int* to_row(int k, int place) const {
        return travel_to.data() + (static_cast<size_t>(P.mode[k]) * P.places + place) * P.places;
    }

    // What it costs to begin a route for v alone.
    i64 price_of_opening(int v, int k) const {
        const int out = to_row(k, P.place[v])[P.start_place[k]], home = P.travel_from(k, P.place[v])[P.end_place[k]];
        return P.staff_cost[k] + P.w_travel * (static_cast<i64>(out) + home);
    }

    void try_route(int v, int k, Spot& spot) { roads.timed ? try_route_at<true>(v, k, spot) : try_route_at<false>(v, k, spot); }
    template <bool TIMED>
    void try_route_at(int v, int k, Spot& spot) {
        const Route& route = routes[k];
        if (capacity_problem && route.load + P.demand[v] > P.capacity[k]) return;
        if (partner[v] >= 0 && owner[partner[v]] == k) return;
        const int size = route.size();
        i64 base = P.cost_of(v, k) + (size ? 0 : P.staff_cost[k]);
        if (opening && !size) base -= price_of_opening(v, k);
        if (faces.priced()) base += faces.of(P.client[v], k);
        const bool uneven = times.uneven;
        // A priced wait may shrink when somebody comes in between: no more than the price of all that lies behind is saved.
        const i64 spread = spread_problem ? most_saved(k) : 0;
        if (base - spread - (uneven ? route.stops[0].rest : 0) >= spot.cost) return;
        const int *to = to_row(k, P.place[v]), *from = P.travel_from(k, P.place[v]);
        const int length = P.duration[v], earliest = P.earliest[v], latest = times.last_latest(v);
        const int soonest_end = earliest + length;
        const i64 late_price = P.late_price[v];
        const int floor = linked[v] ? std::max(earliest, linked_floor(v)) : earliest;
        int leave = P.shift_start[k], place = P.start_place[k];
        for (int p = 0; p <= size; ++p) {
            const Stop& next = route.stops[p];
            if (p > 0) leave = route.stops[p - 1].end, place = route.stops[p - 1].place;
            const i64 least = base - spread - (uneven ? next.rest : 0);
            if (leave > latest && least + late_price * (leave - latest) >= spot.cost) break;
            if (soonest_end > next.limit && least + times.least_late * (soonest_end - next.limit) >= spot.cost) continue;
            if (--blink_in < 0) {
                blink_in = random.below(BLINK);
                continue;
            }
            const Way there{to[place], place, P.place[v]}, onward{from[next.place], P.place[v], next.place};
            const int detour = there.seconds + onward.seconds - (size ? next.leg : 0);
            i64 driven = base;
            if (!TIMED) driven += P.w_travel * detour;
            if (spread_problem) driven += spread_of(k, detour + length);
            if (driven - (uneven ? next.rest : 0) >= spot.cost) continue;
            if (p == route.break_at) {
                try_spot<TIMED>(v, k, p, p, leave, there, onward, floor, driven, spot);
                try_spot<TIMED>(v, k, p, p + 1, leave, there, onward, floor, driven, spot);
                continue;
            }
            if (!TIMED && !uneven && !linked[v]) {
                const int start = std::max(leave + there.seconds, earliest);
                i64 cost = driven;
                if (start > latest) {
                    cost += late_price * (start - latest);
                    if (P.w_max_late) cost += P.w_max_late * std::max(0, start - latest - longest_late);
                    if (cost >= spot.cost) continue;
                }
                if (start + length + onward.seconds <= next.limit) {
                    spot.cost = cost, spot.staff = k, spot.at = p;
                    spot.break_at = route.break_at >= p ? route.break_at + 1 : route.break_at;
                    continue;
                }
            }
            const int break_at = route.break_at >= p ? route.break_at + 1 : route.break_at;
            try_spot<TIMED>(v, k, p, break_at, leave, there, onward, floor, driven, spot);
        }
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
                return cost + P.w_overtime * std::max(0, leg.arrival - P.shift_end[k]);
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
};

}  // namespace day
