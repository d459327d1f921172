// The day-plan search: who visits whom in which order. Ruin and recreate with adjacent string removals
// (Christiaens and Vanden Berghe 2020, Slack Induction by String Removals, Transportation Science 54(2)), annealed.
//
// Everything is integer: seconds (or ticks), costs in the caller's unit. Randomness is an own generator, logarithms are
// computed by the four basic operations only, so that a run by iterations is the same on every machine.
//
// Model of a route: a staff member leaves start place at shift start; every visit starts as early as it can (its window, its
// links to other visits); the break lies in one leg ("before stop b", b = number of stops: before going home).
#pragma once
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <ctime>
#include <limits>
#include <numeric>
#include <utility>
#include <vector>

namespace day {

using i64 = std::int64_t;
using u64 = std::uint64_t;
using u8 = std::uint8_t;

constexpr i64 NEVER = std::numeric_limits<i64>::max() / 4;
constexpr int FORBIDDEN = std::numeric_limits<int>::max();
constexpr int FEW = 40;         // with more staff than this only these are tried for a visit: who has visits near it,
constexpr int NEIGHBOURS = 60;  // (so many of them), who costs least (so many),
constexpr size_t FAVOURITES = 4;  // and who has nothing to do yet
constexpr int LATEST = 1 << 29;  // a start beyond this is a circle of visits that wait for each other

// ---------------------------------------------------------------------------------------------------------------- problem
struct Problem {
    int visits = 0, staff = 0, places = 0, modes = 0, clients = 0;
    const int* travel = nullptr;   // [modes][places][places] seconds
    const int *shift_start = nullptr, *shift_end = nullptr, *start_place = nullptr, *end_place = nullptr, *mode = nullptr;
    const int *break_length = nullptr, *break_earliest = nullptr, *break_latest = nullptr;  // length 0: no break
    const int* capacity = nullptr;
    const i64* staff_cost = nullptr;  // for the use of a staff member
    const int *place = nullptr, *duration = nullptr, *earliest = nullptr, *latest = nullptr, *client = nullptr, *demand = nullptr;
    const i64* unserved = nullptr;
    const int* cost = nullptr;  // [visits][staff]; FORBIDDEN where skills or a wish rule it out
    const u8* known = nullptr;  // [clients][staff], met lately: no new face
    const u8* met = nullptr;    // [clients][staff], met earlier today
    int pairs = 0;              // pair_first starts, pair_second starts low..high after it; two different people
    const int *pair_first = nullptr, *pair_second = nullptr, *pair_low = nullptr, *pair_high = nullptr;
    const u8* pair_whole = nullptr;  // both or neither is served
    int gaps = 0;                    // start of second >= end of first + least
    const int *gap_first = nullptr, *gap_second = nullptr, *gap_least = nullptr;
    i64 w_travel = 0, w_wait = 0, w_late = 0, w_overtime = 0, w_max_late = 0, w_distinct = 0, w_new_face = 0;
};

// ----------------------------------------------------------------------------------------------------- numbers by basic steps
inline double log_of(double x) {  // x > 0; ln by halving and the series of artanh
    int shift = 0;
    while (x > 1.5) x *= 0.5, ++shift;
    while (x < 0.75) x *= 2.0, --shift;
    const double y = (x - 1.0) / (x + 1.0), square = y * y;
    double term = y, sum = 0.0;
    for (int k = 1; k < 40; k += 2) sum += term / k, term *= square;
    return 2.0 * sum + shift * 0.6931471805599453;
}
inline double exp_of(double x) {
    const int halvings = 10;
    x /= 1024.0;
    double term = 1.0, sum = 1.0;
    for (int k = 1; k < 16; ++k) term *= x / k, sum += term;
    for (int k = 0; k < halvings; ++k) sum *= sum;
    return sum;
}

struct Random {  // splitmix64
    u64 state;
    explicit Random(u64 seed) : state(seed * 0x9E3779B97F4A7C15ULL + 0x1234567) {}
    u64 next() {
        u64 z = (state += 0x9E3779B97F4A7C15ULL);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
        return z ^ (z >> 31);
    }
    int below(int n) { return static_cast<int>(((next() >> 32) * static_cast<u64>(n)) >> 32); }
    bool chance(int of_1000) { return below(1000) < of_1000; }
};

// ------------------------------------------------------------------------------------------------------------------ solution
struct Stop {
    int node, place;
    int leg;    // travel into this stop
    int ready;  // arrival (after a break in the leg) or window start, whichever is later
    int start, end;
    int limit;  // arriving no later than this adds no cost behind
    i64 rest;   // lateness, waiting, overtime from the leg into this stop to the end of the route
};

struct Route {
    std::vector<Stop> stops;  // visits, then the end place
    int break_at = -1;        // the leg that holds the break; -1: none
    int break_start = -1;
    int load = 0;
    i64 cost = 0, travel = 0;
    int size() const { return static_cast<int>(stops.size()) - 1; }
};

struct Link {
    int other, distance;  // start(other) >= start(this) + distance
};

struct Leg {
    int arrival, break_start;
};

class Search {
   public:
    Search(const Problem& problem, u64 seed) : P(problem), random(seed) { prepare(); }

