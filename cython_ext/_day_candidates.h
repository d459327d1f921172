// Who comes into question: staff for a visit, visits that could well follow each other, visits of one client.
#pragma once
#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

#include "_day_times.h"
#include "_day_random.h"

namespace day {

constexpr int MANY = 150;  // with more visits than this only so many before and after a visit are looked at:
constexpr int GRAIN = 40;

struct Candidates {
    std::vector<std::vector<int>> able;  // staff that may do a visit, by cost and then by an order drawn by the seed
    std::vector<int> staff_class;        // staff who are the same in everything: an empty route of each class is tried once
    int classes = 0;
    int near_count = 0;
    std::vector<int> near;           // nearest visits [visits][near_count]
    int grain = 0;                   // 0: so few visits that all are looked at
    std::vector<int> before, after;  // visits that one could well follow, or precede [visits][grain]
    std::vector<u8> differ;          // whether it matters who does the visit
    std::vector<int> kin_first, kin;  // visits of each client

    Candidates(const Problem& problem, Random& random) : P(problem) {
        const int n = P.visits;
        std::vector<int> shuffled(P.staff);
        std::iota(shuffled.begin(), shuffled.end(), 0);
        random.shuffle(shuffled);
        able.resize(n);
        for (int v = 0; v < n; ++v) {
            for (int k : shuffled)
                if (P.cost_of(v, k) != FORBIDDEN && P.demand[v] <= P.capacity[k]) able[v].push_back(k);
            std::stable_sort(able[v].begin(), able[v].end(), [&](int a, int b) { return P.cost_of(v, a) < P.cost_of(v, b); });
        }
        classify(shuffled);
        differ.resize(n);
        for (int v = 0; v < n; ++v) differ[v] = !able[v].empty() && P.cost_of(v, able[v].front()) != P.cost_of(v, able[v].back());
        grain = n > MANY ? GRAIN : 0;
        near_count = std::max(0, std::min(n - 1, n > 2000 ? 100 : 250));
        kin_first.assign(P.clients + 1, 0), kin.resize(n);
        for (int v = 0; v < n; ++v) ++kin_first[P.client[v] + 1];
        for (int c = 0; c < P.clients; ++c) kin_first[c + 1] += kin_first[c];
        std::vector<int> fill(kin_first.begin(), kin_first.end() - 1);
        for (int v = 0; v < n; ++v) kin[fill[P.client[v]]++] = v;
    }

    void nobody_alike() {
        std::iota(staff_class.begin(), staff_class.end(), 0);
        classes = static_cast<int>(staff_class.size());
    }

    const int* near_of(int v) const { return near.data() + static_cast<size_t>(v) * near_count; }

    const int* before_of(int v) const { return before.data() + static_cast<size_t>(v) * grain; }
    const int* after_of(int v) const { return after.data() + static_cast<size_t>(v) * grain; }

    // Visits that could well follow each other: travel, a fifth of the waiting, all of the lateness (mode 0).
    void find_near() {
        const int n = P.visits;
        if (!near.empty()) return;
        near.resize(static_cast<size_t>(n) * near_count);
        before.resize(static_cast<size_t>(n) * grain), after.resize(static_cast<size_t>(n) * grain);
        std::vector<std::pair<i64, int>> row;
        const Times times(P);
        std::vector<int> latest(n);
        for (int v = 0; v < n; ++v) latest[v] = times.last_latest(v);
        auto follow = [&](int a, int b) {
            const i64 t = P.travel[static_cast<size_t>(P.place[a]) * P.places + P.place[b]] + P.duration[a];
            const i64 wait = std::max<i64>(0, static_cast<i64>(P.earliest[b]) - latest[a] - t);
            const i64 late = std::max<i64>(0, static_cast<i64>(P.earliest[a]) + t - latest[b]);
            return t - P.duration[a] + wait / 5 + late;
        };
        auto choose = [&](int v, int count, int* into, auto distance) {
            row.clear();
            for (int u = 0; u < n; ++u)
                if (u != v) row.push_back({distance(u), u});
            std::nth_element(row.begin(), row.begin() + (count - 1), row.end());
            std::sort(row.begin(), row.begin() + count);
            for (int i = 0; i < count; ++i) into[i] = row[i].second;
        };
        for (int v = 0; v < n && near_count; ++v) {
            choose(v, near_count, &near[static_cast<size_t>(v) * near_count], [&](int u) { return std::min(follow(v, u), follow(u, v)); });
            if (!grain) continue;
            choose(v, grain, &before[static_cast<size_t>(v) * grain], [&](int u) { return follow(u, v); });
            choose(v, grain, &after[static_cast<size_t>(v) * grain], [&](int u) { return follow(v, u); });
        }
    }

   private:
    const Problem& P;

    void classify(const std::vector<int>& order) {
        std::vector<u64> hash(P.staff, 1469598103934665603ULL);
        auto mix = [](u64& h, u64 x) { h = (h ^ x) * 1099511628211ULL, h ^= h >> 29; };
        for (int k = 0; k < P.staff; ++k)
            for (int x : {P.shift_start[k], P.shift_end[k], P.start_place[k], P.end_place[k], P.mode[k], P.break_length[k],
                          P.break_earliest[k], P.break_latest[k], P.capacity[k], static_cast<int>(P.staff_cost[k]),
                          static_cast<int>(P.overtime_price[k]), static_cast<int>(P.break_missed[k])})
                mix(hash[k], static_cast<u64>(static_cast<unsigned>(x)));
        for (int v = 0; v < P.visits; ++v)
            for (int k = 0; k < P.staff; ++k) mix(hash[k], static_cast<u64>(static_cast<unsigned>(P.cost_of(v, k))));
        for (int c = 0; c < P.clients; ++c)
            for (int k = 0; k < P.staff; ++k) {
                const size_t cell = static_cast<size_t>(c) * P.staff + k;
                mix(hash[k], P.known[cell] * 2u + P.met[cell]);
            }
        std::vector<std::pair<u64, int>> sorted;
        for (int k : order) sorted.push_back({hash[k], k});
        std::sort(sorted.begin(), sorted.end());
        staff_class.assign(P.staff, 0);
        int count = 0;
        for (size_t i = 0; i < sorted.size(); ++i) {
            if (i > 0 && sorted[i].first != sorted[i - 1].first) ++count;
            staff_class[sorted[i].second] = count;
        }
        classes = count + 1;
    }
};

}  // namespace day
