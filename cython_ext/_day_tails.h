// 2-opt*: two routes exchange their tails; one of them may be empty.
#pragma once
#include <algorithm>
#include <vector>

#include "_day_annealing.h"
#include "_day_ruin.h"

namespace day {

class Tails : public Ruin {
   public:
    using Ruin::Ruin;

   protected:
    Annealing annealing;

    // u goes on with v's tail, and v's predecessor with u's tail. Tried where that looks no worse than annealing allows.
    bool swap_tails() {
        const int u = random.below(P.visits), k = owner[u];
        if (k < 0 || candidates.near_count == 0) return false;
        const i64 margin = annealing.margin(random);
        const Stop& stop = routes[k].stops[position[u]];
        const Stop& next = routes[k].stops[position[u] + 1];
        const int begin = random.below(std::min(candidates.near_count, 10));
        for (int i = begin; i < candidates.near_count && i < begin + 10; ++i) {
            const int v = candidates.near_of(u)[i], r = owner[v];
            if (r < 0 || r == k || P.mode[r] != P.mode[k]) continue;
            const Stop& other = routes[r].stops[position[v]];
            const int there = drive(k, stop.place, other.place, stop.end);
            if (stop.end + there > other.limit) continue;
            const int q = position[v];
            const int leave = q ? routes[r].stops[q - 1].end : P.shift_start[r], place = q ? routes[r].stops[q - 1].place : P.start_place[r];
            const int back = drive(r, place, next.place, leave);
            if (leave + back > next.limit) continue;
            if (P.w_travel * (static_cast<i64>(there) + back - next.leg - other.leg) >= margin) continue;
            if (exchange(k, position[u] + 1, r, q)) return true;
        }
        return false;
    }

    // A route in two: somebody who has nothing to do yet takes what comes after u.
    bool split_route() {
        const int u = random.below(P.visits), k = owner[u];
        if (k < 0 || position[u] + 1 == routes[k].size()) return false;
        // twice: the ruin that may follow can make good what the way home and out costs
        const i64 margin = 2 * annealing.margin(random);
        const Stop& stop = routes[k].stops[position[u]];
        const Stop& next = routes[k].stops[position[u] + 1];
        int e = random.below(P.staff);
        for (int tries = 0; routes[e].size() || P.mode[e] != P.mode[k]; ++tries) {
            if (tries == P.staff) return false;
            if (++e == P.staff) e = 0;
        }
        const i64 home = P.travel_from(k, stop.place)[P.end_place[k]], out = P.travel_from(e, P.start_place[e])[next.place];
        if (P.w_travel * (home + out - next.leg) + P.staff_cost[e] >= margin) return false;
        return exchange(k, position[u] + 1, e, 0);
    }

   private:
    std::vector<Stop> tail;

    int drive(int k, int from, int to, int leave) const {
        const Way way{P.travel_from(k, from)[to], from, to};
        return roads.timed ? roads.seconds<true>(k, way, leave) : way.seconds;
    }

    // The tails from stop p of route k and from stop q of route r change hands; false (and nothing done) where they may not.
    bool exchange(int k, int p, int r, int q) {
        if (!may_take(k, p, r, q) || !may_take(r, q, k, p)) return false;
        touch(k), touch(r);
        unbook(k), unbook(r);
        std::vector<Stop>&mine = routes[k].stops, &theirs = routes[r].stops;
        mine[p].leg = theirs[q].leg = mine.back().leg = theirs.back().leg = UNKNOWN;
        tail.assign(mine.begin() + p, mine.end() - 1);
        mine.erase(mine.begin() + p, mine.end() - 1);
        mine.insert(mine.end() - 1, theirs.begin() + q, theirs.end() - 1);
        theirs.erase(theirs.begin() + q, theirs.end() - 1);
        theirs.insert(theirs.end() - 1, tail.begin(), tail.end());
        for (int j : {k, r}) {
            routes[j].cost = 0, routes[j].hold = AT_ONCE;
            book(j);
            if (P.break_length[j] > 0) routes[j].break_at = std::min(std::max(routes[j].break_at, 0), routes[j].size());
            mark(j);
        }
        if (settle()) return true;
        roll_back();
        begin_step();
        settle();
        return false;
    }
    // Whether k, who keeps the stops before p, may take r's stops from q on.
    bool may_take(int k, int p, int r, int q) const {
        int load = 0;
        if (capacity_problem)
            for (int i = 0; i < p; ++i) load += P.demand[routes[k].stops[i].node];
        for (int i = q; i < routes[r].size(); ++i) {
            const int v = routes[r].stops[i].node, other = partner[v];
            if (P.cost_of(v, k) == FORBIDDEN || (load += P.demand[v]) > P.capacity[k]) return false;
            if (other >= 0 && owner[other] == k && position[other] < p) return false;
        }
        return true;
    }
};

}  // namespace day
