// Days that belong together: annealing over who comes to whom on all of them, with every route as it really is.
//
// A step either searches one of the days, where whoever meets a client on another day costs nothing as a new face, or takes a
// person away from a client on all days at once. The latter is what no search of single days can do: as long as one visit is left,
// the person is no new face on any of the days.
#pragma once
#include <limits>
#include <utility>
#include <vector>

#include "_day_search.h"

namespace day {

constexpr int ONE_DAY = 5;     // of 8 steps search one day;
constexpr int EVERYWHERE = 6;  // of 8 others take a person away on all days, else on one,
constexpr int OUTSIDE = 1;     // of 8 to give the visits to somebody whom the client has not met yet,
constexpr int ROOM = 2;        // of 8 times room is made for them
constexpr int RARE = 5;        // more visits, at most, than who comes least has the person who goes

class Horizon {
   public:
    // The searches have joined these meetings.
    Horizon(std::vector<Search*> searches, std::vector<Meetings*> meetings, u64 seed)
        : days(std::move(searches)), meetings(std::move(meetings)), random(seed) {
        for (size_t d = 0; d < days.size(); ++d)
            for (int v = 0; v < days[d]->visits(); ++v) all.push_back({static_cast<int>(d), v});
    }

    // Of all days, and what the meetings cost.
    i64 cost() const {
        i64 sum = 0;
        for (const Search* day : days) sum += day->total();
        for (const Meetings* met : meetings) sum += met->cost;
        return sum;
    }

    // An annealing of so many steps: begun, run in slices until one does less than asked, ended. It never makes the plans dearer.
    void begin(i64 steps, double hot, double cold) {
        annealing.between(hot, cold);
        done = 0, length = all.empty() ? 0 : steps, before = cost();
        for (Search* day : days) day->keep();
    }
    i64 run(i64 slice) {
        i64 step = 0;
        for (; step < slice && done < length; ++step, ++done) {
            if ((done & 63) == 0) {
                annealing.cool(static_cast<double>(done) / static_cast<double>(length));
                for (Search* day : days) day->as_warm_as(annealing);
            }
            const auto [d, v] = all[random.below(static_cast<int>(all.size()))];
            if (random.below(8) < ONE_DAY) days[d]->one_step();
            else hand_over(d, v);
        }
        return step;
    }
    void end() {
        if (cost() > before)
            for (Search* day : days) day->restore_best();
        for (Search* day : days) day->keep();
    }

   private:
    i64 done = 0, length = 0, before = 0;
    struct Errand {  // on a day somebody's visits to the client, one of which is v, go to r (-1: to whoever it may be)
        int day, v, r;
    };
    std::vector<Search*> days;
    std::vector<Meetings*> meetings;
    std::vector<std::pair<int, int>> all;  // day, visit
    Random random;
    Annealing annealing;
    std::vector<Errand> errands;
    std::vector<int> able;

    void hand_over(int d, int v) {
        const Search& day = *days[d];
        if (day.owner_of(v) < 0 || !day.alone(v)) return;
        const int client = day.client_of[v];
        const Meetings* met = day.meetings[random.below(static_cast<int>(day.meetings.size()))];
        errands.clear();
        int leaver = day.person[day.owner_of(v)], successor = -1;
        if (random.below(8) < EVERYWHERE) {
            leaver = comes_seldom(*met, client);
            for (size_t e = 0; e < days.size(); ++e)
                if (days[e]->counts_for(met))
                    if (const int u = days[e]->visit_of(client, leaver); u >= 0) errands.push_back({static_cast<int>(e), u, -1});
            successor = best_successor(*met, client, leaver);
        } else {
            errands.push_back({d, v, -1});
        }
        for (Errand& errand : errands) errand.r = who_takes_over(*met, errand, leaver, successor);
        const i64 before = cost_of_errands();
        for (const Errand& errand : errands) {
            Search& that = *days[errand.day];
            that.hand_over(that.owner_of(errand.v), client, errand.r, random.below(8) < ROOM);
        }
        const bool good = cost_of_errands() < before + annealing.margin(random);
        for (const Errand& errand : errands) days[errand.day]->decide(good);
    }

    i64 cost_of_errands() const {
        i64 sum = 0;
        for (const Errand& errand : errands) sum += days[errand.day]->total();
        for (const Meetings* met : meetings) sum += met->cost;
        return sum;
    }
    int comes_seldom(const Meetings& met, int client) {
        int chosen = -1, least = std::numeric_limits<int>::max();
        for (int q = 0; q < met.people; ++q)
            if (met.have_met(client, q))
                if (const int n = met.count(client, q) + random.below(RARE); n < least) least = n, chosen = q;
        return chosen;
    }
    // With whom, beside those who come anyway, most of the errands have somebody to do them.
    int best_successor(const Meetings& met, int client, int leaver) {
        const bool outside = random.below(8) < OUTSIDE;
        int chosen = -1, most = -1, ties = 0;
        for (int q = 0; q < met.people; ++q) {
            if (q == leaver || met.have_met(client, q) == outside) continue;
            int done = 0;
            for (const Errand& errand : errands) done += somebody(met, errand, client, leaver, q);
            if (done > most) most = done, ties = 0;
            if (done == most && random.below(++ties) == 0) chosen = q;
        }
        return chosen;
    }
    bool somebody(const Meetings& met, const Errand& errand, int client, int leaver, int successor) const {
        const Search& day = *days[errand.day];
        for (int r = 0; r < day.staff(); ++r) {
            const int q = day.person[r];
            if (q != leaver && (q == successor || met.have_met(client, q)) && day.may(errand.v, r)) return true;
        }
        return false;
    }
    // Who does an errand: the successor if at work, or one of those who come anyway.
    int who_takes_over(const Meetings& met, const Errand& errand, int leaver, int successor) {
        const Search& day = *days[errand.day];
        able.clear();
        for (int r = 0; r < day.staff(); ++r) {
            const int q = day.person[r];
            if (q == leaver || !day.may(errand.v, r)) continue;
            if (q == successor) return r;
            if (met.have_met(day.client_of[errand.v], q)) able.push_back(r);
        }
        return able.empty() ? -1 : able[random.below(static_cast<int>(able.size()))];
    }
};

}  // namespace day
