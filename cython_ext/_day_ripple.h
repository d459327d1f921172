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
    template <bool TIMED>
    bool ripple(
        int v, int k, int p, int break_at, int start, const Way& onward, int leave, const Way& there, i64 bound, i64& cost) {
        ++trial_now;
        todo.clear(), raised.clear();
        const Route& host = routes[k];
        const int size = host.size();
        const i64 before = cost;
        int worst = 0, steps = 0;
        const Leg into = leg_arrival<TIMED>(k, leave, there, p == break_at);
        cost += break_cost(k, p == break_at, into.break_start);
        if (host.break_at == p && size) cost -= break_cost(k, true, host.break_start);  // its leg is replaced
        trial_stamp[v] = trial_now, trial_start[v] = start;
        cost += times.cost(v, start);
        worst = std::max(worst, times.over(v, start));
        const Leg onto = leg_arrival<TIMED>(k, start + P.duration[v], onward, break_at == p + 1);
        cost += break_cost(k, break_at == p + 1, onto.break_start);
        if (p == size) {
            cost += P.overtime_price[k] * std::max(0, onto.arrival - P.shift_end[k]);
            if (size) cost -= P.overtime_price[k] * std::max(0, host.stops[size].start - P.shift_end[k]);
        } else {
            todo.push_back({host.stops[p].node, onto.arrival});
        }
        for (const Link& link : links[v])
            if (owner[link.other] >= 0) todo.push_back({link.other, start + link.distance});
        while (!todo.empty()) {
            const int u = todo.back().first, wanted = times.several ? times.opening(u, todo.back().second) : todo.back().second;
            todo.pop_back();
            if (u == v) {
                if (wanted > trial_start[v]) return false;  // the insertion would push itself
                continue;
            }
            const int had = now_start(u);
            if (wanted <= had) continue;
            if (wanted > LATEST || ++steps > 400) return false;
            if (trial_stamp[u] != trial_now) raised.push_back(u);
            trial_stamp[u] = trial_now, trial_start[u] = wanted;
            cost += times.cost(u, wanted) - times.cost(u, had);
            worst = std::max(worst, times.over(u, wanted));
            const int r = owner[u], q = position[u];
            const Route& route = routes[r];
            if (r == k && q < p) return false;  // moves what comes before: v would have to move again
            const Stop& next = route.stops[q + 1];
            const bool with_break = has_break(r, q + 1, k, p, break_at);
            const Way way = way_into(r, q + 1);
            const Leg was = leg_arrival<TIMED>(r, had + P.duration[u], way, with_break);
            const Leg is = leg_arrival<TIMED>(r, wanted + P.duration[u], way, with_break);
            cost += break_cost(r, with_break, is.break_start) - break_cost(r, with_break, was.break_start);
            if (q + 1 == route.size())
                cost += P.overtime_price[r] * (std::max(0, is.arrival - P.shift_end[r]) - std::max(0, was.arrival - P.shift_end[r]));
            else
                todo.push_back({next.node, is.arrival});
            for (const Link& link : links[u])
                if (owner[link.other] >= 0 || link.other == v) todo.push_back({link.other, wanted + link.distance});
            if (cost >= bound && !times.uneven) return false;
        }
        if (times.uneven) cost = before + recount<TIMED>(v, k, p, break_at, onward, leave, there);
        if (P.w_max_late) cost += P.w_max_late * std::max(0, worst - longest_late);
        return true;
    }

   private:
    std::vector<int> trial_start, trial_stamp, raised;
    int trial_now = 0;
    std::vector<std::pair<int, int>> todo;

    int now_start(int v) const { return trial_stamp[v] == trial_now ? trial_start[v] : start_of(v); }
    // Whether the leg into (old) stop q of route r holds the break once v stands before stop p of route k.
    bool has_break(int r, int q, int k, int p, int break_at) const {
        return r == k ? (q > p ? break_at == q + 1 : q < p && break_at == q) : routes[r].break_at == q;
    }
    // Price of a leg that is left at `leave` and whose visit starts at `start` (the end place: -1).
    template <bool TIMED>
    i64 leg_price(int k, bool is_first, int leave, const Way& way, bool with_break, bool home, int start) const {
        const Leg leg = leg_arrival<TIMED>(k, leave, way, with_break);
        i64 price = break_cost(k, with_break, leg.break_start);
        if (home) price += P.overtime_price[k] * std::max(0, leg.arrival - P.shift_end[k]);
        if (!is_first) price += P.w_wait * waited(k, leave, leg, home ? leg.arrival : start);
        return price + drive_price<TIMED>(driven_in<TIMED>(k, is_first, way, leg, start));
    }
    // The change of all prices once the starts are known, where a later start may make something cheaper.
    template <bool TIMED>
    i64 recount(int v, int k, int p, int break_at, const Way& onward, int leave, const Way& there) {
        const Route& host = routes[k];
        const int size = host.size(), start = trial_start[v];
        i64 cost = times.cost(v, start) + leg_price<TIMED>(k, p == 0, leave, there, break_at == p, false, start);
        cost += leg_price<TIMED>(k, false, start + P.duration[v], onward, break_at == p + 1, p == size, p < size ? now_start(host.stops[p].node) : 0);
        if (size) cost -= leg_price<TIMED>(k, p == 0, leave, way_into(k, p), host.break_at == p, p == size, host.stops[p].start);
        for (int u : raised) {
            const int r = owner[u], q = position[u];
            const Route& route = routes[r];
            cost += times.cost(u, now_start(u)) - times.cost(u, start_of(u));
            if (!(r == k && q == p)) cost += leg_change<TIMED>(r, q, k, p, break_at);
            const bool again = q + 1 < route.size() && trial_stamp[route.stops[q + 1].node] == trial_now;
            if (!again) cost += leg_change<TIMED>(r, q + 1, k, p, break_at);
        }
        return cost;
    }
    // The same for the leg into stop q of route r, which v does not touch.
    template <bool TIMED>
    i64 leg_change(int r, int q, int k, int p, int break_at) const {
        const Route& route = routes[r];
        const Stop& stop = route.stops[q];
        const bool home = q == route.size();
        const int was = q ? route.stops[q - 1].end : P.shift_start[r];
        const int is = q ? now_start(route.stops[q - 1].node) + P.duration[route.stops[q - 1].node] : was;
        const i64 old = leg_price<TIMED>(r, q == 0, was, way_into(r, q), route.break_at == q, home, stop.start);
        return leg_price<TIMED>(r, q == 0, is, way_into(r, q), has_break(r, q, k, p, break_at), home, home ? 0 : now_start(stop.node)) - old;
    }
};

}  // namespace day
