// A drive where travel changes with the hour: it goes on at the new speed when it runs from one period of the day into the next
// (Ichoua, Gendreau and Potvin 2003, European Journal of Operational Research 144(2)), so who leaves later never arrives earlier.
#pragma once
#include <algorithm>

#include "_day_problem.h"

namespace day {

constexpr i64 WHOLE = 1LL << 40;         // of a drive; done at WHOLE / seconds per second,
constexpr i64 SHORT_OF = 1LL << 20;      // so that a drive of fewer seconds than this within one period takes exactly its seconds

struct Way {
    int seconds;   // where they are the same at all hours
    int from, to;  // places
};

struct Roads {
    const Problem& P;
    const bool timed;
    const size_t stride;

    explicit Roads(const Problem& problem)
        : P(problem), timed(P.periods > 0), stride(static_cast<size_t>(P.modes) * P.places * P.places) {}

    template <bool TIMED>
    int seconds(int k, const Way& way, int leave) const {
        if (!TIMED) return way.seconds;
        const size_t cell = cell_of(k, way);
        int r = 0;
        while (r < P.periods && P.period_start[r] <= leave) ++r;
        const int whole = in_period(r, cell);
        if (r == P.periods || leave + whole <= P.period_start[r]) return whole;
        i64 left = WHOLE - SHORT_OF;
        int now = leave;
        for (;; ++r) {
            const int seconds = in_period(r, cell);
            if (!seconds) break;
            const i64 pace = WHOLE / seconds, needed = (left + pace - 1) / pace;
            if (r == P.periods || needed <= P.period_start[r] - now) {
                now += static_cast<int>(needed);
                break;
            }
            left -= pace * (P.period_start[r] - now);
            now = P.period_start[r];
        }
        return now - leave;
    }
    // When one leaves at the latest to be there at `arrive`.
    int leave_by(int k, const Way& way, int arrive) const {
        const size_t cell = cell_of(k, way);
        int least = P.travel[cell], most = least;
        for (int r = 1; r <= P.periods; ++r) {
            least = std::min(least, in_period(r, cell));
            most = std::max(most, in_period(r, cell));
        }
        int low = arrive - most, high = arrive - least;  // of these the first is soon enough
        while (low < high) {
            const int middle = low + (high - low + 1) / 2;
            if (middle + seconds<true>(k, way, middle) <= arrive) low = middle;
            else high = middle - 1;
        }
        return low;
    }

   private:
    size_t cell_of(int k, const Way& way) const {
        return (static_cast<size_t>(P.mode[k]) * P.places + way.from) * P.places + way.to;
    }
    int in_period(int r, size_t cell) const { return r ? P.period_travel[(r - 1) * stride + cell] : P.travel[cell]; }
};

}  // namespace day