    // ---- entry points
    // False where the given routes break a rule; `breaks` as Route::break_at, negative for "choose".
    bool load(const int* nodes, const int* sizes, const int* breaks) {
        clear();
        const int* at = nodes;
        for (int k = 0; k < P.staff; ++k) {
            Route& route = routes[k];
            for (int p = 0; p < sizes[k]; ++p) place_at(k, p, at[p]);
            at += sizes[k];
            if (breaks[k] >= 0 && P.break_length[k] > 0) route.break_at = std::min(breaks[k], route.size());
        }
        for (int k = 0; k < P.staff; ++k) mark(k);
        if (!settle()) return false;
        for (int k = 0; k < P.staff; ++k)
            if (breaks[k] < 0) choose_break(k);
        if (!settle()) return false;
        changed.clear();
        begin_step();
        current = total();
        keep_best(true);
        return true;
    }

    void construct() {
        find_near();
        begin_step();
        recreate();
        finish_step();
        current = total();
        keep_best(true);
    }

    // Runs until `iterations` more steps are done or `seconds` CPU seconds have passed since the first call (limits < 0: none).
    // `horizon_*` is the length of the whole annealing.
    i64 run(i64 slice, i64 horizon_iterations, double horizon_seconds) {
        if (P.visits == 0) return 0;
        if (first_run) {
            start_clock = cpu_seconds();
            first_run = false;
        }
        i64 step = 0;
        for (; step < slice; ++step) {
            if (horizon_iterations >= 0) {
                if (done >= horizon_iterations) break;
                if ((done & 63) == 0) cool(static_cast<double>(done) / static_cast<double>(horizon_iterations));
            } else if ((done & 31) == 0) {
                const double share = (cpu_seconds() - start_clock) / horizon_seconds;
                if (share >= 1.0) break;
                cool(share);
            }
            iterate();
            ++done;
        }
        return step;
    }

    void heat(double first, double last) { hot = first, cold = last; }
    void restore_best() {
        begin_step();
        for (int k = 0; k < P.staff; ++k) {
            unbook(k);
            routes[k] = best_routes[k];
            book(k);
        }
        absent = best_absent;
        current = best;
    }

    // The best insertion of an unserved visit into each route, as cost and place; cost NEVER where there is none.
    void options(int v, i64* costs, int* at, int* break_at) {
        blink_in = std::numeric_limits<int>::max();
        if (P.w_max_late) longest_late = max_late();
        for (int k = 0; k < P.staff; ++k) {
            Spot spot;
            if (cost_of(v, k) != FORBIDDEN) try_route(v, k, spot);
            costs[k] = spot.cost, at[k] = spot.at, break_at[k] = spot.break_at;
        }
        blink_in = 0;
    }
    // Takes a visit out for a while; the cost of the plan without it. `put_back` undoes that.
    i64 without(int v) {
        begin_step();
        pool_absent = absent;
        take_out(v);
        settle();
        return total();
    }
    void put_back() { roll_back(); }

    i64 total() const {
        i64 sum = fixed + w_faces;
        for (int v : absent) sum += P.unserved[v];
        return sum + route_sum + P.w_max_late * (P.w_max_late ? max_late() : 0);
    }

    std::vector<Route> routes, best_routes;
    std::vector<int> absent, best_absent;
    i64 current = 0, best = NEVER, done = 0;

   private:
    const Problem& P;
    Random random;
    double hot = 0, cold = 0, warmth = 0;
    double start_clock = 0;
    bool first_run = true, linked_problem = false, breaks_problem = false, capacity_problem = false;
    std::vector<int> travel_to;  // [modes][to][from]
    std::vector<int> owner, position;
    std::vector<u8> linked;
    std::vector<std::vector<Link>> links;    // outgoing, pairs included
    std::vector<std::vector<Link>> behind;   // gaps into a visit: start(this) >= start(other) + distance
    std::vector<int> partner, low, high;     // of the pair that a visit belongs to; `first` says on which side
    std::vector<u8> first, whole;
    std::vector<std::vector<int>> able;      // staff that may do a visit, by cost and then by an order drawn by the seed
    std::vector<int> near, kin_first, kin;   // nearest visits [visits][near_count]; visits of each client
    int near_count = 0;
    std::vector<int> staff_class;
    std::vector<int> met, people;            // [clients][staff] visits today; different staff today
    i64 fixed = 0, w_faces = 0, route_sum = 0;
    std::vector<int> logs;                   // -1024 ln(u)
    // one step
    std::vector<int> changed, backup_of, queue, pool_absent;
    std::vector<Route> backups;
    std::vector<int> queued, backup_stamp, seen_class, seen_route;
    int stamp = 0, queue_stamp = 0, class_stamp = 0, route_stamp = 0;
    i64 kept_fixed = 0, kept_faces = 0, kept_sum = 0;
    std::vector<int> dirty;
    std::vector<u8> is_dirty;
    std::vector<int> trial_start, trial_stamp;
    int trial_now = 0;
    std::vector<std::pair<int, int>> todo;
    std::vector<std::pair<i64, int>> order;
    int blink_in = 0;
    int longest_late = 0;
    i64 least_late = 0;  // what a second of delay beyond a limit costs at least
    std::vector<int> empties;

    static double cpu_seconds() {
#ifdef CLOCK_THREAD_CPUTIME_ID
        timespec now;
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
        return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
#else
        return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
#endif
    }

