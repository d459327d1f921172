// The cheapest place for a visit among those that come into question: where to look, and what a person costs at least.
#pragma once
#include <algorithm>
#include <limits>
#include <vector>

#include "_day_candidates.h"
#include "_day_trial.h"

namespace day {

constexpr int FEW = 40;           // with more staff than this only these are tried for a visit: who has visits near it
constexpr int NEIGHBOURS = 60;    // (so many of them), who costs least (so many),
constexpr size_t FAVOURITES = 4;  // and who has nothing to do yet

class Insertion : public Trial {
   public:
    Insertion(const Problem& problem, u64 seed)
        : Trial(problem, seed),
          candidates(problem, random),
          detours_tell(P.modes == 1 && !times.uneven && !roads.timed && !spread_problem),
          only_dearer(detours_tell && !linked_problem && !breaks_problem && !P.wholes && !P.w_max_late) {
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
    Candidates candidates;
    bool capacity_problem = false;
    const bool detours_tell;    // a visit costs what its detour costs at least,
    const bool only_dearer;     // and nothing that is put into a plan makes it cheaper:
    i64 bar = NEVER, lost = 0;  // one that costs no less than the bar is of no use. Price of visits that found no place
    std::vector<int> empties;  // of each class of staff one who has nothing to do
    std::vector<int> seen_route;
    int route_stamp = 0;
    int opening_gift = 0;  // part of 1024 of the price of opening a route that construction does not reckon
    bool opening = false;  // the next visit may open a route at no price, so that others can join it

    bool insert(int v) {
        Spot spot;
        spot.cost = std::min(P.unserved[v], bar - so_far());
        find_spot(v, spot);
        if (spot.staff < 0) {
            lost += P.unserved[v];
            return false;
        }
        return put(v, spot);
    }
    bool insert_with(int v, int k) {
        Spot spot;
        spot.cost = P.unserved[v];
        try_route(wanted(v), k, price(v, k), spot);
        return spot.staff >= 0 && put(v, spot);
    }
    bool put(int v, const Spot& spot) {
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

    i64 so_far() const { return fixed + faces.cost + route_sum + lost; }

    void find_spot(int v, Spot& spot) {
        const Wanted w = wanted(v);
        const bool any_will_do = spot.cost == P.unserved[v];
        ++ask_stamp;
        const bool alike = candidates.grain && !candidates.differ[v];
        if (!alike && P.staff <= FEW) return every_route(w, spot);
        if (!alike) near_routes(w, spot);
        else if (detours_tell) near_detours(w, spot);
        else near_legs(w, spot);
        if (spot.staff < 0 && any_will_do) every_route(w, spot);
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

    std::vector<int> seen_class;

   private:
    std::vector<i64> asked;  // price of v in a route, wherever it stands there, once asked for
    std::vector<int> asked_stamp;
    int class_stamp = 0, ask_stamp = 0;

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
        for (const Meetings* met : meetings) price += met->of(client_of[v], person[k]);
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
    // The same where a leg costs what its detour costs at least: most of them are ruled out by that alone.
    void near_detours(const Wanted& w, Spot& spot) {
        const int *before = candidates.before_of(w.v), *after = candidates.after_of(w.v);
        const int *to = to_row(0, w.place), *from = P.travel_from(0, w.place);
        if (candidates.able[w.v].empty()) return;
        const i64 least = P.cost_of(w.v, candidates.able[w.v].front());
        auto look = [&](int u, int detour, int further) {
            if (least + P.w_travel * detour >= spot.cost) return;
            const int k = owner[u];
            if (k >= 0 && ask(w.v, k)) try_leg(w, k, position[u] + further, asked[k], to, from, spot);
        };
        for (int i = 0; i < candidates.grain; ++i) {
            const int u = before[i];
            look(u, to[P.place[u]] + from[beside[u].to] - beside[u].onward, 1);
        }
        for (int i = 0; i < candidates.grain; ++i) {
            const int u = after[i];
            look(u, to[beside[u].from] + from[P.place[u]] - beside[u].into, 0);
        }
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
        if (idlest >= 0) visit(idlest);  // who may have nothing near it at all
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

};

}  // namespace day
