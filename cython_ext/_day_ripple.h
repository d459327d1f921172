// The exact effect of an insertion that moves visits of other routes through their links.
#pragma once
#include <algorithm>
#include <utility>
#include <vector>

#include "_day_propagation.h"

namespace day {

class Ripple : public Propagation {
   public:
    explicit Ripple(const Problem& problem) : Propagation(problem) { trial_start.assign(P.visits, 0), trial_stamp.assign(P.visits, 0); }

   protected:
    int longest_late = 0;  // the largest lateness of the plan as it is

    // Raises starts until nothing moves any more; false where visits would wait in a circle or the cost exceeds the bound.
    bool ripple(int v, int k, int p, int break_at, int start, int onward, int leave, int there, i64 bound, i64& cost) {
        ++trial_now;
        todo.clear();
        const Route& host = routes[k];
        const int size = host.size(), length = P.break_length[k];
        int worst = 0, steps = 0;
        const Leg into = leg_arrival(k, leave, there, p == break_at);
        cost += break_late(k, into.break_start);
        if (host.break_at == p && size) cost -= break_late(k, host.break_start);  // its leg is replaced
        if (P.w_wait) {
            if (p > 0) cost += P.w_wait * (start - leave - there - (break_at == p ? length : 0));
            if (p < size) cost += P.w_wait * (host.stops[p].start - start - P.duration[v] - onward - (break_at == p + 1 ? length : 0));
            if (p > 0 && p < size) cost -= P.w_wait * wait_at(k, p);
        }
        trial_stamp[v] = trial_now, trial_start[v] = start;
        cost += late_cost(v, start);
        worst = std::max(worst, start - P.latest[v]);
        auto onto = [&](int from_start, int to_old_index, int travel, bool with_break) {
            // the leg from v to the stop that was at p
            const Leg leg = leg_arrival(k, from_start + P.duration[v], travel, with_break);
            if (with_break) cost += break_late(k, leg.break_start);
            if (to_old_index == size) {
                cost += P.w_overtime * std::max(0, leg.arrival - P.shift_end[k]);
                if (size) cost -= P.w_overtime * std::max(0, host.stops[size].start - P.shift_end[k]);
            } else {
                todo.push_back({host.stops[to_old_index].node, leg.arrival});
            }
        };
        onto(start, p, onward, break_at == p + 1);
        for (const Link& link : links[v])
            if (owner[link.other] >= 0) todo.push_back({link.other, start + link.distance});
        while (!todo.empty()) {
            const auto [u, wanted] = todo.back();
            todo.pop_back();
            if (u == v) {
                if (wanted > trial_start[v]) return false;  // the insertion would push itself
                continue;
            }
            const int had = now_start(u);
            if (wanted <= had) continue;
            if (wanted > LATEST || ++steps > 400) return false;
            trial_stamp[u] = trial_now, trial_start[u] = wanted;
            cost += late_cost(u, wanted) - late_cost(u, had);
            worst = std::max(worst, wanted - P.latest[u]);
            const int r = owner[u], q = position[u];
            const Route& route = routes[r];
            if (r == k && q < p) return false;  // moves what comes before: v would have to move again
            const bool is_first = q == 0 && !(r == k && p == 0), is_last = q == route.size() - 1 && !(r == k && p == size);
            if (P.w_wait) cost += P.w_wait * ((is_first ? 0 : wanted - had) - (is_last ? 0 : wanted - had));
            const Stop& next = route.stops[q + 1];
            const bool with_break = r == k ? (break_at > p && break_at - 1 == q + 1) : route.break_at == q + 1;
            const Leg was = leg_arrival(r, had + P.duration[u], next.leg, with_break);
            const Leg is = leg_arrival(r, wanted + P.duration[u], next.leg, with_break);
            cost += break_late(r, is.break_start) - break_late(r, was.break_start);
            if (q + 1 == route.size())
                cost += P.w_overtime * (std::max(0, is.arrival - P.shift_end[r]) - std::max(0, was.arrival - P.shift_end[r]));
            else
                todo.push_back({next.node, is.arrival});
            for (const Link& link : links[u])
                if (owner[link.other] >= 0 || link.other == v) todo.push_back({link.other, wanted + link.distance});
            if (cost >= bound && !P.w_wait) return false;
        }
        if (P.w_max_late) cost += P.w_max_late * std::max(0, worst - longest_late);
        return true;
    }

   private:
    std::vector<int> trial_start, trial_stamp;
    int trial_now = 0;
    std::vector<std::pair<int, int>> todo;

    int now_start(int v) const { return trial_stamp[v] == trial_now ? trial_start[v] : start_of(v); }
};

}  // namespace day
