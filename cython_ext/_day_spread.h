// How evenly the work is spread: the largest idle time, and how far everybody's work is from the mean.
#pragma once
#include <algorithm>
#include <cmath>
#include <vector>

#include "_day_random.h"
#include "_day_schedule.h"

namespace day {

class Spread : public Schedule {
   public:
    explicit Spread(const Problem& problem) : Schedule(problem), spread_problem(P.w_idle || P.w_balance) {}

   protected:
    const bool spread_problem;
    int idlest = -1;  // who was most idle when the step began, where that has a price

    i64 spread_cost() const {
        i64 cost = 0, all = 0;
        if (P.w_idle) {
            int most = 0;
            for (const Route& route : routes) most = std::max(most, route.idle);
            cost += P.w_idle * most;
        }
        if (P.w_balance) {
            for (const Route& route : routes) all += route.work;
            i64 away = 0;
            for (const Route& route : routes) away += (std::abs(route.work * P.staff - all) + P.staff - 1) / P.staff;
            cost += P.w_balance * away;
        }
        return cost;
    }

    // What the largest idle time looks like to the acceptance of a plan, beyond its price: the idle time of others who are nearly as
    // idle (norm of order 8 above the mean), because a step that helps one of them lowers the largest of all only much later.
    double shadow() const {
        if (!P.w_idle) return 0;
        i64 all = 0;
        int most = 0;
        for (const Route& route : routes) all += route.idle, most = std::max(most, route.idle);
        const double mean = static_cast<double>(all) / P.staff, range = most - mean;
        if (range <= 0) return 0;
        double sum = 0;
        for (const Route& route : routes) {
            const double part = std::max(0.0, (route.idle - mean) / range), square = part * part;
            sum += square * square * square * square;
        }
        return static_cast<double>(P.w_idle) * range * (std::sqrt(std::sqrt(std::sqrt(sum))) - 1.0);
    }

    // What `spread_of` is to say: the truth about the plan as it is.
    void aim_exactly() {
        if (!spread_problem) return;
        int most = 0, second = 0;
        aim_mean();
        for (const Route& route : routes) {
            if (route.idle > most) second = most, most = route.idle;
            else second = std::max(second, route.idle);
        }
        top = most, next_top = second, above = P.w_idle, between = 0, floor = 0;
    }
    // The same while a plan is put together again. Only the most idle of all counts, and nobody alone can lower it: idle time
    // above the level of the last plan has its whole price, idle time in a band below it a share of that for each who is there.
    void aim(Random& random) {
        if (!spread_problem) return;
        aim_mean();
        const int band = random.below(1 + level / 8);
        top = next_top = level, above = P.w_idle, floor = level - band;
        int there = 1;
        for (const Route& route : routes) there += route.idle > floor;
        between = P.w_idle * (1 + random.below(8)) / (4 * there);
    }
    void note_level() {
        if (!spread_problem) return;
        level = 0, idlest = -1;
        for (int k = 0; k < P.staff; ++k)
            if (P.w_idle && routes[k].idle > level) level = routes[k].idle, idlest = k;
    }
    // The level to begin with: everybody alike, once all visits are given to somebody.
    void hope_for_level() {
        i64 idle = 0;
        for (const Route& route : routes) idle += route.idle;
        for (int v : absent) idle -= P.duration[v];
        level = static_cast<int>(std::max<i64>(0, idle / P.staff));
    }
    // Change of the price of uneven work when k works so many seconds more (overtime not counted).
    i64 spread_of(int k, int more) const {
        const Route& route = routes[k];
        i64 cost = 0;
        if (P.w_idle) cost += idle_price(k, route.idle - more) - idle_price(k, route.idle);
        if (P.w_balance) cost += P.w_balance * (std::abs(route.work + more - mean) - std::abs(route.work - mean));
        return cost;
    }
    // No more than this can be saved by giving work to k.
    i64 most_saved(int k) const {
        const Route& route = routes[k];
        return idle_price(k, route.idle) + P.w_balance * std::max<i64>(0, mean - route.work);
    }

   private:
    int level = 0, top = 0, next_top = 0, floor = 0;
    i64 above = 0, between = 0, mean = 0;

    void aim_mean() {
        mean = 0;
        for (const Route& route : routes) mean += route.work;
        mean /= P.staff;
    }
    i64 idle_price(int k, int idle) const {
        const int level = routes[k].idle == top ? next_top : top;
        return above * std::max(0, idle - level) + between * std::max(0, std::min(idle, level) - floor);
    }
};

}  // namespace day
