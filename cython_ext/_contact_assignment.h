// Who is whose contact person: a search for a good answer and a bound that no answer can beat. All costs are whole seconds of driving.
//
// A contact person's clients cost the drive from the base to a home in their middle and from there to each of them, the price of each
// pair, a price for each minute of load above the person's share, and one for each client fewer than the fewest.
// `_contact_assignment_py.py` is the readable twin.
#pragma once
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <tuple>
#include <vector>

namespace contact {

using i64 = std::int64_t;
constexpr i64 NEVER = i64(1) << 40;  // price of a pair that must not be
constexpr int NEAR = 10;             // neighbours that a client is exchanged with

struct Problem {
    int clients = 0, people = 0, least = 0, most = 0;
    const int* apart = nullptr;     // [clients, clients], symmetric
    const int* out = nullptr;       // [clients], from the base to each home
    const i64* price = nullptr;     // [clients, people]
    const i64* load = nullptr;      // [clients]
    const i64* without = nullptr;   // [clients], price of having no contact person
    const i64* share = nullptr;     // [people], load from which on more costs `slope`
    const i64* room = nullptr;      // [people], load that must not be exceeded
    i64 slope = 0, few = 0;

    i64 at(int client, int person) const { return price[i64(client) * people + person]; }
    const int* row(int client) const { return apart + i64(client) * clients; }
    // As many of so many clients as are in parts of `least`: people cannot have more of such parts together than all clients make.
    int in_parts(std::size_t size) const { return least > 1 && clients / least < people ? int(size) / least * least : 0; }
    i64 of(int person, const std::vector<int>& mine) const {  // NEVER where that must not be
        i64 minutes = 0, prices = 0, middle = NEVER;
        if (mine.empty()) return 0;
        for (int client : mine) minutes += load[client], prices += at(client, person);
        if (int(mine.size()) > most || minutes > room[person] || prices >= NEVER) return NEVER;
        for (int m = 0; m < clients; ++m) {
            i64 drive = out[m];
            for (int client : mine) drive += row(m)[client];
            middle = std::min(middle, drive);
        }
        return middle + prices + size_and_load(person, int(mine.size()), minutes);
    }
    i64 size_and_load(int person, int size, i64 minutes) const {
        if (!size) return 0;
        return slope * std::max<i64>(0, minutes - share[person]) + few * std::max(0, least - size);
    }
};

struct Random {  // splitmix64 (Steele, Lea and Flood 2014)
    std::uint64_t state;
    std::uint64_t next() {
        std::uint64_t z = (state += 0x9E3779B97F4A7C15ULL);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
        return z ^ (z >> 31);
    }
    int below(int n) { return int(((next() >> 32) * std::uint64_t(n)) >> 32); }
};

// Simulated annealing with thresholds (Dueck and Scheuer 1990): moves, exchanges of two clients, exchanges of two people's clients.
class Search {
public:
    std::vector<int> own;  // person of each client; `people`: nobody
    i64 cost = 0;

    Search(const Problem& problem, std::uint64_t seed)
        : own(problem.clients, problem.people), p(problem), random{seed}, sum(i64(problem.people) * problem.clients, 0),
          minutes(problem.people, 0), prices(problem.people, 0), costs(problem.people, 0), members(problem.people) {
        for (int i = 0; i < p.clients; ++i) cost += p.without[i];
        near.reserve(i64(p.clients) * NEAR);
        std::vector<int> order(p.clients);
        for (int i = 0; i < p.clients; ++i) {
            for (int k = 0; k < p.clients; ++k) order[k] = k;
            std::swap(order[0], order[i]);
            const int* row = p.row(i);
            const int kept = std::min(NEAR, p.clients - 1);
            std::partial_sort(order.begin() + 1, order.begin() + 1 + kept, order.end(),
                              [row](int a, int b) { return row[a] != row[b] ? row[a] < row[b] : a < b; });
            near.insert(near.end(), order.begin() + 1, order.begin() + 1 + kept);
        }
    }

    void load(const int* start) {
        for (int i = 0; i < p.clients; ++i)
            if (start[i] != own[i]) put(i, start[i]);
    }

