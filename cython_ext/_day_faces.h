// How many different staff a client meets: the only cost that hangs on several routes and is no time.
#pragma once
#include <vector>

#include "_day_problem.h"

namespace day {

struct Faces {
    explicit Faces(const Problem& problem) : P(problem) { clear(); }

    i64 cost = 0;
    bool priced() const { return P.w_distinct || P.w_new_face; }

    void clear() {
        cost = 0;
        met.assign(P.met, P.met + static_cast<size_t>(P.clients) * P.staff);
        people.assign(P.clients, 0);
        for (int c = 0; c < P.clients; ++c)
            for (int k = 0; k < P.staff; ++k) people[c] += met[cell(c, k)];
    }
    // Price of one more visit by k at client c.
    i64 of(int c, int k) const { return met[cell(c, k)] ? 0 : further(c, k); }
    void add(int c, int k) {
        if (met[cell(c, k)]++ == 0) cost += further(c, k), ++people[c];
    }
    void remove(int c, int k) {
        if (--met[cell(c, k)] == 0) --people[c], cost -= further(c, k);
    }

   private:
    const Problem& P;
    std::vector<int> met, people;  // [clients][staff] visits today; different staff today

    size_t cell(int c, int k) const { return static_cast<size_t>(c) * P.staff + k; }
    i64 further(int c, int k) const {
        const i64 distinct = people[c] > 0 ? P.w_distinct : 0;
        return distinct + (P.w_new_face && !P.known[cell(c, k)] ? P.w_new_face : 0);
    }
};

}  // namespace day
