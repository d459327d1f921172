// The part of a customizable contraction hierarchy that knows the weights (Dibbelt, Strasser and Wagner 2016, sections
// 5 and 6): customisation gives every hierarchy arc the length of a shortest way over lower nodes, perfect customisation
// finds which arcs are no shortest way at all, and those are left out of the search graph.
//
// A weight V is either a time (int32_t) or a time with a length carried along (int64_t: time in the high half, length in
// the low). Adding and comparing the pair as one number is adding both and comparing by time first, then by length.
//
// Every value stays at most far<V>(), so a sum of two never overflows.
#pragma once

#include "_hierarchy_topology.h"

namespace hierarchy {

constexpr int32_t FAR = (int32_t(1) << 30) - 1;
template <class V>
constexpr V far() {
    return sizeof(V) == 8 ? static_cast<V>(int64_t(FAR) << 32) : static_cast<V>(FAR);
}

// A hierarchy as plain arrays, with what customisation needs beside it.
struct View {
    int32_t nodes;
    const int32_t *first, *head, *depth;     // upward arcs; depth of each node in its elimination tree
    const int32_t *below_first, *below_arc;  // upward arcs that end at a node, by rank of their lower end
    const int32_t* tail;                     // lower end of each arc
};

// weight[2a]: up arc a; weight[2a + 1]: down. Filled with the road arcs' own weights on entry (Far where there is none).
// For node u in ascending order: every pair of arcs x-u, x-v of a lower node x is a way between u and v. The arcs of u
// lie in a small table by depth meanwhile: all later neighbours of x are ancestors of one another.
template <class V>
void customise(const View& g, int32_t height, V* weight) {
    std::vector<V> table(2 * static_cast<size_t>(height));
    V* const t = table.data();
    for (int32_t u = 0; u < g.nodes; ++u) {
        const int32_t begin = g.first[u], end = g.first[u + 1];
        if (begin == end) continue;
        for (int32_t a = begin; a < end; ++a) {
            V* const cell = t + 2 * g.depth[g.head[a]];
            cell[0] = weight[2 * a], cell[1] = weight[2 * a + 1];
        }
        for (int32_t i = g.below_first[u]; i < g.below_first[u + 1]; ++i) {
            const int32_t a = g.below_arc[i], last = g.first[g.tail[a] + 1];
            const V to_u = weight[2 * a], from_u = weight[2 * a + 1];
            for (int32_t b = a + 1; b < last; ++b) {
                V* const cell = t + 2 * g.depth[g.head[b]];
                cell[0] = std::min(cell[0], from_u + weight[2 * b]);
                cell[1] = std::min(cell[1], weight[2 * b + 1] + to_u);
            }
        }
        for (int32_t a = begin; a < end; ++a) {
            const V* const cell = t + 2 * g.depth[g.head[a]];
            weight[2 * a] = cell[0], weight[2 * a + 1] = cell[1];
        }
    }
}

// keep[2a], keep[2a + 1]: 1 where the customised arc is finite and itself a shortest way. From the top downwards: a
// shortest way from x to v starts with some upward arc x-u, and u-v is an arc whose true distance is known by then.
template <class V>
void perfect(const View& g, int32_t height, const V* weight, uint8_t* keep) {
    std::vector<V> exact(weight, weight + 2 * static_cast<size_t>(g.first[g.nodes]));
    std::vector<V> table(4 * static_cast<size_t>(height), far<V>());
    V* const t = table.data();  // per depth: own arc up, down; best found up, down
    for (int32_t x = g.nodes - 1; x >= 0; --x) {
        const int32_t begin = g.first[x], end = g.first[x + 1];
        for (int32_t a = begin; a < end; ++a) {
            V* const cell = t + 4 * g.depth[g.head[a]];
            cell[0] = cell[2] = weight[2 * a];
            cell[1] = cell[3] = weight[2 * a + 1];
        }
        // a last neighbour has no later one, so the loop may end before it
        for (int32_t a = begin; a + 1 < end; ++a) {
            const int32_t u = g.head[a];
            const V up = weight[2 * a], down = weight[2 * a + 1];
            V best_up = t[4 * g.depth[u] + 2], best_down = t[4 * g.depth[u] + 3];
            for (int32_t b = g.first[u]; b < g.first[u + 1]; ++b) {
                V* const cell = t + 4 * g.depth[g.head[b]];
                const V on = exact[2 * b], back = exact[2 * b + 1];
                cell[2] = std::min(cell[2], up + on);
                cell[3] = std::min(cell[3], down + back);
                best_up = std::min(best_up, cell[0] + back);
                best_down = std::min(best_down, cell[1] + on);
            }
            t[4 * g.depth[u] + 2] = best_up, t[4 * g.depth[u] + 3] = best_down;
        }
        for (int32_t a = begin; a < end; ++a) {
            V* const cell = t + 4 * g.depth[g.head[a]];
            keep[2 * a] = cell[2] == weight[2 * a] && weight[2 * a] < far<V>();
            keep[2 * a + 1] = cell[3] == weight[2 * a + 1] && weight[2 * a + 1] < far<V>();
            exact[2 * a] = cell[2], exact[2 * a + 1] = cell[3];
            cell[0] = cell[1] = far<V>();
        }
    }
}

inline int64_t time_of(int32_t value) { return value; }
inline int64_t time_of(int64_t value) { return value >> 32; }
inline int64_t length_of(int32_t) { return 0; }
inline int64_t length_of(int64_t value) { return value & 0xffffffff; }

// Whether sums can have left their range. The largest customised arc decides for customisation itself, where every sum
// is of two final arcs; the longest upward plus the longest downward chain of kept arcs bounds every search.
struct Range {
    int64_t arc_time = 0, arc_length = 0, way_time = 0, way_length = 0;
};

template <class V>
Range range(const View& g, const V* weight, const uint8_t* keep) {
    Range out;
    constexpr int32_t measures = sizeof(V) == 8 ? 2 : 1;
    int64_t longest[4] = {0, 0, 0, 0};
    std::vector<int64_t> chain(4 * static_cast<size_t>(g.nodes), 0);
    for (int32_t x = g.nodes - 1; x >= 0; --x)
        for (int32_t a = g.first[x]; a < g.first[x + 1]; ++a)
            for (int32_t way = 0; way < 2; ++way) {
                const V w = weight[2 * a + way];
                if (w >= far<V>()) continue;
                out.arc_time = std::max(out.arc_time, time_of(w));
                out.arc_length = std::max(out.arc_length, length_of(w));
                if (!keep[2 * a + way]) continue;
                const int64_t part[2] = {time_of(w), length_of(w)};
                for (int32_t k = 0; k < measures; ++k) {
                    int64_t& own = chain[4 * static_cast<size_t>(x) + 2 * way + k];
                    own = std::max(own, part[k] + chain[4 * static_cast<size_t>(g.head[a]) + 2 * way + k]);
                    longest[2 * way + k] = std::max(longest[2 * way + k], own);
                }
            }
    out.way_time = longest[0] + longest[2];
    out.way_length = longest[1] + longest[3];
    return out;
}

}  // namespace hierarchy