    void run(i64 steps, i64 heat) {
        if (p.people < 1 || p.clients < 1) return;
        std::vector<int> best = own;
        i64 least_cost = cost;
        for (i64 step = 0; step < steps; ++step) {
            const i64 warm = heat * (steps - step) / steps;
            const i64 allowed = warm * i64(random.next() >> 44) >> 20;
            const int kind = random.below(64);
            if (kind == 0) close(allowed);
            else if (kind == 1) open(allowed);
            else if (kind < 4) trade(allowed);
            else if (kind < 24) move(allowed);
            else swap(allowed);
            if (cost < least_cost) least_cost = cost, best = own;
        }
        load(best.data());
    }

private:
    const Problem p;
    Random random;
    std::vector<int> sum;  // [people, clients]: drives from each home to all clients of a person
    std::vector<i64> minutes, prices, costs;
    std::vector<std::vector<int>> members;
    std::vector<int> near;

    // Cost of a person who loses one client and gains another (-1: none), NEVER where that must not be.
    i64 changed(int person, int gone, int come) const {
        const int size = int(members[person].size()) - (gone >= 0) + (come >= 0);
        if (size > p.most) return NEVER;
        if (!size) return 0;
        i64 total = minutes[person], price = prices[person];
        if (gone >= 0) total -= p.load[gone], price -= p.at(gone, person);
        if (come >= 0) {
            if (p.at(come, person) >= NEVER) return NEVER;
            total += p.load[come], price += p.at(come, person);
        }
        if (total > p.room[person]) return NEVER;
        const int* now = sum.data() + i64(person) * p.clients;
        const int* less = gone >= 0 ? p.row(gone) : nullptr;
        const int* more = come >= 0 ? p.row(come) : nullptr;
        int middle = INT32_MAX;
        if (less && more) for (int m = 0; m < p.clients; ++m) middle = std::min(middle, p.out[m] + now[m] - less[m] + more[m]);
        else if (less) for (int m = 0; m < p.clients; ++m) middle = std::min(middle, p.out[m] + now[m] - less[m]);
        else for (int m = 0; m < p.clients; ++m) middle = std::min(middle, p.out[m] + now[m] + more[m]);
        return middle + price + p.size_and_load(person, size, total);
    }

    void put(int client, int person) {
        const int from = own[client];
        if (from < p.people) {
            cost -= costs[from];
            costs[from] = changed(from, client, -1);
            cost += costs[from];
            int* now = sum.data() + i64(from) * p.clients;
            for (int m = 0; m < p.clients; ++m) now[m] -= p.row(client)[m];
            minutes[from] -= p.load[client], prices[from] -= p.at(client, from);
            members[from].erase(std::find(members[from].begin(), members[from].end(), client));
        } else cost -= p.without[client];
        own[client] = person;
        if (person < p.people) {
            cost -= costs[person];
            int* now = sum.data() + i64(person) * p.clients;
            int middle = INT32_MAX;
            for (int m = 0; m < p.clients; ++m) now[m] += p.row(client)[m], middle = std::min(middle, p.out[m] + now[m]);
            minutes[person] += p.load[client], prices[person] += p.at(client, person);
            members[person].push_back(client);
            costs[person] = middle + prices[person] + p.size_and_load(person, int(members[person].size()), minutes[person]);
            cost += costs[person];
        } else cost += p.without[client];
    }

    int companion(int client) {  // mostly a neighbour
        if (p.clients == 1) return client;
        if (random.below(4) == 0) return random.below(p.clients);
        const int kept = std::min(NEAR, p.clients - 1);
        return near[i64(client) * kept + random.below(kept)];
    }

    void move(i64 allowed) {
        const int client = random.below(p.clients);
        const int to = random.below(2) ? own[companion(client)] : random.below(p.people);
        const int from = own[client];
        if (to == from || to == p.people) return;
        i64 worse = changed(to, -1, client) - costs[to];
        worse += from < p.people ? changed(from, client, -1) - costs[from] : -p.without[client];
        if (worse <= allowed) put(client, to);
    }

    void swap(i64 allowed) {
        const int a = random.below(p.clients), b = companion(a), of_a = own[a], of_b = own[b];
        if (of_a == of_b) return;
        i64 worse = of_a < p.people ? changed(of_a, a, b) - costs[of_a] : p.without[b] - p.without[a];
        if (worse > NEVER / 2) return;
        worse += of_b < p.people ? changed(of_b, b, a) - costs[of_b] : p.without[a] - p.without[b];
        if (worse > allowed) return;
        put(a, p.people), put(b, of_a), put(a, of_b);
    }

