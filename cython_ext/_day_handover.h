// One day of several: a client's visits go from one person to another, who may give something else away to make room.
#pragma once
#include <algorithm>
#include <cstdlib>
#include <utility>
#include <vector>

#include "_day_recreate.h"

namespace day {

constexpr int ABOUT = 3600;  // seconds by which what makes room may be further off in time than what lies nearest

class Handover : public Recreate {
   public:
    using Recreate::Recreate;

    // From now on this day counts whom its visits are to and who its staff are, together with other days.
    void join(std::vector<int> clients, std::vector<int> people, std::vector<Meetings*> shared) {
        client_of = std::move(clients), person = std::move(people), meetings = std::move(shared);
        for (int v = 0; v < P.visits; ++v)
            if (owner[v] >= 0)
                for (Meetings* met : meetings) met->add(client_of[v], person[owner[v]]);
        candidates.nobody_alike(), seen_class.assign(P.staff, 0);
    }

    int visits() const { return P.visits; }
    int staff() const { return P.staff; }
    int owner_of(int v) const { return owner[v]; }
    bool counts_for(const Meetings* met) const { return std::find(meetings.begin(), meetings.end(), met) != meetings.end(); }
    bool may(int v, int k) const { return P.cost_of(v, k) != FORBIDDEN; }
    bool alone(int v) const { return mate[v] < 0; }  // not done or left out together with another visit
    // A visit that somebody makes to a client, or -1.
    int visit_of(int client, int somebody) const {
        for (int k = 0; k < P.staff; ++k)
            if (person[k] == somebody)
                for (int p = 0; p < routes[k].size(); ++p)
                    if (is_of(routes[k].stops[p].node, client)) return routes[k].stops[p].node;
        return -1;
    }

    // All that k does at a client goes to r (or where r cannot, and for r = -1, to whoever costs least). Yet to be decided about.
    void hand_over(int k, int client, int r, bool makes_room) {
        begin_step();
        aim(random);
        given.clear(), ejected.clear();
        all_at(k, client, given);
        if (given.empty()) return;
        if (makes_room && r >= 0) {
            const int other = somebody_else(r, client, start_of(given[random.below(static_cast<int>(given.size()))]));
            if (other >= 0) all_at(r, other, ejected);
        }
        for (int v : given) take_out(v);
        for (int v : ejected) take_out(v);
        settle();
        note_empties();
        bar = NEVER, lost = 0, opening = false;
        if (P.w_max_late) longest_late = max_late();
        for (int v : given)
            if (r < 0 || !insert_with(v, r)) insert(v);
        for (int v : ejected) insert(v);
        finish_step();
    }
    void decide(bool good) {
        if (good) accept();
        else roll_back();
    }

   private:
    std::vector<int> given, ejected;

    bool is_of(int v, int client) const { return client_of[v] == client && alone(v); }
    void all_at(int k, int client, std::vector<int>& found) const {
        for (int p = 0; p < routes[k].size(); ++p)
            if (is_of(routes[k].stops[p].node, client)) found.push_back(routes[k].stops[p].node);
    }
    // Another client whom r visits at about that time, or -1.
    int somebody_else(int r, int client, int when) {
        int chosen = -1, least = LATEST;
        for (int p = 0; p < routes[r].size(); ++p) {
            const Stop& stop = routes[r].stops[p];
            if (client_of[stop.node] == client || !alone(stop.node)) continue;
            const int apart = std::abs(stop.start - when) + random.below(ABOUT);
            if (apart < least) least = apart, chosen = client_of[stop.node];
        }
        return chosen;
    }
};

}  // namespace day