    const int* from_row(int k, int place) const { return P.travel + (static_cast<size_t>(P.mode[k]) * P.places + place) * P.places; }
    const int* to_row(int k, int place) const {
        return travel_to.data() + (static_cast<size_t>(P.mode[k]) * P.places + place) * P.places;
    }
    int cost_of(int v, int k) const { return P.cost[static_cast<size_t>(v) * P.staff + k]; }
    int& met_of(int c, int k) { return met[static_cast<size_t>(c) * P.staff + k]; }

    // ------------------------------------------------------------------------------------------------------------- preparation
    void prepare() {
        const int n = P.visits, m = P.staff;
        travel_to.resize(static_cast<size_t>(P.modes) * P.places * P.places);
        for (int mode = 0; mode < P.modes; ++mode) {
            const size_t base = static_cast<size_t>(mode) * P.places * P.places;
            for (int a = 0; a < P.places; ++a)
                for (int b = 0; b < P.places; ++b)
                    travel_to[base + static_cast<size_t>(b) * P.places + a] = P.travel[base + static_cast<size_t>(a) * P.places + b];
        }
        owner.assign(n, -1), position.assign(n, -1), linked.assign(n, 0);
        links.resize(n), behind.resize(n);
        partner.assign(n, -1), low.assign(n, 0), high.assign(n, 0), first.assign(n, 0), whole.assign(n, 0);
        for (int i = 0; i < P.pairs; ++i) {
            const int a = P.pair_first[i], b = P.pair_second[i];
            partner[a] = b, partner[b] = a, first[a] = 1;
            whole[a] = whole[b] = P.pair_whole[i];
            low[a] = low[b] = P.pair_low[i], high[a] = high[b] = P.pair_high[i];
            links[a].push_back({b, P.pair_low[i]});
            links[b].push_back({a, -P.pair_high[i]});
            linked[a] = linked[b] = 1;
        }
        for (int i = 0; i < P.gaps; ++i) {
            const int a = P.gap_first[i], b = P.gap_second[i], distance = P.duration[a] + P.gap_least[i];
            links[a].push_back({b, distance});
            behind[b].push_back({a, distance});
            linked[a] = linked[b] = 1;
        }
        linked_problem = P.pairs + P.gaps > 0;
        std::vector<int> shuffled(m);
        std::iota(shuffled.begin(), shuffled.end(), 0);
        shuffle(shuffled);
        able.resize(n);
        for (int v = 0; v < n; ++v)
            for (int k : shuffled)
                if (cost_of(v, k) != FORBIDDEN && P.demand[v] <= P.capacity[k]) able[v].push_back(k);
        for (int v = 0; v < n; ++v)
            std::stable_sort(able[v].begin(), able[v].end(), [&](int a, int b) { return cost_of(v, a) < cost_of(v, b); });
        classify(shuffled);
        for (int k = 0; k < m; ++k) breaks_problem |= P.break_length[k] > 0;
        for (int v = 0; v < n; ++v) capacity_problem |= P.demand[v] > 0;
        near_count = std::max(0, std::min(n - 1, n > 2000 ? 100 : 250));
        least_late = P.w_wait ? 0 : std::min(P.w_late, P.w_overtime);
        kin_first.assign(P.clients + 1, 0), kin.resize(n);
        for (int v = 0; v < n; ++v) ++kin_first[P.client[v] + 1];
        for (int c = 0; c < P.clients; ++c) kin_first[c + 1] += kin_first[c];
        std::vector<int> fill(kin_first.begin(), kin_first.end() - 1);
        for (int v = 0; v < n; ++v) kin[fill[P.client[v]]++] = v;
        routes.resize(m);
        backup_of.assign(m, -1), backup_stamp.assign(m, 0), queued.assign(m, 0), seen_route.assign(m, 0);
        is_dirty.assign(m, 0);
        trial_start.assign(n, 0), trial_stamp.assign(n, 0);
        logs.resize(4096);
        for (int i = 0; i < 4096; ++i) logs[i] = static_cast<int>(-1024.0 * log_of((i + 0.5) / 4096.0) + 0.5);
        clear();
    }

    template <class T>
    void shuffle(std::vector<T>& items) {
        for (int i = static_cast<int>(items.size()) - 1; i > 0; --i) std::swap(items[i], items[random.below(i + 1)]);
    }

    // Staff who are the same in everything: an empty route of each class is tried once.
    void classify(const std::vector<int>& order_) {
        std::vector<u64> hash(P.staff, 1469598103934665603ULL);
        auto mix = [](u64& h, u64 x) { h = (h ^ x) * 1099511628211ULL, h ^= h >> 29; };
        for (int k = 0; k < P.staff; ++k)
            for (int x : {P.shift_start[k], P.shift_end[k], P.start_place[k], P.end_place[k], P.mode[k], P.break_length[k],
                          P.break_earliest[k], P.break_latest[k], P.capacity[k], static_cast<int>(P.staff_cost[k])})
                mix(hash[k], static_cast<u64>(static_cast<unsigned>(x)));
        for (int v = 0; v < P.visits; ++v)
            for (int k = 0; k < P.staff; ++k) mix(hash[k], static_cast<u64>(static_cast<unsigned>(cost_of(v, k))));
        for (int c = 0; c < P.clients; ++c)
            for (int k = 0; k < P.staff; ++k) {
                const size_t cell = static_cast<size_t>(c) * P.staff + k;
                mix(hash[k], P.known[cell] * 2u + P.met[cell]);
            }
        std::vector<std::pair<u64, int>> sorted;
        for (int k : order_) sorted.push_back({hash[k], k});
        std::sort(sorted.begin(), sorted.end());
        staff_class.assign(P.staff, 0);
        int count = 0;
        for (size_t i = 0; i < sorted.size(); ++i) {
            if (i > 0 && sorted[i].first != sorted[i - 1].first) ++count;
            staff_class[sorted[i].second] = count;
        }
        seen_class.assign(count + 1, 0);
    }