    void close(i64 allowed) {  // all clients of a person go wherever each is cheapest
        const int person = random.below(p.people);
        const std::vector<int> all = members[person];
        const i64 before = cost;
        for (int client : all) {
            int best = p.people;
            i64 least_cost = NEVER / 2;
            for (int to = 0; to < p.people; ++to) {
                if (to == person || members[to].empty()) continue;
                const i64 worse = changed(to, -1, client) - costs[to];
                if (worse < least_cost) least_cost = worse, best = to;
            }
            if (best < p.people) put(client, best);
        }
        if (cost - before > allowed)
            for (int client : all) put(client, person);
    }

    void open(i64 allowed) {  // a person without clients gets some neighbours
        const int person = random.below(p.people), centre = random.below(p.clients), kept = std::min(NEAR, p.clients - 1);
        if (!members[person].empty()) return;
        const i64 before = cost;
        std::vector<int> all, of;
        for (int k = -1; k < kept && int(all.size()) < std::max(1, p.least); ++k) {
            const int client = k < 0 ? centre : near[i64(centre) * kept + k], from = own[client];
            if (from < p.people && int(members[from].size()) <= p.least && random.below(2)) continue;
            if (changed(person, -1, client) >= NEVER) continue;
            all.push_back(client), of.push_back(from);
            put(client, person);
        }
        if (cost - before > allowed)
            for (std::size_t k = 0; k < all.size(); ++k) put(all[k], of[k]);
    }

    void trade(i64 allowed) {  // two people change all their clients with each other
        const int a = random.below(p.people), b = random.below(p.people);
        if (a == b || minutes[a] > p.room[b] || minutes[b] > p.room[a]) return;
        i64 worse = -prices[a] - prices[b];
        for (int client : members[a]) worse += p.at(client, b);
        for (int client : members[b]) worse += p.at(client, a);
        const int of_a = int(members[a].size()), of_b = int(members[b].size());
        worse += p.size_and_load(a, of_b, minutes[b]) + p.size_and_load(b, of_a, minutes[a]);
        worse -= p.size_and_load(a, of_a, minutes[a]) + p.size_and_load(b, of_b, minutes[b]);
        if (worse > allowed) return;
        for (int client : members[a]) own[client] = b;
        for (int client : members[b]) own[client] = a;
        std::swap_ranges(sum.begin() + i64(a) * p.clients, sum.begin() + i64(a + 1) * p.clients, sum.begin() + i64(b) * p.clients);
        std::swap(members[a], members[b]);
        std::swap(minutes[a], minutes[b]);
        const i64 middle_a = costs[a] - prices[a] - p.size_and_load(a, of_a, minutes[b]);
        const i64 middle_b = costs[b] - prices[b] - p.size_and_load(b, of_b, minutes[a]);
        for (int k : {a, b}) {
            prices[k] = 0;
            for (int client : members[k]) prices[k] += p.at(client, k);
            costs[k] = (k == a ? middle_b : middle_a) + prices[k] + p.size_and_load(k, int(members[k].size()), minutes[k]);
        }
        cost += worse;
    }
};

struct Choice {
    i64 extra;   // what this set leaves less than the person's best
    int person;  // the first of those who are alike
    std::vector<int> clients;
};

// What people can choose from, at whole payments.
struct Choices {
    std::vector<Choice> sets;  // by `extra`
    std::vector<int> like;     // [people], the first who is like this person
    std::vector<i64> idle;     // [people], what having no clients leaves less than the best
    std::vector<i64> pays;     // [clients]
    i64 toll = 0;
};

// Lagrangian bound (Held and Karp 1971): each client pays for having a contact person, and each person takes the clients that leave
// most. Whatever is paid, the payments less what the people can earn at most is never more than the cost of any answer. What a person
// can earn is found exactly, so that the bound may rise to that of the set partitioning programme. Payments follow subgradient steps
// (Polyak 1969): most of them only ask which of the sets remembered so far leaves most, which takes microseconds, and now and then all
// sets are asked and the best of them remembered. A payment may be below nothing: somebody whom another person could use to have enough
// clients is worth something there. A toll on clients in parts of `least` keeps that many people from having enough clients, for a
// fraction each, that all of them together could not (a rounding cut of Chvátal 1973).
class Bound {
public:
    double value = 0.0;  // the best so far
    i64 cut_short = 0;   // subproblems for which a weaker bound had to do

