// Visits put into routes and taken out again, and all that hangs on that brought up to date.
#pragma once
#include <algorithm>
#include <vector>

#include "_day_spread.h"

namespace day {

class Propagation : public Spread {
   public:
    explicit Propagation(const Problem& problem) : Spread(problem) {
        queued.assign(P.staff, 0);
        clear();
    }

    i64 total() const {
        i64 sum = fixed + faces.cost;
        for (int v : absent) sum += P.unserved[v];
        if (spread_problem) sum += spread_cost();
        return sum + route_sum + P.w_max_late * (P.w_max_late ? max_late() : 0);
    }

   protected:
    void clear() {
        empty();
        for (int k = 0; k < P.staff; ++k) forward(k), backward(k);
    }

    void mark(int k) {
        if (queued[k] == queue_stamp + 1) return;
        queued[k] = queue_stamp + 1;
        queue.push_back(k);
    }
    // Brings the marked routes, and all that hang on them through links, up to date. False: visits wait in a circle.
    bool settle() {
        bool sound = true;
        if (!linked_problem) {
            for (int k : queue) refresh(k);
            queue.clear(), ++queue_stamp;
            return true;
        }
        around.clear();
        i64 rounds = 0;
        const i64 enough = 1000 + 60LL * P.staff;
        for (size_t i = 0; i < queue.size() && sound; ++i) {
            const int k = queue[i];
            queued[k] = 0;
            touch(k);
            around.push_back(k);
            moved.clear();
            forward(k);
            sound = ++rounds <= enough;
            for (int v : moved) {
                if (start_of(v) > LATEST) sound = false;
                follow(v);
            }
        }
        queue.clear(), ++queue_stamp;
        std::sort(around.begin(), around.end());
        around.erase(std::unique(around.begin(), around.end()), around.end());
        for (int k : around) {
            route_sum -= routes[k].cost;
            backward(k);
            note_beside(k);
            route_sum += routes[k].cost;
        }
        return sound;
    }
    // What hangs on a linked visit that moved or left: routes to schedule again, routes whose limits to compute again.
    void follow(int v) {
        for (const std::vector<Link>* side : {&links[v], &behind[v]})
            for (const Link& link : *side) {
                const int u = link.other, k = owner[u];
                if (k < 0) continue;
                const Stop& stop = routes[k].stops[position[u]];
                if (linked_start(u, stop.ready) != stop.start) mark(k);
                touch(k);
                around.push_back(k);
            }
    }

    void refresh(int k) {
        route_sum -= routes[k].cost;
        forward(k), backward(k);
        note_beside(k);
        route_sum += routes[k].cost;
    }

    void place_at(int k, int p, int v) {
        Route& route = routes[k];
        Stop stop{};
        if (p == 0) route.hold = AT_ONCE;
        stop.node = v, stop.place = P.place[v], stop.start = -1;
        stop.leg = route.stops[p].leg = UNKNOWN;
        route.stops.insert(route.stops.begin() + p, stop);
        book_visit(v, k);
        for (int q = p; q < route.size(); ++q) position[route.stops[q].node] = q;
        absent.erase(std::find(absent.begin(), absent.end(), v));
    }
    void take_out(int v) {
        const int k = owner[v], p = position[v];
        touch(k);
        Route& route = routes[k];
        route.stops[p + 1].leg = UNKNOWN;
        route.stops.erase(route.stops.begin() + p);
        if (p == 0) route.hold = AT_ONCE;
        if (route.break_at > p) --route.break_at;
        unbook_visit(v, k);
        for (int q = p; q < route.size(); ++q) position[route.stops[q].node] = q;
        absent.push_back(v);
        mark(k);
        if (linked[v])
            for (const std::vector<Link>* side : {&links[v], &behind[v]})
                for (const Link& link : *side)
                    if (owner[link.other] >= 0) mark(owner[link.other]);
    }

    int max_late() const {
        int worst = 0;
        for (const Route& route : routes)
            for (int p = 0; p < route.size(); ++p) worst = std::max(worst, times.over(route.stops[p].node, route.stops[p].start));
        return worst;
    }

    // Lets somebody leave as late as pays.
    void choose_hold(int k) {
        const int chosen = best_hold(k);
        if (chosen == routes[k].hold) return;
        touch(k);
        routes[k].hold = chosen;
        mark(k);
    }
    // Moves the break of a route to where it costs least.
    void choose_break(int k) {
        const int chosen = best_break(k);
        if (chosen == routes[k].break_at) return;
        touch(k);
        routes[k].break_at = chosen;
        mark(k);
    }

   private:
    std::vector<int> queue, queued, around;
    int queue_stamp = 0;
};

}  // namespace day
