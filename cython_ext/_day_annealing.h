// Simulated annealing: how much worse than the current plan a new one may be.
#pragma once
#include <vector>

#include "_day_problem.h"
#include "_day_random.h"

namespace day {

class Annealing {
   public:
    Annealing() : logs(4096) {
        for (int i = 0; i < 4096; ++i) logs[i] = static_cast<int>(-1024.0 * log_of((i + 0.5) / 4096.0) + 0.5);
    }
    void between(double first, double last) { hot = first, cold = last; }
    // `share` of the way from the first to the last temperature is done.
    void cool(double share) { warmth = hot * exp_of(share * log_of(cold / hot)), fade = 1.0 - share; }
    // What guides the search at first and no longer counts in the end.
    i64 faded(double guide) const { return static_cast<i64>(fade * guide); }
    i64 margin(Random& random) const { return static_cast<i64>(warmth * logs[random.below(4096)] / 1024.0); }

   private:
    double hot = 0, cold = 0, warmth = 0, fade = 1;
    std::vector<int> logs;  // -1024 ln(u)
};

}  // namespace day
