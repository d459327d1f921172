// Routes into which visits can still be put: earliest times forward, latest times backward, so that a trial insertion is cheap.
// The readable twin is _open_routes_py.py; both agree bit for bit.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "_open_periods.h"

namespace open_routes {

constexpr Time BREAK = -1, UNKNOWN = -1;

struct Task {
    Time visit, place, earliest, latest, seconds, due, node;
};

struct Gap {
    Time before, after, least;  // nodes, and the fewest seconds between their starts
};

struct Spot {
    bool found = false;
    Time price = 0, row = -1, position = -1;
};

struct Leg {
    Time arrive, rest;  // ready to begin the visit; start of the break, UNKNOWN: none
};

struct Route {
    const Hours* hours;
    const int* legs;
    Time places, origin, first, last, overtime, end = 0;
    std::vector<Task> tasks;
    std::vector<Time> starts, free, place, limit;
    std::vector<int> pause;  // the break before task p that is still to come: its position, -1: none

    Time drive(Time from, Time to, Time leave) const { return hours->seconds(legs + from * places + to, leave); }
    Time leave_by(Time from, Time to, Time arrive) const { return hours->leave_by(legs + from * places + to, arrive); }

    Leg leg(Time free, Time from, Time to, const Task* pause) const {
        Time arrive = free + drive(from, to, free);
        if (!pause) return {arrive, UNKNOWN};
        if (arrive <= pause->latest) {
            Time rest = std::max(arrive, pause->earliest);
            return {rest + pause->seconds, rest};
        }
        Time rest = std::max(free, pause->earliest), leave = rest + pause->seconds;
        return {leave + drive(from, to, leave), rest};
    }

    Time latest_leave(Time limit, Time from, Time to, const Task* pause) const {
        if (!pause) return leave_by(from, to, limit);
        Time drive_first = leave_by(from, to, std::min(limit - pause->seconds, pause->latest));
        Time rest = leave_by(from, to, limit) - pause->seconds;  // when a break before the drive begins at the latest
        return rest >= pause->earliest ? std::max(drive_first, std::min(rest, pause->latest)) : drive_first;
    }
};

class Routes {
  public:
    std::vector<Route> routes;
    std::vector<Time> begins;  // of each node, UNKNOWN: not yet placed
    std::vector<Gap> gaps;
    Hours hours;

    void reckon_all() {
        for (Route& route : routes) reckon_times(route);
        for (Route& route : routes) reckon_limits(route);
    }

    Spot best(const Task& wanted, const std::uint8_t* allowed, Time overtime) {
        Spot cheapest;
        Task task = between(wanted);
        for (std::size_t k = 0; k < routes.size(); k++) {
            Route& route = routes[k];
            if (!allowed[k] || route.first > task.latest || task.earliest > route.last + overtime || holds(route, task.visit)) continue;
            if (overtime > route.overtime) {
                route.overtime = overtime;
                reckon_limits(route);
            }
            try_route(route, static_cast<Time>(k), task, cheapest);
        }
        return cheapest;
    }

    void insert(Time row, Time position, const Task& wanted) {
        Route& route = routes[row];
        route.tasks.insert(route.tasks.begin() + position, between(wanted));
        route.starts.insert(route.starts.begin() + position, 0);
        changed(route);
    }

    void remove(Time row, Time visit) {
        Route& route = routes[row];
        for (std::size_t p = 0; p < route.tasks.size(); p++)
            if (route.tasks[p].visit == visit) {
                if (route.tasks[p].node >= 0) begins[route.tasks[p].node] = UNKNOWN;
                route.tasks.erase(route.tasks.begin() + p);
                route.starts.erase(route.starts.begin() + p);
                break;
            }
        changed(route);
    }

    void begin(Time node, Time start) {
        begins[node] = start;
        for (Route& route : routes) reckon_limits(route);
    }

  private:
    static bool holds(const Route& route, Time visit) {
        return std::any_of(route.tasks.begin(), route.tasks.end(), [&](const Task& task) { return task.visit == visit; });
    }

    void changed(Route& route) {
        reckon_times(route);
        if (gaps.empty())
            reckon_limits(route);
        else
            for (Route& other : routes) reckon_limits(other);
    }

