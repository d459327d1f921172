// One day to plan, as arrays that somebody else owns.
//
// Everything is integer: seconds (or ticks), costs in the caller's unit.
#pragma once
#include <cstddef>
#include <cstdint>
#include <limits>

namespace day {

using i64 = std::int64_t;
using u64 = std::uint64_t;
using u8 = std::uint8_t;

constexpr i64 NEVER = std::numeric_limits<i64>::max() / 4;
constexpr int FORBIDDEN = std::numeric_limits<int>::max();
constexpr int NO_PROMISE = -(1 << 27);
constexpr int LATEST = 1 << 29;  // a start beyond this is a circle of visits that wait for each other

struct Problem {
    int visits = 0, staff = 0, places = 0, modes = 0, clients = 0;
    const int* travel = nullptr;   // [modes][places][places] seconds
    int periods = 0;               // further periods of the day, with travel times of their own
    const int *period_start = nullptr, *period_travel = nullptr;  // [periods], [periods][modes][places][places]
    const int *shift_start = nullptr, *shift_end = nullptr, *start_place = nullptr, *end_place = nullptr, *mode = nullptr;
    const int *break_length = nullptr, *break_earliest = nullptr, *break_latest = nullptr;  // length 0: no break
    const i64* break_missed = nullptr;  // price of having none; 0: it is taken, too late if need be
    const int* capacity = nullptr;
    const i64* staff_cost = nullptr;  // for the use of a staff member
    const i64* overtime_price = nullptr;  // of a second after the end of the shift
    const int *place = nullptr, *duration = nullptr, *earliest = nullptr, *latest = nullptr, *client = nullptr, *demand = nullptr;
    const i64* late_price = nullptr;  // of a second after the latest start
    const int* promised_start = nullptr;
    const int* window_from = nullptr;  // [visits + 1] rows of further windows, in order of time
    const int *window_earliest = nullptr, *window_latest = nullptr;
    const int* window_turn = nullptr;  // who arrives no sooner waits for this window
    const i64* unserved = nullptr;
    const int* cost = nullptr;  // [visits][staff]; FORBIDDEN where skills or a wish rule it out
    const u8* known = nullptr;  // [clients][staff], met lately: no new face
    const u8* met = nullptr;    // [clients][staff], met earlier today
    int pairs = 0;              // pair_first starts, pair_second starts low..high after it; two different people
    const int *pair_first = nullptr, *pair_second = nullptr, *pair_low = nullptr, *pair_high = nullptr;
    const u8* pair_whole = nullptr;  // both or neither is served
    int wholes = 0;                  // two visits that are served or left out together, and else free
    const int *whole_first = nullptr, *whole_second = nullptr;
    int gaps = 0;                    // start of second >= end of first + least
    const int *gap_first = nullptr, *gap_second = nullptr, *gap_least = nullptr;
    i64 w_travel = 0, w_wait = 0, w_late = 0, w_max_late = 0, w_distinct = 0, w_new_face = 0;
    i64 w_idle = 0, w_balance = 0, w_moved = 0;

    int cost_of(int v, int k) const { return cost[static_cast<std::size_t>(v) * staff + k]; }
    const int* travel_from(int k, int from) const { return travel + (static_cast<std::size_t>(mode[k]) * places + from) * places; }
};

}  // namespace day
