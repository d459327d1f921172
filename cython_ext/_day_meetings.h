// Who has met whom over several days: the only thing that the plans of these days share.
#pragma once
#include <utility>
#include <vector>

#include "_day_problem.h"

namespace day {

class Meetings {
   public:
    // `price` [clients][people]: of two who meet, however often they do.
    Meetings(int people, std::vector<i64> price) : people(people), price(std::move(price)), visits(this->price.size(), 0) {}

    const int people;
    i64 cost = 0;

    int count(int client, int person) const { return visits[cell(client, person)]; }
    bool have_met(int client, int person) const { return count(client, person) > 0; }
    // Price of one more visit.
    i64 of(int client, int person) const { return have_met(client, person) ? 0 : price[cell(client, person)]; }
    void add(int client, int person) {
        const std::size_t at = cell(client, person);
        if (visits[at]++ == 0) cost += price[at];
    }
    void remove(int client, int person) {
        const std::size_t at = cell(client, person);
        if (--visits[at] == 0) cost -= price[at];
    }

   private:
    const std::vector<i64> price;
    std::vector<int> visits;

    std::size_t cell(int client, int person) const { return static_cast<std::size_t>(client) * people + person; }
};

}  // namespace day
