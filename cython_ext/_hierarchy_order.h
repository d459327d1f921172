// Nested-dissection order of a road graph: which node is contracted when.
//
// 1. Nodes of degree one and two go first, in rounds of pairwise non-adjacent nodes, so a dead end or a long bend costs
//    a logarithmic number of levels. What is left is the graph of real junctions.
// 2. That graph is cut again and again by small vertex separators. Candidates come from "inertial flow" (Schild and
//    Sommer 2015): sort the nodes along a direction, call the first part source and the last part sink, and take a least
//    vertex cut between them. Directions are lines on the map and, without coordinates or in small cells, differences of
//    breadth-first distances from two far-apart nodes.
// 3. Cells of at most LEAF nodes are ordered by least degree.
//
// Everything is integer or order-only and deterministic: the same graph gives the same order on every machine.
#pragma once

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <numeric>
#include <vector>

namespace hierarchy {

// Undirected graph without loops and parallel edges, as adjacency lists in one array.
struct Adjacency {
    std::vector<int32_t> first, head;
    int32_t nodes() const { return static_cast<int32_t>(first.size()) - 1; }
    int32_t degree(int32_t v) const { return first[v + 1] - first[v]; }
    const int32_t* begin(int32_t v) const { return head.data() + first[v]; }
    const int32_t* end(int32_t v) const { return head.data() + first[v + 1]; }
};

inline Adjacency undirected(int32_t nodes, int64_t arcs, const int32_t* tail, const int32_t* head) {
    std::vector<int32_t> count(nodes + 1, 0);
    for (int64_t a = 0; a < arcs; ++a)
        if (tail[a] != head[a]) ++count[tail[a] + 1], ++count[head[a] + 1];
    std::partial_sum(count.begin(), count.end(), count.begin());
    std::vector<int32_t> place(count.begin(), count.end() - 1), all(count[nodes]);
    for (int64_t a = 0; a < arcs; ++a)
        if (tail[a] != head[a]) all[place[tail[a]]++] = head[a], all[place[head[a]]++] = tail[a];
    Adjacency graph;
    graph.first.assign(1, 0);
    graph.head.reserve(all.size() / 2);
    for (int32_t v = 0; v < nodes; ++v) {
        std::sort(all.begin() + count[v], all.begin() + count[v + 1]);
        std::unique_copy(all.begin() + count[v], all.begin() + count[v + 1], std::back_inserter(graph.head));
        graph.first.push_back(static_cast<int32_t>(graph.head.size()));
    }
    return graph;
}

// Greatest set of vertex-disjoint paths between two node sets of one cell (Menger), by Dinic's blocking flows.
// Every node carries at most one path, so the flow is two arrays: where the path comes from and where it goes on.
// Search states: 2v = "at v, not yet through it", 2v + 1 = "leaving v".
class VertexCut {
   public:
    enum Side : uint8_t { MIDDLE, SOURCE, SINK };
    std::vector<uint8_t> side;       // given: which nodes are terminals
    std::vector<int32_t> separator;  // result: nodes of a least cut
    int64_t smaller = 0;             // result: nodes in the smaller part beside the cut

    // Least cut of at most `limit` nodes; false where every cut is larger.
    bool run(const Adjacency& graph, int32_t limit) {
        g_ = &graph;
        const int32_t n = graph.nodes();
        from_.assign(n, FREE);
        to_.assign(n, FREE);
        level_.resize(2 * n);
        next_.resize(2 * n);
        int32_t flow = 0;
        while (levels(SOURCE, SINK, from_, true)) {
            std::fill(next_.begin(), next_.end(), 0);
            for (int32_t s : starts_)
                if (from_[s] == FREE && augment(s) && ++flow > limit) return false;
        }
        // Two least cuts are known now: the one nearest the sources and the one nearest the sinks. Keep the more even.
        collect(n);
        std::vector<int32_t> near = separator;
        const int64_t even = smaller;
        from_.swap(to_);
        for (int32_t& v : from_) v = v == END ? START : v;
        for (int32_t& v : to_) v = v == START ? END : v;
        levels(SINK, SOURCE, from_, false);
        collect(n);
        if (even >= smaller) separator.swap(near), smaller = even;
        return true;
    }

   private:
    enum : int32_t { FREE = -1, START = -2, END = -3 };
    const Adjacency* g_ = nullptr;
    std::vector<int32_t> from_, to_, level_, next_, queue_, starts_, path_;

