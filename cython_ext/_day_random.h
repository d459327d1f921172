// Random numbers and logarithms by the four basic operations only, so that a run by iterations is the same on every machine.
#pragma once
#include <utility>
#include <vector>

#include "_day_problem.h"

namespace day {

inline double log_of(double x) {  // x > 0; ln by halving and the series of artanh
    int shift = 0;
    while (x > 1.5) x *= 0.5, ++shift;
    while (x < 0.75) x *= 2.0, --shift;
    const double y = (x - 1.0) / (x + 1.0), square = y * y;
    double term = y, sum = 0.0;
    for (int k = 1; k < 40; k += 2) sum += term / k, term *= square;
    return 2.0 * sum + shift * 0.6931471805599453;
}
inline double exp_of(double x) {
    const int halvings = 10;
    x /= 1024.0;
    double term = 1.0, sum = 1.0;
    for (int k = 1; k < 16; ++k) term *= x / k, sum += term;
    for (int k = 0; k < halvings; ++k) sum *= sum;
    return sum;
}

struct Random {  // splitmix64
    u64 state;
    explicit Random(u64 seed) : state(seed * 0x9E3779B97F4A7C15ULL + 0x1234567) {}
    u64 next() {
        u64 z = (state += 0x9E3779B97F4A7C15ULL);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
        return z ^ (z >> 31);
    }
    int below(int n) { return static_cast<int>(((next() >> 32) * static_cast<u64>(n)) >> 32); }
    bool chance(int of_1000) { return below(1000) < of_1000; }
    template <class T>
    void shuffle(std::vector<T>& items) {
        for (int i = static_cast<int>(items.size()) - 1; i > 0; --i) std::swap(items[i], items[below(i + 1)]);
    }
};

}  // namespace day
