// Many-to-many distances (after PHAST and RPHAST: Delling, Goldberg and Werneck 2011), LANES sources at a time.
//
// Sources are taken in rank order, so those of one batch share most of their ancestors. Per batch: the upward distances
// of the sources over the union of their ancestors, then one sweep from the roots down over the ancestors of all
// targets. Both walk the elimination tree, in which every arc joins a node with an ancestor: at any moment only the nodes
// between the current one and its root matter, so distances lie in a stack by depth that stays in the first-level cache,
// and the sweep reads nothing else but the arcs, in order.
#pragma once

#include <cstdlib>  // defines __GLIBC__ where there is one

#include "_hierarchy_metric.h"

#if defined(__x86_64__) && defined(__GLIBC__) && defined(__has_attribute)
#if __has_attribute(target_clones)
// The loader picks the instructions the machine has; integers, so every choice gives the same bits.
#define HIERARCHY_CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
#endif
#endif
#ifndef HIERARCHY_CLONES
#define HIERARCHY_CLONES
#endif
#if defined(__GNUC__)
#define HIERARCHY_INLINE inline __attribute__((always_inline))
#else
#define HIERARCHY_INLINE inline
#endif

namespace hierarchy {

enum : int32_t { LANES = 16 };

// One direction of a search graph: arcs from each rank up to ancestors, weights in V.
template <class V>
struct Search {
    const int32_t *first, *head;
    const V* weight;
};

// Part of a search graph: the ancestors of some nodes, in rank order, with depths in place of names.
template <class V>
struct Swept {
    std::vector<int32_t> node, first, depth, level;  // level: depth of each node; depth: of each arc's upper end
    std::vector<V> weight;
};

// All nodes reached upwards from `roots`; `mark` is all zero before and after.
template <class V>
void reached(const Search<V>& graph, const std::vector<int32_t>& roots, std::vector<uint8_t>& mark, std::vector<int32_t>& out) {
    out.clear();
    for (int32_t r : roots)
        if (!mark[r]) mark[r] = 1, out.push_back(r);
    for (size_t at = 0; at < out.size(); ++at)
        for (int32_t a = graph.first[out[at]]; a < graph.first[out[at] + 1]; ++a)
            if (!mark[graph.head[a]]) mark[graph.head[a]] = 1, out.push_back(graph.head[a]);
    for (int32_t r : out) mark[r] = 0;
    std::sort(out.begin(), out.end());
}

template <class V>
HIERARCHY_INLINE void climb(const Search<V>& graph, const int32_t* depth, const std::vector<int32_t>& nodes, V* stack, V* value) {
    // stack holds Far everywhere but at the sources, which are put in as their turn comes (value: 0 in their lane)
    for (size_t i = 0; i < nodes.size(); ++i) {
        const int32_t v = nodes[i];
        V* const own = stack + static_cast<size_t>(depth[v]) * LANES;
        V* const kept = value + i * LANES;
        for (int l = 0; l < LANES; ++l) {
            kept[l] = std::min(kept[l], own[l]);
            own[l] = far<V>();
        }
        for (int32_t a = graph.first[v]; a < graph.first[v + 1]; ++a) {
            V* const up = stack + static_cast<size_t>(depth[graph.head[a]]) * LANES;
            const V w = graph.weight[a];
            for (int l = 0; l < LANES; ++l) up[l] = std::min<V>(up[l], kept[l] + w);
        }
    }
}

template <class V>
HIERARCHY_INLINE void descend(const Swept<V>& part, const std::vector<int32_t>& seeds, const V* seed, V* stack, const int32_t* target, V* out) {
    // seeds: ranks with a known upward distance, ascending; target[i]: row of node i in `out`, or -1
    int64_t next = static_cast<int64_t>(seeds.size()) - 1;
    for (int64_t i = static_cast<int64_t>(part.node.size()) - 1; i >= 0; --i) {
        V best[LANES];
        while (next >= 0 && seeds[next] > part.node[i]) --next;
        if (next >= 0 && seeds[next] == part.node[i]) {
            for (int l = 0; l < LANES; ++l) best[l] = seed[next * LANES + l];
        } else {
            for (int l = 0; l < LANES; ++l) best[l] = far<V>();
        }
        for (int32_t a = part.first[i]; a < part.first[i + 1]; ++a) {
            const V* const up = stack + static_cast<size_t>(part.depth[a]) * LANES;
            const V w = part.weight[a];
            for (int l = 0; l < LANES; ++l) best[l] = std::min<V>(best[l], up[l] + w);
        }
        V* const own = stack + static_cast<size_t>(part.level[i]) * LANES;
        for (int l = 0; l < LANES; ++l) own[l] = best[l];
        if (target[i] >= 0)
            for (int l = 0; l < LANES; ++l) out[static_cast<size_t>(target[i]) * LANES + l] = best[l];
    }
}

#define HIERARCHY_WALKS(V)                                                                                                   \
    HIERARCHY_CLONES inline void climb_batch(const Search<V>& graph, const int32_t* depth, const std::vector<int32_t>& nodes, \
                                             V* stack, V* value) {                                                           \
        climb<V>(graph, depth, nodes, stack, value);                                                                         \
    }                                                                                                                        \
    HIERARCHY_CLONES inline void descend_batch(const Swept<V>& part, const std::vector<int32_t>& seeds, const V* seed,        \
                                               V* stack, const int32_t* target, V* out) {                                    \
        descend<V>(part, seeds, seed, stack, target, out);                                                                   \
    }
HIERARCHY_WALKS(int32_t)
HIERARCHY_WALKS(int64_t)
#undef HIERARCHY_WALKS

inline void write(int32_t value, int32_t* time, int32_t*) { *time = value; }
inline void write(int64_t value, int32_t* time, int32_t* length) {
    *time = static_cast<int32_t>(value >> 32);
    *length = *time == FAR ? FAR : static_cast<int32_t>(value & 0xffffffff);
}

// time[i * stride + j * step] (and length alike): from sources[i] to targets[j], both ranks.
template <class V>
void many_to_many(int32_t nodes, int32_t height, const int32_t* depth, const Search<V>& up, const Search<V>& down,
                  const int32_t* sources, int64_t source_count, const int32_t* targets, int64_t target_count,
                  int32_t* time, int32_t* length, int64_t stride, int64_t step) {
    std::vector<uint8_t> mark(nodes, 0);
    std::vector<int32_t> roots(targets, targets + target_count);
    Swept<V> part;
    reached(down, roots, mark, part.node);
    part.first.push_back(0);
    for (int32_t v : part.node) {
        part.level.push_back(depth[v]);
        for (int32_t a = down.first[v]; a < down.first[v + 1]; ++a)
            part.depth.push_back(depth[down.head[a]]), part.weight.push_back(down.weight[a]);
        part.first.push_back(static_cast<int32_t>(part.depth.size()));
    }
    // Rows of the batch's result: one per distinct target, in sweep order.
    std::sort(roots.begin(), roots.end());
    roots.erase(std::unique(roots.begin(), roots.end()), roots.end());
    std::vector<int32_t> row(part.node.size(), -1), place(target_count);
    for (size_t i = 0, k = 0; i < part.node.size() && k < roots.size(); ++i)
        if (part.node[i] == roots[k]) row[i] = static_cast<int32_t>(k++);
    for (int64_t j = 0; j < target_count; ++j)
        place[j] = static_cast<int32_t>(std::lower_bound(roots.begin(), roots.end(), targets[j]) - roots.begin());

    std::vector<int32_t> turn(source_count), batch, above;
    std::iota(turn.begin(), turn.end(), 0);
    std::stable_sort(turn.begin(), turn.end(), [&](int32_t a, int32_t b) { return sources[a] < sources[b]; });
    std::vector<V> stack(static_cast<size_t>(height) * LANES, far<V>()), value, result(roots.size() * LANES);
    for (int64_t begin = 0; begin < source_count; begin += LANES) {
        const int64_t used = std::min<int64_t>(LANES, source_count - begin);
        batch.clear();
        for (int64_t l = 0; l < used; ++l) batch.push_back(sources[turn[begin + l]]);
        reached(up, batch, mark, above);
        value.assign(above.size() * LANES, far<V>());
        for (int64_t l = 0; l < used; ++l)
            value[(std::lower_bound(above.begin(), above.end(), batch[l]) - above.begin()) * LANES + l] = 0;
        std::fill(stack.begin(), stack.end(), far<V>());
        climb_batch(up, depth, above, stack.data(), value.data());
        descend_batch(part, above, value.data(), stack.data(), row.data(), result.data());
        for (int64_t j = 0; j < target_count; ++j) {
            const V* const from = result.data() + static_cast<size_t>(place[j]) * LANES;
            for (int64_t l = 0; l < used; ++l) {
                const int64_t cell = turn[begin + l] * stride + j * step;
                write(from[l], time + cell, length + cell);
            }
        }
    }
}

}  // namespace hierarchy