    // Visits that could well follow each other: travel, a fifth of the waiting, all of the lateness (mode 0).
    void find_near() {
        const int n = P.visits;
        if (!near.empty()) return;
        near.resize(static_cast<size_t>(n) * near_count);
        std::vector<std::pair<i64, int>> row;
        auto follow = [&](int a, int b) {
            const i64 t = P.travel[static_cast<size_t>(P.place[a]) * P.places + P.place[b]] + P.duration[a];
            const i64 wait = std::max<i64>(0, static_cast<i64>(P.earliest[b]) - P.latest[a] - t);
            const i64 late = std::max<i64>(0, static_cast<i64>(P.earliest[a]) + t - P.latest[b]);
            return t - P.duration[a] + wait / 5 + late;
        };
        for (int v = 0; v < n && near_count; ++v) {
            row.clear();
            for (int u = 0; u < n; ++u)
                if (u != v) row.push_back({std::min(follow(v, u), follow(u, v)), u});
            std::nth_element(row.begin(), row.begin() + (near_count - 1), row.end());
            std::sort(row.begin(), row.begin() + near_count);
            for (int i = 0; i < near_count; ++i) near[static_cast<size_t>(v) * near_count + i] = row[i].second;
        }
    }

    void clear() {
        fixed = w_faces = route_sum = 0;
        absent.resize(P.visits);
        std::iota(absent.begin(), absent.end(), 0);
        std::fill(owner.begin(), owner.end(), -1);
        met.assign(P.met, P.met + static_cast<size_t>(P.clients) * P.staff);
        people.assign(P.clients, 0);
        for (int c = 0; c < P.clients; ++c)
            for (int k = 0; k < P.staff; ++k) people[c] += met_of(c, k);
        for (int k = 0; k < P.staff; ++k) {
            Route& route = routes[k];
            route = Route();
            Stop end{};
            end.node = -1, end.place = P.end_place[k];
            route.stops.push_back(end);
            route.break_at = P.break_length[k] > 0 ? 0 : -1;
            forward(k), backward(k);
        }
    }

    // ------------------------------------------------------------------------------------------------------------- bookkeeping
    i64 faces_of(int c, int k) const {  // price of one more staff member at a client who has not met them today
        const i64 further = people[c] > 0 ? P.w_distinct : 0;
        return further + (P.w_new_face && !P.known[static_cast<size_t>(c) * P.staff + k] ? P.w_new_face : 0);
    }
    void book_visit(int v, int k) {
        fixed += cost_of(v, k);
        const int c = P.client[v];
        if (met_of(c, k)++ == 0) w_faces += faces_of(c, k), ++people[c];
        owner[v] = k;
        routes[k].load += P.demand[v];
    }
    void unbook_visit(int v, int k) {
        fixed -= cost_of(v, k);
        const int c = P.client[v];
        if (--met_of(c, k) == 0) --people[c], w_faces -= faces_of(c, k);
        owner[v] = -1;
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
    }

    void begin_step() { ++stamp, changed.clear(); }
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
        absent = pool_absent;
    }
    void keep_best(bool all) {
        if (all) {
            best_routes = routes;
            std::fill(is_dirty.begin(), is_dirty.end(), 0);
            dirty.clear();
        } else {
            for (int k : dirty) best_routes[k] = routes[k], is_dirty[k] = 0;
            dirty.clear();
        }
        best_absent = absent;
        best = current;
    }