    // Breadth-first levels of the residual graph; true as soon as a free terminal of the far side is reached.
    bool levels(Side near, Side far, const std::vector<int32_t>& from, bool stop) {
        const int32_t n = g_->nodes();
        std::fill(level_.begin(), level_.end(), -1);
        queue_.clear();
        starts_.clear();
        for (int32_t v = 0; v < n; ++v)
            if (side[v] == near) {
                level_[2 * v] = 0;
                if (from[v] != FREE) continue;
                level_[2 * v + 1] = 1;
                bool border = false;
                for (const int32_t* w = g_->begin(v); w != g_->end(v) && !border; ++w) border = side[*w] != near;
                if (border) starts_.push_back(v), queue_.push_back(2 * v + 1);
            }
        bool found = false;
        for (size_t at = 0; at < queue_.size(); ++at) {
            const int32_t state = queue_[at], v = state / 2;
            const auto reach = [&](int32_t next) {
                if (level_[next] < 0) level_[next] = level_[state] + 1, queue_.push_back(next);
            };
            if (state & 1) {
                for (const int32_t* w = g_->begin(v); w != g_->end(v); ++w)
                    if (side[*w] != near) reach(2 * *w);
                if (from[v] != FREE) reach(2 * v);
            } else if (from[v] == FREE) {
                if (side[v] == far) found = true;
                if (found && stop) return true;
                reach(2 * v + 1);
            } else if (from[v] >= 0) {
                reach(2 * from[v] + 1);
            }
        }
        return found;
    }

    // One more path from terminal s, along levels only.
    bool augment(int32_t s) {
        path_.assign(1, 2 * s + 1);
        while (!path_.empty()) {
            const int32_t state = path_.back(), v = state / 2;
            int32_t next = -1;
            if (state & 1) {
                const int32_t degree = g_->degree(v);
                int32_t& i = next_[state];
                for (; i < degree && next < 0; ++i) {
                    const int32_t w = g_->begin(v)[i];
                    if (side[w] != SOURCE && level_[2 * w] == level_[state] + 1) next = 2 * w;
                }
                if (next < 0 && i == degree) {
                    ++i;
                    if (from_[v] != FREE && level_[2 * v] == level_[state] + 1) next = 2 * v;
                }
            } else if (from_[v] == FREE) {
                if (side[v] == SINK) return apply(s), true;
                if (next_[state]++ == 0 && level_[state + 1] == level_[state] + 1) next = state + 1;
            } else if (from_[v] >= 0 && next_[state]++ == 0 && level_[2 * from_[v] + 1] == level_[state] + 1) {
                next = 2 * from_[v] + 1;
            }
            if (next >= 0) {
                path_.push_back(next);
            } else {
                level_[state] = -1;
                path_.pop_back();
            }
        }
        return false;
    }

    void apply(int32_t s) {
        from_[s] = START;
        for (size_t i = 0; i + 1 < path_.size(); ++i) {
            const int32_t state = path_[i], next = path_[i + 1], v = state / 2, w = next / 2;
            if (!(state & 1)) continue;
            if (w == v) {
                from_[v] = to_[v] = FREE;  // no path goes through v any more; the next state is where its path came from
            } else {
                to_[v] = w;
                from_[w] = v;
            }
        }
        to_[path_.back() / 2] = END;
        // closed for the rest of this phase: a node may be entered once
        for (int32_t state : path_) level_[state] = -1;
    }

    void collect(int32_t n) {
        separator.clear();
        int64_t before = 0;
        for (int32_t v = 0; v < n; ++v) {
            if (level_[2 * v + 1] >= 0) ++before;
            else if (level_[2 * v] >= 0) separator.push_back(v);
        }
        smaller = std::min<int64_t>(before, n - before - static_cast<int64_t>(separator.size()));
    }
};

class Dissection {
   public:
    // order[k] = node contracted k-th. x, y in any common unit, or null where there are no coordinates.
    static std::vector<int32_t> order(const Adjacency& graph, const double* x, const double* y) {
        Dissection self;
        self.order_.reserve(graph.nodes());
        Cell cell;
        cell.graph = self.contract_simple(graph, cell.name);
        if (x && y)
            for (int32_t v : cell.name) cell.x.push_back(x[v]), cell.y.push_back(y[v]);
        self.cut(cell);
        self.order_.insert(self.order_.end(), self.late_.rbegin(), self.late_.rend());
        return std::move(self.order_);
    }

   private:
    enum : int32_t { LEAF = 24, FEW = 400 };
    struct Cell {
        Adjacency graph;
        std::vector<int32_t> name;  // of each local node in the whole graph
        std::vector<double> x, y;   // empty without coordinates
    };
    std::vector<int32_t> order_, late_;  // early nodes ascending; the rest from the top downwards
    VertexCut flow_;

