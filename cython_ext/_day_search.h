// The day-plan search: who visits whom in which order. Ruin and recreate, annealed; each header one layer on top of the last.
#pragma once
#include <algorithm>
#include <chrono>
#include <ctime>
#include <limits>
#include <utility>
#include <vector>

#include "_day_handover.h"
#include "_day_pool.h"

namespace day {

class Search : public Handover {
   public:
    using Handover::Handover;

    i64 done = 0;
    Pool pool;

    // False where the given routes break a rule; `breaks` as Route::break_at, negative for "choose"; `holds` null for "choose".
    bool load(const int* nodes, const int* sizes, const int* breaks, const int* holds) {
        clear();
        const int* at = nodes;
        for (int k = 0; k < P.staff; ++k) {
            Route& route = routes[k];
            for (int p = 0; p < sizes[k]; ++p) place_at(k, p, at[p]);
            at += sizes[k];
            if (holds) route.hold = holds[k];
            if (breaks[k] >= 0 && P.break_length[k] > 0) route.break_at = std::min(breaks[k], route.size());
        }
        for (int k = 0; k < P.staff; ++k) mark(k);
        if (!settle()) return false;
        for (int k = 0; k < P.staff; ++k)
            if (breaks[k] < 0) choose_break(k);
        if (!settle()) return false;
        for (int k = 0; k < P.staff && !holds; ++k) choose_hold(k);
        if (!settle()) return false;
        changed.clear();
        begin_step();
        current = total(), current_shadow = guide();
        keep_best_whole();
        return true;
    }

    // The more of 1024 parts of the price of a new route is a gift, the more routes there are to begin with.
    void construct(int gift) {
        candidates.find_near();
        begin_step();
        hope_for_level();
        opening_gift = gift;
        recreate(false);
        opening_gift = 0;
        finish_step();
        current = total(), current_shadow = guide();
        keep_best_whole();
    }

    // Runs until `iterations` more steps are done or `seconds` CPU seconds have passed since the first call (limits < 0: none).
    // `horizon_*` is the length of the whole annealing.
    i64 run(i64 slice, i64 horizon_iterations, double horizon_seconds) {
        if (P.visits == 0) return 0;
        if (first_run) {
            start_clock = cpu_seconds();
            first_run = false;
        }
        i64 step = 0;
        for (; step < slice; ++step) {
            if (horizon_iterations >= 0) {
                if (done >= horizon_iterations) break;
                if ((done & 63) == 0) annealing.cool(static_cast<double>(done) / static_cast<double>(horizon_iterations));
            } else if ((done & 31) == 0) {
                const double share = (cpu_seconds() - start_clock) / horizon_seconds;
                if (share >= 1.0) break;
                annealing.cool(share);
            }
            iterate();
            ++done;
        }
        return step;
    }

    void heat(double first, double last) { annealing.between(first, last); }
    void restore_best() {
        begin_step();
        for (int k = 0; k < P.staff; ++k) unbook(k);
        routes = best_routes;
        for (int k = 0; k < P.staff; ++k) book(k);
        absent = best_absent;
        current = best, current_shadow = guide();
    }

    // Takes a visit out for a while; the cost of the plan without it. `put_back` undoes that.
    i64 without(int v) {
        begin_step();
        take_out(v);
        settle();
        return total();
    }
    void put_back() { roll_back(); }
    // One step of an annealing over several days: what counts is this day and what all days share.
    void one_step() {
        current = total() + shared(), current_shadow = guide();
        iterate();
    }
    void as_warm_as(const Annealing& whole) { annealing = whole; }
    // What `restore_best` goes back to.
    void keep() {
        current = total();
        keep_best_whole();
    }

    // The same number for staff who are the same in everything.
    int kind_of(int k) const { return candidates.staff_class[k]; }

   private:
    double start_clock = 0;
    bool first_run = true;
    double current_shadow = 0;

    double guide() const { return P.staff > FEW ? shadow() : 0.0; }  // among few, everybody is tried for everything anyway

    i64 shared() const {
        i64 sum = 0;
        for (const Meetings* met : meetings) sum += met->cost;
        return sum;
    }

    static double cpu_seconds() {
#ifdef CLOCK_THREAD_CPUTIME_ID
        timespec now;
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
        return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
#else
        return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
#endif
    }

    void iterate() {
        begin_step();
        note_level();
        const int kind = random.below(64);
        bool ruins = true;
        if (kind < 16) ruins = !swap_tails();
        else if (kind < 20) ruins = !split_route() || random.below(2);
        if (ruins) {
            ruin();
            settle();
        }
        if (breaks_problem || P.w_wait) finish_step();
        if (only_dearer) bar = current + annealing.margin(random);
        const bool whole = recreate(true);
        if (whole) finish_step();
        const i64 now = whole ? total() + shared() : NEVER;
        if (!only_dearer) bar = current + annealing.margin(random);
        const double behind = guide();
        if (now + annealing.faded(behind - current_shadow) < std::exchange(bar, NEVER)) {
            current = now, current_shadow = behind;
            accept();
            if (pool.is_open())
                for (int k : changed)
                    if (routes[k].size()) pool.add(P, routes[k], k, candidates.staff_class[k]);
            if (now < best && meetings.empty()) keep_best();
        } else {
            roll_back();
        }
    }
};

}  // namespace day