    Time not_before(Time node) const {
        Time bound = 0;
        for (const Gap& gap : gaps)
            if (gap.after == node && begins[gap.before] != UNKNOWN) bound = std::max(bound, begins[gap.before] + gap.least);
        return bound;
    }

    Time not_after(Time node, Time bound) const {
        for (const Gap& gap : gaps)
            if (gap.before == node && begins[gap.after] != UNKNOWN) bound = std::min(bound, begins[gap.after] - gap.least);
        return bound;
    }

    Task between(Task task) const {
        if (task.node >= 0) {
            task.earliest = std::max(task.earliest, not_before(task.node));
            task.latest = not_after(task.node, task.latest);
        }
        return task;
    }

    void reckon_times(Route& route) {
        std::size_t n = route.tasks.size();
        route.starts.resize(n, 0);
        route.free.resize(n + 1);
        route.place.resize(n + 1);
        route.pause.resize(n + 1);
        route.limit.resize(n + 1);
        Time free = route.first, place = route.origin;
        int pause = -1;
        for (std::size_t p = 0;; p++) {
            route.free[p] = free, route.place[p] = place, route.pause[p] = pause;
            if (p == n) break;
            const Task& task = route.tasks[p];
            if (task.visit == BREAK) {
                pause = static_cast<int>(p);
                continue;
            }
            Leg way = route.leg(free, place, task.place, pause < 0 ? nullptr : &route.tasks[pause]);
            if (pause >= 0) route.starts[pause] = way.rest;
            Time start = std::max(way.arrive, task.earliest);
            if (task.node >= 0) {
                start = std::max(start, std::min(not_before(task.node), route.starts[p]));
                begins[task.node] = start;
            }
            route.starts[p] = start;
            free = start + task.seconds, place = task.place, pause = -1;
        }
        Leg home = route.leg(free, place, 0, pause < 0 ? nullptr : &route.tasks[pause]);
        if (pause >= 0) route.starts[pause] = home.rest;
        route.end = home.arrive;
    }

    void reckon_limits(Route& route) {
        std::size_t n = route.tasks.size();
        Time limit = route.limit[n] = std::max(route.last + route.overtime, route.end), place = 0;
        const Task* pause = nullptr;
        for (std::size_t p = n; p-- > 0;) {
            const Task& task = route.tasks[p];
            if (task.visit == BREAK) {
                pause = &task;
                route.limit[p] = limit;
                continue;
            }
            Time latest = task.node < 0 ? task.latest : not_after(task.node, task.latest);
            Time leave = route.latest_leave(limit, task.place, place, pause);
            limit = route.limit[p] = std::max(std::min(latest, leave - task.seconds), route.starts[p]);
            place = task.place, pause = nullptr;
        }
    }

    static void try_route(const Route& route, Time row, const Task& task, Spot& cheapest) {
        std::size_t n = route.tasks.size();
        for (std::size_t p = 0; p <= n; p++) {
            if (route.free[p] > task.latest) break;
            if (route.limit[p] < task.earliest) continue;
            const Task* before = route.pause[p] < 0 ? nullptr : &route.tasks[route.pause[p]];
            const Task* after = nullptr;
            std::size_t next = p;
            if (p < n && route.tasks[p].visit == BREAK) after = &route.tasks[p], next = p + 1;
            Time following = next < n ? route.tasks[next].place : 0;
            Leg there = route.leg(route.free[p], route.place[p], task.place, before);
            Time start = std::max(there.arrive, task.earliest);
            if (start > task.latest || (before && there.rest > before->latest)) continue;
            Leg on = route.leg(start + task.seconds, task.place, following, after);
            if (on.arrive > route.limit[next] || (after && on.rest > after->latest)) continue;
            Time overtime = next == n ? std::max<Time>(0, on.arrive - std::max(route.last, route.end)) : 0;
            Time to = route.drive(route.place[p], task.place, route.free[p]);
            Time away = route.drive(task.place, following, start + task.seconds);
            Time without = route.drive(route.place[p], following, route.free[p]);
            Time price = to + away - without + std::max<Time>(0, start - task.due) + overtime;
            if (!cheapest.found || price < cheapest.price) cheapest = {true, price, row, static_cast<Time>(p)};
        }
    }
};

}  // namespace open_routes