    // Step 1. Lists keep nodes that are gone until they are read, so that a hub with many dead ends costs no more than them.
    Adjacency contract_simple(const Adjacency& graph, std::vector<int32_t>& junctions) {
        const int32_t n = graph.nodes();
        std::vector<std::vector<int32_t>> around(n);
        std::vector<int32_t> degree(n), ready, later, blocked(n, -1);
        std::vector<uint8_t> gone(n, 0);
        for (int32_t v = 0; v < n; ++v) {
            around[v].assign(graph.begin(v), graph.end(v));
            degree[v] = graph.degree(v);
            if (degree[v] <= 2) ready.push_back(v);
        }
        const auto left = [&](std::vector<int32_t>& list) {
            list.erase(std::remove_if(list.begin(), list.end(), [&](int32_t w) { return gone[w]; }), list.end());
        };
        for (int32_t round = 0; !ready.empty(); ++round) {
            later.clear();
            for (int32_t v : ready) {
                if (blocked[v] == round) {
                    later.push_back(v);
                    continue;
                }
                left(around[v]);
                gone[v] = 1;
                order_.push_back(v);
                for (int32_t w : around[v]) {
                    blocked[w] = round;
                    if (--degree[w] == 2) later.push_back(w);
                }
                if (around[v].size() < 2) continue;
                int32_t a = around[v][0], b = around[v][1];
                if (around[a].size() > around[b].size()) std::swap(a, b);
                if (std::find(around[a].rbegin(), around[a].rend(), b) != around[a].rend()) continue;
                around[a].push_back(b), around[b].push_back(a);
                ++degree[a], ++degree[b];
            }
            // a node whose degree fell to two may be back at three, or here twice
            std::sort(later.begin(), later.end());
            later.erase(std::unique(later.begin(), later.end()), later.end());
            later.erase(std::remove_if(later.begin(), later.end(), [&](int32_t v) { return degree[v] > 2; }), later.end());
            ready.swap(later);
        }
        std::vector<int32_t> local(n, -1);
        for (int32_t v = 0; v < n; ++v)
            if (!gone[v]) local[v] = static_cast<int32_t>(junctions.size()), junctions.push_back(v);
        Adjacency rest;
        rest.first.assign(1, 0);
        for (int32_t v : junctions) {
            left(around[v]);
            for (int32_t w : around[v]) rest.head.push_back(local[w]);
            rest.first.push_back(static_cast<int32_t>(rest.head.size()));
        }
        return rest;
    }

    static Cell part(const Cell& cell, const std::vector<int32_t>& nodes, std::vector<int32_t>& local) {
        Cell inner;
        for (size_t i = 0; i < nodes.size(); ++i) local[nodes[i]] = static_cast<int32_t>(i);
        inner.graph.first.assign(1, 0);
        for (int32_t v : nodes) {
            for (const int32_t* w = cell.graph.begin(v); w != cell.graph.end(v); ++w)
                if (local[*w] >= 0) inner.graph.head.push_back(local[*w]);
            inner.graph.first.push_back(static_cast<int32_t>(inner.graph.head.size()));
            inner.name.push_back(cell.name[v]);
            if (!cell.x.empty()) inner.x.push_back(cell.x[v]), inner.y.push_back(cell.y[v]);
        }
        for (int32_t v : nodes) local[v] = -1;
        return inner;
    }

    void cut(Cell& cell) {
        const int32_t n = cell.graph.nodes();
        if (n <= LEAF) return least_degree(cell);
        std::vector<int32_t> separator = best_cut(cell);
        std::vector<uint8_t> seen(n, 0);
        for (int32_t v : separator) seen[v] = 1, late_.push_back(cell.name[v]);
        std::vector<int32_t> local(n, -1), queue;
        std::vector<Cell> parts;
        for (int32_t root = 0; root < n; ++root) {
            if (seen[root]) continue;
            queue.assign(1, root);
            seen[root] = 1;
            for (size_t at = 0; at < queue.size(); ++at)
                for (const int32_t* w = cell.graph.begin(queue[at]); w != cell.graph.end(queue[at]); ++w)
                    if (!seen[*w]) seen[*w] = 1, queue.push_back(*w);
            std::sort(queue.begin(), queue.end());
            parts.push_back(part(cell, queue, local));
        }
        cell = Cell();
        for (Cell& inner : parts) cut(inner);
    }