    // ------------------------------------------------------------------------------------------------------ one route's schedule
    Leg leg_arrival(int k, int leave, int travel, bool with_break) const {
        int arrival = leave + travel;
        if (!with_break) return {arrival, -1};
        const int earliest = P.break_earliest[k], latest = P.break_latest[k], length = P.break_length[k];
        if (arrival <= latest) {  // drive first, then pause
            const int begin = std::max(arrival, earliest);
            return {begin + length, begin};
        }
        const int begin = std::max(leave, earliest);
        return {begin + length + travel, begin};
    }
    // Latest leave that arrives by `limit` and begins the break no later than now; at least `now`.
    int leave_limit(int k, int limit, int travel, bool with_break, int now, int break_now) const {
        if (!with_break) return std::max(now, limit - travel);
        const int earliest = P.break_earliest[k], latest = P.break_latest[k], length = P.break_length[k];
        int found = now;
        if (earliest + length <= limit) found = std::max(found, std::min(latest, limit - length) - travel);
        if (earliest + length + travel <= limit) {
            const int leave = std::min(limit - length - travel, std::max(latest, break_now));
            if (leave + travel > latest) found = std::max(found, leave);
        }
        return found;
    }
    i64 break_late(int k, int begin) const { return begin < 0 ? 0 : P.w_late * std::max(0, begin - P.break_latest[k]); }
    i64 late_cost(int v, int start) const { return P.w_late * std::max(0, start - P.latest[v]); }

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
        if (other < 0 || owner[other] < 0) return ready;
        const int theirs = ready_of(other);
        if (first[v]) return std::max(ready, theirs - high[v]);
        return std::max(ready, std::max(theirs, ready - high[v]) + low[v]);
    }

    // Times of a route; linked visits that moved are added to `moved`.
    void forward(int k) {
        Route& route = routes[k];
        const int size = route.size();
        int leave = P.shift_start[k], place = P.start_place[k];
        route.break_start = -1;
        route.travel = 0;
        for (int p = 0; p <= size; ++p) {
            Stop& stop = route.stops[p];
            stop.leg = from_row(k, place)[stop.place];
            if (size > 0) route.travel += stop.leg;
            const Leg leg = leg_arrival(k, leave, stop.leg, size > 0 && p == route.break_at);
            if (leg.break_start >= 0) route.break_start = leg.break_start;
            if (p == size) {
                stop.ready = stop.start = stop.end = leg.arrival;
                break;
            }
            const int v = stop.node;
            position[v] = p;
            const int ready = std::max(leg.arrival, P.earliest[v]);
            int start = ready;
            if (linked[v]) {
                start = linked_start(v, ready);
                if (start != stop.start || ready != stop.ready) moved.push_back(v);
            }
            stop.ready = ready, stop.start = start, stop.end = start + P.duration[v];
            leave = stop.end, place = stop.place;
        }
    }

    void backward(int k) {
        Route& route = routes[k];
        const int size = route.size();
        if (!size) {
            route.stops[0].rest = 0;
            route.stops[0].limit = std::max(P.shift_end[k], route.stops[0].start);
            route.cost = 0;
            return;
        }
        for (int p = size; p >= 0; --p) {
            Stop& stop = route.stops[p];
            i64 cost = p == route.break_at ? break_late(k, route.break_start) : 0;
            int limit;
            if (p == size) {
                cost += P.w_overtime * std::max(0, stop.start - P.shift_end[k]);
                limit = std::max(P.shift_end[k], stop.start);
                stop.rest = cost;
            } else {
                const Stop& next = route.stops[p + 1];
                const int v = stop.node;
                cost += late_cost(v, stop.start);
                limit = std::max(P.latest[v], stop.start);
                limit = std::min(limit, leave_limit(k, next.limit, next.leg, p + 1 == route.break_at, stop.end, route.break_start) -
                                            P.duration[v]);
                if (linked[v])
                    for (const Link& link : links[v])
                        if (owner[link.other] >= 0) limit = std::min(limit, start_of(link.other) - link.distance);
                if (P.w_wait) {
                    if (p > 0) cost += P.w_wait * wait_at(k, p);
                    limit = stop.start;
                }
                limit = std::max(limit, stop.start);
                stop.rest = cost + next.rest;
            }
            stop.limit = limit;
        }
        route.cost = route.stops[0].rest + P.w_travel * route.travel + P.staff_cost[k];
    }
    i64 wait_at(int k, int p) const {
        const Route& route = routes[k];
        return route.stops[p].start - route.stops[p - 1].end - route.stops[p].leg - (p == route.break_at ? P.break_length[k] : 0);
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
    std::vector<int> around, moved;

    void refresh(int k) {
        route_sum -= routes[k].cost;
        forward(k), backward(k);
        route_sum += routes[k].cost;
    }

    void place_at(int k, int p, int v) {
        Route& route = routes[k];
        Stop stop{};
        stop.node = v, stop.place = P.place[v], stop.start = -1;
        route.stops.insert(route.stops.begin() + p, stop);
        book_visit(v, k);
        for (int q = p; q < route.size(); ++q) position[route.stops[q].node] = q;
        absent.erase(std::find(absent.begin(), absent.end(), v));
    }
    void take_out(int v) {
        const int k = owner[v], p = position[v];
        touch(k);
        Route& route = routes[k];
        route.stops.erase(route.stops.begin() + p);
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
            for (int p = 0; p < route.size(); ++p) worst = std::max(worst, route.stops[p].start - P.latest[route.stops[p].node]);
        return worst;
    }

    // Moves the break of a route to its best leg, given the others' times.
    void choose_break(int k) {
        Route& route = routes[k];
        if (P.break_length[k] <= 0 || route.size() == 0) return;
        const int before = route.break_at;
        i64 least = NEVER;
        i64 soonest = NEVER;
        int chosen = before;
        for (int b = 0; b <= route.size(); ++b) {
            i64 cost = 0, sum = 0;
            int leave = P.shift_start[k];
            for (int p = 0; p <= route.size(); ++p) {
                const Stop& stop = route.stops[p];
                const Leg leg = leg_arrival(k, leave, stop.leg, p == b);
                cost += break_late(k, leg.break_start);
                if (p == route.size()) {
                    cost += P.w_overtime * std::max(0, leg.arrival - P.shift_end[k]);
                    sum += leg.arrival;
                    break;
                }
                const int v = stop.node;
                int start = std::max(leg.arrival, P.earliest[v]);
                if (linked[v]) start = linked_start(v, start);
                cost += late_cost(v, start);
                if (p > 0 && P.w_wait) cost += P.w_wait * (start - leave - stop.leg - (p == b ? P.break_length[k] : 0));
                sum += start;
                leave = start + P.duration[v];
                if (cost > least) break;
            }
            if (cost < least || (cost == least && sum < soonest)) least = cost, soonest = sum, chosen = b;
        }
        if (chosen != before) {
            touch(k);
            route.break_at = chosen;
            mark(k);
        }
    }

    // ----------------------------------------------------------------------------------------------------------------- insertion
    struct Spot {
        i64 cost = NEVER;
        int staff = -1, at = 0, break_at = -1;
    };

    // Cost behind stop i when its predecessor is left at `leave` from `place`; `slow` where a link would move another visit.
    i64 walk(int k, int i, int leave, int travel, int break_leg, i64 bound, bool& slow, int& late) const {
        const Route& route = routes[k];
        const int size = route.size();
        i64 cost = 0;
        for (int p = i;; ++p) {
            const Stop& stop = route.stops[p];
            const Leg leg = leg_arrival(k, leave, travel, p == break_leg);
            if (leg.break_start >= 0) cost += break_late(k, leg.break_start);
            if (p == size) return cost + P.w_overtime * std::max(0, leg.arrival - P.shift_end[k]);
            const int v = stop.node;
            const bool same = break_leg == route.break_at || (break_leg < p && route.break_at < p);
            if (same && !P.w_wait && p != break_leg && leg.arrival <= stop.limit) return cost + stop.rest;
            const int start = std::max(leg.arrival, linked[v] ? stop.start : P.earliest[v]);
            const int over = start - P.latest[v];
            if (over > 0) cost += P.w_late * over, late = std::max(late, over);
            if (P.w_wait) cost += P.w_wait * (start - leave - travel - (p == break_leg ? P.break_length[k] : 0));
            if (start == stop.start && break_leg <= p && route.break_at <= p) return cost + route.stops[p + 1].rest;
            if (start == stop.start && break_leg == route.break_at) return cost + route.stops[p + 1].rest;
            if (linked[v] && start > stop.start)
                for (const Link& link : links[v])
                    if (owner[link.other] >= 0 && start + link.distance > start_of(link.other)) slow = true;
            if (cost >= bound) return cost;
            leave = start + P.duration[v];
            travel = route.stops[p + 1].leg;
        }
    }

    void try_route(int v, int k, Spot& spot) {
        const Route& route = routes[k];
        if (capacity_problem && route.load + P.demand[v] > P.capacity[k]) return;
        if (partner[v] >= 0 && owner[partner[v]] == k) return;
        const int c = P.client[v], size = route.size();
        i64 base = cost_of(v, k) + (size ? 0 : P.staff_cost[k]);
        if ((P.w_distinct || P.w_new_face) && met_of(c, k) == 0) base += faces_of(c, k);
        // A priced wait may shrink when somebody comes in between: no more than the price of all that lies behind is saved.
        if (base - (P.w_wait ? route.stops[0].rest : 0) >= spot.cost) return;
        const int *to = to_row(k, P.place[v]), *from = from_row(k, P.place[v]);
        const int length = P.duration[v], earliest = P.earliest[v], latest = P.latest[v];
        const int soonest_end = earliest + length;
        int floor = earliest;
        if (linked[v]) {
            floor = std::max(floor, gap_floor(v));
            const int other = partner[v];
            if (other >= 0 && owner[other] >= 0) floor = std::max(floor, first[v] ? start_of(other) - high[v] : start_of(other) + low[v]);
        }
        int leave = P.shift_start[k], place = P.start_place[k];
        for (int p = 0; p <= size; ++p) {
            const Stop& next = route.stops[p];
            if (p > 0) leave = route.stops[p - 1].end, place = route.stops[p - 1].place;
            const i64 least = base - (P.w_wait ? next.rest : 0);
            if (leave > latest && least + P.w_late * (leave - latest) >= spot.cost) break;
            if (soonest_end > next.limit && least + least_late * (soonest_end - next.limit) >= spot.cost) continue;
            if (--blink_in < 0) {
                blink_in = random.below(200);
                continue;
            }
            const int there = to[place], onward = from[next.place];
            const i64 driven = base + P.w_travel * (there + onward - (size ? next.leg : 0));
            if (driven - base + least >= spot.cost) continue;
            if (p == route.break_at) {
                try_spot(v, k, p, p, leave, there, onward, floor, driven, spot);
                try_spot(v, k, p, p + 1, leave, there, onward, floor, driven, spot);
                continue;
            }
            if (!P.w_wait && !linked[v]) {
                const int start = std::max(leave + there, earliest);
                i64 cost = driven;
                if (start > latest) {
                    cost += P.w_late * (start - latest);
                    if (P.w_max_late) cost += P.w_max_late * std::max(0, start - latest - longest_late);
                    if (cost >= spot.cost) continue;
                }
                if (start + length + onward <= next.limit) {
                    spot.cost = cost, spot.staff = k, spot.at = p;
                    spot.break_at = route.break_at >= p ? route.break_at + 1 : route.break_at;
                    continue;
                }
            }
            const int break_at = route.break_at >= p ? route.break_at + 1 : route.break_at;
            try_spot(v, k, p, break_at, leave, there, onward, floor, driven, spot);
        }
    }

    void try_spot(int v, int k, int p, int break_at, int leave, int there, int onward, int floor, i64 cost, Spot& spot) {
        const Route& route = routes[k];
        const Leg leg = leg_arrival(k, leave, there, p == break_at);
        const int start = std::max(leg.arrival, floor);
        const i64 before = cost;
        int late = std::max(0, start - P.latest[v]);
        cost += break_late(k, leg.break_start) + P.w_late * late;
        if (P.w_wait && p > 0) cost += P.w_wait * (start - leave - there - (p == break_at ? P.break_length[k] : 0));
        const i64 old = route.stops[p].rest;
        if (cost - old >= spot.cost) return;
        bool slow = false;
        if (linked[v])
            for (const Link& link : links[v])
                if (owner[link.other] >= 0 && start + link.distance > start_of(link.other)) slow = true;
        if (!slow) {
            cost += walk(k, p, start + P.duration[v], onward, break_at > p ? break_at - 1 : -1, spot.cost - cost + old, slow, late) - old;
            if (P.w_max_late) cost += P.w_max_late * std::max(0, late - longest_late);
            if (cost >= spot.cost) return;
        }
        if (slow) {
            cost = before;
            if (!ripple(v, k, p, break_at, start, onward, leave, there, spot.cost, cost)) return;
            if (cost >= spot.cost) return;
        }
        spot.cost = cost, spot.staff = k, spot.at = p, spot.break_at = break_at;
    }

    int now_start(int v) const { return trial_stamp[v] == trial_now ? trial_start[v] : start_of(v); }

    // Exact effect of an insertion that moves visits of other routes: raises starts until nothing moves any more.
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

    void find_spot(int v, Spot& spot) {
        ++class_stamp;
        const std::vector<int>& choices = able[v];
        auto visit_route = [&](int k) {
            if (seen_route[k] == route_stamp) return;
            seen_route[k] = route_stamp;
            if (routes[k].size() == 0) {
                int& seen = seen_class[staff_class[k]];
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
        const int* row = near.data() + static_cast<size_t>(v) * near_count;
        for (int i = 0; i < near_count && i < NEIGHBOURS; ++i) {
            const int k = owner[row[i]];
            if (k >= 0 && cost_of(v, k) != FORBIDDEN) visit_route(k);
        }
        for (int k : empties)
            if (cost_of(v, k) != FORBIDDEN) visit_route(k);
    }

    bool insert(int v) {
        Spot spot;
        spot.cost = P.unserved[v];
        find_spot(v, spot);
        if (spot.staff < 0) return false;
        const int k = spot.staff;
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

    // ---------------------------------------------------------------------------------------------------------- ruin and recreate
    void ruin() {
        const int n = P.visits;
        const int seed = random.below(n);
        int filled = 0;
        for (const Route& route : routes) filled += route.size() > 0;
        if (!filled) return;
        if ((P.w_distinct || P.w_new_face || P.clients < n) && random.below(8) == 0) {
            ruin_clients(seed);
            return;
        }
        const double mean = static_cast<double>(n - absent.size()) / filled;
        const int longest = static_cast<int>(std::min<double>(max_string, mean + 0.5));
        const double strings_at_most = 4.0 * mean_removed / (1.0 + std::max(1, longest)) - 1.0;
        const int strings = 1 + random.below(std::max(1, static_cast<int>(strings_at_most)));
        ++route_stamp;
        int cut = 0;
        for (int i = -1; i < near_count && cut < strings; ++i) {
            const int c = i < 0 ? seed : near[static_cast<size_t>(seed) * near_count + i];
            const int k = owner[c];
            if (k < 0 || seen_route[k] == route_stamp) continue;
            seen_route[k] = route_stamp;
            const int size = routes[k].size();
            const int most = std::min(size, longest);
            const int length = 1 + random.below(std::max(1, most));
            cut_string(k, position[c], length, size);
            ++cut;
        }
    }
    void cut_string(int k, int p, int length, int size) {
        int keep = 0;
        if (length > 1 && length < size && random.below(2) == 0) {  // split string: keep one, rarely more, in the middle
            keep = 1;
            while (length + keep < size && random.below(100) == 0) ++keep;
        }
        const int span = length + keep;
        const int lowest = std::max(0, p - span + 1), highest = std::min(p, size - span);
        const int begin = lowest + random.below(highest - lowest + 1);
        gone.clear();
        const int hole = keep ? begin + random.below(length + 1) : size;
        for (int q = begin; q < begin + span; ++q)
            if (q < hole || q >= hole + keep) gone.push_back(routes[k].stops[q].node);
        for (int v : gone) take_with_partner(v);
    }
    void take_with_partner(int v) {
        if (owner[v] < 0) return;
        take_out(v);
        const int other = partner[v];
        if (other >= 0 && owner[other] >= 0 && random.below(2) == 0) take_out(other);
    }
    void ruin_clients(int seed) {  // all visits of some neighbouring clients
        int clients = 1 + random.below(3);
        for (int i = -1; i < near_count && clients > 0; ++i) {
            const int u = i < 0 ? seed : near[static_cast<size_t>(seed) * near_count + i];
            if (owner[u] < 0 || (i >= 0 && random.below(2))) continue;
            const int c = P.client[u];
            for (int j = kin_first[c]; j < kin_first[c + 1]; ++j) take_with_partner(kin[j]);
            --clients;
        }
    }
    // 2-opt*: u goes on with v's tail, and v's predecessor with u's tail. Tried where that looks no worse than annealing allows.
    bool swap_tails() {
        const int u = random.below(P.visits), k = owner[u];
        if (k < 0 || near_count == 0) return false;
        const i64 margin = static_cast<i64>(warmth * logs[random.below(4096)] / 1024.0);
        const Stop& stop = routes[k].stops[position[u]];
        const Stop& next = routes[k].stops[position[u] + 1];
        const int begin = random.below(std::min(near_count, 10));
        for (int i = begin; i < near_count && i < begin + 10; ++i) {
            const int v = near[static_cast<size_t>(u) * near_count + i], r = owner[v];
            if (r < 0 || r == k || P.mode[r] != P.mode[k]) continue;
            const Stop& other = routes[r].stops[position[v]];
            const int there = from_row(k, stop.place)[other.place];
            if (stop.end + there > other.limit) continue;
            const int q = position[v];
            const int leave = q ? routes[r].stops[q - 1].end : P.shift_start[r], place = q ? routes[r].stops[q - 1].place : P.start_place[r];
            const int back = from_row(r, place)[next.place];
            if (leave + back > next.limit) continue;
            if (P.w_travel * (static_cast<i64>(there) + back - next.leg - other.leg) >= margin) continue;
            if (exchange(k, position[u] + 1, r, q)) return true;
        }
        return false;
    }
    // The tails from stop p of route k and from stop q of route r change hands; false (and nothing done) where they may not.
    bool exchange(int k, int p, int r, int q) {
        if (!may_take(k, p, r, q) || !may_take(r, q, k, p)) return false;
        touch(k), touch(r);
        unbook(k), unbook(r);
        std::vector<Stop>&mine = routes[k].stops, &theirs = routes[r].stops;
        tail.assign(mine.begin() + p, mine.end() - 1);
        mine.erase(mine.begin() + p, mine.end() - 1);
        mine.insert(mine.end() - 1, theirs.begin() + q, theirs.end() - 1);
        theirs.erase(theirs.begin() + q, theirs.end() - 1);
        theirs.insert(theirs.end() - 1, tail.begin(), tail.end());
        for (int j : {k, r}) {
            routes[j].cost = 0;
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
            if (cost_of(v, k) == FORBIDDEN || (load += P.demand[v]) > P.capacity[k]) return false;
            if (other >= 0 && owner[other] == k && position[other] < p) return false;
        }
        return true;
    }
    std::vector<Stop> tail;
    std::vector<int> gone;
    int max_string = 10;
    double mean_removed = 10.0;

    void recreate() {
        empties.clear();
        for (int k = 0; k < P.staff; ++k)
            if (routes[k].size() == 0) empties.push_back(k);
        if (P.w_max_late) longest_late = max_late();
        const int rule = random.below(17);
        order.clear();
        for (int v : absent) {
            i64 key;
            if (rule < 4) key = 0;
            else if (rule < 8) key = capacity_problem ? -P.demand[v] : -P.duration[v];
            else if (rule < 10) key = -far(v);
            else if (rule < 11) key = far(v);
            else if (rule < 13) key = P.latest[v] - P.earliest[v];
            else if (rule < 15) key = P.earliest[v];
            else key = -static_cast<i64>(P.latest[v]);
            order.push_back({key, static_cast<int>(random.next() >> 40)});
        }
        todo_visits.resize(absent.size());
        std::iota(todo_visits.begin(), todo_visits.end(), 0);
        std::sort(todo_visits.begin(), todo_visits.end(), [&](int a, int b) { return order[a] < order[b]; });
        for (int& i : todo_visits) i = absent[i];
        for (int v : todo_visits) insert(v);
        drop_halves();
    }
    std::vector<int> todo_visits;
    i64 far(int v) const { return P.travel[static_cast<size_t>(P.start_place[0]) * P.places + P.place[v]]; }

    void drop_halves() {  // a pair that must be whole and is not: neither is served
        if (!P.pairs) return;
        todo_visits = absent;
        for (int v : todo_visits) {
            const int other = partner[v];
            if (owner[v] < 0 && other >= 0 && whole[v] && owner[other] >= 0) take_out(other);
        }
        settle();
    }

    void finish_step() {
        if (!breaks_problem) return;
        for (size_t i = 0; i < changed.size(); ++i) choose_break(changed[i]);
        settle();
    }

    void cool(double share) { warmth = hot * exp_of(share * log_of(cold / hot)); }

    void iterate() {
        begin_step();
        pool_absent = absent;
        if (random.below(4) != 0 || !swap_tails()) {
            ruin();
            settle();
        }
        if (breaks_problem) finish_step();
        recreate();
        finish_step();
        const i64 now = total();
        const i64 margin = static_cast<i64>(warmth * logs[random.below(4096)] / 1024.0);
        if (now < current + margin) {
            current = now;
            for (int k : changed)
                if (!is_dirty[k]) is_dirty[k] = 1, dirty.push_back(k);
            if (now < best) keep_best(false);
        } else {
            roll_back();
        }
    }
};

}  // namespace day
