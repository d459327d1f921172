// When a visit may start and what its start costs: windows, lateness, promised times.
#pragma once
#include <algorithm>
#include <cstdlib>

#include "_day_problem.h"

namespace day {

struct Times {
    const Problem& P;
    const bool several;  // some visit has more than one window
    bool uneven;         // a delay may make something cheaper, so that no bound on arrivals tells what lies behind
    i64 least_late = 0;  // what a second of delay beyond a limit costs at least

    explicit Times(const Problem& problem) : P(problem), several(P.visits > 0 && P.window_from[P.visits] > 0) {
        uneven = several || P.w_wait || P.w_moved || P.periods;
        for (int k = 0; k < P.staff; ++k) uneven |= P.break_length[k] > 0 && P.break_missed[k] > 0;
        if (uneven) return;
        least_late = P.w_late;
        for (int k = 0; k < P.staff; ++k) least_late = std::min(least_late, P.overtime_price[k]);
        for (int v = 0; v < P.visits; ++v) least_late = std::min(least_late, P.late_price[v]);
    }

    // Start of a visit whose visitor is ready: at once, or when the next window opens if that is soon enough.
    int opening(int v, int ready) const {
        int opens = P.earliest[v];
        if (several)
            for (int i = P.window_from[v]; i < P.window_from[v + 1] && P.window_turn[i] <= ready; ++i) opens = P.window_earliest[i];
        return std::max(ready, opens);
    }
    int last_latest(int v) const {
        const bool more = several && P.window_from[v] < P.window_from[v + 1];
        return more ? P.window_latest[P.window_from[v + 1] - 1] : P.latest[v];
    }
    // Seconds after the latest start of the last window that has opened; negative before it.
    int over(int v, int start) const {
        int latest = P.latest[v];
        if (several)
            for (int i = P.window_from[v]; i < P.window_from[v + 1] && P.window_earliest[i] <= start; ++i) latest = P.window_latest[i];
        return start - latest;
    }
    i64 cost(int v, int start) const {
        i64 cost = P.late_price[v] * std::max(0, over(v, start));
        if (P.w_moved && P.promised_start[v] > NO_PROMISE) cost += P.w_moved * std::abs(start - P.promised_start[v]);
        return cost;
    }
};

}  // namespace day