    // Breadth-first distances from a node; returns the last node reached (a far one), or -1 if not all are reached.
    static int32_t spread(const Adjacency& graph, int32_t root, std::vector<int32_t>& distance) {
        distance.assign(graph.nodes(), -1);
        std::vector<int32_t> queue(1, root);
        distance[root] = 0;
        for (size_t at = 0; at < queue.size(); ++at)
            for (const int32_t* w = graph.begin(queue[at]); w != graph.end(queue[at]); ++w)
                if (distance[*w] < 0) distance[*w] = distance[queue[at]] + 1, queue.push_back(*w);
        return static_cast<int32_t>(queue.size()) == graph.nodes() ? queue.back() : -1;
    }

    // 1 for even parts, towards 0 the more uneven they are.
    static double weight(int64_t smaller, int64_t all) {
        const double share = std::max(0.5, static_cast<double>(smaller)) / static_cast<double>(all);
        return share * (1 - share) * 4;
    }

    // A separator of few nodes with even parts; empty where the cell is in several pieces already.
    std::vector<int32_t> best_cut(const Cell& cell) {
        const int32_t n = cell.graph.nodes();
        std::vector<int32_t> best, a, b, c;
        const int32_t far = spread(cell.graph, 0, a);
        if (far < 0) return best;
        double best_score = 1e300;
        std::vector<std::pair<double, int32_t>> key(n);
        std::vector<double> value(n);
        const auto attempt = [&]() {
            for (int32_t v = 0; v < n; ++v) key[v] = {value[v], v};
            const int32_t end = n / 4;
            std::nth_element(key.begin(), key.begin() + end, key.end());
            std::nth_element(key.begin() + end, key.end() - end, key.end());
            flow_.side.assign(n, VertexCut::MIDDLE);
            for (int32_t i = 0; i < end; ++i) flow_.side[key[i].second] = VertexCut::SOURCE;
            for (int32_t i = n - end; i < n; ++i) flow_.side[key[i].second] = VertexCut::SINK;
            // A cut costs its nodes, more if it is uneven: with more nodes than the best cost so far, it cannot win.
            const int32_t limit = static_cast<int32_t>(std::min<double>(best_score, n));
            if (!flow_.run(cell.graph, limit)) return;
            const double score = flow_.separator.size() / weight(flow_.smaller, n);
            if (score < best_score) best_score = score, best = flow_.separator;
        };
        const bool map = !cell.x.empty();
        if (map) {
            static const double lines[4][2] = {{1, 0}, {0, 1}, {1, 1}, {1, -1}};
            for (const auto& line : lines) {
                for (int32_t v = 0; v < n; ++v) value[v] = cell.x[v] * line[0] + cell.y[v] * line[1];
                attempt();
            }
        }
        if (!map || n <= FEW) {
            const int32_t other = spread(cell.graph, far, a);
            spread(cell.graph, other, b);
            for (int32_t v = 0; v < n; ++v) value[v] = a[v] - b[v];
            attempt();
            if (!map) {  // a second axis: the node farthest from both ends against the middle of the first
                int32_t aside = 0;
                for (int32_t v = 1; v < n; ++v)
                    if (std::min(a[v], b[v]) > std::min(a[aside], b[aside])) aside = v;
                const int32_t across = spread(cell.graph, aside, c);
                for (int32_t v = 0; v < n; ++v) value[v] = c[v];
                attempt();
                spread(cell.graph, across, a);
                for (int32_t v = 0; v < n; ++v) value[v] = a[v] - c[v];
                attempt();
            }
        }
        return best;
    }

    // Exact minimum-degree elimination inside a small cell.
    void least_degree(const Cell& cell) {
        const int32_t n = cell.graph.nodes();
        uint64_t around[64];
        for (int32_t v = 0; v < n; ++v) {
            around[v] = 0;
            for (const int32_t* w = cell.graph.begin(v); w != cell.graph.end(v); ++w) around[v] |= uint64_t(1) << *w;
        }
        std::vector<int32_t> sequence;
        uint64_t left = n == 64 ? ~uint64_t(0) : (uint64_t(1) << n) - 1;
        while (left) {
            int32_t best = -1, least = 65;
            for (int32_t v = 0; v < n; ++v) {
                if (!(left >> v & 1)) continue;
                const int32_t degree = count(around[v] & left);
                if (degree < least) least = degree, best = v;
            }
            left &= ~(uint64_t(1) << best);
            const uint64_t clique = around[best] & left;
            for (int32_t v = 0; v < n; ++v)
                if (clique >> v & 1) around[v] |= clique & ~(uint64_t(1) << v);
            sequence.push_back(cell.name[best]);
        }
        late_.insert(late_.end(), sequence.rbegin(), sequence.rend());
    }

    static int32_t count(uint64_t bits) {
        int32_t n = 0;
        for (; bits; bits &= bits - 1) ++n;
        return n;
    }
};

}  // namespace hierarchy
