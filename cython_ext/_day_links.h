// What ties visits together: pairs (two people, a least and a greatest difference between starts) and gaps between visits.
#pragma once
#include <algorithm>
#include <vector>

#include "_day_plan.h"

namespace day {

struct Link {
    int other, distance;  // start(other) >= start(this) + distance
};

class Links : public Plan {
   public:
    explicit Links(const Problem& problem) : Plan(problem), linked_problem(P.pairs + P.gaps > 0) {
        const int n = P.visits;
        linked.assign(n, 0), links.resize(n), behind.resize(n);
        partner.assign(n, -1), low.assign(n, 0), high.assign(n, 0), first.assign(n, 0), whole.assign(n, 0);
        mate.assign(n, -1);
        for (int i = 0; i < P.pairs; ++i) {
            const int a = P.pair_first[i], b = P.pair_second[i];
            partner[a] = b, partner[b] = a, first[a] = 1;
            mate[a] = b, mate[b] = a;
            whole[a] = whole[b] = P.pair_whole[i];
            low[a] = low[b] = P.pair_low[i], high[a] = high[b] = P.pair_high[i];
            links[a].push_back({b, P.pair_low[i]});
            links[b].push_back({a, -P.pair_high[i]});
            linked[a] = linked[b] = 1;
        }
        for (int i = 0; i < P.wholes; ++i) {
            const int a = P.whole_first[i], b = P.whole_second[i];
            mate[a] = b, mate[b] = a, whole[a] = whole[b] = 1;
        }
        for (int i = 0; i < P.gaps; ++i) {
            const int a = P.gap_first[i], b = P.gap_second[i], distance = P.duration[a] + P.gap_least[i];
            links[a].push_back({b, distance});
            behind[b].push_back({a, distance});
            linked[a] = linked[b] = 1;
        }
    }

   protected:
    const bool linked_problem;
    std::vector<u8> linked;
    std::vector<std::vector<Link>> links;   // outgoing, pairs included
    std::vector<std::vector<Link>> behind;  // gaps into a visit: start(this) >= start(other) + distance
    std::vector<int> partner, low, high;    // of the pair that a visit belongs to; `first` says on which side
    std::vector<u8> first, whole;
    std::vector<int> mate;  // partner, or the visit that is served or left out with this one

    int gap_floor(int v) const {
        int floor = 0;
        for (const Link& link : behind[v])
            if (owner[link.other] >= 0) floor = std::max(floor, start_of(link.other) + link.distance);
        return floor;
    }
    int start_of(int v) const { return routes[owner[v]].stops[position[v]].start; }
    int ready_of(int v) const { return std::max(routes[owner[v]].stops[position[v]].ready, gap_floor(v)); }
    // Start of a linked visit from its own readiness and its partner's; the pair is solved in closed form.
    int linked_start(int v, int ready) const {
        ready = std::max(ready, gap_floor(v));
        const int other = partner[v];
        if (other < 0 || owner[other] < 0) return times.several ? times.opening(v, ready) : ready;
        const int theirs = ready_of(other);
        if (times.several) return linked_opening(v, ready, theirs);
        if (first[v]) return std::max(ready, theirs - high[v]);
        return std::max(ready, std::max(theirs, ready - high[v]) + low[v]);
    }
    // The same where a delay may run into a time at which neither window is open.
    int linked_opening(int v, int ready, int theirs) const {
        const int a = first[v] ? v : partner[v], b = partner[a];
        int start_a = times.opening(a, first[v] ? ready : theirs), start_b = times.opening(b, first[v] ? theirs : ready);
        for (;;) {
            const int next_b = times.opening(b, std::max(start_b, start_a + low[v]));
            const int next_a = times.opening(a, std::max(start_a, next_b - high[v]));
            if (next_a == start_a && next_b == start_b) return first[v] ? start_a : start_b;
            start_a = next_a, start_b = next_b;
            if (start_a > LATEST) return start_a;
        }
    }
    // Soonest start of a visit that nobody has yet, as far as its links say.
    int linked_floor(int v) const {
        const int floor = gap_floor(v), other = partner[v];
        if (other < 0 || owner[other] < 0) return floor;
        return std::max(floor, first[v] ? start_of(other) - high[v] : start_of(other) + low[v]);
    }
    // Whether a start of v at that time would move a visit that it is linked to.
    bool pushes(int v, int start) const {
        for (const Link& link : links[v])
            if (owner[link.other] >= 0 && start + link.distance > start_of(link.other)) return true;
        return false;
    }
};

}  // namespace day
