// The cheapest place for a visit: every leg of every route that comes into question, with its exact effect on all times.
#pragma once
#include <algorithm>
#include <limits>
#include <vector>

#include "_day_candidates.h"
#include "_day_ripple.h"

namespace day {

constexpr int FEW = 40;           // with more staff than this only these are tried for a visit: who has visits near it
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
        asked.assign(P.staff, NEVER), asked_stamp.assign(P.staff, 0);
    }

    // The best insertion of an unserved visit into each route, as cost and place; cost NEVER where there is none.
    void options(int v, i64* costs, int* at, int* break_at) {
        blink_in = std::numeric_limits<int>::max();
        if (P.w_max_late) longest_late = max_late();
        aim_exactly();
        for (int k = 0; k < P.staff; ++k) {
            Spot spot;
            try_route(wanted(v), k, price(v, k), spot);
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
    std::vector<int> empties;  // of each class of staff one who has nothing to do
    std::vector<int> seen_route;
    int route_stamp = 0;
    int opening_gift = 0;  // part of 1024 of the price of opening a route that construction does not reckon
    bool opening = false;  // the next visit may open a route at no price, so that others can join it

    bool insert(int v) {
        Spot spot;
        spot.cost = P.unserved[v];
        find_spot(v, spot);
        if (spot.staff < 0) return false;
        const int k = spot.staff;
        opening = opening && routes[k].size();
        if (!routes[k].size()) next_empty(k);
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
        const Wanted w = wanted(v);
        ++ask_stamp;
        if (candidates.grain && !candidates.differ[v]) near_legs(w, spot);
        else if (P.staff > FEW) near_routes(w, spot);
        if (spot.staff < 0) every_route(w, spot);
    }
    void note_empties() {
        ++class_stamp;
        empties.clear();
        for (int k = 0; k < P.staff; ++k) {
            if (served[k]) continue;
            int& seen = seen_class[candidates.staff_class[k]];
            if (seen != class_stamp) seen = class_stamp, empties.push_back(k);
        }
    }

   private:
    std::vector<int> travel_to;  // [modes][to][from]
    std::vector<int> seen_class;
    std::vector<i64> asked;  // price of v in a route, wherever it stands there, once asked for
    std::vector<int> asked_stamp;
    int class_stamp = 0, ask_stamp = 0;
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

    // What it costs to begin a route for v alone.
    i64 price_of_opening(int v, int k) const {
        const int out = to_row(k, P.place[v])[P.start_place[k]], home = P.travel_from(k, P.place[v])[P.end_place[k]];
        return P.staff_cost[k] + P.w_travel * (static_cast<i64>(out) + home);
    }

    // What v costs with k wherever it stands, at least; NEVER where k may not have it.
    i64 price(int v, int k) const {
        const Route& route = routes[k];
        if (P.cost_of(v, k) == FORBIDDEN) return NEVER;
        if (capacity_problem && route.load + P.demand[v] > P.capacity[k]) return NEVER;
        if (partner[v] >= 0 && owner[partner[v]] == k) return NEVER;
        i64 price = P.cost_of(v, k);
        if (!served[k]) price += P.staff_cost[k];
        if (!served[k] && (opening || opening_gift)) price -= price_of_opening(v, k) * (opening ? 1024 : opening_gift) / 1024;
        if (faces.priced()) price += faces.of(P.client[v], k);
        if (spread_problem) price -= most_saved(k);
        return price;
    }
    // Whether already the price of the person is too much; nothing else that belongs to an insertion is negative.
    bool too_dear(int v, int k, const Spot& spot) const {
        return P.cost_of(v, k) >= spot.cost && !times.uneven && !spread_problem && !opening && !opening_gift;
    }
    bool ask(int v, int k) {
        if (asked_stamp[k] != ask_stamp) asked_stamp[k] = ask_stamp, asked[k] = price(v, k);
        return asked[k] < NEVER;
    }
    void next_empty(int k) {  // somebody else of k's class, who is about to get a first visit
        const int kind = candidates.staff_class[k];
        int other = 0;
        while (other < P.staff && (other == k || served[other] || candidates.staff_class[other] != kind)) ++other;
        const auto at = std::find(empties.begin(), empties.end(), k);
        if (at == empties.end()) return;
        if (other < P.staff) *at = other;
        else empties.erase(at);
    }

    // Where it does not matter who comes: the legs after and before visits that v could well follow or precede.
    void near_legs(const Wanted& w, Spot& spot) {
        const int *before = candidates.before_of(w.v), *after = candidates.after_of(w.v);
        auto look = [&](int u, int further) {
            const int k = owner[u];
            if (k < 0 || !ask(w.v, k)) return;
            try_leg(w, k, position[u] + further, asked[k], to_row(k, w.place), P.travel_from(k, w.place), spot);
        };
        for (int i = 0; i < candidates.grain; ++i) look(before[i], 1);
        for (int i = 0; i < candidates.grain; ++i) look(after[i], 0);
        for (int k : empties) try_route(w, k, price(w.v, k), spot);
    }
    // Where it matters: person by person, who costs least first.
    void near_routes(const Wanted& w, Spot& spot) {
        auto visit = [&](int k) {
            if (asked_stamp[k] == ask_stamp || too_dear(w.v, k, spot)) return;
            asked_stamp[k] = ask_stamp;
            try_route(w, k, price(w.v, k), spot);
        };
        const std::vector<int>& able = candidates.able[w.v];
        for (size_t i = 0; i < able.size() && i < FAVOURITES; ++i) visit(able[i]);
        const int* near = candidates.near_of(w.v);
        for (int i = 0; i < candidates.near_count && i < NEIGHBOURS; ++i)
            if (owner[near[i]] >= 0) visit(owner[near[i]]);
        for (int k : empties) visit(k);
    }
    void every_route(const Wanted& w, Spot& spot) {
        ++class_stamp;
        for (int k : candidates.able[w.v]) {  // by cost
            if (too_dear(w.v, k, spot)) return;
            if (!served[k]) {
                int& seen = seen_class[candidates.staff_class[k]];
                if (seen == class_stamp) continue;
                seen = class_stamp;
            }
            try_route(w, k, price(w.v, k), spot);
        }
    }

    void try_route(const Wanted& w, int k, i64 base, Spot& spot) {
        const Route& route = routes[k];
        const bool uneven = times.uneven;
        // A priced wait may shrink when somebody comes in between: no more than the price of all that lies behind is saved.
        if (base >= NEVER || base - (uneven ? route.stops[0].rest : 0) >= spot.cost) return;
        const int *to = to_row(k, w.place), *from = P.travel_from(k, w.place);
        const int size = route.size();
        for (int p = uneven ? 0 : first_leg(w, route, spot.cost - base); p <= size; ++p) {
            const int leave = p ? route.stops[p - 1].end : P.shift_start[k];
            const i64 least = base - (uneven ? route.stops[p].rest : 0);
            if (leave > w.latest && least + w.late_price * (leave - w.latest) >= spot.cost) break;
            try_leg(w, k, p, base, to, from, spot);
        }
    }
    // The first leg from which on what comes behind is not delayed by more than may be paid for.
    int first_leg(const Wanted& w, const Route& route, i64 bound) const {
        if (!times.least_late) return 0;
        const i64 soonest = w.soonest_end - bound / times.least_late - 1;
        int low = 0, high = route.size();
        while (low < high) {
            const int middle = (low + high) / 2;
            if (route.stops[middle].limit < soonest) low = middle + 1;
            else high = middle;
        }
        return low;
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
