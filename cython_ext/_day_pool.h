// Routes of plans that the search went through: what a better plan may be put together from.
#pragma once
#include <vector>

#include "_day_plan.h"
#include "_day_random.h"

namespace day {

// A table in which every route has one place, by who could drive it and whom it visits: the newest stays, of the same visits the cheapest.
class Pool {
   public:
    struct Kept {
        u64 key = 0;
        int staff = -1;
        i64 cost = 0;  // of the route and of its driver's visits
        std::vector<int> nodes;
    };

    std::vector<Kept> kept;

    // `places` a power of two; 0: nothing is kept.
    void open(int places) { kept.assign(places, Kept()); }
    bool is_open() const { return !kept.empty(); }

    void add(const Problem& P, const Route& route, int k, int staff_class) {
        u64 key = mixed(~static_cast<u64>(staff_class));
        i64 cost = route.cost;
        for (int p = 0; p < route.size(); ++p) {
            const int v = route.stops[p].node;
            key += mixed(v), cost += P.cost_of(v, k);
        }
        Kept& place = kept[(key >> 20) & (kept.size() - 1)];
        if (place.key == key && place.cost <= cost) return;
        place.key = key, place.staff = k, place.cost = cost;
        place.nodes.resize(route.size());
        for (int p = 0; p < route.size(); ++p) place.nodes[p] = route.stops[p].node;
    }

   private:
    static u64 mixed(u64 x) { return Random(x).next(); }
};

}  // namespace day
