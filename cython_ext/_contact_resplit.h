// A better answer from the bound: the clients of a few people are taken together and split anew among the sets that the bound says are
// good. `_contact_assignment_py.py` is the readable twin.
#pragma once
#include "_contact_assignment.h"

namespace contact {

// What a set leaves less than its person's best is small in a good answer and never negative, so its sum shows early which splits
// cannot be better: most often all others can be tried.
class Resplit {
public:
    std::vector<int> own;
    i64 cost = 0;

    Resplit(const Problem& problem, const Choices& choices, const std::vector<int>& now, std::uint64_t seed)
        : own(now), p(problem), like(choices.like), idle(choices.idle), pays(choices.pays), toll(choices.toll), random{seed},
          client(p.clients), rank(p.clients), turn(p.people), may(p.people, 0), extra(p.people), members(p.people), open(p.clients, 0),
          beginning(p.clients) {
        std::vector<int> times(p.clients, 0);
        for (const Choice& choice : choices.sets)
            for (int i : choice.clients) ++times[i];
        for (int i = 0; i < p.clients; ++i) client[i] = i;
        std::stable_sort(client.begin(), client.end(), [&](int a, int b) { return times[a] < times[b]; });
        for (int i = 0; i < p.clients; ++i) rank[client[i]] = i;
        for (const Choice& choice : choices.sets) {
            const std::size_t from = ranks.size();
            for (int i : choice.clients) ranks.push_back(rank[i]);
            std::sort(ranks.begin() + i64(from), ranks.end());
            sets.push_back({choice.extra, choice.person, int(from), int(ranks.size())});
        }
        for (int i = 0; i < p.clients; ++i) {
            if (own[i] < p.people) members[own[i]].push_back(i);
            else cost += p.without[i];
        }
        for (int j = 0; j < p.people; ++j) turn[j] = j, extra[j] = extra_of(j), cost += p.of(j, members[j]);
    }

    void run(int turns, int together, int tries) {
        together = std::min(together, p.people);
        for (int k = 0; k < turns; ++k) {
            for (int j = 0; j < together; ++j) std::swap(turn[j], turn[j + random.below(p.people - j)]);
            split(together, tries);
        }
    }

private:
    struct Range {
        i64 extra;
        int person, from, to;
    };
    const Problem p;
    const std::vector<int> like;
    const std::vector<i64> idle, pays;
    const i64 toll;
    Random random;
    std::vector<int> client, rank;  // those that few sets hold are first
    std::vector<int> ranks;         // of the clients of all sets
    std::vector<Range> sets;        // by `extra`
    std::vector<int> turn, may;     // people; those like each who can still be given a set
    std::vector<i64> extra;         // [people], of their sets now
    std::vector<std::vector<int>> members;
    std::vector<char> open;                   // [rank], a client to be given
    std::vector<std::vector<int>> beginning;  // [rank], sets that begin with it
    std::vector<int> chosen, best;
    i64 least = 0;
    int left = 0;

    i64 extra_of(int j) const {
        i64 value = p.of(j, members[j]) + toll * p.in_parts(members[j].size()) + idle[j];
        for (int i : members[j]) value -= pays[i];
        return value;
    }

    bool fits(const Range& set) const {
        for (int k = set.from; k < set.to; ++k)
            if (!open[ranks[k]]) return false;
        return true;
    }

    void split(int together, int tries) {
        int free = 0;
        i64 unused = 0, parts = 0;
        const auto take = [&](int i) { open[rank[i]] = 1, ++free; };
        least = 0, left = tries;
        for (int k = 0; k < together; ++k) {
            const int j = turn[k];
            ++may[like[j]], least += extra[j], unused += idle[j], parts += p.in_parts(members[j].size());
            for (int i : members[j]) take(i);
        }
        for (int i = 0; i < p.clients; ++i)
            if (own[i] == p.people) take(i), least += p.without[i] - pays[i];
        unused += toll * p.in_parts(free), least += toll * (p.in_parts(free) - parts);
        const i64 before = least;
        for (auto& some : beginning) some.clear();
        for (std::size_t k = 0; k < sets.size() && sets[k].extra < least; ++k)
            if (may[sets[k].person] && fits(sets[k])) beginning[ranks[sets[k].from]].push_back(int(k));
        grow(0, 0, unused);
        std::fill(open.begin(), open.end(), 0);
        for (int k = 0; k < together; ++k) may[like[turn[k]]] = 0;
        if (least < before) adopt(together), cost -= before - least;
    }

    // Give the clients from `first` on to those who may have some. `unused`: what it costs if nobody else gets a set.
    void grow(int first, i64 sum, i64 unused) {
        while (first < p.clients && !open[first]) ++first;
        if (first == p.clients) {
            if (sum + unused < least) least = sum + unused, best = chosen;
            return;
        }
        for (int k : beginning[first]) {
            const Range& set = sets[k];
            if (sum + set.extra >= least || left <= 0) break;
            if (!may[set.person] || !fits(set)) continue;
            --left, --may[set.person];
            for (int r = set.from; r < set.to; ++r) open[ranks[r]] = 0;
            chosen.push_back(k);
            grow(first + 1, sum + set.extra, unused - idle[set.person] - toll * p.in_parts(std::size_t(set.to - set.from)));
            chosen.pop_back();
            for (int r = set.from; r < set.to; ++r) open[ranks[r]] = 1;
            ++may[set.person];
        }
        const i64 nobody = sum + p.without[client[first]] - pays[client[first]];
        if (nobody >= least || left <= 0) return;
        --left, open[first] = 0;
        grow(first + 1, nobody, unused);
        open[first] = 1;
    }

    void adopt(int together) {
        for (int k = 0; k < together; ++k) {
            for (int i : members[turn[k]]) own[i] = p.people;
            members[turn[k]].clear();
        }
        for (int set : best) {
            int k = 0;
            while (like[turn[k]] != sets[set].person || !members[turn[k]].empty()) ++k;
            for (int r = sets[set].from; r < sets[set].to; ++r) {
                own[client[ranks[r]]] = turn[k];
                members[turn[k]].push_back(client[ranks[r]]);
            }
        }
        for (int k = 0; k < together; ++k) extra[turn[k]] = extra_of(turn[k]);
    }
};

}  // namespace contact