    // `pays` to start with: for instance what each client costs in a good answer.
    Bound(const Problem& problem, const double* pays)
        : p(problem), best(pays, pays + problem.clients), pool(problem.people), taken(problem.clients), alike(problem.people, 0),
          favourite(problem.people, 0), base(problem.clients), lowest(problem.most), modified(i64(GRID) * problem.clients) {
        for (int j = 0; j < p.people; ++j) {
            int first = 0;
            while (!same(first, j)) ++first;
            ++alike[first];
        }
    }

    // `rounds` times all sets are asked.
    void run(int rounds, i64 cost, i64 tries) {
        constexpr double MOMENTUM = 0.7, PACE = 0.3, SHRINK = 0.935, TOO_FAR = 0.3;
        constexpr int CHEAP = 100;
        double pace = PACE;
        std::vector<double> direction(p.clients, 0.0);
        double rise = 0.0;
        pays = best, toll = best_toll;
        for (int round = 0;; ++round) {
            double now = earned(tries);
            if (!round || now > value) {
                value = now, best = pays, best_toll = toll;
            } else if (now < value - TOO_FAR * (double(cost) - value)) {
                pays = best, toll = best_toll, now = remembered();
                std::fill(direction.begin(), direction.end(), 0.0), rise = 0.0;
            }
            if (round >= rounds || double(cost) - value <= 0.5) return;
            for (int step = 0; step < CHEAP; ++step) {
                if (step) now = remembered();
                double norm = 0.0;
                for (int i = 0; i < p.clients; ++i) {
                    direction[i] = MOMENTUM * direction[i] + (1.0 - MOMENTUM) * double(1 - taken[i]);
                    norm += direction[i] * direction[i];
                }
                rise = MOMENTUM * rise + (1.0 - MOMENTUM) * double(beyond);
                norm += rise * rise;
                if (norm < 1e-12) break;
                const double stride = pace * std::max(double(cost) - now, 1.0) / norm;
                for (int i = 0; i < p.clients; ++i)
                    pays[i] = std::max(-double(p.without[i]), std::min(double(p.without[i]), pays[i] + stride * direction[i]));
                toll = std::max(0.0, toll + stride * rise);
            }
            pace *= SHRINK;
        }
    }

    // The sets that leave at most `within` less than the best, at the payments that gave the bound.
    Choices choices(i64 within, i64 tries) {
        Choices all{{}, std::vector<int>(p.people), std::vector<i64>(p.people), std::vector<i64>(p.clients)};
        toll = double(all.toll = i64(std::floor(best_toll + 0.5)));
        for (int i = 0; i < p.clients; ++i) pays[i] = double(all.pays[i] = i64(std::floor(best[i] + 0.5)));
        for (int j = 0; j < p.people; ++j) {
            int& first = all.like[j] = 0;
            while (!same(first, j)) ++first;
            if (first < j) {
                all.idle[j] = all.idle[first];
                continue;
            }
            const double lowest = std::floor(earned_by(j, tries));
            all.idle[j] = -i64(lowest);
            for (const Set& set : collect(j, lowest + double(within), tries))
                all.sets.push_back({set.cost - i64(lowest), j, set.clients});
        }
        std::sort(all.sets.begin(), all.sets.end(), [](const Choice& a, const Choice& b) {
            return std::tie(a.extra, a.person, a.clients) < std::tie(b.extra, b.person, b.clients);
        });
        return all;
    }

private:
    static constexpr int GRID = 25;  // prices of load that are tried, from 0 to `slope`
    struct Set {
        i64 cost;  // without payments
        std::vector<int> clients;
    };
    struct Item {
        double worth, modified;
        int client;
    };
    const Problem p;
    std::vector<double> pays, best;      // best: those that gave the bound
    std::vector<std::vector<Set>> pool;  // sets remembered, for each person; for the first of people who are alike
    std::vector<int> taken, alike, favourite;  // times each client is taken; people like this one; each person's last middle
    std::vector<double> base, lowest, modified, ahead, tail;
    std::vector<Item> items;
    std::vector<int> chosen, best_chosen;
    double toll = 0.0, best_toll = 0.0, least = 0.0;
    double slack = 0.0;                       // how much worse than the best a set may be
    std::vector<Set>* collected = nullptr;    // where all such sets go, not only the best
    int beyond = 0;                           // clients in parts that are taken, beyond those there are
    i64 left = 0;
    int grid = 0;

