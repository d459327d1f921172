// A drive where travel changes with the hour, as in _day_drive.h: it goes on at the new speed when it runs into the next period
// (Ichoua, Gendreau and Potvin 2003, European Journal of Operational Research 144(2)), so who leaves later never arrives earlier.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

namespace open_routes {

using Time = std::int64_t;
constexpr Time WHOLE = 1LL << 40, SHORT_OF = 1LL << 20;  // of a drive; within one period it takes exactly its seconds

struct Hours {
    std::vector<Time> changes;  // when the second, third, ... period begins
    Time stride = 0;            // from a drive's seconds in one period to those in the next

    Time seconds(const int* first, Time leave) const {
        const std::size_t last = changes.size();
        if (!last) return *first;
        std::size_t r = 0;
        while (r < last && changes[r] <= leave) ++r;
        const Time whole = first[r * stride];
        if (r == last || leave + whole <= changes[r]) return whole;
        Time left = WHOLE - SHORT_OF, now = leave;
        for (;; ++r) {
            const Time seconds = first[r * stride];
            if (!seconds) break;
            const Time pace = WHOLE / seconds, needed = (left + pace - 1) / pace;
            if (r == last || needed <= changes[r] - now) {
                now += needed;
                break;
            }
            left -= pace * (changes[r] - now);
            now = changes[r];
        }
        return now - leave;
    }

    // When one leaves at the latest to be there at `arrive`.
    Time leave_by(const int* first, Time arrive) const {
        if (changes.empty()) return arrive - *first;
        Time least = *first, most = least;
        for (std::size_t r = 1; r <= changes.size(); ++r) {
            least = std::min<Time>(least, first[r * stride]);
            most = std::max<Time>(most, first[r * stride]);
        }
        Time low = arrive - most, high = arrive - least;  // of these the first is soon enough
        while (low < high) {
            const Time middle = low + (high - low + 1) / 2;
            if (middle + seconds(first, middle) <= arrive) low = middle;
            else high = middle - 1;
        }
        return low;
    }
};

}  // namespace open_routes
