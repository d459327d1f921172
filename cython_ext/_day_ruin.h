// Ruin: strings of visits around one place are taken out, or all visits of some clients, or a short route as a whole
// (Christiaens and Vanden Berghe 2020, Slack Induction by String Removals, Transportation Science 54(2)).
#pragma once
#include <algorithm>
#include <vector>

#include "_day_insertion.h"

namespace day {

constexpr int MAX_STRING = 10;
constexpr double MEAN_REMOVED = 10.0;
constexpr int CLOSED = 30;       // of 1024 ruins empty a whole route, if it is short:
constexpr int SHORT_ROUTE = 12;  // so many visits at most

class Ruin : public Insertion {
   public:
    using Insertion::Insertion;

   protected:
    void ruin() {
        const int n = P.visits;
        const int seed = random.below(n);
        if (!working) return;
        if ((P.w_distinct || P.w_new_face || P.clients < n) && random.below(8) == 0) {
            ruin_clients(seed);
            return;
        }
        if (random.below(1024) < CLOSED && owner[seed] >= 0 && routes[owner[seed]].size() <= SHORT_ROUTE) {
            cut_route(owner[seed]);
            return;
        }
        const double mean = static_cast<double>(n - absent.size()) / working;
        const int longest = static_cast<int>(std::min<double>(MAX_STRING, mean + 0.5));
        const double strings_at_most = 4.0 * MEAN_REMOVED / (1.0 + std::max(1, longest)) - 1.0;
        const int strings = 1 + random.below(std::max(1, static_cast<int>(strings_at_most)));
        ++route_stamp;
        int cut = 0;
        for (int i = -1; i < candidates.near_count && cut < strings; ++i) {
            const int c = i < 0 ? seed : candidates.near_of(seed)[i];
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

   private:
    std::vector<int> gone;

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
    void cut_route(int k) {
        gone.clear();
        for (int q = 0; q < routes[k].size(); ++q) gone.push_back(routes[k].stops[q].node);
        for (int v : gone) take_with_partner(v);
    }
    void take_with_partner(int v) {
        if (owner[v] < 0) return;
        take_out(v);
        const int other = mate[v];
        if (other >= 0 && owner[other] >= 0 && random.below(2) == 0) take_out(other);
    }
    void ruin_clients(int seed) {  // all visits of some neighbouring clients
        int clients = 1 + random.below(3);
        for (int i = -1; i < candidates.near_count && clients > 0; ++i) {
            const int u = i < 0 ? seed : candidates.near_of(seed)[i];
            if (owner[u] < 0 || (i >= 0 && random.below(2))) continue;
            const int c = P.client[u];
            for (int j = candidates.kin_first[c]; j < candidates.kin_first[c + 1]; ++j) take_with_partner(candidates.kin[j]);
            --clients;
        }
    }
};

}  // namespace day