    bool same(int j, int k) const {
        if (p.share[j] != p.share[k] || p.room[j] != p.room[k]) return false;
        for (int i = 0; i < p.clients; ++i)
            if (p.at(i, j) != p.at(i, k)) return false;
        return true;
    }

    void take(const std::vector<int>& clients, int times) {
        for (int client : clients) taken[client] += times;
        beyond += times * p.in_parts(clients.size());
    }

    double price_of_load(int q) const { return double(p.slope) * q / (GRID - 1); }

    double remembered() {
        double total = -toll * p.in_parts(p.clients);
        std::fill(taken.begin(), taken.end(), 0);
        beyond = -p.in_parts(p.clients);
        for (int i = 0; i < p.clients; ++i) total += pays[i];
        for (int j = 0; j < p.people; ++j) {
            double lowest_now = 0.0;
            const Set* set = nullptr;
            for (const Set& one : pool[j]) {
                double worth = double(one.cost);
                for (int client : one.clients) worth -= pays[client];
                worth += toll * p.in_parts(one.clients.size());
                if (worth < lowest_now) lowest_now = worth, set = &one;
            }
            total += alike[j] * lowest_now;
            if (set) take(set->clients, alike[j]);
        }
        return total;
    }

    double earned(i64 tries) {
        double total = -toll * p.in_parts(p.clients);
        std::fill(taken.begin(), taken.end(), 0);
        beyond = -p.in_parts(p.clients);
        for (int i = 0; i < p.clients; ++i) total += pays[i];
        for (int j = 0; j < p.people; ++j) {
            if (!alike[j]) continue;
            total += alike[j] * earned_by(j, tries);
            take(best_chosen, alike[j]);
        }
        return total;
    }

    double earned_by(int j, i64 tries) {
        for (int i = 0; i < p.clients; ++i)
            base[i] = p.at(i, j) >= NEVER || p.load[i] > p.room[j] ? double(NEVER) : double(p.at(i, j)) - pays[i];
        for (int q = 0; q < GRID; ++q)
            for (int i = 0; i < p.clients; ++i) modified[i64(q) * p.clients + i] = base[i] + price_of_load(q) * double(p.load[i]);
        least = 0.0, left = tries;
        best_chosen.clear();
        const int first = favourite[j];
        at_middle(j, first);
        for (int m = 0; m < p.clients; ++m)
            if (m != first) at_middle(j, m);
        return least;
    }

    // All sets that cost at most `highest` less the payments; less than that until they are few enough to try.
    std::vector<Set> collect(int person, double highest, i64 tries) {
        std::vector<Set> found;
        const double lowest = least;
        for (collected = &found;; highest = std::floor((lowest + highest) / 2.0)) {
            found.clear();
            slack = highest - lowest, least = highest + 0.5, left = tries;
            for (int m = 0; m < p.clients && left >= 0; ++m) at_middle(person, m);
            if (left >= 0 || slack < 1.0) break;
        }
        collected = nullptr, slack = 0.0;
        for (Set& set : found) std::sort(set.clients.begin(), set.clients.end());
        std::sort(found.begin(), found.end(),
                  [](const Set& a, const Set& b) { return std::tie(a.clients, a.cost) < std::tie(b.clients, b.cost); });
        const auto same_set = [](const Set& a, const Set& b) { return a.clients == b.clients; };  // found around several middles
        found.erase(std::unique(found.begin(), found.end(), same_set), found.end());
        return found;
    }

    // A bound on what any clients around a middle can cost: load above the share costs at least `price_of_load(q)` for each unit,
    // and for each unit below the share that much less than nothing. The strongest of these is not far from the truth.
    double root(int person, int middle, int q) {
        const int* row = p.row(middle);
        const double* worth = modified.data() + i64(q) * p.clients;
        std::fill(lowest.begin(), lowest.end(), double(NEVER));
        for (int i = 0; i < p.clients; ++i) keep_lowest(worth[i] + double(row[i]));
        double sum = 0.0, cheapest = double(NEVER);
        for (int size = 1; size <= p.most; ++size) sum += lowest[size - 1], cheapest = std::min(cheapest, sum + for_size(size));
        return double(p.out[middle]) - price_of_load(q) * double(p.share[person]) + cheapest;
    }

    double for_size(int size) const { return double(p.few * std::max(0, p.least - size)) + toll * p.in_parts(size); }

