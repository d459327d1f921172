// The part of a customizable contraction hierarchy that knows no weights (Dibbelt, Strasser and Wagner 2016, section 4):
// contracting the nodes in a given order and joining the later neighbours of each gives the "chordal supergraph"; the
// first later neighbour of each node gives the elimination tree. Nodes are renamed by rank, a postorder of that tree, so
// the descendants of a node stand directly before it and all its later neighbours are its ancestors.
#pragma once

#include "_hierarchy_order.h"

namespace hierarchy {

struct Topology {
    std::vector<int32_t> rank;   // of each node
    std::vector<int32_t> first;  // upward arcs of rank r: first[r] .. first[r + 1]
    std::vector<int32_t> head;   // ranks, ascending within a node; the first one is the parent
};

inline Topology contract(const Adjacency& graph, const std::vector<int32_t>& order) {
    const int32_t n = graph.nodes();
    std::vector<int32_t> position(n), parent(n, -1);
    for (int32_t k = 0; k < n; ++k) position[order[k]] = k;
    // Later neighbours of each node: its own and those of its children in the elimination tree.
    std::vector<int32_t> child(n, -1), sibling(n, -1), mark(n, -1), start(n + 1, 0), later;
    for (int32_t k = 0; k < n; ++k) {
        const int32_t v = order[k];
        mark[k] = k;
        const auto add = [&](int32_t u) {
            if (u > k && mark[u] != k) mark[u] = k, later.push_back(u);
        };
        for (const int32_t* w = graph.begin(v); w != graph.end(v); ++w) add(position[*w]);
        for (int32_t c = child[k]; c >= 0; c = sibling[c])
            for (int32_t a = start[c]; a < start[c + 1]; ++a) add(later[a]);
        std::sort(later.begin() + start[k], later.end());
        start[k + 1] = static_cast<int32_t>(later.size());
        if (start[k + 1] > start[k]) {
            parent[k] = later[start[k]];
            sibling[k] = child[parent[k]];
            child[parent[k]] = k;
        }
    }
    // Postorder: from the roots down, last rank first.
    std::vector<int32_t> stack, where(n), back(n);
    for (int32_t k = 0; k < n; ++k)
        if (parent[k] < 0) stack.push_back(k);
    for (int32_t next = n; next > 0;) {
        const int32_t k = stack.back();
        stack.pop_back();
        where[k] = --next;
        back[next] = k;
        for (int32_t c = child[k]; c >= 0; c = sibling[c]) stack.push_back(c);
    }
    Topology out;
    out.rank.resize(n);
    for (int32_t k = 0; k < n; ++k) out.rank[order[k]] = where[k];
    out.first.reserve(n + 1);
    out.first.push_back(0);
    out.head.reserve(later.size());
    for (int32_t r = 0; r < n; ++r) {
        for (int32_t a = start[back[r]]; a < start[back[r] + 1]; ++a) out.head.push_back(where[later[a]]);
        std::sort(out.head.begin() + out.first[r], out.head.end());
        out.first.push_back(static_cast<int32_t>(out.head.size()));
    }
    return out;
}

// Where each road arc lands: 2 * (hierarchy arc) + (1 if it leads downwards), or -1 for a loop.
inline void place(int64_t arcs, const int32_t* tail, const int32_t* head, const Topology& topology, int32_t* slot) {
    for (int64_t a = 0; a < arcs; ++a) {
        const int32_t u = topology.rank[tail[a]], v = topology.rank[head[a]], low = std::min(u, v);
        const auto begin = topology.head.begin();
        slot[a] = u == v ? -1
                         : 2 * static_cast<int32_t>(std::lower_bound(begin + topology.first[low], begin + topology.first[low + 1],
                                                                     std::max(u, v)) - begin) + (u > v);
    }
}

}  // namespace hierarchy
