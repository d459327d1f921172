// A plan while it is searched: who has which visits in which order, what that costs, and how a step is undone.
#pragma once
#include <algorithm>
#include <limits>
#include <numeric>
#include <vector>

#include "_day_faces.h"
#include "_day_meetings.h"
#include "_day_times.h"

namespace day {

constexpr int AT_ONCE = std::numeric_limits<int>::min();
constexpr int UNKNOWN = -1;

struct Stop {
    int node, place;
    int leg;    // travel into this stop; UNKNOWN since another stop stands before it
    int ready;  // arrival (after a break in the leg) or window start, whichever is later
    int start, end;
    int limit;  // arriving no later than this adds no cost behind
    i64 rest;   // lateness, waiting, overtime from the leg into this stop to the end of the route
};

struct Route {
    std::vector<Stop> stops;  // visits, then the end place
    int break_at = -1;        // the leg that holds the break; -1: none
    int break_start = -1;     // -1: none, or missed
    int hold = AT_ONCE;       // the first visit does not start before this (who leaves later waits less)
    int load = 0, idle = 0;
    i64 work = 0;  // care and travel
    i64 cost = 0, travel = 0;
    int size() const { return static_cast<int>(stops.size()) - 1; }
};

// The legs into and out of a served visit: the place at their other end and the seconds between.
struct Beside {
    int from = 0, into = -LATEST;
    int to = 0, onward = -LATEST;  // of an absent visit so much less than nothing that no way between could be shorter
};

class Plan {
   public:
    explicit Plan(const Problem& problem) : P(problem), times(problem), faces(problem) {
        routes.resize(P.staff);
        owner.assign(P.visits, -1), position.assign(P.visits, -1), served.assign(P.staff, 0);
        backup_of.assign(P.staff, -1), backup_stamp.assign(P.staff, 0), is_dirty.assign(P.staff, 0);
        beside.resize(P.visits);
    }

    std::vector<Route> routes, best_routes;
    std::vector<int> absent, best_absent;
    std::vector<Beside> beside;
    i64 current = 0, best = NEVER;
    std::vector<Meetings*> meetings;  // that other days count too; none where the day is alone
    std::vector<int> client_of, person;   // whom a visit is to, and who somebody is, in these meetings

   protected:
    const Problem& P;
    const Times times;
    Faces faces;
    std::vector<int> owner, position;
    std::vector<int> served;  // visits of each member of staff
    int working = 0;          // who has any
    i64 fixed = 0, route_sum = 0;      // prices of persons; costs of routes
    std::vector<int> changed;          // routes of this step

    // Everybody without visits. Times are the schedule's business.
    void empty() {
        fixed = route_sum = 0;
        faces.clear();
        absent.resize(P.visits);
        std::iota(absent.begin(), absent.end(), 0);
        std::fill(owner.begin(), owner.end(), -1);
        std::fill(beside.begin(), beside.end(), Beside());
        std::fill(served.begin(), served.end(), 0), working = 0;
        for (int k = 0; k < P.staff; ++k) {
            routes[k] = Route();
            Stop end{};
            end.node = -1, end.place = P.end_place[k], end.leg = UNKNOWN;
            routes[k].stops.push_back(end);
            routes[k].break_at = P.break_length[k] > 0 ? 0 : -1;
        }
    }

    void book_visit(int v, int k) {
        fixed += P.cost_of(v, k);
        faces.add(P.client[v], k);
        for (Meetings* met : meetings) met->add(client_of[v], person[k]);
        owner[v] = k;
        working += served[k]++ == 0;
        routes[k].load += P.demand[v];
    }
    void unbook_visit(int v, int k) {
        fixed -= P.cost_of(v, k);
        faces.remove(P.client[v], k);
        for (Meetings* met : meetings) met->remove(client_of[v], person[k]);
        owner[v] = -1, beside[v] = Beside();
        working -= --served[k] == 0;
        routes[k].load -= P.demand[v];
    }
    void unbook(int k) {
        const Route& route = routes[k];
        for (int p = route.size() - 1; p >= 0; --p) unbook_visit(route.stops[p].node, k);
        route_sum -= route.cost;
    }
    void book(int k) {  // routes[k] has just been replaced
        Route& route = routes[k];
        route.load = 0;
        for (int p = 0; p < route.size(); ++p) book_visit(route.stops[p].node, k), position[route.stops[p].node] = p;
        route_sum += route.cost;
        note_beside(k);
    }
    void note_beside(int k) {
        const std::vector<Stop>& stops = routes[k].stops;
        int from = P.start_place[k];
        for (int p = 0; p < routes[k].size(); ++p) {
            beside[stops[p].node] = {from, stops[p].leg, stops[p + 1].place, stops[p + 1].leg};
            from = stops[p].place;
        }
    }

    void begin_step() {
        ++stamp, changed.clear();
        kept_absent = absent;
    }
    void touch(int k) {  // keeps a copy of a route before its first change of this step
        if (backup_stamp[k] == stamp) return;
        backup_stamp[k] = stamp;
        if (backups.size() <= changed.size()) backups.emplace_back();
        backups[changed.size()] = routes[k];
        backup_of[k] = static_cast<int>(changed.size());
        changed.push_back(k);
    }
    void roll_back() {
        for (int k : changed) unbook(k);
        for (int k : changed) routes[k] = backups[backup_of[k]];
        for (int k : changed) book(k);
        absent = kept_absent;
    }
    void accept() {
        for (int k : changed)
            if (!is_dirty[k]) is_dirty[k] = 1, dirty.push_back(k);
    }
    void keep_best() {
        if (best_routes.empty()) best_routes = routes;
        for (int k : dirty) best_routes[k] = routes[k], is_dirty[k] = 0;
        dirty.clear();
        best_absent = absent;
        best = current;
    }
    void keep_best_whole() {
        best_routes.clear();
        keep_best();
    }

   private:
    int stamp = 0;
    std::vector<Route> backups;
    std::vector<int> backup_of, backup_stamp, kept_absent;
    std::vector<int> dirty;  // routes that differ from the best plan's
    std::vector<u8> is_dirty;
};

}  // namespace day
