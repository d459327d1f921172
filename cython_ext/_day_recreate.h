// Recreate: absent visits are inserted one after the other where they cost least.
#pragma once
#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

#include "_day_tails.h"

namespace day {

constexpr int OPENED = 200;  // of 1024 recreations may open one route at no price

class Recreate : public Tails {
   public:
    using Tails::Tails;

   protected:
    // False: given up, since it would cost more than the bar.
    bool recreate(bool may_open) {
        note_empties();
        if (P.w_max_late) longest_late = max_late();
        aim(random);
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
        waiting.resize(absent.size());
        std::iota(waiting.begin(), waiting.end(), 0);
        std::sort(waiting.begin(), waiting.end(), [&](int a, int b) { return order[a] < order[b]; });
        for (int& i : waiting) i = absent[i];
        opening = may_open && random.below(1024) < OPENED;
        lost = 0;
        for (size_t i = 0; i < waiting.size() && so_far() < bar; ++i) insert(waiting[i]);
        opening = false;
        if (so_far() >= bar) return false;
        drop_halves();
        return true;
    }

    void drop_halves() {  // a pair that must be whole and is not: neither is served
        if (!P.pairs && !P.wholes) return;
        waiting = absent;
        for (int v : waiting) {
            const int other = mate[v];
            if (owner[v] < 0 && other >= 0 && whole[v] && owner[other] >= 0) take_out(other);
        }
        settle();
    }

    void finish_step() {
        if (breaks_problem) {
            for (size_t i = 0; i < changed.size(); ++i) choose_break(changed[i]);
            settle();
        }
        if (P.w_wait) {
            for (size_t i = 0; i < changed.size(); ++i) choose_hold(changed[i]);
            settle();
        }
    }

   private:
    std::vector<std::pair<i64, int>> order;
    std::vector<int> waiting;

    i64 far(int v) const { return P.travel[static_cast<size_t>(P.start_place[0]) * P.places + P.place[v]]; }
};

}  // namespace day