    void keep_lowest(double worth) {
        if (worth >= lowest[p.most - 1]) return;
        int k = p.most - 1;
        for (; k > 0 && lowest[k - 1] > worth; --k) lowest[k] = lowest[k - 1];
        lowest[k] = worth;
    }

    void at_middle(int person, int middle) {
        double at_best = root(person, middle, grid);
        if (at_best >= least) return;
        for (const int way : {1, -1}) {
            const int from = grid;
            for (int q = grid + way; q >= 0 && q < GRID; q += way) {
                const double bound = root(person, middle, q);
                if (bound >= least) return;
                if (bound <= at_best) break;
                at_best = bound, grid = q;
            }
            if (grid != from) break;
        }
        const int* row = p.row(middle);
        const double worth_taking = (p.least > 1 ? double(p.few) : 0.0) + slack, before = least;
        const double* changed = modified.data() + i64(grid) * p.clients;
        items.clear();
        for (int i = 0; i < p.clients; ++i)
            if (base[i] + double(row[i]) < worth_taking) items.push_back({base[i] + double(row[i]), changed[i] + double(row[i]), i});
        std::sort(items.begin(), items.end(),
                  [](const Item& a, const Item& b) { return a.worth != b.worth ? a.worth < b.worth : a.client < b.client; });
        const int count = int(items.size());
        ahead.assign(count + 1, 0.0);           // sum of worths from the start
        tail.assign(i64(count) * p.most, 0.0);  // [k, r]: the lowest sum of r + 1 modified worths from k on
        std::fill(lowest.begin(), lowest.end(), double(NEVER));
        for (int k = 0; k < count; ++k) ahead[k + 1] = ahead[k] + items[k].worth;
        for (int k = count - 1; k >= 0; --k) {
            keep_lowest(items[k].modified);
            double sum = 0.0;
            for (int r = 0; r < p.most; ++r) tail[i64(k) * p.most + r] = sum += lowest[r];
        }
        const double drive = double(p.out[middle]);
        grow(person, 0, drive, drive - price_of_load(grid) * double(p.share[person]), 0);
        if (collected) return;
        if (left < 0) {
            least = std::min(least, at_best);
            ++cut_short, left = 0;
        }
        if (least < before) {
            favourite[person] = middle;
            if (!best_chosen.empty()) remember(person, middle);
        }
    }

    void remember(int person, int middle) {
        Set set{p.out[middle], best_chosen};
        i64 minutes = 0;
        std::sort(set.clients.begin(), set.clients.end());
        for (int client : set.clients) set.cost += p.row(middle)[client] + p.at(client, person), minutes += p.load[client];
        set.cost += p.size_and_load(person, int(set.clients.size()), minutes);
        for (Set& one : pool[person])
            if (one.clients == set.clients) {
                one.cost = std::min(one.cost, set.cost);
                return;
            }
        pool[person].push_back(set);
    }

    // Try all sets that hold `chosen` and later items; those that cannot be better are left out.
    void grow(int person, std::size_t from, double worth, double changed, i64 minutes) {
        const int size = int(chosen.size());
        if (size == p.most) return;
        const double held = worth + double(p.slope * std::max<i64>(0, minutes - p.share[person]));
        for (std::size_t k = from; k < items.size(); ++k) {
            double more = double(NEVER), more_changed = double(NEVER);  // the least that items from k on add
            for (std::size_t r = 0; r < std::min(items.size() - k, std::size_t(p.most - size)); ++r) {
                more = std::min(more, ahead[k + r + 1] - ahead[k] + for_size(size + int(r) + 1));
                more_changed = std::min(more_changed, tail[k * p.most + r] + for_size(size + int(r) + 1));
            }
            if (held + more >= least || changed + more_changed >= least) return;
            if (left < 0 || --left < 0) return;
            const i64 total = minutes + p.load[items[k].client];
            if (total > p.room[person]) continue;
            chosen.push_back(items[k].client);
            const double now = worth + items[k].worth;
            const double cost = now + double(p.slope * std::max<i64>(0, total - p.share[person])) + for_size(size + 1);
            if (cost < least) {
                if (collected) collected->push_back({i64(std::floor(cost)), chosen});
                else least = cost, best_chosen = chosen;
            }
            grow(person, k + 1, now, changed + items[k].modified, total);
            chosen.pop_back();
        }
    }
};

}  // namespace contact
